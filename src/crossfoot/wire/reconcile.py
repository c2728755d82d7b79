"""Bounds, contradictions, repairs and their proofs, as tables of their JSON fields."""

from __future__ import annotations

from typing import Any, get_args

from crossfoot import records as r
from crossfoot.wire.codec import (
    DAY,
    FLAG,
    REAL,
    TEXT,
    TIMES,
    VALUE,
    WHOLE,
    Codec,
    Field,
    choice,
    fixed,
    many,
    mapping,
    optional,
    record,
)
from crossfoot.wire.ground import MAYBE_DAY, MAYBE_TEXT, MAYBE_WHOLE, REMARK, SERIES, TEXTS

SIDE = choice(get_args(r.Side))
ROW = many(fixed(TEXT, DAY, WHOLE))


def _one_ground(term: r.Term) -> str | None:
    grounds = (term.claim, term.assumption, term.relation)
    if sum(ground is not None for ground in grounds) != 1:
        return "a proof's term names exactly one of claim, assumption and relation"
    return None


TERM = record(
    r.Term,
    Field("claim", MAYBE_TEXT, brief=True),
    Field("assumption", MAYBE_TEXT, brief=True),
    Field("relation", MAYBE_TEXT, brief=True),
    Field("side", SIDE),
    Field("series", MAYBE_TEXT, brief=True),
    Field("start", MAYBE_DAY, brief=True),
    Field("end", MAYBE_DAY, brief=True),
    Field("times", TIMES),
    Field("value", VALUE),
    Field("row", ROW),
    Field("under", TEXTS),
    Field("equation", FLAG, brief=True),
    fault=_one_ground,
)

PROOF = record(
    r.Proof,
    Field("terms", many(TERM)),
    Field("target", ROW),
    Field("side", SIDE),
    Field("value", VALUE),
    Field("text", TEXT),
)

MAYBE_PROOF = optional(PROOF)

CASE = record(
    r.Case,
    Field("repair", MAYBE_TEXT),
    Field("low", MAYBE_WHOLE),
    Field("high", MAYBE_WHOLE),
    Field("low_proof", MAYBE_PROOF),
    Field("high_proof", MAYBE_PROOF),
    Field("low_shorter", MAYBE_PROOF, brief=True),
    Field("high_shorter", MAYBE_PROOF, brief=True),
)

LOSS = record(
    r.Loss,
    Field("claim", TEXT),
    Field("low", MAYBE_WHOLE),
    Field("high", MAYBE_WHOLE),
    Field("low_proof", MAYBE_PROOF),
    Field("high_proof", MAYBE_PROOF),
)

QUESTION = record(
    r.Question,
    Field("series", SERIES),
    Field("start", DAY),
    Field("end", DAY),
    Field("leaves", WHOLE),
)

ILLUSTRATION = record(
    r.Illustration,
    Field("series", SERIES),
    Field("points", many(fixed(DAY, WHOLE))),
    Field("text", TEXT),
)


def _bound() -> Codec[r.Bound]:
    """`series` is the id, as everywhere; its three parts stand beside it, so that the record can be made again."""
    plain = record(
        r.Bound,
        Field("id", TEXT),
        Field("series", SERIES, key="of"),
        Field("start", DAY),
        Field("end", DAY),
        Field("low", MAYBE_WHOLE),
        Field("high", MAYBE_WHOLE),
        Field("exactness", choice(("tight", "sound"))),
        Field("under", TEXT),
        Field("assumptions", TEXTS),
        Field("cases", many(CASE)),
        Field("bare", optional(fixed(MAYBE_WHOLE, MAYBE_WHOLE))),
        Field("robust", optional(fixed(MAYBE_WHOLE, MAYBE_WHOLE))),
        Field("losses", many(LOSS)),
        Field("question", optional(QUESTION)),
        shown={"series": lambda bound: bound.series.id},
    )

    def encode(bound: r.Bound) -> dict[str, Any]:
        done: dict[str, Any] = plain.encode(bound)
        done.update({key: part for key, part in done.pop("of").items() if key != "id"})
        return done

    def decode(value: object) -> r.Bound:
        return plain.decode({**value, "of": value} if isinstance(value, dict) else value)

    return Codec(encode, decode)


BOUND = _bound()

CONFLICT = record(
    r.Conflict,
    Field("id", TEXT),
    Field("claims", TEXTS),
    Field("assumptions", TEXTS),
    Field("gap", VALUE),
    Field("proof", PROOF),
    Field("scope", choice(("report", "reports", "releases", "assumption"))),
    Field("stronger", MAYBE_PROOF),
    Field("text", TEXT),
    Field("unit", MAYBE_TEXT),
)

CHANGED = record(
    r.Changed,
    Field("series", SERIES),
    Field("start", DAY),
    Field("end", DAY),
    Field("low", MAYBE_WHOLE),
    Field("high", MAYBE_WHOLE),
    Field("bound", MAYBE_TEXT, brief=True),
    Field("case", WHOLE, brief=True),
    Field("low_proof", MAYBE_PROOF, brief=True),
    Field("high_proof", MAYBE_PROOF, brief=True),
)

REPAIR = record(
    r.Repair,
    Field("id", TEXT),
    Field("conflicts", TEXTS),
    Field("claim", MAYBE_TEXT),
    Field("slip", TEXT),
    Field("before", TEXT, key="from"),
    Field("after", TEXT, key="to"),
    Field("cost", REAL),
    Field("rank", WHOLE),
    Field("text", TEXT),
    Field("effect", TEXT),
    Field("moved", TEXTS),
    Field("changes", many(CHANGED), brief=True),
)

VERDICT = record(
    r.Verdict,
    Field("claim", TEXT),
    Field("status", choice(("sure", "contested"))),
    Field("with_claims", TEXTS, key="with"),
)

CANDIDATE_VERDICT = record(
    r.CandidateVerdict,
    Field("claim", TEXT),
    Field("start", MAYBE_DAY),
    Field("end", MAYBE_DAY),
    Field("verdict", choice(("impossible", "possible", "only"))),
    Field("proof", MAYBE_PROOF),
)

LOOSENED = record(
    r.Loosened,
    Field("bound", TEXT),
    Field("low", MAYBE_WHOLE),
    Field("high", MAYBE_WHOLE),
)

EFFECT = record(
    r.Effect,
    Field("assumption", TEXT),
    Field("conflicts", many(TEXT)),
    Field("bounds", many(LOOSENED)),
)

COVERAGE = record(
    r.Coverage,
    Field("claims", WHOLE),
    Field("compared", WHOLE),
    Field("reasons", mapping(WHOLE)),
    Field("aside", mapping(TEXT)),
)

RECONCILIATION = record(
    r.Reconciliation,
    Field("series", many(SERIES)),
    Field("bounds", many(BOUND)),
    Field("conflicts", many(CONFLICT)),
    Field("repairs", many(REPAIR)),
    Field("remarks", many(REMARK)),
    Field("verdicts", many(VERDICT)),
    Field("candidates", many(CANDIDATE_VERDICT)),
    Field("aside", TEXTS),
    Field("coverage", COVERAGE),
    Field("illustrations", many(ILLUSTRATION)),
    Field("notes", TEXTS),
    Field("effects", many(EFFECT), brief=True),
    Field("complete", FLAG, brief=True),
)
