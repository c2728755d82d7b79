"""Links, origins and drifts, as tables of their JSON fields."""

from __future__ import annotations

from typing import get_args

from crossfoot import records as r
from crossfoot.wire.codec import FLAG, REAL, TEXT, WHOLE, Field, choice, fixed, many, mapping, record
from crossfoot.wire.ground import REMARK, SPAN, TEXTS

LINK = record(
    r.Link,
    Field("kind", choice(get_args(r.LinkKind))),
    Field("source", TEXT, key="from"),
    Field("target", TEXT, key="to"),
    Field("score", REAL),
    Field("reason", TEXT),
    Field("directed", FLAG),
    Field("passages", many(fixed(SPAN, SPAN))),
    shown={"id": lambda link: link.id},
)

ORIGIN = record(
    r.Origin,
    Field("claim", TEXT),
    Field("fewest", WHOLE),
    Field("most", WHOLE),
    Field("reports", WHOLE),
    Field("reason", TEXT),
    Field("members", TEXTS),
)

DRIFT_STEP = record(
    r.DriftStep,
    Field("changes", many(choice(get_args(r.DriftChange)))),
    Field("link", TEXT),
    Field("directed", FLAG),
)

DRIFT = record(
    r.Drift,
    Field("claims", TEXTS),
    Field("steps", many(DRIFT_STEP)),
    Field("text", TEXT),
    shown={"id": lambda drift: drift.id},
)

TRACE = record(
    r.Trace,
    Field("links", many(LINK)),
    Field("origins", many(ORIGIN)),
    Field("remarks", many(REMARK)),
    Field("copies", mapping(TEXT)),
    Field("drifts", many(DRIFT)),
)
