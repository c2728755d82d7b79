"""Which figure of a page took whose place, and what is said of those that nothing took the place of."""

from __future__ import annotations

from datetime import date

import pytest

from crossfoot.archive.changes import Version, match, passage, sightings
from crossfoot.records import Claim, Period, Report, claim_id


def told(text: str, *quotes: str, **fields: object) -> tuple[Report, tuple[Claim, ...]]:
    """A text and its figures, in order."""
    report = Report(f"r{hash(text)}", "c", "a.html", text)
    made, start = [], 0
    for quote in quotes:
        start = text.index(quote, start)
        end, low = start + len(quote), int(quote.replace(",", "").split()[-1])
        sentence = (text.rfind(". ", 0, start) + 2 if ". " in text[:start] else 0, text.index(".", end) + 1)
        claim = Claim(
            claim_id(report.id, start, end, quote), report.id, "a.html", start, end, quote, low, low, sentence=sentence
        )
        made.append(Claim(**{**{name: getattr(claim, name) for name in Claim.__slots__}, **fields}))
    return report, tuple(made)


def paired(one: tuple[Report, tuple[Claim, ...]], other: tuple[Report, tuple[Claim, ...]]) -> list[str | None]:
    (before, claims), (after, others) = one, other
    found = match(
        [(claim, passage(claim, before.text)) for claim in claims],
        [(claim, passage(claim, after.text)) for claim in others],
    )
    return [found[n].quote if n in found else None for n in range(len(claims))]


OLD = told(
    "The office counted 1,874 cases in October. Of these 612 went to court. In May it had counted 590.",
    "1,874",
    "612",
    "590",
)


@pytest.mark.parametrize(
    ("text", "quotes", "expected"),
    [
        (OLD[0].text, ("1,874", "612", "590"), ["1,874", "612", "590"]),
        (
            "The office counted 1,974 cases in October. Of these 612 went to court. In May it had counted 590.",
            ("1,974", "612", "590"),
            ["1,974", "612", "590"],
        ),
        (
            "Of these 612 went to court. The office counted 1,874 cases in October.",
            ("612", "1,874"),
            ["1,874", "612", None],
        ),
        (
            "Cases in October, by the office's own count, were 1,874 in all. 612 of them are in court.",
            ("1,874", "612"),
            ["1,874", "612", None],
        ),
        ("The bakery sold 30 loaves. Nobody counted the rest.", ("30",), [None, None, None]),
    ],
)
def test_figures_are_known_again(text: str, quotes: tuple[str, ...], expected: list[str | None]) -> None:
    assert paired(OLD, told(text, *quotes)) == expected


def test_a_small_number_elsewhere_is_another_figure() -> None:
    old = told("The court sat for 40 days. They counted 12 cases.", "40", "12", counted=None)
    new = told("The court sat for 40 days. A bus with 12 seats came.", "40", "12", counted=None)
    assert paired(
        told("They counted 12 cases.", "12", counted="cases"), told("A bus had 12 seats.", "12", counted="seats")
    ) == [None]
    assert paired(old, new)[0] == "40"


def test_one_series_and_period_with_another_value_is_a_change() -> None:
    fields = {
        "measure": "proceedings",
        "population": "all",
        "place": "North",
        "kind": "flow",
        "period": Period(date(2024, 10, 1), date(2024, 10, 31)),
    }
    old = told("The office counted 1,874 in October.", "1,874", **fields)
    assert paired(old, told("After a review, there were 1,920 proceedings.", "1,920", **fields)) == ["1,920"]
    later = {**fields, "period": Period(date(2024, 11, 1), date(2024, 11, 30))}
    assert paired(old, told("Later 1,920 proceedings came.", "1,920", **later)) == [None]


def version(day: str, told_of: tuple[Report, tuple[Claim, ...]] | None, status: int = 200) -> Version:
    if told_of is None:
        return Version(f"v{day}", day, "gone", status)
    report, claims = told_of
    return Version(f"v{day}", day, "page", status, (report,), claims)


ONE = told("They counted 1,874 cases in October.", "1,874")
OTHER = told("They counted 1,974 cases in October.", "1,974")


def test_a_figure_that_goes_away_twice_keeps_its_first_absence_and_the_days_between() -> None:
    nothing = told("Nothing is counted here any more.")
    story = [
        version("1", ONE),
        version("2", nothing),
        version("3", None, 404),
        version("4", ONE),
        version("5", None, 410),
    ]
    (found,) = sightings("u", story)
    assert (found.standing, found.first, found.before.at) == ("page gone", "1", "4")
    assert found.after is not None
    assert (found.after.at, found.after.status, found.after.passage) == ("5", 410, "")
    assert found.absences == (("2", "4"),)


def test_a_value_that_is_changed_back_is_one_figure_that_was_away() -> None:
    found = sightings("u", [version("1", ONE), version("2", OTHER), version("3", ONE)])
    assert [(one.before.quote, one.standing, one.absences) for one in found] == [
        ("1,874", "present", (("2", "3"),)),
        ("1,974", "changed", ()),
    ]


def test_both_sides_of_a_change_carry_their_words() -> None:
    first, second = sightings("u", [version("1", ONE), version("2", OTHER)])
    assert first.after is not None
    assert (first.before.passage, first.after.passage) == (ONE[0].text, OTHER[0].text)
    assert (first.after.claim, second.before.claim, second.standing) == (OTHER[1][0].id, OTHER[1][0].id, "present")


def test_a_long_sentence_is_cut_around_its_figure() -> None:
    report, (claim,) = told("a " * 5000 + "they counted 1,874 cases " + "b " * 5000 + ".", "1,874")
    assert "1,874" in passage(claim, report.text)
    assert len(passage(claim, report.text)) <= 1000
