"""Sketches kept in a ledger are used again, and change nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from crossfoot import sketchbook
from crossfoot.ledger import Ledger
from crossfoot.records import Report
from crossfoot.sketchbook import sketches
from crossfoot.trace.sketches import sketched
from crossfoot.verify import verify


def reports(count: int) -> list[Report]:
    texts = (" ".join(f"word{n * n % 97} {n} of {place}" for n in range(60)) for place in range(count))
    return [Report(f"r{place}", "capture", f"{place}.txt", text) for place, text in enumerate(texts)]


def test_what_is_kept_is_not_made_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sketchbook, "LEAST_REPORTS", 3)
    every = reports(6)
    with Ledger.create(tmp_path / "l") as ledger:
        assert sketches(ledger, every[:2]) is None
        sketches(ledger, every[:4])
        before = {row[0]: row for row in ledger.sketches(version())}
        assert len(before) == 4
        found = sketches(ledger, every[::-1])
        assert found is not None
        assert found.rows == sketched([report.text for report in every[::-1]]).rows
        assert {row[0] for row in ledger.sketches(version())} > set(before)
        assert verify(ledger) == ()


def test_sketches_of_other_code_are_dropped(tmp_path: Path) -> None:
    with Ledger.create(tmp_path / "l") as ledger:
        ledger.put_sketches("old", [("a", b"mark", 3, 1, b"12345678")])
        ledger.put_sketches("new", [("b", b"mark", 3, 1, b"12345678")])
        assert [*ledger.sketches("old")] == []
        assert [*ledger.sketches("new")] == [("b", b"mark", 3, 1, b"12345678")]


def version() -> str:
    from crossfoot.fingerprints import version_of

    return version_of("trace")
