"""`crossfoot check`: the whole job in one go."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from crossfoot.commands import options
from crossfoot.commands.outcome import Outcome, print_json, say, tell_problems


@click.command()
@click.argument("paths", nargs=-1, required=True, type=options.PATHS)
@options.ledger_option
@options.archiving
@options.reading
@options.reconciling
@options.full_text
@options.who
@options.as_json
@options.exit_zero
def check(paths: tuple[Path, ...], ledger: Path, as_json: bool, exit_zero: bool, **given: Any) -> None:
    """Do the figures in these reports add up?

    Archives, reads, traces and reconciles the reports found under PATHS, writes the dossier into the ledger and
    prints what was found.
    """
    from crossfoot import pipeline
    from crossfoot.ledger import Ledger
    from crossfoot.summary import summary
    from crossfoot.terminal import progress

    settings = options.settings_of(given)
    options.existing(paths)
    with Ledger.open_or_create(ledger, who=options.user(given["who"])) as opened, progress() as shown:
        run = pipeline.Run(opened, settings, shown, paths)
        pipeline.check(run)
    if not run.reports and not run.problems:
        raise options.InputError(
            f"{', '.join(map(str, paths))}: no reports there (texts, pages, PDFs, archives, feeds or tables)"
        )
    reconciled = run.reconciliation
    outcome = Outcome(len(reconciled.conflicts) if reconciled else 0, run.problems, exit_zero)
    if as_json:
        print_json(
            {**pipeline.as_json(run), "ledger": str(ledger), "dossier": str(run.dossier), "exit": outcome.as_json()}
        )
    else:
        say(summary(run))
        for line in run.skipped:
            say(line)
    tell_problems(run.problems)
    outcome.end()
