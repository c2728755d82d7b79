"""Two reports through the whole of `crossfoot check`: another release of one register, and a sum with a misread digit.

The outlets are invented and the words are ours; the figures of the first are those that the prosecutors published.
"""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from crossfoot.ledger import Ledger
from crossfoot.pipeline import Run, check
from crossfoot.records import Conflict, Reconciliation, Repair
from crossfoot.settings import Settings
from crossfoot.verify import verify

REGISTER = """\
From January 2022 to September 2024, according to the monthly register, 59,606 criminal proceedings were opened under
article 407.

From January 2022 to September 2024, according to the monthly register, 29,521 criminal proceedings were opened under
article 408.

From January to September 2024, according to the monthly register, 35,307 criminal proceedings were opened under
article 407.

From January to September 2024, according to the monthly register, 18,196 criminal proceedings were opened under
article 408.
"""
ANNUAL = """\
In 2022, according to the annual report, 6,988 criminal proceedings were opened under article 407.

In 2023, according to the annual report, 17,658 criminal proceedings were opened under article 407.

In 2024, according to the annual report, 67,840 criminal proceedings were opened under article 407.

In 2022, according to the annual report, 3,442 criminal proceedings were opened under article 408.

In 2023, according to the annual report, 7,883 criminal proceedings were opened under article 408.

In 2024, according to the annual report, 23,343 criminal proceedings were opened under article 408.
"""
QUARTER = """\
In January 2025, 4,217 criminal proceedings were opened under article 407.

In February 2025, 1,528 criminal proceedings were opened under article 407.

In March 2025, 1,136 criminal proceedings were opened under article 407.

From January to March 2025, 6,831 criminal proceedings were opened under article 407.
"""
OUTLETS = """\
file,outlet,published
register.txt,Gazette,2024-11-15
annual.txt,Quarterly,2025-03-03
quarter.txt,Observer,2025-04-18
"""


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    folder = tmp_path_factory.mktemp("reports")
    for name, text in (("register", REGISTER), ("annual", ANNUAL), ("quarter", QUARTER)):
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    (folder / "reports.csv").write_text(OUTLETS, encoding="utf-8")
    with Ledger.open_or_create(folder / "ledger") as ledger:
        made = check(Run(ledger, Settings(), paths=(folder,)))
        assert verify(ledger) == ()
    return made


@pytest.fixture(scope="module")
def found(run: Run) -> Reconciliation:
    assert run.reconciliation is not None
    return run.reconciliation


def figures(run: Run, claims: Sequence[str]) -> set[str]:
    quotes = {c.id: c.quote for c in run.reading.claims}
    return {quotes[c] for c in claims}


def clash(run: Run, found: Reconciliation, *quotes: str) -> Conflict:
    (only,) = [c for c in found.conflicts if figures(run, c.claims) == set(quotes)]
    return only


def first(found: Reconciliation, conflict: Conflict) -> list[Repair]:
    return [r for r in found.repairs if conflict.id in r.conflicts and r.rank == 1]


def test_the_register_and_the_annual_reports_clash_as_releases(run: Run, found: Reconciliation) -> None:
    """59,606 − 35,307 leaves 24,299 for two years, to which the annual reports give 24,646."""
    conflict = clash(run, found, "59,606", "35,307", "6,988", "17,658")
    assert conflict.gap == 347
    assert conflict.scope == "releases"
    assert "releases-agree" in conflict.assumptions


def test_another_release_is_the_first_repair_and_takes_all_its_figures(run: Run, found: Reconciliation) -> None:
    conflict = clash(run, found, "59,606", "35,307", "6,988", "17,658")
    slips = {r.slip: r for r in first(found, conflict)}
    assert set(slips) == {"releases"}
    annual = {"6,988", "17,658", "67,840", "3,442", "7,883", "23,343"}
    assert figures(run, slips["releases"].moved) in (annual, {"59,606", "29,521", "35,307", "18,196"})


def test_the_clash_is_gone_once_releases_need_not_agree(found: Reconciliation, run: Run) -> None:
    conflict = clash(run, found, "59,606", "35,307", "6,988", "17,658")
    (effect,) = [e for e in found.effects if e.assumption == "releases-agree"]
    assert conflict.id in effect.conflicts


def test_three_parts_and_a_total_with_one_misread_digit(run: Run, found: Reconciliation) -> None:
    """4,217 + 1,528 + 1,136 is 6,881; no single digit of a part would do."""
    conflict = clash(run, found, "4,217", "1,528", "1,136", "6,831")
    assert conflict.gap == 50
    assert conflict.scope == "report"
    (repair,) = first(found, conflict)
    assert figures(run, repair.moved) == {"6,831"}
    assert (repair.slip, repair.after) == ("misprint", "6,881")


def test_nothing_else_clashes(run: Run, found: Reconciliation) -> None:
    for conflict in found.conflicts:
        mine = figures(run, conflict.claims)
        assert conflict.scope == "releases" or mine == {"4,217", "1,528", "1,136", "6,831"}
