"""Scores of who says it on news marked up in brat standoff (PolNeAR): sentences with a number, right source.

A case is a sentence with a number that counts, weighs or pays (dates, clocks, ordinals, names … left out), looked at
from its first such number. Gold is the source of the attributions whose content holds that number; a source is right
if the ultimate source of ours touches it, or shares most of its words. Sentences that gold attributes to nobody are
right where ours names nobody.

    python tests/quality/polnear_scores.py FOLDER [--reader fast|accurate] [--errors N] [--class NAME]
"""

from __future__ import annotations

import argparse
import glob
import random
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from crossfoot.codebook import load
from crossfoot.read.accurate import Asked, refined
from crossfoot.read.attribution import Voice, Voices, voices
from crossfoot.read.parser import parser
from crossfoot.read.tools import Tools, language
from crossfoot.records import Source

COUNTS = (None, "money", "measure")
SMALL = frozenset(("the", "a", "an", "of", "in", "on", "for", "and", "to", "s", "who", "that", "by", "from", "with"))
Spans = tuple[tuple[int, int], ...]
Sourcing = Callable[[str], Iterator[tuple[int, str, Voice]]]
"""From a text to its cases: where the number stands, its sentence, and who says it."""


@dataclass(frozen=True, slots=True)
class Case:
    file: str
    sentence: str
    gold: tuple[str, ...]
    found: Voice
    right: bool

    @property
    def sort(self) -> str:
        """What went wrong, or right."""
        if self.right:
            return "right" if self.gold else "right: nobody"
        if not self.gold:
            return "nobody, but carried" if self.found.carried else "nobody, but found"
        if not self.found.chain:
            return "missed"
        return "wrong, carried" if self.found.carried else "wrong"


def attributions(file: Path) -> list[tuple[Spans, Spans]]:
    """Spans of content and of source of each attribution of a standoff file."""
    places: dict[str, Spans] = {}
    events: list[list[str]] = []
    for row in file.read_text(encoding="utf-8").splitlines():
        key, _, rest = row.partition("\t")
        if key.startswith("T"):
            spans = rest.split("\t")[0].partition(" ")[2].split(";")
            places[key] = tuple((int(a), int(b)) for a, b in (span.split() for span in spans))
        elif key.startswith("E"):
            events.append(rest.split())
    found = []
    for event in events:
        roles = [(re.sub(r"\d+$", "", role), place) for role, _, place in (part.partition(":") for part in event)]
        content, source = (
            tuple(span for role, place in roles if role == wanted for span in places[place])
            for wanted in ("Content", "Source")
        )
        found.append((content, source))
    return found


def reader(path: str) -> Sourcing:
    """The fast path, or the accurate one."""
    tools = Tools(language("en"), load("casualties"))

    def sourced(text: str) -> Iterator[tuple[int, str, Voice]]:
        page, _ = tools.page(text)
        speeches = voices(page, tools.speakers)
        first: dict[int, int] = {}
        for figure in page.figures:
            if figure.rejected in COUNTS:
                first.setdefault(page.sentence_of(figure.start), figure.number_start)
        asked = [Asked(at, Voices(speeches[number]).at(page.words.at(at))) for number, at in first.items()]
        found = [one.voice for one in asked]
        if path == "accurate":
            found = refined(page, tools.speakers, parser("en"), asked)
        for (number, at), voice in zip(first.items(), found, strict=True):
            sentence = page.sentences[number]
            yield at, text[sentence.start : sentence.end], voice

    return sourced


def words(text: str) -> set[str]:
    return {word for word in re.findall(r"\w+", text.lower()) if word not in SMALL}


def is_right(source: Source, gold: Spans, text: str) -> bool:
    if any(source.start < end and start < source.end for start, end in gold):
        return True
    ours = words(source.text) | words(source.resolved or "")
    theirs = {word for start, end in gold for word in words(text[start:end])}
    return len(ours & theirs) >= max(1, 0.5 * min(len(ours), len(theirs)))


def cases(folder: Path, sourcing: Sourcing) -> Iterator[Case]:
    for file in sorted((folder / "text").glob("*.txt")):
        text = file.read_bytes().decode("utf-8")
        marked = attributions(next((folder / "attributions").glob(f"{glob.escape(file.stem)}_*.ann")))
        for start, sentence, voice in sourcing(text):
            holding = [(c, s) for c, s in marked if any(a <= start < b for a, b in c)]
            gold = tuple(span for _, source in holding for span in source)
            if holding and not gold:
                continue
            right = bool(voice.chain) and is_right(voice.chain[-1], gold, text) if gold else not voice.chain
            yield Case(file.name, sentence, tuple(text[a:b] for a, b in gold), voice, right)


def score(found: list[Case]) -> dict[str, float]:
    """`right`: share of the sentences that gold attributes whose source is right; `all`: of all sentences."""
    attributed = [case for case in found if case.gold]
    named = [case for case in found if case.found.chain]
    hits = sum(case.right for case in attributed)
    return {
        "sentences": len(found),
        "attributed": len(attributed),
        "right": round(hits / len(attributed), 3),
        "precision": round(hits / max(len(named), 1), 3),
        "f1": round(2 * hits / (len(attributed) + len(named)), 3),
        "all": round(sum(case.right for case in found) / len(found), 3),
    }


def reached(shared: Path, path: str) -> dict[str, float]:
    return score(list(cases(shared / "eval" / "polnear", reader(path))))


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("folder", type=Path)
    options.add_argument("--reader", choices=["fast", "accurate"], default="fast")
    options.add_argument("--errors", type=int, default=0)
    options.add_argument("--class", dest="sort", default="")
    given = options.parse_args()
    found = list(cases(given.folder, reader(given.reader)))
    lines = [f"{name:12} {value}" for name, value in score(found).items()]
    lines += [f"  {sort:22} {count}" for sort, count in Counter(case.sort for case in found).most_common()]
    wrong = [case for case in found if not case.right and case.sort.startswith(given.sort)]
    random.Random(1).shuffle(wrong)
    for case in wrong[: given.errors]:
        ours = [source.text for source in case.found.chain]
        lines.append(f"\n{case.sort} ({case.found.rule}): gold {case.gold} ours {ours}\n    {case.sentence[:400]!r}")
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
