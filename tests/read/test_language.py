"""Language files: what may be wrong in them is said with file, key and reason."""

from __future__ import annotations

from typing import Any

import pytest

from crossfoot.read.figures import NumberWords
from crossfoot.read.language import LanguageError, load_table, phrases
from crossfoot.read.sentences import SentenceWords


def changed(*path: str, value: object) -> dict[str, Any]:
    """The English table with one entry changed."""

    def copy(table: Any, keys: tuple[str, ...]) -> dict[str, Any]:
        return {**table, keys[0]: value if len(keys) == 1 else copy(table[keys[0]], keys[1:])}

    return copy(load_table("en", "numbers"), path)


WRONG = {
    "no table": ("cardinals", 7, "table"),
    "no whole number": ("cardinals", {"one": 1.5}, "whole number"),
    "capital": ("cardinals", {"One": 1}, "lower case"),
    "below zero": ("scales", {"hundred": -1}, "whole number"),
    "twice": ("percent", {"signs": ["%", "%"], "words": []}, "twice"),
    "no reading": ("plural_scales", {"zillions": 7}, "reading"),
}


@pytest.mark.parametrize(("key", "value", "reason"), WRONG.values(), ids=WRONG.keys())
def test_what_is_wrong_is_named(key: str, value: object, reason: str) -> None:
    with pytest.raises(LanguageError, match=reason) as caught:
        NumberWords.from_table(changed(key, value=value))
    assert caught.value.file == "en.toml"
    assert key in caught.value.key or key == "percent"


def test_an_unknown_hedge_is_named() -> None:
    with pytest.raises(LanguageError, match="no such hedge"):
        NumberWords.from_table(changed("hedges", "before", "beneath", value=["beneath"]))


def test_a_phrase_has_one_meaning() -> None:
    with pytest.raises(LanguageError, match="already there as over"):
        NumberWords.from_table(changed("hedges", "before", "about", value=["more than"]))


def test_a_language_that_is_not_there() -> None:
    with pytest.raises(LanguageError, match="no such language file"):
        load_table("xx", "numbers")


def test_phrases_are_normal() -> None:
    with pytest.raises(LanguageError, match="single spaces"):
        phrases({"a": ["two  words"]}, "a", "file")


def test_english_loads() -> None:
    table = load_table("en", "numbers")
    assert NumberWords.from_table(table).hedges.before["over"] == "over"
    assert "mr." in SentenceWords.from_table(table).abbreviations
