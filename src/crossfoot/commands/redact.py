"""`crossfoot redact`: what is masked in all that leaves a ledger, and decisions about it by hand."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from crossfoot.commands import options
from crossfoot.commands.outcome import Outcome, print_json, say, tell_problems

if TYPE_CHECKING:
    from crossfoot.ledger import Ledger

LONGEST = 400


@click.command()
@click.argument("ledger", type=options.LEDGER)
@click.option("--mask", "masks", multiple=True, metavar="TEXT", help="Mask this wherever it stands.")
@click.option(
    "--allow", "allows", multiple=True, metavar="TEXT", help="Show this name or text although a rule masks it."
)
@click.option("--why", help="The reason, kept beside the decision.")
@options.codebook
@options.who
@options.as_json
def redact(ledger: Path, masks: tuple[str, ...], allows: tuple[str, ...], as_json: bool, **given: Any) -> None:
    """What is masked in the dossier and in exports of LEDGER; --mask and --allow decide by hand."""
    from crossfoot.ledger import Ledger
    from crossfoot.redactions import Decision, add_decisions

    why = (given["why"] or "").strip()
    texts = [text.strip() for text in (*masks, *allows)]
    if texts and not why:
        raise options.InputError("a decision needs its reason: add --why TEXT")
    if any(not text or len(text) > LONGEST or "\n" in text for text in texts):
        raise options.InputError(f"--mask and --allow take one line of at most {LONGEST} characters")
    with Ledger.open(ledger, who=options.user(given["who"])) as opened:
        made = [Decision(t.strip(), "mask", why, opened.who) for t in masks]
        made += [Decision(t.strip(), "allow", why, opened.who) for t in allows]
        if made:
            add_decisions(opened.path, made)
        _tell(opened, given["codebook"], as_json)


def _tell(opened: Ledger, codebook: str, as_json: bool) -> None:
    from crossfoot import pipeline
    from crossfoot.publish.redact import redactor
    from crossfoot.redactions import read_decisions

    run = pipeline.Run(opened, options.settings_of({"codebook": codebook}))
    pipeline.take_all(run)
    decisions, problems = read_decisions(opened.path)
    hide = redactor(pipeline.contents(run))
    counts = Counter(m.kind for report in run.reports for m in hide.masked(report.text))
    public = sorted((" ".join(name).title(), role) for name, role in hide.people.public.items())
    outcome = Outcome(0, problems)
    if as_json:
        told = [{"text": d.text, "do": d.do, "why": d.why, "who": d.who} for d in decisions]
        shown = [{"name": name, "because": role} for name, role in public]
        print_json({"masked": dict(counts), "public": shown, "decisions": told, "exit": outcome.as_json()})
    else:
        say("Masked: " + (", ".join(f"{n} {kind}" for kind, n in sorted(counts.items())) or "nothing"))
        for name, role in public:
            say(f"  shown   {name} (public: {role})")
        for d in decisions:
            say(f"  {d.do:<7} {d.text} (by hand, {d.who or 'unknown'}: {d.why})")
    tell_problems(problems)
    outcome.end()
