"""What a visit of a page came to, and what is kept of it. A failure, a login wall and an absence are three things."""

from __future__ import annotations

import hashlib
import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from crossfoot.archive.captures import STAGE, Limits
from crossfoot.archive.collect import read_source
from crossfoot.archive.fetch import ASKS_TO_WAIT, Exchange, Fetched
from crossfoot.archive.mapping import Mappings
from crossfoot.archive.metadata import Metadata
from crossfoot.archive.sources import Collected, Context, Given, Source, of_bytes
from crossfoot.archive.warcfile import heads
from crossfoot.records import Capture, Hop, Known, Outcome, Problem, Report, Visit

OF_STATUS: Mapping[int, tuple[Outcome, str]] = {
    401: ("login", "asks for a login"),
    402: ("login", "asks for payment"),
    403: ("login", "refuses access"),
    404: ("gone", "not found"),
    407: ("login", "asks for a login"),
    410: ("gone", "gone"),
    429: ("throttled", "asks to wait"),
    451: ("login", "refuses access for legal reasons"),
}
"""What an answer means. Every other one that is no page is a failure."""
INPUT = re.compile(rb"<input\b([^<>]{0,1000})", re.IGNORECASE)
PASSWORD = re.compile(rb"\btype\s{0,5}=\s{0,5}[\"']?password", re.IGNORECASE)
LOOKED_AT = 2_000_000
MOST_UNPACKED = 64 * 1024 * 1024
TELLING_LINE = 40
"""A line of so many characters is no menu: a page that shares none of an earlier text's is another page."""


@dataclass(frozen=True, slots=True)
class Visited:
    """A visit with all that goes into the ledger: the capture with its bytes, reports, and files by their sha256."""

    visit: Visit
    kept: Mapping[str, bytes]
    capture: Capture | None = None
    data: bytes = b""
    reports: tuple[Report, ...] = ()
    problems: tuple[Problem, ...] = ()


def visited(url: str, found: Fetched, limits: Limits, before: tuple[Report, ...] = ()) -> Visited:
    """What one fetch came to. `before` are the reports of the last capture: what their user said of them holds on."""
    exchange = heads(found) if found.exchanges else b""
    bodies = {_sha256(one.body): one.body for one in found.exchanges if one.body}
    kept = {**bodies, **({_sha256(exchange): exchange} if exchange else {})}
    outcome, reason = came_to(found)
    at = found.at.isoformat(timespec="seconds")
    hops = tuple(
        Hop(
            one.url,
            one.at.isoformat(timespec="seconds"),
            one.server,
            one.status,
            _sha256(one.body) if one.body else None,
        )
        for one in found.exchanges
    )
    visit = Visit(url, at, outcome, reason, hops, None, (), _sha256(exchange) if exchange else None, found.attempts)
    if outcome != "page":
        return Visited(visit, kept, problems=() if outcome == "gone" else (Problem(STAGE, url, told(visit)),))
    return _page(visit, kept, found.exchanges[-1], limits, before)


def came_to(found: Fetched) -> tuple[Outcome, str]:
    """Outcome and reason of a fetch, before its page is read."""
    if found.refused:
        return "refused", found.refused
    last = found.exchanges[-1] if found.exchanges else None
    if last is None or last.status is None:
        return "failed", found.fault or "no answer"
    if last.status in OF_STATUS and (not found.fault or last.status == ASKS_TO_WAIT):
        outcome, says = OF_STATUS[last.status]
        return outcome, f"{last.status}, {says}"
    if found.fault or not 200 <= last.status < 300 or not last.body:
        return "failed", found.fault or f"{last.status} {last.reason if last.body else 'with nothing in it'}".strip()
    moved = _moved(found)
    if moved and _asks_for_a_password(last.body):
        return "login", f"leads to a login form at {moved}"
    return "page", f"{last.status}, at {moved}" if moved else str(last.status)


def told(visit: Visit) -> str:
    """A visit that showed no page, in words."""
    says = {
        "gone": "the page is gone",
        "throttled": "throttled, nothing is known of the page",
        "login": "behind a login wall, nothing is known of the page",
        "failed": "failed to fetch, nothing is known of the page",
        "refused": "not asked",
    }
    return f"{says.get(visit.outcome, visit.outcome)} ({visit.reason})"


def _moved(found: Fetched) -> str | None:
    """Where redirects led, if it is another page than the one asked for; http to https and www are none."""
    first, last = found.exchanges[0].url, found.exchanges[-1].url
    return None if _place(first) == _place(last) else last


def _place(url: str) -> tuple[str, str, str]:
    parts = urlsplit(url)
    return (parts.hostname or "").removeprefix("www."), parts.path.rstrip("/"), parts.query


def _asks_for_a_password(body: bytes) -> bool:
    return any(PASSWORD.search(one.group(1)) for one in INPUT.finditer(body[:LOOKED_AT]))


# ── the page ─────────────────────────────────────────────────────────────────────────────────────


def _page(
    visit: Visit, kept: Mapping[str, bytes], last: Exchange, limits: Limits, before: tuple[Report, ...]
) -> Visited:
    data = _decoded(last)
    if data is None:
        unread = replace(visit, outcome="failed", reason=f"{visit.reason}, in a coding that cannot be undone")
        return Visited(unread, kept, problems=(Problem(STAGE, visit.url, told(unread)),))
    media_type, charset = _declared(last)
    name = visit.url
    source = Source(
        name, of_bytes(data), len(data), address=name, taken=visit.at, media_type=media_type, charset=charset
    )
    context = Context(limits, Given(visit.at), Mappings(), read_source)
    found = list(read_source(source, context))
    taken = [one for one in found if isinstance(one, Collected)]
    problems = tuple(one for one in found if isinstance(one, Problem))
    reports = tuple(_known(one.report, visit.url, before) for one in taken)
    if _is_a_wall(last.body, reports, before):
        wall = replace(visit, outcome="login", reason="a login form where the page was")
        return Visited(wall, kept, problems=(Problem(STAGE, visit.url, told(wall)),))
    whole = Capture(_sha256(data), len(data), visit.url, media_type or "application/octet-stream", visit.at, visit.at)
    capture = taken[0].capture if taken else whole
    visit = replace(visit, capture=capture.id, reports=tuple(report.id for report in reports))
    return Visited(visit, kept, capture, data, reports, problems)


def _known(report: Report, url: str, before: tuple[Report, ...]) -> Report:
    """The report with its address, and with what the user said of the page when it came the first time."""
    fields: Metadata = {"url": url}
    known: dict[str, Known] = {"url": "metadata"}
    for earlier in before if len(before) == 1 else ():
        for name, how in earlier.known.items():
            if how == "given" and name != "url":
                fields[name] = getattr(earlier, name)  # type: ignore[literal-required]
                known[name] = "given"
    return replace(report, **fields, known={**report.known, **known})


def _is_a_wall(body: bytes, reports: tuple[Report, ...], before: tuple[Report, ...]) -> bool:
    """A page with a login form that keeps nothing of the text that stood there shows no absence."""
    if not before or not _asks_for_a_password(body):
        return False
    lines = {line.strip() for report in reports for line in report.text.splitlines()}
    stood = {line.strip() for report in before for line in report.text.splitlines() if len(line) >= TELLING_LINE}
    return bool(stood) and not stood & lines


def _declared(last: Exchange) -> tuple[str | None, str | None]:
    """Media type and charset as the server declares them."""
    value = last.header("content-type") or ""
    media_type, _, parameters = value.partition(";")
    charsets = re.findall(r"charset\s{0,5}=\s{0,5}[\"']?([\w.:-]{1,40})", parameters, re.IGNORECASE)
    return media_type.strip().lower() or None, charsets[0].lower() if charsets else None


def _decoded(last: Exchange) -> bytes | None:
    """The body without its content coding, if it has one that we did not ask for; None where that cannot be undone."""
    coding = (last.header("content-encoding") or "identity").strip().lower()
    if coding in ("identity", ""):
        return last.body
    if coding not in ("gzip", "x-gzip", "deflate"):
        return None
    unpacker = zlib.decompressobj(zlib.MAX_WBITS | 32)
    try:
        data = unpacker.decompress(last.body, MOST_UNPACKED)
    except zlib.error:
        return None
    return data if unpacker.eof else None


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
