"""Our reader beside its peers, on the same sentences in one run: python benchmarks/read/run.py [--eval FOLDER]

Installs the peers of peers.toml into an environment of their own (--peers FOLDER, kept for the next run), gives every
sentence to every reader, and prints one table. A peer that cannot be installed is listed with the reason. The scorers
and their data are no part of the project: FOLDER is where they lie.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
import tomllib
import venv
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from crossfoot.codebook import load
from crossfoot.read import Reader, ReadSettings, numbers, read
from crossfoot.read.language import load_table
from crossfoot.read.sentences import SentenceWords, sentences
from crossfoot.records import Report
from crossfoot.wire import claim_to_json

HERE = Path(__file__).parent
HEAD = ("reader", "hedges right", "newsquant value F1", "… and bound F1", "seeds found", "seeds precision",
        "seeds value", "idmc recall", "idmc precision", "sentences/s")  # fmt: skip
ALIKE = (frozenset(("over", "at_least")), frozenset(("under", "up_to")), frozenset(("about", "almost")))
"""Hedges that a peer need not tell apart: none of them says more than a bound."""
Figures = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Sets:
    """The sentences of every set, and of the seeds where each stands in its report."""

    folder: Path
    seeds: dict[str, str]
    placed: list[tuple[str, int, str]]
    sentences: list[str]


@dataclass(slots=True)
class Answers:
    """What one reader says: figures by sentence, claims of the seeds, and seconds of processor for all sentences."""

    reader: str
    figures: dict[str, Figures] = field(default_factory=dict)
    counted: dict[str, Figures] = field(default_factory=dict)
    """Where a reader tells what is counted: the figures that count people, events or cases."""
    seeds: Figures = field(default_factory=list)
    seconds: float = 0.0
    note: str = ""


def sets_of(folder: Path) -> Sets:
    seeds = {file.name: file.read_bytes().decode() for file in sorted((folder.parent / "seeds").glob("*.txt"))}
    words = SentenceWords.from_table(load_table("en", "numbers"))
    placed = [(name, s.start, text[s.start : s.end]) for name, text in seeds.items() for s in sentences(text, words)]
    cases: list[dict[str, str]] = json.loads((folder / "hedges" / "cases.json").read_text("utf-8"))
    news: list[dict[str, str]] = json.loads((folder / "newsquant" / "dev.json").read_text("utf-8"))
    excerpts: list[dict[str, str]] = json.loads((folder / "idmc" / "dev.json").read_text("utf-8"))
    texts = [*(x["text"] for x in (*cases, *news)), *(x["excerpt"] for x in excerpts), *(text for _, _, text in placed)]
    return Sets(folder, seeds, placed, list(dict.fromkeys(texts)))


# ── ours ─────────────────────────────────────────────────────────────────────────────────────────


def ours(sets: Sets, reader: Reader) -> Answers:
    found = Answers(f"crossfoot, {reader} path")
    for text in sets.sentences:
        found.figures[text] = [
            {
                "start": f.start, "end": f.end, "low": f.low, "high": f.high, "approximate": f.approximate,
                "hedge": "range_approx" if f.hedge == "range" and f.approximate else f.hedge, "rejected": f.rejected,
            }
            for f in numbers(text)
        ]  # fmt: skip
    settings = ReadSettings(reader=reader)
    reports = [Report(str(n), "", str(n), text) for n, text in enumerate(sets.sentences)]
    read(reports[:20], load("casualties"), settings)
    began = time.process_time()
    claims = read(reports, load("casualties"), settings).claims
    found.seconds = time.process_time() - began
    found.counted = {text: [] for text in sets.sentences}
    for claim in claims:
        found.counted[sets.sentences[int(claim.report)]].append(claim_to_json(claim))
    whole = [Report(name, "", name, text) for name, text in sets.seeds.items()]
    found.seeds = [claim_to_json(claim) for claim in read(whole, load("desertion"), settings).claims]
    return found


# ── peers ────────────────────────────────────────────────────────────────────────────────────────


def peers(sets: Sets, folder: Path) -> Iterator[Answers]:
    wanted = tomllib.loads((HERE / "peers.toml").read_text("utf-8"))
    for name, entry in wanted.items():
        found = Answers(f"{name} {entry['version']}")
        python = folder / name / "bin" / "python"
        try:
            _install(python, entry)
            _ask(sets, python, name, found)
        except subprocess.CalledProcessError as error:
            told = str(error.stderr or error).strip().splitlines()
            found.note = f"not measured: {told[-1] if told else error}"
        yield found


def _install(python: Path, entry: dict[str, Any]) -> None:
    """Once: a mark is left when everything is there."""
    mark = python.parent.parent / "installed"
    if mark.exists():
        return
    venv.create(python.parent.parent, with_pip=True, clear=True)
    pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    _run([*pip, *entry["packages"]])
    if "alone" in entry:
        _run([*pip, "--no-deps", *entry["alone"]])
    mark.touch()


def _run(command: Sequence[str], given: str = "") -> str:
    done = subprocess.run(command, input=given, capture_output=True, text=True, check=True, encoding="utf-8")
    return done.stdout


def _ask(sets: Sets, python: Path, name: str, found: Answers) -> None:
    said = json.loads(_run([str(python), str(HERE / "peers.py"), name], json.dumps(sets.sentences)))
    found.seconds = said["seconds"]
    found.figures = dict(zip(sets.sentences, said["answers"], strict=True))
    _forgive(sets.folder, found.figures)
    found.note = f"fails on {said['failed']} sentences" if said["failed"] else ""
    for file, start, text in sets.placed:
        found.seeds += [
            {**f, "file": file, "start": f["start"] + start, "end": f["end"] + start} for f in found.figures[text]
        ]


def _forgive(folder: Path, figures: dict[str, Figures]) -> None:
    """A peer's hedge counts as the one wanted where the two are alike."""
    cases: list[dict[str, Any]] = json.loads((folder / "hedges" / "cases.json").read_text("utf-8"))
    for case in cases:
        wanted = {hedge for figure in case["figures"] for hedge in figure["hedge"]}
        for figure in figures[case["text"]]:
            alike = next((one & wanted for one in ALIKE if figure["hedge"] in one), frozenset[str]())
            if alike and figure["hedge"] not in wanted:
                figure["hedge"] = min(alike)


# ── scores ───────────────────────────────────────────────────────────────────────────────────────


def scored(sets: Sets, found: Answers) -> tuple[str, ...]:
    if not found.figures:
        return (found.reader, *("–" for _ in HEAD[1:]))
    hedges = _numbers(sets, "hedges", found.figures)
    news = _numbers(sets, "newsquant", found.figures)
    idmc = _numbers(sets, "idmc", found.counted or found.figures)
    seeds = _claims(sets, found.seeds)
    speed = len(sets.sentences) / max(found.seconds, 1e-9)
    shown = (
        f"{hedges['right']} of {hedges['of']}", news["value_f1"], news["value_and_bound_f1"],
        seeds["recall"], seeds["precision"], seeds["value"], idmc["recall"], idmc["precision"], f"{speed:,.0f}",
    )  # fmt: skip
    return (found.reader, *(str(cell) for cell in shown))


def _numbers(sets: Sets, name: str, figures: dict[str, Figures]) -> dict[str, Any]:
    """The scorer runs a command on files; here the command repeats what the reader said of each text."""
    with tempfile.TemporaryDirectory() as folder:
        known = Path(folder, "answers.json")
        known.write_text(json.dumps(figures), encoding="utf-8")
        replay = [sys.executable, str(HERE / "replay.py"), str(known)]
        scorer = [sys.executable, str(sets.folder / "score_numbers.py"), name, "--", *replay]
        return cast("dict[str, Any]", json.loads(_run(scorer)))


def _claims(sets: Sets, claims: Figures) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "claims.jsonl")
        file.write_text("".join(f"{json.dumps(claim)}\n" for claim in claims), encoding="utf-8")
        gold = sets.folder / "seeds" / "gold.jsonl"
        scorer = [sys.executable, str(sets.folder / "score_claims.py"), str(gold), str(file), "--json"]
        return cast("dict[str, Any]", json.loads(_run(scorer)))


def table(rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(HEAD)} |"
    yield f"| --- |{' ---: |' * (len(HEAD) - 1)}"
    for row in rows:
        yield f"| {' | '.join(row)} |"


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--eval", type=Path, default=HERE.parents[2] / "shared" / "eval")
    options.add_argument("--peers", type=Path, default=HERE / ".peers", help="where their environments are kept")
    given = options.parse_args()
    sets = sets_of(given.eval)
    readers: tuple[Callable[[], Answers], ...] = (lambda: ours(sets, "fast"), lambda: ours(sets, "accurate"))
    answers = [*(make() for make in readers), *peers(sets, given.peers)]
    print("\n".join(table(scored(sets, found) for found in answers)))
    print(f"\n{len(sets.sentences)} sentences; Python {platform.python_version()}, {os.cpu_count()} cores.")
    for found in answers:
        if found.note:
            print(f"{found.reader}: {found.note}.")


if __name__ == "__main__":
    main()
