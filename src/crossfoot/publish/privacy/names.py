"""Names of persons in a text, and whether a public role stands beside them.

One pass over the words, each looked at with a few of its neighbours: linear in the text.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from crossfoot.publish.privacy import PrivacyWords, plain

_LETTERS = r"[^\W\d_]+(?:[\u0300-\u036f]+[^\W\d_]*)*"
_WORD = re.compile(rf"{_LETTERS}(?:[-'’]{_LETTERS}){{0,3}}")
_AGE = re.compile(r"(?:,\s|\s\()\d{2}(?=[\s,.;)])")
_SPACE = re.compile(r"(?:[ \t\u00a0]|\r?\n)[ \t\u00a0]?|\.[ \u00a0]?")
_QUOTED = re.compile(r"(?:[ ]\w{1,4}){0,2}[\s,:]{1,3}[\"'“”„«‘]([^\"'“”„«»‘’\n]{1,40})[\"'“”»’]")
MOST_WORDS = 3
"""Of an entry of a list."""
LONGEST = 4
"""Words of a name."""
REACH = 8
"""Words between a name and the role before it."""
_AFTER = 5
_APPOSED = 12
"""Words of an apposition."""
_CLOSES = {",": ",", "(": ")", "–": "–", "—": "—"}


class Word(NamedTuple):
    """`key` is what it is compared by."""

    start: int
    end: int
    text: str
    key: str
    is_capital: bool

    @property
    def is_possessive(self) -> bool:
        return self.text[-2:] in ("'s", "’s")


@dataclass(frozen=True, slots=True)
class Name:
    """A name where it stands; `role` is the public role beside it."""

    start: int
    end: int
    keys: tuple[str, ...]
    role: str | None = None


@dataclass(frozen=True, slots=True)
class Scene:
    """A text as words, with what no person is called: outlets by their first word, places."""

    text: str
    words: tuple[Word, ...]
    rules: PrivacyWords
    bodies: Mapping[str, Collection[tuple[str, ...]]]
    places: Collection[str]
    ordinary: Collection[str] = frozenset()
    """Words that the texts also print without a capital."""

    def gap(self, n: int) -> str:
        """What stands between a word and the one before it."""
        return self.text[self.words[n - 1].end : self.words[n].start]

    def joined(self, n: int) -> bool:
        """Whether a word goes on where the one before it ended."""
        if not 0 < n < len(self.words):
            return False
        space = _SPACE.fullmatch(self.gap(n))
        return bool(space) and (self.gap(n)[0] != "." or len(self.words[n - 1].text) == 1)

    def key(self, n: int) -> str:
        return self.words[n].key if 0 <= n < len(self.words) else ""

    def is_name_word(self, n: int) -> bool:
        word = self.words[n]
        if not word.is_capital:
            return False
        if word.key in self.rules.never or word.key in self.rules.organisations:
            return word.key in self.rules.given_with_surname and self._is_surname_of(n)
        return True

    def _is_surname_of(self, n: int) -> bool:
        """Whether the next word may be a surname: "Bill Name", but not "Will Russia"."""
        if not self.joined(n + 1) or not self.words[n + 1].is_capital:
            return False
        key = self.key(n + 1)
        return not (key in self.rules.never or key in self.rules.organisations or key in self.places)


def words_of(text: str) -> tuple[Word, ...]:
    found = []
    for match in _WORD.finditer(text):
        word = match.group()
        found.append(Word(match.start(), match.end(), word, _key(word), word[0].isupper()))
    return tuple(found)


def ordinary_words(texts: Iterable[str]) -> frozenset[str]:
    """Keys of the words that stand somewhere in `texts` without a capital."""
    printed = frozenset(word for text in texts for word in _WORD.findall(text))
    return frozenset(_key(word) for word in printed if not word[0].isupper())


@lru_cache(maxsize=50_000)
def _key(word: str) -> str:
    return plain(word[:-2] if word[-2:] in ("'s", "’s") else word)


def names_in(scene: Scene) -> Iterator[Name]:
    """Every name of a person, with the role beside it, in order."""
    after = 0
    for at, word in enumerate(scene.words):
        if at < after or not word.is_capital:
            continue
        body = _body_at(scene, at)
        name, length = (None, body) if body else _name_at(scene, at)
        if name:
            yield name
        after = at + max(1, length)
    lowered = scene.text.casefold()
    if any(cue in lowered for cue in scene.rules.callsigns):
        yield from _callsigns(scene)


def _body_at(scene: Scene, at: int) -> int:
    """Words of the outlet that stands here."""
    for keys in scene.bodies.get(scene.key(at), ()):
        if tuple(w.key for w in scene.words[at : at + len(keys)]) == keys:
            return len(keys)
    return 0


def _name_at(scene: Scene, at: int) -> tuple[Name | None, int]:
    if not scene.is_name_word(at):
        return None, 1
    end = _end_of_name(scene, at)
    if _goes_on_as_body(scene, end):
        return None, end - at
    if all(scene.key(n) in scene.places for n in range(at, end)):
        return None, end - at
    titles = [n for n in range(at, end) if scene.key(n) in scene.rules.roles]
    if titles:
        return _titled(scene, titles[-1] + 1, end), end - at
    role = role_beside(scene, at, end)
    if not (role or _is_person(scene, at, end)):
        return None, 1
    return _named(scene, at, end, role), end - at


def _end_of_name(scene: Scene, at: int) -> int:
    """After the last of the capitalised words that stand together, particles within."""
    end = at + 1
    while end < at + LONGEST and scene.joined(end) and not scene.words[end - 1].is_possessive:
        if scene.is_name_word(end):
            end += 1
        elif scene.key(end) in scene.rules.particles and scene.joined(end + 1) and scene.is_name_word(end + 1):
            end += 2
        else:
            break
    return end


def _titled(scene: Scene, at: int, end: int) -> Name | None:
    """ "President Name": the words after the title. A title alone names nobody."""
    return _named(scene, at, end, scene.key(at - 1)) if at < end else None


def _named(scene: Scene, at: int, end: int, role: str | None) -> Name:
    last = scene.words[end - 1]
    stop = last.end - 2 if last.is_possessive else last.end
    return Name(scene.words[at].start, stop, tuple(w.key for w in scene.words[at:end]), role)


def _goes_on_as_body(scene: Scene, end: int) -> bool:
    return scene.joined(end) and scene.words[end].is_capital and scene.key(end) in scene.rules.organisations


def _is_person(scene: Scene, at: int, end: int) -> bool:
    rules, first, length = scene.rules, scene.key(at), end - at
    if first in rules.given or (first in rules.given_with_surname and length > 1):
        return True
    if first in scene.places:
        return False
    if length > 1 and (
        _is_initial(scene, at, end) or any(_is_surname(scene.words[n].key, rules) for n in range(at + 1, end))
    ):
        return True
    if _cue_before(scene, at) or _cue_after(scene, at, end) or _AGE.match(scene.text, scene.words[end - 1].end):
        return True
    if length > 1 and (scene.key(end) in rules.speech or scene.key(at - 1) in rules.speech):
        return True
    return _is_unheard_of(scene, at, end)


def _is_unheard_of(scene: Scene, at: int, end: int) -> bool:
    """Two or three capitalised words that are no place and that the texts never print in lower case."""
    keys = [scene.key(n) for n in range(at, end)]
    in_headline = scene.joined(at) and scene.words[at - 1].is_capital and scene.key(at - 1) not in scene.rules.never
    if in_headline or all(scene.words[n].text.isupper() for n in range(at, end)):
        return False
    return len(keys) in (2, 3) and not any(len(k) < 3 or k in scene.ordinary or k in scene.places for k in keys)


def _is_initial(scene: Scene, at: int, end: int) -> bool:
    """ "J. Name", and no abbreviation."""
    return len(scene.key(at)) == 1 and len(scene.key(end - 1)) > 2


def _is_surname(key: str, rules: PrivacyWords) -> bool:
    return len(key) > 5 and key.endswith(rules.endings)


def _cue_before(scene: Scene, at: int) -> bool:
    return at > 0 and scene.gap(at).strip(" ,\u00a0\t.") == "" and _told(scene, at - 1, scene.rules.cues) is not None


def _cue_after(scene: Scene, at: int, end: int) -> bool:
    """ "Name, a deserter from Lviv, said": a private word and no public role in an apposition that is closed again.

    After "in" or "the" stands a place or a thing. A word that opens a sentence ("Yesterday, a soldier …") must look
    like a surname, or somebody must speak after it.
    """
    close = _closing(scene, end)
    is_place = scene.key(at - 1) in scene.rules.prepositions or scene.key(at - 1) in scene.rules.heads
    if close is None or is_place or any(scene.words[n].key in scene.ordinary for n in range(at, end)):
        return False
    inside = range(end, close)
    heads = [n for n in inside[:_AFTER] if _told(scene, n, scene.rules.cues) and _stands_alone(scene, n)]
    broken = any(scene.key(n) in scene.rules.breaks for n in range(end, heads[0])) if heads else True
    if broken or any(_told(scene, n, scene.rules.roles) for n in inside):
        return False
    opens = (at == 0 or bool(set(scene.gap(at)) & set(".!?:\n"))) and "(" not in scene.gap(end)
    is_surname = any(_is_surname(scene.key(n), scene.rules) for n in range(at, end))
    return not opens or is_surname or scene.key(close) in scene.rules.speech


def _stands_alone(scene: Scene, n: int) -> bool:
    """Whether a private word is not of somebody else: "Mr. Other", "a soldier's"."""
    followed = n + 1 < len(scene.words) and scene.words[n + 1].is_capital and len(scene.gap(n + 1)) < 3
    return not (followed or scene.words[n].is_possessive)


def _closing(scene: Scene, end: int) -> int | None:
    """The word after an apposition that starts here; nobody speaks within it, and it closes as it opens."""
    if end >= len(scene.words):
        return None
    opening = scene.gap(end).strip(" \u00a0")
    if opening not in _CLOSES or len(scene.gap(end)) > 3:
        return None
    closes = {_CLOSES[opening], *".!?"}
    for n in range(end + 1, min(len(scene.words), end + _APPOSED) + 1):
        rest = scene.gap(n) if n < len(scene.words) else scene.text[scene.words[-1].end :][:3]
        if set(rest) & closes:
            return n
        if n >= len(scene.words) or scene.key(n) in scene.rules.speech:
            return None
    return None


def _told(scene: Scene, n: int, of: Collection[str]) -> str | None:
    """The entry of a list that ends with this word: three words before two before one."""
    for length in range(min(MOST_WORDS, n + 1), 0, -1):
        phrase = " ".join(scene.words[k].key for k in range(n - length + 1, n + 1))
        if phrase in of:
            return phrase
    return None


# ── roles ────────────────────────────────────────────────────────────────────────────────────────


def role_beside(scene: Scene, at: int, end: int) -> str | None:
    apposed = at > 0 and "," in scene.gap(at)
    whose = apposed and scene.words[end - 1].is_possessive
    return (None if whose else _role_before(scene, at)) or _role_after(scene, end)


def _role_before(scene: Scene, at: int) -> str | None:
    """The role that the words before a name give it: nothing but its own complements between."""
    for n in range(at - 1, max(-1, at - 1 - REACH), -1):
        gap = scene.gap(n + 1)
        if not _within_phrase(gap.replace(".", "") if _is_short_title(scene, n) else gap, right_before=n == at - 1):
            return None
        if scene.key(n) in scene.rules.breaks or _told(scene, n, scene.rules.cues):
            return None
        role = _told(scene, n, scene.rules.roles)
        if role:
            return None if scene.words[n].is_possessive and not scene.words[n + 1].is_capital else role
    return None


def _is_short_title(scene: Scene, n: int) -> bool:
    """ "Sen. Name": the full stop ends no sentence."""
    return scene.words[n].is_capital and len(scene.key(n)) < 6 and scene.key(n) in scene.rules.roles


def _within_phrase(gap: str, *, right_before: bool) -> bool:
    return len(gap) <= 3 and not set(gap) & set('.;:!?"“”()«»' if right_before else ',.;:!?"“”()«»')


def _role_after(scene: Scene, end: int) -> str | None:
    """ "Name, the spokesman of …": after a comma, a dash or a bracket, and not before another name."""
    if end >= len(scene.words) or not set(scene.gap(end)) & set(",(–—-"):
        return None
    for n in range(end, min(len(scene.words), end + _AFTER)):
        if set(scene.gap(n)) & set('.;:!?"“”\n') or len(scene.gap(n)) > 6:
            return None
        if scene.key(n) in scene.rules.cues or (scene.key(n) in scene.rules.breaks and scene.key(n) != "who"):
            return None
        role = _told(scene, n, scene.rules.roles)
        if role:
            return None if scene.words[n].is_possessive or _names_another(scene, n + 1) else role
    return None


def _names_another(scene: Scene, n: int) -> bool:
    return scene.joined(n) and scene.is_name_word(n) and scene.key(n) not in scene.places


# ── call signs ───────────────────────────────────────────────────────────────────────────────────


def _callsigns(scene: Scene) -> Iterator[Name]:
    for n, word in enumerate(scene.words):
        if _told(scene, n, scene.rules.callsigns) is None:
            continue
        quoted = _QUOTED.match(scene.text, word.end)
        if quoted:
            yield Name(quoted.start(1), quoted.end(1), tuple(w.key for w in words_of(quoted.group(1))))
        elif scene.joined(n + 1) and scene.is_name_word(n + 1):
            following = scene.words[n + 1]
            yield Name(following.start, following.end, (following.key,))


def keys_of(name: str) -> tuple[str, ...]:
    return tuple(word.key for word in words_of(name))


def by_first(phrases: Collection[Sequence[str]]) -> dict[str, list[tuple[str, ...]]]:
    """Phrases by their first word, longest first."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for phrase in sorted(phrases, key=len, reverse=True):
        if phrase:
            found.setdefault(phrase[0], []).append(tuple(phrase))
    return found
