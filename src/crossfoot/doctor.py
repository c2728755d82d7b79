"""Whether what crossfoot rests on is installed and works: each check does the real thing once."""

from __future__ import annotations

import platform
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, requires, version
from importlib.resources import files
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Finding:
    name: str
    is_well: bool
    says: str


def examine(ledger: Path | None = None) -> tuple[Finding, ...]:
    """One finding a check, in a fixed order. A check that fails says how; it never ends the others."""
    found = [_tried(name, check) for name, check in CHECKS]
    if ledger is not None:
        found.append(_tried("ledger", lambda: _ledger(ledger)))
    return tuple(found)


def _tried(name: str, check: Callable[[], str]) -> Finding:
    try:
        return Finding(name, True, check())
    except Exception as error:  # noqa: BLE001 - whatever is broken is the finding
        return Finding(name, False, f"{type(error).__name__}: {error}")


def _python() -> str:
    return f"{platform.python_version()} on {platform.system()}"


def _packages() -> str:
    names = [entry.split(";")[0] for entry in requires("crossfoot") or () if "extra ==" not in entry]
    found = []
    for entry in names:
        name = entry.split(">")[0].split("=")[0].split("<")[0].strip()
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError as error:
            raise RuntimeError(f"{name} is not installed; run `make setup`") from error
    return f"crossfoot {version('crossfoot')}, {', '.join(found)}"


def _sqlite() -> str:
    """Makes a ledger and throws it away."""
    import sqlite3

    from crossfoot.ledger import Ledger

    with tempfile.TemporaryDirectory() as folder, Ledger.create(Path(folder) / "ledger") as made:
        made.counts()
    return f"SQLite {sqlite3.sqlite_version} keeps a ledger"


def _solver() -> str:
    """The least x of x ≥ 2."""
    import highspy

    solver: Any = highspy.Highs()  # type: ignore[no-untyped-call]
    solver.setOptionValue("output_flag", False)
    solver.addVar(2.0, highspy.kHighsInf)
    solver.changeColCost(0, 1.0)
    solver.run()
    value = solver.getObjectiveValue()
    if abs(value - 2.0) > 1e-9:
        raise RuntimeError(f"HiGHS says {value} where 2 is right")
    return f"HiGHS {solver.version()} solves"


def _pages() -> str:
    from crossfoot.archive import Limits
    from crossfoot.archive.extract import extract
    from crossfoot.archive.sources import Extracted

    page = b"<html><body><p>The office counted 12 cases.</p></body></html>"
    found = extract(page, "text/html", "test page", Limits())
    if not isinstance(found, Extracted) or "12 cases" not in found.text:
        raise RuntimeError("the text of a simple page is not found")
    return "HTML is read"


def _codebooks() -> str:
    from crossfoot.codebook import load

    names = sorted(Path(str(entry)).stem for entry in (files("crossfoot") / "codebooks").iterdir())
    return ", ".join(load(name).name for name in names)


def _ledger(path: Path) -> str:
    from crossfoot.ledger import Ledger

    with Ledger.open(path) as opened:
        counts = opened.counts()
    return f"{counts['reports']} reports, {counts['claims']} claims; `crossfoot verify {path}` checks every proof"


CHECKS: tuple[tuple[str, Callable[[], str]], ...] = (
    ("python", _python),
    ("packages", _packages),
    ("sqlite", _sqlite),
    ("solver", _solver),
    ("pages", _pages),
    ("codebooks", _codebooks),
)
