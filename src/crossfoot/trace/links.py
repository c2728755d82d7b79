"""Links as records, with the reason a reader can check and the direction where something tells it (§10.1)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from crossfoot.records import Claim, Link, Report
from crossfoot.trace.cites import NODE, Citation
from crossfoot.trace.figures_shared import LEAST_BITS, Group, Kinship, kinship, nearest
from crossfoot.trace.overlap import Overlap
from crossfoot.trace.passages import aligner, passages

ALIGNED_WORDS = 1_500_000
"""Words that are aligned in one run, best links first; later links keep their numbers and show no passages."""

Cited = Mapping[tuple[int, int], str]
"""(citing report, cited report) → the words that name it."""
Rests = Callable[[int, int], bool]


def text_links(found: Sequence[Overlap], reports: Sequence[Report], cited: Cited) -> Iterator[Link]:
    words = aligner()
    left = ALIGNED_WORDS
    for overlap in found:
        source, target, why = _direction(overlap.first, overlap.second, reports, cited)
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
            f"{_percent(theirs)} the other way round ({overlap.grams} runs of three words); {why}",
            directed=bool(_told(source, target, reports, cited)),
            passages=shown,
        )


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"


def called(report: Report) -> str:
    return report.outlet or report.file


def _direction(a: int, b: int, reports: Sequence[Report], cited: Cited) -> tuple[int, int, str]:
    """(the one that rests, the one rested on, why)."""
    for source, target in ((a, b), (b, a)):
        if why := _told(source, target, reports, cited):
            return source, target, why
    return b, a, "nothing tells which was first"


def _told(source: int, target: int, reports: Sequence[Report], cited: Cited) -> str:
    if (source, target) in cited and (target, source) not in cited:
        return f"it names it (“{cited[source, target]}”)"
    if (target, source) in cited:
        return ""
    mine, theirs = reports[source].published, reports[target].published
    if mine and theirs and mine > theirs:
        return f"published later ({mine.isoformat()}, {theirs.isoformat()})"
    return ""


def figure_links(
    groups: Iterable[Group],
    claims: Sequence[Claim],
    report_of: Sequence[int],
    kin: Mapping[tuple[int, int], Kinship],
    rests: Rests,
) -> Iterator[Link]:
    """Each report's claim to the claim of the earlier report it shares most with. A shared figure alone has no
    direction, since both may rest on a third: it takes a citation, or wording with a direction."""
    for group in groups:
        claim_in = {report_of[i]: i for i in reversed(group.claims)}
        for report, earlier in nearest(group, kin):
            both = kinship(kin, report, earlier)
            if group.bits < LEAST_BITS and not both.same_origin:
                continue
            one, other = claim_in[report], claim_in[earlier]
            forward, back = rests(one, earlier), rests(other, report)
            source, target = (other, one) if back and not forward else (one, other)
            others = f"; these two reports share {both.figures} figures" if both.figures > 1 else ""
            yield Link(
                "FIGURE",
                claims[source].id,
                claims[target].id,
                round(min(1.0, (both.bits if both.same_origin else group.bits) / 20), 3),
                f"both print {_said(group)} ({group.bits:.0f} bits){others}",
                directed=forward != back,
            )


def resting(found: Sequence[Citation], report_of: Sequence[int], text: Iterable[tuple[int, int]]) -> Rests:
    """Whether a claim rests on a report: it names it, or its report has the wording of that report."""
    cited = {(cite.claim, cite.report) for cite in found if cite.report is not None}
    copied = set(text)
    return lambda claim, report: (claim, report) in cited or (report_of[claim], report) in copied


def _said(group: Group) -> str:
    return " to ".join(f"{n:,}" for n in group.value)


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
        reason = f"{called(reports[report])} names “{cites[0].text}” for {shown}"
        yield Link("CITES", reports[report].id, target, 1.0, reason, directed=True)


def cited_pairs(found: Sequence[Citation], report_of: Sequence[int]) -> dict[tuple[int, int], str]:
    pairs: dict[tuple[int, int], str] = {}
    for cite in found:
        if cite.report is not None:
            pairs.setdefault((report_of[cite.claim], cite.report), cite.text)
    return pairs
