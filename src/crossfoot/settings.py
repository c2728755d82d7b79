"""Options of a run, in one frozen object."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from crossfoot.archive.captures import Limits

if TYPE_CHECKING:
    from crossfoot.reconcile.settings import Settings as ReconcileSettings

Reader = Literal["fast", "accurate", "auto"]


@dataclass(frozen=True, slots=True)
class Settings:
    """`codebook`: a name or a TOML file; `tables`: reports.csv files given by name, None for those beside the reports;
    `published`: the day of reports of which nothing else says one; `without`, `bridges` and `profile`: see §6, §2.7."""

    codebook: str = "desertion"
    reader: Reader = "auto"
    tables: tuple[Path, ...] | None = None
    published: date | None = None
    without: frozenset[str] = frozenset()
    bridges: frozenset[str] = frozenset()
    profile: str = "default"
    limits: Limits = field(default_factory=Limits)

    def reconciling(self) -> ReconcileSettings:
        from crossfoot.reconcile.settings import Settings as ReconcileSettings

        return ReconcileSettings(off=self.without, bridges=self.bridges, profile=self.profile)
