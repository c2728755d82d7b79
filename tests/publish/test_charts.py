from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import combinations, pairwise

import desertion_case as case

from crossfoot.publish.charts import NARROW, WIDE, Chart, charts
from crossfoot.publish.index import build_index
from crossfoot.publish.words import load_words
from crossfoot.records import Claim, Period

INDEX = build_index(case.CONTENTS, load_words())


def drawn(*claims: Claim) -> tuple[Chart, ...]:
    found = replace(case.FOUND, bounds=())
    index = build_index(replace(case.CONTENTS, claims=claims, reconciliation=found), load_words())
    return charts(index, case.ALL)


def test_totals_and_counts_within_a_period_are_drawn_apart() -> None:
    running, within = charts(INDEX, case.ALL)
    assert (running.panel, within.panel) == ("running", "within")
    assert len(running.marks) == 4
    assert len(within.marks) == 2


def test_marks_show_the_hedge() -> None:
    up_to = replace(case.by_2023, id="u", low=None, high=5_000)
    span = replace(case.by_2023, id="r", low=3_000, high=5_000)
    (chart,) = drawn(case.by_2023, up_to, span, case.total_2024)
    assert [m.shape for m in chart.marks] == ["up", "down", "bar", "point"]


def test_a_clashing_figure_is_ringed() -> None:
    running, _ = charts(INDEX, case.ALL)
    ringed = {m.href for m in running.marks if m.ring}
    assert f"#claim-{case.by_2023.id}" in ringed
    assert f"#claim-{case.almost.id}" not in ringed


def test_everything_stays_inside_the_frame() -> None:
    made = charts(INDEX, case.ALL)
    assert all(chart.marks for chart in made)
    assert any(chart.boxes for chart in made)
    for chart in made:
        assert 0 < chart.left < chart.right < 100
        for mark in chart.marks:
            assert chart.left <= mark.x <= mark.x2 <= chart.right
            assert chart.top <= mark.y <= mark.y2 <= chart.bottom
        for box in chart.boxes:
            assert chart.top - 2 <= box.y
            assert box.y + box.height <= chart.bottom + 2


def test_labels_do_not_cover_one_another() -> None:
    many = [replace(case.october, id=f"m{n}", low=9_000 + n * 40, high=9_000 + n * 40) for n in range(40)]
    (chart,) = drawn(*many)
    for width in (WIDE, NARROW):
        boxes = [t.box(width) for t in chart.labels if width == WIDE or not t.wide]
        assert len(boxes) > 3
        assert all(a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1] for a, b in combinations(boxes, 2))


def test_months_below_the_axis_have_room_at_every_width() -> None:
    long = replace(case.october, id="long", period=Period(date(2019, 1, 1), date(2025, 6, 30)))
    (chart,) = drawn(long, case.october)
    for width in (WIDE, NARROW):
        boxes = [t.box(width) for t in chart.x_ticks if width == WIDE or not t.wide]
        assert len(boxes) > 2
        assert all(a[2] < b[0] for a, b in pairwise(boxes))


def test_greater_numbers_stand_higher() -> None:
    _, within = charts(INDEX, case.ALL)
    heights = {m.href: m.y for m in within.marks}
    assert heights[f"#claim-{case.months_2025.id}"] < heights[f"#claim-{case.october.id}"]


def test_the_ends_of_the_calendar_and_zero_do_no_harm() -> None:
    first = replace(case.october, id="a", low=0, high=0, period=Period(date.min, date.min))
    last = replace(case.october, id="z", low=0, high=0, period=Period(date.max, date.max))
    made = drawn(first, last)
    assert sum(len(chart.marks) for chart in made) == 2
    for chart in made:
        assert all(chart.left <= m.x <= chart.right for m in chart.marks)


def test_a_total_alone_stands_among_the_other_counts() -> None:
    (chart,) = drawn(case.by_2023, case.months_2025)
    assert (chart.panel, len(chart.marks)) == ("within", 2)
    assert chart.marks[0].x < chart.marks[0].x2


def test_figures_printed_twice_are_labelled_once() -> None:
    copies = [replace(case.october, id=f"copy{n}") for n in range(5)]
    (chart,) = drawn(*copies)
    assert [t.text for t in chart.labels] == ["9,048"]


def test_a_series_without_days_has_no_chart() -> None:
    assert drawn(case.undated, case.monthly) == ()
