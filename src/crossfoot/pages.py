"""Pages of the web over a ledger: visited, read again as they once were, and known as of a day."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from crossfoot import corrections as correcting
from crossfoot.archive.addresses import spelled
from crossfoot.history import Known, known, seen
from crossfoot.ledger import Ledger
from crossfoot.records import Reading, Report, Visit

if TYPE_CHECKING:
    from crossfoot.archive.fetch import Fetcher
    from crossfoot.pipeline import Run

ReadMore = Callable[[str, Sequence[Report]], Reading]
"""The reading of a kind of reports: kept, or made now."""


def what_is_known(book: Ledger, as_of: date | None) -> Known:
    """The ledger's reports, all or as of a day; its results are those of that day from now on."""
    book.scope = f" as of {as_of}" if as_of else ""
    return known(book.reports(), book.captures(), book.visits(), as_of)


def leave_out_unknown(run: Run) -> None:
    """Of the reports of this run, those that could be known on its day."""
    found = what_is_known(run.book, run.settings.as_of)
    known_then = {report.id for report in (*found.reports, *found.earlier)}
    files = {report.file for report in run.reports}
    run.reports = tuple(report for report in run.reports if report.id in known_then)
    run.add_problems(problem for problem in found.unplaced if problem.place in files)


def read_as_of(run: Run, read_more: ReadMore) -> None:
    """The claims of the reports of this run, beside the current readings of the ledger, which stay what they are.
    Corrections are ours and no news of that day: they hold whenever they were made."""
    found = read_more("reading", run.reports)
    claims, unfit = correcting.apply(found.claims, run.book.corrections())
    ours = {claim.id for claim in found.claims}
    run.reading = Reading(claims, found.relations, found.problems)
    run.add_problems(problem for problem in unfit if any(name in problem.place for name in ours))
    run.add_problems(found.problems)


def look_back(run: Run, read_more: ReadMore) -> None:
    """What became of the figures of pages that were looked at again."""
    if run.known is None or not run.known.pages:
        return
    now = read_more("pages", run.reports).claims if run.settings.as_of else run.book.machine_claims()
    then = read_more("earlier pages", run.known.earlier).claims if run.known.earlier else ()
    current = {report.id for report in run.reports}
    run.sightings = seen(run.known, (*(c for c in now if c.report in current), *then))


# ── visits ───────────────────────────────────────────────────────────────────────────────────────


def addresses_of(book: Ledger) -> tuple[str, ...]:
    """Every page that the ledger knows by its address, in the order in which they came."""
    every = (*(visit.url for visit in book.visits()), *(report.url for report in book.reports()))
    return tuple(dict.fromkeys(url for one in every if (url := spelled(one))))


def visit(run: Run, urls: Sequence[str], fetcher: Fetcher) -> Iterator[Visit]:
    """Looks at pages one after the other; each is in the ledger before the next is asked for. A problem is told for
    every one of which nothing is known now, and stays no problem of the ledger: the visit is the record of it."""
    from crossfoot.archive.visits import visited

    step = run.progress.stage("Visiting pages", len(urls))
    last = _last(run.book)
    for url in urls:
        found = visited(url, fetcher.fetch(url), run.settings.limits, tuple(last.get(url, ())))
        with run.book.transaction():
            if found.capture is not None:
                run.book.add_capture(found.capture, found.data)
            added = [run.book.add_report(report) for report in found.reports]
            run.book.add_visit(found.visit, found.kept)
        run.unchanged += len(added) - sum(added)
        run.reports = (*run.reports, *found.reports)
        run.add_problems(found.problems)
        yield found.visit
        step()


def _last(book: Ledger) -> Mapping[str, list[Report]]:
    """The reports of the last version of every page."""
    found: dict[str, list[Report]] = {}
    for report in known(book.reports(), book.captures(), book.visits()).reports:
        if url := spelled(report.url):
            found.setdefault(url, []).append(report)
    return found
