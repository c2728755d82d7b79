"""Where somebody hid, stood or went: places named in the sentences of a testimony."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from crossfoot.publish.privacy import PrivacyWords, plain

_SENTENCE = re.compile(r"(?:[^.!?\n]|[.!?](?!\s|$)){1,1200}")
_TOKEN = re.compile(r"\w+(?:[-’'.]\w+){0,3}")
_LONGEST = 4


def places_in(text: str, rules: PrivacyWords, spared: Collection[str]) -> Iterator[tuple[int, int]]:
    """Stretches that tell an exact place, in sentences that speak of a person and of hiding, standing or going."""
    lowered = text.casefold()
    if not any(cue in lowered for cue in rules.place_cues):
        return
    for sentence in _SENTENCE.finditer(text):
        tokens = [(m.start() + sentence.start(), m.group()) for m in _TOKEN.finditer(sentence.group())]
        keys = [plain(word) for _, word in tokens]
        if _speaks(keys, rules.testimony) and _speaks(keys, rules.place_cues):
            yield from _stretches(tokens, keys, rules, spared)


def _speaks(keys: list[str], of: Collection[str]) -> bool:
    return any(key in of or f"{key} {after}" in of for key, after in zip(keys, [*keys[1:], ""], strict=False))


def _stretches(
    tokens: list[tuple[int, str]], keys: list[str], rules: PrivacyWords, spared: Collection[str]
) -> Iterator[tuple[int, int]]:
    at = 0
    while at < len(tokens):
        if keys[at] not in rules.prepositions and keys[at] not in rules.place_cues:
            at += 1
            continue
        first = name = at + 1
        while name < len(tokens) and (keys[name] in rules.heads or _is_distance(tokens[name][1], keys, name, rules)):
            name += 1
        end = name
        while end < min(len(tokens), name + _LONGEST) and _is_place(tokens[end][1], keys, end, rules, spared):
            end += 1
        if end > name:
            start, last = tokens[first][0], tokens[end - 1]
            yield start, last[0] + len(last[1])
        at = max(at + 1, end)


def _is_distance(word: str, keys: list[str], n: int, rules: PrivacyWords) -> bool:
    """ "3" of "3 km north of": a number before one of the heads."""
    return word[0].isdigit() and n + 1 < len(keys) and keys[n + 1] in rules.heads and keys[n - 1] not in rules.numbered


def _is_place(word: str, keys: list[str], n: int, rules: PrivacyWords, spared: Collection[str]) -> bool:
    key = keys[n]
    if word[0].isdigit():
        return keys[n - 1] in rules.numbered or (len(word) > 1 and not word.isdigit() and word[-1].isalpha())
    if not word[0].isupper() or key in rules.wide or key in rules.never or key in rules.organisations:
        return False
    if key.split("'")[0] in rules.never:
        return False
    return key not in spared and not (word.isupper() and word.isalpha() and len(word) < 6)
