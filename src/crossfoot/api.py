"""crossfoot from Python: `check` runs every stage and gives an object that shows itself and holds tables.

import crossfoot as cf
result = cf.check("reports/")
result.bounds.to_pandas()
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, cast

from crossfoot import pipeline
from crossfoot.arrow import Table
from crossfoot.interval import profile as profile_of
from crossfoot.ledger import Ledger
from crossfoot.material import material
from crossfoot.publish.exports.tables import tables
from crossfoot.publish.findings import findings
from crossfoot.publish.index import build_index
from crossfoot.publish.sums import text_rows
from crossfoot.publish.words import load_words
from crossfoot.settings import SECONDS, Reader, Settings
from crossfoot.summary import coverage
from crossfoot.summary import summary as told_of

if TYPE_CHECKING:
    from crossfoot.diff import Difference
    from crossfoot.publish.exports import Material
    from crossfoot.records import Problem, Reconciliation

SHOWN = 3
WHO = "python"


@dataclass(frozen=True)
class Result:
    """What a run found. Every table and text of it has private data masked; `reconciliation` holds the records.

    `ledger`: where it is kept; a temporary one goes with the result.
    """

    ledger: Path
    settings: Settings
    run: pipeline.Run
    material: Material
    _kept: object = field(default=None, repr=False)

    @property
    def reconciliation(self) -> Reconciliation:
        return self.material.contents.reconciliation

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What could not be read or used; with any of them the result is incomplete."""
        return self.run.problems

    @cached_property
    def tables(self) -> dict[str, Table]:
        """Every table by its name: those below, and captures, sources, conflict_claims, repair_conflicts."""
        return {filled.table.name: Table(filled) for filled in tables(self.material)}

    @property
    def reports(self) -> Table:
        return self.tables["reports"]

    @property
    def claims(self) -> Table:
        return self.tables["claims"]

    @property
    def sources(self) -> Table:
        return self.tables["sources"]

    @property
    def series(self) -> Table:
        return self.tables["series"]

    @property
    def links(self) -> Table:
        return self.tables["links"]

    @property
    def bounds(self) -> Table:
        return self.tables["bounds"]

    @property
    def conflicts(self) -> Table:
        return self.tables["conflicts"]

    @property
    def repairs(self) -> Table:
        return self.tables["repairs"]

    def explain(self, id: str) -> str:
        """Why: the quote and rule behind a claim, the reason of a link, the arithmetic of a finding."""
        from crossfoot.explain import explain

        return explain(self.material.contents, id)

    def dossier(self) -> str:
        """The dossier as one HTML page."""
        from crossfoot.publish import dossier

        return dossier(self.material.contents)

    def what_if(
        self, *, without: Iterable[str] = (), bridges: Iterable[str] = (), profile: str | None = None
    ) -> Result:
        """The same reports without some names or assumptions, with bridges, or under other house rules."""
        changed = replace(
            self.settings,
            without=self.settings.without | frozenset(without),
            bridges=self.settings.bridges | frozenset(bridges),
            profile=profile or self.settings.profile,
        )
        return _result(self.ledger, changed, (), self._kept)

    def diff(self, other: Result) -> Difference:
        """What is otherwise in `other`, and why."""
        from crossfoot.diff import Side, difference

        sides = []
        for one in (self, other):
            made = pipeline.versions(one.run)
            shown = {key: made[key] for key in ("profile", "without", "bridges")}
            sides.append(Side(str(one.ledger), {c.id: c for c in one.run.reading.claims}, one.reconciliation, shown))
        return difference(*sides)

    def __str__(self) -> str:
        return told_of(self.run)

    def __repr__(self) -> str:
        found = self.reconciliation
        counts = f"{len(found.conflicts)} contradictions, {len(found.bounds)} bounds"
        return f"<crossfoot result: {coverage(self.run)} {counts}>"

    def _repr_html_(self) -> str:
        contents = self.material.contents
        stories = findings(build_index(contents, load_words())).stories
        count = len(self.reconciliation.conflicts)
        parts = [f"<p><b>{len(contents.reports)} reports, {escape(self.material.hide(coverage(self.run)))}</b></p>"]
        parts.append(
            f"<p>{count} contradiction{'s' * (count != 1)}</p>" if count else f"<p>{escape(_nothing(self))}</p>"
        )
        for story in stories[:SHOWN]:
            lines = "\n".join(text_rows(story.lead.rows))
            parts.append(f"<h4>{escape(story.title)}</h4><pre>{escape(lines)}</pre>")
        if len(stories) > SHOWN:
            parts.append(f"<p>{len(stories) - SHOWN} more in the dossier</p>")
        if self.problems:
            parts.append(f"<p>{len(self.problems)} problems: the result is incomplete</p>")
        return "".join(parts)


def _nothing(result: Result) -> str:
    if not result.reconciliation.coverage.compared:
        return "Nothing was compared, so nothing can be said about whether these figures fit."
    return "No contradictions among the figures that were compared."


def check(  # noqa: PLR0913 - a keyword for each option of the command
    *paths: str | Path,
    ledger: str | Path | None = None,
    codebook: str = "desertion",
    reader: str = "auto",
    reports: str | Path | Iterable[str | Path] | None = None,
    mappings: str | Path | Iterable[str | Path] | None = None,
    published: date | None = None,
    as_of: date | None = None,
    without: Iterable[str] = (),
    bridges: Iterable[str] = (),
    profile: str = "default",
    seconds: float = SECONDS,
) -> Result:
    """Do the figures in these reports add up? Files and folders through every stage, as `crossfoot check`.

    `ledger`: a folder to keep everything in; without it, a temporary one that goes with the result. `reports`: a
    reports.csv that lies elsewhere, or several; `mappings`: a statistics.toml likewise. The other options are those of
    the command.
    """
    given = tuple(Path(path) for path in paths)
    for path in given:
        if not path.exists():
            raise FileNotFoundError(f"{path}: no such file or folder")
    profile_of(profile)
    settings = Settings(
        codebook=codebook,
        reader=cast("Reader", reader),
        tables=_paths(reports),
        mappings=_paths(mappings),
        published=published,
        as_of=as_of,
        without=frozenset(without),
        bridges=frozenset(bridges),
        profile=profile,
        seconds=seconds,
    )
    if ledger is not None:
        return _result(Path(ledger), settings, given, None)
    kept = TemporaryDirectory(prefix="crossfoot-")
    return _result(Path(kept.name) / "ledger", settings, given, kept)


def open_ledger(ledger: str | Path, **options: Any) -> Result:
    """A ledger that is there, with its reports as they are; options as of `check`, without paths."""
    if not Path(ledger).is_dir():
        raise FileNotFoundError(f"{ledger}: no such ledger")
    return check(ledger=ledger, **options)


def _paths(given: str | Path | Iterable[str | Path] | None) -> tuple[Path, ...] | None:
    if given is None:
        return None
    return tuple(Path(path) for path in ([given] if isinstance(given, str | Path) else given))


def _result(path: Path, settings: Settings, paths: tuple[Path, ...], kept: object) -> Result:
    with Ledger.open_or_create(path, who=WHO) as opened:
        run = pipeline.Run(opened, settings, paths=paths)
        if paths:
            pipeline.archive(run)
        else:
            pipeline.take_reports(run)
        pipeline.work_out(run)
        if paths and kept is None:
            pipeline.publish(run)
        return Result(path, settings, run, material(run), kept)
