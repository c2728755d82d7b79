"""WARC files of others: their pages, documents and texts become captures with their address and their day. The door of
warcio, which takes one record apart; finding records, also over damage, is `warc_records`."""

from __future__ import annotations

import base64
import binascii
import hashlib
import io
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from crossfoot.archive.captures import MEGABYTE, STAGE
from crossfoot.archive.formats import FORMATS
from crossfoot.archive.sources import Context, Found, Skipped, Source, of_bytes, problem
from crossfoot.archive.warc_records import Damage, Record, records
from crossfoot.records import Problem

STATUS = re.compile(rb"HTTP/[0-9.]+ +([0-9]{3})")
CONTENT_TYPE = re.compile(rb"\r?\ncontent-type:[ \t]*([A-Za-z0-9.+/-]+)", re.IGNORECASE)
CHARSET = re.compile(r"charset\s*=\s*[\"']?([A-Za-z0-9_-]{2,20})", re.IGNORECASE)
DOCUMENTS = frozenset(media_type for format in FORMATS for media_type in format.declared)
UNPACKED = frozenset(("", "identity", "gzip", "x-gzip", "deflate"))
CAPTURES = ("response", "resource", "revisit")
KINDS = {"request": "requests", "revisit": "repeats of other captures"}
ANSWERS = {3: "redirects", 4: "pages not there or refused", 5: "errors of the site"}
NO_PAGES = ("/robots.txt", "/favicon.ico", "/ads.txt")
LONGEST = 2000


def read(source: Source, context: Context) -> Iterator[Found]:
    """The reports in a WARC file, then what is in it beside them, then what is missing."""
    yield from read_counted(source, context, None)


def read_counted(source: Source, context: Context, promised: int | None) -> Iterator[Found]:
    """As `read`; `promised` is how many pages an index says that there are."""
    if source.depth > context.limits.deep:
        yield problem(source, f"more than {context.limits.deep} containers within one another: not read")
        return
    seen = Seen()
    with source.open() as file:
        for number, one in enumerate(records(file, seen.wants, context.limits.file_bytes)):
            if number > 10 * context.limits.parts:
                yield problem(source, f"more than {10 * context.limits.parts} records: the rest is not read")
                break
            yield from _one(source, one, seen, context)
    if not seen.found and not seen.lost:
        yield problem(source, "no page or document in it" if seen.passed else "no WARC record in it")
    if seen.passed:
        yield Skipped(source.name, dict(seen.passed.most_common()))
    if promised is not None and promised > seen.found:
        missing = promised - seen.found
        yield problem(source, f"its index names {promised} captures, {seen.found} are there: {missing} are missing")


class Seen:
    """What a file has shown so far: captures (wanted or not), records lost, and what was passed over, by kind."""

    def __init__(self) -> None:
        self.found = self.lost = 0
        self.passed: Counter[str] = Counter()

    def wants(self, headers: Mapping[str, str], head: bytes) -> bool:
        why_not = _passed_over(headers, head)
        if why_not:
            self.passed[why_not] += 1
        return why_not is None


def _one(source: Source, one: Record | Damage, seen: Seen, context: Context) -> Iterator[Found]:
    if isinstance(one, Damage):
        seen.lost += 1
        yield _damage(source, one, seen.found)
        return
    seen.found += one.kind in CAPTURES
    if one.block is not None:
        yield from _document(source, one, context)
    elif one.too_large:
        says = f"larger than {context.limits.file_bytes // MEGABYTE or 1} MB: not read"
        yield Problem(STAGE, f"{source.name}, byte {one.offset}", f"{_address(one.headers)}: {says}")


def _passed_over(headers: Mapping[str, str], head: bytes) -> str | None:
    """What a record is that is not read, or None. Cheap: most records of a crawl are none of ours."""
    kind = headers.get("warc-type", "").lower()
    if kind == "resource":
        return None if _is_document(headers.get("content-type", ""), headers) else "parts of pages"
    if kind != "response":
        return KINDS.get(kind, "notes of the crawler")
    status = STATUS.match(head)
    if status is None:
        return "answers that are not HTTP"
    code = int(status.group(1))
    if code // 100 != 2:
        return ANSWERS.get(code // 100, "other answers")
    end = head.find(b"\r\n\r\n")
    declared = CONTENT_TYPE.search(head, 0, end if end >= 0 else len(head))
    return None if _is_document(declared.group(1).decode() if declared else "", headers) else "parts of pages"


def _is_document(media_type: str, headers: Mapping[str, str]) -> bool:
    path = _address(headers).partition("?")[0]
    return media_type.partition(";")[0].strip().lower() in DOCUMENTS and not path.endswith(NO_PAGES)


def _address(headers: Mapping[str, str]) -> str:
    return headers.get("warc-target-uri", "").strip("<> ")[:LONGEST]


def _document(source: Source, record: Record, context: Context) -> Iterator[Found]:
    """One page or document as a capture of its own."""
    place = f"{source.name}, byte {record.offset}"
    address = _address(record.headers)
    if not address.isprintable() or not address:
        yield Problem(STAGE, place, "a record without an address: not read")
        return
    if not _digest_holds(record):
        yield Problem(STAGE, place, f"{address}: its bytes are not those that its digest names: changed, and not read")
        return
    data = _payload(record, context.limits.file_bytes)
    if isinstance(data, str):
        yield Problem(STAGE, place, f"{address}: {data}")
        return
    if not data.body:
        return
    yield from context.read(
        Source(
            name=address,
            open=of_bytes(data.body),
            size=len(data.body),
            row=source.row,
            address=address,
            taken=_moment(record.headers.get("warc-date", "")),
            within=f"{source.name}, byte {record.offset}",
            media_type=data.media_type,
            charset=data.charset,
            depth=source.depth + 1,
        ),
        context,
    )


class _Payload:
    """The body of an answer, unpacked, and what the server said of it."""

    def __init__(self, body: bytes, content_type: str) -> None:
        self.body = body
        self.media_type = content_type.partition(";")[0].strip().lower()
        found = CHARSET.search(content_type)
        self.charset = found.group(1) if found else None


def _payload(record: Record, most: int) -> _Payload | str:
    from warcio.exceptions import ArchiveLoadFailed
    from warcio.recordloader import ArcWarcRecordLoader
    from warcio.statusandheaders import StatusAndHeadersParserException

    told = {**record.headers, "warc-target-uri": _address(record.headers).replace(" ", "%20")}
    head = "".join(f"{name}: {value}\r\n" for name, value in told.items())  # no blanks in it: warcio would log them
    raw = b"WARC/1.0\r\n" + head.encode() + b"\r\n" + (record.block or b"")
    try:
        parsed = ArcWarcRecordLoader().parse_record_stream(io.BytesIO(raw))
        encoding = _header(parsed, "content-encoding").lower()
        if encoding not in UNPACKED:
            return f"packed as {encoding[:20]!r}, which is not read"
        body = bytearray()
        stream = parsed.content_stream()
        while part := stream.read(1 << 16):
            body += part
            if len(body) > most:
                return f"larger than {most // MEGABYTE or 1} MB when unpacked: not read"
    except (ArchiveLoadFailed, StatusAndHeadersParserException, ValueError, OSError, EOFError) as error:
        return f"the answer cannot be taken apart ({type(error).__name__})"
    content_type = _header(parsed, "content-type") or record.headers.get("content-type", "")
    return _Payload(bytes(body), content_type)


def _header(parsed: Any, name: str) -> str:
    return (parsed.http_headers.get_header(name) if parsed.http_headers else None) or ""


def _digest_holds(record: Record) -> bool:
    """Whether the block is what the record's digest names; true where it names none that we know."""
    name, _, told = record.headers.get("warc-block-digest", "").partition(":")
    if name.lower() not in ("sha1", "sha256", "md5"):
        return True
    found = hashlib.new(name.lower(), record.block or b"", usedforsecurity=False).digest()
    return told.lower() == found.hex() or _from_base32(told) == found


def _from_base32(told: str) -> bytes | None:
    try:
        return base64.b32decode(told.upper() + "=" * (-len(told) % 8))
    except (binascii.Error, ValueError):
        return None


def _moment(told: str) -> str | None:
    """The record's date as ISO 8601 in UTC; nothing where it is none."""
    try:
        moment = datetime.fromisoformat(told)
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=UTC)
        return moment.astimezone(UTC).isoformat(timespec="seconds")
    except (ValueError, OverflowError):
        return None


def _damage(source: Source, damage: Damage, found: int) -> Problem:
    """What is lost at a place. How many records the file held after its end, only an index could tell."""
    told = damage.headers or {}
    what = f" ({told.get('warc-type', 'record')} {_address(told)})" if _address(told).isprintable() and told else ""
    place = f"{source.name}, byte {damage.offset}"
    if damage.resumed is not None:
        went_on = f"reading went on at byte {damage.resumed}"
        return Problem(STAGE, place, f"damaged: 1 record is missing{what}: {damage.reason}; {went_on}")
    return Problem(
        STAGE,
        place,
        f"damaged: at least 1 record is missing{what}: {damage.reason}; no record follows, {found} were read before it",
    )
