from __future__ import annotations

from trace_case import claim, report, source, traced

from crossfoot.records import Link, Report


def cites(reports: list[Report], citing: Report, *chain: tuple[str, str]) -> list[Link]:
    attribution = tuple(source(text, kind) for text, kind in chain)
    claims = [claim(citing, "9,048", 9_048, attribution=attribution)]
    claims += [claim(r, "9,048", 9_048) for r in reports if r is not citing and "9,048" in r.text]
    return [link for link in traced(reports, claims).links if link.kind == "CITES"]


def test_an_alias_in_other_words_is_the_known_source() -> None:
    a = report("a", "9,048")
    [link] = cites([a], a, ("the German newspaper Die Welt", "outlet"))
    assert (link.source, link.target, link.directed) == ("a", "source:Die Welt", True)
    [link] = cites([a], a, ("RIA’s correspondent", "anonymous"))
    assert link.target == "source:RIA Novosti"
    [link] = cites([a], a, ("Ukraine's Office of the Prosecutor General", "office"))
    assert link.target == "source:Prosecutor General's Office"


def test_an_alias_inside_another_word_or_in_lower_case_is_none() -> None:
    a = report("a", "9,048")
    assert cites([a], a, ("a source near the malaria ward", "anonymous")) == []
    assert cites([a], a, ("people all over the welt", "anonymous")) == []


def test_the_report_of_the_outlet_that_prints_the_figure_is_meant() -> None:
    early = report("early", "nothing here", "The Free Post", "2024-01-01")
    right = report("right", "9,048", "The Free Post", "2024-02-01")
    late = report("late", "9,048", "The Free Post", "2024-05-01")
    citing = report("citing", "9,048", "Other", "2024-03-01")
    [link] = cites([early, right, late, citing], citing, ("the website Free Post", "outlet"))
    assert link.target == "right"


def test_a_later_report_cannot_have_been_meant() -> None:
    late = report("late", "9,048", "Free Post", "2024-05-01")
    citing = report("citing", "9,048", "Other", "2024-03-01")
    [link] = cites([late, citing], citing, ("Free Post", "outlet"))
    assert link.target == "source:Free Post"


def test_an_outlet_that_names_itself_and_an_unnamed_speaker_are_no_sources() -> None:
    a = report("a", "9,048", "Free Post")
    assert cites([a], a, ("Free Post", "outlet"), ("a man at the station", "anonymous")) == []


def test_a_family_name_is_the_one_full_name_that_ends_so() -> None:
    a, b = report("a", "9,048"), report("b", "9,048")
    claims = [
        claim(a, "9,048", 9_048, attribution=(source("Ada Example"),)),
        claim(b, "9,048", 9_048, attribution=(source("Example"),)),
    ]
    targets = {link.target for link in traced([a, b], claims).links if link.kind == "CITES"}
    assert targets == {"source:Ada Example"}


def test_a_citation_gives_a_shared_figure_its_direction() -> None:
    origin = report("origin", "9,048", "Free Post")
    citing = report("citing", "9,048", "Other")
    claims = [
        claim(origin, "9,048", 9_048),
        claim(citing, "9,048", 9_048, attribution=(source("Free Post", "outlet"),)),
    ]
    trace = traced([origin, citing], claims)
    [figure] = [link for link in trace.links if link.kind == "FIGURE"]
    assert (figure.source, figure.target, figure.directed) == (claims[1].id, claims[0].id, True)


def test_two_that_cite_each_other_are_a_circle() -> None:
    a, b = report("a", "9,048", "Free Post"), report("b", "9,048", "Other")
    claims = [
        claim(a, "9,048", 9_048, attribution=(source("Other", "outlet"),)),
        claim(b, "9,048", 9_048, attribution=(source("Free Post", "outlet"),)),
    ]
    [circle] = [remark for remark in traced([a, b], claims).remarks if remark.kind == "circle"]
    assert set(circle.claims) == {c.id for c in claims}
