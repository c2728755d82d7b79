"""WARC records of what was asked and answered: the door of warcio.

In a ledger the bytes of a body lie once under their sha256; the record of an answer holds its head and names the body
by that digest (a `revisit` with an identical payload, as WARC 1.1 calls it). `whole` puts both together again.
"""

from __future__ import annotations

import hashlib
import io
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from crossfoot.archive.fetch import Exchange, Fetched

if TYPE_CHECKING:
    from warcio.warcwriter import WARCWriter

VERSION = "1.1"
PROFILE = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
CHUNKED = "transfer-encoding"
RENAMED = "X-Crawler-Transfer-Encoding"
"""Bodies are kept without transfer coding: the header that speaks of it is renamed, so that nobody undoes it twice."""


@dataclass(frozen=True, slots=True)
class Packed:
    """One record, compressed on its own, and what an index says of it."""

    data: bytes
    kind: str
    url: str
    at: str
    digest: str = ""
    status: str = ""
    media_type: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """One record: its block is just these bytes. What is no question and no answer says its own `content` type."""

    kind: str
    url: str
    block: bytes
    headers: dict[str, str]
    content: str = ""


def heads(found: Fetched) -> bytes:
    """What was asked and answered for one page, without the bodies; the same exchange gives the same bytes."""
    file = io.BytesIO()
    writer = _writer(file)
    for number, one in enumerate(found.exchanges):
        place = f"{found.at.isoformat()} {number}"
        answer = _name(one.url, place, "answer")
        about = {"WARC-Date": stamp(one.at), "WARC-IP-Address": one.server}
        asked = {"WARC-Record-ID": _name(one.url, place, "request"), "WARC-Concurrent-To": answer}
        asked["WARC-Payload-Digest"] = _digest(b"")
        _write(writer, Part("request", one.url, one.request, {**about, **asked}))
        _write(writer, _answer(one, {**about, "WARC-Record-ID": answer}))
    return file.getvalue()


def _answer(one: Exchange, about: dict[str, str]) -> Part:
    """The head of an answer; its body, where there is one, is named by its digest."""
    if one.status is None:
        fault = f"fault: {one.fault or 'no answer'}\r\n".encode()
        return Part("metadata", one.url, fault, about, "application/warc-fields")
    about["WARC-Payload-Digest"] = _digest(one.body)
    if one.body:
        return Part("revisit", one.url, _head(one), {**about, "WARC-Profile": PROFILE})
    return Part("response", one.url, _head(one), {**about, **({"WARC-Truncated": "unspecified"} if one.fault else {})})


def _write(writer: WARCWriter, part: Part) -> None:
    """Blocks are written byte for byte: warcio's own way of writing heads would encode some of them anew."""
    http = part.kind in ("request", "response", "revisit")
    said = "request" if part.kind == "request" else "response"
    content = f"application/http; msgtype={said}" if http else part.content
    headers = {**part.headers, "WARC-Block-Digest": _digest(part.block)}
    parsed = _parsed(part.block) if http else None
    body = part.block[len(parsed.headers_buff) :] if parsed else part.block
    made = writer.create_warc_record(
        part.url,
        part.kind,
        payload=io.BytesIO(body),
        length=len(body),
        warc_content_type=content,
        warc_headers_dict=headers,
        http_headers=parsed,
    )
    writer.write_record(made)


def _parsed(block: bytes) -> Any:
    """The head of a block; it is written again byte for byte."""
    from warcio.statusandheaders import StatusAndHeaders

    head = block[: block.index(b"\r\n\r\n") + 4]
    made = StatusAndHeaders("as it came", [], protocol="HTTP/1.1")
    made.headers_buff = head
    made.compute_headers_buffer = lambda _=None: None
    return made


def _head(one: Exchange) -> bytes:
    lines = [f"HTTP/1.1 {one.status} {one.reason}".rstrip()]
    lines += [f"{RENAMED if name.lower() == CHUNKED else name}: {value}" for name, value in one.headers]
    return "\r\n".join((*lines, "", "")).encode("latin-1", "replace")


def _writer(file: io.BytesIO) -> WARCWriter:
    from warcio.warcwriter import WARCWriter

    return WARCWriter(file, gzip=True, warc_version=VERSION)


def _name(*parts: str) -> str:
    return f"<urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, ' '.join(parts))}>"


def _digest(data: bytes) -> str:
    return f"sha256:{hashlib.sha256(data).hexdigest()}"


def stamp(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


# ── out again ────────────────────────────────────────────────────────────────────────────────────


def whole(kept: bytes, body_of: Callable[[str], bytes], before: dict[str, tuple[str, str]]) -> Iterator[Packed]:
    """The records of an exchange with their bodies, each compressed on its own. `body_of` takes a sha256.

    `before` knows the address and moment of bodies that were written: one of those is named again, not repeated.
    """
    from warcio.archiveiterator import ArchiveIterator

    for record in ArchiveIterator(io.BytesIO(kept), no_record_parse=True):
        headers = dict(record.rec_headers.headers)
        headers.pop("Content-Length")
        kind, url, at = record.rec_type, headers["WARC-Target-URI"], headers["WARC-Date"]
        block, digest = record.raw_stream.read(), headers.get("WARC-Payload-Digest", "")
        if kind == "revisit" and digest in before:
            headers["WARC-Refers-To-Target-URI"], headers["WARC-Refers-To-Date"] = before[digest]
        elif kind == "revisit":
            kind, before[digest] = "response", (url, at)
            block += body_of(digest.removeprefix("sha256:"))
            headers.pop("WARC-Profile")
        said = _said(block) if kind in ("response", "revisit") else ("", "")
        yield _packed(Part(kind, url, block, headers, headers.get("Content-Type", "")), said)


def resource(url: str, at: str, data: bytes, media_type: str) -> Packed:
    """A file as it was given, as a record of its own."""
    headers = {"WARC-Record-ID": _name(url, at, _digest(data)), "WARC-Date": at, "WARC-Payload-Digest": _digest(data)}
    return _packed(Part("resource", url, data, headers, media_type), ("", media_type))


def _packed(part: Part, said: tuple[str, str]) -> Packed:
    file = io.BytesIO()
    _write(_writer(file), part)
    digest = part.headers.get("WARC-Payload-Digest", "")
    return Packed(file.getvalue(), part.kind, part.url, part.headers["WARC-Date"], digest, *said)


def _said(block: bytes) -> tuple[str, str]:
    """Status and media type of an answer."""
    first, *lines = block[: block.index(b"\r\n\r\n")].decode("latin-1").split("\r\n")
    types = [line.partition(":")[2] for line in lines if line.lower().startswith("content-type:")]
    return first.split(" ")[1], (types[0] if types else "").partition(";")[0].strip().lower()
