"""A desertion case built by hand: real figures, sentences of our own, proofs written out row by row."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from crossfoot.codebook import Codebook, ContextEvent, Epoch, Measure, Pattern, Population, Relation
from crossfoot.publish import Contents
from crossfoot.records import (
    Bound,
    CandidateVerdict,
    Case,
    Changed,
    Claim,
    Conflict,
    Coverage,
    Effect,
    Link,
    Loosened,
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
        "The general staff held its yearly briefing. On December 18, 2023, General Valery Gerasimov said that over "
        "160,000 criminal cases had been opened in Ukraine against men who had left their units. He also spoke of up "
        "to 30,000 soldiers a month. Nothing of this could be checked."
    ),
    "gazette.txt": (
        "On December 18th the chief of the general staff claimed that over 160,000 criminal cases had been opened "
        "against deserters. Questions may be sent to editor@gazette.example or +380 44 555 01 23."
    ),
    "assembly-november.txt": (
        "Between January 2022 and September 2024, prosecutors say, almost 90,000 proceedings were opened: 59,606 for "
        "leaving a unit without permission and 29,521 for desertion. In October 2024 alone 9,048 proceedings were "
        "registered under the two articles. From February 2022 to November 1, 2024 it comes to 95,296 criminal cases "
        "in all."
    ),
    "assembly-september.txt": (
        "In the first eight months of 2025 there were 142,711 new proceedings under both articles. Since the beginning "
        "of the full-scale invasion, as of September 1, 2025, a total of 265,843 cases have been registered."
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
        id="r-" + file.removesuffix(".txt"),
        capture="capture-" + file,
        file=file,
        text=TEXTS[file],
        title=title,
        outlet=outlet,
        language="en",
        published=published,
        url=f"https://{outlet.split(maxsplit=1)[0].lower()}.example/{file}",
        known=known,  # type: ignore[arg-type]
    )


def make_claim(slot: Slot, attribution: tuple[str, ...] = ()) -> Claim:
    text = TEXTS[slot.file]
    start = text.index(slot.quote)
    end = start + len(slot.quote)
    before = max(text.rfind(". ", 0, start) + 2, 0) if ". " in text[:start] else 0
    after = text.find(". ", end)
    report = "r-" + slot.file.removesuffix(".txt")
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
        approximate=slot.hedge in ("almost", "about"),
    )


def span(start: date | None, end: date) -> Period:
    return Period(start, end)


BY_2023 = Slot("wire.txt", "over 160,000", 160_000, None, ALL, span(None, date(2023, 12, 18)), "over")
UNDATED = Slot(
    "gazette.txt", "over 160,000", 160_000, None, ALL, Period(partial="--12-18", text="On December 18th"), "over"
)
MONTHLY = Slot("wire.txt", "up to 30,000", None, 30_000, PERSONS, Period(), "up_to", "rate")
ALMOST = Slot(
    "assembly-november.txt", "almost 90,000", 90_000, 90_000, ALL, span(date(2022, 1, 1), date(2024, 9, 30)), "almost"
)
LEFT = Slot("assembly-november.txt", "59,606", 59_606, 59_606, A407, span(date(2022, 1, 1), date(2024, 9, 30)))
DESERTED = Slot("assembly-november.txt", "29,521", 29_521, 29_521, A408, span(date(2022, 1, 1), date(2024, 9, 30)))
OCTOBER = Slot(
    "assembly-november.txt", "9,048", 9_048, 9_048, ALL, span(date(2024, 10, 1), date(2024, 10, 31)), "exact", "flow"
)
TOTAL_2024 = Slot("assembly-november.txt", "95,296", 95_296, 95_296, ALL, span(date(2022, 2, 1), date(2024, 10, 31)))
MONTHS_2025 = Slot(
    "assembly-september.txt",
    "142,711",
    142_711,
    142_711,
    ALL,
    span(date(2025, 1, 1), date(2025, 8, 31)),
    "exact",
    "flow",
)
TOTAL_2025 = Slot("assembly-september.txt", "a total of 265,843", 265_843, 265_843, ALL, span(EPOCH, date(2025, 8, 31)))

Days = tuple[date, date]


def next_day(day: date) -> date:
    return date.fromordinal(day.toordinal() + 1)


def row(
    claim: Claim, side: Side, days: tuple[date, date], under: tuple[str, ...] = (), value: int | None = None
) -> Term:
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
    return Term(
        Fraction(1), Fraction(0), ends, "low", assumption="no-negative-flow", series=series.id, start=start, end=end
    )


def articles(day: date, times: int) -> Term:
    """P(407) + P(408) − P(both) = 0 at a day, both counted from the epoch."""
    ends = (
        (ALL.id, EPOCH, 1),
        (ALL.id, day, -1),
        (A407.id, EPOCH, -1),
        (A407.id, day, 1),
        (A408.id, EPOCH, -1),
        (A408.id, day, 1),
    )
    return Term(Fraction(times), Fraction(0), ends, "low", relation="both-articles")


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

D = date
TO_DEC_2023, TO_SEP_2024, TO_OCT_2024, TO_AUG_2025 = D(2023, 12, 18), D(2024, 9, 30), D(2024, 10, 31), D(2025, 8, 31)

REPORTS = (
    make_report("wire.txt", "Meridian Wire", "General names a figure", D(2025, 12, 20)),
    make_report("gazette.txt", "Evening Gazette", "Deserters: what the general said", None),
    make_report("assembly-november.txt", "Assembly Review", "A wave becomes an avalanche", D(2024, 11, 15)),
    make_report("assembly-september.txt", "Assembly Review", "The flow does not stop", D(2025, 9, 27)),
)
by_2023 = make_claim(BY_2023, ("General Valery Gerasimov",))
undated = make_claim(UNDATED, ("the chief of the general staff",))
monthly = make_claim(MONTHLY, ("General Valery Gerasimov",))
almost = make_claim(ALMOST, ("prosecutors",))
left = make_claim(LEFT, ("prosecutors",))
deserted = make_claim(DESERTED, ("prosecutors",))
october = make_claim(OCTOBER)
total_2024 = make_claim(TOTAL_2024)
months_2025 = make_claim(MONTHS_2025)
total_2025 = make_claim(TOTAL_2025)
CLAIMS = (by_2023, undated, monthly, almost, left, deserted, october, total_2024, months_2025, total_2025)


def over(day: date = TO_DEC_2023, claim: Claim = by_2023) -> Term:
    return row(claim, "low", (EPOCH, day), SINCE, 160_001)


def both(side: Side) -> tuple[Term, Term]:
    days = (EPOCH, TO_SEP_2024)
    return row(left, side, days, ("same-start",)), row(deserted, side, days, ("same-start",))


def october_row(side: Side) -> Term:
    return row(october, side, (D(2024, 10, 1), TO_OCT_2024))


def total_2024_row(side: Side) -> Term:
    return row(total_2024, side, (EPOCH, TO_OCT_2024), SAME)


def months_row(side: Side) -> Term:
    return row(months_2025, side, (D(2025, 1, 1), TO_AUG_2025))


def total_2025_row(side: Side) -> Term:
    return row(total_2025, side, (EPOCH, TO_AUG_2025), ("snapshot",))


def falsehood(value: int, *terms: Term) -> Proof:
    return Proof(terms, (), "low", Fraction(value), "")


def bounding(days: Days, side: Side, value: int, *terms: Term) -> Proof:
    return Proof(terms, ((ALL.id, days[0], -1), (ALL.id, next_day(days[1]), 1)), side, Fraction(value), "")


def clash(id: str, scope: str, proof: Proof, stronger: Proof | None = None) -> Conflict:
    text = f"gap {proof.value}"
    return Conflict(id, proof.claims, proof.assumptions, proof.value, proof, scope, text, stronger, "cases")  # type: ignore[arg-type]


OVER_BOTH = falsehood(
    70_874,
    over(),
    *both("high"),
    articles(D(2024, 10, 1), 1),
    nothing_negative(ALL, D(2023, 12, 19), TO_SEP_2024),
)
OVER_TOTAL = falsehood(64_705, over(), total_2024_row("high"), nothing_negative(ALL, D(2023, 12, 19), TO_OCT_2024))
OVER_LATER = falsehood(
    36_869, over(), months_row("low"), total_2025_row("high"), nothing_negative(ALL, D(2023, 12, 19), D(2024, 12, 31))
)
STARTS = falsehood(2_879, *both("low"), october_row("low"), total_2024_row("high"), articles(D(2024, 10, 1), -1))
CONFLICTS = (
    clash("c1", "reports", OVER_TOTAL, OVER_BOTH),
    clash("c2", "reports", OVER_BOTH),
    clash("c3", "reports", OVER_LATER),
    clash("c4", "report", STARTS),
)

WINTER_DAYS = (D(2024, 11, 1), D(2024, 12, 31))
WINTER_CASES = (
    Case(
        "p-start",
        27_836,
        27_836,
        bounding(WINTER_DAYS, "low", 27_836, total_2025_row("low"), months_row("high"), total_2024_row("high")),
        bounding(WINTER_DAYS, "high", 27_836, total_2025_row("high"), months_row("low"), total_2024_row("low")),
    ),
    Case(
        "p-total",
        24_957,
        24_957,
        bounding(
            WINTER_DAYS,
            "low",
            24_957,
            *(total_2025_row("low"), months_row("high"), *both("high")),
            *(october_row("high"), articles(D(2024, 10, 1), 1)),
        ),
        bounding(
            WINTER_DAYS,
            "high",
            24_957,
            *(total_2025_row("high"), months_row("low"), *both("low")),
            *(october_row("low"), articles(D(2024, 10, 1), -1)),
        ),
        high_shorter=bounding(
            WINTER_DAYS,
            "high",
            34_005,
            *(total_2025_row("high"), months_row("low"), *both("low"), articles(D(2024, 10, 1), -1)),
            nothing_negative(ALL, D(2024, 10, 1), TO_OCT_2024),
        ),
    ),
)
END_DAYS = (EPOCH, D(2024, 12, 31))
END_CASE = Case(
    None,
    123_132,
    123_132,
    bounding(END_DAYS, "low", 123_132, total_2025_row("low"), months_row("high")),
    bounding(END_DAYS, "high", 123_132, total_2025_row("high"), months_row("low")),
)
HULL = "all cheapest repairs"
SINGLE = ("same-start", "snapshot")
BOUNDS = (
    Bound(
        "b-winter",
        ALL,
        *WINTER_DAYS,
        24_957,
        27_836,
        "tight",
        HULL,
        ("not-restated", *SINGLE),
        WINTER_CASES,
        (0, 60_581),
    ),
    Bound("b-2024", ALL, EPOCH, TO_OCT_2024, 95_296, 98_175, "sound", HULL, SINGLE, ()),
    Bound("b-end", ALL, *END_DAYS, 123_132, 123_132, "tight", HULL, ("snapshot",), (END_CASE,), (0, 265_843)),
    Bound("b-2025", ALL, EPOCH, TO_AUG_2025, 265_843, 265_843, "tight", HULL, ("snapshot",), ()),
)

THREE = ("c1", "c2", "c3")
YEAR = "The total belongs to 18 December 2025; 2024 does not fit either."
START = "The two totals count from different days."
PRINTED = "The total was misprinted."
JANUARY_DAYS = (D(2022, 1, 1), D(2022, 1, 31))
JANUARY = Changed(
    ALL,
    *JANUARY_DAYS,
    2_879,
    2_879,
    None,
    0,
    bounding(JANUARY_DAYS, "low", 2_879, *both("low"), october_row("low"), total_2024_row("high")),
    bounding(JANUARY_DAYS, "high", 2_879, *both("high"), october_row("high"), total_2024_row("low")),
)
WINTER = tuple(Changed(ALL, *WINTER_DAYS, c.low, c.high, "b-winter", n) for n, c in enumerate(WINTER_CASES))
END = Changed(ALL, *END_DAYS, END_CASE.low, END_CASE.high, "b-end", 0)
REPAIRS = (
    Repair("p-year", THREE, by_2023.id, "year", "2023", "2025", 0.5, 1, YEAR),
    Repair("p-scale", THREE, by_2023.id, "scale", "160,000", "16,000", 0.8, 2, "The number has a digit too many."),
    Repair("p-start", ("c4",), None, "start", "same-start", "", 0.5, 1, START, changes=(JANUARY, WINTER[0])),
    Repair("p-total", ("c4",), total_2024.id, "digits", "95,296", "98,175", 0.9, 2, PRINTED, changes=(WINTER[1], END)),
)
LATER = falsehood(
    36_869,
    over(D(2024, 12, 18), undated),
    months_row("low"),
    total_2025_row("high"),
    nothing_negative(ALL, D(2024, 12, 19), D(2024, 12, 31)),
)
CANDIDATES = (
    CandidateVerdict(undated.id, None, TO_DEC_2023, "impossible", OVER_TOTAL),
    CandidateVerdict(undated.id, None, D(2024, 12, 18), "impossible", LATER),
    CandidateVerdict(undated.id, None, D(2025, 12, 18), "only"),
)
SHARED = "over 160,000 criminal cases had been opened"
TRACE = Trace(
    links=(
        Link(
            "TEXT",
            "r-gazette",
            "r-wire",
            0.31,
            "31 % of the gazette's word sequences stand in the wire's text",
            False,
            ((Span(63, 106, SHARED), Span(98, 141, SHARED)),),
        ),
        Link("FIGURE", undated.id, by_2023.id, 0.9, "the same number by the same speaker", True),
    ),
    origins=(Origin(by_2023.id, 1, 1, 2, "one speaker", (by_2023.id, undated.id)),),
)
ASIDE = {monthly.id: "no period", undated.id: "no period", almost.id: "modal"}
CEILING = Remark(
    "unsupported ceiling", (monthly.id,), "Nothing here reaches “up to 30,000” a month, and nothing excludes it."
)
FOUND = Reconciliation(
    series=(ALL, A407, A408, PERSONS),
    bounds=BOUNDS,
    conflicts=CONFLICTS,
    repairs=REPAIRS,
    remarks=(CEILING,),
    verdicts=(Verdict(by_2023.id, "sure"), Verdict(total_2024.id, "contested", (october.id,))),
    candidates=CANDIDATES,
    aside=(by_2023.id,),
    effects=(
        Effect("same-start", ("c4",), (Loosened("b-winter", 0, 60_581),)),
        Effect("no-negative-flow", ("c1", "c2", "c3")),
    ),
    coverage=Coverage(10, 7, {"no period": 2, "modal": 1}, ASIDE),
)
CONTENTS = Contents(
    reports=REPORTS,
    claims=CLAIMS,
    relations=(),
    trace=TRACE,
    reconciliation=FOUND,
    codebook=CODEBOOK,
    problems=(Problem("archive", "scan-07.txt", "not UTF-8 at byte 211"),),
    versions={"crossfoot": "0.1.0", "profile": "default"},
)
