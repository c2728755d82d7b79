"""The accurate path: speakers that the fast path does not find, and nothing changed where it is sure."""

from __future__ import annotations

import subprocess
import sys

import pytest

from crossfoot.codebook import load
from crossfoot.read import Reader, ReaderError, ReadSettings, path_of, read
from crossfoot.read.parser import LONGEST, parser
from crossfoot.records import Claim, Report

CODEBOOK = load("desertion")


def claims(text: str, reader: Reader) -> tuple[Claim, ...]:
    return read([Report("r", "", "f", text)], CODEBOOK, ReadSettings(reader=reader)).claims


def speakers(text: str, reader: Reader) -> list[str]:
    return [" < ".join(source.text for source in claim.attribution[::-1]) for claim in claims(text, reader)]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("In 2015 alone, clerks in three offices wrote, 500 soldiers deserted.", "clerks in three offices"),
        ("The clerks combed through the books and found that 500 soldiers had deserted.", "The clerks"),
        ("Some clerks went to the depot and said that 500 soldiers had deserted.", "Some clerks"),
    ],
)
def test_it_finds_who_speaks_where_the_fast_path_does_not(text: str, wanted: str) -> None:
    assert speakers(text, "fast") == [""]
    assert speakers(text, "accurate") == [wanted]
    assert "source: parse: subject of" in claims(text, "accurate")[0].rule


@pytest.mark.parametrize(
    "text",
    [
        "RIA, citing sources in Kyiv, reported that 500 soldiers deserted.",
        "Ivan Testov said on Monday, after a long silence, that 500 soldiers deserted.",
        "The war claimed the lives of 500 soldiers.",
        "He found 500 soldiers dead.",
        "In May 500 soldiers deserted, and nobody said why.",
        "",
    ],
)
def test_it_changes_nothing_else(text: str) -> None:
    assert claims(text, "accurate") == claims(text, "fast")


def test_the_two_paths_differ_in_the_source_alone() -> None:
    (fast,) = claims("Some clerks went to the depot and said that 500 soldiers had deserted.", "fast")
    (accurate,) = claims("Some clerks went to the depot and said that 500 soldiers had deserted.", "accurate")
    same = [name for name in Claim.__slots__ if name not in ("attribution", "rule", "stance", "literal")]
    assert [getattr(fast, name) for name in same] == [getattr(accurate, name) for name in same]


def test_a_sentence_is_parsed_once() -> None:
    made = parser("en")
    first, again = made.trees(["Twenty came.", "Twenty came."])
    assert first is again
    assert made.trees(["Twenty came."])[0] is first


def test_what_is_too_long_for_a_sentence_is_left_to_the_fast_path() -> None:
    assert parser("en").trees(["a " * LONGEST]) == (None,)


def test_auto_is_fast_for_a_language_without_a_model() -> None:
    assert path_of("auto", "en") == "accurate"
    assert path_of("auto", "uk") == "fast"
    with pytest.raises(ReaderError, match="crossfoot\\[accurate\\]"):
        path_of("accurate", "uk")


def test_the_fast_path_does_not_load_the_parser() -> None:
    code = (
        "import sys\nfrom crossfoot.codebook import load\nfrom crossfoot.read import read\n"
        "from crossfoot.records import Report\n"
        "read([Report('r', '', 'f', 'Clerks then wrote that 500 soldiers deserted.')], load('desertion'))\n"
        "sys.exit('spacy' in sys.modules)\n"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
