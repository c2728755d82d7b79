"""`crossfoot link`: what is shown of who copied whom, and what a person makes of it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from crossfoot.commands import options
from crossfoot.commands.outcome import print_json, say

if TYPE_CHECKING:
    from crossfoot.ledger import Ledger
    from crossfoot.pipeline import Run
    from crossfoot.records import Link

SHORTEST = 4


@click.command()
@click.argument("ledger", type=options.LEDGER)
@click.argument("id", required=False)
@click.option("--cut", "decision", flag_value="cut", help="This link is none: nothing rests on it from now on.")
@click.option("--restore", "decision", flag_value="restore", help="Take a cut back.")
@click.option("--why", help="The reason, shown wherever the link is.")
@options.codebook
@options.who
@options.as_json
def link(ledger: Path, id: str | None, decision: str | None, as_json: bool, **given: Any) -> None:
    """List links between reports, or cut the link ID, or restore it. ID alone: of that report, figure or link.

    The machine's link stays on record beside what was decided.
    """
    from crossfoot.ledger import Ledger

    why = (given["why"] or "").strip()
    if decision and not (id and why):
        raise options.InputError(f"--{decision} needs the ID of a link and a reason: --why TEXT")
    with Ledger.open(ledger, who=options.user(given["who"])) as opened:
        run = _run(opened, given["codebook"])
        report_of = {claim.id: claim.report for claim in run.reading.claims}
        links = [link for link in run.trace.links if id is None or _is_of(link, id, report_of)]
        if decision:
            _decide(opened, _only(links, id or ""), decision, why, as_json)
            return
    _list(run, links, as_json)


def _run(opened: Ledger, codebook: str) -> Run:
    from crossfoot import pipeline

    run = pipeline.Run(opened, options.settings_of({"codebook": codebook}))
    pipeline.take_all(run)
    if not run.trace.links:
        raise options.InputError(f"{opened.path} holds no links; `crossfoot trace {opened.path}` looks for them")
    return run


def _is_of(link: Link, id: str, report_of: Mapping[str, str]) -> bool:
    """Whether the id, or its beginning, is that of the link or of one of its ends (a claim's report is an end)."""
    ends = (*link.ids, link.source, link.target, report_of.get(link.source, ""), report_of.get(link.target, ""))
    return id in ends or (len(id) >= SHORTEST and any(end.startswith(id) for end in ends))


def _only(links: list[Link], id: str) -> Link:
    named = [link for link in links if any(name.startswith(id) for name in link.ids)]
    if len(named) != 1:
        how_many = "no link has" if not named else f"{len(named)} links have"
        raise options.InputError(f"{id}: {how_many} this id; `crossfoot link LEDGER` lists them")
    return named[0]


def _decide(opened: Ledger, link: Link, decision: str, why: str, as_json: bool) -> None:
    """A cut holds whichever way round the link stood when it was made."""
    if decision == "cut":
        known = {one.link for one in opened.cuts()}
        changed = known.isdisjoint(link.ids) and opened.cut_link(link.id, why)
    else:
        changed = opened.restore_link(link.ids[0], why) or opened.restore_link(link.ids[1], why)
    done = "is cut" if decision == "cut" else "is restored"
    if as_json:
        print_json({"link": link.id, "cut": decision == "cut", "changed": changed})
    elif changed:
        say(f"{link.id} {done}; used from the next `crossfoot reconcile {opened.path}` on.")
    else:
        say(f"{link.id}: nothing to do, it {done if decision == 'cut' else 'is not cut'} already.")


def _list(run: Run, links: list[Link], as_json: bool) -> None:
    from crossfoot import pipeline, wire
    from crossfoot.explain import link_lines
    from crossfoot.publish.index import build_index
    from crossfoot.publish.words import load_words

    if as_json:
        print_json({"links": [wire.to_json(link) for link in links]})
        return
    index = build_index(pipeline.contents(run), load_words())
    for link in links:
        for line in link_lines(index, link)[:2]:
            say(line)
