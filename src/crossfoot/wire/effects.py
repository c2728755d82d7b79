"""What assumptions do, as tables of JSON fields."""

from __future__ import annotations

from crossfoot import records as r
from crossfoot.wire.codec import TEXT, WHOLE, Field, many, optional, record

MAYBE_WHOLE = optional(WHOLE)

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
