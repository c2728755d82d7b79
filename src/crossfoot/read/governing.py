"""Which time governs a figure: of its own sentence the nearest, else what is carried from the sentences before."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from crossfoot.read.chronicle import WORD
from crossfoot.read.elsewhere import from_elsewhere, statement_before
from crossfoot.read.kinds import has
from crossfoot.read.scenes import BREAK, Found, Scene, after
from crossfoot.read.timeline import Placed
from crossfoot.records import Kind

DATELINE_END = re.compile(r"[.,]?\s*(?:\([^()\n]{2,40}\))?\s*(?:[–—]|-+\s)")
MOST_OF_A_DATELINE = 50
NEIGHBOUR_COST = 60
"""In characters: what another figure between a figure and a time weighs."""
CLAUSE_COST = 30
COMMA_COST = 6
"""Paragraphs over which "of these" reaches back."""
BARE = re.compile(r"[0-9][0-9,.\u00a0 ]*%?\s(?:[^\W\d_]{2,6}\s)?")
"""A figure with nothing counted behind it, up to its time."""
RECORD_REACH = 50
OWN_TIME = 24
"""Characters from the start of a figure to a time right behind it."""
RATE_REACH = 90
"""Characters between a figure and the phrase of its rate."""


def rate_beside(scene: Scene) -> Placed | None:
    """The rate phrase nearest to a figure, with no other figure between."""
    figure, best = scene.figure, None
    for placed in scene.points:
        if placed.mention.form != "rate" or _distance(scene, placed) > RATE_REACH or _names_a_report(scene, placed):
            continue
        gap = sorted((figure.start, placed.mention.start))
        if any(gap[0] < other < gap[1] for other in scene.place.others):
            continue
        if best is None or _distance(scene, placed) < _distance(scene, best):
            best = placed
    return best


def _names_a_report(scene: Scene, placed: Placed) -> bool:
    """ "The annual reports": how often something is printed, not how often something happens."""
    after = WORD.findall(scene.chronicle.text[placed.mention.end : placed.mention.end + 40].lower())
    return any(word in scene.chronicle.words.cues["printed"] for word in after[:3])


# ── which time governs ───────────────────────────────────────────────────────────────────────────


def governing(scene: Scene, kind: Kind | None) -> Found:
    own = next((p for p in scene.points if p.mention.start == scene.place.own or _is_bracketed(scene, p)), None)
    if own is not None:
        return _from_mention(scene, own, [])
    set_off = "," in scene.chronicle.text[max(scene.figure.start - 2, 0) : scene.figure.start]
    if not set_off and has(scene.near.before, scene.chronicle.words.cues["other_day"]):
        return Found(rule="another day")
    usable = [p for p in scene.points if p.is_point and not _is_beside_the_point(scene, p)]
    day = scene.chronicle.statements.get(scene.number)
    events = [p for p in usable if p is not day and p.mention.form != "anaphor"]
    if not events and _is_since_something(scene):
        return Found(rule="since something", kind="cumulative")
    if not events:
        return from_elsewhere(scene, day, kind, any(p.mention.form == "anaphor" for p in usable))
    best = min(events, key=lambda placed: _cost(scene, placed))
    if scene.place.is_whole:
        best = _wider(best, events)
    return _from_mention(scene, best, [p for p in usable if p is not best])


def _is_since_something(scene: Scene) -> bool:
    """ "Since the beginning of the siege 105 have died": from a day that nobody tells."""
    entries = scene.chronicle.words.entries
    return any(entries.get(word, ("", 0))[0] == "since" for word in scene.near.sentence.split())


def _is_beside_the_point(scene: Scene, placed: Placed) -> bool:
    """A time after "compared with", on the other side of the figure; a decade; a time that is only a name."""
    mention = placed.mention
    if mention.start in scene.place.aside:
        return True
    if (
        mention.first is None
        or mention.form in ("decade", "vague")
        or (mention.form == "epoch" and placed.role == "at")
    ):
        return True
    if _is_bare_year(scene, placed) or _is_of_a_list_after(scene, placed) or _is_dateline(scene, placed):
        return True
    if _is_of_some_after(scene, placed) or _is_of_the_next(scene, placed) or _is_of_a_record(scene, placed):
        return True
    between = scene.chronicle.text[max(scene.figure.end, mention.start - 25) : mention.start]
    return not set(WORD.findall(between.lower())[-3:]).isdisjoint(scene.chronicle.words.cues["aside"])


def _is_bracketed(scene: Scene, placed: Placed) -> bool:
    """ "3,442 (2022), 7,883 (2023)": in brackets right behind the figure."""
    text, mention, end = scene.chronicle.text, placed.mention, scene.figure.end
    if not end < mention.start <= end + OWN_TIME or not placed.is_point or not text.startswith(")", mention.end):
        return False
    between = text[end : mention.start]
    return between.endswith("(") and between.count("(") == 1 and len(WORD.findall(between)) <= 2


def _is_bare_year(scene: Scene, placed: Placed) -> bool:
    """ "The 2022 elections", "a 2024 database": a year that dates something else."""
    mention = placed.mention
    if mention.form != "year" or placed.role != "at" or (mention.first is not None and mention.first.part):
        return False
    before = WORD.findall(scene.chronicle.text[max(scene.sentence[0], mention.start - 25) : mention.start].lower())
    return bool(before) and before[-1] not in scene.chronicle.words.cues["governs"]


def _is_dateline(scene: Scene, placed: Placed) -> bool:
    """ "KYIV, June 18 (Newswire) – …": the day of the report at the head of a paragraph."""
    begin, mention, text = scene.sentence[0], placed.mention, scene.chronicle.text
    if mention.start - begin > MOST_OF_A_DATELINE or mention.end > scene.figure.start:
        return False
    is_head = not any(word[0].islower() for word in text[begin : mention.start].split())
    return is_head and DATELINE_END.match(text, mention.end) is not None


def _is_of_a_list_after(scene: Scene, placed: Placed) -> bool:
    """ "790 were freed: 200 in February, 190 in March": behind a colon and another figure."""
    here, there = scene.figure.end, placed.mention.start
    colon = scene.chronicle.text.find(":", here, there) if there > here else -1
    return colon >= 0 and any(here < other < there for other in scene.place.others)


def _is_of_some_after(scene: Scene, placed: Placed) -> bool:
    """ "Hosts 1.3 million, of whom 850,000 came after April": behind "of whom", or a semicolon, and another figure."""
    here, there = scene.figure.end, placed.mention.start
    if there > here and ";" in scene.chronicle.text[here:there]:
        return any(other > here for other in scene.place.others)
    if there <= here or not any(here < other < there for other in scene.place.others):
        return False
    between = " ".join(WORD.findall(scene.chronicle.text[here:there].lower()))
    return has(f" {between} ", scene.chronicle.words.cues["of_whom"]) is not None


def _is_of_the_next(scene: Scene, placed: Placed) -> bool:
    """ "285 people were killed, 299 in 2023": right behind another figure that a comma sets off."""
    here, there = scene.figure.end, placed.mention.start
    at = bisect_left(scene.place.others, there) - 1
    if there <= here or at < 0 or scene.place.others[at] <= here:
        return False
    other, text = scene.place.others[at], scene.chronicle.text
    set_off = text[here:other].rstrip().endswith(",") and bool(WORD.search(text, here, other))
    return set_off and BARE.fullmatch(text, other, there) is not None


def _is_of_a_record(scene: Scene, placed: Placed) -> bool:
    """ "The highest figure since 2007": nothing is counted from there."""
    if placed.role != "since" or _is_dated_by(scene, placed):
        return False
    before = scene.chronicle.text[max(scene.sentence[0], placed.mention.start - RECORD_REACH) : placed.mention.start]
    return not set(WORD.findall(before.lower())[-4:]).isdisjoint(scene.chronicle.words.cues["records"])


def _is_of_another(scene: Scene, placed: Placed) -> bool:
    """ "With the 150 who returned on Friday, 940 came since January": before a comma, with a figure of its own. Right
    behind another figure: "from 12 in 2022 to 17 in 2023"."""
    mention, text = placed.mention, scene.chronicle.text
    at = bisect_left(scene.place.others, mention.start) - 1
    if mention.end <= scene.figure.start and at >= 0 and not scene.place.others[at] > scene.figure.start:
        between = text[scene.place.others[at] : mention.start]
        if len(between) <= OWN_TIME and not BREAK.search(between) and len(WORD.findall(between)) <= 1:
            return True
    if mention.end > scene.figure.start or "," not in text[mention.end : scene.figure.start]:
        return False
    opening = max(text.rfind(mark, scene.sentence[0], mention.start) for mark in ",;:")
    return any(opening < other < mention.start for other in scene.place.others)


def _distance(scene: Scene, placed: Placed) -> int:
    mention, figure = placed.mention, scene.figure
    return figure.start - mention.end if mention.end <= figure.start else max(0, mention.start - figure.end)


def _cost(scene: Scene, placed: Placed) -> int:
    """Distance in characters, dearer across other figures and across clauses."""
    mention, figure, tale = placed.mention, scene.figure, scene.chronicle
    gap = (mention.end, figure.start) if mention.end <= figure.start else (figure.end, mention.start)
    between = tale.text[gap[0] : gap[1]]
    clauses = sum(map(tale.clause_words.__contains__, WORD.findall(between.lower())))
    clauses += 2 * sum(between.count(mark) for mark in ";:—")
    commas = between.count(",")
    figures = bisect_left(scene.place.others, gap[1]) - bisect_left(scene.place.others, gap[0])
    figures += _is_of_another(scene, placed)
    return len(between) + CLAUSE_COST * clauses + COMMA_COST * commas + NEIGHBOUR_COST * figures


def _wider(best: Placed, events: Sequence[Placed]) -> Placed:
    """The whole of "x out of y" counts over the longer of two times, one inside the other."""
    for other in events:
        if isinstance(other.start, date) and isinstance(best.start, date) and other.start < best.start:
            best = other
    return best


def _from_mention(scene: Scene, best: Placed, others: Sequence[Placed]) -> Found:
    mention = best.mention
    found = Found(best.start, best.end, best.precision, mention.text, f"{best.role} {mention.form}", best.carried)
    if best.role == "since" and _is_dated_by(scene, best):
        whole = best.parts[0] if best.parts else None
        return replace(found, end=whole.end if whole else None, kind="flow")
    if best.says_nothing:
        return replace(found, kind="cumulative" if best.role in ("since", "until", "as_of") else "flow")
    if best.role in ("since", "from", "after") and found.end is None:
        return replace(_ended(scene, found, others), kind="cumulative")
    if best.role in ("until", "as_of", "before") and found.start is None:
        since = next((p for p in others if p.role == "since"), None)
        if since is not None:
            found = replace(found, start=since.start, carried=found.carried or since.carried)
        return replace(found, kind="cumulative")
    return replace(found, kind="cumulative" if _runs(scene, best) else "flow")


def _is_dated_by(scene: Scene, placed: Placed) -> bool:
    """ "The worst since 1993, when 13 died"."""
    tale = scene.chronicle
    between = WORD.findall(tale.text[placed.mention.end : max(scene.figure.start, placed.mention.end)].lower())
    return any(f" {' '.join(between)} ".startswith(f" {phrase} ") for phrase in tale.words.cues["when"])


def _runs(scene: Scene, placed: Placed) -> bool:
    """ "From … to …", "the first eight months of …", "this year" until now: no whole calendar unit (§4)."""
    first = placed.mention.first
    if placed.mention.form == "range" or (first is not None and first.unit == "months" and first.month == 1):
        return True
    return placed.precision != "day" and placed.end is not None and placed.end == scene.chronicle.published


def _ended(scene: Scene, found: Found, others: Sequence[Placed]) -> Found:
    """The end of a total since a day: another time of the sentence that gives one, else the day of the statement."""
    for role in ("as_of", "until", "range", "at"):
        for other in others:
            if other.role != role or other.end is None or not after(other.end, found.start):
                continue
            if role == "at" and not (other.is_day or scene.chronicle.statements.get(scene.number) is other):
                continue
            if role == "at" and _is_across_a_figure(scene, other):
                continue
            literal = role in ("as_of", "until", "at")
            return replace(found, end=other.end, precision="day", carried=found.carried or other.carried or not literal)
    day = statement_before(scene)
    if day is not None:
        return replace(found, end=day.end or day.start, precision="day", carried=True)
    return found


def _is_across_a_figure(scene: Scene, placed: Placed) -> bool:
    edges = sorted((scene.figure.start, placed.mention.start))
    return any(edges[0] < other < edges[1] for other in scene.place.others)
