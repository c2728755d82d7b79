"""Who said what stands at each place of a text: frames, quoted blocks, speakers carried from sentence to sentence."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from crossfoot.read.frames import CLOSING, Frame, frames_of
from crossfoot.read.page import Page
from crossfoot.read.sources import AttributionWords, Roll, Speakers
from crossfoot.records import Source

if TYPE_CHECKING:
    from crossfoot.read.sentences import Sentence

__all__ = ["AttributionWords", "Frame", "Speakers", "Voice", "voices"]

OPENING = "“«„"


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
    leading = [f for f in speech.frames if f.side in ("leading", "aside") and f.last <= position]
    trailing = [f for f in speech.frames if f.side in ("trailing", "aside") and f.first > position]
    closed = [f for f in speech.frames if f.side == "trailing"]
    return next(iter(own or leading[-1:] or trailing[:1] or closed[-1:]), None)


def _joined(outer: tuple[Source, ...], inner: tuple[Source, ...]) -> tuple[Source, ...]:
    """The chain from the outer speaker to the inner, nobody twice in a row."""
    return (*outer, *(source for source in inner if source.name not in {o.name for o in outer}))


def inside_frame(speech: Speech, position: int) -> bool:
    """Whether the word belongs to a phrase that names who speaks."""
    return any(f.first <= position < f.last for f in speech.frames if f.side != "own")


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
    frames = [f for f in speech.frames if f.side in ("leading", "trailing", "aside")]
    if frames:
        return voice_at(speech, speech.span.start if frames[-1].side == "trailing" else frames[-1].last)
    if speech.frames:
        return None
    return speech.carried if speech.block is None else None


def _goes_on(speeches: list[Speech], before: Speech) -> bool:
    """The paragraph was this one sentence, and its speaker stands before what was said."""
    if not any(frame.side == "leading" for frame in before.frames):
        return False
    return sum(1 for s in speeches if s.sentence.paragraph == before.sentence.paragraph) == 1
