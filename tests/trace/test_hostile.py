"""Inputs made to cost time: the right answer, in a time that grows with the input and no faster.

The cases are those of benchmarks/trace/hostile.py, which says of each what the right answer is.
"""

from __future__ import annotations

import importlib.util
import sys
import time
from pathlib import Path
from types import ModuleType

import pytest

from crossfoot.trace.overlap import overlaps

FOLDER = Path(__file__).parent.parent.parent / "benchmarks" / "trace"
SECONDS = 30.0
"""Of the processor; each took about one when it was measured (docs/benchmarks.md)."""


@pytest.fixture
def hostile(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(FOLDER))
    spec = importlib.util.spec_from_file_location("trace_hostile", FOLDER / "hostile.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, spec.name, module)
    spec.loader.exec_module(module)
    return module


@pytest.mark.heavy
@pytest.mark.parametrize("name", ["identical", "three_words", "million_words", "one_word"])
def test_the_answer_is_right_and_comes_in_time(hostile: ModuleType, name: str) -> None:
    case = hostile.CASES[name]()
    began = time.process_time()
    found = overlaps(case.texts, case.outlets, range(len(case.texts)))
    assert time.process_time() - began < SECONDS
    assert case.right({(o.first, o.second) for o in found})
