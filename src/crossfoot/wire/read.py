"""Claims and what stands beside them, as tables of their JSON fields."""

from __future__ import annotations

from typing import get_args

from crossfoot import records as r
from crossfoot.wire.codec import FLAG, NUMBER, TEXT, WHOLE, Field, choice, fixed, many, mapping, optional, record
from crossfoot.wire.ground import KIND, MAYBE_DAY, MAYBE_TEXT, PERIOD, PRECISION, PROBLEM, TEXTS

SOURCE = record(
    r.Source,
    Field("text", TEXT),
    Field("start", WHOLE),
    Field("end", WHOLE),
    Field("kind", choice(get_args(r.SourceKind))),
    Field("resolved", MAYBE_TEXT, brief=True),
)

CORRECTION = record(
    r.Correction,
    Field("claim", TEXT),
    Field("field", TEXT),
    Field("value", TEXT),
    Field("why", TEXT),
    Field("who", TEXT),
    Field("made", TEXT),
    shown={"id": lambda c: c.id},
)

BASE = record(
    r.Base,
    Field("how", choice(get_args(r.Comparison))),
    Field("measure", MAYBE_TEXT),
    Field("population", MAYBE_TEXT),
    Field("place", MAYBE_TEXT),
    Field("period", PERIOD),
    Field("falls", FLAG, brief=True),
)

CANDIDATE_PERIOD = record(
    r.Period,
    Field("start", MAYBE_DAY),
    Field("end", MAYBE_DAY),
    Field("precision", PRECISION, brief=True),
    Field("text", MAYBE_TEXT, brief=True),
    Field("partial", MAYBE_TEXT, brief=True),
)

CLAIM = record(
    r.Claim,
    Field("id", TEXT),
    Field("file", TEXT),
    Field("report", TEXT),
    Field("start", WHOLE),
    Field("end", WHOLE),
    Field("quote", TEXT),
    Field("low", optional(NUMBER)),
    Field("high", optional(NUMBER)),
    Field("approximate", FLAG),
    Field("hedge", choice(get_args(r.Hedge))),
    Field("counted", MAYBE_TEXT),
    Field("measure", MAYBE_TEXT),
    Field("population", MAYBE_TEXT),
    Field("place", MAYBE_TEXT),
    Field("period", PERIOD),
    Field("candidates", many(CANDIDATE_PERIOD)),
    Field("kind", KIND),
    Field("per", MAYBE_TEXT),
    Field("attribution", many(SOURCE)),
    Field("stance", choice(get_args(r.Stance))),
    Field("modal", FLAG),
    Field("release", MAYBE_TEXT),
    Field("sentence", optional(fixed(WHOLE, WHOLE))),
    Field("literal", TEXTS),
    Field("corrected", optional(mapping(mapping(TEXT)))),
    Field("rule", TEXT),
    Field("widened", FLAG),
    Field("copy_of", MAYBE_TEXT),
    Field("base", optional(BASE), brief=True),
)

TEXT_RELATION = record(
    r.TextRelation,
    Field("kind", choice(("part", "largest", "complete"))),
    Field("report", TEXT),
    Field("parts", TEXTS),
    Field("whole", MAYBE_TEXT),
    Field("start", WHOLE),
    Field("end", WHOLE),
    shown={"id": lambda t: t.id},
)

READING = record(
    r.Reading,
    Field("claims", many(CLAIM)),
    Field("relations", many(TEXT_RELATION)),
    Field("problems", many(PROBLEM)),
)
