"""The nouns of crossfoot, all of them, frozen. Stages meet here and nowhere else.

The numbered paragraphs (§) refer to docs/semantics.md. Days are `datetime.date`, first and last included;
an open side of an interval or a period is None. Offsets are code points in the report's text.
"""

from __future__ import annotations

import hashlib
import json
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Literal

SCHEMA = "crossfoot/1"

Number = int | float
Known = Literal["stated", "metadata", "given", "guessed"]
Hedge = Literal["exact", "over", "at_least", "up_to", "under", "about", "almost", "range", "vague"]
Kind = Literal["flow", "cumulative", "stock", "rate", "share", "change", "other"]
Stance = Literal["asserted", "hedged", "disputed", "retracted", "negated", "planned"]
Precision = Literal["day", "month", "quarter", "year"]
Comparison = Literal["share", "ratio", "growth", "difference"]
"""How a figure compares its own count N with the count W of its base: N ÷ W · N ÷ W · (N − W) ÷ W · N − W. Shares and
growth are printed in percent or as fractions and kept as numbers from 0 ("40 %" is 0.4)."""
SourceKind = Literal["named", "office", "agency", "outlet", "anonymous", "self", "unknown"]
LinkKind = Literal["TEXT", "FIGURE", "CITES"]
Hardened = Literal["hedge lost", "bound lost", "possibility lost", "rounded up", "rounded down", "source lost"]
Moved = Literal["unit changed", "scope widened", "scope narrowed", "year inserted", "year lost", "year changed"]
DriftChange = Literal[Hardened, Moved]
Side = Literal["low", "high"]
Outcome = Literal["page", "gone", "throttled", "login", "failed", "refused"]
"""What a visit of a page came to: a page · not there (404, 410) · asked to wait (429) · a login wall or refusal by the
site · no answer or an error of the site · not asked, by our own rules (robots.txt, forbidden address)."""
Standing = Literal["present", "changed", "gone from the page", "page gone"]


def content_id(*parts: object) -> str:
    """Sixteen hex digits that depend on the parts alone: the same facts get the same id on every machine."""
    canonical = json.dumps(parts, ensure_ascii=False, sort_keys=True, default=str, separators=(",", ":"))
    return hashlib.sha256(canonical.encode(errors="surrogatepass")).hexdigest()[:16]


# ── archive (§1.1, §1.2) ─────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Capture:
    """Bytes as they were received. `sha256` is 64 hex digits and names the file in the ledger's archive.

    `received` is when this ledger got them; `taken` when they were taken from the web (our own visit, or the date that
    an archive of others states), None for files of which nobody says that. Both are moments in ISO 8601, UTC.
    """

    sha256: str
    size: int
    address: str
    media_type: str
    received: str
    taken: str | None = None
    within: str | None = None
    """The file that held these bytes (a ZIP, WARC or WACZ), with the place in it, where they did not come alone."""

    @property
    def id(self) -> str:
        return content_id("capture", self.sha256, self.address)


@dataclass(frozen=True, slots=True)
class Report:
    """The text taken from one capture. `known` says of each field of metadata how it is known.

    `part` names the entry, message or row, where one capture holds several reports. `pages` are the offsets at which
    the pages of a paged document begin. `cells` are the figures of a table, in order; such a report has no others.
    """

    id: str
    capture: str
    file: str
    text: str
    title: str | None = None
    outlet: str | None = None
    author: str | None = None
    language: str | None = None
    published: date | None = None
    url: str | None = None
    known: Mapping[str, Known] = field(default_factory=dict)
    modified: date | None = None
    part: str = ""
    pages: tuple[int, ...] = ()
    cells: tuple[Cell, ...] = ()

    def place_of(self, offset: int) -> str | None:
        """Where an offset stands in what the report was taken from: "page 3", "cell B7"; None where it is all one."""
        if self.pages:
            return f"page {bisect_right(self.pages, offset)}"
        at = bisect_right(self.cells, offset, key=_start_of) - 1
        return f"cell {self.cells[at].name}" if at >= 0 and offset < self.cells[at].end else None


def report_id(capture: str, text: str, part: str = "") -> str:
    """A report is its capture and its text, and its part where the capture holds several."""
    return content_id("report", capture, text, *([part] if part else []))


@dataclass(frozen=True, slots=True)
class Problem:
    """Bad data with its place: the run goes on, and ends as incomplete."""

    stage: str
    place: str
    reason: str

    @property
    def id(self) -> str:
        return content_id("problem", self.stage, self.place, self.reason)


@dataclass(frozen=True, slots=True)
class Hop:
    """One answer on the way to a page. `server` is the IP address asked; `payload` the sha256 of the body, in the
    archive. No `status` means no answer."""

    url: str
    at: str
    server: str | None = None
    status: int | None = None
    payload: str | None = None


@dataclass(frozen=True, slots=True)
class Visit:
    """One look at a page of the web. A failed one says nothing of what the page shows (§11.3).

    `capture` and `reports` are ids, where a page came (a feed or a workbook has several reports); `exchange` is the
    sha256 of the WARC records of what was asked and answered, in the archive. `at` is a moment in ISO 8601, UTC.
    """

    url: str
    at: str
    outcome: Outcome
    reason: str
    hops: tuple[Hop, ...] = ()
    capture: str | None = None
    reports: tuple[str, ...] = ()
    exchange: str | None = None
    attempts: int = 1

    @property
    def id(self) -> str:
        return content_id("visit", self.url, self.at, self.outcome, self.exchange)

    @property
    def status(self) -> int | None:
        return self.hops[-1].status if self.hops else None


@dataclass(frozen=True, slots=True)
class Showing:
    """What one visit showed where a figure stands, or once stood. `passage` is the sentence; empty: nothing there."""

    visit: str
    at: str
    outcome: Outcome
    status: int | None = None
    report: str | None = None
    claim: str | None = None
    quote: str = ""
    passage: str = ""


@dataclass(frozen=True, slots=True)
class Sighting:
    """A figure of a page over its visits (§11.3): present on one day, absent on another, never "deleted on".

    `before` is the last visit that showed it, `after` the first later one that did not: it shows what stands there
    instead, or that the page is gone. `first` is the moment of the first capture with the figure, `absences` are
    earlier pairs (seen without it, seen with it again). A visit that failed is in none of these.
    """

    url: str
    standing: Standing
    first: str
    before: Showing
    after: Showing | None = None
    absences: tuple[tuple[str, str], ...] = ()
    title: str | None = None

    @property
    def id(self) -> str:
        return content_id("sighting", self.url, self.before.claim, self.before.visit, self.after and self.after.visit)


def _start_of(cell: Cell) -> int:
    return cell.start


# ── read (§1.3 to §1.6, §2 to §4) ────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Span:
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Period:
    """What the text says of time. `partial` keeps a date without its year as an EDTF label ("--12-18")."""

    start: date | None = None
    end: date | None = None
    precision: Precision = "day"
    text: str | None = None
    partial: str | None = None

    @property
    def is_known(self) -> bool:
        return self.start is not None and self.end is not None


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure of a table, with what its row, its column and the user's mapping say of it (§1.3, §1.5).

    `name` is the cell in the file ("B7"). `exact`: printed by the register itself, so no width is added (§2.7).
    """

    start: int
    end: int
    name: str
    number: Number
    measure: str
    place: str
    period: Period
    kind: Kind
    population: str | None = None
    release: str | None = None
    exact: bool = True


@dataclass(frozen=True, slots=True)
class Source:
    """One link of a source chain. `resolved` is the name that a pronoun or short form stands for."""

    text: str
    start: int
    end: int
    kind: SourceKind = "unknown"
    resolved: str | None = None

    @property
    def name(self) -> str:
        return self.resolved or self.text


@dataclass(frozen=True, slots=True)
class Series:
    """What is counted (§1.4). A sub-population is written below the wider one: "Ukraine/convicts"."""

    measure: str
    population: str
    place: str

    @property
    def id(self) -> str:
        return "|".join((self.measure, self.population, self.place))


@dataclass(frozen=True, slots=True)
class Base:
    """What a share or a change is measured against (§4, §5.5). A dimension left None is the claim's own.

    "A third of the proceedings of 2024": share, of the proceedings, in 2024. "40 % more than in 2023": growth, of the
    same series, in 2023. `falls`: the figure says by how much the count fell short of its base.
    """

    how: Comparison
    measure: str | None = None
    population: str | None = None
    place: str | None = None
    period: Period = Period()
    falls: bool = False


@dataclass(frozen=True, slots=True)
class Correction:
    """A person's correction of one field of one claim (§11.6): a new fact beside the machine's reading."""

    claim: str
    field: str
    value: str
    why: str
    who: str
    made: str

    @property
    def id(self) -> str:
        return content_id("correction", self.claim, self.field, self.value, self.why, self.who, self.made)


@dataclass(frozen=True, slots=True)
class Claim:
    """One figure that a report prints: what the text says, not what is true (§1.3).

    `low` and `high` are the literal interval of the number printed, before any width (§2.7); shares run
    from 0 to 1. `quote` is the numeral with its hedge and always equals the text between start and end.
    `widened` is False for claims whose interval is to be used as it is.
    """

    id: str
    report: str
    file: str
    start: int
    end: int
    quote: str
    low: Number | None
    high: Number | None
    approximate: bool = False
    hedge: Hedge = "exact"
    counted: str | None = None
    measure: str | None = None
    population: str | None = None
    place: str | None = None
    period: Period = Period()
    candidates: tuple[Period, ...] = ()
    kind: Kind = "other"
    per: str | None = None
    attribution: tuple[Source, ...] = ()
    stance: Stance = "asserted"
    modal: bool = False
    release: str | None = None
    sentence: tuple[int, int] | None = None
    literal: tuple[str, ...] = ()
    corrected: Mapping[str, Mapping[str, str]] | None = None
    rule: str = ""
    widened: bool = True
    copy_of: str | None = None
    base: Base | None = None
    """For a share or a change, the other side of the comparison, where the text tells."""

    @property
    def series(self) -> Series | None:
        if self.measure is None or self.population is None or self.place is None:
            return None
        return Series(self.measure, self.population, self.place)


def claim_id(report: str, start: int, end: int, quote: str) -> str:
    """A claim is its report and its span: a better reader that finds the same words keeps the id."""
    return content_id("claim", report, start, end, quote)


@dataclass(frozen=True, slots=True)
class TextRelation:
    """A relation that one sentence states between its figures (§5.6).

    part: "35,307 out of 59,606" (parts ≤ whole, same series and period) · largest: "the largest: A, B, C"
    (every part of the whole that is not listed is at most the least listed) · complete: the parts add up.
    """

    kind: Literal["part", "largest", "complete"]
    report: str
    parts: tuple[str, ...]
    whole: str | None
    start: int
    end: int

    @property
    def id(self) -> str:
        return content_id("relation", self.kind, self.report, self.parts, self.whole)


@dataclass(frozen=True, slots=True)
class Reading:
    """What the read stage makes of one report or of many."""

    claims: tuple[Claim, ...]
    relations: tuple[TextRelation, ...] = ()
    problems: tuple[Problem, ...] = ()


# ── trace (§10) ──────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Link:
    """`source` rests on `target`, or the two share something and nothing tells the direction.

    TEXT and CITES join reports; FIGURE joins claims. `passages` are pairs of spans (in source, in target).
    """

    kind: LinkKind
    source: str
    target: str
    score: float
    reason: str
    directed: bool = False
    passages: tuple[tuple[Span, Span], ...] = ()

    @property
    def id(self) -> str:
        return content_id("link", self.kind, self.source, self.target)

    @property
    def ids(self) -> tuple[str, str]:
        """Its id and the one that it has the other way round: what a person decides of it holds for both."""
        return self.id, content_id("link", self.kind, self.target, self.source)


@dataclass(frozen=True, slots=True)
class Origin:
    """How many independent origins a claim's figure has: at least `fewest`, at most `most`."""

    claim: str
    fewest: int
    most: int
    reports: int
    reason: str = ""
    members: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Remark:
    """Something a reader should know that is no contradiction (§8.3), with why it is weaker."""

    kind: str
    claims: tuple[str, ...]
    text: str

    @property
    def id(self) -> str:
        return content_id("remark", self.kind, self.claims)


@dataclass(frozen=True, slots=True)
class DriftStep:
    """What a mention lost or added beside the one before it; no `changes`: passed on as it was, or honestly rounded.

    `link` joins the reports of the two; it is empty where both stand in one report. Without `directed`, nothing tells
    which of the two was first.
    """

    changes: tuple[DriftChange, ...] = ()
    link: str = ""
    directed: bool = True


@dataclass(frozen=True, slots=True)
class Drift:
    """A figure on its way through reports, from the mention nearest to its origin on: `steps[i]` leads from
    `claims[i]` to `claims[i + 1]`."""

    claims: tuple[str, ...]
    steps: tuple[DriftStep, ...]
    text: str

    @property
    def id(self) -> str:
        return content_id("drift", self.claims)


@dataclass(frozen=True, slots=True)
class Trace:
    links: tuple[Link, ...] = ()
    origins: tuple[Origin, ...] = ()
    remarks: tuple[Remark, ...] = ()
    copies: Mapping[str, str] = field(default_factory=dict)
    """claim id → id of the claim it is known to repeat (same figure, linked reports)."""
    drifts: tuple[Drift, ...] = ()


# ── reconcile (§5 to §9) ─────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Term:
    """One line of a proof: a row of the inequality system, taken `times` times.

    Exactly one of `claim`, `assumption` and `relation` is set. The row reads
    Σ coefficient · P(series, day) ≥ value for side "low" and ≤ value for side "high", where P is the running
    total before that day. `times` is never negative, except where `equation` says that the row is "= value".
    """

    times: Fraction
    value: Fraction
    row: tuple[tuple[str, date, int], ...]
    side: Side
    claim: str | None = None
    assumption: str | None = None
    relation: str | None = None
    series: str | None = None
    start: date | None = None
    end: date | None = None
    under: tuple[str, ...] = ()
    """Named assumptions that placed a claim on this row (snapshot, same-start, width …)."""
    equation: bool = False


@dataclass(frozen=True, slots=True)
class Proof:
    """Rows that add up to a bound on `target`, or to a falsehood where `target` is empty (§7.2, §8.1)."""

    terms: tuple[Term, ...]
    target: tuple[tuple[str, date, int], ...]
    side: Side
    value: Fraction
    text: str

    @property
    def claims(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(t.claim for t in self.terms if t.claim))

    @property
    def assumptions(self) -> tuple[str, ...]:
        named = [
            a for t in self.terms for a in (*t.under, t.assumption, f"relation {t.relation}" if t.relation else None)
        ]
        return tuple(sorted({a for a in named if a}))


@dataclass(frozen=True, slots=True)
class Case:
    """A bound under one of the cheapest repairs. A shorter proof stands beside a long one and gives away a little."""

    repair: str | None
    low: int | None
    high: int | None
    low_proof: Proof | None
    high_proof: Proof | None
    low_shorter: Proof | None = None
    high_shorter: Proof | None = None


@dataclass(frozen=True, slots=True)
class Loss:
    """What a bound would be without one of the claims that hold it up, under the first of the cheapest repairs."""

    claim: str
    low: int | None
    high: int | None
    low_proof: Proof | None
    high_proof: Proof | None


@dataclass(frozen=True, slots=True)
class Question:
    """The single further figure that would narrow a bound most: known exactly, it leaves it at most `leaves` wide."""

    series: Series
    start: date
    end: date
    leaves: int


@dataclass(frozen=True, slots=True)
class Illustration:
    """The smoothest history within the bounds: a choice, not a consequence (§7.6). Running totals before each day."""

    series: Series
    points: tuple[tuple[date, int], ...]
    text: str


@dataclass(frozen=True, slots=True)
class Bound:
    id: str
    series: Series
    start: date
    end: date
    low: int | None
    high: int | None
    exactness: Literal["tight", "sound"]
    under: str
    assumptions: tuple[str, ...]
    cases: tuple[Case, ...]
    bare: tuple[int | None, int | None] | None = None
    """The same bound with every assumption off but no-negative-flow and the relations."""
    robust: tuple[int | None, int | None] | None = None
    """What is left of the bound whichever single claim is lost; the proofs are those of `losses`."""
    losses: tuple[Loss, ...] = ()
    question: Question | None = None


@dataclass(frozen=True, slots=True)
class Conflict:
    id: str
    claims: tuple[str, ...]
    assumptions: tuple[str, ...]
    gap: Fraction
    proof: Proof
    scope: Literal["report", "reports", "releases", "assumption"]
    text: str
    stronger: Proof | None = None
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Repair:
    """One change of a claim's reading, or one assumption dropped, after which what clashed fits (§9)."""

    id: str
    conflicts: tuple[str, ...]
    claim: str | None
    slip: str
    before: str
    after: str
    cost: float
    rank: int
    text: str
    effect: str = ""
    moved: tuple[str, ...] = ()
    """Every claim that the change would touch (a counting start is shared by several)."""


@dataclass(frozen=True, slots=True)
class Verdict:
    claim: str
    status: Literal["sure", "contested"]
    with_claims: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CandidateVerdict:
    claim: str
    start: date | None
    end: date | None
    verdict: Literal["impossible", "possible", "only"]
    proof: Proof | None = None


@dataclass(frozen=True, slots=True)
class Loosened:
    """What a bound is, under the first of the cheapest repairs, without one assumption."""

    bound: str
    low: int | None
    high: int | None


@dataclass(frozen=True, slots=True)
class Effect:
    """What one assumption does: the contradictions that vanish without it, and the bounds that become others."""

    assumption: str
    conflicts: tuple[str, ...] = ()
    bounds: tuple[Loosened, ...] = ()


@dataclass(frozen=True, slots=True)
class Coverage:
    claims: int
    compared: int
    reasons: Mapping[str, int]
    aside: Mapping[str, str] = field(default_factory=dict)
    """claim id → the reason why it was not compared."""


@dataclass(frozen=True, slots=True)
class Reconciliation:
    series: tuple[Series, ...]
    bounds: tuple[Bound, ...]
    conflicts: tuple[Conflict, ...]
    repairs: tuple[Repair, ...]
    remarks: tuple[Remark, ...]
    verdicts: tuple[Verdict, ...]
    candidates: tuple[CandidateVerdict, ...]
    aside: tuple[str, ...]
    coverage: Coverage
    illustrations: tuple[Illustration, ...] = ()
    notes: tuple[str, ...] = ()
    """Sentences about the run itself: a budget that ran out, a bound left sound."""
    effects: tuple[Effect, ...] = ()
    """One for every assumption that a finding names and that can be switched off."""
    complete: bool = True
    """False where the time ran out or somebody stopped the run: there may be more to find. What is there is proved."""
