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
from collections.abc import Iterator
from dataclasses import dataclass, replace
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


@dataclass(frozen=True, slots=True)
class Ended:
    """An import that came to its end after kills: whether the ledger is what an undisturbed one leaves."""

    faults: tuple[str, ...]
    is_alike: bool


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


def looked_at(place: Path) -> Killed:
    with Ledger.open(place) as book:
        found, captures = examine(book), len(book.captures())
    faults = tuple(f"{problem.place}: {problem.reason}" for problem in found.problems)
    return Killed(0, captures, found.looked_at.get("leftovers", 0), faults)


def play(place: Path, count: int, kills: int, seed: int = 7) -> Iterator[Killed | Ended]:
    """Kills at moments drawn evenly from the time that an undisturbed import takes. A killed import is started again
    and killed again until one comes to its end; then another ledger begins."""
    chance = random.Random(seed)
    folder = documents(place / "documents", count)
    expected, seconds = undisturbed(place / "undisturbed", folder)
    done, number, begun = 0, 0, 0
    while done < kills or number:
        ledger, after = place / f"ledger-{begun}", chance.uniform(0, seconds)
        with importer(ledger, folder) as process:
            try:
                code = process.wait(after if done < kills else None)
            except subprocess.TimeoutExpired:
                process.send_signal(signal.SIGKILL)
                code = None
        if code is None:
            done, number = done + 1, number + 1
            yield replace(looked_at(ledger), after=after)
        else:
            yield Ended(
                (*looked_at(ledger).faults, *(() if code == 0 else (f"exit {code}",))), content(ledger) == expected
            )
            number, begun = 0, begun + 1


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=1000)
    parser.add_argument("--kills", type=int, default=50)
    given = parser.parse_args()
    kills, ends, bad = 0, 0, 0
    with tempfile.TemporaryDirectory() as place:
        for one in play(Path(place), given.documents, given.kills):
            bad += bool(one.faults)
            if isinstance(one, Killed):
                kills += 1
                told = f"killed after {one.after:6.2f} s with {one.captures:5} captures, {one.leftovers} leftovers"
                print(f"{told}: {'; '.join(one.faults) or 'sound'}", flush=True)
            else:
                ends, bad = ends + 1, bad + (not one.is_alike)
                print("resumed to its end:", "the same content" if one.is_alike else "OTHER CONTENT", flush=True)
    print(f"{kills} kills, {ends} imports ended, {bad} not sound or not the same")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
