"""`reports.csv`: what is understood, and how its mistakes are told."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from crossfoot.archive.table import TableError, find_tables, load_tables

KNOWN = "file, outlet, author, published, url, language, title"
OUT = "leads out of the folder; write the path from the folder with '/'"


def write(folder: Path, table: str, *files: str) -> Path:
    for name in files:
        (folder / name).write_text("12 cases", encoding="utf-8")
    path = folder / "reports.csv"
    path.write_text(table, encoding="utf-8")
    return path


def errors_of(folder: Path, table: str, *files: str) -> list[str]:
    path = write(folder, table, *files)
    with pytest.raises(TableError) as caught:
        load_tables([path], [folder])
    return [error.replace(str(folder) + "/", "") for error in caught.value.errors]


def test_all_columns_and_only_file_are_understood(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        "file,outlet,author,published,url,language,title\n"
        "a.txt,The Courier,A. Writer,2024-11-15,https://courier.example/1,en,Cases rise\n\nb.txt\n",
        "a.txt",
        "b.txt",
    )
    table = load_tables([path], [tmp_path])
    row = table.row(tmp_path / "a.txt")
    assert row is not None
    assert row.says == {
        "outlet": "The Courier",
        "author": "A. Writer",
        "published": date(2024, 11, 15),
        "url": "https://courier.example/1",
        "language": "en",
        "title": "Cases rise",
    }
    bare = table.row(tmp_path / "b.txt")
    assert bare is not None
    assert bare.says == {}


def test_semicolons_and_a_byte_order_mark_are_understood(tmp_path: Path) -> None:
    path = write(tmp_path, "\ufefffile;published\na.txt;2024-11-15\n", "a.txt")
    row = load_tables([path], [tmp_path]).row(tmp_path / "a.txt")
    assert row is not None
    assert row.says == {"published": date(2024, 11, 15)}


@pytest.mark.parametrize(
    ("table", "error"),
    [
        (
            "file,publisher\na.txt,x\n",
            f"reports.csv:1, column 2: unknown column 'publisher'; known are {KNOWN}",
        ),
        ("outlet\nx\n", "reports.csv:1: no column 'file'"),
        ("file,file\na.txt,a.txt\n", "reports.csv:1, column 2: column 'file' is there twice"),
        (
            "file,published\na.txt,2024\n",
            "reports.csv:2, column 2 (published): '2024' is no day; write it like 2024-11-15",
        ),
        (
            "file,published\na.txt,2024-02-30\n",
            "reports.csv:2, column 2 (published): '2024-02-30' is no day; write it like 2024-11-15",
        ),
        (
            "file,published\na.txt,15.11.2024\n",
            "reports.csv:2, column 2 (published): '15.11.2024' is no day; write it like 2024-11-15",
        ),
        (
            "file,url\na.txt,javascript:alert(1)\n",
            "reports.csv:2, column 2 (url): 'javascript:alert(1)' is no http or https address",
        ),
        (
            "file,language\na.txt,English\n",
            "reports.csv:2, column 2 (language): 'English' is no language code like 'en'",
        ),
        ("file\nz.txt\n", "reports.csv:2 (file): no file 'z.txt' among the reports"),
        (
            "file\n../a.txt\n",
            f"reports.csv:2, column 1 (file): '../a.txt' {OUT}",
        ),
        (
            "file\n/etc/passwd\n",
            f"reports.csv:2, column 1 (file): '/etc/passwd' {OUT}",
        ),
        ("file,outlet\n,x\n", "reports.csv:2, column 1 (file): no file named"),
        ("file\na.txt,x\n", "reports.csv:2, column 2: more cells than columns; put cells with commas in quotes"),
        ("file,outlet\na.txt,\x1b[2J\n", "reports.csv:2, column 2 (outlet): a control character"),
        (
            "",
            f"reports.csv:1: empty; the first line names the columns: {KNOWN}",
        ),
    ],
)
def test_a_mistake_is_told_with_its_place_and_what_to_do(tmp_path: Path, table: str, error: str) -> None:
    assert errors_of(tmp_path, table, "a.txt") == [error]


def test_a_file_named_twice_is_told_with_both_lines(tmp_path: Path) -> None:
    (error,) = errors_of(tmp_path, "file\na.txt\na.txt\n", "a.txt")
    assert error.startswith("reports.csv:3 (file): 'a.txt' is already at ")
    assert error.endswith("reports.csv:2")


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    assert len(errors_of(tmp_path, "file,published\na.txt,2024\nb.txt,x\nc.txt,\n", "a.txt", "b.txt")) == 3


def test_a_table_that_is_no_utf8_is_told_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "reports.csv").write_bytes(b"file,outlet\na.txt,Caf\xe9\n")
    with pytest.raises(TableError, match=r"reports\.csv:2: byte 21 is no UTF-8"):
        load_tables([tmp_path / "reports.csv"], [tmp_path])


def test_a_table_given_from_elsewhere_names_files_of_the_given_folders(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in/a.txt").write_text("12 cases", encoding="utf-8")
    path = write(tmp_path, "file,outlet\na.txt,Courier\n")
    row = load_tables([path], [tmp_path / "in"]).row(tmp_path / "in/a.txt")
    assert row is not None
    assert row.says == {"outlet": "Courier"}


def test_tables_are_found_beside_files_and_in_folders(tmp_path: Path) -> None:
    path = write(tmp_path, "file\na.txt\n", "a.txt")
    assert find_tables([tmp_path, tmp_path / "a.txt"]) == (path,)
    assert find_tables([tmp_path.parent]) == ()
