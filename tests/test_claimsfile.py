"""Tables of figures load as they are; a bad line is told with its number and the rest is read."""

from __future__ import annotations

import gzip
import json
import time
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from crossfoot import wire
from crossfoot.claimsfile import LITERAL, read_claims
from crossfoot.codebook import Codebook, Measure, Population
from crossfoot.records import Base, Claim, Period, Reading, Source

MONTH = {"start": "2021-01-01", "end": "2021-01-31"}
ROW = {
    "id": "c0",
    "place": "region-6",
    "period": MONTH,
    "printed": 180,
    "hedge": "about",
    "low": 174,
    "high": 186,
    "source": "s7",
    "copy_of": None,
}


def load(tmp_path: Path, *lines: object, name: str = "figures.jsonl", codebook: Codebook | None = None) -> Reading:
    path = tmp_path / name
    text = "\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines) + "\n"
    path.write_text(text, encoding="utf-8", errors="surrogatepass")
    return read_claims(path, codebook)


def one(tmp_path: Path, row: object, codebook: Codebook | None = None) -> Claim:
    reading = load(tmp_path, row, codebook=codebook)
    assert reading.problems == ()
    return reading.claims[0]


def fault(tmp_path: Path, row: object) -> str:
    reading = load(tmp_path, row)
    assert reading.claims == ()
    (problem,) = reading.problems
    assert problem.place == "figures.jsonl:1"
    return problem.reason


def test_a_table_of_figures_is_used_as_it_is(tmp_path: Path) -> None:
    assert one(tmp_path, ROW) == Claim(
        id="c0",
        report="figures.jsonl",
        file="figures.jsonl",
        start=0,
        end=0,
        quote="180",
        low=174,
        high=186,
        approximate=True,
        hedge="about",
        measure="count",
        population="all",
        place="region-6",
        period=Period(date(2021, 1, 1), date(2021, 1, 31)),
        kind="flow",
        attribution=(Source("s7", 0, 0, "named"),),
        literal=LITERAL,
        rule="claims file",
        widened=False,
    )


def test_the_least_that_a_record_needs(tmp_path: Path) -> None:
    claim = one(tmp_path, {"low": 5, "high": 5, "period": "2021-01"})
    assert (claim.measure, claim.population, claim.place) == ("count", "all", "all")
    assert (claim.hedge, claim.kind, claim.stance, claim.period.precision) == ("exact", "flow", "asserted", "month")
    assert len(claim.id) == 16


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({"printed": 5}, (5, 5, "exact", False)),
        ({"value": 5}, (5, 5, "exact", False)),
        ({"printed": 5, "hedge": "over"}, (5, None, "over", False)),
        ({"printed": 5, "hedge": "under"}, (None, 5, "under", False)),
        ({"printed": 5, "hedge": "upto"}, (None, 5, "up_to", False)),
        ({"printed": 5, "hedge": "about"}, (5, 5, "about", True)),
        ({"low": 5, "high": 5, "hedge": "about"}, (5, 5, "about", False)),
        ({"low": 5, "high": 5, "hedge": "about", "widened": True}, (5, 5, "about", True)),
        ({"low": 5}, (5, None, "at_least", False)),
        ({"high": 5}, (None, 5, "up_to", False)),
        ({"low": 5, "high": 7}, (5, 7, "range", False)),
        ({"low": "5", "high": "7.0"}, (5, 7, "range", False)),
        ({"low": 0.2, "high": 0.25, "hedge": "range_approx"}, (0.2, 0.25, "range", False)),
        ({"low": 10**18, "high": 10**18 + 1}, (10**18, 10**18 + 1, "range", False)),
    ],
)
def test_values(tmp_path: Path, row: dict[str, object], expected: tuple[object, ...]) -> None:
    claim = one(tmp_path, {**row, "period": MONTH})
    assert (claim.low, claim.high, claim.hedge, claim.widened) == expected


@pytest.mark.parametrize(
    ("row", "start", "end", "kind"),
    [
        ({"period": "2021"}, date(2021, 1, 1), date(2021, 12, 31), "flow"),
        ({"period": "2024-02"}, date(2024, 2, 1), date(2024, 2, 29), "flow"),
        ({"period": "2024-02-03"}, date(2024, 2, 3), date(2024, 2, 3), "flow"),
        ({"period": "2024-02/2024-03-05"}, date(2024, 2, 1), date(2024, 3, 5), "flow"),
        ({"period": "../2024-03"}, None, date(2024, 3, 31), "cumulative"),
        ({"period_start": "2024-02", "period_end": "2024-02"}, date(2024, 2, 1), date(2024, 2, 29), "flow"),
        ({"period_start": None, "period_end": "2024-02-03"}, None, date(2024, 2, 3), "cumulative"),
        ({"period": {"end": "2024-02-03"}}, None, date(2024, 2, 3), "cumulative"),
        ({"period": None}, None, None, "cumulative"),
    ],
)
def test_periods(tmp_path: Path, row: dict[str, object], start: date | None, end: date | None, kind: str) -> None:
    claim = one(tmp_path, {**row, "low": 5, "high": 5})
    assert (claim.period.start, claim.period.end, claim.kind) == (start, end, kind)


def test_a_column_that_is_missing_has_a_default_and_an_unknown_cell_has_none(tmp_path: Path) -> None:
    claim = one(tmp_path, {**ROW, "measure": None})
    assert (claim.measure, claim.population) == (None, "all")


def test_the_codebook_gives_the_defaults(tmp_path: Path) -> None:
    measure = Measure("fires", "Fires", "fires", False, {}, population="forests")
    book = Codebook("b", "B", None, (Population("woods", {}, "Land"),), (measure,))
    claim = one(tmp_path, {"low": 5, "high": 5, "period": "2021"}, codebook=book)
    assert (claim.measure, claim.population, claim.place) == ("fires", "forests", "Land")


def test_names_of_other_tools(tmp_path: Path) -> None:
    row = {
        **{"doc": "a.txt", "char_start": 3, "char_end": 8, "quote": "about 11,000", "low": 11000, "high": 11000},
        **{"approx": True, "hedge": "about", "unit_noun": "soldiers", "rate_unit": "month", "kind": "rate"},
        **{"period_start": None, "period_end": None, "period_partial": "--12-18", "tier": "core"},
        "attribution": [
            {"text": "the agency", "char_start": 1, "char_end": 11},
            {"text": "a general", "resolved": "N"},
        ],
        "candidates": [{"end": "2024-12-18"}],
    }
    claim = one(tmp_path, row)
    assert (claim.file, claim.report, claim.start, claim.end, claim.counted, claim.per) == (
        "a.txt",
        "a.txt",
        3,
        8,
        "soldiers",
        "month",
    )
    assert claim.attribution == (Source("the agency", 1, 11), Source("a general", 0, 0, resolved="N"))
    assert claim.period.partial == "--12-18"
    assert claim.candidates == (Period(end=date(2024, 12, 18)),)


def test_our_own_lines_come_back_as_they_were(tmp_path: Path) -> None:
    claim = replace(one(tmp_path, ROW), widened=True, rule="reader", literal=("value",), measure=None, sentence=(0, 9))
    assert one(tmp_path, wire.claim_to_json(claim)) == claim


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("{", "not JSON"),
        ("[1]", "expected an object a line"),
        ('{"low": NaN, "high": 5, "period": "2021"}', "NaN is not a number"),
        ("[" * 50_000, "nested too deeply"),
        ({**ROW, "low": 9, "high": 3}, "low 9 is above high 3"),
        ({**ROW, "low": True}, "low: expected a number, found True"),
        ({**ROW, "high": 1e300}, "is not exact"),
        ({**ROW, "low": "1,200"}, "low: expected a number such as 1200"),
        ({**ROW, "low": [1]}, "low: expected a number"),
        ({"period": "2021"}, "no value"),
        ({"low": None, "high": None, "period": "2021"}, "no value"),
        ({"low": 5}, "no period"),
        ({**ROW, "period": {"start": "2021-02-30"}}, "period.start: expected a day"),
        ({**ROW, "period": "2021-13"}, "period: expected a day"),
        ({**ROW, "period": [1]}, "period: expected a period"),
        ({**ROW, "period": {"start": ["x"]}}, "period.start: expected a day"),
        ({**ROW, "period": {"start": "2021-02-01", "end": "2021-01-01"}}, "period: starts on 2021-02-01"),
        ({**ROW, "hedge": "maybe"}, "hedge: expected one of"),
        ({**ROW, "hedge": ["over"]}, "hedge: expected one of"),
        ({**ROW, "kind": "heap"}, "kind: expected one of"),
        ({**ROW, "start": "2021-01-01"}, "days go into period_start"),
        ({**ROW, "id": 7}, "id: expected text"),
        ({**ROW, "place": "\ud800"}, "place: text holds half a character"),
        ({**ROW, "place": "Region #1"}, "place: a name holds none of | #"),
        ({**ROW, "measure": "a|b"}, "measure: a name holds none of | #"),
        ({**ROW, "base": {"how": "growth", "measure": "a|b"}}, "base.measure: a name holds none of | #"),
        ({**ROW, "attribution": [{"kind": "named"}]}, "attribution[0].text: missing"),
        ({**ROW, "candidates": [{"end": "x"}]}, "candidates[0].end: expected a day"),
        ({**ROW, "schema": "crossfoot/9"}, "schema: written as"),
        ({**ROW, "schema": "crossfoot/1"}, "missing"),
        ({**ROW, "widened": "yes"}, "widened: expected true or false"),
    ],
)
def test_bad_lines_are_told(tmp_path: Path, row: object, message: str) -> None:
    assert message in fault(tmp_path, row)


def test_the_lines_after_a_bad_one_are_read(tmp_path: Path) -> None:
    long = json.dumps({**ROW, "id": "long", "quote": "x" * 1_000_000})
    reading = load(tmp_path, ROW, "{", "", long, {**ROW, "id": "c1"}, ROW, {**ROW, "id": "c2"})
    assert [claim.id for claim in reading.claims] == ["c0", "c1", "c2"]
    assert [(p.place, p.reason.split(":")[0]) for p in reading.problems] == [
        ("figures.jsonl:2", "not JSON"),
        ("figures.jsonl:4", "longer than 1,000,000 bytes"),
        ("figures.jsonl:6", "id"),
    ]


def test_bytes_that_are_no_text(tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    path.write_bytes(b"\xef\xbb\xbf" + json.dumps(ROW).encode() + b"\r\n\xff\xfe\r\n\0\r\n")
    reading = read_claims(path)
    assert len(reading.claims) == 1
    assert [problem.place for problem in reading.problems] == ["x.jsonl:2", "x.jsonl:3"]


def test_rows_without_ids_get_ids_that_stay(tmp_path: Path) -> None:
    row = {"low": 5, "high": 5, "period": "2021"}
    first = load(tmp_path, row, row, {**row, "low": 4})
    again = load(tmp_path, {**row, "low": 3}, row, row, {**row, "low": 4})
    assert len({claim.id for claim in first.claims}) == 3
    assert [claim.id for claim in again.claims[1:]] == [claim.id for claim in first.claims]


def test_gzip(tmp_path: Path) -> None:
    whole = gzip.compress(json.dumps(ROW).encode() * 1 + b"\n")
    path = tmp_path / "figures.jsonl.gz"
    path.write_bytes(whole)
    assert len(read_claims(path).claims) == 1
    path.write_bytes(whole[:-9])
    (problem,) = read_claims(path).problems
    assert "cannot be read further" in problem.reason


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    (problem,) = read_claims(tmp_path / "none.jsonl").problems
    assert problem.reason == "cannot be read further: No such file or directory"


# ── CSV ──────────────────────────────────────────────────────────────────────────────────────────


def test_csv(tmp_path: Path) -> None:
    reading = load(
        tmp_path,
        "id,place,period_start,period_end,low,high,hedge,source,measure",
        'c1,"region, six",2021-01-01,2021-01-31,174,186,about,s7,fires',
        "c2,all,,2021-03-31,200,,over,,",
        name="figures.csv",
    )
    assert reading.problems == ()
    one, two = reading.claims
    assert (one.place, one.low, one.kind, one.attribution[0].text) == ("region, six", 174, "flow", "s7")
    assert (two.low, two.high, two.kind, two.measure, two.attribution) == (200, None, "cumulative", None, ())


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_csv_of_other_lands(tmp_path: Path, mark: str) -> None:
    lines = (mark.join(cells) for cells in (("value", "period"), ("5", "2021"), ("6", "2022")))
    assert [claim.low for claim in load(tmp_path, *lines, name="f.csv").claims] == [5, 6]


def test_bad_rows_of_csv_are_told(tmp_path: Path) -> None:
    reading = load(
        tmp_path,
        "low,high,period,colour,note",
        "1,2,2021,red,x",
        '1,"2\n2",2021',
        "9,3,2021",
        "1,2,2021,a,b,c,d",
        '1,"2" 3,2021',
        ",,2021",
        "5,5,2021",
        name="f.csv",
    )
    assert [claim.low for claim in reading.claims] == [1, 5]
    assert [problem.place for problem in reading.problems] == [f"f.csv:{n}" for n in (1, 3, 5, 6, 7, 8)]
    assert "unknown column 'colour'" in reading.problems[0].reason


def test_csv_with_two_columns_of_one_name(tmp_path: Path) -> None:
    (problem,) = load(tmp_path, "low,low,period", "1,2,2021", name="f.csv").problems
    assert "two columns 'low'" in problem.reason


def test_an_unclosed_quote_ends_with_an_error_and_not_in_memory(tmp_path: Path) -> None:
    reading = load(tmp_path, "low,high,period", '1,"2,2021', *("3,3,2021" for _ in range(40_000)), name="f.csv")
    assert reading.problems[0].place == "f.csv:2"
    assert "not CSV" in reading.problems[0].reason
    assert "lines 2 to" in reading.problems[0].reason


def test_a_row_may_say_what_its_share_or_change_is_measured_against(tmp_path: Path) -> None:
    reading = load(
        tmp_path,
        "printed,period,measure,base,base_measure,base_period,base_falls",
        "0.32,2023,arrests,share,cases,,",
        "0.4,2023,cases,growth,,2022,true",
        "500,2023,cases,difference,,2022,",
        "1,2023,cases,more,,2022,",
        "1,2023,cases,,cases,,",
        name="f.csv",
    )
    share, fall, more = reading.claims
    assert (share.kind, share.base, share.widened) == ("share", Base("share", measure="cases"), True)
    year = Period(date(2022, 1, 1), date(2022, 12, 31), "year", "2022")
    assert (fall.kind, fall.base) == ("change", Base("growth", period=year, falls=True))
    assert (more.base, more.widened) == (Base("difference", period=year), False)
    assert [problem.place for problem in reading.problems] == ["f.csv:5", "f.csv:6"]
    assert "growth" in reading.problems[0].reason
    same = load(tmp_path, json.dumps({**ROW, "base": {"how": "growth", "period": "2022", "falls": True}}))
    assert [c.base for c in same.claims] == [fall.base]


@pytest.mark.heavy
def test_a_hundred_thousand_lines(tmp_path: Path) -> None:
    rows = (
        json.dumps({**ROW, "id": f"c{n}", "place": f"region-{n % 7}", "low": n, "high": n + 5}) for n in range(100_000)
    )
    begin = time.process_time()
    reading = load(tmp_path, *rows)
    assert len(reading.claims) == 100_000
    assert time.process_time() - begin < 10
