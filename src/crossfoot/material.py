"""What leaves a ledger: the contents of exports, and JSON, with what masks private data in them (docs/harm.md)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from crossfoot.publish.exports import Material
from crossfoot.publish.redact import Redactor, redactor
from crossfoot.redactions import read_choices, read_decisions

if TYPE_CHECKING:
    from crossfoot.pipeline import Run


def material(run: Run) -> Material:
    """What an export may show; rows of choices.csv and redactions.csv that cannot be used are told in the run."""
    from crossfoot.pipeline import contents

    shown = contents(run)
    used = {report.capture for report in run.reports}
    captures = tuple(capture for capture in run.book.captures() if capture.id in used)
    choices, wrong = read_choices(run.book.path)
    run.add_problems((*wrong, *read_decisions(run.book.path)[1]))
    return Material(shown, captures, run.book.data, redactor(shown), choices)


def hidden(value: Any, hide: Redactor) -> Any:
    """JSON with every text in it masked. Keys are ours and stay."""
    if isinstance(value, str):
        return hide(value)
    if isinstance(value, dict):
        return {key: hidden(part, hide) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [hidden(part, hide) for part in value]
    return value
