"""How fast whole claims come out of report text: python benchmarks/read/speed.py FOLDER… [--codebook NAME]

Reads every text file of each folder, repeated to about a megabyte, on one core with the fast path, and prints the best
of some runs in processor time, with the share of each step. Tools are made before the clock starts.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from crossfoot.codebook import load
from crossfoot.read.claims import claims_of
from crossfoot.read.dates import time_mentions
from crossfoot.read.figures import figures
from crossfoot.read.sentences import sentences
from crossfoot.read.tools import Tools, language
from crossfoot.records import Report

MEGABYTE = 1_000_000
RUNS = 4


def best(run: Callable[[], object]) -> float:
    """Seconds of processor time of the fastest run."""
    taken = []
    for _ in range(RUNS):
        start = time.process_time()
        run()
        taken.append(time.process_time() - start)
    return min(taken)


def texts_of(folder: Path) -> list[str]:
    """The files of a folder, again and again up to a megabyte."""
    found = [path.read_text(encoding="utf-8", errors="replace") for path in sorted(folder.glob("*")) if path.is_file()]
    if not any(found):
        sys.exit(f"{folder}: no text")
    return found * max(1, round(MEGABYTE / sum(map(len, found))))


def measured(folder: Path, tools: Tools) -> list[str]:
    """Lines of a table: the whole, and the steps before anything is counted."""
    texts = texts_of(folder)
    size = sum(map(len, texts))
    reports = [Report(id=str(n), capture="", file=str(n), text=text) for n, text in enumerate(texts)]
    split = [sentences(text, tools.language.sentences) for text in texts]
    times = [time_mentions(text, tools.language.time, tools.codebook) for text in texts]
    steps: Sequence[tuple[str, Callable[[], object]]] = (
        ("claims", lambda: [claims_of(report, tools) for report in reports]),
        ("  sentences", lambda: [sentences(text, tools.language.sentences) for text in texts]),
        ("  times", lambda: [time_mentions(text, tools.language.time, tools.codebook) for text in texts]),
        ("  figures", lambda: [figures(*one, tools.language.numbers) for one in zip(texts, split, times, strict=True)]),
    )
    claims = sum(len(claims_of(report, tools).claims) for report in reports)
    lines = [
        f"{folder}: {size / MEGABYTE:.2f} MB, {len(texts)} reports, {sum(map(len, split))} sentences, {claims} claims"
    ]
    for name, run in steps:
        seconds = best(run)
        lines.append(f"{name:12} {size / MEGABYTE / seconds:6.2f} MB/s  {1e6 * seconds / (size / 1000):6.0f} µs/kB")
    return lines


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("folders", nargs="+", type=Path)
    arguments.add_argument("--codebook", default="casualties")
    given = arguments.parse_args()
    tools = Tools(language("en"), load(given.codebook))
    for folder in given.folders:
        sys.stdout.write("\n".join(measured(folder, tools)) + "\n")


if __name__ == "__main__":
    main()
