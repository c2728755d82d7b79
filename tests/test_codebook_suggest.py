"""A codebook made from reports: what is counted and not named, ready to edit, and usable as it is."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest

from crossfoot.cli import run
from crossfoot.codebook import Codebook, load
from crossfoot.codebook_suggest import Suggestion, as_toml, suggestions
from crossfoot.read import read
from crossfoot.read.tools import Tools, language
from crossfoot.read.uncoded import Uncoded, uncoded
from crossfoot.records import Report

EMPTY = Codebook("new", "New", None, (), ())
REPORT = (
    "The council felled 40 old trees in March. Over 120 trees were felled in April, and 30 benches were painted.\n\n"
    "On 3 May residents counted 15 trees. About 900 residents came, 25% of them by bus. Rain fell for 12 hours.\n"
)


def nouns(text: str, codebook: Codebook = EMPTY) -> list[str]:
    return [one.noun for one in uncoded(Report("r", "", "f", text), Tools(language("en"), codebook))]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Storms felled 40 old trees.", ["trees"]),
        ("They drilled 12 deep oil wells in May.", ["wells"]),
        ("The 300 buses of the city stand still.", ["buses"]),
        ("In 2019 he was 40 years old and 2 metres tall.", []),
        ("25% of trees fell on 3 May.", []),
        ("Of these, 40 fell; trees were cut.", []),
        ("", []),
    ],
)
def test_the_noun_that_a_figure_counts(text: str, wanted: list[str]) -> None:
    assert nouns(text) == wanted


def test_what_a_codebook_names_is_not_suggested() -> None:
    text = "About 500 soldiers deserted. He felled 40 trees."
    assert nouns(text) == ["soldiers", "trees"]
    assert nouns(text, load("desertion")) == ["trees"]


def test_the_most_counted_come_first_with_quotes() -> None:
    found = suggestions(uncoded(Report("r", "", "f", REPORT), Tools(language("en"), EMPTY)), least=1)
    assert [(one.noun, one.unit, one.figures) for one in found] == [
        ("trees", "things", 3),
        ("benches", "things", 1),
        ("residents", "persons", 1),
    ]
    assert found[0].quotes[0] == ("f", "The council felled 40 old trees in March.")


def test_words_that_often_stand_near_are_cues() -> None:
    rows = [Uncoded("trees", "thing", "f", "s", ("were", "felled")), Uncoded("trees", "thing", "g", "t", ("felled",))]
    (found,) = suggestions(rows, plain={"were"})
    assert (found.cues, found.files) == (("felled",), 2)


def test_the_entry_is_a_codebook_that_reads_what_it_was_made_from(tmp_path: Path) -> None:
    report = Report("r", "", "f", REPORT)
    found = suggestions(uncoded(report, Tools(language("en"), EMPTY)), least=1)
    file = tmp_path / "trees.toml"
    file.write_text(as_toml(found, "en", "Trees"), encoding="utf-8")
    measures = [claim.measure for claim in read([report], load(file)).claims]
    assert measures == ["trees", "trees", "benches", "trees", "residents", "residents"]


def test_nothing_in_a_text_can_leave_its_comment() -> None:
    hostile = 'a"\n[[measure]]\rid = "x"\u2028\x00\x1b]0;'
    found = Suggestion('tr"ees', "things", 2, 1, ('cu"e',), ((hostile, hostile),))
    entry = tomllib.loads(as_toml([found], "en", 'T"itle\n'))
    assert [measure["id"] for measure in entry["measure"]] == ['tr"ees']


def test_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.txt").write_text(REPORT, encoding="utf-8")
    assert run(["codebook", "suggest", str(tmp_path)]) == 0
    assert [measure["id"] for measure in tomllib.loads(capsys.readouterr().out)["measure"]] == ["trees"]
    assert run(["codebook", "suggest", str(tmp_path), "--json", "--least", "1", "--codebook", "casualties"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [noun["noun"] for noun in told["nouns"]][:1] == ["trees"]
    assert run(["codebook", "suggest", str(tmp_path / "missing")]) == 2
