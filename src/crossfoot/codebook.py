"""What is counted: the types of a codebook. Loading and checking is `load` (in `codebook_load`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal


@dataclass(frozen=True, slots=True)
class Epoch:
    """The day from which running totals of marked measures count, and the words that name it, by language."""

    date: date
    name: str
    words: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Population:
    """Whose: words that name it by language; `place` is where its figures count when the text names no region.

    `within` is the wider population of a sub-population ("Ukraine/convicts" within "Ukraine").
    """

    id: str
    words: Mapping[str, tuple[str, ...]]
    place: str
    within: str | None = None


@dataclass(frozen=True, slots=True)
class WordRow:
    """A measure is named when one of `nouns` is what is counted, and where they are given: one of `about` stands in
    the counted phrase with its complements ("cases of desertion (Article 408)") and none of `unless` does, one of
    `cues` stands in its clause ("reached the court"), and the text is about one of `topic`, there or before."""

    nouns: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    topic: tuple[str, ...] = ()
    cues: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Narrowing:
    """Words that make a sub-population of any population: "convicts" gives "Ukraine/convicts".

    With `by_text` the words are heads of names ("brigade") and the sub-population is named by the phrase as it
    stands, in lower case: "Ukraine/82nd airborne assault brigade".
    """

    id: str
    words: Mapping[str, tuple[str, ...]]
    by_text: bool = False


@dataclass(frozen=True, slots=True)
class Measure:
    id: str
    title: str
    unit: str
    epoch: bool
    rows: Mapping[str, tuple[WordRow, ...]]
    population: str | None = None
    """The population meant where the text names none."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """Some series: a dimension that is None stands for "whatever it is, the same in whole and parts"."""

    measure: str | None = None
    population: str | None = None
    place: str | None = None


@dataclass(frozen=True, slots=True)
class Relation:
    """sum: whole = parts, in every piece · part: each part ≤ whole, in every piece · stage: each part ≤ whole
    as running totals from the epoch (a case is registered before it reaches a court)."""

    name: str
    kind: Literal["sum", "part", "stage"]
    whole: Pattern
    parts: tuple[Pattern, ...]
    says: str


@dataclass(frozen=True, slots=True)
class Bridge:
    """persons ≤ or = cases, in running totals; off unless somebody turns it on (§5.7)."""

    name: str
    persons: str
    cases: str
    says: str


@dataclass(frozen=True, slots=True)
class KnownSource:
    """An outlet, agency, office or register; `exact` figures get no rounding width (§2.7)."""

    name: str
    kind: str
    aliases: tuple[str, ...] = ()
    exact: bool = False


@dataclass(frozen=True, slots=True)
class ContextEvent:
    date: date
    title: str
    effect: str


@dataclass(frozen=True, slots=True)
class Codebook:
    name: str
    title: str
    epoch: Epoch | None
    populations: tuple[Population, ...]
    measures: tuple[Measure, ...]
    relations: tuple[Relation, ...] = ()
    bridges: tuple[Bridge, ...] = ()
    sources: tuple[KnownSource, ...] = ()
    events: tuple[ContextEvent, ...] = ()
    narrowings: tuple[Narrowing, ...] = ()

    def measure(self, id: str) -> Measure | None:
        return next((m for m in self.measures if m.id == id), None)

    def population(self, id: str) -> Population | None:
        return next((p for p in self.populations if p.id == id), None)

    def source(self, name: str) -> KnownSource | None:
        """The known source of that name or alias; case does not matter."""
        wanted = name.casefold()
        return next((s for s in self.sources if wanted in (n.casefold() for n in (s.name, *s.aliases))), None)


class CodebookError(Exception):
    """A codebook that cannot be used: where it is wrong, why, and what would put it right. Lines start at 1."""

    def __init__(self, file: str, line: int, column: int, reason: str, remedy: str) -> None:
        super().__init__(f"{file}:{line}:{column}: {reason}; {remedy}")
        self.file, self.line, self.column, self.reason, self.remedy = file, line, column, reason, remedy


def load(name_or_path: str | Path) -> Codebook:
    """The codebook of that name among the shipped ones, or in that TOML file. Raises CodebookError."""
    from crossfoot.codebook_load import load_file

    path = Path(name_or_path)
    shipped = Path(__file__).parent / "codebooks" / f"{name_or_path}.toml"
    if path.suffix != ".toml" and path.name == str(name_or_path) and shipped.is_file():
        return load_file(shipped)
    if not path.is_file():
        names = ", ".join(sorted(p.stem for p in shipped.parent.glob("*.toml")))
        raise CodebookError(str(name_or_path), 1, 1, "no such codebook", f"give a TOML file or one of: {names}")
    return load_file(path)


def in_words(codebook: Codebook) -> str:
    """The codebook as a page of text, for a reader who does not read TOML."""
    from crossfoot.codebook_words import in_words as page

    return page(codebook)
