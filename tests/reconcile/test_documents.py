"""The pages on reconciling say what the program does: their code runs and their numbers come out."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from claim_lines import NOVEMBER, OVER_160, PUBLISHED, claims

from crossfoot import wire
from crossfoot.codebook import load
from crossfoot.interval import PROFILES
from crossfoot.reconcile import ASSUMPTIONS, reconcile

DOCS = Path(__file__).parents[2] / "docs"


def code_of(page: str) -> str:
    found = re.search(r"```python\n(.*?)```", (DOCS / page).read_text(encoding="utf-8"), re.DOTALL)
    assert found is not None
    return found.group(1)


@pytest.fixture(scope="module")
def holds() -> Callable[[dict[str, Any]], bool]:
    names: dict[str, Any] = {}
    exec(code_of("proofs.md"), names)
    return names["holds"]  # type: ignore[no-any-return]


@pytest.fixture(scope="module")
def published() -> list[dict[str, Any]]:
    result = reconcile(claims(OVER_160 + NOVEMBER), codebook=load("desertion"), reports=PUBLISHED)
    data = json.loads(json.dumps(wire.reconciliation_to_json(result)))
    cases = [case for bound in data["bounds"] for case in bound["cases"]]
    proofs = [conflict["proof"] for conflict in data["conflicts"]]
    return proofs + [p for case in cases for p in (case["low_proof"], case["high_proof"]) if p]


def test_the_checker_on_the_page_passes_what_is_published(holds: Callable[..., bool], published: list[Any]) -> None:
    assert len(published) > 20
    assert all(holds(proof) for proof in published)


def test_the_checker_on_the_page_rejects_what_is_changed(holds: Callable[..., bool], published: list[Any]) -> None:
    for proof in published:
        for change in (_more, _twice, _less):
            changed = deepcopy(proof)
            change(changed)
            assert not holds(changed)


def _more(proof: dict[str, Any]) -> None:
    proof["value"] = proof["value"] + 1


def _twice(proof: dict[str, Any]) -> None:
    proof["terms"][0]["times"] = str(int(proof["terms"][0]["times"]) + 1)


def _less(proof: dict[str, Any]) -> None:
    proof["terms"][0]["row"].pop()


def test_the_table_of_figures_on_the_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    exec(code_of("reconcile.md"), {})
    printed = capsys.readouterr().out.splitlines()
    assert "2024-11-01 2024-11-30 279 299 1,204 − 905 = 299" in printed
    assert "2024-12-01 2024-12-31 0 20 1,204 − 905 − 279 = 20" in printed


def test_the_example_by_hand_with_400() -> None:
    (found,) = reconcile(
        claims("""
            count | 2024 | 1,204 | a
            count | 2024-01..2024-10 | 905 | b
            count | 2024-11 | 400 | c
        """)
    ).conflicts
    assert found.gap == 81
    assert len(found.claims) == 3


def test_every_assumption_and_profile_is_on_the_page() -> None:
    page = (DOCS / "semantics.md").read_text(encoding="utf-8")
    assert [name for name in ASSUMPTIONS if f"`{name}`" not in page] == []
    assert [name for name in tomllib.loads(PROFILES.read_text(encoding="utf-8")) if f"`{name}`" not in page] == []
    assert re.findall(r"^## §(\d+)", page, re.MULTILINE) == [str(n) for n in range(1, 12)]
