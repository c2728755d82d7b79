"""Who names whom (CITES, §10.1): the sources of a chain matched with the reports in hand and the known names.

A source that is the outlet of a report in hand is that report, where it can be told which; any other named source is
a node of its own, `source:NAME`. An unnamed speaker is no node: whatever is known of him is the name beside him.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from crossfoot.codebook import Codebook
from crossfoot.records import Claim, Report, Source
from crossfoot.trace.cues import WordRun
from crossfoot.trace.figures_shared import Printed, printed
from crossfoot.trace.words import WORD

NODE = "source:"
NAMED = ("named", "office", "agency", "outlet")


@dataclass(frozen=True, slots=True)
class Citation:
    """One claim names one source. `node` is the name; `report` the report meant, as its place in the list; `home` the
    name of the outlet that cites."""

    claim: int
    node: str
    report: int | None
    text: str
    ultimate: bool
    home: str | None = None


@dataclass(slots=True)
class Names:
    """Runs of words that stand for a name, by their first word; the longest run wins."""

    entries: dict[str, list[tuple[WordRun, bool, str]]] = field(default_factory=lambda: defaultdict(list))
    _found: dict[str, str | None] = field(default_factory=dict)

    def add(self, alias: str, name: str, articles: Iterable[WordRun]) -> None:
        words = [_bare(word) for word in WORD.findall(alias)]
        for article in articles:
            if len(words) > len(article) and tuple(w.casefold() for w in words[: len(article)]) == article:
                words = words[len(article) :]
        if words:
            self._found.clear()
            folded = tuple(word.casefold() for word in words)
            as_written = len(words) == 1 and words[0] != folded[0]
            self.entries[folded[0]].append((folded, as_written, name))
            self.entries[folded[0]].sort(key=lambda entry: -len(entry[0]))

    def find(self, text: str) -> str | None:
        """The first known name in a text. A one-word name does not match that word in lower case."""
        if text not in self._found:
            self._found[text] = self._find(text)
        return self._found[text]

    def _find(self, text: str) -> str | None:
        words = WORD.findall(text)
        folded = [_bare(word.casefold()) for word in words]
        for i, first in enumerate(folded):
            for run, as_written, name in self.entries.get(first, ()):
                if tuple(folded[i : i + len(run)]) == run and not (as_written and words[i].islower()):
                    return name
        return None


def _bare(word: str) -> str:
    """Without a genitive after an apostrophe: what follows it is at most one letter (not so in O'Neill)."""
    for mark in ("'", "’"):
        if mark in word and len(word.rpartition(mark)[2]) <= 1:
            return word.rpartition(mark)[0]
    return word


def known_names(reports: Sequence[Report], codebook: Codebook, articles: tuple[WordRun, ...]) -> Names:
    names = Names()
    for source in codebook.sources:
        for alias in (source.name, *source.aliases):
            names.add(alias, source.name, articles)
    for outlet in sorted({report.outlet for report in reports if report.outlet}):
        if names.find(outlet) is None:
            names.add(outlet, outlet, articles)
    return names


def citations(
    claims: Sequence[Claim], report_of: Sequence[int], reports: Sequence[Report], names: Names
) -> list[Citation]:
    """Every named source of every chain. Within a chain the last name is the ultimate one."""
    people = _full_names(claims, names)
    outlets = _by_outlet(reports, names)
    prints = _prints(claims, report_of)
    found: list[Citation] = []
    for i, claim in enumerate(claims):
        chain = [(node, source) for source in claim.attribution if (node := _node(source, names, people))]
        home = names.find(reports[report_of[i]].outlet or "")
        chain = [(node, source) for node, source in chain if node != home]
        for place, (node, source) in enumerate(chain):
            meant = _meant(outlets.get(node, ()), report_of[i], reports, printed(claim), prints)
            found.append(Citation(i, node, meant, source.text, place == len(chain) - 1, home))
    return found


def _node(source: Source, names: Names, people: Mapping[str, str]) -> str | None:
    known = names.find(source.name) or names.find(source.text)
    if known is not None:
        return known
    return people.get(source.name, source.name) if source.kind in NAMED and _proper(source.name) else None


def _proper(name: str) -> bool:
    """Has a capital, or is in a script without: "regional authorities" of two reports need not be the same ones."""
    return any(letter.isupper() for letter in name) or not any(letter.islower() for letter in name)


def _full_names(claims: Sequence[Claim], names: Names) -> Mapping[str, str]:
    """ "Gerasimov" is "Valery Gerasimov" where only one full name in hand ends so."""
    said = {s.name for c in claims for s in c.attribution if s.kind == "named" and names.find(s.name) is None}
    ends: dict[str, set[str]] = defaultdict(set)
    for name in said:
        words = WORD.findall(name)
        if len(words) > 1:
            ends[_bare(words[-1].casefold())].add(name)
    short = {name: ends.get(_bare(name.casefold()), set()) for name in said if len(WORD.findall(name)) == 1}
    return {name: next(iter(full)) for name, full in short.items() if len(full) == 1}


def _by_outlet(reports: Sequence[Report], names: Names) -> Mapping[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for i, report in enumerate(reports):
        if report.outlet and (name := names.find(report.outlet)):
            found[name].append(i)
    return found


def _prints(claims: Sequence[Claim], report_of: Sequence[int]) -> Mapping[int, set[Printed]]:
    found: dict[int, set[Printed]] = defaultdict(set)
    for claim, report in zip(claims, report_of, strict=True):
        if value := printed(claim):
            found[report].add(value)
    return found


MOST_TRIED = 200
"""Reports of one outlet that are looked through for the figure cited."""


def _meant(
    held: Sequence[int],
    citing: int,
    reports: Sequence[Report],
    value: Printed | None,
    prints: Mapping[int, set[Printed]],
) -> int | None:
    """The outlet's report that prints the figure, else its only one; a later report cannot have been meant."""
    day = reports[citing].published
    earlier = [i for i in held[-MOST_TRIED:] if i != citing and not _later(reports[i].published, day)]
    same = [i for i in earlier if value in prints.get(i, ())]
    if same:
        return max(same, key=lambda i: (reports[i].published or date.min, -i))
    return earlier[0] if len(held) == 1 and earlier else None


def _later(published: date | None, day: date | None) -> bool:
    return published is not None and day is not None and published > day
