"""`crossfoot doctor`: what is installed, and whether it works."""

from __future__ import annotations

from pathlib import Path

import click

from crossfoot.commands import options
from crossfoot.commands.outcome import Outcome, print_json, say


@click.command()
@click.argument("ledger", type=options.LEDGER, required=False)
@options.as_json
def doctor(ledger: Path | None, as_json: bool) -> None:
    """Is everything installed and healthy? With LEDGER: is that ledger?"""
    from crossfoot.doctor import examine

    findings = examine(ledger)
    if as_json:
        print_json({"checks": [{"name": f.name, "ok": f.is_well, "says": f.says} for f in findings]})
    else:
        for finding in findings:
            say(f"{'ok ' if finding.is_well else 'BAD'} {finding.name}: {finding.says}")
    Outcome(sum(not finding.is_well for finding in findings)).end()
