"""What of a reading, and of its problems, belongs to which report."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterator, Sequence

from crossfoot.records import Claim, Problem, Reading, Report, TextRelation


def parts_of(reading: Reading, reports: Sequence[Report]) -> Iterator[tuple[Report, Reading]]:
    """What a reading says of each report."""
    claims: dict[str, list[Claim]] = defaultdict(list)
    relations: dict[str, list[TextRelation]] = defaultdict(list)
    for claim in reading.claims:
        claims[claim.report].append(claim)
    for relation in reading.relations:
        relations[relation.report].append(relation)
    for report in reports:
        problems = tuple(problem for problem in reading.problems if is_of(problem, {report.file}))
        yield report, Reading(tuple(claims[report.id]), tuple(relations[report.id]), problems)


def is_of(problem: Problem, names: Container[str]) -> bool:
    """Whether a problem's place is one of these files, or a place in one ("a.pdf, page 3")."""
    return problem.place in names or problem.place.rpartition(", ")[0] in names
