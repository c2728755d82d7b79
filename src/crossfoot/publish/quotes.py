"""Figures quoted in place: the sentence around them, trimmed by whole words, private data masked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from crossfoot.publish.index import Index
from crossfoot.records import Claim, Report

WHOLE = 420
"""A sentence up to this many characters is quoted whole."""
AROUND = 150
"""Of a longer one, so many characters before and after each figure."""
_EDGE = 40
_NEAR = 60
_GAP = " … "


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a quote: plain words, a figure (`claim`), or a mask (`mask` is its kind)."""

    text: str
    claim: str | None = None
    mask: bool = False


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of one report with the figures marked. `context` is False where there is no text around them."""

    report: Report | None
    file: str
    pieces: tuple[Piece, ...]
    claims: tuple[Claim, ...]
    context: bool = True
    windows: tuple[tuple[int, int], ...] = ()
    """The stretches of the report's text that are quoted."""
    times: tuple[Timed, ...] = ()


@dataclass(frozen=True, slots=True)
class Timed:
    """Where the time of a figure comes from that does not stand beside it as it was read; `pieces` are those words."""

    says: str
    pieces: tuple[Piece, ...] = ()


def quotes(index: Index, ids: Iterable[str], *, timed: bool = True) -> tuple[Quote, ...]:
    """One quote a sentence: figures that stand in the same sentence are marked in it together. `timed`: with where
    their times come from."""
    groups: dict[tuple[str, int, int], list[Claim]] = defaultdict(list)
    for id in dict.fromkeys(ids):
        claim = index.claims.get(id)
        if claim is not None:
            groups[(claim.report, *_sentence(index, claim))].append(claim)
    found = (_quote(index, start, end, claims) for (_, start, end), claims in groups.items())
    return tuple(replace(q, times=_times(index, q)) for q in found) if timed else tuple(found)


def quote(index: Index, claim: Claim) -> Quote:
    return quotes(index, (claim.id,))[0] if claim.id in index.claims else _bare(index, (claim,))


def _sentence(index: Index, claim: Claim) -> tuple[int, int]:
    report = index.reports.get(claim.report)
    text = report.text if report else ""
    start, end = claim.sentence or (claim.start - AROUND, claim.end + AROUND)
    start, end = max(0, min(start, claim.start)), min(len(text), max(end, claim.end))
    end = max(start, end)
    while start < min(claim.start, len(text)) and text[start].isspace():
        start += 1
    return start, end


def _quote(index: Index, start: int, end: int, claims: list[Claim]) -> Quote:
    report = index.reports.get(claims[0].report)
    placed = [c for c in claims if report is not None and report.text[c.start : c.end] == c.quote]
    if report is None or len(placed) != len(claims):
        return _bare(index, tuple(claims))
    ordered = tuple(sorted(claims, key=lambda c: (c.start, c.end)))
    pieces: list[Piece] = []
    windows = _windows(report.text, start, end, ordered)
    for n, window in enumerate(windows):
        if window[0] > start or n > 0:
            pieces.append(Piece(_GAP.lstrip() if n == 0 else _GAP))
        pieces += cut(index, report, window, ordered)
    if windows[-1][1] < end:
        pieces.append(Piece(_GAP.rstrip()))
    return Quote(report, claims[0].file, tuple(pieces), ordered, windows=tuple(windows))


def _times(index: Index, quote: Quote) -> tuple[Timed, ...]:
    report = quote.report
    if report is None or not quote.context:
        return ()
    timed = [c for c in quote.claims if c.period.start or c.period.end or c.period.partial]
    unsure = [c for c in timed if c.literal and "period" not in c.literal]
    corrected = [c for c in unsure if c.corrected and "period" in c.corrected]
    found = [_time(index, report, quote.windows, c) for c in unsure if c not in corrected]
    return tuple(dict.fromkeys(t for t in found if t))


def _time(index: Index, report: Report, windows: Sequence[tuple[int, int]], claim: Claim) -> Timed | None:
    words, printed = index.words, claim.period.text or ""
    period = words.label(claim.period.start, claim.period.end)
    at = report.text.rfind(printed, 0, claim.start) if printed else -1
    beside = any(printed in report.text[low:high] for low, high in windows)
    if not printed or (at < 0 and not beside):
        return Timed(words.say("timed", "unprinted", period=period))
    if beside:
        if claim.period.partial:
            return None
        return Timed(words.say("timed", "read", text=index.redacted(printed), period=period))
    first = report.text.rfind("\n", 0, at) + 1
    low = _word_edge(report.text, max(first, at - _NEAR), at, first)
    line = report.text.find("\n", at)
    last = len(report.text) if line < 0 else line
    high = _word_end(report.text, min(last, at + len(printed) + _NEAR), at + len(printed), last)
    before, after = _GAP.lstrip() if low > first else "", _GAP.rstrip() if high < last else ""
    pieces = [Piece(before), *cut(index, report, (low, high), ()), Piece(after)]
    said = words.say("timed", "before", text=index.redacted(printed))
    return Timed(said, tuple(p for p in pieces if p.text))


def _bare(index: Index, claims: tuple[Claim, ...]) -> Quote:
    pieces: list[Piece] = []
    for claim in claims:
        pieces += [Piece(", ")] if pieces else []
        pieces.append(Piece(claim.quote, claim.id))
    return Quote(index.reports.get(claims[0].report), claims[0].file, tuple(pieces), claims, context=False)


def _windows(text: str, start: int, end: int, claims: tuple[Claim, ...]) -> list[tuple[int, int]]:
    if end - start <= WHOLE:
        return [(start, end)]
    windows: list[tuple[int, int]] = []
    for claim in claims:
        low = _word_edge(text, max(start, claim.start - AROUND), claim.start, start)
        high = _word_end(text, min(end, claim.end + AROUND), claim.end, end)
        if windows and low <= windows[-1][1] + _EDGE:
            windows[-1] = (windows[-1][0], max(high, windows[-1][1]))
        else:
            windows.append((low, high))
    return windows


def _word_edge(text: str, at: int, limit: int, first: int) -> int:
    """The first word's beginning at or after `at`, within reach; else `at` itself."""
    if at <= first or text[at - 1].isspace():
        return at
    for i in range(at, min(limit, at + _EDGE)):
        if text[i].isspace():
            return i + 1
    return at


def _word_end(text: str, at: int, limit: int, last: int) -> int:
    if at >= last or text[at].isspace():
        return at
    for i in range(at - 1, max(limit, at - _EDGE) - 1, -1):
        if text[i].isspace():
            return i
    return at


def cut(index: Index, report: Report, window: tuple[int, int], claims: tuple[Claim, ...]) -> list[Piece]:
    """Cuts a window into words, figures and masks. Figures win over masks; later overlapping figures lose."""
    low, high = window
    text = report.text
    marks: list[tuple[int, int, Piece]] = []
    for claim in claims:
        if low <= claim.start and claim.end <= high and (not marks or claim.start >= marks[-1][1]):
            marks.append((claim.start, claim.end, Piece(text[claim.start : claim.end], claim.id)))
    for m in index.masks(report):
        start, end = max(low, m.start), min(high, m.end)
        if start < end and not any(start < b and a < end for a, b, _ in marks):
            marks.append((start, end, Piece(index.words.say("mask", m.kind), mask=True)))
    pieces: list[Piece] = []
    at = low
    for start, end, piece in sorted(marks, key=lambda m: m[0]):
        pieces += [Piece(text[at:start])] if start > at else []
        pieces.append(piece)
        at = end
    return [*pieces, Piece(text[at:high])] if at < high else pieces
