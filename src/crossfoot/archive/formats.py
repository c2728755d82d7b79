"""The one table of formats: how each is known, and who reads it. First bytes come before names."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import PurePath
from typing import cast

from crossfoot.archive.sources import Context, Found, Source

Reader = Callable[[Source, Context], Iterator[Found]]

ROOT = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?[^>]{0,500}\?>\s*|<!--[^>]{0,1000}-->\s*){0,8}<(?:rss|feed|rdf:RDF)[\s>]"
)
EXPORTED = re.compile(rb'(?:\xef\xbb\xbf)?\s*\{.{0,2000}?"(?:messages|chats|personal_information)"\s*:', re.S)
BINARY = (b"{\\rtf", b"\x89PNG", b"\xff\xd8\xff", b"\xd0\xcf\x11\xe0")
"""What nobody reads, whatever its name says; `extract` says what it is."""


@dataclass(frozen=True, slots=True)
class Format:
    """`starts`: first bytes that are no other format's; `looks`: what else the first bytes must show. `endings` count
    where no first bytes tell. `reader` is "module:function" in this package, loaded when it is needed."""

    name: str
    media_type: str
    reader: str
    endings: tuple[str, ...] = ()
    starts: tuple[bytes, ...] = ()
    looks: re.Pattern[bytes] | None = None
    declared: tuple[str, ...] = ()
    """Media types of a server that mean this format."""

    def begins(self, head: bytes) -> bool:
        if self.starts:
            return head.startswith(self.starts)
        return self.looks is not None and self.looks.match(head) is not None

    def read(self, source: Source, context: Context) -> Iterator[Found]:
        module, _, function = self.reader.partition(":")
        return cast(Reader, getattr(import_module(f"crossfoot.archive.{module}"), function))(source, context)


FORMATS: tuple[Format, ...] = (
    Format("PDF", "application/pdf", "pdf:read", (".pdf",), (b"%PDF-",), declared=("application/pdf",)),
    Format("ZIP", "application/zip", "zipped:read", (".zip", ".wacz", ".xlsx"), (b"PK\x03\x04", b"PK\x05\x06")),
    Format("WARC", "application/warc", "warcs:read", (".warc",), (b"WARC/",)),
    Format("WARC", "application/warc", "warcs:read", (".gz",), (b"\x1f\x8b\x08",)),
    Format(
        "feed",
        "application/xml",
        "feeds:read",
        (".rss", ".atom", ".xml"),
        looks=ROOT,
        declared=("application/rss+xml", "application/atom+xml"),
    ),
    Format("Telegram export", "application/json", "telegram:read", (".json",), looks=EXPORTED),
    Format("table", "text/csv", "tabular:read", (".csv", ".tsv")),
    Format(
        "HTML",
        "text/html",
        "extract:read_page",
        (".html", ".htm", ".xhtml"),
        looks=re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<!doctype html|<html)", re.I),
        declared=("text/html", "application/xhtml+xml"),
    ),
    Format("Markdown", "text/markdown", "extract:read_text", (".md", ".markdown"), declared=("text/markdown",)),
    Format("text", "text/plain", "extract:read_text", (".txt", ".text", ""), declared=("text/plain",)),
)
TEXT = FORMATS[-1]
BY_ENDING = {ending: format for format in reversed(FORMATS) for ending in format.endings}
ENDINGS = frozenset(BY_ENDING)
MARKUP_BLANKS = b"\xef\xbb\xbf \t\r\n\v\f"


def format_of(head: bytes, name: str, media_type: str | None = None) -> Format | None:
    """The format that the first bytes show, else the one that the server declared, else the one of the ending."""
    first = head[:256].lstrip(MARKUP_BLANKS)[:1]
    sure = FORMATS if not first or first in b"%PW\x1f<{" else ()
    shown = next((format for format in sure if format.begins(head)), None)
    if shown is not None:
        return shown
    if head.startswith(BINARY):
        return TEXT
    if media_type is not None:
        return next((format for format in FORMATS if media_type in format.declared), None)
    ending = PurePath(name).suffix.lower()
    return BY_ENDING.get(ending)
