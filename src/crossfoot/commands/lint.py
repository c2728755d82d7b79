"""`crossfoot lint`: an unpublished text against a ledger."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from crossfoot.commands import options
from crossfoot.commands.outcome import Outcome, print_json, say, tell_problems


@click.command()
@click.argument("draft", type=options.FILE)
@click.option("--ledger", type=options.LEDGER, required=True, help="What the draft is held against; it is not changed.")
@click.option(
    "--format",
    "shape",
    type=click.Choice(["text", "json", "github"]),
    default="text",
    show_default=True,
    help="github: annotations that code-hosting CI shows beside the line; json: for editors.",
)
@click.option("--published", type=options.Day(), help="The day it will come out; dates without a year need it.")
@options.reading
@options.as_json
@options.exit_zero
def lint(draft: Path, ledger: Path, shape: str, as_json: bool, exit_zero: bool, **given: Any) -> None:
    """Flag figures of DRAFT that clash with LEDGER, have a single origin there, or have lost a hedge.

    The draft is read and forgotten: nothing of it enters the ledger. Ends with 1 where a figure is flagged.
    """
    from crossfoot import lint as linting
    from crossfoot.drafts import against

    settings = options.settings_of(given)
    options.existing((draft,))
    report, linted, problems = against(draft, ledger, settings)
    outcome = Outcome(len(linted.flags), problems, exit_zero)
    if as_json or shape == "json":
        told = linting.as_json(str(draft), linted, report.text)
        print_json({**told, "exit": {"code": outcome.code, "flags": len(linted.flags), "problems": len(problems)}})
    elif shape == "github":
        if linted.flags:
            say(linting.as_annotations(str(draft), linted, report.text))
    else:
        say(linting.as_text(str(draft), linted, report.text))
    tell_problems(problems)
    outcome.end()
