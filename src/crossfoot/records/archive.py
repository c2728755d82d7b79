"""Bytes as they came, the reports taken from them, and pages of the web visited again (§1.1, §1.2, §11.3)."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from crossfoot.records.ground import Kind, Number, Period, content_id

Known = Literal["stated", "metadata", "given", "guessed"]
Outcome = Literal["page", "gone", "throttled", "login", "failed", "refused"]
"""What a visit of a page came to: a page · not there (404, 410) · asked to wait (429) · a login wall or refusal by the
site · no answer or an error of the site · not asked, by our own rules (robots.txt, forbidden address)."""
Standing = Literal["present", "changed", "gone from the page", "page gone"]


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
