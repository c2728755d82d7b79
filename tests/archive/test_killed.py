"""kill -9 in the middle of an import. All fifty moments: `python benchmarks/archive/killed.py`."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from typing import Any

import pytest

PLAY = Path(__file__).parents[2] / "benchmarks" / "archive" / "killed.py"
DOCUMENTS, KILLS = 80, 4


def killed() -> Any:
    spec = importlib.util.spec_from_file_location("killed", PLAY)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["killed"] = module
    spec.loader.exec_module(module)
    return module


@pytest.mark.heavy
def test_a_killed_import_leaves_a_sound_ledger_and_ends_as_an_undisturbed_one(tmp_path: Path) -> None:
    module = killed()
    found = list(module.play(tmp_path, DOCUMENTS, KILLS))
    kills = [one for one in found if isinstance(one, module.Killed)]
    ends = [one for one in found if isinstance(one, module.Ended)]
    assert len(kills) == KILLS
    assert [one.faults for one in found] == [()] * len(found)
    assert ends
    assert all(one.is_alike for one in ends)
    assert any(0 < one.captures < DOCUMENTS for one in kills), "no kill fell into the work"
