"""The period and kind of a figure: what governs it, of what kind that makes it, where a running total ends (§3, §4)."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from crossfoot.read.chronicle import Chronicle, chronicle
from crossfoot.read.dates import TimeMention
from crossfoot.read.dating import label_day
from crossfoot.read.governing import governing, rate_beside
from crossfoot.read.kinds import cued_kind, has, is_added, is_difference, is_present_perfect, is_running
from crossfoot.read.scenes import Found, Placeable, Scene, Setting, Timing, after, scene_of
from crossfoot.read.timeline import Placed, Side
from crossfoot.read.timetokens import word_before
from crossfoot.records import Claim, Kind, Period, Precision

UNRESOLVED = ("at same_period", "another day")
"""What has one of these rules and no days is of some other time than the one up to now."""
STILL_COUNTED = timedelta(days=45)
"""How long after an event its toll may grow."""

__all__ = ["Chronicle", "Placeable", "Setting", "Timing", "candidates", "chronicle", "period_of", "years_named"]


def period_of(figure: Placeable, place: Setting) -> Timing:
    """Period and kind of one figure, from its own sentence, then from those before it, then from the report."""
    scene = scene_of(figure, place)
    rate = rate_beside(scene)
    cued = cued_kind(scene.near, place.chronicle.words)
    found = governing(scene, cued[0] if cued else None)
    kind, cause = _kind(scene, found, rate, cued)
    if kind == "cumulative":
        found = _running(scene, found)
    if is_added(scene.near, place.chronicle.words) and not found.rule.startswith(("at ", "range", "carried")):
        found = replace(found, start=None, rule=f"added, {found.rule}")
    found = _closed(scene, _counted_until(scene, found, kind), kind)
    if kind == "rate" and found.rule.startswith("statement"):
        found = replace(found, start=None)
    if kind == "stock" and found.start is None and found.end is not None:
        found = replace(found, start=found.end)
    sides = sum(side is not None for side in (found.start, found.end))
    literal = {"period"} if sides and not found.carried else set()
    literal |= {"kind"} if cause != "default" else set()
    per = rate.mention.per if rate is not None and kind == "rate" else None
    return Timing(compose(found), kind, per, f"{found.rule}, {kind} by {cause}", frozenset(literal))


def _kind(scene: Scene, found: Found, rate: Placed | None, cued: tuple[Kind, str] | None) -> tuple[Kind, str]:
    """The kind and what told it: share, change and rate by their words; else the time that governs, else the cue."""
    if scene.figure.is_share:
        return ("change", "change_cue") if is_difference(scene.near, scene.chronicle.words) else ("share", "share")
    if rate is not None and not (cued is not None and cued[0] == "change"):
        return "rate", "rate_phrase"
    if cued is not None and _cue_rules(cued[0], found):
        return cued
    return (found.kind, found.rule) if found.kind is not None else ("flow", "default")


def _cue_rules(kind: Kind, found: Found) -> bool:
    """Whether a cue goes before the time that governs."""
    if kind == "change" or found.kind is None:
        return True
    if kind == "stock" and found.start is None:
        return True
    return found.kind == "flow" and not _is_unit(found)


def _is_unit(found: Found) -> bool:
    """A calendar unit longer than a day: what it holds is a flow, whatever the tense."""
    return found.precision != "day" and found.start is not None and found.end is not None


def _running(scene: Scene, found: Found) -> Found:
    """What has run up to a day, or from a day until now, is not of that day alone."""
    words = scene.chronicle.words
    if found.precision != "day" or found.start is None or found.start != found.end:
        return found
    if is_running(scene.near, words) and found.rule.startswith("at ") and _is_read_off(scene, found):
        return replace(found, start=None, rule=f"read off {found.rule}")
    if is_present_perfect(scene.near, words) and found.rule.startswith(("at ", "event")):
        return replace(found, end=None, rule=f"from {found.rule} until now", carried=True)
    return found


def _is_read_off(scene: Scene, found: Found) -> bool:
    """ "Rose to 23 on Thursday", and not "the toll of Monday's earthquake"."""
    placed = next((p for p in scene.points if p.mention.text == found.text and p.end == found.end), None)
    before = word_before(scene.chronicle.text, placed.mention.start) if placed is not None else ""
    return scene.chronicle.words.entries.get(before, ("", 0))[0] == "at"


# ── where it ends ────────────────────────────────────────────────────────────────────────────────


def _closed(scene: Scene, found: Found, kind: Kind) -> Found:
    """§3.4: an unknown end becomes the published date, where there is one; a toll counts from its event."""
    tale = scene.chronicle
    if tale.published is None or (found.rule in UNRESOLVED and found.start is None and found.end is None):
        return found
    heading = bool(tale.sentences) and tale.sentences[scene.number].heading and kind == "flow"
    told = heading or found.rule.startswith(("until", "as_of", "before", "since", "added"))
    open_start = found.start is None and not told
    if found.end is None:
        rule = found.rule if found.rule != "none" else "published"
        found = replace(found, end=tale.published, precision="day", rule=rule, carried=True)
    if open_start and kind in ("flow", "cumulative") and tale.event is not None and after(found.end, tale.event.start):
        return replace(found, start=tale.event.start, rule=f"{found.rule} since the event", carried=True)
    return found


def _counted_until(scene: Scene, found: Found, kind: Kind) -> Found:
    """ "Twelve people were killed on Monday", printed on Tuesday: a toll is counted from the event to the day on which
    it is told, and may grow after it. A report that tells of several days counts each."""
    tale, day = scene.chronicle, found.end
    published = tale.published
    if published is None or not isinstance(day, date) or found.start != day or kind not in ("flow", "cumulative"):
        return found
    recent = day < published <= day + STILL_COUNTED
    later = bisect_right(tale.days_told, day)
    if later < len(tale.days_told) and tale.days_told[later] <= published:
        return found
    if (
        not recent
        or not found.rule.startswith(("at ", "event"))
        or not has(scene.near.clause, tale.words.cues["tolls"])
    ):
        return found
    told = tale.statements.get(scene.number)
    until = told.end if told is not None and isinstance(told.end, date) and told.end >= day else published
    return replace(found, end=until, carried=True, rule=f"{found.rule}, counted until it was told")


def compose(found: Found) -> Period:
    """Known days, or a label for what lacks its year (§3.3)."""
    start, end = found.start, found.end
    known_start = start if isinstance(start, date) else None
    known_end = end if isinstance(end, date) else None
    label = None
    if isinstance(start, str) or isinstance(end, str):
        label = _label(start, end, found.precision)
    return Period(known_start, known_end, found.precision, found.text, label)


def _label(start: Side, end: Side, precision: Precision) -> str:
    if start is None or start == end:
        return str(end)
    if isinstance(start, str) and isinstance(end, str) and precision == "month" and start[:4] == end[:4]:
        return start[:4]
    return f"{start}/{end or ''}"


# ── years that are missing ───────────────────────────────────────────────────────────────────────


def candidates(claim: Claim, epoch_year: int, last_year: int) -> tuple[Period, ...]:
    """§3.3: a period without its year, once in every year from the epoch's to the latest that is named."""
    label = claim.period.partial
    if label is None or last_year - epoch_year > 400:
        return ()
    return tuple(_in_year(label, year, claim) for year in range(epoch_year, last_year + 1))


def _in_year(label: str, year: int, claim: Claim) -> Period:
    first, _, last = label.partition("/")
    if len(first) == 4:
        start = label_day(f"{first}-01", year)
        end = label_day(f"{first}-31", year) or label_day(f"{first}-30", year) or label_day(f"{first}-29", year)
    else:
        start = label_day(first, year)
        end = label_day(last, year) if last else None if label.endswith("/") else start
    if "/" not in label and len(first) > 4 and claim.kind in ("cumulative", "rate"):
        start = None
    if start is not None and end is not None and start > end and first.startswith("--"):
        start = label_day(first, year - 1)
    return replace(claim.period, start=start, end=end, partial=None)


def years_named(mentions: Sequence[TimeMention]) -> frozenset[int]:
    """All years that the mentions of a text name."""
    return frozenset(point.year for mention in mentions for point in mention.points if point.year is not None)
