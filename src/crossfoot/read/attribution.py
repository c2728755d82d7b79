"""Who said what stands at each place of a text: frames, quoted blocks, speakers carried from sentence to sentence."""

from __future__ import annotations

import itertools
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from crossfoot.read.frames import CLOSING, Frame, Side, frames_of
from crossfoot.read.page import Page
from crossfoot.read.sources import AttributionWords, Roll, Speakers
from crossfoot.records import Source

if TYPE_CHECKING:
    from crossfoot.read.sentences import Sentence

__all__ = ["AttributionWords", "Frame", "Speakers", "Voice", "Voices", "voices"]

OPENING = "“«„"
OWN_REACH = 6
"""Words between "our estimate" and its figure."""
MOST_CITED = 3
LONGEST_QUOTE = 4000
LONGEST_BLOCK = 40
"""Sentences that one quoted block may have."""


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
    """The frames of one sentence by where they stand, and the voice around it: a quoted block, a sentence before."""

    sentence: Sentence
    span: range
    frames: list[Frame]
    block: Voice | None = None
    carried: Voice | None = None

    def side(self, *sides: Side) -> list[Frame]:
        return [frame for frame in self.frames if frame.side in sides]


def voices(page: Page, speakers: Speakers) -> tuple[Speech, ...]:
    """The speech of every sentence, in order, with blocks and carried speakers filled in."""
    roll = Roll(page, speakers)
    found: list[Speech] = []
    for sentence in page.sentences:
        span = page.positions(sentence.start, sentence.end)
        frames = [] if sentence.heading else list(frames_of(page, roll, span))
        found.append(Speech(sentence, span, frames))
    _mark_blocks(page, speakers, found)
    _carry(found)
    return tuple(found)


class Voices:
    """Who says what stands at each word of one sentence; its frames are sorted once."""

    def __init__(self, speech: Speech) -> None:
        self.speech = speech
        self.own = speech.side("own")
        self.leading = speech.side("leading", "aside")
        self.trailing = speech.side("trailing", "aside")
        self.named = speech.side("leading", "trailing", "aside", "citing")
        self.citing = tuple(dict.fromkeys(s for f in speech.side("citing") for s in f.chain))[:MOST_CITED]

    def at(self, position: int) -> Voice:
        """Who says what stands at that word; an empty chain where nobody is named."""
        speech, frame = self.speech, self._frame(position)
        outer = speech.block.chain if speech.block else ()
        if frame is not None:
            chain = frame.chain if frame.side == "own" else _joined(frame.chain, self.citing)
            testimony = bool(speech.block and speech.block.testimony)
            return Voice(_joined(outer, chain), frame.rule, False, testimony, frame.verb)
        if self.citing:
            return Voice(_joined(outer, self.citing), "citing")
        if speech.block is not None:
            return speech.block
        return speech.carried or Voice((), "nobody named")

    def _frame(self, position: int) -> Frame | None:
        """Our own figure; the last speaker before; the next after; a speaker whose words seemed to end before."""
        own = _last(self.own, position)
        if own is not None and position <= own.last + OWN_REACH:
            return own
        leading = _last(self.leading, position)
        if leading is not None and leading.last <= position:
            return leading
        after = bisect_right(self.trailing, position, key=_first)
        if after < len(self.trailing):
            return self.trailing[after]
        return self.trailing[-1] if self.trailing and self.trailing[-1].side == "trailing" else None

    def names(self, position: int) -> bool:
        """Whether the word belongs to a phrase that names who speaks."""
        frame = _last(self.named, position)
        return frame is not None and position < frame.last


def _first(frame: Frame) -> int:
    return frame.first


def _last(frames: list[Frame], position: int) -> Frame | None:
    """The last of the frames that begins at or before the position."""
    at = bisect_right(frames, position, key=_first)
    return frames[at - 1] if at else None


def _joined(outer: tuple[Source, ...], inner: tuple[Source, ...]) -> tuple[Source, ...]:
    """The chain from the outer speaker to the inner, nobody twice in a row."""
    return (*outer, *(source for source in inner if source.name not in {o.name for o in outer}))


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
    ahead = page.hits(speakers.phrases["block_ahead"], speech.span)
    return text.endswith(":") or any(hit.first - speech.span.start <= 1 for hit in ahead)


def _closes_quote(page: Page, speech: Speech, frame: Frame) -> bool:
    """A quote is closed before the speaker that was not opened in this sentence."""
    end = page.words.tokens[frame.first].start
    before = page.text[max(speech.sentence.start, end - LONGEST_QUOTE) : end]
    closed = sum(before.count(mark) for mark in CLOSING) + before.count('"')
    opened = sum(before.count(mark) for mark in OPENING)
    return closed > opened and (opened > 0 or closed % 2 == 1)


def _spread(speeches: list[Speech], number: int, frame: Frame, step: int) -> None:
    """Gives the speaker to the next paragraph (step 1), or to the sentences before in the paragraph (step -1)."""
    home = speeches[number].sentence.paragraph
    testimony = not {source.kind for source in frame.chain} & {"outlet", "agency", "office", "named"}
    at = number + step
    while 0 <= at < len(speeches) and abs(at - number) <= LONGEST_BLOCK:
        paragraph = speeches[at].sentence.paragraph
        if paragraph != home and (step < 0 or paragraph != home + 1):
            return
        if paragraph != home or step < 0:
            speeches[at].block = Voice(frame.chain, "quoted block", True, testimony, frame.verb)
        at += step


def _carry(speeches: list[Speech]) -> None:
    """The last speaker of a sentence goes on in its paragraph, and into the next where the paragraph was no more."""
    sizes = Counter(speech.sentence.paragraph for speech in speeches)
    for before, speech in itertools.pairwise(speeches):
        voice = _last_voice(before)
        if voice is None or speech.block is not None or speech.sentence.heading or before.sentence.heading:
            continue
        alone = sizes[before.sentence.paragraph] == 1 and bool(before.side("leading"))
        if alone or before.sentence.paragraph == speech.sentence.paragraph:
            speech.carried = replace(voice, carried=True, rule=f"carried: {voice.rule.removeprefix('carried: ')}")


def _last_voice(speech: Speech) -> Voice | None:
    frames = speech.side("leading", "trailing", "aside")
    if frames:
        return Voices(speech).at(speech.span.start if frames[-1].side == "trailing" else frames[-1].last)
    if speech.frames:
        return None
    return speech.carried if speech.block is None else None
