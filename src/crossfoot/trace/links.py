"""Links as records, with the reason a reader can check and the direction where something tells it (§10.1)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from crossfoot.records import Claim, Link, Report
from crossfoot.trace.cites import NODE, Citation
from crossfoot.trace.direction import Directions
from crossfoot.trace.figures_shared import LEAST_BITS, Apart, Group, Kinship, kinship, nearest
from crossfoot.trace.overlap import Overlap
from crossfoot.trace.passages import aligner, passages

ALIGNED_WORDS = 1_500_000
"""Words that are aligned in one run, best links first; later links keep their numbers and show no passages."""
SUSPECTED = ", more because it is held to be misprinted"
UNTOLD = "nothing tells which was first"

Rests = Callable[[int, int], bool]


@dataclass(frozen=True, slots=True)
class Shared:
    """What pairs of reports share, whether a claim rests on a report, and what a person took apart."""

    kin: Mapping[tuple[int, int], Kinship]
    rests: Rests
    apart: Apart


def text_links(found: Sequence[Overlap], reports: Sequence[Report], directions: Directions) -> Iterator[Link]:
    words = aligner()
    left = ALIGNED_WORDS
    for overlap in found:
        source, target, why = directions.of(overlap.first, overlap.second)
        shares = (overlap.share_first, overlap.share_second)
        mine, theirs = shares if source == overlap.first else shares[::-1]
        size = len(reports[source].text) + len(reports[target].text)
        shown = passages(words(reports[source].text), words(reports[target].text)) if left > 0 else ()
        left -= size // 6
        yield Link(
            "TEXT",
            reports[source].id,
            reports[target].id,
            round(overlap.score, 3),
            f"{_percent(mine)} of {called(reports[source])} stands in {called(reports[target])}, "
            f"{_percent(theirs)} the other way round ({overlap.grams} runs of three words); {why or UNTOLD}",
            directed=bool(why),
            passages=shown,
        )


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"


def called(report: Report) -> str:
    return report.outlet or report.file


def figure_links(
    groups: Iterable[Group],
    claims: Sequence[Claim],
    report_of: Sequence[int],
    shared: Shared,
) -> Iterator[Link]:
    """Each report's claim to the claim of the earlier report it shares most with. A shared figure alone has no
    direction, since both may rest on a third: it takes a citation, or wording with a direction."""
    for group in groups:
        claim_in = {report_of[i]: i for i in reversed(group.claims)}
        for report, earlier in nearest(group, shared.kin, shared.apart.get(group.claims[0], frozenset())):
            both = kinship(shared.kin, report, earlier)
            if group.bits < LEAST_BITS and not both.same_origin:
                continue
            one, other = claim_in[report], claim_in[earlier]
            forward, back = shared.rests(one, earlier), shared.rests(other, report)
            source, target = (other, one) if back and not forward else (one, other)
            others = f"; these two reports share {both.figures} figures"
            yield Link(
                "FIGURE",
                claims[source].id,
                claims[target].id,
                round(min(1.0, (both.bits if both.same_origin else group.bits) / 20), 3),
                f"both print {_said(group)} ({group.bits:.0f} bits{SUSPECTED if group.suspected else ''})"
                f"{others if both.figures > 1 else ''}",
                directed=forward != back,
            )


def resting(found: Sequence[Citation], report_of: Sequence[int], text: Iterable[tuple[int, int]]) -> Rests:
    """Whether a claim rests on a report: it names it, or its report has the wording of that report."""
    cited = {(cite.claim, cite.report) for cite in found if cite.report is not None}
    copied = set(text)
    return lambda claim, report: (claim, report) in cited or (report_of[claim], report) in copied


def _said(group: Group) -> str:
    return " to ".join(f"{100 * n:.4g} %" if 0 < n < 1 else f"{n:,}" for n in group.value)


def cites_links(
    found: Sequence[Citation], claims: Sequence[Claim], report_of: Sequence[int], reports: Sequence[Report]
) -> Iterator[Link]:
    """One link from a report to each report or name that it cites."""
    rows: dict[tuple[int, str], list[Citation]] = {}
    for cite in found:
        target = reports[cite.report].id if cite.report is not None else NODE + cite.node
        rows.setdefault((report_of[cite.claim], target), []).append(cite)
    for (report, target), cites in rows.items():
        for_what = dict.fromkeys(f"“{claims[cite.claim].quote}”" for cite in cites)
        shown = ", ".join(list(for_what)[:3]) + (f" and {len(for_what) - 3} more" if len(for_what) > 3 else "")
        reason = f"{called(reports[report])} names {_named(cites[0])} for {shown}"
        yield Link("CITES", reports[report].id, target, 1.0, reason, directed=True)


def _named(cite: Citation) -> str:
    """The words of the report, and whom they mean where that is somebody's name in full."""
    return f"“{cite.text}”" if cite.node in cite.text else f"{cite.node} (“{cite.text}”)"


def cited_pairs(found: Sequence[Citation], report_of: Sequence[int]) -> dict[tuple[int, int], str]:
    pairs: dict[tuple[int, int], str] = {}
    for cite in found:
        if cite.report is not None:
            pairs.setdefault((report_of[cite.claim], cite.report), cite.text)
    return pairs
