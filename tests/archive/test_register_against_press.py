"""End to end: a register's table against what a paper prints of it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from crossfoot.cli import run

REGISTER = """Region;Month;Article 407;Article 408
Ukraine;2024-01;3448;551
Ukraine;2024-02;3803;664
Ukraine;2024-03;4200;690
"""
MAPPING = """
[[table]]
file = "register.csv"
title = "Criminal proceedings registered, by month"
source = "Prosecutor General's Office"
published = 2024-04-10
release = "monthly register, as of 2024-04-01"
population = "Ukraine"
place = { column = "Region" }
period = { column = "Month" }
columns."Article 407".measure = "proceedings-407"
columns."Article 408".measure = "proceedings-408"
"""
PRESS = (
    "Courier: desertion cases\n15 May 2024\n\nIn the first quarter of 2024, {} criminal proceedings were registered in "
    "Ukraine for unauthorized abandonment of a unit under Article 407, the Prosecutor General's Office said.\n"
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "in").mkdir()
    (tmp_path / "in/register.csv").write_text(REGISTER, encoding="utf-8")
    (tmp_path / "in/statistics.toml").write_text(MAPPING, encoding="utf-8")
    return tmp_path / "in"


def test_the_register_refutes_a_slip_and_names_its_cells(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "press.txt").write_text(PRESS.format("12,451"), encoding="utf-8")
    assert run(["check", str(folder), "--ledger", "led", "--reader", "fast", "--json"]) == 1
    found = json.loads(capsys.readouterr().out)
    (conflict,) = found["conflicts"]
    claims = {claim["id"]: claim for claim in found["claims"]}
    assert {claims[id]["quote"] for id in conflict["claims"]} == {"12,451", "3448", "3803", "4200"}
    assert conflict["gap"] == 1000
    table = next(report for report in found["reports"] if report["file"] == "register.csv")
    assert [cell["name"] for cell in table["cells"]] == ["C2", "D2", "C3", "D3", "C4", "D4"]
    assert run(["explain", "led", next(id for id in conflict["claims"] if claims[id]["quote"] == "4200")]) == 0
    told = capsys.readouterr().out
    assert "cell C4" in told
    assert "Region: Ukraine · Month: 2024-03 · Article 407: [4200]" in told
    assert run(["verify", "led"]) == 0


def test_the_register_bears_out_the_right_figure(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "press.txt").write_text(PRESS.format("11,451"), encoding="utf-8")
    assert run(["check", str(folder), "--ledger", "led", "--reader", "fast", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["coverage"]["compared"] == 7


def test_a_wrong_mapping_ends_the_run_before_anything_is_kept(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "statistics.toml").write_text(MAPPING.replace("place =", "plaice ="), encoding="utf-8")
    assert run(["check", str(folder), "--ledger", "led"]) == 2
    err = capsys.readouterr().err
    assert "unknown key 'plaice'" in err
    assert "place is not told of every figure" in err
