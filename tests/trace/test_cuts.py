from __future__ import annotations

from trace_case import CODEBOOK, claim, report, source

from crossfoot.records import Claim, Reading, Report, Trace
from crossfoot.trace import trace

STORY = (
    "The registry held 9,048 files by the end of the month and nobody in the building would say who had ordered the "
    "others to be taken away, though two clerks remember the vans that came at night and left before it was light"
)


def case(second: str = STORY + " they said.") -> tuple[list[Report], list[Claim]]:
    a, b = report("a", STORY, "One", "2024-03-01"), report("b", second, "Two", "2024-03-02")
    return [a, b], [claim(r, "9,048", 9_048) for r in (a, b)]


def cut(reports: list[Report], claims: list[Claim], *links: str) -> Trace:
    return trace(reports, Reading(tuple(claims)), CODEBOOK, cut=dict.fromkeys(links, "Desk: seen"))


def test_a_cut_link_stays_on_record_and_nothing_rests_on_it() -> None:
    reports, claims = case()
    whole = cut(reports, claims)
    [text] = [link for link in whole.links if link.kind == "TEXT"]
    assert {origin.most for origin in whole.origins} == {1}
    assert whole.copies
    less = cut(reports, claims, text.id)
    [kept] = [link for link in less.links if link.kind == "TEXT"]
    assert (kept.id, kept.score, kept.directed) == (text.id, 0.0, False)
    assert kept.reason.startswith("cut by a person (Desk: seen), and not used: ")
    assert {(origin.fewest, origin.most) for origin in less.origins} == {(1, 2)}
    assert less.copies == {}


def test_a_cut_citation_no_longer_joins_or_gives_a_direction() -> None:
    reports = [report("a", STORY, "One"), report("b", STORY + " they said.", "Two")]
    claims = [
        claim(reports[0], "9,048", 9_048),
        claim(reports[1], "9,048", 9_048, attribution=(source("One", "outlet"),)),
    ]
    whole = cut(reports, claims)
    [cites] = [link for link in whole.links if link.kind == "CITES"]
    assert next(link.source for link in whole.links if link.kind == "TEXT" and link.directed) == "b"
    [text] = [link for link in cut(reports, claims, cites.id).links if link.kind == "TEXT"]
    assert not text.directed
    assert text.reason.endswith("nothing tells which was first")


def test_a_link_cut_is_cut_the_other_way_round_too() -> None:
    reports, claims = case()
    [text] = [link for link in cut(reports, claims).links if link.kind == "TEXT"]
    dated = [report("a", STORY, "One", "2024-03-03"), reports[1]]
    again = [claim(dated[0], "9,048", 9_048), claims[1]]
    [kept] = [link for link in cut(dated, again, text.id).links if link.kind == "TEXT"]
    assert (kept.source, kept.score) == ("a", 0.0)


def test_figures_cut_one_by_one_no_longer_make_one_origin() -> None:
    names = ("9,048", "31,477", "265,843")
    reports = [report(r, " then ".join((r, *names))) for r in ("a", "b", "c")]
    claims = [claim(r, name, int(name.replace(",", ""))) for r in reports for name in names]
    whole = cut(reports, claims)
    assert {origin.most for origin in whole.origins} == {1}
    gone: set[str] = set()
    for _ in range(3):
        gone |= {link.id for link in cut(reports, claims, *gone).links}
    less = cut(reports, claims, *gone)
    assert len(gone) == 9
    assert {origin.most for origin in less.origins} == {3}
    assert all(link.score == 0 for link in less.links)


def test_a_shared_mistake_weighs_more_than_a_shared_figure() -> None:
    reports = [report("a", "it was 9,048"), report("b", "9,048 of them")]
    claims = [claim(r, "9,048", 9_048) for r in reports]
    suspect = frozenset(c.id for c in claims)
    usual = trace(reports, Reading(tuple(claims)), CODEBOOK)
    mistaken = trace(reports, Reading(tuple(claims)), CODEBOOK, suspect=suspect)
    one_only = trace(reports, Reading(tuple(claims)), CODEBOOK, suspect=frozenset([claims[0].id]))
    assert usual == one_only
    assert mistaken.links[0].score > usual.links[0].score
    assert "misprinted" in mistaken.links[0].reason
    assert [{o.most for o in t.origins} for t in (usual, mistaken)] == [{2}, {1}]


def test_a_round_shared_mistake_alone_is_no_proof_of_one_origin() -> None:
    reports = [report("a", "it was 30,000"), report("b", "30,000 of them")]
    claims = [claim(r, "30,000", 30_000) for r in reports]
    found = trace(reports, Reading(tuple(claims)), CODEBOOK, suspect=frozenset(c.id for c in claims))
    assert len(found.links) == 1
    assert {o.most for o in found.origins} == {2}
