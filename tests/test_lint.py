"""A draft against a ledger: what is flagged, where, and that the ledger stays as it was."""

from __future__ import annotations

import json
import re
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crossfoot.cli import run
from crossfoot.lint import Flag, Linted, as_annotations, as_json, is_same_figure, lines_of, summary
from crossfoot.records import Claim, Hedge, Period

pytestmark = pytest.mark.heavy

REPORTS = {
    "wire.txt": (
        "Desertion in Ukraine\n\nProsecutors in Ukraine opened almost 90,000 criminal cases against deserters between "
        "January 2022 and September 2024, according to the Prosecutor General's Office. In October 2024 alone 9,048 "
        "criminal proceedings were registered in Ukraine against deserters."
    ),
    "echo.txt": (
        "Desertion in Ukraine\n\nProsecutors in Ukraine opened almost 90,000 criminal cases against deserters between "
        "January 2022 and September 2024, according to the Prosecutor General's Office, Wire reports."
    ),
}
DRAFT = (
    "# 🪖 Our draft\n\n"
    "Prosecutors in Ukraine opened 90,000 criminal cases against deserters between January 2022 and September 2024.\n\n"
    "In October 2024 alone 20,400 criminal proceedings were registered in Ukraine against deserters. In May 2023 there "
    "were 77,123 criminal cases against deserters in Germany.\n"
)


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("lint")
    for name, text in REPORTS.items():
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "reports.csv").write_text(
        "file,outlet,published\nwire.txt,Wire,2024-11-15\necho.txt,Echo,2024-11-16\n", encoding="utf-8"
    )
    made = folder / "ledger"
    assert run(["check", *(str(folder / n) for n in REPORTS), "--ledger", str(made), "--reader", "fast"]) in (0, 1)
    return made


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    path = tmp_path / "draft.md"
    path.write_text(DRAFT, encoding="utf-8")
    return path


def linted(draft: Path, ledger: Path, capsys: pytest.CaptureFixture[str], *more: str) -> tuple[int, str]:
    capsys.readouterr()
    code = run(["lint", str(draft), "--ledger", str(ledger), "--reader", "fast", *more])
    return code, capsys.readouterr().out


def test_each_kind_of_flag_with_its_place(draft: Path, ledger: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out = linted(draft, ledger, capsys, "--format", "json")
    found = json.loads(out)
    assert code == 1
    assert {(f["kind"], f["quote"]) for f in found["flags"]} == {
        ("clash", "20,400"),
        ("lost hedge", "90,000"),
        ("single origin", "90,000"),
    }
    assert found["figures"] == 3
    assert found["unknown"] == 1
    for flag in found["flags"]:
        assert DRAFT[flag["start"] : flag["end"]] == flag["quote"]
        line = DRAFT.split("\n")[flag["line"] - 1]
        assert line[flag["column"] - 1 : flag["end_column"] - 1] == flag["quote"]
        ends = [line.encode("utf-16-le")[: 2 * flag["range"][end]["character"]] for end in ("start", "end")]
        assert ends[1].removeprefix(ends[0]).decode("utf-16-le") == flag["quote"]


def test_a_clash_comes_with_its_sum(draft: Path, ledger: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, out = linted(draft, ledger, capsys)
    clash = out[out.index("clash:") :]
    assert re.search(r"^\S*draft\.md:5:\d+: clash: “20,400”", out, re.MULTILINE)
    assert "9,048" in clash
    assert "11,302" in clash


def test_annotations_are_one_line_each(draft: Path, ledger: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out = linted(draft, ledger, capsys, "--format", "github")
    assert code == 1
    lines = out.splitlines()
    assert len(lines) == 3
    assert all(
        re.match(r"::warning file=[^,]+,line=\d+,endLine=\d+,col=\d+,endColumn=\d+,title=[^,:]+::", x) for x in lines
    )


def test_nothing_of_the_draft_enters_the_ledger(draft: Path, ledger: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def state() -> str:
        capsys.readouterr()
        assert run(["verify", str(ledger), "--json"]) == 0
        return capsys.readouterr().out

    before = state()
    linted(draft, ledger, capsys)
    assert state() == before


def test_the_same_words_as_the_ledger_clash_with_nothing(
    tmp_path: Path, ledger: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "copy.txt"
    path.write_text(REPORTS["wire.txt"] + "\nChecked twice.", encoding="utf-8")
    _, out = linted(path, ledger, capsys, "--format", "json")
    assert "clash" not in {f["kind"] for f in json.loads(out)["flags"]}
    assert "lost hedge" not in {f["kind"] for f in json.loads(out)["flags"]}


def test_two_figures_of_a_draft_may_clash_with_each_other(
    tmp_path: Path, ledger: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "self.txt"
    path.write_text(
        "In March 2023 alone 5,000 criminal proceedings were registered in Ukraine against deserters.\n\n"
        "In March 2023 alone 7,123 criminal proceedings were registered in Ukraine against deserters.\n",
        encoding="utf-8",
    )
    _, out = linted(path, ledger, capsys, "--format", "json")
    assert [(f["kind"], f["quote"]) for f in json.loads(out)["flags"]] == [("clash", "5,000"), ("clash", "7,123")]


def test_a_draft_without_figures(tmp_path: Path, ledger: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "none.txt"
    path.write_text("Nothing is counted here.", encoding="utf-8")
    code, out = linted(path, ledger, capsys)
    assert (code, out.strip()) == (0, "No figures in this draft: nothing was compared.")


def test_of_several_texts_only_the_first_is_looked_at_and_that_is_told(
    tmp_path: Path, ledger: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with zipfile.ZipFile(tmp_path / "drafts.zip", "w") as book:
        for name in ("a.txt", "b.txt"):
            book.writestr(name, DRAFT)
    assert run(["lint", str(tmp_path / "drafts.zip"), "--ledger", str(ledger), "--reader", "fast"]) == 3
    assert "it holds 2 reports: only the first, drafts.zip/a.txt" in capsys.readouterr().err


def test_a_draft_that_is_not_there(tmp_path: Path, ledger: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert linted(tmp_path / "no.txt", ledger, capsys)[0] == 2


def test_a_ledger_without_results(draft: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["init", str(tmp_path / "new")])
    assert linted(draft, tmp_path / "new", capsys)[0] == 2


# ── without a ledger ─────────────────────────────────────────────────────────────────────────────


def figure(low: int | None, high: int | None, hedge: Hedge = "exact", end: str | None = None, **more: str) -> Claim:
    from datetime import date

    period = Period(end=date.fromisoformat(end)) if end else Period()
    coded = {"measure": "m", "population": "P", "place": "P", **more}
    return Claim("c", "r", "f", 0, 1, "n", low, high, hedge=hedge, period=period, kind="cumulative", **coded)  # type: ignore[arg-type]


def test_a_hedge_makes_no_other_figure() -> None:
    assert is_same_figure(figure(90, 90), figure(90, None, "over"))
    assert is_same_figure(figure(90, 90), figure(None, 90, "up_to"))


@pytest.mark.parametrize(
    "other",
    [figure(91, 91), figure(90, 90, measure="other"), figure(90, 90, population="Q"), figure(None, None)],
)
def test_other_numbers_measures_and_populations_do(other: Claim) -> None:
    assert not is_same_figure(figure(90, 90), other)


def test_totals_of_other_days_are_other_figures() -> None:
    assert not is_same_figure(figure(90, 90, end="2024-01-31"), figure(90, 90, end="2024-02-29"))
    assert is_same_figure(figure(90, 90, end="2024-01-31"), figure(90, 90))


@given(st.text(alphabet="a\n\r🪖", max_size=40), st.data())
def test_lines_and_columns_lead_back(text: str, data: st.DataObject) -> None:
    offset = data.draw(st.integers(0, len(text)))
    lines = lines_of(text)
    line, column = lines.at(offset)
    assert lines.starts[line - 1] + column - 1 == offset
    assert column >= 1


def test_annotations_escape_what_ends_them() -> None:
    flag = Flag("clash", 0, 1, "1%", "a::b\r\nc", ("x, y: z",))
    out = as_annotations("dir,a:b%.md", Linted((flag,), 1, 0), "1%")
    assert "\n" not in out
    assert out.startswith("::warning file=dir%2Ca%3Ab%25.md,line=1,")
    assert "1%25" in out
    assert "%0D%0Ac%0Ax, y: z" in out


def test_json_and_summary_count_the_same() -> None:
    found = Linted((Flag("clash", 0, 1, "1", "s"),), 2, 1)
    assert as_json("f", found, "1 2")["figures"] == 2
    assert (
        summary(found)
        == "2 figures: 1 clash, 0 with a single origin, 0 with a lost hedge; of 1 the ledger knows nothing."
    )
