"""Who says it, measured against shared annotated news: what is reached stays reached (floors.json, "sources.…")."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from polnear_scores import cases, reader, score

HERE = Path(__file__).parent
POLNEAR = HERE.parent.parent.parent / "shared" / "eval" / "polnear"
FLOORS: dict[str, float] = json.loads((HERE / "floors.json").read_text(encoding="utf-8"))


@pytest.mark.heavy
@pytest.mark.parametrize("path", ["fast", "accurate"])
def test_the_right_source_of_sentences_with_a_number(path: str) -> None:
    reached = score(list(cases(POLNEAR, reader(path))))
    prefix = f"sources.polnear.{path}."
    wanted = {key.removeprefix(prefix): floor for key, floor in FLOORS.items() if key.startswith(prefix)}
    assert wanted
    assert {key: reached[key] for key, floor in wanted.items() if reached[key] < floor} == {}
