"""Which files are read, in which order, and what becomes of those that are not."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from crossfoot.archive import Collected, Limits, Skipped, collect
from crossfoot.archive.captures import Found, walk
from crossfoot.archive.collect import Given
from crossfoot.records import Capture, Problem

LIMITS = Limits()
RECEIVED = "2025-10-01T00:00:00+00:00"


def names(found: list[Found | Problem]) -> list[str]:
    return [one.name if isinstance(one, Found) else f"! {one.place}: {one.reason}" for one in found]


def lay(folder: Path, *files: str) -> Path:
    for name in files:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"The office counted 12 cases ({name}).", encoding="utf-8")
    return folder


def test_files_come_sorted_by_name_and_below_folders(tmp_path: Path) -> None:
    lay(tmp_path, "b.txt", "a.html", "sub/c.md", "NOTES")
    assert names(list(walk([tmp_path], LIMITS))) == ["NOTES", "a.html", "b.txt", "sub/c.md"]


def test_side_files_hidden_files_and_ledgers_are_no_reports(tmp_path: Path) -> None:
    lay(
        tmp_path,
        "a.txt",
        ".hidden.txt",
        ".git/x.txt",
        "reports.csv",
        "corrections.csv",
        "map.png",
        "README.md",
        "led/ledger.sqlite",
        "led/x.txt",
    )
    assert names(list(walk([tmp_path], LIMITS))) == ["a.txt"]


def test_an_unknown_ending_is_a_problem_in_a_folder_and_read_when_named(tmp_path: Path) -> None:
    lay(tmp_path, "a.odd", "b.txt")
    first, second = collect([tmp_path], None, LIMITS, Given(RECEIVED))
    assert isinstance(first, Problem)
    assert (first.place, "'.odd'" in first.reason) == ("a.odd", True)
    assert isinstance(second, Collected)
    assert isinstance(taken(tmp_path / "a.odd"), Collected)


def test_a_file_named_twice_is_read_once_and_same_names_in_two_folders_are_told_apart(tmp_path: Path) -> None:
    lay(tmp_path, "one/a.txt", "two/a.txt")
    paths = [tmp_path / "one", tmp_path / "one/a.txt", tmp_path / "two"]
    assert names(list(walk(paths, LIMITS))) == ["a.txt", "two/a.txt"]


def test_links_out_of_the_folder_are_not_followed(tmp_path: Path) -> None:
    lay(tmp_path, "in/a.txt", "out/secret.txt")
    inside = tmp_path / "in"
    (inside / "b.txt").symlink_to(tmp_path / "out/secret.txt")
    (inside / "c").symlink_to(tmp_path / "out")
    (inside / "d.txt").symlink_to(inside / "a.txt")
    (inside / "e.txt").symlink_to(inside / "e.txt")
    found = list(walk([inside], LIMITS))
    assert [one.name for one in found if isinstance(one, Found)] == ["a.txt"]
    assert [one.place for one in found if isinstance(one, Problem)] == ["b.txt", "c", "e.txt"]


def test_a_missing_path_is_a_problem_and_the_next_path_is_read(tmp_path: Path) -> None:
    lay(tmp_path, "a.txt")
    missing, found = walk([tmp_path / "none", tmp_path / "a.txt"], LIMITS)
    assert isinstance(missing, Problem)
    assert missing.reason == "no such file or directory"
    assert isinstance(found, Found)


@pytest.mark.usefixtures("as_ordinary_user")
def test_a_folder_without_permission_is_a_problem(tmp_path: Path) -> None:
    lay(tmp_path, "a.txt", "locked/b.txt")
    (tmp_path / "locked").chmod(0)
    try:
        found = list(walk([tmp_path], LIMITS))
    finally:
        (tmp_path / "locked").chmod(0o700)
    assert names(found) == ["a.txt", "! locked: permission denied"]


def test_too_many_files_and_too_deep_folders_end_in_a_problem(tmp_path: Path) -> None:
    lay(tmp_path, "a.txt", "b.txt", "x/y/z.txt")
    few = names(list(walk([tmp_path], Limits(files=1))))
    assert few[0] == "a.txt"
    assert "more than 1 files" in few[1]
    assert "! x/y: more than 1 folders deep: not read" in names(list(walk([tmp_path], Limits(folders_deep=1))))


def test_a_name_that_is_no_unicode_stays_readable(tmp_path: Path) -> None:
    with open(os.fsencode(tmp_path) + b"/caf\xe9.txt", "wb") as file:  # noqa: PTH123 - bytes on purpose
        file.write(b"12 cases")
    assert names(list(walk([tmp_path], LIMITS))) == ["caf\\xe9.txt"]


def taken(path: Path, limits: Limits = LIMITS) -> Collected | Problem:
    (one,) = collect([path], None, limits, Given(RECEIVED))
    assert not isinstance(one, Skipped)
    return one


def test_a_capture_is_the_bytes_and_their_hash(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"12 cases\r\n")
    found = taken(tmp_path / "a.txt")
    assert isinstance(found, Collected)
    assert (found.capture, found.data) == (
        Capture(hashlib.sha256(b"12 cases\r\n").hexdigest(), 10, "a.txt", "text/plain", RECEIVED),
        b"12 cases\r\n",
    )


@pytest.mark.parametrize(
    ("data", "reason"), [(b"", "the file is empty"), (b"x" * 101, "larger than 1 MB: not read; split it")]
)
def test_empty_and_oversized_files_are_problems(tmp_path: Path, data: bytes, reason: str) -> None:
    (tmp_path / "a.txt").write_bytes(data)
    assert taken(tmp_path / "a.txt", Limits(file_bytes=100)) == Problem("archive", "a.txt", reason)


def test_a_named_pipe_does_not_hold_the_run(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.txt")
    found = taken(tmp_path / "a.txt")
    assert isinstance(found, Problem)
    assert "no regular file" in found.reason
