"""A small ledger for the tests: one report, three figures, corrected, reconciled, with proofs."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime
from fractions import Fraction
from pathlib import Path

from crossfoot.ledger import Ledger
from crossfoot.records import (
    Bound,
    Capture,
    Case,
    Claim,
    Conflict,
    Coverage,
    Hop,
    Period,
    Proof,
    Reading,
    Reconciliation,
    Report,
    Series,
    Term,
    TextRelation,
    Visit,
    claim_id,
    content_id,
)

TEXT = "Officials counted 95,296 cases by the end of October. 59,606 were of one kind, over 160,000 were feared."
EPOCH, AFTER = date(2022, 2, 24), date(2024, 11, 1)
SERIES = Series("proceedings", "Ukraine", "Ukraine")
MOMENT = datetime(2025, 1, 2, 3, 4, 5, tzinfo=UTC)


def clock() -> datetime:
    return MOMENT


def capture(text: str = TEXT, address: str = "a.txt") -> tuple[Capture, bytes]:
    data = text.encode()
    return Capture(
        hashlib.sha256(data).hexdigest(), len(data), address, "text/plain", "2025-01-01T00:00:00+00:00"
    ), data


def report(text: str = TEXT, address: str = "a.txt") -> Report:
    source = capture(text, address)[0]
    return Report(
        content_id("report", source.id, text), source.id, address, text, outlet="Our Paper", known={"outlet": "given"}
    )


def claim(quote: str, low: int | None, high: int | None, of: Report | None = None) -> Claim:
    of = of or report()
    start = of.text.index(quote)
    end = start + len(quote)
    return Claim(
        claim_id(of.id, start, end, quote),
        of.id,
        of.file,
        start,
        end,
        quote,
        low,
        high,
        hedge="exact" if high is not None else "over",
        measure=SERIES.measure,
        population=SERIES.population,
        place=SERIES.place,
        period=Period(EPOCH, date(2024, 10, 31), text="by the end of October"),
        kind="cumulative",
        literal=("value", "period"),
        rule="test",
    )


def claims() -> tuple[Claim, ...]:
    return claim("95,296", 95296, 95296), claim("59,606", 59606, 59606), claim("over 160,000", 160000, None)


def reading() -> Reading:
    whole, part, _ = claims()
    relation = TextRelation("part", report().id, (part.id,), whole.id, part.start, part.end)
    return Reading(claims(), (relation,))


def reconciliation() -> Reconciliation:
    whole, _, feared = claims()
    row = ((SERIES.id, AFTER, 1), (SERIES.id, EPOCH, -1))
    most = Term(Fraction(1), Fraction(95296), row, "high", claim=whole.id)
    least = Term(Fraction(1), Fraction(95296), row, "low", claim=whole.id)
    more = Term(Fraction(1), Fraction(160001), row, "low", claim=feared.id)
    clash = Proof((more, most), (), "low", Fraction(64705), "160,001 − 95,296 = 64,705")
    low = Proof((least,), row, "low", Fraction(95296), "95,296")
    high = Proof((most,), row, "high", Fraction(95296), "95,296")
    case = Case(None, 95296, 95296, low, high)
    last = date(2024, 10, 31)
    return Reconciliation(
        series=(SERIES,),
        bounds=(Bound("b1", SERIES, EPOCH, last, 95296, 95296, "tight", "all claims", (), (case,)),),
        conflicts=(Conflict("k1", (feared.id, whole.id), (), Fraction(64705), clash, "report", "cannot both be true"),),
        repairs=(),
        remarks=(),
        verdicts=(),
        candidates=(),
        aside=(feared.id,),
        coverage=Coverage(3, 2, {"alone on its series": 1}),
    )


def visit() -> tuple[Visit, dict[str, bytes]]:
    """A page that was there, as a short exchange and its body."""
    told, body = b"GET / HTTP/1.1", TEXT.encode()
    exchange, payload = hashlib.sha256(told).hexdigest(), hashlib.sha256(body).hexdigest()
    url, at = "https://pages.example/a", "2025-01-01T00:00:00+00:00"
    hop = Hop(url, at, "192.0.2.1", 200, payload)
    return Visit(url, at, "page", "200", (hop,), exchange=exchange), {exchange: told, payload: body}


def filled(path: Path) -> Ledger:
    ledger = Ledger.create(path, who="tester", clock=clock)
    fill(ledger)
    return ledger


def fill(ledger: Ledger) -> None:
    ledger.add_capture(*capture())
    ledger.add_report(report())
    ledger.put_reading(report().id, "reader 1", reading(), "codebook 1")
    ledger.correct(claims()[1].id, "low", "59000", "misread")
    ledger.put_reconciliation(reconciliation(), "inputs 1")
    ledger.add_visit(*visit())
