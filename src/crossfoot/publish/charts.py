"""Charts of a series: where bounds and figures stand. Geometry only; the drawing is a template.

Two panels at most: running totals from the epoch (marks at their last day, bounds as a stepped band), and counts
within a stretch of time (lines over the stretch, bounds as boxes). One drawing serves every width of window: x is in
per cent of the width, y in pixels; text keeps its size, and what would collide in a narrow window is marked `wide`.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from crossfoot.publish.index import Index, anchor
from crossfoot.publish.words import figure
from crossfoot.records import Bound, Claim, Series

Panel = Literal["running", "within"]
Shape = Literal["point", "up", "down", "bar"]
Anchor = Literal["start", "middle", "end"]
Box4 = tuple[float, float, float, float]

NEAR_EPOCH = timedelta(days=60)
WIDE, NARROW = 720, 350
"""Widths in pixels at which labels are placed so that none covers another."""
HEIGHT = 320
MOST_MARKS = 300
MOST_MARKS_OF_MANY = 30
"""In a chart of a page of very many figures: those that clash first, then the latest."""
_MOST_LABELS = 24
_LETTER = 6.6
_ARROW = 19
"""Pixels that a letter is wide, and an arrow long."""
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

    @property
    def middle(self) -> float:
        return round((self.x + self.x2) / 2, 1)


@dataclass(frozen=True, slots=True)
class Box:
    x: float
    y: float
    width: float
    height: float
    says: str


@dataclass(frozen=True, slots=True)
class Label:
    """Text at `x` (moved by `dx` pixels). `wide`: only where there is room for it."""

    x: float
    y: float
    text: str
    anchor: Anchor = "middle"
    dx: float = 0
    wide: bool = False

    def box(self, width: int) -> Box4:
        """Left, top, right and bottom in pixels, in a window of that width."""
        long = _LETTER * len(self.text)
        left = self.x * width / 100 + self.dx - {"start": 0.0, "middle": long / 2, "end": long}[self.anchor]
        return left, self.y - 11, left + long, self.y + 2


@dataclass(frozen=True, slots=True)
class Chart:
    panel: Panel
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
    """The plot area and its scales: days to x (per cent), counts to y (pixels). Counts start at zero."""

    first: date
    last: date
    top_value: float
    left: float
    right: float = 98.0
    top: float = 26.0
    bottom: float = HEIGHT - 26.0

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


def charts(index: Index, series: Series) -> tuple[Chart, ...]:
    """The panels of a series that have something to show."""
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
        found.append(_chart(index, panel, _marked(index, some_claims), some_bounds))
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


def _chart(index: Index, panel: Panel, claims: list[Claim], bounds: list[Bound]) -> Chart:
    frame = _frame(index, panel, claims, bounds)
    marks = tuple(_mark(index, frame, c, panel) for c in claims)
    lines, events = _events(index, frame)
    drawn_as_band = panel == "running" and len(bounds) > 1
    return Chart(
        panel=panel,
        height=HEIGHT,
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


def _frame(index: Index, panel: Panel, claims: list[Claim], bounds: list[Bound]) -> Frame:
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
    margin = 4 + _LETTER * len(figure(int(max(values, default=1))))
    top_value = max(values, default=1.0) * 1.12 or 1.0
    return Frame(first, _later(last, pad), top_value, round(min(30.0, 100 * margin / NARROW), 1))


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
    left = round(right - 1.2, 1) if panel == "running" else frame.x(bound.start)
    top = frame.top if bound.high is None else frame.y(bound.high)
    bottom = frame.bottom if bound.low is None else frame.y(bound.low)
    says = f"{index.words.label(bound.start, bound.end)}: {index.words.interval(bound.low, bound.high)}"
    if bottom - top < 4:
        top, bottom = (top + bottom) / 2 - 2, (top + bottom) / 2 + 2
    return Box(left, round(top, 1), round(max(0.5, right - left), 1), round(bottom - top, 1), says)


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
    taken = {width: [_mark_box(m, width) for m in marks] for width in (WIDE, NARROW)}
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


def _mark_box(mark: Mark, width: int) -> Box4:
    above, below = _ARROW if mark.shape == "up" else 5, _ARROW if mark.shape == "down" else 5
    return mark.x * width / 100 - 5, mark.y - above, mark.x2 * width / 100 + 5, mark.y2 + below


def _place(frame: Frame, mark: Mark, text: str, taken: Mapping[int, list[Box4]]) -> Label | None:
    """Where it fits at every width, else where it fits in a wide window."""
    above = round(mark.y - (_ARROW + 5 if mark.shape == "up" else 12), 1)
    below = round(mark.y2 + (_ARROW + 13 if mark.shape == "down" else 20), 1)
    spots = (
        Label(mark.middle, above, text),
        Label(mark.middle, below, text),
        Label(mark.x, mark.y + 4, text, "end", -13),
        Label(mark.x2, mark.y + 4, text, "start", 13),
    )
    for widths in ((WIDE, NARROW), (WIDE,)):
        for spot in spots:
            if all(_fits(frame, spot, width, taken[width]) for width in widths):
                for width in widths:
                    taken[width].append(spot.box(width))
                return replace(spot, wide=len(widths) == 1)
    return None


def _fits(frame: Frame, label: Label, width: int, taken: Sequence[Box4]) -> bool:
    left, top, right, bottom = box = label.box(width)
    inside = frame.left * width / 100 <= left and right <= width and frame.top - 5 <= top and bottom <= frame.bottom
    return inside and not any(_cross(box, other) for other in taken)


def _cross(a: Box4, b: Box4) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


# ── axes ─────────────────────────────────────────────────────────────────────────────────────────


def _value_ticks(frame: Frame) -> tuple[Label, ...]:
    rough = frame.top_value / 4
    power = 10 ** math.floor(math.log10(rough)) if rough > 0 else 1
    step = next(power * m for m in (1, 2, 2.5, 5, 10) if power * m >= rough)
    count = int(frame.top_value // step)
    return tuple(Label(0, frame.y(n * step), figure(round(n * step, 6)), "start") for n in range(count + 1))


def _time_ticks(index: Index, frame: Frame) -> tuple[Label, ...]:
    months = (frame.last.year - frame.first.year) * 12 + frame.last.month - frame.first.month + 1
    step = next((s for s in _MONTH_STEPS if months / s <= _room(frame, WIDE)), _MONTH_STEPS[-1])
    every = 1 if months / step <= _room(frame, NARROW) else 2 if months / step <= 2 * _room(frame, NARROW) else 4
    ticks = []
    for serial in range(frame.first.year * 12 + frame.first.month - 1, frame.last.year * 12 + frame.last.month):
        day = date(max(1, serial // 12), serial % 12 + 1, 1)
        if serial % step == 0 and frame.first <= day <= frame.last:
            wide = serial // step % every != 0
            ticks.append(Label(frame.x(day), frame.bottom + 17, _tick_text(index, day, step), wide=wide))
    return tuple(ticks)


def _room(frame: Frame, width: int) -> int:
    """How many names of months or years have room below the axis."""
    return max(2, int((frame.right - frame.left) / 100 * width // (64 if width > NARROW else 45)))


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
        if labels and abs(x - labels[-1].x) < 100 * 3 * _LETTER / NARROW:
            labels[-1] = replace(labels[-1], text=f"{labels[-1].text}, {n}")
        else:
            labels.append(Label(x, frame.top - 8, str(n)))
    return tuple(lines), tuple(labels)
