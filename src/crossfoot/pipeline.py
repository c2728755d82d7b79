"""The five stages over a ledger, one after the other or each alone. What was done before is not done again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from crossfoot import __version__, wire, without
from crossfoot.cells import claims_in_cells
from crossfoot.codebook import Codebook
from crossfoot.codebook import load as load_codebook
from crossfoot.fingerprints import codebook_hash, version_of
from crossfoot.history import Known
from crossfoot.ledger import Ledger
from crossfoot.pages import leave_out_unknown, look_back, read_as_of, what_is_known
from crossfoot.parts import is_of, parts_of
from crossfoot.records import Coverage, Problem, Reading, Reconciliation, Report, Sighting, Trace, content_id
from crossfoot.settings import Settings
from crossfoot.sketchbook import sketches
from crossfoot.solving import solved, unfinished
from crossfoot.suspects import suspects
from crossfoot.terminal import Progress, Silent

if TYPE_CHECKING:
    from crossfoot.archive import Collected
    from crossfoot.publish import Contents

PAGE = "index.html"
DATA = "reconciliation.json"
NOTHING = Reconciliation((), (), (), (), (), (), (), (), Coverage(0, 0, {}))


@dataclass(slots=True)
class Run:
    """One run over a ledger: what is given, and what the stages have made so far.

    `problems` are those of this run; `unchanged` counts the reports that were in the ledger before. Claims made
    elsewhere are reconciled without a ledger.
    """

    ledger: Ledger | None
    settings: Settings
    progress: Progress = field(default_factory=Silent)
    paths: tuple[Path, ...] = ()
    reports: tuple[Report, ...] = ()
    reading: Reading = field(default_factory=lambda: Reading(()))
    trace: Trace = field(default_factory=Trace)
    reconciliation: Reconciliation | None = None
    problems: tuple[Problem, ...] = ()
    sightings: tuple[Sighting, ...] = ()
    known: Known | None = None
    """What the ledger holds, as `take_reports` found it."""
    dossier: Path | None = None
    unchanged: int = 0
    skipped: list[str] = field(default_factory=list)
    """What containers hold that is no report, in words."""
    made: dict[str, str] = field(default_factory=dict)
    """What each result in hand was made from, by its kind."""
    _codebook: Codebook | None = None

    @property
    def codebook(self) -> Codebook:
        if self._codebook is None:
            self._codebook = load_codebook(self.settings.codebook)
        return self._codebook

    @property
    def book(self) -> Ledger:
        """The ledger, for stages that cannot do without one."""
        if self.ledger is None:
            raise ValueError("this run has no ledger")
        return self.ledger

    def add_problems(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(dict.fromkeys((*self.problems, *problems)))


# ── the stages ───────────────────────────────────────────────────────────────────────────────────


def archive(run: Run, keep_texts: bool = True) -> None:
    """Files under `run.paths` become captures and reports. Raises TableError before anything is kept.

    Without `keep_texts` the reports of the run are left without their texts, which are in the ledger: memory does
    not grow with them.
    """
    reports: dict[str, Report] = {}
    for found in collected(run.paths, run.settings, run.progress, run.skipped):
        if isinstance(found, Problem):
            run.book.add_problem(found)
            run.add_problems([found])
            continue
        with run.book.transaction():
            run.book.add_capture(found.capture, found.data)
            is_new = run.book.add_report(found.report)
        run.unchanged += not is_new
        kept = found.report if keep_texts else replace(found.report, text="", pages=(), cells=())
        reports[kept.id] = kept
    run.reports = tuple(reports.values())
    if run.settings.as_of is not None:
        leave_out_unknown(run)


def collected(
    paths: Sequence[Path], settings: Settings, progress: Progress, skipped: list[str] | None = None
) -> Iterator[Collected | Problem]:
    from crossfoot.archive import Skipped, collect, find_mappings, find_tables, load_mappings, load_tables
    from crossfoot.archive.collect import Given, count_files

    table = load_tables(find_tables(paths) if settings.tables is None else settings.tables, paths)
    mappings = load_mappings(find_mappings(paths) if settings.mappings is None else settings.mappings)
    given = Given(datetime.now(UTC).isoformat(timespec="seconds"), settings.published)
    total = None if isinstance(progress, Silent) else count_files(paths, settings.limits)
    step = progress.stage("Archiving files", total)
    for found in collect(paths, table, settings.limits, given, mappings, done=step):
        if not isinstance(found, Skipped):
            yield found
        elif skipped is not None:
            skipped.append(str(found))


def read(run: Run) -> None:
    """Claims of the reports of this run, with the corrections that persons have made; and what became of figures of
    pages that were visited again."""
    if run.settings.as_of is None:
        _read_current(run)
    else:
        read_as_of(run, partial(_read_more, run))
    run.reading = without.left(run.reading, run.reports, run.settings.without)
    look_back(run, partial(_read_more, run))


def _read_current(run: Run) -> None:
    others = sorted((report.id, str(report.published)) for report in run.reports)
    reader = content_id("reader", version_of("read"), _path(run.settings), others)
    book = codebook_hash(run.codebook)
    known = [run.book.use_reading(report.id, reader, book) for report in run.reports]
    if not all(known):
        _read_all(run, reader, book)
    run.add_problems(run.book.import_corrections())
    take_reading(run)


def _read_all(run: Run, reader: str, book: str) -> None:
    """All reports at once: which years come into question for one depends on the others (§3.3)."""
    found = _reading(run.reports, run.codebook, run.settings, run.progress)
    with run.book.transaction():
        for report, part in parts_of(found, run.reports):
            run.book.put_reading(report.id, reader, part, book)


def _read_more(run: Run, kind: str, reports: Sequence[Report]) -> Reading:
    """A reading that is no current one of the ledger: kept among the results."""
    named = sorted((report.id, str(report.published)) for report in reports)
    inputs = content_id(kind, named, version_of("read"), _path(run.settings), codebook_hash(run.codebook))
    kept = run.book.reading(kind, inputs)
    if kept is None:
        kept = _reading(reports, run.codebook, run.settings, run.progress)
        run.book.put_reading_of(kind, kept, inputs)
    return kept


def _path(settings: Settings) -> str:
    """What `--reader` comes to on this machine; readings of the other path are not taken for it."""
    from crossfoot.read import path_of

    return path_of(settings.reader)


def _reading(reports: Sequence[Report], codebook: Codebook, settings: Settings, progress: Progress) -> Reading:
    from crossfoot.read import ReadSettings
    from crossfoot.read import read as claims_in

    step = progress.stage("Reading figures", len(reports))

    def one_by_one() -> Iterator[Report]:
        for report in reports:
            if not report.cells:
                yield report
            step()

    found = claims_in(one_by_one(), codebook, ReadSettings(reader=settings.reader))
    told = claims_in_cells((report for report in reports if report.cells), codebook)
    return Reading((*found.claims, *told.claims), found.relations, (*found.problems, *told.problems))


def trace(run: Run) -> None:
    """Links between reports and claims, and how many independent origins each figure has. Links that a person cut
    count for nothing; what is misprinted is known only after `reconcile`, which traces once more."""
    run.trace = _traced(run, frozenset())


def _traced(run: Run, suspect: frozenset[str]) -> Trace:
    from crossfoot.trace import trace as find

    cut = {one.link: f"{one.who}: {one.why}" for one in run.book.cuts()}
    inputs = content_id("trace", _inputs(run), cut, sorted(suspect), version_of("trace"))
    kept = run.book.trace(inputs)
    if kept is None:
        run.progress.stage("Tracing who copied whom" + (" by shared misprints" if suspect else ""))
        made = sketches(run.book, run.reports)
        kept = find(run.reports, run.reading, run.codebook, cut=cut, suspect=suspect, sketches=made)
        run.book.put_trace(kept, inputs)
    run.made["trace"] = inputs
    return kept


def reconcile(run: Run) -> None:
    """Bounds, contradictions and repairs of the claims. Reports that share a misprint are hardly independent: where two
    do, trace and reconcile run once more with that known, and no third time."""
    run.reconciliation = _reconciled(run)
    shared = suspects(run.reconciliation, run.reading.claims)
    before = dict(run.made)
    if run.ledger and shared and (again := _traced(run, shared)) != run.trace:
        run.trace = again
        run.reconciliation = _reconciled(run)
    else:
        run.made = before
    if run.ledger:
        run.ledger.use_results(**run.made)
    run.add_problems(unfinished(run.reconciliation))


def _reconciled(run: Run) -> Reconciliation:
    options = run.settings.reconciling()
    state = (_inputs(run), wire.to_json(run.trace), repr(options), version_of("reconcile")) if run.ledger else ()
    inputs = content_id("reconcile", *state)
    kept = run.ledger.reconciliation(inputs) if run.ledger else None
    if kept is None:
        run.progress.stage("Reconciling figures (Ctrl-C ends it with what there is)")
        kept, stopped = solved(run.reading, run.codebook, run.reports, run.trace, options)
        inputs = content_id("stopped", inputs) if stopped else inputs
        if run.ledger:
            run.ledger.put_reconciliation(kept, inputs)
    run.made["reconciliation"] = inputs
    return kept


def publish(run: Run) -> None:
    """The dossier, in the ledger's own folder."""
    run.dossier = publish_to(run, dossier_of(run))


Stage = Callable[[Run], None]
STAGES: tuple[Stage, ...] = (archive, read, trace, reconcile, publish)


def check(run: Run) -> Run:
    """All stages in order, on the reports found under `run.paths`."""
    for stage in STAGES:
        stage(run)
    return run


def work_out(run: Run) -> None:
    """All that follows from the reports of the run."""
    read(run)
    trace(run)
    reconcile(run)


# ── stages alone, on what a ledger holds ─────────────────────────────────────────────────────────


def take_reports(run: Run) -> None:
    """The reports of the ledger: the newest of every file and page, or what could be known on the day of `as_of`."""
    found = what_is_known(run.book, run.settings.as_of)
    run.known, run.reports = found, found.reports
    names = tuple(report.file for report in run.reports)
    run.add_problems(p for p in run.book.problems() if p.stage == "archive" and not _mended(p, names))
    run.add_problems(found.unplaced)


def take_reading(run: Run) -> None:
    """The current claims and relations of the reports of this run, corrections applied."""
    if run.settings.as_of is not None:
        read(run)
        return
    ids = {report.id for report in run.reports}
    claims, unfit = run.book.corrected_claims()
    kept = tuple(claim for claim in claims if claim.report in ids)
    relations = tuple(relation for relation in run.book.relations() if relation.report in ids)
    run.reading = Reading(kept, relations)
    run.add_problems(unfit)
    files = {report.file for report in run.reports}
    run.add_problems(p for p in run.book.problems() if p.stage != "archive" and is_of(p, files))


def take_results(run: Run) -> None:
    """The newest trace and reconciliation of the ledger, as they were made."""
    run.trace = run.book.trace() or Trace()
    run.reconciliation = run.book.reconciliation()


def take_all(run: Run) -> None:
    """Everything as it stands in the ledger; nothing is worked out."""
    take_reports(run)
    take_reading(run)
    take_results(run)


def contents(run: Run) -> Contents:
    """All that a dossier shows. Before anything was reconciled, that part is empty."""
    from crossfoot.publish import Contents
    from crossfoot.redactions import read_decisions

    return Contents(
        reports=run.reports,
        claims=run.reading.claims,
        relations=run.reading.relations,
        trace=run.trace,
        reconciliation=run.reconciliation or NOTHING,
        codebook=run.codebook,
        problems=run.problems,
        versions=versions(run),
        sightings=run.sightings,
        full_text=run.settings.full_text,
        decisions=read_decisions(run.ledger.path)[0] if run.ledger else (),
    )


def dossier_of(run: Run) -> Path:
    """Where the dossier lies within the ledger: one for all it holds, and one for each day asked for."""
    return run.book.dossier / (f"as-of-{run.settings.as_of}" if run.settings.as_of else "")


def publish_to(run: Run, folder: Path) -> Path:
    """Writes the page and its data; each is complete or not there. Returns the page."""
    from crossfoot.material import hidden
    from crossfoot.publish import dossier
    from crossfoot.publish.redact import redactor

    run.progress.stage("Writing the dossier")
    folder.mkdir(parents=True, exist_ok=True)
    hashes = {c.id: c.sha256 for c in run.ledger.captures()} if run.ledger else {}
    shown = replace(contents(run), hashes=hashes)
    _write(folder / DATA, wire.dumps(hidden(as_json(run), redactor(shown))) + "\n")
    _write(folder / PAGE, dossier(shown))
    return folder / PAGE


# ── without a ledger ─────────────────────────────────────────────────────────────────────────────


def read_files(paths: Sequence[Path], settings: Settings, progress: Progress) -> tuple[Reading, tuple[Problem, ...]]:
    """The claims of files, and everything that could not be read."""
    found = list(collected(paths, settings, progress))
    reports = [one.report for one in found if not isinstance(one, Problem)]
    reading = _reading(reports, load_codebook(settings.codebook), settings, progress)
    return reading, (*(one for one in found if isinstance(one, Problem)), *reading.problems)


def reconcile_claims(file: Path, settings: Settings, progress: Progress) -> Run:
    """Claims made elsewhere, reconciled without any text."""
    from crossfoot.claimsfile import read_claims

    run = Run(None, settings, progress)
    run.reading = without.left(read_claims(file, run.codebook), (), settings.without)
    run.add_problems(run.reading.problems)
    reconcile(run)
    return run


# ── what a run found ─────────────────────────────────────────────────────────────────────────────


def as_json(run: Run) -> dict[str, object]:
    """The object of `check --json` without what belongs to one call of the program."""
    reconciled = run.reconciliation or NOTHING
    found = wire.reconciliation_to_json(reconciled, reports=run.reports, claims=run.reading.claims, trace=run.trace)
    seen = [wire.to_json(sighting) for sighting in run.sightings]
    problems = [wire.to_json(problem) for problem in run.problems]
    return {**found, "versions": versions(run), "sightings": seen, "problems": problems}


def versions(run: Run) -> dict[str, str]:
    """What the result rests on, for the page on method."""
    return {
        "crossfoot": __version__,
        "codebook": f"{run.codebook.name} {codebook_hash(run.codebook)}",
        "reader": f"{_path(run.settings)} {version_of('read')}",
        "profile": run.settings.profile,
        "without": ", ".join(sorted(run.settings.without)) or "nothing",
        "bridges": ", ".join(sorted(run.settings.bridges)) or "none",
        **({"as of": run.settings.as_of.isoformat()} if run.settings.as_of else {}),
    }


# ── what was done before ─────────────────────────────────────────────────────────────────────────


def _inputs(run: Run) -> str:
    """A hash of what later stages start from."""
    parts = [wire.report_summary(report) for report in run.reports]
    parts += [wire.to_json(record) for record in (*run.reading.claims, *run.reading.relations)]
    return content_id("inputs", parts, codebook_hash(run.codebook))


def _mended(problem: Problem, names: Sequence[str]) -> bool:
    """A file that was unreadable once and is a report now is no problem any more."""
    return problem.place in names or problem.place.rsplit(", ", 1)[0] in names


def _write(path: Path, text: str) -> None:
    part = path.with_name(f".{path.name}.part")
    part.write_text(text, encoding="utf-8")
    part.replace(path)
