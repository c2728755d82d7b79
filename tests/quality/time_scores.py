"""Scores of time mentions on texts marked up with TIMEX3, and coverage of date-period cases."""

from __future__ import annotations

import html
import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from claims_scores import PUBLISHED

from crossfoot.codebook import load
from crossfoot.read.dates import TimeWords, time_mentions
from crossfoot.read.dating import Dated
from crossfoot.read.language import load_table
from crossfoot.read.periods import Setting, Timing, chronicle, period_of
from crossfoot.read.sentences import SentenceWords, sentences
from crossfoot.read.timeline import Background, timeline

TAG = re.compile(r"<(/?)TIMEX3([^>]*)>")
VALUE = re.compile(r'\bvalue="([^"]*)"')
CALENDAR = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?")
WHOLE_TEXT = 10**6
"""Reach of a carried year in a narrative, where every sentence follows the one before."""


@dataclass(frozen=True, slots=True)
class Marked:
    start: int
    end: int
    text: str
    value: str | None


def time_words() -> TimeWords:
    return TimeWords.from_table(load_table("en", "time"))


def gold(path: Path) -> tuple[str, list[Marked]]:
    """Text without mark-up and its marked times."""
    source = path.read_text(encoding="utf-8")
    body = source[source.index("<TEXT>") + 6 : source.index("</TEXT>")]
    parts: list[str] = []
    length, at = 0, 0
    opened: list[tuple[int, str | None]] = []
    marked = []
    for tag in TAG.finditer(body):
        piece = html.unescape(body[at : tag.start()])
        parts.append(piece)
        length, at = length + len(piece), tag.end()
        if tag[1]:
            start, value = opened.pop()
            marked.append(Marked(start, length, "".join(parts)[start:length], value))
        else:
            named = VALUE.search(tag[2])
            opened.append((length, named[1] if named else None))
    parts.append(html.unescape(body[at:]))
    return "".join(parts), marked


def found(text: str) -> Iterator[Marked]:
    words = time_words()
    places = sentences(text, SentenceWords.from_table(load_table("en", "numbers")))
    mentions = tuple(m for m in time_mentions(text, words) if m.form not in ("age",))
    for placed in timeline(text, places, mentions, words, Background(reach=WHOLE_TEXT)):
        points = placed.mention.points
        if not points:
            yield Marked(placed.mention.start, placed.mention.end, placed.mention.text, None)
        for point, dated in zip(points, placed.parts, strict=True):
            yield Marked(point.start, point.end, text[point.start : point.end], label(dated))


def label(dated: Dated) -> str | None:
    if dated.start is None or dated.precision == "quarter":
        return None
    size = {"year": 4, "month": 7, "day": 10}[dated.precision]
    return dated.start.isoformat()[:size] if dated.precision != "year" or dated.end == dated.end else None


def score(paths: list[Path]) -> tuple[dict[str, float], list[str]]:
    n: Counter[str] = Counter()
    wrong: list[str] = []
    for path in paths:
        text, marked = gold(path)
        guesses = list(found(text))
        n["gold"] += len(marked)
        n["found"] += len(guesses)
        n["gold_valued"] += sum(bool(m.value and CALENDAR.fullmatch(m.value)) for m in marked)
        n["found_valued"] += sum(g.value is not None for g in guesses)
        used: set[int] = set()
        for mark in marked:
            touching = (i for i, g in enumerate(guesses) if g.start < mark.end and g.end > mark.start and i not in used)
            hit = next(touching, None)
            if hit is None:
                wrong.append(f"{path.name} missed {mark.text!r} {mark.value}")
                continue
            used.add(hit)
            n["spans"] += 1
            value = guesses[hit].value
            if mark.value and CALENDAR.fullmatch(mark.value):
                n["values"] += value == mark.value
                if value != mark.value:
                    context = text[max(0, mark.start - 60) : mark.end + 20].replace("\n", " ")
                    wrong.append(f"{path.name} value {mark.text!r} {mark.value} not {value} in {context!r}")
        wrong += [f"{path.name} spurious {g.text!r} {g.value}" for i, g in enumerate(guesses) if i not in used]
    return {
        "span_f1": round(2 * n["spans"] / (n["gold"] + n["found"]), 3),
        "span_precision": round(n["spans"] / n["found"], 3),
        "span_recall": round(n["spans"] / n["gold"], 3),
        "value_f1": round(2 * n["values"] / (n["gold_valued"] + n["found_valued"]), 3),
    }, wrong


def coverage(path: Path) -> tuple[float, list[str]]:
    """Share of the date-period cases whose span is touched by a mention."""
    cases = json.loads(path.read_text(encoding="utf-8"))
    words, hits, total, missed = time_words(), 0, 0, []
    for case in cases:
        for result in case["Results"]:
            total += 1
            start, end = result["Start"], result["Start"] + result["Length"]
            if any(m.start < end and m.end > start for m in time_mentions(case["Input"], words)):
                hits += 1
            else:
                missed.append(f"{result['Text']!r} in {case['Input']!r}")
    return hits / total, missed


@dataclass(frozen=True, slots=True)
class Numeral:
    start: int
    end: int
    is_share: bool


def on_gold_spans(gold_file: Path, texts: Path, published: dict[str, date]) -> dict[str, float]:
    """Share of annotated figures with the right period, kind and both, where the spans are given."""
    rows = [json.loads(line) for line in gold_file.read_text(encoding="utf-8").splitlines() if line.strip()]
    n: Counter[str] = Counter()
    for doc in sorted({row["doc"] for row in rows}):
        ordered = sorted((row for row in rows if row["doc"] == doc), key=lambda row: int(row["char_start"]))
        text = (texts / doc).read_text(encoding="utf-8")
        timings = _timings(text, ordered, published.get(doc[:3]))
        for row, timing in zip(ordered, timings, strict=True):
            if row["tier"] == "core":
                right = _period_right(row, timing), _kind_right(row, timing)
                n.update(core=1, period=right[0], kind=right[1], both=all(right))
    return {name: round(n[name] / n["core"], 3) for name in ("period", "kind", "both")}


def of_war_narratives(shared: Path) -> dict[str, float]:
    return score(sorted((shared / "eval" / "wikiwars").glob("*.tml")))[0]


def covered(shared: Path) -> dict[str, float]:
    folder = shared / "eval" / "recognizers"
    return {name: coverage(folder / f"{name}.json")[0] for name in ("DatePeriodExtractor", "DatePeriodParser")}


def of_the_seeds(shared: Path) -> dict[str, float]:
    return on_gold_spans(shared / "eval" / "seeds" / "gold.jsonl", shared / "seeds", PUBLISHED)


def _timings(text: str, rows: list[dict[str, Any]], published: date | None) -> list[Timing]:
    codebook = load("desertion")
    words = time_words()
    places = sentences(text, SentenceWords.from_table(load_table("en", "numbers")))
    tale = chronicle(text, places, time_mentions(text, words, codebook), words, (published, codebook))
    starts = tuple(row["char_start"] for row in rows)
    earlier: list[tuple[int, Timing]] = []
    for row in rows:
        number = Numeral(row["char_start"], row["char_end"], row["kind"] == "share")
        is_whole = text[: number.start].endswith("out of ")
        earlier.append((tale.sentence_at(number.start), period_of(number, Setting(tale, starts, earlier, is_whole))))
    return [timing for _, timing in earlier]


def _period_right(row: dict[str, Any], timing: Timing) -> bool:
    """Both ends known or unknown alike and at most a day apart; the label of a date without its year, too."""
    partial = row.get("period_partial") or ""
    if partial.startswith("--") and partial != timing.period.partial:
        return False
    pairs = ((row["period_start"], timing.period.start), (row["period_end"], timing.period.end))
    return all(
        (wanted is None) == (got is None)
        and (wanted is None or got is None or abs((date.fromisoformat(wanted) - got).days) <= 1)
        for wanted, got in pairs
    )


def _kind_right(row: dict[str, Any], timing: Timing) -> bool:
    bounded = row.get("event_toll") or (row["period_start"] and row["period_end"])
    alike = {"flow", "cumulative"}
    return row["kind"] == timing.kind or bool(bounded and row["kind"] in alike and timing.kind in alike)
