"""Who said it: frames such as "according to X", "X said that", ", said X", "citing Y", and what each of them covers."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

from crossfoot.read.page import Page
from crossfoot.read.phrases import Hit
from crossfoot.read.sources import BREAK, LONGEST, AttributionWords, Roll, Speakers
from crossfoot.records import Source

if TYPE_CHECKING:
    from crossfoot.read.figures import Figure
    from crossfoot.read.sentences import Sentence

__all__ = ["AttributionWords", "Frame", "Speakers", "Voice", "voices"]

TRAILING_REST = 8
"""Words that may follow a speaker at the end of a sentence: "told us on 9 October"."""
OPENING, CLOSING = "“«„", "”»"


@dataclass(frozen=True, slots=True)
class Frame:
    """One phrase that names who speaks. Positions of its words; `side` says where what was said stands."""

    first: int
    last: int
    chain: tuple[Source, ...]
    side: Literal["leading", "trailing", "citing", "own"]
    rule: str
    verb: str | None = None


@dataclass(frozen=True, slots=True)
class Voice:
    """Who says what stands at one place of the text. `carried`: the sentence itself does not name them."""

    chain: tuple[Source, ...]
    rule: str
    carried: bool = False
    testimony: bool = False
    verb: str | None = None


@dataclass(slots=True)
class Speech:
    """The frames of one sentence, and the voice around it: a quoted block, a sentence before."""

    sentence: Sentence
    span: range
    frames: list[Frame]
    block: Voice | None = None
    carried: Voice | None = None
    ends: list[int] = field(default_factory=list)


def voices(page: Page, speakers: Speakers) -> tuple[Speech, ...]:
    """The speech of every sentence, in order, with blocks and carried speakers filled in."""
    roll = Roll(page, speakers)
    found: list[Speech] = []
    for sentence in page.sentences:
        span = page.positions(sentence.start, sentence.end)
        frames = [] if sentence.heading else list(_frames(page, roll, span))
        found.append(Speech(sentence, span, frames))
    _mark_blocks(page, speakers, found)
    _carry(found)
    return tuple(found)


def voice_at(speech: Speech, position: int) -> Voice:
    """Who says what stands at that word of the sentence; an empty chain where nobody is named."""
    frame = _frame_of(speech, position)
    citing = tuple(s for f in speech.frames if f.side == "citing" for s in f.chain)
    outer = speech.block.chain if speech.block else ()
    if frame is not None:
        chain = frame.chain if frame.side == "own" else _joined(frame.chain, citing)
        testimony = bool(speech.block and speech.block.testimony)
        return Voice(_joined(outer, chain), frame.rule, False, testimony, frame.verb)
    if citing:
        return Voice(_joined(outer, citing), "citing")
    if speech.block is not None:
        return speech.block
    return speech.carried or Voice((), "nobody named")


def _frame_of(speech: Speech, position: int) -> Frame | None:
    own = [f for f in speech.frames if f.side == "own" and f.first <= position <= f.last + 6]
    leading = [f for f in speech.frames if f.side == "leading" and f.last <= position]
    trailing = [f for f in speech.frames if f.side == "trailing" and f.first > position]
    return next(iter(own or leading[-1:] or trailing[:1]), None)


def _joined(outer: tuple[Source, ...], inner: tuple[Source, ...]) -> tuple[Source, ...]:
    """The chain from the outer speaker to the inner, nobody twice in a row."""
    return (*outer, *(source for source in inner if source.name not in {o.name for o in outer}))


def inside_frame(speech: Speech, position: int) -> bool:
    """Whether the word belongs to a phrase that names who speaks."""
    return any(f.first <= position < f.last for f in speech.frames if f.side != "own")


# ── frames of one sentence ───────────────────────────────────────────────────────────────────────


def _frames(page: Page, roll: Roll, span: range) -> Iterator[Frame]:
    frames = [*_own(page, roll, span), *_after_preposition(page, roll, span), *_around_verbs(page, roll, span)]
    _remember_mine(roll, span)
    frames.sort(key=lambda frame: (frame.first, -frame.last))
    reach = -1
    for frame in frames:
        if frame.first >= reach or frame.side in ("citing", "own"):
            yield frame
            reach = max(reach, frame.last)


def _own(page: Page, roll: Roll, span: range) -> Iterator[Frame]:
    """ "our estimate of 170,000"."""
    for hit in roll.speakers.phrases["own"].longest(page.words, span):
        source = replace(roll.source(hit.first, hit.last), kind="self", resolved=None)
        yield Frame(hit.first, hit.last, (source,), "own", "own figure")


def _remember_mine(roll: Roll, span: range) -> None:
    """ "my acquaintance": a later "he" is he."""
    words = roll.speakers.sets
    for position in span:
        following = roll.tokens[position + 1].norm if position + 1 < span.stop else ""
        if roll.tokens[position].norm in words["mine"] and following in words["person"] | words["anonymous"]:
            roll.remember(position, position + 2, replace(roll.source(position, position + 2), kind="anonymous"))


def _after_preposition(page: Page, roll: Roll, span: range) -> Iterator[Frame]:
    """ "according to X, …", "…, according to X", "citing Y"."""
    for key in ("before", "citing"):
        for hit in roll.speakers.phrases[key].longest(page.words, span):
            last = _end_of_name(page, roll, hit.last, span)
            if last <= hit.last or not _is_source(page, roll, hit.last, last):
                continue
            chain = _chain(page, roll, hit.last, last)
            side = _side(roll, hit, span) if key == "before" else "citing"
            yield Frame(hit.first, last, chain, side, hit.value)


def _side(roll: Roll, hit: Hit[str], span: range) -> Literal["leading", "trailing"]:
    """At the start of its sentence or clause it speaks of what follows, else of what stands before."""
    near_start = hit.first - span.start <= 2
    return "leading" if near_start or BREAK.search(roll.gap(hit.first).replace(",", "")) else "trailing"


def _end_of_name(page: Page, roll: Roll, first: int, span: range) -> int:
    """The position after the last word of a source that begins at `first`."""
    words = roll.speakers.sets
    relative = False
    for position in range(first, min(span.stop, first + LONGEST)):
        norm = roll.tokens[position].norm
        if position > first and BREAK.search(roll.gap(position).replace("*", "")):
            return position
        if norm in words["keep_ends"]:
            relative = True
        elif position > first and not relative and _ends_name(page, roll, position):
            return position
    return min(span.stop, first + LONGEST)


def _ends_name(page: Page, roll: Roll, position: int) -> bool:
    """A word such as "on" or a verb of saying, which no name holds, unless with a capital."""
    words, norm = roll.speakers.sets, roll.tokens[position].norm
    if norm in words["verbs"]:
        return norm not in words["paper"]
    return norm in words["source_ends"] and not _in_name(page, position)


def _in_name(page: Page, position: int) -> bool:
    """Whether the word has a capital, as inside the name of an office."""
    return page.text[page.words.tokens[position].start].isupper()


def _around_verbs(page: Page, roll: Roll, span: range) -> Iterator[Frame]:
    words = roll.speakers.sets
    for hit in roll.speakers.phrases["verbs"].longest(page.words, span):
        before = roll.tokens[hit.first - 1].norm if hit.first > span.start else ""
        if before in words["no_verb_after"] and not BREAK.search(roll.gap(hit.first)):
            continue
        if hit.value in words["weak_verbs"] and not _says_that(page, roll, hit, span):
            continue
        frame = _subject_before(page, roll, hit, span) or _subject_after(page, roll, hit, span)
        if frame is not None:
            yield frame


def _says_that(page: Page, roll: Roll, hit: Hit[str], span: range) -> bool:
    """Whether "that", a colon or a quote follows the verb."""
    if page.text.startswith(":", roll.tokens[span.stop - 1].end):
        return True
    if hit.last >= span.stop:
        return False
    gap = roll.gap(hit.last)
    return roll.tokens[hit.last].norm in roll.speakers.sets["that"] or any(mark in gap for mark in ':“"«')


def _subject_before(page: Page, roll: Roll, hit: Hit[str], span: range) -> Frame | None:
    """ "X said", "X, the chief of Y, further claimed", "X, who noted"."""
    last = hit.first
    while last > span.start and roll.tokens[last - 1].norm in roll.speakers.sets["adverbs"]:
        last -= 1
    if last > span.start and roll.tokens[last - 1].norm in roll.speakers.sets["keep_ends"]:
        last -= 1
    if "," in roll.gap(last):
        last = _before_aside(roll, last, span)
    first = _start_of_subject(page, roll, last, span)
    if first >= last or not _is_source(page, roll, first, last):
        return None
    chain = _chain(page, roll, first, last)
    side = _verb_side(page, roll, hit, first, span)
    stop = hit.last + (1 if side == "leading" and _that_follows(roll, hit, span) else 0)
    return Frame(first, stop, chain, side, f"… {hit.value}", hit.value)


def _that_follows(roll: Roll, hit: Hit[str], span: range) -> bool:
    return hit.last < span.stop and roll.tokens[hit.last].norm in roll.speakers.sets["that"]


def _before_aside(roll: Roll, last: int, span: range) -> int:
    """Past an aside between commas: "X, the chief of Y, said" ends at X."""
    for position in range(last - 1, max(span.start, last - 2 * LONGEST), -1):
        gap = roll.gap(position)
        if "," in gap:
            return position
        if BREAK.search(gap.replace("(", "").replace(")", "").replace(".", "")):
            return last
    return last


def _start_of_subject(page: Page, roll: Roll, last: int, span: range) -> int:
    first = last
    ends = roll.speakers.sets["subject_ends"]
    while first > span.start and last - first < LONGEST:
        if first < last and BREAK.search(roll.gap(first).replace("*", "")):
            break
        norm = roll.tokens[first - 1].norm
        if norm in ends and not (norm in page.lexicon.sets["joiners"] and _joins_names(page, roll, first - 1)):
            break
        first -= 1
    return first


def _joins_names(page: Page, roll: Roll, position: int) -> bool:
    """ "regional and local authorities": the word stands between words without a break, none of them a verb."""
    if position + 1 >= len(roll.tokens) or position == 0:
        return False
    after = roll.tokens[position + 1].norm
    verbs_before = {roll.tokens[p].norm for p in range(max(position - 4, 0), position)} & roll.speakers.sets["verbs"]
    return after not in roll.speakers.sets["pronouns"] and not verbs_before and not _in_name(page, position + 1)


def _verb_side(page: Page, roll: Roll, hit: Hit[str], first: int, span: range) -> Literal["leading", "trailing"]:
    """Trailing where something was said before the subject and nothing but a date or place follows the verb."""
    if first == span.start or _says_that(page, roll, hit, span):
        return "leading"
    gap = roll.gap(first)
    rest = span.stop - hit.last
    figures = any(f.rejected is None and f.start >= roll.tokens[hit.last - 1].end for f in _figures_in(page, span))
    closes = "," in gap or any(mark in gap for mark in '”"»')
    return "trailing" if closes and rest <= TRAILING_REST and not figures else "leading"


def _figures_in(page: Page, span: range) -> Iterator[Figure]:
    start, end = page.words.tokens[span.start].start, page.words.tokens[span.stop - 1].end
    return (figure for figure in page.figures if start <= figure.start < end)


def _subject_after(page: Page, roll: Roll, hit: Hit[str], span: range) -> Frame | None:
    """ "…, said X"."""
    gap = roll.gap(hit.first)
    if hit.last >= span.stop or not ("," in gap or any(mark in gap for mark in '”"»')):
        return None
    last = _end_of_name(page, roll, hit.last, span)
    if last <= hit.last or not _is_source(page, roll, hit.last, last) or BREAK.search(roll.gap(hit.last)):
        return None
    return Frame(hit.first, last, _chain(page, roll, hit.last, last), "trailing", f"{hit.value} …", hit.value)


def _is_source(page: Page, roll: Roll, first: int, last: int) -> bool:
    """Whether the words can speak: a name, an office, an outlet, a source, a pronoun."""
    words = roll.speakers
    within = range(first, last)
    if roll.known_within(first, last):
        return True
    keys = ("office", "agency", "outlet", "anonymous", "person", "paper")
    if any(words.phrases[key].all(page.words, within) for key in keys):
        return True
    norms = {roll.tokens[p].norm for p in within}
    if len(within) == 1 and norms & (words.sets["pronouns"] | words.sets["self"]):
        return True
    if any(p in page.nouns and page.nouns[p].value.sort == "person" and page.nouns[p].last == last for p in within):
        return True
    capitals = [p for p in within if _in_name(page, p)]
    return bool(capitals) and (capitals[-1] > first or roll.tokens[first].norm not in page.lexicon.sets["stops"])


def _chain(page: Page, roll: Roll, first: int, last: int) -> tuple[Source, ...]:
    """The source with what stands between it and the reader: its outlet, or the agency whose source it is."""
    inner = _author(page, roll, first, last)
    source = roll.source(*inner)
    outer = _outlet_of(page, roll, inner) or roll.employer(*inner)
    roll.remember(*inner, source)
    if outer is None or outer.text == source.text:
        return (source,)
    return (outer, source)


def _author(page: Page, roll: Roll, first: int, last: int) -> tuple[int, int]:
    """ "a report by X" is X."""
    words = roll.speakers.sets
    for position in range(first + 1, last - 1):
        of_paper = roll.tokens[position].norm in words["by"] and roll.tokens[position - 1].norm in words["paper"]
        if of_paper and _is_source(page, roll, position + 1, last):
            return _without_tail(roll, position + 1, last)
    return _without_tail(roll, first, last)


def _without_tail(roll: Roll, first: int, last: int) -> tuple[int, int]:
    """Without "on Telegram" and the like behind a name."""
    for position in range(first + 1, last):
        if roll.tokens[position].norm in roll.speakers.sets["source_ends"]:
            kept = any(roll.tokens[p].norm in roll.speakers.sets["keep_ends"] for p in range(first, position + 1))
            return (first, last) if kept else (first, position)
    return first, last


def _outlet_of(page: Page, roll: Roll, inner: tuple[int, int]) -> Source | None:
    """ "a source who spoke to RIA", "the agency's unnamed source", "a source told Reuters"."""
    for hit in roll.speakers.phrases["through"].longest(page.words, range(*inner)):
        last = _end_of_name(page, roll, hit.last, range(inner[0], inner[1]))
        if last > hit.last:
            return roll.source(hit.last, last)
    for position in range(inner[0], inner[1] - 1):
        token = roll.tokens[position]
        possessive = token.end - token.start > len(token.norm)
        press = roll.known_within(position, position + 1) or token.norm in roll.speakers.sets["agency"]
        if possessive and press:
            start = inner[0] if roll.tokens[inner[0]].norm in roll.speakers.sets["definite"] else position
            source = roll.source(start, position + 1)
            return replace(source, text=page.text[source.start : token.start + len(token.norm)]) if source else None
    return None


# ── blocks and carrying ──────────────────────────────────────────────────────────────────────────


def _mark_blocks(page: Page, speakers: Speakers, speeches: list[Speech]) -> None:
    for number, speech in enumerate(speeches):
        frame = speech.frames[-1] if speech.frames else None
        if frame is None:
            continue
        if _opens_block(page, speakers, speech):
            _spread(speeches, number, frame, step=1)
        elif frame.side == "trailing" and _closes_quote(page, speech, frame):
            _spread(speeches, number, frame, step=-1)


def _opens_block(page: Page, speakers: Speakers, speech: Speech) -> bool:
    """The sentence ends with a colon, or says "this is what X wrote"."""
    text = page.text[speech.sentence.start : speech.sentence.end].rstrip()
    ahead = speakers.phrases["block_ahead"].all(page.words, speech.span)
    return text.endswith(":") or any(hit.first - speech.span.start <= 1 for hit in ahead)


def _closes_quote(page: Page, speech: Speech, frame: Frame) -> bool:
    """A quote is closed before the speaker that was not opened in this sentence."""
    before = page.text[speech.sentence.start : page.words.tokens[frame.first].start]
    closed = sum(before.count(mark) for mark in CLOSING) + before.count('"')
    opened = sum(before.count(mark) for mark in OPENING)
    return closed > opened and (opened > 0 or closed % 2 == 1)


def _spread(speeches: list[Speech], number: int, frame: Frame, step: int) -> None:
    """Gives the speaker to the next paragraph (step 1), or to the sentences before in the paragraph (step -1)."""
    home = speeches[number].sentence.paragraph
    kinds = {source.kind for source in frame.chain}
    testimony = not kinds & {"outlet", "agency", "office", "named"}
    at = number + step
    while 0 <= at < len(speeches):
        paragraph = speeches[at].sentence.paragraph
        if paragraph != home and (step < 0 or paragraph != home + 1):
            return
        if paragraph != home or step < 0:
            speeches[at].block = Voice(frame.chain, "quoted block", True, testimony, frame.verb)
        at += step


def _carry(speeches: list[Speech]) -> None:
    """The last speaker of a sentence goes on in its paragraph, and into the next where the paragraph was no more."""
    for before, speech in itertools.pairwise(speeches):
        voice = _last_voice(before)
        if voice is None or speech.block is not None or speech.sentence.heading or before.sentence.heading:
            continue
        same = before.sentence.paragraph == speech.sentence.paragraph
        if same or _goes_on(speeches, before):
            carried = replace(voice, carried=True, rule=f"carried: {voice.rule.removeprefix('carried: ')}")
            speech.carried = carried


def _last_voice(speech: Speech) -> Voice | None:
    frames = [f for f in speech.frames if f.side in ("leading", "trailing")]
    if frames:
        return (
            voice_at(speech, frames[-1].last) if frames[-1].side == "leading" else voice_at(speech, speech.span.start)
        )
    if speech.frames:
        return None
    return speech.carried if speech.block is None else None


def _goes_on(speeches: list[Speech], before: Speech) -> bool:
    """The paragraph was this one sentence, and its speaker stands before what was said."""
    if not any(frame.side == "leading" for frame in before.frames):
        return False
    return sum(1 for s in speeches if s.sentence.paragraph == before.sentence.paragraph) == 1
