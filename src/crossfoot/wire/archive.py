"""Captures, reports, and pages visited again, as tables of their JSON fields."""

from __future__ import annotations

from typing import get_args

from crossfoot import records as r
from crossfoot.wire.codec import FLAG, NUMBER, TEXT, WHOLE, Field, choice, fixed, many, mapping, optional, record
from crossfoot.wire.ground import KIND, MAYBE_DAY, MAYBE_TEXT, PERIOD

_OUTCOME = choice(get_args(r.Outcome))

CAPTURE = record(
    r.Capture,
    Field("sha256", TEXT),
    Field("size", WHOLE),
    Field("address", TEXT),
    Field("media_type", TEXT),
    Field("received", TEXT),
    Field("taken", MAYBE_TEXT, brief=True),
    Field("within", MAYBE_TEXT, brief=True),
    shown={"id": lambda c: c.id},
)

CELL = record(
    r.Cell,
    Field("name", TEXT),
    Field("start", WHOLE),
    Field("end", WHOLE),
    Field("number", NUMBER),
    Field("measure", TEXT),
    Field("population", MAYBE_TEXT),
    Field("place", TEXT),
    Field("period", PERIOD),
    Field("kind", KIND),
    Field("release", MAYBE_TEXT, brief=True),
    Field("exact", FLAG),
)

REPORT = record(
    r.Report,
    Field("id", TEXT),
    Field("capture", TEXT),
    Field("file", TEXT),
    Field("text", TEXT),
    Field("title", MAYBE_TEXT),
    Field("outlet", MAYBE_TEXT),
    Field("author", MAYBE_TEXT),
    Field("language", MAYBE_TEXT),
    Field("published", MAYBE_DAY),
    Field("url", MAYBE_TEXT),
    Field("known", mapping(choice(get_args(r.Known)))),
    Field("modified", MAYBE_DAY, brief=True),
    Field("part", TEXT, brief=True),
    Field("pages", many(WHOLE), brief=True),
    Field("cells", many(CELL), brief=True),
)

HOP = record(
    r.Hop,
    Field("url", TEXT),
    Field("at", TEXT),
    Field("server", optional(TEXT)),
    Field("status", optional(WHOLE)),
    Field("payload", optional(TEXT)),
)

VISIT = record(
    r.Visit,
    Field("url", TEXT),
    Field("at", TEXT),
    Field("outcome", _OUTCOME),
    Field("reason", TEXT),
    Field("hops", many(HOP)),
    Field("capture", optional(TEXT)),
    Field("reports", many(TEXT)),
    Field("exchange", optional(TEXT)),
    Field("attempts", WHOLE),
    shown={"id": lambda v: v.id, "status": lambda v: v.status},
)

SHOWING = record(
    r.Showing,
    Field("visit", TEXT),
    Field("at", TEXT),
    Field("outcome", _OUTCOME),
    Field("status", optional(WHOLE)),
    Field("report", optional(TEXT)),
    Field("claim", optional(TEXT)),
    Field("quote", TEXT),
    Field("passage", TEXT),
)

SIGHTING = record(
    r.Sighting,
    Field("url", TEXT),
    Field("title", optional(TEXT)),
    Field("standing", choice(get_args(r.Standing))),
    Field("first", TEXT),
    Field("before", SHOWING),
    Field("after", optional(SHOWING)),
    Field("absences", many(fixed(TEXT, TEXT))),
    shown={"id": lambda s: s.id},
)
