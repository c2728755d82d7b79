"""What records of several stages hold, as tables of JSON fields. Names are those of docs/formats.md, never changed."""

from __future__ import annotations

from typing import get_args

from crossfoot import records as r
from crossfoot.wire.codec import DAY, TEXT, WHOLE, Field, choice, many, optional, record

TEXTS = many(TEXT)
MAYBE_TEXT = optional(TEXT)
MAYBE_DAY = optional(DAY)
MAYBE_WHOLE = optional(WHOLE)
KIND = choice(get_args(r.Kind))
PRECISION = choice(get_args(r.Precision))
PROBLEM = record(r.Problem, Field("stage", TEXT), Field("place", TEXT), Field("reason", TEXT))
SPAN = record(r.Span, Field("start", WHOLE), Field("end", WHOLE), Field("text", TEXT))

PERIOD = record(
    r.Period,
    Field("start", MAYBE_DAY),
    Field("end", MAYBE_DAY),
    Field("precision", PRECISION),
    Field("text", MAYBE_TEXT),
    Field("partial", MAYBE_TEXT, brief=True),
)

SERIES = record(
    r.Series,
    Field("measure", TEXT),
    Field("population", TEXT),
    Field("place", TEXT),
    shown={"id": lambda s: s.id},
)

REMARK = record(
    r.Remark,
    Field("kind", TEXT),
    Field("claims", TEXTS),
    Field("text", TEXT),
    shown={"id": lambda remark: remark.id},
)
