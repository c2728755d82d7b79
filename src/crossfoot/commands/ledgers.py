"""Commands on a ledger as such: made, filled, corrected, explained, verified."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from crossfoot.commands import options
from crossfoot.commands.outcome import Outcome, print_json, say, tell_problems

if TYPE_CHECKING:
    from crossfoot.records import Problem, Visit


@click.command()
@click.argument("ledger", type=options.LEDGER)
@options.as_json
def init(ledger: Path, as_json: bool) -> None:
    """Make a ledger: a folder for reports, claims and findings."""
    from crossfoot.ledger import Ledger

    with Ledger.create(ledger):
        pass
    if as_json:
        print_json({"ledger": str(ledger)})
    else:
        say(f"{ledger} is ready. Next: crossfoot add {ledger} FOLDER")


@click.command()
@click.argument("ledger", type=options.LEDGER)
@click.argument("given_paths", nargs=-1, required=True, metavar="PATH|URL...")
@options.archiving
@options.visiting
@options.who
@options.as_json
@options.exit_zero
def add(ledger: Path, given_paths: tuple[str, ...], as_json: bool, exit_zero: bool, **given: Any) -> None:
    """Put reports into a ledger, with their bytes: files, folders, and pages of the web.

    Pages are asked for politely (robots.txt, a delay, limits of size and time), on public machines only, and what was
    asked and answered is kept as WARC records.
    """
    from crossfoot import pipeline, wire
    from crossfoot.ledger import Ledger
    from crossfoot.pages import visit
    from crossfoot.terminal import progress

    settings = options.settings_of(given)
    pages = options.urls([one for one in given_paths if options.is_url(one)])
    paths = options.existing(tuple(Path(one) for one in given_paths if not options.is_url(one)))
    with Ledger.open(ledger, who=options.user(given["who"])) as opened, progress() as shown:
        run = pipeline.Run(opened, settings, shown, paths)
        if paths:
            pipeline.archive(run, keep_texts=False)
        visits = list(visit(run, pages, options.fetcher(given))) if pages else []
    outcome = Outcome(0, (*run.problems, *_gone(visits)), exit_zero)
    added = len(run.reports) - run.unchanged
    if as_json:
        names = [report.file for report in run.reports]
        told = [wire.to_json(one) for one in visits]
        counts = {"added": added, "unchanged": run.unchanged}
        print_json({**counts, "reports": names, "visits": told, "exit": outcome.as_json()})
    else:
        left = len(outcome.problems)
        what = "files or pages" if pages else "files"
        say(f"{added} reports added, {run.unchanged} were there already, {left} {what} could not be read.")
        for line in run.skipped:
            say(line)
    tell_problems(outcome.problems)
    outcome.end()


def _gone(visits: Sequence[Visit]) -> tuple[Problem, ...]:
    """Pages that were asked for and are not there: who adds one wants to know."""
    from crossfoot.archive.visits import told
    from crossfoot.records import Problem

    return tuple(Problem("archive", one.url, told(one)) for one in visits if one.outcome == "gone")


@click.command("set")
@click.argument("ledger", type=options.LEDGER)
@click.argument("claim")
@click.argument("changes", nargs=-1, required=True, metavar="FIELD=VALUE...")
@click.option("--why", required=True, help="The reason, shown wherever the claim is.")
@options.who
@options.as_json
def correct(ledger: Path, claim: str, changes: tuple[str, ...], why: str, who: str | None, as_json: bool) -> None:
    """Correct how CLAIM was read. The machine's reading stays beside the correction."""
    from crossfoot import corrections
    from crossfoot.ledger import Ledger
    from crossfoot.records import Correction

    with Ledger.open(ledger, who=options.user(who)) as opened:
        machine = [one for one in opened.machine_claims() if one.id == claim]
        if not machine:
            raise options.InputError(f"{claim}: no such claim in {ledger}; `crossfoot read {ledger}` lists them")
        pairs = [_pair(change) for change in changes]
        before = [one for one in opened.corrections() if one.claim == claim]
        tried = [Correction(claim, field, value, why, opened.who, "") for field, value in pairs]
        _, problems = corrections.apply(machine, [*before, *tried])
        if problems:
            raise options.InputError("; ".join(f"{problem.place}: {problem.reason}" for problem in problems))
        with opened.transaction():
            done = [field for field, value in pairs if opened.correct(claim, field, value, why)]
    if as_json:
        print_json({"claim": claim, "corrected": done})
    else:
        say(f"{claim}: {', '.join(done)} corrected; used from the next `crossfoot reconcile {ledger}` on.")


def _pair(change: str) -> tuple[str, str]:
    field, equals, value = change.partition("=")
    if not equals or not field:
        raise options.InputError(f"{change!r}: write FIELD=VALUE, as in period.end=2024-12-18")
    return field.strip(), value.strip()


@click.command()
@click.argument("ledger", type=options.LEDGER)
@click.argument("id", metavar="ID")
@options.codebook
@options.as_of
@options.as_json
def explain(ledger: Path, id: str, as_json: bool, **given: Any) -> None:
    """Why: the quote and rule behind a claim, the reason of a link, the arithmetic of a finding."""
    from crossfoot import pipeline
    from crossfoot.explain import UnknownId
    from crossfoot.explain import explain as text_of
    from crossfoot.ledger import Ledger

    with Ledger.open(ledger) as opened:
        run = pipeline.Run(opened, options.settings_of(given))
        pipeline.take_all(run)
    try:
        text = text_of(pipeline.contents(run), id)
    except UnknownId as error:
        raise options.InputError(f"{error}; `crossfoot check --json` lists ids") from error
    if as_json:
        print_json({"id": id, "text": text})
    else:
        say(text)


@click.command()
@click.argument("ledger", type=options.LEDGER)
@options.as_json
def verify(ledger: Path, as_json: bool) -> None:
    """Check hashes, the chain of custody and every proof again, in exact arithmetic."""
    from crossfoot.ledger import Ledger
    from crossfoot.verify import examine

    with Ledger.open(ledger) as opened:
        found = examine(opened)
        head, counts = opened.head(), dict(opened.counts())
    faults, checked = found.problems, found.looked_at
    if as_json:
        told = [{"place": fault.place, "reason": fault.reason} for fault in faults]
        print_json({"sound": not faults, "faults": told, "head": head, "counts": counts, "checked": checked})
    elif faults:
        tell_problems(faults)
        say(f"{ledger}: {len(faults)} faults. Do not rely on it; go back to a copy.")
    else:
        again = ", ".join(f"{number} {what}" for what, number in checked.items())
        say(f"{ledger} is sound. Checked again: {again}. Last entry {head[:16]}.")
    Outcome(len(faults)).end()
