"""Figures of tables as claims: what `statistics.toml` says of a cell, taken as it stands (§1.3)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from crossfoot.codebook import Codebook
from crossfoot.records import Cell, Claim, Problem, Reading, Report, Source, claim_id

STAGE = "read"
TOLD = ("value", "period", "measure", "population", "place", "kind", "attribution")


def claims_in_cells(reports: Iterable[Report], codebook: Codebook) -> Reading:
    """A claim for every cell of the reports. A measure or population that the codebook does not know is a problem,
    told once a report; the claim is kept without a series."""
    claims: list[Claim] = []
    problems: dict[tuple[str, str], Problem] = {}
    for report in reports:
        source = _source(report, codebook)
        for cell in report.cells:
            claim = _claim(report, cell, source)
            wrong = _unknown(cell, codebook)
            if wrong:
                problems.setdefault((report.id, wrong), Problem(STAGE, f"{report.file}, cell {cell.name}", wrong))
                claim = replace(claim, measure=None)
            claims.append(replace(claim, population=_population(cell, codebook)))
    return Reading(tuple(claims), problems=tuple(problems.values()))


def _claim(report: Report, cell: Cell, source: tuple[Source, ...]) -> Claim:
    quote = report.text[cell.start : cell.end]
    line = report.text.rfind("\n", 0, cell.start) + 1, report.text.find("\n", cell.end)
    return Claim(
        id=claim_id(report.id, cell.start, cell.end, quote),
        report=report.id,
        file=report.file,
        start=cell.start,
        end=cell.end,
        quote=quote,
        low=cell.number,
        high=cell.number,
        counted=cell.measure,
        measure=cell.measure,
        place=cell.place,
        period=cell.period,
        kind=cell.kind,
        attribution=source,
        release=cell.release,
        sentence=(line[0], line[1] if line[1] >= 0 else len(report.text)),
        literal=TOLD,
        rule=f"table: cell {cell.name}, by what the mapping says of its column and row",
        widened=not cell.exact,
    )


def _source(report: Report, codebook: Codebook) -> tuple[Source, ...]:
    """The register that the mapping names; it stands in the first lines of the text, before the cells."""
    head = report.text.partition("\n\n")[0].split("\n")
    name = head[-1] if head[-1] and head[-1] != report.title else ""
    if not name:
        return ()
    start = report.text.index(name)
    known = codebook.source(name)
    kind = known.kind if known and known.kind in ("office", "agency", "outlet", "named") else "office"
    return (Source(name, start, start + len(name), kind),)  # type: ignore[arg-type]


def _population(cell: Cell, codebook: Codebook) -> str | None:
    """As the mapping says; else the measure's own; else the only one that there is."""
    measure = codebook.measure(cell.measure)
    only = codebook.populations[0].id if len(codebook.populations) == 1 else None
    return cell.population or (measure.population if measure else None) or only


def _unknown(cell: Cell, codebook: Codebook) -> str | None:
    if codebook.measure(cell.measure) is None:
        return f"the codebook has no measure {cell.measure!r}; it has {', '.join(m.id for m in codebook.measures)}"
    whose = _population(cell, codebook)
    if whose is None:
        names = ", ".join(p.id for p in codebook.populations)
        return f"whose figures these are is not told: add population = ... ({names})"
    if codebook.population(whose.partition("/")[0]) is None:
        return f"the codebook has no population {whose!r}"
    return None
