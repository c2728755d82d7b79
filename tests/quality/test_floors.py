"""What is reached stays reached: every floor of floors.json is measured, and only `--lower` brings one down."""

from __future__ import annotations

import math
from pathlib import Path

import floors
import pytest
from hypothesis import given
from hypothesis import strategies as st
from measures import MEASURES, Measure, at_hand

KEYS = tuple(floors.floors())
SHARES = st.floats(0, 1)
TABLES = st.dictionaries(st.sampled_from(KEYS), SHARES)


@pytest.mark.heavy
@pytest.mark.parametrize("group", at_hand())
def test_what_is_measured_stays_above_its_floors(group: str) -> None:
    wanted = {key: floor for key, floor in floors.floors().items() if floors.group_of(key) == group}
    assert floors.below(wanted, floors.measured(group)) == []


def test_every_floor_is_measured_and_every_measure_has_a_floor() -> None:
    assert {floors.group_of(key) for key in KEYS} == set(MEASURES)


def test_no_group_begins_like_another() -> None:
    assert [(a, b) for a in MEASURES for b in MEASURES if a.startswith(f"{b}.")] == []


def test_the_file_is_written_one_way() -> None:
    """So that no floor stands in it twice, and a change of one is one line."""
    assert floors.FILE.read_text(encoding="utf-8") == floors.as_text(floors.floors())


def test_a_floor_of_which_nothing_is_measured_does_not_hold() -> None:
    assert floors.below({"a.b": 0}, {}) == ["a.b: not measured, floor 0"]
    assert floors.below({"a.b": 0.5}, {"a.b": math.nan}) == ["a.b: nan, floor 0.5"]
    assert floors.below({"a.b": 0.5, "a.c": 2}, {"a.b": 0.5, "a.c": 1}) == ["a.c: 1, floor 2"]


@given(TABLES, TABLES)
def test_raising_never_lowers_and_stays_under_what_is_reached(wanted: floors.Scores, reached: floors.Scores) -> None:
    after = floors.raised(wanted, reached)
    assert after.keys() == wanted.keys()
    assert all(after[key] >= floor for key, floor in wanted.items())
    assert all(after[key] == wanted[key] or after[key] < reached[key] for key in wanted)
    assert floors.raised(after, reached) == after


@given(SHARES)
def test_a_raised_floor_is_near_what_is_reached(score: float) -> None:
    assert 0 <= score - floors.a_little_under(score) < floors.MARGIN + 1 / floors.STEPS + 1e-9
    assert floors.a_little_under(17) == 17


@given(TABLES.filter(bool), st.data())
def test_lowering_touches_the_named_floors_alone(wanted: floors.Scores, data: st.DataObject) -> None:
    key = data.draw(st.sampled_from(sorted(wanted)))
    reached = {name: data.draw(SHARES) for name in wanted}
    after = floors.lowered(wanted, reached, [key])
    assert {name for name in wanted if after[name] != wanted[name]} <= {key}
    assert after[key] <= min(wanted[key], reached[key])


def test_the_command_measures_and_moves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "floors.json"
    monkeypatch.setattr(floors, "FILE", file)
    monkeypatch.setitem(MEASURES, "trace.made", Measure(lambda: {"heavy": 0.9, "light": 0.8}, shared=False))
    only = ["--only", "trace.made"]
    file.write_text('{"trace.made.heavy": 0.95, "trace.made.light": 0}', encoding="utf-8")
    assert floors.main(only) == 1
    assert floors.main([*only, "--raise"]) == 1
    assert floors.floors() == {"trace.made.heavy": 0.95, "trace.made.light": 0.795}
    assert floors.main(["--lower", "trace.made.heavy"]) == 0
    assert floors.floors() == {"trace.made.heavy": 0.895, "trace.made.light": 0.795}
