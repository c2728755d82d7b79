"""The evidence of a ledger for other tools: every exchange and every capture, as received, with the custody log."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from crossfoot import __version__, wire
from crossfoot.archive.addresses import Refused, parse
from crossfoot.archive.wacz import Page, write_wacz
from crossfoot.archive.warcfile import Packed, resource, stamp, whole
from crossfoot.ledger import Ledger, audit
from crossfoot.records import Capture, Visit

if TYPE_CHECKING:
    from crossfoot.pipeline import Run

    EvidenceWriter = Callable[[Run, Path], tuple[Path, ...]]


def export_wacz(run: Run, to: Path) -> tuple[Path, ...]:
    """What the ledger holds, or held on a day, as one WACZ file."""
    book = run.book
    visits = run.known.visits if run.known else book.visits()
    ours = {visit.capture for visit in visits}
    held = {report.capture for report in (*run.reports, *(run.known.earlier if run.known else ()))}
    given = [capture for capture in book.captures() if capture.id in held - ours]
    written = [entry.at for entry in audit.custody(book)]
    about = {
        "title": f"Evidence of {book.path.resolve().name}",
        "created": _zulu(written[-1]) if written else "",
        "software": f"crossfoot {__version__}",
    }
    custody = (wire.dumps(asdict(entry)) for entry in audit.custody(book))
    write_wacz(to, _records(book, visits, given), _pages(run, visits, given), custody, about)
    return (to,)


def _records(book: Ledger, visits: tuple[Visit, ...], given: list[Capture]) -> Iterator[Packed]:
    before: dict[str, tuple[str, str]] = {}
    for visit in visits:
        if visit.exchange:
            yield from whole(book.kept(visit.exchange), book.kept, before)
    for capture in given:
        yield resource(_url(capture), _zulu(capture.taken or capture.received), book.data(capture), capture.media_type)


def _pages(run: Run, visits: tuple[Visit, ...], given: list[Capture]) -> Iterator[Page]:
    titles = {report.id: report.title for report in run.book.reports()}
    for visit in visits:
        if visit.capture and visit.hops:
            title = next((title for name in visit.reports if (title := titles.get(name))), None)
            yield Page(visit.hops[-1].url, _zulu(visit.hops[-1].at), title or visit.url)
    for capture in given:
        yield Page(_url(capture), _zulu(capture.taken or capture.received), capture.address)


def _url(capture: Capture) -> str:
    """The address a capture came from, or a name for a file that was given by hand."""
    try:
        return parse(capture.address).url
    except Refused:
        return f"urn:sha256:{capture.sha256}"


def _zulu(moment: str) -> str:
    return stamp(datetime.fromisoformat(moment))
