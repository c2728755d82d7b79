"""Every export, read back by the library that its users use, and searched for what must not leave a ledger."""

from __future__ import annotations

import csv
import json
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pandas
import pytest
from frictionless import Package, system
from planted_case import PRIVATE, PUBLIC, make

from crossfoot.cli import run
from crossfoot.codebook import load
from crossfoot.commands.export import FORMATS
from crossfoot.publish import Contents
from crossfoot.publish.exports import Material
from crossfoot.publish.exports.tables import tables
from crossfoot.publish.redact import redactor
from crossfoot.records import Base, Claim, Coverage, Period, Reconciliation, Trace

pytestmark = pytest.mark.heavy
MASKED = ("csv", "xlsx", "webannotation", "ucdp")


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("planted"))


@pytest.fixture(scope="module")
def exported(ledger: Path) -> dict[str, Path]:
    """Each format in a place of its own."""
    made = {}
    for name in MASKED:
        target = ledger.parent / f"out-{name}" / FORMATS[name].to
        target.parent.mkdir()
        assert run(["export", str(ledger), "--format", name, "--to", str(target), "--reader", "fast"]) == 0
        made[name] = target
    return made


def texts(path: Path) -> str:
    """All that is written below a path, packed files unpacked."""
    files = [p for p in path.rglob("*") if p.is_file()] if path.is_dir() else [path]
    found = []
    for file in files:
        found.append(file.name)
        if zipfile.is_zipfile(file):
            with zipfile.ZipFile(file) as packed:
                found += [packed.read(name).decode("utf-8", "replace") for name in packed.namelist()]
        else:
            found.append(file.read_text(encoding="utf-8"))
    return "\n".join(found)


@pytest.mark.parametrize("name", MASKED)
def test_nothing_private_is_in_an_export(exported: dict[str, Path], name: str) -> None:
    written = texts(exported[name])
    assert [private for private in PRIVATE if private in written] == []


def test_nothing_private_is_in_the_dossier_and_its_data(ledger: Path) -> None:
    written = texts(ledger / "dossier")
    assert [private for private in PRIVATE if private in written] == []
    assert [public for public in PUBLIC if public not in written] == []


def test_public_persons_and_figures_stay(exported: dict[str, Path]) -> None:
    written = texts(exported["csv"])
    assert [public for public in PUBLIC if public not in written] == []
    assert "Ada Byliner" in written


def test_what_was_planted_is_in_the_ledger(ledger: Path) -> None:
    """So that the searches above can fail."""
    kept = b"".join(p.read_bytes() for p in ledger.rglob("*") if p.is_file())
    assert b"Vyhadaniuk" in kept
    assert b"555 01 23" in kept


# ── CSV with a Data Package ──────────────────────────────────────────────────────────────────────


def test_frictionless_finds_the_package_sound(exported: dict[str, Path]) -> None:
    with system.use_context(trusted=True):
        report = Package(str(exported["csv"] / "datapackage.json")).validate()
    assert report.flatten(["resourceName", "rowNumber", "fieldName", "type", "note"]) == []
    assert report.valid


def test_frictionless_finds_a_broken_key(exported: dict[str, Path], tmp_path: Path) -> None:
    for file in exported["csv"].iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    sources = tmp_path / "sources.csv"
    first, *rest = sources.read_text(encoding="utf-8").splitlines()
    sources.write_text("\r\n".join([first, "0123456789abcdef," + rest[0].split(",", 1)[1]]), encoding="utf-8")
    with system.use_context(trusted=True):
        report = Package(str(tmp_path / "datapackage.json")).validate()
    assert "foreign-key" in {row[0] for row in report.flatten(["type"])}


def test_no_cell_is_a_formula(exported: dict[str, Path]) -> None:
    cells = []
    for file in exported["csv"].glob("*.csv"):
        with file.open(encoding="utf-8", newline="") as lines:
            cells += [cell for row in csv.reader(lines) for cell in row]
    assert [c for c in cells if c.startswith(("=", "+", "@", "\t", "\r")) or (c[:1] == "-" and not number(c))] == []
    assert any(cell.startswith("'=HYPERLINK") for cell in cells)


def number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


def test_pandas_reads_the_claims(exported: dict[str, Path]) -> None:
    claims = pandas.read_csv(exported["csv"] / "claims.csv", parse_dates=["period_end"])
    assert 95296 in set(claims["low"])
    assert claims["id"].is_unique


# ── XLSX ─────────────────────────────────────────────────────────────────────────────────────────


def test_the_workbook_holds_the_tables_and_no_formula(exported: dict[str, Path]) -> None:
    book = openpyxl.load_workbook(exported["xlsx"])
    with (exported["csv"] / "claims.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.reader(lines))
    assert [row[0].value for row in book["claims"].iter_rows()] == [row[0] for row in rows]
    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
    assert "f" not in kinds
    outlets = {row[4].value for row in book["reports"].iter_rows(min_row=2)}
    assert any(str(outlet).startswith("=HYPERLINK") for outlet in outlets)


# ── W3C Web Annotation ───────────────────────────────────────────────────────────────────────────


def annotations_in(path: Path) -> list[dict[str, Any]]:
    collection = json.loads(path.read_text(encoding="utf-8"))
    assert collection["@context"][0] == "http://www.w3.org/ns/anno.jsonld"
    assert collection["type"] == "AnnotationCollection"
    assert collection["first"]["type"] == "AnnotationPage"
    items: list[dict[str, Any]] = collection["first"]["items"]
    assert collection["total"] == len(items)
    return items


def test_annotations_select_the_quotes_in_the_texts(exported: dict[str, Path], ledger: Path) -> None:
    reports = {p.name: p.read_text(encoding="utf-8") for p in (ledger.parent / "reports").glob("*.txt")}
    items = annotations_in(exported["webannotation"])
    assert items
    for item in items:
        assert item["type"] == "Annotation"
        assert item["motivation"] in ("describing", "assessing")
        targets = item["target"] if isinstance(item["target"], list) else [item["target"]]
        for target in targets:
            quote, position = target["selector"]
            within = [text for text in reports.values() if text[position["start"] : position["end"]] == quote["exact"]]
            assert any(quote["prefix"] + quote["exact"] + quote["suffix"] in text for text in within)


def test_an_address_with_a_name_or_a_handle_is_no_source(exported: dict[str, Path]) -> None:
    sources = set()
    for item in annotations_in(exported["webannotation"]):
        for target in item["target"] if isinstance(item["target"], list) else [item["target"]]:
            sources.add(target["source"])
    assert sources
    assert all(source.startswith("urn:crossfoot:report:") for source in sources)


# ── UCDP-like ────────────────────────────────────────────────────────────────────────────────────


def test_best_is_empty_unless_chosen(exported: dict[str, Path], ledger: Path, tmp_path: Path) -> None:
    rows = pandas.read_csv(exported["ucdp"], dtype=str)
    assert rows["best"].isna().all()
    assert set(rows["date_prec"]) <= {"1", "2", "3", "4", "5"}
    row = rows[rows["high"].notna()].iloc[0]
    series = "|".join((row["type"], row["side"], row["where_description"]))
    chosen = (
        f"series,start,end,best,why,who\n{series},{row['date_start']},{row['date_end']},{row['high']},as told,Desk\n"
    )
    (ledger / "choices.csv").write_text(chosen, encoding="utf-8")
    try:
        target = tmp_path / "chosen.csv"
        assert run(["export", str(ledger), "--format", "ucdp", "--to", str(target), "--reader", "fast"]) == 0
    finally:
        (ledger / "choices.csv").unlink()
    again = pandas.read_csv(target, dtype=str).set_index("id")
    assert again.loc[row["id"], "best"] == row["high"]
    assert again.loc[row["id"], "best_because"] == "as told"
    assert again["best"].notna().sum() == 1


def test_low_is_never_above_high(exported: dict[str, Path]) -> None:
    rows = pandas.read_csv(exported["ucdp"])
    both = rows.dropna(subset=["low", "high"])
    assert len(both)
    assert (both["low"] <= both["high"]).all()


# ── the same every time, and by hand ─────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", MASKED)
def test_the_same_ledger_gives_the_same_bytes(
    exported: dict[str, Path], ledger: Path, name: str, tmp_path: Path
) -> None:
    target = tmp_path / FORMATS[name].to
    assert run(["export", str(ledger), "--format", name, "--to", str(target), "--reader", "fast"]) == 0
    first = sorted(p for p in exported[name].rglob("*")) if exported[name].is_dir() else [exported[name]]
    for file in first:
        again = target / file.relative_to(exported[name]) if exported[name].is_dir() else target
        assert again.read_bytes() == file.read_bytes()


def test_a_person_may_allow_and_mask_by_hand(ledger: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    why = ["--why", "she speaks for the union now", "--who", "Desk"]
    assert run(["redact", str(ledger), "--allow", "Petro Vyhadaniuk", "--mask", "prosecutors", *why]) == 0
    try:
        target = tmp_path / "csv"
        assert run(["export", str(ledger), "--format", "csv", "--to", str(target), "--reader", "fast"]) == 0
        written = texts(target)
        assert "Petro Vyhadaniuk" in written
        assert "prosecutors" not in written
        assert "Solomiia" not in written
        capsys.readouterr()
        assert run(["redact", str(ledger)]) == 0
        listed = capsys.readouterr().out
        assert "ostap vymyshlenko" in listed.lower()
        assert "allow" in listed
        assert "she speaks for the union now" in listed
    finally:
        (ledger / "redactions.csv").unlink()


def test_what_a_share_is_measured_against_is_exported() -> None:
    period = Period(date(2023, 1, 1), date(2023, 12, 31))
    third = Claim(
        "c", "r", "r.txt", 0, 7, "a third", 1 / 3, 1 / 3, kind="share", base=Base("share", "proceedings", period=period)
    )  # fmt: skip
    contents = Contents(
        (), (third,), (), Trace(), Reconciliation((), (), (), (), (), (), (), (), Coverage(1, 0, {})), load("desertion")
    )
    material = Material(contents, (), lambda _: b"", redactor(contents))
    (table,) = [t for t in tables(material) if t.table.name == "claims"]
    row = dict(zip([c.name for c in table.table.columns], table.rows[0], strict=True))
    assert (row["base"], row["base_measure"], row["base_place"]) == ("share", "proceedings", None)
    assert (row["base_start"], row["base_end"], row["base_falls"]) == (period.start, period.end, False)
