"""A long proof gets a shorter one beside it, which gives away little and holds on its own (§7.3)."""

from __future__ import annotations

import pytest
from claim_lines import claims
from histories import History, components, histories, region_book, true_claims
from hypothesis import given, settings
from hypothesis import strategies as st

from crossfoot import wire
from crossfoot.reconcile import ReconcileSettings, reconcile
from crossfoot.reconcile.check import check
from crossfoot.reconcile.closure import close
from crossfoot.reconcile.proofs import Window, bound_proof
from crossfoot.reconcile.shorter import SHORTER, SLIGHTLY, Shortener, figures
from crossfoot.records import Case, Reconciliation, Side

MONTHS = "\n".join(f"count | 2024-{n:02} | {100 + n} to {101 + n} | m{n}" for n in range(1, 10))
YEAR = "count | 2024 | 1,201 | year"
NINE = "count | 2024-01..2024-09 | 940 to 960 | nine"


def result(*lines: str) -> Reconciliation:
    return reconcile(claims("\n".join(lines)), settings=ReconcileSettings(robust=False))


def last_quarter(found: Reconciliation) -> Case:
    (bound,) = [b for b in found.bounds if (b.start.month, b.end.month, b.end.day) == (10, 12, 31)]
    return bound.cases[0]


def test_ten_figures_and_two() -> None:
    case = last_quarter(result(MONTHS, YEAR, NINE))
    assert case.high_proof is not None
    assert case.high_shorter is not None
    assert case.high_proof.text == "1,201 − 101 − 102 − 103 − 104 − 105 − 106 − 107 − 108 − 109 = 256"
    assert case.high_shorter.text == "1,201 − 940 = 261"
    assert check(case.high_shorter) is None
    assert case.high == 256, "the bound stays what it is"


def test_no_shorter_proof_where_it_would_give_away_much() -> None:
    wide = NINE.replace("940 to 960", "700 to 1,100")
    assert last_quarter(result(MONTHS, YEAR, wide)).high_shorter is None


def test_a_short_proof_stands_alone() -> None:
    case = last_quarter(result(YEAR, NINE))
    assert case.high_proof is not None
    assert case.high_shorter is None


def test_through_a_relation() -> None:
    """Nine months of two regions against two figures of the regions and their country's year."""
    lines = [
        f"count, all, {place} | 2024-{n:02} | {50 + n} to {51 + n} | {place}{n}"
        for place in ("region-1", "region-2")
        for n in range(1, 7)
    ]
    halves = [f"count, all, region-{k} | 2024-01..2024-06 | 318 to 330 | half{k}" for k in (1, 2)]
    found = reconcile(
        claims("\n".join([*lines, *halves, "count, all, country | 2024 | 2,003 | year"])),
        codebook=region_book(),
        settings=ReconcileSettings(robust=False),
    )
    (bound,) = [b for b in found.bounds if b.series.place == "country" and (b.start.month, b.end.month) == (7, 12)]
    long, short = bound.cases[0].high_proof, bound.cases[0].high_shorter
    assert long is not None
    assert short is not None
    assert (figures(long), figures(short)) == (13, 3)
    assert short.text == "2,003 − 318 − 318 = 1,367"
    assert check(short) is None


def test_it_survives_the_wire() -> None:
    found = result(MONTHS, YEAR, NINE)
    again = wire.from_json(Reconciliation, wire.to_json(found))
    assert last_quarter(again).high_shorter == last_quarter(found).high_shorter is not None


@pytest.mark.parametrize("kind", ["sum", "part"])
@settings(max_examples=15, deadline=None)
@given(data=st.data(), history=histories(6))
def test_whatever_is_shortened_holds_and_is_weaker(kind: str, data: st.DataObject, history: History) -> None:
    """The law on any claims: proofs of any length are tried, not only long ones."""
    for component in components(data.draw(true_claims(history, most=12)), region_book(kind)):
        closure = close(component)
        shortener = Shortener(component, long=1)
        for k in range(len(component.series)):
            for u in range(len(component.days)):
                for v in range(u + 1, len(component.days)):
                    low, high = closure.bounds(k, u, v)
                    sides: list[tuple[Side, int | None, tuple[int, int]]] = [
                        ("high", high, (u, v)),
                        ("low", low, (v, u)),
                    ]
                    for side, value, ends in sides:
                        if value is None:
                            continue
                        window = Window(k, u, v)
                        proof = bound_proof(component, closure.weights(k, *ends), window, side)
                        short = shortener.of(proof, window, side)
                        if short is None:
                            continue
                        assert figures(short) <= SHORTER * figures(proof)
                        assert check(short) is None
                        assert short.target == proof.target
                        lost = (short.value - proof.value) * (1 if side == "high" else -1)
                        assert 0 <= lost <= SLIGHTLY * abs(proof.value)
