from __future__ import annotations

from trace_case import claim, report, source, traced

from crossfoot.records import Claim, Link, Report

STORY = (
    "The registry held {} files by the end of the month and nobody in the building would say who had ordered the {} "
    "others to be taken away though two clerks remember the vans that came at night and left before it was light"
)


def link(days: tuple[str | None, str | None], *, swapped: bool = False, named: bool = True) -> Link:
    """Two reports of one wording: the second rounds one figure, and leaves out who said the other."""
    full = report("a" if not swapped else "b", STORY.format("31,477", "9,048"), "One", days[0])
    bare = report("b" if not swapped else "a", "Read: " + STORY.format("31,000", "9,048"), "Two", days[1])
    speaker = (source("Ministry", "office"),)
    claims: list[Claim] = [
        claim(full, "31,477", 31_477),
        claim(full, "9,048", 9_048, attribution=speaker),
        claim(bare, "31,000", 31_000),
        claim(bare, "9,048", 9_048, attribution=() if named else speaker),
    ]
    reports: list[Report] = [full, bare]
    [found] = [link for link in traced(reports, claims).links if link.kind == "TEXT"]
    return found


def test_what_was_lost_tells_where_dates_do_not() -> None:
    for swapped in (False, True):
        found = link((None, None), swapped=swapped)
        assert (found.source, found.directed) == ("a" if swapped else "b", True)
        assert "it lost who said “9,048” and the digits of “31,477”" in found.reason


def test_one_lost_detail_is_chance() -> None:
    assert not link((None, None), named=False).directed


def test_dates_come_first() -> None:
    found = link(("2024-02-02", "2024-02-01"))
    assert (found.source, found.directed) == ("a", True)
    assert not link(("2024-02-01", "2024-02-01")).directed
