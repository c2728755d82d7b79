"""kill -9 at random moments of an import: the ledger opens, verify passes, and the import ends as if undisturbed.

python benchmarks/archive/killed.py --documents 1000 --kills 50
"""

from __future__ import annotations

import argparse
import hashlib
import random
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from crossfoot.ledger import Ledger
from crossfoot.verify import examine

IMPORT = (
    "import sys; from pathlib import Path; from crossfoot import pipeline; from crossfoot.ledger import Ledger; "
    "from crossfoot.settings import Settings; book = Ledger.open_or_create(Path(sys.argv[1])); "
    "print('ready', flush=True); "
    "pipeline.archive(pipeline.Run(book, Settings(), paths=(Path(sys.argv[2]),))); book.close()"
)


@dataclass(frozen=True, slots=True)
class Killed:
    """One kill: after how many seconds, what was there then, and what was wrong with it."""

    after: float
    captures: int
    leftovers: int
    faults: tuple[str, ...]
    ends_alike: bool


def documents(folder: Path, count: int, seed: int = 1) -> Path:
    """Reports of many lengths, the same for the same seed."""
    chance = random.Random(seed)
    folder.mkdir()
    for number in range(count):
        line = f"In district {number} the office counted {chance.randint(1000, 9999):,} cases by October 2024.\n"
        (folder / f"{number:05}.txt").write_text(line * chance.choice((1, 3, 20, 400)), encoding="utf-8")
    return folder


def importer(ledger: Path, folder: Path) -> subprocess.Popen[bytes]:
    """An import that has the ledger open and is at work."""
    process = subprocess.Popen([sys.executable, "-c", IMPORT, str(ledger), str(folder)], stdout=subprocess.PIPE)
    assert process.stdout is not None
    process.stdout.readline()
    return process


def content(ledger: Path) -> str:
    """A hash over all that an import is to leave: files of the archive, captures, reports with their texts."""
    with Ledger.open(ledger) as book:
        names = [f"{stored.name} {stored.sha256}" for stored in book.vault.contents()]
        captures = [f"{capture.id} {capture.sha256} {capture.address}" for capture in book.captures()]
        reports = [f"{report.id} {report.file} {report.text}" for report in book.reports()]
    return hashlib.sha256("\n".join((*names, *sorted(captures), *sorted(reports))).encode()).hexdigest()


def undisturbed(place: Path, folder: Path) -> tuple[str, float]:
    """What an import ends with, and how many seconds it takes from the open ledger on."""
    start = time.monotonic()
    with importer(place, folder) as process:
        start = time.monotonic()
        assert process.wait() == 0
    return content(place), time.monotonic() - start


def kill(place: Path, folder: Path, after: float, expected: str) -> Killed:
    with importer(place, folder) as process:
        try:
            process.wait(after)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
    with Ledger.open(place) as book:
        found, captures = examine(book), len(book.captures())
    faults = tuple(f"{problem.place}: {problem.reason}" for problem in found.problems)
    with importer(place, folder) as process:
        assert process.wait() == 0
    with Ledger.open(place) as book:
        faults += tuple(f"after resuming: {problem.reason}" for problem in examine(book).problems)
    return Killed(after, captures, found.looked_at.get("leftovers", 0), faults, content(place) == expected)


def play(place: Path, count: int, kills: int, seed: int = 7) -> list[Killed]:
    """Every kill in a ledger of its own, at a moment drawn evenly from the time that an undisturbed import takes."""
    chance = random.Random(seed)
    folder = documents(place / "documents", count)
    expected, seconds = undisturbed(place / "undisturbed", folder)
    return [kill(place / f"killed-{number}", folder, chance.uniform(0, seconds), expected) for number in range(kills)]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=1000)
    parser.add_argument("--kills", type=int, default=50)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        found = play(Path(place), given.documents, given.kills)
    for one in found:
        says = "; ".join(one.faults) or ("ends alike" if one.ends_alike else "ENDS OTHERWISE")
        print(f"killed after {one.after:6.2f} s with {one.captures:5} captures, {one.leftovers} leftovers: {says}")
    bad = [one for one in found if one.faults or not one.ends_alike]
    print(f"{len(found)} kills, {len(bad)} ledgers that were not sound or ended otherwise")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
