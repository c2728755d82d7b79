"""Who said what stands at each place of a text: frames, quoted blocks, speakers carried from sentence to sentence."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, overload

from crossfoot.read.frames import CLOSING, Frame, Side, frames_of, frames_of_heading
from crossfoot.read.page import Page
from crossfoot.read.sources import AttributionWords, Roll, Speakers
from crossfoot.records import Source

if TYPE_CHECKING:
    from crossfoot.read.sentences import Sentence

__all__ = ["AttributionWords", "Frame", "Speakers", "Speeches", "Voice", "Voices", "voices"]

OPENING = "“«„"
OWN_REACH = 6
"""Words between "our estimate" and its figure."""
MOST_CITED = 3
MOST_OF_IT = 3
"""Sentences in a row that begin with "it"."""
LONGEST_QUOTE = 4000
LONGEST_OPENING = 8
"""Words of a sentence among which "this is what X wrote" opens it."""
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


def voices(page: Page, speakers: Speakers) -> Speeches:
    """The speech of every sentence, each made when it is asked for."""
    return Speeches(page, speakers)


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


class Speeches(Sequence[Speech]):
    """The speeches of one page. A sentence needs those before it in its paragraph and the paragraph before; the
    sentences after it only where a quote is closed there. The rest of the report is never looked at."""

    def __init__(self, page: Page, speakers: Speakers) -> None:
        self.page, self.speakers = page, speakers
        self.roll = Roll(page, speakers)
        self._made: dict[int, Speech] = {}
        self._blocks: dict[int, dict[int, Voice]] = {}
        self._done: set[int] = set()

    def __len__(self) -> int:
        return len(self.page.sentences)

    @overload
    def __getitem__(self, at: int) -> Speech: ...
    @overload
    def __getitem__(self, at: slice) -> list[Speech]: ...
    def __getitem__(self, at: int | slice) -> Speech | list[Speech]:
        if isinstance(at, slice):
            return [self[number] for number in range(*at.indices(len(self)))]
        if at not in self._done:
            self._finish(at)
        return self._made[at]

    def framed(self, number: int) -> Speech:
        """The sentence with its own frames; its block and what it carries may be missing yet."""
        found = self._made.get(number)
        if found is None:
            for at in range(self._first_of_it(number), number + 1):
                sentence, span = self.page.sentences[at], self.page.span(at)
                frames = frames_of_heading if sentence.heading else frames_of
                if at not in self._made:
                    self._made[at] = Speech(sentence, span, list(frames(self.page, self.roll, span)))
            found = self._made[number]
        return found

    def _first_of_it(self, number: int) -> int:
        """The sentence from which on frames are needed, where "it" stands for whoever spoke before."""
        impersonal, words = self.speakers.sets["impersonal"], self.page.words
        first = number
        while first > 0 and number - first < MOST_OF_IT and self.page.span(first).start < len(words):
            if words.norm(self.page.span(first).start) not in impersonal:
                break
            first -= 1
        return first

    def _finish(self, number: int) -> None:
        """Goes back to the sentence from which a speaker may be carried, and forward again."""
        first = number
        while first not in self._done and self._may_carry(first) and not self.framed(first - 1).frames:
            first -= 1
        first = first - 1 if first not in self._done and self._may_carry(first) else first
        for at in range(first, number + 1):
            if at not in self._done:
                self._done.add(at)
                speech = self.framed(at)
                speech.block = self._block(at)
                speech.carried = self._carried(at) if at > first or self._may_carry(at) else None

    def _may_carry(self, number: int) -> bool:
        """Whether a speaker may come from the sentence before: same paragraph, or one that is the paragraph before."""
        if number == 0:
            return False
        here, before = self.page.sentences[number], self.page.sentences[number - 1]
        if here.heading or before.heading:
            return False
        return here.paragraph == before.paragraph or len(self.page.paragraphs[before.paragraph]) == 1

    def _carried(self, number: int) -> Voice | None:
        """A speaker goes on in the paragraph, and into the next where the paragraph was one sentence."""
        speech = self.framed(number)
        if speech.block is not None or not self._may_carry(number):
            return None
        before = self.framed(number - 1)
        voice = _last_voice(before)
        same = before.sentence.paragraph == speech.sentence.paragraph
        if voice is None or not (same or before.side("leading")):
            return None
        return replace(voice, carried=True, rule=f"carried: {voice.rule.removeprefix('carried: ')}")

    def _block(self, number: int) -> Voice | None:
        paragraph = self.page.sentences[number].paragraph
        if paragraph not in self._blocks:
            self._blocks[paragraph] = self._blocks_of(paragraph)
        return self._blocks[paragraph].get(number)

    def _blocks_of(self, paragraph: int) -> dict[int, Voice]:
        """Who speaks in the sentences of a paragraph: announced before it, or named where its quote is closed."""
        found: dict[int, Voice] = {}
        here = self.page.paragraphs[paragraph]
        for number in self.page.paragraphs[paragraph - 1] if paragraph else ():
            if self._opens_block(number) and self.framed(number).frames:
                voice = _spoken(self.framed(number).frames[-1])
                found.update(dict.fromkeys(range(here.start, min(here.stop, number + LONGEST_BLOCK + 1)), voice))
        for number in here:
            if self._closes_quote(number):
                voice = _spoken(self.framed(number).frames[-1])
                found.update(dict.fromkeys(range(max(here.start, number - LONGEST_BLOCK), number), voice))
        return found

    def _opens_block(self, number: int) -> bool:
        """The sentence ends with a colon, or says "this is what X wrote"."""
        sentence, span = self.page.sentences[number], self.page.span(number)
        if self.page.text.endswith(":", sentence.start, sentence.end):
            return True
        opening = range(span.start, min(span.stop, span.start + LONGEST_OPENING))
        return any(hit.first - span.start <= 1 for hit in self.page.hits(self.speakers.phrases["block_ahead"], opening))

    def _closes_quote(self, number: int) -> bool:
        """A quote is closed before the speaker that was not opened in this sentence."""
        sentence, text = self.page.sentences[number], self.page.text
        if not any(text.find(mark, sentence.start, sentence.end) >= 0 for mark in CLOSING + '"'):
            return False
        frames = self.framed(number).frames
        if not frames or frames[-1].side != "trailing" or self._opens_block(number):
            return False
        end = self.page.words.tokens[frames[-1].first].start
        before = text[max(sentence.start, end - LONGEST_QUOTE) : end]
        closed = sum(before.count(mark) for mark in CLOSING) + before.count('"')
        opened = sum(before.count(mark) for mark in OPENING)
        return closed > opened and (opened > 0 or closed % 2 == 1)


def _spoken(frame: Frame) -> Voice:
    testimony = not {source.kind for source in frame.chain} & {"outlet", "agency", "office", "named"}
    return Voice(frame.chain, "quoted block", True, testimony, frame.verb)


def _last_voice(speech: Speech) -> Voice | None:
    frames = speech.side("leading", "trailing", "aside")
    if frames:
        return Voices(speech).at(speech.span.start if frames[-1].side == "trailing" else frames[-1].last)
    if speech.frames:
        return None
    return speech.carried if speech.block is None else None
