"""Claims: what is counted, whose, where, and what is never guessed."""

from __future__ import annotations

import random
import time
from datetime import date

import pytest

from crossfoot.codebook import load
from crossfoot.read import ReadSettings, read
from crossfoot.records import Claim, Report, claim_id

CODEBOOK = load("desertion")


def claims(text: str, published: date | None = None, codebook: str = "desertion") -> tuple[Claim, ...]:
    report = Report(id="r", capture="c", file="f", text=text, published=published)
    return read([report], CODEBOOK if codebook == "desertion" else load(codebook)).claims


def series(text: str) -> list[str]:
    """One line a claim: its quote, measure, population and place; "-" where the text does not say."""
    return [f"{c.quote} | {c.measure or '-'} | {c.population or '-'} | {c.place or '-'}" for c in claims(text)]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "In Ukraine over 160,000 criminal cases were opened against deserters.",
            ["over 160,000 | proceedings | Ukraine | Ukraine"],
        ),
        (
            "There were 590 cases of unauthorized leaving (Article 407) and 290 cases of desertion (Article 408).",
            ["590 | proceedings-407 | Ukraine | Ukraine", "290 | proceedings-408 | Ukraine | Ukraine"],
        ),
        (
            "Only 46 cases of unauthorized leaving and 44 cases of desertion reached the court. "
            "Here 25 and 14 cases were closed, respectively.",
            [
                "46 | sent-to-court-407 | Ukraine | Ukraine",
                "44 | sent-to-court-408 | Ukraine | Ukraine",
                "25 | closed-407 | Ukraine | Ukraine",
                "14 | closed-408 | Ukraine | Ukraine",
            ],
        ),
        (
            "The number of criminal cases under Article 407 (leaving) and Article 408 (desertion) is 17,000 per month.",
            ["17,000 | proceedings | Ukraine | Ukraine"],
        ),
        (
            "Most desertions were registered in the regions of Zaporozhye (6,100) and Kharkov (5,700), while "
            "the regions of Donetsk (8,500) and Lviv (2,100) lead in cases of unauthorized leaving.",
            [
                "6,100 | proceedings-408 | Ukraine | Zaporizhzhia region",
                "5,700 | proceedings-408 | Ukraine | Kharkiv region",
                "8,500 | proceedings-407 | Ukraine | Donetsk region",
                "2,100 | proceedings-407 | Ukraine | Lviv region",
            ],
        ),
        ("Over 49,000 Russian soldiers deserted in Ukraine.", ["Over 49,000 | deserters | Russia | Ukraine"]),
        ("Some 900 Ukrainian convicts deserted.", ["Some 900 | deserters | Ukraine/convicts | Ukraine"]),
        (
            "Of the Ukrainian army's 82nd Airborne Brigade 40 soldiers deserted.",
            ["40 | deserters | Ukraine/82nd airborne brigade | Ukraine"],
        ),
        ("Already 29 people left our battalion in Poland.", ["29 | deserters | - | Poland"]),
        (
            "Prosecutors opened 600 cases of unauthorized leaving and 300 cases of desertion by May. "
            "A later table has 950 for both.",
            [
                "600 | proceedings-407 | Ukraine | Ukraine",
                "300 | proceedings-408 | Ukraine | Ukraine",
                "950 | proceedings | Ukraine | Ukraine",
            ],
        ),
        (
            "Ukraine registered 700 proceedings in 2022, 1,800 in 2023 and 6,900 in 2024 under Article 407.",
            [
                "700 | proceedings-407 | Ukraine | Ukraine",
                "1,800 | proceedings-407 | Ukraine | Ukraine",
                "6,900 | proceedings-407 | Ukraine | Ukraine",
            ],
        ),
        (
            "By November 1, 2024 prosecutors in Ukraine registered 950 cases of desertion.",
            ["950 | proceedings-408 | Ukraine | Ukraine"],
        ),
        ("600 cases of fraud were opened in Ukraine.", ["600 | - | Ukraine | Ukraine"]),
        ("Russian rockets hit the Sumy region, injuring 3 people.", ["3 | wounded | - | Sumy region"]),
    ],
)
def test_series_by_the_codebook_and_the_gazetteer(text: str, wanted: list[str]) -> None:
    assert series(text) == wanted


def test_a_population_is_carried_in_the_report_and_then_not_literal() -> None:
    first, second = claims("Up to 900 Ukrainian soldiers deserted in May.\n\nIn June 700 soldiers deserted.")
    assert (first.population, second.population) == ("Ukraine", "Ukraine")
    assert "population" in first.literal
    assert "population" not in second.literal
    assert "carried" in second.rule


def test_two_populations_named_alike_are_no_reason_to_guess() -> None:
    text = "Russia and Ukraine are at war. Both armies bleed.\n\nIn June 700 soldiers deserted."
    assert [claim.population for claim in claims(text)] == [None]


def test_ids_quotes_and_offsets_are_those_of_the_text() -> None:
    text = "❗ Over 900 soldiers deserted; 1.2 thousand cases of desertion were opened."
    found = claims(text)
    assert [claim.quote for claim in found] == ["Over 900", "1.2 thousand"]
    for claim in found:
        assert text[claim.start : claim.end] == claim.quote
        assert claim.id == claim_id("r", claim.start, claim.end, claim.quote)


@pytest.mark.parametrize(
    ("text", "stance", "modal"),
    [
        ("900 soldiers deserted.", "asserted", False),
        ("Reportedly 900 soldiers deserted.", "hedged", False),
        ("Deserters may surpass 50,000.", "hedged", True),
        ("Since May 900 soldiers deserted.", "asserted", False),
        ("900 soldiers deserted. These numbers remain unverified.", "disputed", False),
        ("In no month of 2025 were there more than 900 criminal cases of desertion.", "negated", False),
        ("Kyiv plans to recruit 900 soldiers.", "planned", False),
    ],
)
def test_stance(text: str, stance: str, modal: bool) -> None:
    (claim,) = claims(text)
    assert (claim.stance, claim.modal) == (stance, modal)


def test_a_missing_year_has_a_candidate_for_each_year_any_report_names() -> None:
    reports = [
        Report(id="a", capture="c", file="a", text="On 18 December 900 soldiers deserted."),
        Report(id="b", capture="c", file="b", text="In May 700 soldiers deserted.", published=date(2024, 6, 1)),
    ]
    first, second = read(reports, CODEBOOK).claims
    assert [p.start.year for p in first.candidates if p.start] == [2022, 2023, 2024]
    assert second.candidates == ()


def test_relations_that_a_sentence_states() -> None:
    text = (
        "350 out of 590 cases of desertion are new. "
        "The largest number of desertions was registered in the regions of Kharkiv (6,100) and Lviv (5,700)."
    )
    reading = read([Report(id="r", capture="c", file="f", text=text)], CODEBOOK)
    quotes = {claim.id: claim.quote for claim in reading.claims}
    found = [(r.kind, [quotes[p] for p in r.parts], r.whole and quotes[r.whole]) for r in reading.relations]
    assert found == [("part", ["350"], "590"), ("largest", ["6,100", "5,700"], None)]


def test_the_whole_of_most_of_them_is_of_all() -> None:
    text = "From January 2022 to May 2024 90 cases of desertion were opened. Most of them this year: 35 of 59 in 2024."
    text = text.replace("35 of 59", "350 out of 590 cases")
    _, part, whole = claims(text)
    assert (part.period.start, whole.period.start) == (date(2024, 1, 1), date(2022, 1, 1))


def test_a_report_in_a_language_without_words_is_a_problem_and_no_end() -> None:
    report = Report(id="r", capture="c", file="f.txt", text="900 soldats", language="fr")
    reading = read([report], CODEBOOK, ReadSettings())
    assert reading.claims == ()
    assert [(p.stage, p.place) for p in reading.problems] == [("read", "f.txt")]


def test_the_second_codebook_reads_another_subject() -> None:
    found = claims(
        "At least nine people were killed and 20 injured; 1,100 families fled their homes.", None, "casualties"
    )
    assert [c.measure for c in found] == ["killed", "wounded", "displaced"]


def test_reading_twice_gives_the_same() -> None:
    text = "Over 900 soldiers deserted in Kharkiv, said Ivan Testov. He added that 20 cases of desertion were opened."
    assert claims(text) == claims(text)


HOSTILE = {
    "digits": "1234567890 ",
    "commas": ", ",
    "quotes": '“" he said “',
    "figures": "5 people died; ",
    "names": "Ivan Testov met Testov Ivan, who said ",
    "lists": "Kharkiv (5,771), ",
    "respectively": "5 and 6 cases, respectively, ",
}


@pytest.mark.heavy
@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_time_grows_in_a_straight_line(name: str) -> None:
    """Eight times the text takes less than four times eight the time."""

    def seconds(size: int) -> float:
        text = (HOSTILE[name] * size)[:size]
        start = time.process_time()
        claims(text)
        return time.process_time() - start

    seconds(500)
    short = max(seconds(2_000), 0.04)
    assert seconds(16_000) < 32 * short


def test_any_jumble_of_words_can_be_read() -> None:
    words = [
        "he",
        "said",
        "that",
        ",",
        "5",
        "900",
        "soldiers",
        "cases",
        "of",
        "desertion",
        "(",
        "407",
        ")",
        "“",
        "”",
        ":",
        ";",
        ".",
        "in",
        "Kharkiv",
        "region",
        "Ivan",
        "Testov",
        "RIA",
        "citing",
        "may",
        "not",
    ]
    chooser = random.Random(7)
    for _ in range(60):
        text = " ".join(chooser.choices(words, k=40))
        for claim in claims(text):
            assert text[claim.start : claim.end] == claim.quote


SAID: dict[str, list[str]] = {
    "In 2024 they opened 60,000 cases of desertion. In the two years before there were 35,624.": [
        "60,000 | proceedings-408 | 2024-01-01/2024-11-15 | asserted",
        "35,624 | proceedings-408 | 2022-01-01/2023-12-31 | asserted",
    ],
    "In no month of 2024 were more than 20,000 cases of desertion opened.": [
        "were more than 20,000 | proceedings-408 | 2024-01-01/2024-11-15 | negated",
    ],
    "In 2024 not a single month saw more than 20,000 cases of desertion.": [
        "more than 20,000 | proceedings-408 | 2024-01-01/2024-11-15 | negated",
    ],
    "As of 1 November, 265,843 criminal cases of desertion were registered.": [
        "265,843 | proceedings-408 | /2024-11-01 | asserted",
    ],
}


@pytest.mark.parametrize("text", SAID)
def test_when_and_how_the_text_stands_to_it(text: str) -> None:
    found = claims(text, date(2024, 11, 15))
    lines = [f"{c.quote} | {c.measure} | {c.period.start or ''}/{c.period.end or ''} | {c.stance}" for c in found]
    assert lines == SAID[text]


def test_a_region_that_follows_is_no_city() -> None:
    text = "The Kharkiv region leads with 5,771 cases of desertion. Dnipropetrovsk follows with 3,308."
    assert [c.place for c in claims(text)] == ["Kharkiv region", "Dnipropetrovsk region"]


CASUALTIES: dict[str, list[str]] = {
    "About 455,000 people were affected and 2,500 relocated.": ["2,500 | displaced"],
    "Of the 1,314 affected families, 295 live in the north and 195 in the south.": [],
    "The quake injured 15 people, damaged 91 homes and destroyed six homes.": ["15 | wounded", "six | homes-destroyed"],
    "Some 2,160 people were left in dire need, as one man was killed.": ["Some 2,160 | in-need", "one | killed"],
    "About 6,700 people returned to the district.": ["About 6,700 | returned"],
    "Some 40 glassblowers were evacuated.": ["Some 40 | evacuated"],
    "The army burned 12 houses and 40 barns.": ["12 | homes-destroyed"],
    "More than 5,000 homes were evacuated.": ["More than 5,000 | homes-evacuated"],
}


@pytest.mark.parametrize("text", CASUALTIES)
def test_what_reports_on_disasters_count(text: str) -> None:
    found = claims(text, codebook="casualties")
    assert [f"{c.quote} | {c.measure}" for c in found] == CASUALTIES[text]


def periods(text: str) -> list[str]:
    """The period of each figure, read on 9 June 2025 with the codebook of casualties."""
    found = claims(text, date(2025, 6, 9), "casualties")
    return [f"{c.quote} | {c.period.start} to {c.period.end}" for c in found]


def test_items_of_a_list_have_the_time_of_what_introduces_them() -> None:
    text = "Between 1 January and 31 May 2025, guards:\n- stopped 4,318 people;\n- detained 906 people."
    assert periods(text) == ["4,318 | 2025-01-01 to 2025-05-31", "906 | 2025-01-01 to 2025-05-31"]


def test_what_remains_is_of_the_period_told_of_in_the_paragraph_before() -> None:
    text = (
        "Monitors counted 1,287 deaths from January to March. In March alone, 402 people were killed.\n\n"
        "Militias caused 711 of the deaths. The remaining 359 people were killed by nobody knows whom."
    )
    assert periods(text)[2:] == ["711 | 2025-01-01 to 2025-03-31", "359 | 2025-01-01 to 2025-03-31"]


def test_the_day_at_the_head_of_a_report_dates_nothing_in_it() -> None:
    text = "9 June 2025 – Monitors counted the deaths of 1,287 people, among them 213 children, from January to March."
    assert periods(text)[0] == "1,287 | 2025-01-01 to 2025-03-31"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("No group claimed responsibility. The raid killed 12 people.", [""]),
        ("Human rights groups believe that 16,000 civilians are in captivity.", ["Human rights groups"]),
        ("Organisers put the crowd at 140,000.", ["Organisers"]),
    ],
)
def test_who_says_so_of_crowds_and_who_does_not(text: str, wanted: list[str]) -> None:
    found = claims(text, date(2025, 6, 9), "casualties")
    assert [c.attribution[-1].text if c.attribution else "" for c in found] == wanted


def test_what_somebody_may_have_is_no_count() -> None:
    assert claims("A man may appear in two proceedings.") == ()
    assert [c.quote for c in claims("The blast may have killed two people.", None, "casualties")] == ["two"]


@pytest.mark.parametrize(
    ("text", "measures"),
    [
        ("Militants killed 1,200 people and took 251 hostage.", ["killed", "captured"]),
        ("The hospital received the bodies of 22 people.", ["killed"]),
        ("Most of the deaths, 394, were in one province.", ["killed"]),
    ],
)
def test_measures_of_casualties(text: str, measures: list[str]) -> None:
    assert [c.measure for c in claims(text, None, "casualties")] == measures
