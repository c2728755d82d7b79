"""`crossfoot watch`: known pages captured again, and what became of their figures."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from crossfoot.commands import options
from crossfoot.commands.outcome import Outcome, print_json, say, tell_problems


@click.command()
@click.argument("ledger", type=options.LEDGER)
@options.visiting
@options.codebook
@options.reader
@options.who
@options.as_json
@options.exit_zero
def watch(ledger: Path, as_json: bool, exit_zero: bool, **given: Any) -> None:
    """Capture every known page again, once, and tell what became of its figures since the last capture.

    A page is known by its address: one that was added by it, or a report with a url. Run it from cron. It ends with 1
    where figures changed or went away, and with 3 where a page could not be looked at: nothing is known of its figures.
    """
    from crossfoot import pipeline
    from crossfoot.archive.addresses import spelled
    from crossfoot.ledger import Ledger
    from crossfoot.pages import addresses_of, visit
    from crossfoot.terminal import progress
    from crossfoot.watching import lines, lost, pages

    settings = options.settings_of(given)
    with Ledger.open(ledger, who=options.user(given["who"])) as opened, progress() as shown:
        urls = addresses_of(opened)
        if not urls:
            raise options.InputError(f"{ledger} knows no page by its address; `crossfoot add {ledger} URL` adds one")
        run = pipeline.Run(opened, settings, shown)
        pipeline.take_reports(run)
        known_before = frozenset(url for report in run.reports if (url := spelled(report.url)))
        visits = list(visit(run, urls, options.fetcher(given)))
        problems = run.problems
        run = pipeline.Run(opened, settings, shown)
        pipeline.take_reports(run)
        pipeline.read(run)
    found = pages(visits, run.sightings, known_before)
    outcome = Outcome(lost(found), tuple(p for p in problems if p.place in urls), exit_zero)
    if as_json:
        told = [page.as_json() for page in found]
        code = {"code": outcome.code, "problems": len(outcome.problems)}
        print_json({"pages": told, "lost": outcome.found, "exit": code})
    else:
        for line in lines(found):
            say(line)
    tell_problems(outcome.problems)
    outcome.end()
