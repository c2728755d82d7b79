"""The records of pages visited again, as tables of their JSON fields."""

from __future__ import annotations

from typing import get_args

from crossfoot import records as r
from crossfoot.wire.codec import TEXT, WHOLE, Field, choice, fixed, many, optional, record

_OUTCOME = choice(get_args(r.Outcome))
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
