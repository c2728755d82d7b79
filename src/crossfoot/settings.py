"""Options of a run, in one frozen object."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from crossfoot.archive.captures import Limits
    from crossfoot.reconcile.settings import Settings as ReconcileSettings

Reader = Literal["fast", "accurate", "auto"]
SECONDS = 180.0


def _limits() -> Limits:
    from crossfoot.archive.captures import Limits

    return Limits()


@dataclass(frozen=True, slots=True)
class Settings:
    """`codebook`: a name or a TOML file; `tables`: reports.csv files given by name, None for those beside the reports;
    `mappings`: statistics.toml likewise;
    `published`: the day of reports of which nothing else says one; `without`, `bridges` and `profile`: see §6, §2.7;
    `full_text`: the dossier shows the reports in full; `as_of`: only what could be known on that day;
    `seconds`: after which the search for contradictions and repairs ends with what it has."""

    codebook: str = "desertion"
    reader: Reader = "auto"
    tables: tuple[Path, ...] | None = None
    mappings: tuple[Path, ...] | None = None
    published: date | None = None
    without: frozenset[str] = frozenset()
    bridges: frozenset[str] = frozenset()
    profile: str = "default"
    full_text: bool = False
    as_of: date | None = None
    seconds: float = SECONDS
    limits: Limits = field(default_factory=_limits)

    def reconciling(self) -> ReconcileSettings:
        from crossfoot.reconcile.settings import Settings as ReconcileSettings
        from crossfoot.without import part

        return ReconcileSettings(
            off=part(self.without).assumptions, bridges=self.bridges, profile=self.profile, seconds=self.seconds
        )
