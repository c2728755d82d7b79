"""crossfoot from Python, as docs/tutorial.md shows it."""

from __future__ import annotations

import inspect
import subprocess
import sys
from datetime import date
from pathlib import Path

import duckdb
import pandas
import pyarrow
import pytest

import crossfoot as cf
from crossfoot.commands.check import check as command
from crossfoot.interval import ProfileError

pytestmark = pytest.mark.heavy

TEXT = (
    "Desertion in Ukraine <script>alert(1)</script>\n\nProsecutors in Ukraine opened 99,521 criminal cases over "
    "desertion between January 2022 and September 2024, said Petro Vyhadaniuk, a soldier. Altogether 9,500 criminal "
    "cases over desertion were opened in Ukraine between February 2022 and November 1, 2024."
)


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> cf.Result:
    folder = tmp_path_factory.mktemp("api")
    (folder / "<b>a.txt").write_text(TEXT, encoding="utf-8")
    return cf.check(folder, reader="fast")


def test_importing_loads_no_stage() -> None:
    code = "import crossfoot, sys; sys.exit(any(m in sys.modules for m in ('pyarrow', 'duckdb', 'highspy', 'spacy')))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_tables_become_pandas_arrow_and_duckdb(result: cf.Result) -> None:
    claims = result.claims.to_pandas()
    assert isinstance(claims, pandas.DataFrame)
    assert {99_521, 9_500} <= set(claims["low"])
    assert pyarrow.table(result.claims).num_rows == len(result.claims) == len(claims)
    bounds = result.bounds.to_arrow()
    assert str(bounds.schema.field("low").type) == "int64"
    assert str(bounds.schema.field("start").type).startswith("date32")
    counted = duckdb.sql("SELECT count(*) FROM bounds")
    assert counted is not None
    assert counted.fetchall() == [(len(result.bounds),)]


def test_every_table_can_be_had_by_name(result: cf.Result) -> None:
    for name in ("reports", "claims", "sources", "series", "links", "bounds", "conflicts", "repairs"):
        table = getattr(result, name)
        assert table is result.tables[name]
        assert len(table.to_dicts()) == len(table) == table.to_arrow().num_rows


def test_whole_numbers_beyond_64_bits_do_not_break_a_column() -> None:
    from crossfoot.arrow import Table
    from crossfoot.publish.exports.tables import Column, Filled
    from crossfoot.publish.exports.tables import Table as Plan

    plan = Plan("t", "", ("n",), (Column("n", "", "integer"),), lambda _: iter(()))
    assert Table(Filled(plan, ((2**70,), (None,), (1,)))).to_arrow().column("n").to_pylist() == [
        float(2**70),
        None,
        1.0,
    ]


def test_it_shows_itself_escaped_and_masked(result: cf.Result) -> None:
    shown = result._repr_html_() + "".join(table._repr_html_() for table in result.tables.values())
    assert "<script" not in shown
    assert "<b>a" not in shown
    assert "&lt;b&gt;a.txt" in shown
    assert "99,521" in shown
    assert "Vyhadaniuk" not in shown + str(result) + repr(result) + result.dossier()


def test_it_finds_what_the_command_finds(result: cf.Result) -> None:
    assert len(result.conflicts) >= 1
    conflict = result.conflicts.to_dicts()[0]
    assert "contradiction" in result.explain(str(conflict["id"]))
    assert result.problems == ()


def test_what_if_and_what_moved(result: cf.Result) -> None:
    claim = next(c for c in result.claims if c["quote"] == "9,500")
    other = result.what_if(without=[str(claim["id"])])
    assert len(other.conflicts) == 0
    moved = result.diff(other)
    assert [m.moved for m in moved.conflicts] == ["gone"] * len(result.conflicts)
    assert len(result.conflicts) >= 1


def test_every_option_of_the_command_is_one_of_the_function() -> None:
    named = {"with": "bridges", "reports": "reports", "mapping": "mappings"}
    options = [o.removeprefix("--") for p in command.params for o in p.opts if o.startswith("--")]
    of_the_dossier_or_the_terminal = {"json", "exit-zero", "full-text", "who"}
    wanted = {named.get(o, o.replace("-", "_")) for o in options if o not in of_the_dossier_or_the_terminal}
    assert wanted == set(inspect.signature(cf.check).parameters) - {"paths"}


def test_what_could_be_known_on_a_day(tmp_path: Path) -> None:
    for name, day in (("a", date(2024, 3, 1)), ("b", date(2024, 5, 1))):
        (tmp_path / f"{name}.txt").write_text("Nothing is counted.", encoding="utf-8")
        made = cf.check(tmp_path / f"{name}.txt", ledger=tmp_path / "kept", published=day, reader="fast", seconds=9)
        assert made.settings.seconds == 9
    assert [report["file"] for report in cf.open_ledger(tmp_path / "kept", as_of=date(2024, 4, 1)).reports] == ["a.txt"]


def test_a_temporary_ledger_goes_with_its_results(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Nothing is counted.", encoding="utf-8")
    made = cf.check(tmp_path, reader="fast")
    place = made.ledger
    assert place.is_dir()
    other = made.what_if(profile="strict")
    del made
    assert place.is_dir()
    del other
    assert not place.exists()


def test_a_ledger_can_be_kept_and_opened_again(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Nothing is counted.", encoding="utf-8")
    cf.check(tmp_path / "a.txt", ledger=tmp_path / "kept", reader="fast")
    again = cf.open_ledger(tmp_path / "kept", reader="fast")
    assert [report["file"] for report in again.reports] == ["a.txt"]


def test_wrong_use_is_told_before_any_work(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        cf.check(tmp_path / "no")
    with pytest.raises(FileNotFoundError):
        cf.open_ledger(tmp_path / "no")
    with pytest.raises(ProfileError):
        cf.check(tmp_path, profile="nope")
    with pytest.raises(AttributeError):
        cf.nothing  # noqa: B018
