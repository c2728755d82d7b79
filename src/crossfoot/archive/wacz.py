"""Evidence as a WACZ file: WARC records, an index, a list of pages, and the hash of each, in one ZIP.

The same evidence gives the same bytes. Nothing in it is masked or changed.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO
from urllib.parse import urlsplit

from crossfoot.archive.warcfile import Packed

FORMAT = "1.1.1"
DATA = "archive/data.warc.gz"
LINES = 300
"""Lines of the index that are compressed together."""
EPOCH = (1980, 1, 1, 0, 0, 0)
INDEXED = frozenset(("response", "revisit", "resource"))


@dataclass(frozen=True, slots=True)
class Page:
    """One page in the list that viewers show."""

    url: str
    at: str
    title: str


@dataclass(slots=True)
class _Package:
    """The ZIP as it grows, and what its data package says of each file."""

    zip: zipfile.ZipFile
    resources: list[dict[str, object]] = field(default_factory=list)

    def add(self, path: str, write: Callable[[IO[bytes]], None], packed: bool = False, listed: bool = True) -> None:
        info = zipfile.ZipInfo(path, EPOCH)
        info.compress_type = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
        info.external_attr = 0o644 << 16
        with self.zip.open(info, "w", force_zip64=True) as file:
            counting = _Counting(file)
            write(counting)  # type: ignore[arg-type]
        if listed:
            name = path.rsplit("/", 1)[-1].lower()
            told = {"name": name, "path": path, "hash": f"sha256:{counting.hash.hexdigest()}", "bytes": counting.size}
            self.resources.append(told)

    def put(self, path: str, data: bytes, packed: bool = False, listed: bool = True) -> None:
        def write(file: IO[bytes]) -> None:
            file.write(data)

        self.add(path, write, packed, listed)


@dataclass(slots=True)
class _Counting:
    """Writes on, counts and hashes."""

    file: IO[bytes]
    size: int = 0
    hash: hashlib._Hash = field(default_factory=hashlib.sha256)

    def write(self, data: bytes) -> int:
        self.size += len(data)
        self.hash.update(data)
        return self.file.write(data)


def write_wacz(
    to: Path, records: Iterable[Packed], pages: Iterable[Page], custody: Iterable[str], about: dict[str, str]
) -> None:
    """Writes the file complete or not at all. `custody` are lines of JSON; `about` is what the package says of itself
    (title, created, software)."""
    part = to.with_name(f".{to.name}.part")
    try:
        with zipfile.ZipFile(part, "w") as zipped:
            package = _Package(zipped)
            index = _archive(package, records)
            _index(package, index)
            package.put("pages/pages.jsonl", _pages(pages), packed=True)
            package.put("crossfoot/custody.jsonl", "".join(f"{line}\n" for line in custody).encode(), packed=True)
            said = {"profile": "data-package", "resources": package.resources, **about, "wacz_version": FORMAT}
            data = json.dumps(said, indent=2).encode()
            package.put("datapackage.json", data, packed=True, listed=False)
            digest = {"path": "datapackage.json", "hash": f"sha256:{hashlib.sha256(data).hexdigest()}"}
            package.put("datapackage-digest.json", json.dumps(digest, indent=2).encode(), packed=True, listed=False)
        part.replace(to)
    finally:
        part.unlink(missing_ok=True)


def _archive(package: _Package, records: Iterable[Packed]) -> list[str]:
    """The WARC file; returns the lines of its index, in order."""
    lines: list[str] = []

    def write(file: IO[bytes]) -> None:
        offset = 0
        for record in records:
            file.write(record.data)
            if record.kind in INDEXED:
                lines.append(_line(record, offset))
            offset += len(record.data)

    package.add(DATA, write)
    return sorted(lines)


def _line(record: Packed, offset: int) -> str:
    moment = re.sub(r"\D", "", record.at)[:14]
    told = {
        "url": record.url,
        "mime": "warc/revisit" if record.kind == "revisit" else record.media_type or "unk",
        **({"status": record.status} if record.status else {}),
        "digest": record.digest,
        "length": str(len(record.data)),
        "offset": str(offset),
        "filename": DATA.rsplit("/", 1)[-1],
        "recordDigest": f"sha256:{hashlib.sha256(record.data).hexdigest()}",
    }
    return f"{surt(record.url)} {moment} {json.dumps(told)}"


def _index(package: _Package, lines: list[str]) -> None:
    """The index in compressed pieces, and where each piece begins."""
    data, places = b"", ['!meta 0 {"format": "cdxj-gzip-1.0", "filename": "index.cdx.gz"}']
    for start in range(0, len(lines), LINES):
        some = lines[start : start + LINES]
        piece = gzip.compress("".join(f"{line}\n" for line in some).encode(), mtime=0)
        key = " ".join(some[0].split(" ")[:2])
        told = {"offset": len(data), "length": len(piece), "digest": f"sha256:{hashlib.sha256(piece).hexdigest()}"}
        places.append(f"{key} {json.dumps(told)}")
        data += piece
    package.put("indexes/index.cdx.gz", data or gzip.compress(b"", mtime=0))
    package.put("indexes/index.idx", "".join(f"{line}\n" for line in places).encode(), packed=True)


def _pages(pages: Iterable[Page]) -> bytes:
    lines: list[dict[str, object]] = [{"format": "json-pages-1.0", "id": "pages", "title": "Pages"}]
    for page in pages:
        name = hashlib.sha256(f"{page.url} {page.at}".encode()).hexdigest()[:22]
        lines.append({"id": name, "url": page.url, "ts": page.at, "title": page.title})
    return "".join(f"{json.dumps(line)}\n" for line in lines).encode()


def surt(url: str) -> str:
    """The key under which replay tools look for an address: host from the right, then the path, in lower case."""
    parts = urlsplit(url)
    if not parts.hostname:
        return url.lower()
    host = re.sub(r"^www\d*\.", "", parts.hostname.lower())
    labels = [host] if ":" in host or host.replace(".", "").isdigit() else host.split(".")[::-1]
    port = f":{parts.port}" if parts.port and parts.port not in (80, 443) else ""
    query = "?" + "&".join(sorted(parts.query.lower().split("&"))) if parts.query else ""
    return f"{','.join(labels)}{port}){(parts.path or '/').lower()}{query}"
