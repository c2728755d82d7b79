"""Files read without a ledger, straight to the output: every number, every noun that is counted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from crossfoot.codebook import Codebook
from crossfoot.pipeline import collected
from crossfoot.records import Problem
from crossfoot.settings import Settings
from crossfoot.terminal import Silent

if TYPE_CHECKING:
    from crossfoot.read.uncoded import Uncoded


def read_numbers(paths: Sequence[Path], settings: Settings) -> Iterator[dict[str, object] | Problem]:
    """Every number of every file, also what is no figure, with the reason (§2.6)."""
    from crossfoot.read import numbers

    for found in collected(paths, settings, Silent()):
        if isinstance(found, Problem):
            yield found
            continue
        text = found.report.text
        for figure in numbers(text):
            yield {
                **{"file": found.report.file, "start": figure.start, "end": figure.end},
                **{"quote": text[figure.start : figure.end], "low": figure.low, "high": figure.high},
                **{"approximate": figure.approximate, "hedge": _hedge_in_full(figure.hedge, figure.approximate)},
                **{"rejected": figure.rejected, "rule": figure.rule},
            }


def read_uncoded(paths: Sequence[Path], settings: Settings, codebook: Codebook) -> Iterator[Uncoded | Problem]:
    """Every figure of every file whose noun no measure of the codebook takes."""
    from crossfoot.read.tools import Tools, language
    from crossfoot.read.uncoded import uncoded

    tools = Tools(language("en"), codebook)
    for found in collected(paths, settings, Silent()):
        if isinstance(found, Problem):
            yield found
        else:
            yield from uncoded(found.report, tools)


def plain_words() -> frozenset[str]:
    """Words that stand in any clause."""
    from crossfoot.read.tools import language

    words = language("en").scope
    return frozenset().union(*(words.set(key) for key in ("stops", "auxiliaries", "joiners", "determiners")))


def _hedge_in_full(hedge: str, approximate: bool) -> str:
    return "range_approx" if hedge == "range" and approximate else hedge
