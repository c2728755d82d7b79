"""Codebooks: what is read from a file, and that every mistake is shown in its line."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from crossfoot.codebook import CodebookError, Pattern, in_words, load
from crossfoot.codebook_load import find_cycle, parse

SMALL = """\
title = "Strikes"
[epoch]
date = 2020-01-01
name = "the strike"
words.en = ["the strike"]
[lists.en]
people = ["Workers", "miners"]
[[population]]
id = "North"
place = "North"
words.en = ["northern"]
[[measure]]
id = "strikers"
unit = "persons"
epoch = true
[[measure.words.en]]
nouns = [
  "@people",
  "strikers",
]
[[measure]]
id = "day-shift"
unit = "persons"
[[measure]]
id = "night-shift"
unit = "persons"
[[relation]]
name = "shifts"
kind = "sum"
whole = "strikers"
parts = ["day-shift", { measure = "night-shift", population = "North" }]
"""


def error(text: str) -> CodebookError:
    with pytest.raises(CodebookError) as caught:
        parse(text, "small.toml", "small")
    return caught.value


def test_a_codebook_is_read_with_its_lists_filled_in() -> None:
    codebook = parse(SMALL, "small.toml", "small")
    assert codebook.name == "small"
    assert codebook.epoch is not None
    assert codebook.epoch.date == date(2020, 1, 1)
    strikers = codebook.measure("strikers")
    assert strikers is not None
    assert strikers.rows["en"][0].nouns == ("workers", "miners", "strikers")
    assert codebook.relations[0].whole == Pattern(measure="strikers")
    assert codebook.relations[0].parts[1] == Pattern(measure="night-shift", population="North")


@pytest.mark.parametrize(
    ("old", "new", "place", "reason"),
    [
        ('title = "Strikes"', "title = Strikes", (1, 9), "not TOML"),
        ('title = "Strikes"', 'tittle = "Strikes"', (1, 1), 'unknown key "tittle"'),
        ("date = 2020-01-01", "date = 2020-13-01", (3, 12), "not TOML"),
        ("date = 2020-01-01", 'date = "2020-01-01"', (3, 1), '"date" must be a day'),
        ("date = 2020-01-01", "date = 2020-01-01T10:00:00", (3, 1), '"date" must be a day'),
        ('"northern"', '"northern", " "', (11, 1), "empty word"),
        ('"@people"', '"@peple"', (18, 4), 'unknown list "@peple"'),
        ('"strikers",', '"strikers", "strikers",', (19, 4), "listed twice"),
        ('unit = "persons"\n[[relation]]', "[[relation]]", (24, 1), '"unit" is missing'),
        ('id = "night-shift"', 'id = "day-shift"', (25, 1), 'second measure "day-shift"'),
        ('whole = "strikers"', 'whole = "striker"', (30, 10), 'unknown measure "striker"'),
        ('population = "North" }', 'population = "South" }', (31, 64), 'unknown population "South"'),
        ('population = "North" }', 'populaton = "North" }', (31, 1), 'unknown key "populaton"'),
        ('kind = "sum"', 'kind = "adds"', (29, 1), 'unknown kind "adds"'),
        ('parts = ["day-shift", {', 'parts = ["strikers", {', (31, 1), "relations run in a cycle"),
        ('place = "North"', 'place = "North"\nwithin = "North"', (11, 1), "cycle: North → North"),
        ('id = "night-shift"', 'id = "night|shift"', (25, 1), 'holds a "|"'),
        ('id = "night-shift"', 'id = "night#shift"', (25, 1), 'holds a "#"'),
        ("epoch = true", "epoch = 1", (15, 1), '"epoch" must be true or false'),
    ],
)
def test_a_mistake_is_shown_in_its_place(old: str, new: str, place: tuple[int, int], reason: str) -> None:
    assert old in SMALL
    wrong = error(SMALL.replace(old, new))
    assert reason in wrong.reason
    assert (wrong.line, wrong.column) == place
    assert str(wrong).startswith(f"small.toml:{place[0]}:{place[1]}: ")
    assert wrong.remedy


@pytest.mark.parametrize("text", ["", "measure = 3", "lists = 3\n", "measure = [3]", "a = " + "[" * 100_000])
def test_what_is_no_codebook_is_refused(text: str) -> None:
    error(text)


def test_a_file_that_is_not_utf8_is_refused_in_its_place(tmp_path: Path) -> None:
    path = tmp_path / "broken.toml"
    path.write_bytes(b'title = "a"\nname = "\xff"\n')
    with pytest.raises(CodebookError) as caught:
        load(path)
    assert (caught.value.line, caught.value.column) == (2, 9)


def test_an_unknown_name_lists_what_is_shipped() -> None:
    with pytest.raises(CodebookError, match="desertion"):
        load("no-such-codebook")


def test_a_codebook_is_loaded_by_path_as_well_as_by_name(tmp_path: Path) -> None:
    path = tmp_path / "strikes.toml"
    path.write_text(SMALL, encoding="utf-8")
    assert load(path) == load(str(path))
    assert load("desertion").name == "desertion"


def test_the_desertion_codebook_says_what_must_hold() -> None:
    codebook = load("desertion")
    sums = {r.whole.measure: [p.measure for p in r.parts] for r in codebook.relations if r.kind == "sum"}
    assert sums["proceedings"] == ["proceedings-407", "proceedings-408"]
    office = codebook.source("ukraine's office of the prosecutor general")
    assert office is not None
    assert office.exact
    assert all(event.effect for event in codebook.events)
    assert "proceedings = proceedings-407 + proceedings-408" in in_words(codebook)


def test_cycles_are_found_however_long_the_way_round() -> None:
    ring = {str(n): [str(n + 1)] for n in range(5_000)} | {"5000": ["0"]}
    assert find_cycle(ring) is not None
    assert find_cycle({str(n): [str(n + 1), str(n + 2)] for n in range(5_000)}) is None
