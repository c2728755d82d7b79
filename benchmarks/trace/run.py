"""TEXT links on made articles: time, memory, recall of copies at three strengths, precision of pairs.

    python benchmarks/trace/run.py [COUNT...]     this program alone, each size in a process of its own
    python benchmarks/trace/run.py --peers COUNT  beside rensa, datasketch and daft (installed into .peers/)
    python benchmarks/trace/run.py --added COUNT  a hundred reports added to so many
    python benchmarks/trace/run.py --hostile      inputs made to cost time and memory

Seconds are those of the clock and, beside them, of the processor: a machine that others use shows in the first alone.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
import tomllib
import venv
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from articles import STRENGTHS, Article, corpus

from crossfoot.trace.overlap import added, compared, overlaps
from crossfoot.trace.sketches import apart, completed, sketched
from hostile import CASES

HERE = Path(__file__).parent
PEERS = HERE / ".peers"


def memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


class Clock:
    def __init__(self) -> None:
        self.began, self.worked = time.perf_counter(), time.process_time()

    def read(self) -> list[float]:
        return [time.perf_counter() - self.began, time.process_time() - self.worked]


@contextmanager
def stored(articles: list[Article]) -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "corpus.json"
        rows = {"texts": [a.text for a in articles], "outlets": [a.outlet for a in articles]}
        path.write_text(json.dumps(rows), encoding="utf-8")
        yield path


def score(articles: list[Article], pairs: Iterable[tuple[int, int]]) -> str:
    """Recall: copies linked with their original. Precision: linked pairs that are of one story."""
    found = {(min(pair), max(pair)) for pair in pairs}
    right = sum(articles[a].story == articles[b].story for a, b in found)
    original = {a.story: i for i, a in enumerate(articles) if a.strength == "original"}
    recall = []
    for strength in STRENGTHS:
        copies = [i for i, a in enumerate(articles) if a.strength == strength]
        hit = sum((original[articles[i].story], i) in found for i in copies)
        recall.append(f"{strength} {hit / max(1, len(copies)):.3f}")
    return f"recall {', '.join(recall)}; precision {right / max(1, len(found)):.3f} of {len(found):,} pairs"


def spoken(name: str, count: int, times: list[float], used: float, scores: str) -> str:
    return (
        f"{name}: {times[0]:.1f} s ({times[1]:.1f} s of processor, {count / times[1]:,.0f} a second), "
        f"{used:,.0f} MB; {scores}"
    )


def one(path: Path) -> dict[str, Any]:
    """In a process of its own."""
    rows = json.loads(path.read_text(encoding="utf-8"))
    overlaps(rows["texts"][:10], rows["outlets"][:10], range(10))
    before, clock = memory(), Clock()
    sketches = sketched(rows["texts"])
    signatures = clock.read()
    found = compared(sketches, rows["outlets"], range(len(rows["texts"])))
    times, pairs = clock.read(), [[o.first, o.second] for o in found]
    return {"times": times, "signatures": signatures, "memory": memory(), "before": before, "pairs": pairs}


def own(articles: list[Article], path: Path) -> str:
    answer = _asked([sys.executable, str(Path(__file__)), "--one", str(path)])
    scores = score(articles, [(a, b) for a, b in answer["pairs"]])
    extra = f" (sketches {answer['signatures'][1]:.1f} s)"
    return spoken(f"crossfoot{extra}", len(articles), answer["times"], answer["memory"], scores)


def _asked(command: list[str]) -> dict[str, Any]:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr.strip().splitlines()[-1] if done.stderr.strip() else "it ended without a word")
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer


def peer(name: str, packages: list[str], articles: list[Article], path: Path) -> Iterator[str]:
    try:
        answer = _asked([str(_installed(name, packages)), str(HERE / "peers.py"), name, str(path)])
    except (RuntimeError, subprocess.CalledProcessError) as error:
        yield f"{name}: could not be run: {error}"
        return
    for setting in ("25x5", "64x2"):
        times = [a + b for a, b in zip(answer["signatures"], answer[setting]["times"], strict=True)]
        scores = score(articles, [(a, b) for a, b in answer[setting]["pairs"]])
        said = f"{name} {setting} (signatures {answer['signatures'][1]:.1f} s)"
        yield spoken(said, len(articles), times, answer["memory"], scores)


def _installed(name: str, packages: list[str]) -> Path:
    python = PEERS / name / "bin" / "python"
    if not python.exists():
        venv.create(PEERS / name, with_pip=True)
        done = subprocess.run(
            [str(python), "-m", "pip", "install", "--quiet", *packages], capture_output=True, text=True, check=False
        )
        if done.returncode:
            python.unlink()
            raise RuntimeError(done.stderr.strip().splitlines()[-1])
    return python


def more(count: int) -> str:
    articles = list(corpus(count + 100))
    texts, outlets = [a.text for a in articles], [a.outlet for a in articles]
    clock = Clock()
    known = sketched(texts[:count])
    found = compared(known, outlets[:count], range(count))
    whole = clock.read()
    kept = dict(enumerate(apart(known)))
    clock = Clock()
    both, _ = completed(texts, kept)
    ready = clock.read()
    every = compared(both, outlets, range(count + 100))
    again, clock = clock.read(), Clock()
    _, new = added(known, texts[count:], outlets, range(count + 100))
    part = clock.read()
    return (
        f"{count:,} reports: {_seconds(whole)}, {len(found):,} pairs; 100 more, sketches kept: {_seconds(again)} "
        f"({_seconds(ready)} of them until all sketches are there), {len(every):,} pairs; only what the 100 take part "
        f"in: {_seconds(part)}, {len(new):,} pairs; {memory():,.0f} MB"
    )


def _seconds(times: list[float]) -> str:
    return f"{times[0]:.1f} s ({times[1]:.1f} s of processor)"


def hostile(name: str) -> str:
    case = CASES[name]()
    clock = Clock()
    found = overlaps(case.texts, case.outlets, range(len(case.texts)))
    times = clock.read()
    verdict = "right" if case.right({(o.first, o.second) for o in found}) else "WRONG"
    said = f"{times[0]:.1f} s ({times[1]:.1f} s of processor), {memory():,.0f} MB; {len(found):,} pairs: {verdict}"
    return f"{case.said}: {said}"


def main(words: list[str]) -> None:
    command, rest = (words[0], words[1:]) if words and words[0].startswith("--") else ("", words)
    if command == "--one":
        print(json.dumps(one(Path(rest[0]))))
    elif command == "--case":
        print(json.dumps({"said": hostile(rest[0])}))
    elif command == "--hostile":
        for name in CASES:
            print(_asked([sys.executable, str(Path(__file__)), "--case", name])["said"], flush=True)
    elif command == "--added":
        print(more(int(rest[0])))
    else:
        sizes(command == "--peers", [int(word) for word in rest] or [1_000, 10_000])


def sizes(beside: bool, counts: list[int]) -> None:
    for count in counts:
        articles = list(corpus(count))
        print(f"{count:,} reports of {sum(len(a.text.split()) for a in articles) // count} words", flush=True)
        with stored(articles) as path:
            print(own(articles, path), flush=True)
            table = tomllib.loads((HERE / "peers.toml").read_text(encoding="utf-8")) if beside else {}
            for name, entry in table.items():
                for line in peer(name, entry["packages"], articles, path):
                    print(line, flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
