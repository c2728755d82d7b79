"""A desertion case built by hand: real figures, sentences of our own, proofs written out row by row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

import pytest

from crossfoot.codebook import Codebook, ContextEvent, Epoch, Measure, Pattern, Population, Relation
from crossfoot.publish import Contents
from crossfoot.records import (
    Bound,
    CandidateVerdict,
    Case,
    Claim,
    Conflict,
    Coverage,
    Link,
    Origin,
    Period,
    Problem,
    Proof,
    Reconciliation,
    Remark,
    Repair,
    Report,
    Series,
    Side,
    Source,
    Span,
    Term,
    Trace,
    Verdict,
    claim_id,
)

EPOCH = date(2022, 2, 24)
ALL = Series("proceedings", "Ukraine", "Ukraine")
A407 = Series("proceedings-407", "Ukraine", "Ukraine")
A408 = Series("proceedings-408", "Ukraine", "Ukraine")
PERSONS = Series("deserters", "Ukraine", "Ukraine")

TEXTS = {
    "wire.txt": (
        "The general staff held its yearly briefing. On December 18, 2023, General Valery Gerasimov said that over 160,000 "
        "criminal cases had been opened in Ukraine against men who had left their units. He also spoke of up to 30,000 "
        "soldiers a month. Nothing of this could be checked."
    ),
    "gazette.txt": (
        "On December 18th the chief of the general staff claimed that over 160,000 criminal cases had been opened against "
        "deserters. Questions may be sent to editor@gazette.example or +380 44 555 01 23."
    ),
    "assembly-november.txt": (
        "Between January 2022 and September 2024, prosecutors say, almost 90,000 proceedings were opened: 59,606 for leaving "
        "a unit without permission and 29,521 for desertion. In October 2024 alone 9,048 proceedings were registered under "
        "the two articles. From February 2022 to November 1, 2024 it comes to 95,296 criminal cases in all."
    ),
    "assembly-september.txt": (
        "In the first eight months of 2025 there were 142,711 new proceedings under both articles. Since the beginning of the "
        "full-scale invasion, as of September 1, 2025, a total of 265,843 cases have been registered."
    ),
}


@dataclass(frozen=True)
class Slot:
    """Where a figure stands and what it counts."""

    file: str
    quote: str
    low: float | None
    high: float | None
    series: Series | None
    period: Period
    hedge: str = "exact"
    kind: str = "cumulative"


def make_report(file: str, outlet: str, title: str, published: date | None) -> Report:
    known = {"published": "given"} if published else {}
    return Report(
        id="r-" + file.split(".")[0],
        capture="capture-" + file,
        file=file,
        text=TEXTS[file],
        title=title,
        outlet=outlet,
        language="en",
        published=published,
        url=f"https://{outlet.split()[0].lower()}.example/{file}",
        known=known,  # type: ignore[arg-type]
    )


def make_claim(slot: Slot, attribution: tuple[str, ...] = ()) -> Claim:
    text = TEXTS[slot.file]
    start = text.index(slot.quote)
    end = start + len(slot.quote)
    before = max(text.rfind(". ", 0, start) + 2, 0) if ". " in text[:start] else 0
    after = text.find(". ", end)
    report = "r-" + slot.file.split(".")[0]
    return Claim(
        id=claim_id(report, start, end, slot.quote),
        report=report,
        file=slot.file,
        start=start,
        end=end,
        quote=slot.quote,
        low=slot.low,
        high=slot.high,
        hedge=slot.hedge,  # type: ignore[arg-type]
        counted="criminal cases",
        measure=slot.series.measure if slot.series else None,
        population=slot.series.population if slot.series else None,
        place=slot.series.place if slot.series else None,
        period=slot.period,
        kind=slot.kind,  # type: ignore[arg-type]
        attribution=tuple(Source(name, 0, 0, "named") for name in attribution),
        stance="disputed" if attribution else "asserted",
        sentence=(before, len(text) if after < 0 else after + 1),
        literal=("value", "period", "kind"),
        rule="numeral",
    )


def span(start: date | None, end: date) -> Period:
    return Period(start, end)


BY_2023 = Slot("wire.txt", "over 160,000", 160_000, None, ALL, span(None, date(2023, 12, 18)), "over")
UNDATED = Slot("gazette.txt", "over 160,000", 160_000, None, ALL, Period(partial="--12-18", text="On December 18th"), "over")
MONTHLY = Slot("wire.txt", "up to 30,000", None, 30_000, PERSONS, Period(), "up_to", "rate")
ALMOST = Slot("assembly-november.txt", "almost 90,000", 90_000, 90_000, ALL, span(date(2022, 1, 1), date(2024, 9, 30)), "almost")
LEFT = Slot("assembly-november.txt", "59,606", 59_606, 59_606, A407, span(date(2022, 1, 1), date(2024, 9, 30)))
DESERTED = Slot("assembly-november.txt", "29,521", 29_521, 29_521, A408, span(date(2022, 1, 1), date(2024, 9, 30)))
OCTOBER = Slot("assembly-november.txt", "9,048", 9_048, 9_048, ALL, span(date(2024, 10, 1), date(2024, 10, 31)), "exact", "flow")
TOTAL_2024 = Slot("assembly-november.txt", "95,296", 95_296, 95_296, ALL, span(date(2022, 2, 1), date(2024, 10, 31)))
MONTHS_2025 = Slot("assembly-september.txt", "142,711", 142_711, 142_711, ALL, span(date(2025, 1, 1), date(2025, 8, 31)), "exact", "flow")
TOTAL_2025 = Slot("assembly-september.txt", "a total of 265,843", 265_843, 265_843, ALL, span(EPOCH, date(2025, 8, 31)))


def next_day(day: date) -> date:
    return date.fromordinal(day.toordinal() + 1)


def row(claim: Claim, side: Side, days: tuple[date, date], under: tuple[str, ...] = (), value: int | None = None) -> Term:
    """A claim as a row P(end + 1) − P(start) ≥ or ≤ its number."""
    assert claim.series is not None
    number = value if value is not None else (claim.low if side == "low" else claim.high)
    assert number is not None
    id = claim.series.id
    return Term(
        Fraction(1),
        Fraction(number),
        ((id, days[0], -1), (id, next_day(days[1]), 1)),
        side,
        claim=claim.id,
        series=id,
        start=days[0],
        end=days[1],
        under=under,
    )


def nothing_negative(series: Series, start: date, end: date) -> Term:
    """P(end + 1) − P(start) ≥ 0."""
    ends = ((series.id, start, -1), (series.id, next_day(end), 1))
    return Term(Fraction(1), Fraction(0), ends, "low", assumption="no-negative-flow", series=series.id, start=start, end=end)


def articles(day: date, times: int) -> Term:
    """P(407) + P(408) − P(both) = 0 at a day, both counted from the epoch."""
    ends = (
        (ALL.id, EPOCH, 1), (ALL.id, day, -1), (A407.id, EPOCH, -1), (A407.id, day, 1), (A408.id, EPOCH, -1), (A408.id, day, 1),
    )  # fmt: skip
    return Term(Fraction(times), Fraction(0), ends, "low", relation="both-articles")


def proof(terms: Sequence[Term], target: tuple[tuple[str, date, int], ...], side: Side, value: int, text: str) -> Proof:
    return Proof(tuple(terms), target, side, Fraction(value), text)


CODEBOOK = Codebook(
    name="desertion",
    title="Desertion from the Ukrainian army",
    epoch=Epoch(EPOCH, "full-scale invasion", {"en": ("full-scale invasion",)}),
    populations=(Population("Ukraine", {"en": ("Ukraine",)}, "Ukraine"),),
    measures=(
        Measure("proceedings", "criminal proceedings registered (articles 407 and 408)", "cases", True, {}),
        Measure("proceedings-407", "criminal proceedings for leaving a unit (article 407)", "cases", True, {}),
        Measure("proceedings-408", "criminal proceedings for desertion (article 408)", "cases", True, {}),
        Measure("deserters", "persons who left their units", "persons", True, {}),
    ),
    relations=(
        Relation(
            "both-articles",
            "sum",
            Pattern("proceedings"),
            (Pattern("proceedings-407"), Pattern("proceedings-408")),
            "Proceedings under both articles are those under article 407 and those under article 408.",
        ),
    ),
    events=(
        ContextEvent(date(2024, 9, 7), "Law 3902-IX in force", "a first absence is no longer punished after return"),
        ContextEvent(date(2025, 8, 30), "The return rule expires", "absence is prosecuted again"),
    ),
)

SINCE = ("counted-since-epoch",)
SAME = ("same-start", "snapshot")


@pytest.fixture(scope="session")
def contents() -> Contents:
    reports = (
        make_report("wire.txt", "Meridian Wire", "General names a figure", date(2025, 12, 20)),
        make_report("gazette.txt", "Evening Gazette", "Deserters: what the general said", None),
        make_report("assembly-november.txt", "Assembly Review", "A wave becomes an avalanche", date(2024, 11, 15)),
        make_report("assembly-september.txt", "Assembly Review", "The flow does not stop", date(2025, 9, 27)),
    )
    by_2023 = make_claim(BY_2023, ("General Valery Gerasimov",))
    undated = make_claim(UNDATED, ("the chief of the general staff",))
    monthly = make_claim(MONTHLY, ("General Valery Gerasimov",))
    almost, left, deserted = (make_claim(s, ("prosecutors",)) for s in (ALMOST, LEFT, DESERTED))
    october, total_2024, months_2025, total_2025 = (make_claim(s) for s in (OCTOBER, TOTAL_2024, MONTHS_2025, TOTAL_2025))

    d = date
    to_dec_2023, to_sep_2024, to_oct_2024, to_aug_2025 = d(2023, 12, 18), d(2024, 9, 30), d(2024, 10, 31), d(2025, 8, 31)
    over = row(by_2023, "low", (EPOCH, to_dec_2023), SINCE, 160_001)
    left_high = row(left, "high", (EPOCH, to_sep_2024), ("same-start",))
    deserted_high = row(deserted, "high", (EPOCH, to_sep_2024), ("same-start",))
    left_low = row(left, "low", (EPOCH, to_sep_2024), ("same-start",))
    deserted_low = row(deserted, "low", (EPOCH, to_sep_2024), ("same-start",))
    total_2024_high = row(total_2024, "high", (EPOCH, to_oct_2024), SAME)
    total_2024_low = row(total_2024, "low", (EPOCH, to_oct_2024), SAME)
    october_low = row(october, "low", (d(2024, 10, 1), to_oct_2024))
    october_high = row(october, "high", (d(2024, 10, 1), to_oct_2024))
    months_low = row(months_2025, "low", (d(2025, 1, 1), to_aug_2025))
    months_high = row(months_2025, "high", (d(2025, 1, 1), to_aug_2025))
    total_2025_high = row(total_2025, "high", (EPOCH, to_aug_2025), ("snapshot",))
    total_2025_low = row(total_2025, "low", (EPOCH, to_aug_2025), ("snapshot",))

    c1 = Conflict(
        "c1", (by_2023.id, total_2024.id), ("counted-since-epoch", "no-negative-flow", "same-start", "snapshot"), Fraction(64_705),
        proof([over, total_2024_high, nothing_negative(ALL, d(2023, 12, 19), to_oct_2024)], (), "low", 64_705,
              "160,001 − 95,296 = 64,705"),
        "reports", "over 160,000 by 18 December 2023 exceeds 95,296", None, "cases",
    )  # fmt: skip
    c2 = Conflict(
        "c2", (by_2023.id, left.id, deserted.id), ("counted-since-epoch", "no-negative-flow", "relation both-articles", "same-start"),
        Fraction(70_874),
        proof([over, left_high, deserted_high, articles(d(2024, 10, 1), 1), nothing_negative(ALL, d(2023, 12, 19), to_sep_2024)],
              (), "low", 70_874, "160,001 − 59,606 − 29,521 = 70,874"),
        "reports", "over 160,000 exceeds 59,606 + 29,521", None, "cases",
    )  # fmt: skip
    c3 = Conflict(
        "c3", (by_2023.id, months_2025.id, total_2025.id), ("counted-since-epoch", "no-negative-flow", "snapshot"), Fraction(36_869),
        proof([over, months_low, total_2025_high, nothing_negative(ALL, d(2023, 12, 19), d(2024, 12, 31))],
              (), "low", 36_869, "160,001 + 142,711 − 265,843 = 36,869"),
        "reports", "over 160,000 and 142,711 exceed 265,843", None, "cases",
    )  # fmt: skip
    c4 = Conflict(
        "c4", (left.id, deserted.id, october.id, total_2024.id), ("relation both-articles", "same-start", "snapshot"), Fraction(2_879),
        proof([left_low, deserted_low, october_low, total_2024_high, articles(d(2024, 10, 1), -1)],
              (), "low", 2_879, "59,606 + 29,521 + 9,048 − 95,296 = 2,879"),
        "report", "59,606 + 29,521 + 9,048 exceed 95,296", None, "cases",
    )  # fmt: skip

    window = ((ALL.id, d(2024, 11, 1), -1), (ALL.id, d(2025, 1, 1), 1))
    high_a = proof([total_2025_high, months_low, total_2024_low], window, "high", 27_836, "265,843 − 142,711 − 95,296 = 27,836")
    low_a = proof([total_2025_low, months_high, total_2024_high], window, "low", 27_836, "265,843 − 142,711 − 95,296 = 27,836")
    high_b = proof([total_2025_high, months_low, left_low, deserted_low, october_low, articles(d(2024, 10, 1), -1)],
                   window, "high", 24_957, "265,843 − 142,711 − 59,606 − 29,521 − 9,048 = 24,957")  # fmt: skip
    low_b = proof([total_2025_low, months_high, left_high, deserted_high, october_high, articles(d(2024, 10, 1), 1)],
                  window, "low", 24_957, "265,843 − 142,711 − 59,606 − 29,521 − 9,048 = 24,957")  # fmt: skip
    winter = Bound(
        "b-winter", ALL, d(2024, 11, 1), d(2024, 12, 31), 24_957, 27_836, "tight", "all cheapest repairs",
        ("not-restated", "same-start", "snapshot"),
        (Case("p-release", 27_836, 27_836, low_a, high_a), Case("p-total", 24_957, 24_957, low_b, high_b)), (0, 60_581),
    )  # fmt: skip
    upto = Bound("b-2024", ALL, EPOCH, to_oct_2024, 95_296, 98_175, "sound", "all cheapest repairs", ("same-start", "snapshot"), ())
    end_2024 = Bound("b-end", ALL, EPOCH, d(2024, 12, 31), 123_132, 123_132, "tight", "all cheapest repairs", ("snapshot",),
                     (Case(None, 123_132, 123_132,
                           proof([total_2025_low, months_high], ((ALL.id, EPOCH, -1), (ALL.id, d(2025, 1, 1), 1)), "low", 123_132, ""),
                           proof([total_2025_high, months_low], ((ALL.id, EPOCH, -1), (ALL.id, d(2025, 1, 1), 1)), "high", 123_132, "")),),
                     (0, 265_843))  # fmt: skip
    until_2025 = Bound("b-2025", ALL, EPOCH, to_aug_2025, 265_843, 265_843, "tight", "all cheapest repairs", ("snapshot",), ())

    repairs = (
        Repair("p-year", ("c1", "c2", "c3"), by_2023.id, "year", "2023", "2025", 1.0, 1,
               "The total belongs to 18 December 2025; 2024 does not fit either.",
               "Then nothing before 2025 has to change."),
        Repair("p-digits", ("c1", "c2", "c3"), by_2023.id, "scale", "160,000", "16,000", 1.6, 2, "The number has a digit too many."),
        Repair("p-release", ("c4",), None, "release", "same-start", "", 1.0, 1,
               "The sums come from two registers, or count from different days.",
               "January 2022 would then hold 2,879 cases."),
        Repair("p-total", ("c4",), total_2024.id, "digits", "95,296", "98,175", 2.4, 2, "The total was misprinted."),
    )  # fmt: skip
    impossible = [
        CandidateVerdict(undated.id, None, d(2023, 12, 18), "impossible", c1.proof),
        CandidateVerdict(undated.id, None, d(2024, 12, 18), "impossible",
                         proof([row(undated, "low", (EPOCH, d(2024, 12, 18)), SINCE, 160_001), months_low, total_2025_high,
                                nothing_negative(ALL, d(2024, 12, 19), d(2024, 12, 31))],
                               (), "low", 36_869, "160,001 + 142,711 − 265,843 = 36,869")),
        CandidateVerdict(undated.id, None, d(2025, 12, 18), "only"),
    ]  # fmt: skip
    claims = (by_2023, undated, monthly, almost, left, deserted, october, total_2024, months_2025, total_2025)
    trace = Trace(
        links=(
            Link("TEXT", "r-gazette", "r-wire", 0.31, "31 % of the gazette's word sequences stand in the wire's text", False,
                 ((Span(0, 20, "over 160,000 criminal cases had been opened"), Span(0, 20, "over 160,000 criminal cases had been opened")),)),
            Link("FIGURE", undated.id, by_2023.id, 0.9, "the same number of the same thing by the same speaker", True),
        ),
        origins=(Origin(by_2023.id, 1, 1, 2, "one speaker", (by_2023.id, undated.id)),),
    )  # fmt: skip
    reconciliation = Reconciliation(
        series=(ALL, A407, A408, PERSONS),
        bounds=(winter, upto, end_2024, until_2025),
        conflicts=(c1, c2, c3, c4),
        repairs=repairs,
        remarks=(Remark("ceiling", (monthly.id,), "Nothing here reaches “up to 30,000” a month, and nothing excludes it."),),
        verdicts=(Verdict(by_2023.id, "sure"), Verdict(total_2024.id, "contested", (october.id,))),
        candidates=tuple(impossible),
        aside=(by_2023.id,),
        coverage=Coverage(10, 7, {"no period": 2, "modal": 1}, {monthly.id: "no period", undated.id: "no period", almost.id: "modal"}),
        notes=(),
    )
    return Contents(
        reports=reports,
        claims=claims,
        relations=(),
        trace=trace,
        reconciliation=reconciliation,
        codebook=CODEBOOK,
        problems=(Problem("archive", "scan-07.txt", "not UTF-8 at byte 211"),),
        versions={"crossfoot": "0.1.0", "profile": "default"},
    )
