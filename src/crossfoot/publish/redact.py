"""What must not leave the ledger: private persons, contact data, exact places of testimonies (docs/harm.md).

A `Redactor` knows every name in the reports of a ledger, and which of them a public role stands beside. Patterns of
contact data are bounded and start at a fixed sign or at a word's edge, so that a scan takes linear time.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING

from crossfoot.publish.privacy import PrivacyWords, plain, privacy_words
from crossfoot.publish.privacy.names import Name, Scene, by_first, keys_of, names_in, ordinary_words, words_of
from crossfoot.publish.privacy.places import places_in
from crossfoot.redactions import Decision

if TYPE_CHECKING:
    from crossfoot.publish import Contents

_MAIL = r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}"
_CHAT = r"(?<![\w.])(?:t\.me|wa\.me|telegram\.me)/[\w+/-]{2,64}"
_HANDLE = r"(?<![\w@./])@[A-Za-z0-9_][A-Za-z0-9_.]{1,30}[A-Za-z0-9_]"
_INTERNATIONAL = r"(?<![\w+])\+[ (]{0,2}\d(?:[ ().\-\u00a0]{0,2}\d){7,14}(?!\d)"
_NATIONAL = r"(?<![\w+.,])\(?0\d{2,4}\)?[ \-\u00a0]\d{2,4}(?:[ \-\u00a0]\d{2,4}){1,3}(?![\w,.]\d)"
_COORDINATES = r"(?<![\w.])-?\d{1,3}\.\d{3,10}°?[ ]?[NSns]?[,;][ ]{0,2}-?\d{1,3}\.\d{3,10}°?[ ]?[EWew]?(?!\w)"
_DEGREES = (
    r"(?<!\w)\d{1,3}°[ ]?\d{1,2}['’′](?:[ ]?\d{1,2}(?:\.\d{1,3})?[\"”″])?[ ]?[NSns][,;]?[ ]{0,2}"
    r"\d{1,3}°[ ]?\d{1,2}['’′](?:[ ]?\d{1,2}(?:\.\d{1,3})?[\"”″])?[ ]?[EWew]?"
)
_GRID = r"(?<!\w)\d{1,2}[C-HJ-NP-X][ ]?[A-HJ-NP-Z]{2}[ ]?\d{2,5}[ ]?\d{2,5}(?!\w)"

RULES: tuple[tuple[str, str, re.Pattern[str]], ...] = (
    ("mail", "@", re.compile(_MAIL)),
    ("handle", "/", re.compile(_CHAT)),
    ("handle", "@", re.compile(_HANDLE)),
    ("coordinates", ".", re.compile(_COORDINATES)),
    ("coordinates", "°", re.compile(_DEGREES)),
    ("coordinates", "", re.compile(_GRID)),
    ("phone", "+", re.compile(_INTERNATIONAL)),
    ("phone", "0", re.compile(_NATIONAL)),
)
"""Kind, a character without which the pattern cannot match, pattern."""


@dataclass(frozen=True, slots=True)
class Masked:
    """A stretch of text to hide. `kind` is the rule's name: mail, handle, coordinates, phone, person, place, hand."""

    start: int
    end: int
    kind: str


def masked(text: str) -> tuple[Masked, ...]:
    """Contact data to hide, in order, none overlapping; an earlier rule wins."""
    found: list[Masked] = []
    for kind, needed, pattern in RULES:
        if needed in text:
            found = _apart(found, (Masked(m.start(), m.end(), kind) for m in pattern.finditer(text)))
    return tuple(found)


def redact(text: str, labels: Mapping[str, str]) -> str:
    """The text with its contact data replaced by labels."""
    return _replaced(text, masked(text), labels)


@dataclass(frozen=True, slots=True)
class People:
    """Names as tuples of words in lower case. `public` says which role or byline makes each of them public."""

    private: frozenset[tuple[str, ...]]
    public: Mapping[tuple[str, ...], str]
    ordinary: frozenset[str] = frozenset()
    """Words that the reports also print without a capital."""
    found: Mapping[str, tuple[Name, ...]] = field(default_factory=dict)
    """The names in each text of the reports, where they stand."""

    @property
    def public_words(self) -> frozenset[str]:
        return frozenset(word for name in self.public for word in name)


@dataclass(slots=True)
class Redactor:
    """Masks private data in any text of one ledger. Deterministic, and linear in the text."""

    people: People
    decisions: tuple[Decision, ...]
    labels: Mapping[str, str]
    bodies: Mapping[str, list[tuple[str, ...]]]
    rules: PrivacyWords = field(default_factory=privacy_words)
    _by_first: Mapping[str, list[tuple[str, ...]]] = field(init=False)
    _public_words: frozenset[str] = field(init=False)
    _spared: frozenset[str] = field(init=False)
    _known: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._public_words = self.people.public_words
        surnames = {name[-1:] for name in self.people.private if len(name) > 1 and len(name[-1]) > 3}
        lone = {name for name in surnames if not self._is_other_word(name[0])}
        full = {name for name in self.people.private if len(name) > 1 or not self._is_other_word(name[0])}
        self._by_first = by_first(sorted(full | lone))
        self._spared = self._public_words | {word for names in self.bodies.values() for n in names for word in n}

    def __call__(self, text: str) -> str:
        """The text with every stretch to hide replaced by its label."""
        if text not in self._known:
            if len(self._known) > _MOST_REMEMBERED:
                self._known.clear()
            self._known[text] = _replaced(text, self.masked(text), self.labels)
        return self._known[text]

    def masked(self, text: str) -> tuple[Masked, ...]:
        """Stretches to hide, in order, none overlapping; an earlier rule wins."""
        found = _apart([], self._by_hand(text))
        found = _apart(found, masked(text))
        found = _apart(found, self._persons(text))
        found = _apart(found, (Masked(*place, "place") for place in places_in(text, self.rules, self._spared)))
        return tuple(m for m in found if m.kind != _ALLOWED)

    def clear(self, text: str, start: int, end: int) -> tuple[int, int]:
        """The stretch around [start, end) in which nothing is hidden, in code points."""
        near, far = max(0, start - _NEAR), min(len(text), end + _NEAR)
        found = [(m.start + near, m.end + near) for m in self.masked(text[near:far])]
        return (
            max((e for s, e in found if e <= start), default=near),
            min((s for s, e in found if s >= end), default=far),
        )

    def _by_hand(self, text: str) -> Iterator[Masked]:
        for decision in self.decisions:
            for match in re.finditer(rf"(?<!\w){re.escape(decision.text)}(?!\w)", text, re.IGNORECASE):
                yield Masked(match.start(), match.end(), "hand" if decision.do == "mask" else _ALLOWED)

    def _persons(self, text: str) -> Iterator[Masked]:
        found = self.people.found.get(text)
        if found is None:
            found = tuple(names_in(_scene(text, self.rules, self.bodies, self.people.ordinary)))
        for name in found:
            if not (name.role or self._is_public(name.keys)):
                yield Masked(name.start, name.end, "person")
        yield from self._known_names(text)

    def _known_names(self, text: str) -> Iterator[Masked]:
        """Names that the reports show to be private, wherever they stand, in addresses and file names too."""
        if not self._by_first:
            return
        words = [(m.start(), m.end(), plain(m.group())) for m in _FINE.finditer(text)]
        at = 0
        while at < len(words):
            length = self._known_at(text, words, at)
            if length:
                yield Masked(words[at][0], words[at + length - 1][1], "person")
            at += length or 1

    def _known_at(self, text: str, words: list[tuple[int, int, str]], at: int) -> int:
        for name in self._by_first.get(words[at][2], ()):
            stretch = words[at : at + len(name)]
            is_capital = text[words[at][0]].isupper()
            is_close = stretch[-1][1] - stretch[0][0] <= sum(map(len, name)) + 2 * len(name)
            is_it = tuple(w[2] for w in stretch) == name and (is_capital or len(name) > 1)
            if is_it and is_close:
                return len(name)
        return 0

    def _is_public(self, keys: tuple[str, ...]) -> bool:
        return keys not in self.people.private and all(key in self._public_words for key in keys)

    def _is_other_word(self, key: str) -> bool:
        rules = self.rules
        return key in self._public_words or key in rules.never or key in rules.organisations or key in _place_words()


_LETTERS = r"[^\W\d_]+(?:[\u0300-\u036f]+[^\W\d_]*)*"
_FINE = re.compile(rf"{_LETTERS}(?:['’]{_LETTERS})?")
_MOST_REMEMBERED = 20_000
_NEAR = 400
_BYLINE = "byline"
_ALLOWED = "allowed"


def redactor(contents: Contents) -> Redactor:
    """What masks the private data of `contents` in any text of theirs."""
    from crossfoot.publish.words import load_words

    labels = {kind: str(label) for kind, label in load_words().section("mask").items()}
    return Redactor(people_of(contents), contents.decisions, labels, _bodies(contents))


def people_of(contents: Contents) -> People:
    """Every name in the reports and source chains, told apart by the roles beside them."""
    rules = privacy_words()
    bodies = _bodies(contents)
    public = {keys_of(r.author): _BYLINE for r in contents.reports if r.author}
    seen: dict[tuple[str, ...], None] = {}
    ordinary = ordinary_words(_texts(contents))
    found = {text: tuple(names_in(_scene(text, rules, bodies, ordinary))) for text in _texts(contents)}
    for name in chain.from_iterable(found.values()):
        _note(name, public, seen)
    public.pop((), None)
    told = {word for name in public if len(name) > 1 for word in name[-1:]} | {n[0] for n in public if len(n) == 1}
    private = frozenset(n for n in seen if n not in public and not (len(n) == 1 and n[0] in told) and n)
    return People(private, public, ordinary, found)


def _bodies(contents: Contents) -> dict[str, list[tuple[str, ...]]]:
    """Outlets and agencies, of the reports and of those they cite."""
    names = {r.outlet for r in contents.reports if r.outlet}
    names |= {s.name for c in contents.claims for s in c.attribution if s.kind in ("agency", "outlet")}
    return by_first(sorted({keys_of(name) for name in names}))


def _note(name: Name, public: dict[tuple[str, ...], str], seen: dict[tuple[str, ...], None]) -> None:
    if name.role:
        public.setdefault(name.keys, name.role)
    else:
        seen.setdefault(name.keys)


def _texts(contents: Contents) -> Iterator[str]:
    for report in contents.reports:
        yield report.text
        yield report.title or ""


def _scene(
    text: str, rules: PrivacyWords, bodies: Mapping[str, list[tuple[str, ...]]], ordinary: frozenset[str]
) -> Scene:
    return Scene(text, words_of(text), rules, bodies, _place_words(), ordinary)


@cache
def _place_words() -> frozenset[str]:
    """Every word of the gazetteer's names."""
    from crossfoot.places import gazetteer

    return frozenset(word for place in gazetteer().places.values() for name in place.names for word in keys_of(name))


def _replaced(text: str, stretches: Iterable[Masked], labels: Mapping[str, str]) -> str:
    parts: list[str] = []
    at = 0
    for m in stretches:
        parts += [text[at : m.start], labels.get(m.kind, m.kind)]
        at = m.end
    return "".join((*parts, text[at:]))


def _apart(found: list[Masked], more: Iterable[Masked]) -> list[Masked]:
    """Both together in order, without those of `more` that overlap one that was there before."""
    added = list(more)
    if not added:
        return found
    starts = [m.start for m in found]
    done, last = list(found), -1
    for m in sorted(added, key=lambda m: (m.start, -m.end)):
        before = bisect_left(starts, m.end)
        overlaps = before > 0 and found[before - 1].end > m.start
        if not overlaps and m.start >= last:
            done.append(m)
            last = m.end
    return sorted(done, key=lambda m: m.start)
