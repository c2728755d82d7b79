"""A codebook to edit out of the nouns that reports count and no codebook names. Pure: nouns in, TOML out."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Protocol

MOST_QUOTES = 3
MOST_CUES = 6
WIDEST_QUOTE = 160
UNITS: Mapping[str, str] = {"person": "persons", "group": "households", "event": "events", "case": "cases"}


class Counted(Protocol):
    """A figure whose noun no measure takes, as the reader gives it."""

    @property
    def noun(self) -> str: ...
    @property
    def sort(self) -> str: ...
    @property
    def file(self) -> str: ...
    @property
    def sentence(self) -> str: ...
    @property
    def around(self) -> tuple[str, ...]: ...


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One noun: how often it is counted, in how many files, where, and words that often stand near it."""

    noun: str
    unit: str
    figures: int
    files: int
    cues: tuple[str, ...]
    quotes: tuple[tuple[str, str], ...]
    """File and sentence."""

    def as_json(self) -> dict[str, object]:
        quotes = [{"file": file, "sentence": sentence} for file, sentence in self.quotes]
        return {**asdict(self), "cues": list(self.cues), "quotes": quotes}


def suggestions(counted: Iterable[Counted], least: int = 2, plain: Collection[str] = ()) -> tuple[Suggestion, ...]:
    """Nouns that at least `least` figures count, the most counted first. `plain` words are no cues."""
    by_noun: dict[str, list[Counted]] = {}
    for one in counted:
        by_noun.setdefault(one.noun, []).append(one)
    found = (_suggestion(noun, ones, plain) for noun, ones in by_noun.items() if len(ones) >= least)
    return tuple(sorted(found, key=lambda s: (-s.figures, s.noun)))


def _suggestion(noun: str, ones: list[Counted], plain: Collection[str]) -> Suggestion:
    near = Counter(word for one in ones for word in dict.fromkeys(one.around) if _may_be_cue(word, plain))
    quotes = dict.fromkeys((one.file, one.sentence) for one in ones)
    return Suggestion(
        noun,
        UNITS.get(ones[0].sort, "things"),
        len(ones),
        len({one.file for one in ones}),
        tuple(word for word, times in sorted(near.items(), key=lambda item: (-item[1], item[0])) if times > 1)[
            :MOST_CUES
        ],
        tuple(quotes)[:MOST_QUOTES],
    )


def _may_be_cue(word: str, plain: Collection[str]) -> bool:
    return word not in plain and word.isalpha() and len(word) > 2


def as_toml(found: Iterable[Suggestion], language: str, title: str | None) -> str:
    """Entries ready to edit; with a title, a whole codebook that `codebook check` takes as it is."""
    return "\n".join((*(_opening(title, language) if title is not None else ()), *_entries(found, language))) + "\n"


def _opening(title: str, language: str) -> Iterator[str]:
    yield f"title = {_text(title)}"
    yield ""
    yield "# Whose: one entry for each people, state, company, ... Its words are those that name it in the reports."
    yield "# [[population]]"
    yield '# id = "Northland"'
    yield '# place = "Northland"'
    yield f'# words.{language} = ["northern", "northland"]'


def _entries(found: Iterable[Suggestion], language: str) -> Iterator[str]:
    for one in found:
        files = "one file" if one.files == 1 else f"{one.files} files"
        figures = "One figure" if one.figures == 1 else f"{one.figures} figures"
        yield ""
        yield f"# {figures} in {files}: {_plain(one.noun)}"
        for file, sentence in one.quotes:
            yield f"#   {_plain(file)}: {_plain(sentence)}"
        yield "[[measure]]"
        yield f"id = {_text(one.noun)}"
        yield f"title = {_text(one.noun.capitalize())}"
        yield f"unit = {_text(one.unit)}"
        yield f"[[measure.words.{language}]]"
        yield f"nouns = [{_text(one.noun)}]"
        if one.cues:
            yield f"# cues = [{', '.join(_text(cue) for cue in one.cues)}]   # words that must stand in the clause"


def _text(text: str) -> str:
    return json.dumps(_plain(text), ensure_ascii=False)


def _plain(text: str) -> str:
    """One line without anything that a TOML file may not hold."""
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return line if len(line) <= WIDEST_QUOTE else line[: WIDEST_QUOTE - 1] + "…"
