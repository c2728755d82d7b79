"""One command for each stage after the archive, on a ledger or on files alone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from crossfoot.commands import options
from crossfoot.commands.outcome import Outcome, print_json, print_lines, say, tell_problems

if TYPE_CHECKING:
    from crossfoot.pipeline import Run


@contextmanager
def run_on(ledger: Path, given: dict[str, Any]) -> Iterator[Run]:
    """A run on the reports that a ledger holds."""
    from crossfoot import pipeline
    from crossfoot.ledger import Ledger
    from crossfoot.terminal import progress

    settings = options.settings_of(given)
    with Ledger.open(ledger, who=options.user(given.get("who"))) as opened, progress() as shown:
        run = pipeline.Run(opened, settings, shown)
        pipeline.take_reports(run)
        if not run.reports:
            raise options.InputError(f"{ledger} holds no reports; put some in with `crossfoot add {ledger} FOLDER`")
        yield run


@click.command()
@click.argument("paths", nargs=-1, required=True, type=options.PATHS, metavar="LEDGER|FILE...")
@click.option("--jsonl", is_flag=True, help="Print claims, one JSON object a line; FILEs need no ledger.")
@click.option("--numbers", is_flag=True, help="With --jsonl: every number, also what is no figure, with the reason.")
@options.archiving
@options.reading
@options.as_json
@options.exit_zero
def read(paths: tuple[Path, ...], jsonl: bool, numbers: bool, as_json: bool, exit_zero: bool, **given: Any) -> None:
    """Read the figures of the reports in LEDGER, or of FILEs (with --jsonl, straight to stdout)."""
    from crossfoot import wire
    from crossfoot.ledger import FILE

    options.existing(paths)
    if len(paths) == 1 and (paths[0] / FILE).is_file():
        found = _read_ledger(paths[0], given)
        claims, problems = found.reading.claims, found.problems
    elif not (jsonl or numbers or as_json):
        raise options.InputError("files without a ledger are read to stdout: add --jsonl, or use `crossfoot check`")
    elif numbers:
        _print_numbers(paths, given, exit_zero)
    else:
        claims, problems = _read_files(paths, given)
    outcome = Outcome(0, problems, exit_zero)
    if jsonl:
        print_lines(wire.claim_to_json(claim) for claim in claims)
    elif as_json:
        print_json({"claims": [wire.to_json(claim) for claim in claims], "exit": outcome.as_json()})
    else:
        say(f"{len(claims)} figures in {len({claim.report for claim in claims})} reports.")
    tell_problems(problems)
    outcome.end()


def _read_ledger(ledger: Path, given: dict[str, Any]) -> Run:
    from crossfoot import pipeline

    with run_on(ledger, given) as run:
        pipeline.read(run)
    return run


def _read_files(paths: tuple[Path, ...], given: dict[str, Any]) -> tuple[Any, Any]:
    from crossfoot import pipeline
    from crossfoot.terminal import progress

    options.needs_a_ledger(given)
    with progress() as shown:
        reading, problems = pipeline.read_files(paths, options.settings_of(given), shown)
    return reading.claims, problems


def _print_numbers(paths: tuple[Path, ...], given: dict[str, Any], exit_zero: bool) -> NoReturn:
    from crossfoot import loosefiles
    from crossfoot.records import Problem

    problems = []
    for found in loosefiles.read_numbers(paths, options.settings_of(given)):
        if isinstance(found, Problem):
            problems.append(found)
        else:
            print_json(found)
    tell_problems(tuple(problems))
    Outcome(0, tuple(problems), exit_zero).end()


@click.command()
@click.argument("ledger", type=options.LEDGER)
@options.reading
@options.as_json
@options.exit_zero
def trace(ledger: Path, as_json: bool, exit_zero: bool, **given: Any) -> None:
    """Find who copied whom, and how many independent origins each figure has."""
    from crossfoot import pipeline, wire

    with run_on(ledger, given) as run:
        pipeline.read(run)
        pipeline.trace(run)
    outcome = Outcome(0, run.problems, exit_zero)
    if as_json:
        print_json({**wire.to_json(run.trace), "exit": outcome.as_json()})
    else:
        kinds = {kind: sum(link.kind == kind for link in run.trace.links) for kind in ("TEXT", "FIGURE", "CITES")}
        counted = ", ".join(f"{number} {kind}" for kind, number in kinds.items())
        say(f"{len(run.trace.links)} links ({counted}); {len(run.trace.remarks)} remarks.")
        say(f"`crossfoot link {ledger}` lists the links, `--json` everything.")
    tell_problems(run.problems)
    outcome.end()


@click.command()
@click.argument("ledger", type=options.LEDGER, required=False)
@click.option("--claims", type=options.FILE, help="Claims made elsewhere (JSONL or CSV), instead of a ledger.")
@options.reading
@options.reconciling
@options.as_json
@options.exit_zero
def reconcile(ledger: Path | None, claims: Path | None, as_json: bool, exit_zero: bool, **given: Any) -> None:
    """Which figures cannot all be true, and what the others imply."""
    from crossfoot import pipeline
    from crossfoot.summary import findings

    if (ledger is None) == (claims is None):
        raise options.InputError("give either a LEDGER or --claims FILE")
    run = _of_claims(claims, given) if claims else _of_ledger(ledger or Path(), given)
    reconciled = run.reconciliation
    outcome = Outcome(len(reconciled.conflicts) if reconciled else 0, run.problems, exit_zero)
    if as_json:
        print_json({**pipeline.as_json(run), "exit": outcome.as_json()})
    else:
        say(findings(run))
    tell_problems(run.problems)
    outcome.end()


def _of_ledger(ledger: Path, given: dict[str, Any]) -> Run:
    from crossfoot import pipeline

    with run_on(ledger, given) as run:
        pipeline.work_out(run)
    return run


def _of_claims(claims: Path, given: dict[str, Any]) -> Run:
    from crossfoot import pipeline
    from crossfoot.terminal import progress

    settings = options.settings_of(given)
    options.needs_a_ledger(given)
    options.existing((claims,))
    with progress() as shown:
        return pipeline.reconcile_claims(claims, settings, shown)


@click.command()
@click.argument("ledger", type=options.LEDGER)
@click.option("--to", "folder", type=options.LEDGER, help="Write the dossier here instead of into the ledger.")
@options.reading
@options.reconciling
@options.full_text
@options.as_json
@options.exit_zero
def publish(ledger: Path, folder: Path | None, as_json: bool, exit_zero: bool, **given: Any) -> None:
    """Write the dossier: one page that needs no script and loads nothing, and its data."""
    from crossfoot import pipeline

    with run_on(ledger, given) as run:
        pipeline.work_out(run)
        page = pipeline.publish_to(run, folder or pipeline.dossier_of(run))
    outcome = Outcome(0, run.problems, exit_zero)
    if as_json:
        print_json({"dossier": str(page), "data": str(page.with_name(pipeline.DATA)), "exit": outcome.as_json()})
    else:
        say(f"The dossier is {page}")
    tell_problems(run.problems)
    outcome.end()
