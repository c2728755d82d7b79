"""Names of sources: known ones by their aliases, and what else in a report is a name and not a description.

"The Chicago Police Department" and "Police Department" of two reports may be one; "several officials" and "the bank"
never are. What is no name makes no node: neither agreement nor difference of sources follows from it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from crossfoot.codebook import Codebook
from crossfoot.records import Claim, Report, Source
from crossfoot.trace.cues import Cues, WordRun, cues_of
from crossfoot.trace.words import WORD

NAMED = ("named", "office", "agency", "outlet")
SENTENCE_ENDS = ".!?:;\n\r\u2028\u2029•–—"
QUOTES = "\"'“”„«»‘’([ \t*_#>"
MOST_LOOKED_UP = 50
"""Places of a word that are looked at to see whether it has its capital in mid-sentence too."""


# ── known names ──────────────────────────────────────────────────────────────────────────────────


@dataclass(slots=True)
class Names:
    """Runs of words that stand for a name, by their first word; the longest run wins."""

    entries: dict[str, list[tuple[WordRun, bool, str]]] = field(default_factory=lambda: defaultdict(list))
    _found: dict[str, str | None] = field(default_factory=dict)

    def add(self, alias: str, name: str, articles: Iterable[WordRun]) -> None:
        words = [bare(word) for word in WORD.findall(alias)]
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
        folded = [bare(word.casefold()) for word in words]
        for i, first in enumerate(folded):
            for run, as_written, name in self.entries.get(first, ()):
                if tuple(folded[i : i + len(run)]) == run and not (as_written and words[i].islower()):
                    return name
        return None


def bare(word: str) -> str:
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


# ── other names ──────────────────────────────────────────────────────────────────────────────────


def name_of(source: Source, report: Report) -> str | None:
    """The name of a source that no alias knows, without article, title and role; None where it is a description."""
    if source.kind not in NAMED:
        return None
    cues = cues_of(report.language)
    if cues is None:
        return source.name if _has_capital(source.name) else None
    name = _stripped(WORD.findall(source.name), cues, cues.titles if source.kind == "named" else frozenset())
    if not name or not _is_name(name, cues):
        return None
    alone = len(name) == 1 and source.kind != "named" and source.resolved is None
    return None if alone and _only_begins(name[0], source.start, report.text) else " ".join(name)


def _has_capital(name: str) -> bool:
    """Or is in a script without: "regional authorities" of two reports need not be the same ones."""
    return any(letter.isupper() for letter in name) or not any(letter.islower() for letter in name)


def _stripped(words: list[str], cues: Cues, titles: frozenset[str]) -> list[str]:
    if words and words[0].casefold() in cues.indefinite:
        return []
    while words and (words[0].casefold() in cues.articles or (len(words) > 1 and words[0].casefold() in titles)):
        words = words[1:]
    whole = len(words)
    while words and words[-1].casefold() in cues.roles:
        words = words[:-1]
    if len(words) < whole and sum(word[0].isupper() for word in words) < 2:  # "US officials" are nobody's office
        return []
    return [*words[:-1], bare(words[-1])] if words else []


def _is_name(words: Sequence[str], cues: Cues) -> bool:
    """A capital at the start, and no small word inside but those that join parts of names ("of", "bin")."""
    inside = (word for word in words[1:-1] if _is_small(word))
    return not _is_small(words[0]) and all(word.casefold() in cues.joiners for word in inside)


def _is_small(word: str) -> bool:
    return word[0].islower()


def _only_begins(word: str, start: int, text: str) -> bool:
    """Whether the word has its capital from the start of a sentence alone: "Police said"."""
    if not _begins(text, start):
        return False
    at = text.find(word)
    for _ in range(MOST_LOOKED_UP):
        if at < 0:
            return True
        if at != start and not _begins(text, at):
            return False
        at = text.find(word, at + 1)
    return True


def _begins(text: str, place: int) -> bool:
    before = text[max(0, place - 8) : place].rstrip(QUOTES)
    return not before or before[-1] in SENTENCE_ENDS


def full_names(claims: Sequence[Claim], reports: Mapping[str, Report], names: Names) -> Mapping[str, str]:
    """ "Gerasimov" is "Valery Gerasimov" where only one full name in hand ends so, and "Homeland Security Secretary Ada
    Example" is "Ada Example" where she is called so too."""
    said = {
        name
        for claim in claims
        for source in claim.attribution
        if source.kind == "named"
        and names.find(source.name) is None
        and (name := name_of(source, reports[claim.report]))
    }
    ends: dict[str, set[str]] = defaultdict(set)
    for name in said:
        words = name.split()
        if len(words) > 1:
            ends[words[-1].casefold()].add(name)
    found: dict[str, str] = {}
    for name in said:
        same = [other for other in ends.get(name.split()[-1].casefold(), ()) if _ends_so(other, name)]
        shortest = min(same, key=lambda other: (len(other), other), default=name)
        if len({other for other in same if _ends_so(other, shortest)}) == len(same):
            found[name] = shortest
    return found


def _ends_so(one: str, other: str) -> bool:
    """Whether one name is the end of the other."""
    a, b = one.casefold().split(), other.casefold().split()
    size = min(len(a), len(b))
    return a[-size:] == b[-size:]
