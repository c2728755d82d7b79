"""Contents of any size for the dossier: made reports, claims, bounds with proofs, contradictions, repairs and links.

Nothing is read or reconciled: only what the publish stage is given. Numbers are made so that the sums are right.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from crossfoot.codebook import Codebook, load
from crossfoot.publish import Contents
from crossfoot.records import (
    Bound,
    Case,
    Claim,
    Conflict,
    Coverage,
    Link,
    Origin,
    Period,
    Problem,
    Proof,
    Reconciliation,
    Repair,
    Report,
    Series,
    Side,
    Source,
    Span,
    Term,
    Trace,
    Verdict,
    claim_id,
)

EPOCH = date(2022, 2, 24)
MEASURES = ("proceedings", "proceedings-407", "proceedings-408", "deserters")
PLACES = ("Ukraine", "Kharkiv", "Donetsk", "Zaporizhzhia", "Lviv", "Odesa")
SPEAKERS = (("the register office", "office"), ("Northern Press", "agency"), ("a commander", "anonymous"))
HEDGES = (("", "exact"), ("over ", "over"), ("up to ", "up_to"), ("about ", "about"))


@dataclass
class Maker:
    """Draws everything from one seed."""

    random: random.Random
    reports: list[Report]
    claims: list[Claim]

    def report(self, number: int, figures: int) -> None:
        lines: list[str] = []
        slots: list[tuple[int, str, str, int, Series, Period, str]] = []
        at = 0
        for _ in range(figures):
            series = Series(self.random.choice(MEASURES), "Ukraine", self.random.choice(PLACES))
            start = EPOCH.replace(day=1) + timedelta(days=31 * self.random.randrange(1, 40))
            start = start.replace(day=1)
            running = self.random.random() < 0.3
            end = (start + timedelta(days=40)).replace(day=1) - timedelta(days=1)
            value = self.random.randrange(100, 90_000)
            words, hedge = self.random.choice(HEDGES)
            quote = f"{words}{value:,}"
            when = f"by the end of {end:%B %Y}" if running else f"in {end:%B %Y}"
            before = f"The office that keeps the register told this paper that {when} "
            line = f"{before}{quote} cases had been counted in {series.place}, and that more would follow."
            period = Period(EPOCH if running else start, end, "month", when)
            slots.append((at + len(before), quote, hedge, value, series, period, "cumulative" if running else "flow"))
            lines.append(line)
            at += len(line) + 1
        self._add(number, "\n".join(lines), slots)

    def _add(self, number: int, text: str, slots: list[tuple[int, str, str, int, Series, Period, str]]) -> None:
        id = f"{number:016x}"
        file = f"report-{number:03d}.txt"
        day = date(2024, 1, 1) + timedelta(days=number * 3)
        outlet = f"Outlet {number % 37}"
        self.reports.append(
            Report(id, id, file, text, f"Report {number}", outlet, None, "en", day, None, {"published": "given"})
        )
        for start, quote, hedge, value, series, period, kind in slots:
            name, source = self.random.choice(SPEAKERS)
            line = text.rfind("\n", 0, start) + 1
            end = text.find("\n", start)
            self.claims.append(
                Claim(
                    claim_id(id, start, start + len(quote), quote),
                    id,
                    file,
                    start,
                    start + len(quote),
                    quote,
                    None if hedge == "up_to" else value,
                    None if hedge == "over" else value,
                    hedge == "about",
                    hedge,  # type: ignore[arg-type]
                    "cases",
                    series.measure,
                    series.population,
                    series.place,
                    period,
                    kind=kind,  # type: ignore[arg-type]
                    attribution=(Source(name, 0, 0, source),),  # type: ignore[arg-type]
                    sentence=(line, len(text) if end < 0 else end),
                    literal=("value", "period", "place"),
                    rule="value: numeral · counted: after · time: month",
                )
            )


def term(claim: Claim, side: Side, value: int) -> Term:
    """The claim as a row that is worth `value`."""
    assert claim.series is not None
    assert claim.period.start is not None
    assert claim.period.end is not None
    start, end = claim.period.start, claim.period.end
    row = ((claim.series.id, start, -1), (claim.series.id, end + timedelta(days=1), 1))
    return Term(
        Fraction(1),
        Fraction(value),
        row,
        side,
        claim=claim.id,
        series=claim.series.id,
        start=start,
        end=end,
        under=("snapshot",),
    )


def proof(draw: random.Random, claims: list[Claim], side: Side, target: bool) -> Proof:
    chosen = draw.sample(claims, min(len(claims), 4))
    values = [int(c.low if c.low is not None else c.high or 0) for c in chosen]
    terms = tuple(
        term(c, side if n == 0 else "high" if side == "low" else "low", v)
        for n, (c, v) in enumerate(zip(chosen, values, strict=True))
    )
    row = terms[0].row if target else ()
    return Proof(terms, row, side, Fraction(values[0] - sum(values[1:])), "")


def contents(reports: int = 200, claims: int = 5_000, seed: int = 1) -> Contents:
    """`claims` figures, spread evenly over the reports; the findings grow with them."""
    draw = random.Random(seed)
    maker = Maker(draw, [], [])
    for number in range(reports):
        maker.report(number, claims // reports)
    by_series: dict[Series, list[Claim]] = {}
    for claim in maker.claims:
        if claim.series:
            by_series.setdefault(claim.series, []).append(claim)
    return Contents(
        tuple(maker.reports),
        tuple(maker.claims),
        (),
        _trace(draw, maker),
        _found(draw, maker, by_series),
        codebook(),
        (Problem("archive", "scan.txt", "not UTF-8 at byte 3"),),
        {"crossfoot": "made"},
    )


def codebook() -> Codebook:
    return load("desertion")


def _found(draw: random.Random, maker: Maker, by_series: dict[Series, list[Claim]]) -> Reconciliation:
    bounds: list[Bound] = []
    for series, held in by_series.items():
        for start in sorted({c.period.start for c in held if c.period.start and c.period.start != EPOCH})[:40]:
            end = (start + timedelta(days=70)).replace(day=1) - timedelta(days=1)
            low, high = sorted(draw.sample(range(100, 50_000), 2))
            cases = tuple(
                Case(None, low, high, proof(draw, held, "low", True), proof(draw, held, "high", True)) for _ in range(2)
            )
            bounds.append(
                Bound(
                    f"b{len(bounds):015x}",
                    series,
                    start,
                    end,
                    low,
                    high,
                    "tight",
                    "all cheapest repairs",
                    ("snapshot",),
                    cases,
                )
            )
    conflicts, repairs = [], []
    for number in range(max(1, len(maker.claims) // 40)):
        held = draw.choice(list(by_series.values()))
        wrong = proof(draw, held, "low", False)
        id = f"c{number:015x}"
        conflicts.append(
            Conflict(
                id, wrong.claims, ("snapshot",), abs(wrong.value) or Fraction(1), wrong, "reports", "", None, "cases"
            )
        )
        for rank, slip in enumerate(("year", "digits", "scale"), start=1):
            text = f"If “{maker.claims[0].quote}” were another, these figures fit together. Price 0.{rank}0: made."
            repairs.append(
                Repair(f"r{number:012x}{rank:03d}", (id,), wrong.claims[0], slip, "1", "2", rank / 10, rank, text)
            )
    covered = Coverage(
        len(maker.claims),
        len(maker.claims) * 3 // 4,
        {"no period": len(maker.claims) // 4},
        {c.id: "no period" for c in maker.claims[::4]},
    )
    verdicts = tuple(Verdict(r.claim, "sure") for r in repairs if r.claim and r.rank == 1)
    return Reconciliation(
        tuple(by_series), tuple(bounds), tuple(conflicts), tuple(repairs), (), verdicts, (), (), covered
    )


def _trace(draw: random.Random, maker: Maker) -> Trace:
    links: dict[tuple[str, str], Link] = {}
    shared = "told this paper that more would follow, and that the register would be printed in full"
    for number, report in enumerate(maker.reports[1:], start=1):
        for other in draw.sample(maker.reports[:number], min(number, 3)):
            links[report.id, other.id] = Link(
                "TEXT", report.id, other.id, draw.random(), "31 % of its word sequences stand there", True,
                ((Span(0, len(shared), shared), Span(0, len(shared), shared)),),
            )  # fmt: skip
    origins = tuple(Origin(c.id, 1, 1, 1, "one report", (c.id,)) for c in maker.claims)
    return Trace(tuple(links.values()), origins)
