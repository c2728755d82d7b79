"""One row a bound, with the columns of UCDP's event data that apply: low, best, high, days, sources.

`best` is empty unless a person chose it, with a reason: no best number follows from bounds (§7.6).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path

from crossfoot.independence import independence
from crossfoot.publish.exports import Material
from crossfoot.publish.exports.package import as_csv
from crossfoot.publish.exports.tables import BETWEEN, Cell, sums_of
from crossfoot.records import Bound, Claim, Report
from crossfoot.redactions import Choice

COLUMNS = (
    *("id", "year", "type", "unit", "side", "where_description", "date_start", "date_end", "date_prec"),
    *("low", "best", "high", "best_chosen_by", "best_because", "exactness", "assumptions", "low_sum", "high_sum"),
    *("number_of_sources", "origins_fewest", "origins_most", "source_article", "source_date", "source_headline"),
    "source_original",
)


def write_conflict_data(material: Material, to: Path) -> tuple[Path, ...]:
    """One CSV file. Bounds that neither side holds are left out."""
    to.parent.mkdir(parents=True, exist_ok=True)
    to.write_bytes(as_csv((COLUMNS, *_rows(material))).encode())
    return (to,)


def _rows(material: Material) -> Iterator[tuple[Cell, ...]]:
    chosen = {(c.series, c.start, c.end): c for c in material.choices}
    claims = {c.id: c for c in material.contents.claims}
    for bound in material.contents.reconciliation.bounds:
        if bound.low is not None or bound.high is not None:
            on = [claims[id] for id in claims_of(bound) if id in claims]
            yield (*_what(material, bound, chosen.get((bound.series.id, bound.start, bound.end))), *_who(material, on))


def claims_of(bound: Bound) -> tuple[str, ...]:
    """Every claim that a published proof of the bound rests on."""
    proofs = (p for case in bound.cases for p in (case.low_proof, case.high_proof) if p)
    return tuple(dict.fromkeys(claim for proof in proofs for claim in proof.claims))


def _what(material: Material, bound: Bound, choice: Choice | None) -> tuple[Cell, ...]:
    measure = material.contents.codebook.measure(bound.series.measure)
    low, high = sums_of(bound)
    year = bound.start.year if bound.start.year == bound.end.year else None
    return (
        *(bound.id, year, bound.series.measure, measure.unit if measure else None, bound.series.population),
        *(bound.series.place, bound.start, bound.end, precision(bound.start, bound.end)),
        *(bound.low, choice.best if choice else None, bound.high),
        *(material.hide(choice.who) if choice else None, material.hide(choice.why) if choice else None),
        *(bound.exactness, BETWEEN.join(bound.assumptions)),
        *(material.hide(low) if low else None, material.hide(high) if high else None),
    )


def precision(start: date, end: date) -> int:
    """UCDP's date_prec: 1 a day, 2 up to 6 days, 3 a week, 4 up to a month, 5 longer."""
    days = (end - start).days + 1
    return next((code for code, most in ((1, 1), (2, 6), (3, 7), (4, 31)) if days <= most), 5)


def _who(material: Material, claims: Sequence[Claim]) -> tuple[Cell, ...]:
    reports = {r.id: r for r in material.contents.reports}
    used = list(dict.fromkeys(c.report for c in claims))
    told = [reports[id] for id in used if id in reports]
    origins = independence([c.id for c in claims], material.contents.claims, material.contents.trace)
    return (
        *(len(used), origins.fewest if origins.reports else None, origins.most if origins.reports else None),
        *(_joined(material, (part(report) for report in told)) for part in (_outlet, _day, _headline)),
        _joined(material, (c.attribution[-1].name for c in claims if c.attribution)),
    )


def _outlet(report: Report) -> str:
    return report.outlet or report.file


def _day(report: Report) -> str:
    return report.published.isoformat() if report.published else ""


def _headline(report: Report) -> str:
    return report.title or ""


def _joined(material: Material, parts: Iterable[str]) -> str:
    return BETWEEN.join(dict.fromkeys(material.hide(part) for part in parts if part))
