"""The program as scripts see it: what stands on stdout and stderr, and the exit codes of docs/commands.md."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from crossfoot.cli import COMMANDS, run
from crossfoot.commands import outcome
from crossfoot.commands.options import fetcher
from crossfoot.commands.outcome import Outcome
from crossfoot.records import Problem

ROOT = Path(__file__).parent.parent
HEAVY = (
    *("numpy", "highspy", "trafilatura", "lxml", "jinja2", "rich", "re2", "ahocorasick_rs", "sqlite3", "urllib3"),
    *("crossfoot.records", "crossfoot.archive", "crossfoot.ledger", "crossfoot.pipeline"),
)

TOO_MANY = (
    "By 1 March 2024, over 5,000 criminal cases for desertion had been registered in Ukraine, prosecutors said.\n"
)
TOO_FEW = (
    "By 1 June 2024, 3,210 criminal cases for desertion had been registered in Ukraine since the invasion began.\n"
)

Shell = Callable[..., tuple[int, str, str]]


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Shell:
    """Runs the program in a folder of its own: exit code, stdout, stderr."""
    monkeypatch.chdir(tmp_path)

    def call(*arguments: str | Path) -> tuple[int, str, str]:
        code = run([str(argument) for argument in arguments])
        told = capsys.readouterr()
        return code, told.out, told.err

    return call


def lay(folder: Path, **texts: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return folder


def as_object(out: str) -> dict[str, Any]:
    found = json.loads(out)
    assert found["schema"] == "crossfoot/1"
    return dict(found)


# ── help ─────────────────────────────────────────────────────────────────────────────────────────


def test_help_is_quick_and_loads_no_heavy_library() -> None:
    code = (
        "import sys; from crossfoot.cli import run; code = run(['--help']); "
        f"sys.exit(code or ', '.join(m for m in {HEAVY!r} if m in sys.modules) or 0)"
    )
    before = time.monotonic()
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert time.monotonic() - before < 5  # 0.3 s on an idle machine; the list above is what keeps it there
    for command in COMMANDS:
        assert f"  {command.name} " in done.stdout


@pytest.mark.parametrize("command", COMMANDS, ids=lambda c: str(c.name))
def test_every_command_explains_itself_and_speaks_json(command: Any, shell: Shell) -> None:
    code, out, _ = shell(command.name, "--help")
    assert code == 0
    assert command.help
    assert "--json" in out or command.name == "codebook"


def test_every_command_is_in_the_documentation() -> None:
    page = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    for command in COMMANDS:
        assert f"`crossfoot {command.name}" in page
        for parameter in command.params:
            for option in parameter.opts:
                assert not option.startswith("--") or f"`{option}" in page, (command.name, option)


# ── exit codes ───────────────────────────────────────────────────────────────────────────────────


def test_incomplete_wins_over_found_and_the_json_carries_both() -> None:
    problem = Problem("archive", "a.txt", "the file is empty")
    assert [Outcome().code, Outcome(2).code, Outcome(0, (problem,)).code, Outcome(2, (problem,)).code] == [0, 1, 3, 3]
    assert Outcome(2, (problem,)).as_json() == {"code": 3, "contradictions": 2, "problems": 1}


def test_check_tells_contradictions_and_ends_with_1(shell: Shell, tmp_path: Path) -> None:
    lay(tmp_path / "in", a=TOO_MANY, b=TOO_FEW)
    code, out, err = shell("check", "in")
    assert (code, err) == (outcome.FOUND, "")
    assert "1 contradiction." in out
    assert "5,001" in out
    assert "The dossier: crossfoot-ledger/dossier/index.html" in out
    assert (tmp_path / "crossfoot-ledger/dossier/index.html").is_file()
    assert shell("check", "in", "--exit-zero")[0] == 0


def test_check_json_is_one_object_with_everything(shell: Shell, tmp_path: Path) -> None:
    lay(tmp_path / "in", a=TOO_MANY, b=TOO_FEW, c="")
    code, out, err = shell("check", "in", "--json")
    found = as_object(out)
    assert code == outcome.INCOMPLETE
    assert found["exit"] == {"code": 3, "contradictions": 1, "problems": 1}
    assert {"reports", "claims", "series", "bounds", "conflicts", "repairs", "coverage", "problems", "dossier"} <= set(
        found
    )
    assert "! c.txt: the file is empty" in err


def test_what_fits_ends_with_0_and_says_no_more_than_that(shell: Shell, tmp_path: Path) -> None:
    lay(tmp_path / "in", a=TOO_FEW, b=TOO_MANY.replace("over 5,000", "over 2,000"))
    code, out, _ = shell("check", "in")
    assert code == 0
    assert "No contradictions among the figures that were compared." in out


def test_nothing_compared_is_never_consistent(shell: Shell, tmp_path: Path) -> None:
    lay(tmp_path / "in", a="The minister spoke for an hour and named no figures.")
    code, out, _ = shell("check", "in")
    assert code == 0
    assert "Nothing was compared" in out
    assert "contradiction" not in out


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("check", "nowhere"), "nowhere: no such file or folder"),
        (("check", "https://example.org/x"), "pages are fetched by `crossfoot add LEDGER URL`"),
        (("check",), "Missing argument"),
        (("check", "in", "--published", "2024"), "'2024' is no day; write it like 2024-11-15"),
        (("check", "in", "--codebook", "nope"), "no such codebook"),
        (
            ("check", "in", "--without", "gravity"),
            "--without gravity: no such assumption, claim, report, outlet or source",
        ),
        (("check", "in", "--with", "nope"), "--with nope: the codebook has no such bridge; it has"),
        (("check", "in", "--profile", "nope"), "--profile nope"),
        (("check", "in", "--ledger", "in"), "the folder holds other files"),
        (("check", "empty"), "no reports there"),
        (("read", "nowhere"), "nowhere: no such file or folder"),
        (("read", "in/a.txt"), "add --jsonl"),
        (("trace", "nowhere"), "make a ledger with `crossfoot init nowhere`"),
        (("verify", "in"), "not a ledger"),
        (("reconcile",), "give either a LEDGER or --claims FILE"),
        (("reconcile", "--claims", "nowhere.csv"), "nowhere.csv: no such file"),
        (("explain", "led", "nope"), "nothing has the id nope"),
        (("set", "led", "nope", "low=1", "--why", "typo"), "nope: no such claim"),
        (("codebook", "check", "nope"), "no such codebook"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_wrong_input_is_told_in_one_line_with_what_to_do(
    arguments: tuple[str, ...], says: str, shell: Shell, tmp_path: Path
) -> None:
    lay(tmp_path / "in", a=TOO_FEW)
    (tmp_path / "empty").mkdir()
    shell("init", "led")
    code, out, err = shell(*arguments)
    assert (code, out) == (outcome.WRONG_INPUT, "")
    assert says in err
    assert "Traceback" not in err


def test_a_bug_is_called_one(shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("a law of arithmetic")

    monkeypatch.setattr("crossfoot.pipeline.STAGES", (broken,))
    lay(tmp_path / "in", a=TOO_FEW)
    code, _, err = shell("check", "in")
    assert code == outcome.OUR_BUG
    assert "This is a bug in crossfoot: ZeroDivisionError: a law of arithmetic" in err
    assert "Please report it" in err
    assert "Traceback" not in err
    assert "Traceback" in shell("--debug", "check", "in")[2]


def test_an_interrupted_run_says_that_it_goes_on(shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("crossfoot.pipeline.STAGES", (interrupted,))
    lay(tmp_path / "in", a=TOO_FEW)
    code, _, err = shell("check", "in")
    assert code == outcome.INTERRUPTED
    assert "run the same command again to go on" in err


def test_a_reader_that_stops_listening_is_no_error(tmp_path: Path) -> None:
    lay(tmp_path, **{f"r{n}": TOO_FEW * 40 for n in range(8)})
    command = f'"{sys.executable}" -m crossfoot.cli read --jsonl . --reader fast 2>err | head -n 1 >out'
    subprocess.run(
        ["bash", "-c", command], cwd=tmp_path, check=True, env={**os.environ, "PYTHONPATH": str(ROOT / "src")}
    )
    assert (tmp_path / "err").read_text() == ""
    assert as_object((tmp_path / "out").read_text())["file"] == "r0.txt"


# ── one command for each stage ───────────────────────────────────────────────────────────────────


def test_the_stages_one_by_one_find_what_check_finds(shell: Shell, tmp_path: Path) -> None:
    lay(tmp_path / "in", a=TOO_MANY, b=TOO_FEW)
    assert shell("init", "led")[0] == 0
    assert shell("add", "led", "in")[1].startswith("2 reports added, 0 were there already")
    assert shell("add", "led", "in")[1].startswith("0 reports added, 2 were there already")
    assert "in 2 reports" in shell("read", "led")[1]
    assert shell("trace", "led")[0] == 0
    code, out, _ = shell("reconcile", "led", "--json")
    one_by_one = as_object(out)
    assert code == outcome.FOUND
    assert shell("publish", "led", "--to", "out")[0] == 0
    assert "5,001" in (tmp_path / "out/index.html").read_text(encoding="utf-8")
    code, out, _ = shell("verify", "led", "--json")
    checked = as_object(out)["checked"]
    assert (code, checked["archive files"], checked["claims"]) == (0, 2, len(one_by_one["claims"]))
    assert checked["proofs"] > 0
    assert f"{checked['proofs']} proofs. Last entry" in shell("verify", "led")[1]
    _, out, _ = shell("check", "in", "--ledger", "other", "--json")
    for name in ("claims", "conflicts", "bounds", "repairs", "coverage", "links"):
        assert as_object(out)[name] == one_by_one[name], name
    for id in (one_by_one["claims"][0]["id"], one_by_one["conflicts"][0]["id"]):
        code, text, _ = shell("explain", "led", id)
        assert code == 0
        assert id in text


def test_claims_go_to_stdout_without_a_ledger(shell: Shell, tmp_path: Path) -> None:
    lay(tmp_path / "in", a=TOO_MANY)
    code, out, _ = shell("read", "--jsonl", "in/a.txt")
    (claim,) = [as_object(line) for line in out.splitlines()]
    assert code == 0
    assert (claim["file"], claim["quote"], claim["low"], claim["high"]) == ("a.txt", "over 5,000", 5000, None)
    assert TOO_MANY[claim["start"] : claim["end"]] == claim["quote"]
    assert not (tmp_path / "crossfoot-ledger").exists()


def test_numbers_that_are_no_figures_are_listed_with_the_reason(shell: Shell, tmp_path: Path) -> None:
    lay(tmp_path / "in", a="On 3 May 2024 the third convoy lost 12 soldiers.")
    _, out, _ = shell("read", "--numbers", "--jsonl", "in/a.txt")
    rejected = {found["quote"]: found["rejected"] for found in map(as_object, out.splitlines())}
    assert rejected["12"] is None
    assert set(filter(None, rejected.values())) == {"date", "ordinal"}


def test_claims_made_elsewhere_need_no_text(shell: Shell, tmp_path: Path) -> None:
    rows = "id,value,hedge,measure,population,place,kind,period_start,period_end\n"
    rows += "a,5000,over,proceedings,Ukraine,Ukraine,cumulative,2022-02-24,2024-02-29\n"
    rows += "b,3210,exact,proceedings,Ukraine,Ukraine,cumulative,2022-02-24,2024-05-31\n"
    (tmp_path / "claims.csv").write_text(rows, encoding="utf-8")
    code, out, err = shell("reconcile", "--claims", "claims.csv", "--json")
    assert (code, err) == (outcome.FOUND, "")
    (conflict,) = as_object(out)["conflicts"]
    assert sorted(conflict["claims"]) == ["a", "b"]
    assert conflict["gap"] == 5000 - 3210  # an interval made elsewhere is taken as it stands


def test_a_correction_is_kept_shown_and_used(shell: Shell, tmp_path: Path) -> None:
    lay(tmp_path / "in", a=TOO_MANY, b=TOO_FEW)
    _, out, _ = shell("check", "in", "--json")
    claim = next(c for c in as_object(out)["claims"] if c["quote"] == "over 5,000")
    code, _, err = shell("set", "crossfoot-ledger", claim["id"], "low=many", "--why", "typo")
    assert code == outcome.WRONG_INPUT
    assert "low" in err
    assert shell("set", "crossfoot-ledger", claim["id"], "low=500", "--why", "misprint", "--who", "desk")[0] == 0
    code, out, _ = shell("check", "in", "--json")
    corrected = next(c for c in as_object(out)["claims"] if c["id"] == claim["id"])
    assert code == 0
    assert corrected["low"] == 500
    assert corrected["corrected"]["low"] == {"from": "5000", "to": "500", "why": "misprint", "who": "desk"}


def test_an_assumption_can_be_turned_off(shell: Shell, tmp_path: Path) -> None:
    lay(tmp_path / "in", a=TOO_MANY, b=TOO_FEW)
    assert shell("check", "in")[0] == outcome.FOUND
    assert shell("check", "in", "--without", "no-negative-flow")[0] == 0


def test_a_day_for_undated_reports(shell: Shell, tmp_path: Path) -> None:
    lay(tmp_path / "in", a="In May, 321 criminal cases for desertion were registered in Ukraine.")
    _, out, _ = shell("read", "--jsonl", "in", "--published", "2024-06-03")
    assert as_object(out)["period"]["start"] == "2024-05-01"


def test_codebooks_are_checked_and_shown(shell: Shell) -> None:
    code, out, _ = shell("codebook", "check", "desertion")
    assert code == 0
    assert "sound" in out
    assert "What is counted" in shell("codebook", "show", "desertion")[1]
    assert as_object(shell("codebook", "check", "desertion", "--json")[1])["codebook"] == "desertion"


def test_the_doctor_finds_this_machine_well(shell: Shell) -> None:
    shell("init", "led")
    code, out, _ = shell("doctor", "led", "--json")
    checks = as_object(out)["checks"]
    assert [check["name"] for check in checks if not check["ok"]] == []
    assert code == 0
    assert {check["name"] for check in checks} == {
        "python",
        "packages",
        "sqlite",
        "solver",
        "pages",
        "codebooks",
        "ledger",
    }
    assert shell("doctor", "nowhere")[0] == 1


def test_a_damaged_ledger_is_not_verified(shell: Shell, tmp_path: Path) -> None:
    lay(tmp_path / "in", a=TOO_FEW)
    shell("check", "in")
    (kept,) = [path for path in (tmp_path / "crossfoot-ledger/archive").rglob("*") if path.is_file()]
    kept.chmod(0o644)
    kept.write_bytes(kept.read_bytes().replace(b"3,210", b"3,211"))
    code, out, err = shell("verify", "crossfoot-ledger")
    assert code == 1
    assert "Do not rely on it" in out
    assert kept.name[:16] in err


def test_tables_that_lie_elsewhere_are_used(shell: Shell, tmp_path: Path) -> None:
    lay(tmp_path / "in", a=TOO_FEW)
    (tmp_path / "in/t.csv").write_text("Region,Month,Cases\nUkraine,2024-01,7\n", encoding="utf-8")
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere/of.csv").write_text("file,outlet\na.txt,Courier\n", encoding="utf-8")
    (tmp_path / "elsewhere/means.toml").write_text(
        '[[table]]\nfile = "t.csv"\nmeasure = "proceedings"\npopulation = "Ukraine"\n'
        'place = { column = "Region" }\nperiod = { column = "Month" }\nfigures = ["Cases"]\n',
        encoding="utf-8",
    )
    tables = ("--reports", "elsewhere/of.csv", "--mapping", "elsewhere/means.toml")
    _, out, err = shell("check", "in", *tables, "--json", "--exit-zero")
    assert err == ""
    assert {report["file"]: report["outlet"] for report in as_object(out)["reports"]} == {
        "a.txt": "Courier",
        "t.csv": None,
    }
    shell("init", "led")
    assert as_object(shell("add", "led", "in", *tables, "--json")[1])["added"] == 2
    quotes = [claim["quote"] for claim in as_object(shell("read", "in", *tables, "--json")[1])["claims"]]
    assert quotes == ["3,210", "7"]


def test_the_dossier_shows_reports_in_full_where_that_is_asked_for(shell: Shell, tmp_path: Path) -> None:
    said = "Nobody was counted on Sunday."
    lay(tmp_path / "in", a=f"{TOO_FEW}\nThe office was closed then.\n\nIt rained.\n\n{said}\n")
    page = tmp_path / "crossfoot-ledger/dossier/index.html"
    shell("check", "in")
    assert said not in page.read_text(encoding="utf-8")
    shell("publish", "crossfoot-ledger", "--full-text")
    assert said in page.read_text(encoding="utf-8")
    shell("publish", "crossfoot-ledger")
    shell("check", "in", "--full-text")
    assert said in page.read_text(encoding="utf-8")


def test_how_long_a_page_may_take(shell: Shell) -> None:
    assert fetcher({"timeout": 7.0, "delay": 0.5, "allowed": ("News.Example",)}).limits.seconds == 7
    shell("init", "led")
    for command in (("add", "led", "https://news.example/"), ("watch", "led")):
        code, _, err = shell(*command, "--timeout", "0")
        assert (code, "--timeout" in err) == (2, True)
