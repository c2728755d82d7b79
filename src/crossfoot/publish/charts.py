"""Charts of a series: where bounds and figures stand. Geometry only; the drawing is a template.

Two panels at most: running totals from the epoch (marks at their last day, bounds as a stepped band), and counts
within a stretch of time (lines over the stretch, bounds as boxes). Units of geometry are SVG user units.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from crossfoot.publish.index import Index, anchor
from crossfoot.publish.words import figure
from crossfoot.records import Bound, Claim, Series

Panel = Literal["running", "within"]
Shape = Literal["point", "up", "down", "bar"]

NEAR_EPOCH = timedelta(days=60)
MOST_MARKS = 300
MOST_MARKS_OF_MANY = 30
"""In a chart of a page of very many figures: those that clash first, then the latest."""
_MOST_LABELS = 24
_LETTER = 6.6
_MONTH_STEPS = (1, 2, 3, 6, 12, 24, 60, 120, 240)


@dataclass(frozen=True, slots=True)
class Mark:
    """A claim. `x` to `x2` is its stretch of time; `y` to `y2` its interval (equal for a single number)."""

    shape: Shape
    x: float
    x2: float
    y: float
    y2: float
    href: str
    says: str
    ring: bool
    approximate: bool


@dataclass(frozen=True, slots=True)
class Box:
    x: float
    y: float
    width: float
    height: float
    says: str


@dataclass(frozen=True, slots=True)
class Label:
    x: float
    y: float
    text: str
    anchor: Literal["start", "middle", "end"] = "middle"


@dataclass(frozen=True, slots=True)
class Chart:
    panel: Panel
    id: str
    width: int
    height: int
    left: float
    right: float
    top: float
    bottom: float
    band: str
    boxes: tuple[Box, ...]
    marks: tuple[Mark, ...]
    labels: tuple[Label, ...]
    x_ticks: tuple[Label, ...]
    y_ticks: tuple[Label, ...]
    event_lines: tuple[float, ...]
    events: tuple[Label, ...]


@dataclass(frozen=True, slots=True)
class Frame:
    """The plot area and its scales: days to x, counts to y. Counts start at zero."""

    width: int
    height: int
    first: date
    last: date
    top_value: float
    left: float
    right: float
    top: float = 26.0
    foot: float = 26.0

    @property
    def bottom(self) -> float:
        return self.height - self.foot

    def x(self, day: date) -> float:
        days = max(1, (self.last - self.first).days)
        share = min(1.0, max(0.0, (day - self.first).days / days))
        return round(self.left + share * (self.right - self.left), 1)

    def y(self, value: float) -> float:
        share = min(1.0, max(0.0, value / self.top_value))
        return round(self.bottom - share * (self.bottom - self.top), 1)


def is_running(index: Index, start: date | None, end: date | None) -> bool:
    """Whether a stretch is a total up to a day: without a start, or starting near the codebook's epoch."""
    if end is None:
        return False
    epoch = _epoch(index)
    return start is None or (epoch is not None and abs(start - epoch) <= NEAR_EPOCH)


def charts(index: Index, series: Series, width: int, height: int) -> tuple[Chart, ...]:
    """The panels of a series that have something to show, drawn `width` units wide."""
    claims = [c for c in index.claims_of.get(series, ()) if _drawable(c)]
    bounds = index.bounds_of.get(series, ())
    totals = [c for c in claims if is_running(index, c.period.start, c.period.end)]
    drawn = {c.id for c in totals}
    within = [c for c in claims if c.id not in drawn and c.period.is_known]
    if within and len({(c.period.end, c.low, c.high) for c in totals}) == 1:
        within, totals = totals + within, []
    found = []
    for panel, some_claims in _panels(totals, within):
        running = panel == "running"
        some_bounds = [b for b in bounds if is_running(index, b.start, b.end) == running]
        name = anchor(f"chart-{width}-{panel}", series.id)
        found.append(_chart(index, panel, name, (_marked(index, some_claims), some_bounds), (width, height)))
    return tuple(found)


def _marked(index: Index, claims: Sequence[Claim]) -> list[Claim]:
    """One claim for each mark: of those that say the same of the same days, one that clashes or the first."""
    found: dict[tuple[object, ...], Claim] = {}
    for claim in claims:
        key = (claim.low, claim.high, claim.approximate, claim.period.start, claim.period.end)
        if key not in found or (claim.id in index.clashing and found[key].id not in index.clashing):
            found[key] = claim
    most = MOST_MARKS_OF_MANY if index.is_large else MOST_MARKS
    latest = sorted(found.values(), key=lambda c: c.period.end or date.min, reverse=True)
    kept = {c.id for c in sorted(latest, key=lambda c: c.id not in index.clashing)[:most]}
    return [c for c in found.values() if c.id in kept]


def _panels(totals: list[Claim], within: list[Claim]) -> Iterator[tuple[Panel, list[Claim]]]:
    if totals:
        yield "running", totals
    if within:
        yield "within", within


def _drawable(claim: Claim) -> bool:
    countable = claim.kind in ("flow", "cumulative", "stock")
    return countable and claim.period.end is not None and (claim.low is not None or claim.high is not None)


def _chart(
    index: Index, panel: Panel, name: str, data: tuple[list[Claim], list[Bound]], size: tuple[int, int]
) -> Chart:
    claims, bounds = data
    frame = _frame(index, panel, claims, bounds, size)
    marks = tuple(_mark(index, frame, c, panel) for c in claims)
    lines, events = _events(index, frame)
    drawn_as_band = panel == "running" and len(bounds) > 1
    return Chart(
        panel=panel,
        id=name,
        width=frame.width,
        height=frame.height,
        left=frame.left,
        right=frame.right,
        top=frame.top,
        bottom=frame.bottom,
        band=_band(frame, bounds) if drawn_as_band else "",
        boxes=() if drawn_as_band else tuple(_box(index, frame, b, panel) for b in bounds if _tells(b)),
        marks=marks,
        labels=_labels(frame, marks, claims),
        x_ticks=_time_ticks(index, frame),
        y_ticks=_value_ticks(frame),
        event_lines=lines,
        events=events,
    )


def _frame(index: Index, panel: Panel, claims: list[Claim], bounds: list[Bound], size: tuple[int, int]) -> Frame:
    ends = [c.period.end for c in claims if c.period.end] + [b.end for b in bounds]
    starts = [c.period.start for c in claims if c.period.start] + [b.start for b in bounds]
    epoch = _epoch(index)
    if epoch and (panel == "running" or any(c.period.start is None for c in claims)):
        starts.append(epoch)
    first, last = min(starts or ends), max(ends)
    pad = timedelta(days=max(10, (last - first).days // 25))
    first = first if panel == "running" else _earlier(first, pad)
    values = [float(v) for c in claims for v in (c.low, c.high) if v is not None]
    values += [float(v) for b in bounds for v in (b.low, b.high) if v is not None]
    width, height = size
    left = 20 + _LETTER * len(figure(int(max(values, default=1))))
    top_value = max(values, default=1.0) * 1.12 or 1.0
    return Frame(width, height, first, _later(last, pad), top_value, left, width - 14.0)


def _earlier(day: date, by: timedelta) -> date:
    return day - by if day - date.min > by else date.min


def _later(day: date, by: timedelta) -> date:
    return day + by if date.max - day > by else date.max


# ── what is drawn ────────────────────────────────────────────────────────────────────────────────


def _mark(index: Index, frame: Frame, claim: Claim, panel: Panel) -> Mark:
    end = claim.period.end or frame.last
    x2 = frame.x(end)
    x = x2 if panel == "running" else frame.x(claim.period.start or _epoch(index) or end)
    low, high = claim.low, claim.high
    shape: Shape = "up" if high is None else "down" if low is None else "point" if low == high else "bar"
    lowest = low if low is not None else high
    highest = high if high is not None else low
    says = f"{claim.quote}: {index.words.label(claim.period.start, claim.period.end)}. {index.said_in(claim)}"
    y, y2 = frame.y(float(highest or 0)), frame.y(float(lowest or 0))
    return Mark(
        shape, x, x2, y, y2, "#" + anchor("claim", claim.id), says, claim.id in index.clashing, claim.approximate
    )


def _tells(bound: Bound) -> bool:
    """A box from nothing to the greatest value, or without an end, would only hide the others."""
    return bool(bound.low) and bound.high is not None


def _epoch(index: Index) -> date | None:
    return index.codebook.epoch.date if index.codebook.epoch else None


def _box(index: Index, frame: Frame, bound: Bound, panel: Panel) -> Box:
    right = frame.x(bound.end)
    left = right - 9 if panel == "running" else frame.x(bound.start)
    top = frame.top if bound.high is None else frame.y(bound.high)
    bottom = frame.bottom if bound.low is None else frame.y(bound.low)
    says = f"{index.words.label(bound.start, bound.end)}: {index.words.interval(bound.low, bound.high)}"
    if bottom - top < 4:
        top, bottom = (top + bottom) / 2 - 2, (top + bottom) / 2 + 2
    return Box(left, round(top, 1), round(max(3.0, right - left), 1), round(bottom - top, 1), says)


def _band(frame: Frame, bounds: list[Bound]) -> str:
    """A stepped outline: a running total never falls, so a low holds from its day on, a high until its day."""
    ordered = sorted(bounds, key=lambda b: b.end)
    upper, lower = [], []
    x = frame.left
    for bound in ordered:
        right = frame.x(bound.end)
        y = frame.top if bound.high is None else frame.y(bound.high)
        upper += [(x, y), (right, y)]
        x = right
    floor = frame.bottom
    x = frame.left
    for bound in ordered:
        right = frame.x(bound.end)
        lower += [(x, floor), (right, floor)]
        floor = floor if bound.low is None else min(floor, frame.y(bound.low))
        x = right
    lower.append((x, floor))
    return "M" + "L".join(f"{px:g} {py:g}" for px, py in (*upper, *reversed(lower))) + "Z"


def _labels(frame: Frame, marks: Sequence[Mark], claims: Sequence[Claim]) -> tuple[Label, ...]:
    """Numbers beside their marks where there is room; ringed marks first."""
    taken: list[tuple[float, float, float, float]] = [(m.x - 5, m.y - 5, m.x2 + 5, m.y2 + 5) for m in marks]
    placed: list[Label] = []
    first_at = {(m.x, m.x2, m.y, m.y2): n for n, m in reversed(list(enumerate(marks)))}
    order = sorted(first_at.values(), key=lambda n: (not marks[n].ring, -marks[n].x2))
    for n in order[: _MOST_LABELS * 2]:
        if len(placed) >= _MOST_LABELS:
            break
        value = claims[n].low if claims[n].low is not None else claims[n].high
        label = _place(frame, marks[n], figure(value or 0), taken)
        if label:
            placed.append(label)
    return tuple(placed)


def _place(frame: Frame, mark: Mark, text: str, taken: list[tuple[float, float, float, float]]) -> Label | None:
    wide = _LETTER * len(text)
    middle = (mark.x + mark.x2) / 2
    above, below = mark.y - 12, mark.y2 + 20
    if mark.shape == "up":
        above -= 12
    spots = (
        (middle, above),
        (middle, below),
        (mark.x - wide / 2 - 13, mark.y + 4),
        (mark.x2 + wide / 2 + 13, mark.y + 4),
    )
    for x, y in spots:
        box = (x - wide / 2, y - 11, x + wide / 2, y + 2)
        inside = frame.left <= box[0] and box[2] <= frame.width and frame.top - 8 <= box[1] and box[3] <= frame.bottom
        if inside and not any(_cross(box, other) for other in taken):
            taken.append(box)
            return Label(round(x, 1), round(y, 1), text)
    return None


def _cross(a: tuple[float, float, float, float], b: tuple[float, float, float, float]) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


# ── axes ─────────────────────────────────────────────────────────────────────────────────────────


def _value_ticks(frame: Frame) -> tuple[Label, ...]:
    rough = frame.top_value / 4
    power = 10 ** math.floor(math.log10(rough)) if rough > 0 else 1
    step = next(power * m for m in (1, 2, 2.5, 5, 10) if power * m >= rough)
    count = int(frame.top_value // step)
    return tuple(Label(frame.left - 8, frame.y(n * step), figure(round(n * step, 6)), "end") for n in range(count + 1))


def _time_ticks(index: Index, frame: Frame) -> tuple[Label, ...]:
    months = (frame.last.year - frame.first.year) * 12 + frame.last.month - frame.first.month + 1
    room = max(2, int((frame.right - frame.left) // 64))
    step = next((s for s in _MONTH_STEPS if months / s <= room), _MONTH_STEPS[-1])
    ticks = []
    for serial in range(frame.first.year * 12 + frame.first.month - 1, frame.last.year * 12 + frame.last.month):
        day = date(max(1, serial // 12), serial % 12 + 1, 1)
        if serial % step == 0 and frame.first <= day <= frame.last:
            ticks.append(Label(frame.x(day), frame.bottom + 17, _tick_text(index, day, step)))
    return tuple(ticks)


def _tick_text(index: Index, day: date, step: int) -> str:
    return str(day.year) if step >= 12 or day.month == 1 else index.words.month(day).split(" ")[0][:3]


def _events(index: Index, frame: Frame) -> tuple[tuple[float, ...], tuple[Label, ...]]:
    """Context events as lines, numbered in the codebook's order; numbers that would overlap are joined."""
    lines: list[float] = []
    labels: list[Label] = []
    for n, event in enumerate(index.codebook.events, start=1):
        if not frame.first <= event.date <= frame.last:
            continue
        x = frame.x(event.date)
        lines.append(x)
        if labels and abs(x - labels[-1].x) < 3 * _LETTER:
            labels[-1] = replace(labels[-1], text=f"{labels[-1].text}, {n}")
        else:
            labels.append(Label(x, frame.top - 8, str(n)))
    return tuple(lines), tuple(labels)
