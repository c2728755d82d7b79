"""What the nouns of several stages stand on: ids, days, series, and what is said beside a result."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import date
from typing import Literal

SCHEMA = "crossfoot/1"
Number = int | float
Kind = Literal["flow", "cumulative", "stock", "rate", "share", "change", "other"]
Precision = Literal["day", "month", "quarter", "year"]


def content_id(*parts: object) -> str:
    """Sixteen hex digits that depend on the parts alone: the same facts get the same id on every machine."""
    canonical = json.dumps(parts, ensure_ascii=False, sort_keys=True, default=str, separators=(",", ":"))
    return hashlib.sha256(canonical.encode(errors="surrogatepass")).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Problem:
    """Bad data with its place: the run goes on, and ends as incomplete."""

    stage: str
    place: str
    reason: str

    @property
    def id(self) -> str:
        return content_id("problem", self.stage, self.place, self.reason)


@dataclass(frozen=True, slots=True)
class Span:
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Period:
    """What the text says of time. `partial` keeps a date without its year as an EDTF label ("--12-18")."""

    start: date | None = None
    end: date | None = None
    precision: Precision = "day"
    text: str | None = None
    partial: str | None = None

    @property
    def is_known(self) -> bool:
        return self.start is not None and self.end is not None


PARTING = "|#"
"""Signs that part the names of a series, and its releases, in ids: no such name may hold one."""


@dataclass(frozen=True, slots=True)
class Series:
    """What is counted (§1.4). A sub-population is written below the wider one: "Ukraine/convicts"."""

    measure: str
    population: str
    place: str

    @property
    def id(self) -> str:
        return "|".join((self.measure, self.population, self.place))


@dataclass(frozen=True, slots=True)
class Remark:
    """Something a reader should know that is no contradiction (§8.3), with why it is weaker."""

    kind: str
    claims: tuple[str, ...]
    text: str

    @property
    def id(self) -> str:
        return content_id("remark", self.kind, self.claims)
