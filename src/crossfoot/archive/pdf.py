"""PDF: text page by page. PDFium runs in a process of its own (`pdf_worker`); lines become paragraphs here."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import Any

from crossfoot.archive import dateline
from crossfoot.archive.captures import STAGE, Limits
from crossfoot.archive.metadata import Metadata, whole_day
from crossfoot.archive.sources import Context, Extracted, Found, Source, collected, problem
from crossfoot.records import Known, Problem

MEDIA_TYPE = "application/pdf"
WORKER = Path(__file__).with_name("pdf_worker.py")
HYPHENS = "\x02\ufffe\xad"
"""What PDFium writes for a hyphen that only breaks a word at the end of a line."""
WIDE_GAP = 1.35
"""Times the usual distance of lines on the page: more is a new paragraph."""
OTHER_SIZE = 1.15
RUNNING = 3
"""A line that stands first or last on so many pages is a running head; one that counts pages needs two."""
NUMBER = re.compile(r"[0-9]{1,9}")
SENTENCE_ENDS = ".!?…:»”\"'"


@dataclass(frozen=True, slots=True)
class Line:
    """`bottom` and `height` are those of the first character, `end` is where the last one stands."""

    text: str
    bottom: float
    height: float
    end: float


def read(source: Source, context: Context) -> Iterator[Found]:
    """The PDF as one report; pages that PDFium cannot read are told, the others are read."""
    data = source.whole(context.limits.paper_bytes)
    if isinstance(data, Problem):
        yield data
        return
    told = _worked(data, context.limits)
    if isinstance(told, str):
        yield problem(source, told)
        return
    pages = [[Line(*line) for line in page] for page in told["pages"]]
    text, starts = joined(pages)
    for number in told["broken"]:
        yield Problem(STAGE, f"{source.name}, page {number}", "the page cannot be read; the others are")
    if not text.strip():
        yield problem(source, "no text in it: it may be a scan; put it through OCR and add the text")
        return
    fields, known = _said(told["about"], text, starts)
    yield collected(source, data, Extracted(text, MEDIA_TYPE, fields, known, pages=starts), context)


def _worked(data: bytes, limits: Limits) -> Any:
    """What the worker found, or why there is nothing."""
    bounds = (limits.paper_seconds, limits.paper_memory, limits.pages, limits.text_bytes)
    command = [sys.executable, "-I", str(WORKER), *map(str, bounds)]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=4 * limits.paper_seconds, check=False)
    except subprocess.TimeoutExpired:
        return f"not read within {4 * limits.paper_seconds} seconds; save its text as .txt"
    if done.returncode:
        memory = limits.paper_memory // 1024 // 1024
        ended = f"signal {-done.returncode}" if done.returncode < 0 else f"code {done.returncode}"
        return (
            f"PDFium gave up ({ended}; at most {limits.paper_seconds} seconds and {memory} MB); save its text as .txt"
        )
    told = json.loads(done.stdout)
    error = told.get("error")
    if error is None:
        return told
    if "assword" in error or "ecurity" in error:
        return "the PDF is encrypted; save it without a password"
    return f"the PDF cannot be read: {error}"


def _said(about: dict[str, str], text: str, starts: Sequence[int]) -> tuple[Metadata, dict[str, Known]]:
    """A day on a line of its own on the first page is stated. When the file was made is no day of publication."""
    fields, known = Metadata(), dict[str, Known]()
    first = text[: starts[1]] if len(starts) > 1 else text
    day = dateline.stated_day(first)
    if day:
        fields["published"], known["published"] = day, "stated"
    titled = dateline.title(first)
    title = " ".join((about.get("Title") or "").split())
    if title and title.isprintable():
        fields["title"], known["title"] = title, "metadata"
    elif titled:
        fields["title"], known["title"] = titled.text, "guessed"
    made = re.match(r"D:(\d{4})(\d{2})(\d{2})", about.get("ModDate", ""))
    changed = whole_day("-".join(made.groups())) if made else None
    if changed:
        fields["modified"], known["modified"] = changed, "metadata"
    return fields, known


# ── from lines to text ───────────────────────────────────────────────────────────────────────────


def joined(pages: Sequence[Sequence[Line]]) -> tuple[str, tuple[int, ...]]:
    """The text, and the offset at which each page begins. Running heads and page numbers are left out."""
    parts: list[str] = []
    starts: list[int] = []
    length = 0
    for lines in _without_running_heads(pages):
        text = _page_text(lines)
        if parts and text:
            parts.append("\n" if _goes_on(parts[-1], text) else "\n\n")
            length += len(parts[-1])
        starts.append(length)
        if text:
            parts.append(text)
            length += len(text)
    return "".join(parts) + ("\n" if parts else ""), tuple(starts)


def _goes_on(before: str, after: str) -> bool:
    return bool(before) and before[-1] not in SENTENCE_ENDS and after[0].islower()


def _page_text(lines: Sequence[Line]) -> str:
    """Lines with a blank line where the gap is wider than usual or the type changes; broken words made whole."""
    shown = [line for line in lines if line.text.strip()]
    gaps = [a.end - b.bottom for a, b in pairwise(shown) if a.end > b.bottom]
    usual = median(gaps) if gaps else 0.0
    text = ""
    for number, line in enumerate(shown):
        words = _clean(line.text)
        if number == 0:
            text = words
        elif text[-1:] in HYPHENS:
            text = text.rstrip(HYPHENS) + words
        else:
            text += ("\n\n" if _parted(shown[number - 1], line, usual) else "\n") + words
    return text.rstrip(HYPHENS)


def _clean(line: str) -> str:
    """Printable characters only; a hyphen that breaks a word is kept where it ends the line."""
    ending = line.rstrip()[-1:]
    words = " ".join("".join(c if c.isprintable() else " " for c in line if c not in HYPHENS).split())
    return words + ending if ending in HYPHENS else words


def _parted(before: Line, line: Line, usual: float) -> bool:
    gap = before.end - line.bottom
    low, high = sorted((before.height, line.height))
    if low > 0 and high / low > OTHER_SIZE:
        return True
    return gap > WIDE_GAP * usual or gap > 2 * high > 0


def _without_running_heads(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """Without lines that stand first or last on several pages and differ at most in a number that counts pages.
    Where such a line has words, its first occurrence stays."""
    kept = [[line for line in lines if line.text.strip()] for lines in pages]
    for edge in (0, -1):
        groups: dict[str, list[int]] = defaultdict(list)
        for number, lines in enumerate(kept):
            if lines:
                groups[NUMBER.sub("#", lines[edge].text.strip())].append(number)
        for shape, numbers in groups.items():
            if _is_running([kept[n][edge].text.strip() for n in numbers], numbers):
                has_words = any(c.isalpha() for c in shape)
                for number in numbers[1:] if has_words else numbers:
                    del kept[number][edge]
    return kept


def _is_running(lines: Sequence[str], pages: Sequence[int]) -> bool:
    columns = list(zip(*([int(n) for n in NUMBER.findall(line)] for line in lines), strict=True))
    counting = [c for c in columns if len({value - page for value, page in zip(c, pages, strict=True)}) == 1]
    steady = all(len(set(column)) == 1 for column in columns if column not in counting)
    return steady and len(lines) >= (2 if counting else RUNNING) and (bool(counting) or len(set(lines)) == 1)
