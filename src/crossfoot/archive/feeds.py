"""RSS and Atom: each entry a report, with its link and its day. The door of feedparser, which is only given bytes."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from crossfoot.archive.fragment import text_of
from crossfoot.archive.metadata import Metadata, mail_moment, one_line
from crossfoot.archive.page import day_of
from crossfoot.archive.sources import Context, Extracted, Found, Skipped, Source, collected, problem
from crossfoot.records import Known, Problem

MEDIA_TYPE = "application/xml"
DECLARES_ENTITIES = b"<!ENTITY"
MOST_PART = 300
HTML = ("text/html", "application/xhtml+xml")


def read(source: Source, context: Context) -> Iterator[Found]:
    """The entries of a feed. One without words is passed over and counted."""
    import feedparser

    data = source.whole(min(context.limits.paper_bytes, context.limits.file_bytes))
    if isinstance(data, Problem):
        yield data
        return
    if DECLARES_ENTITIES in data:
        yield problem(source, "it declares entities of its own, which no feed needs: not read")
        return
    try:
        feed = feedparser.parse(io.BytesIO(data))
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError, AssertionError) as error:
        yield problem(source, f"the feed cannot be taken apart ({type(error).__name__})")
        return
    if not feed.version and not feed.entries:
        yield problem(source, "XML, but no feed: only RSS and Atom are read")
        return
    if feed.bozo and not feed.entries:
        yield problem(source, f"no entry can be read: {feed.bozo_exception}")
        return
    yield from _entries(source, data, feed, context)


def _entries(source: Source, data: bytes, feed: Any, context: Context) -> Iterator[Found]:
    about = _about(feed.feed)
    empty = 0
    names: set[str] = set()
    for number, entry in enumerate(feed.entries, start=1):
        if number > context.limits.parts:
            yield problem(source, f"more than {context.limits.parts} entries: the rest is not read")
            break
        text = _text(entry)
        if not text or len(text) > context.limits.text_bytes:
            empty += 1
            continue
        fields = Metadata(**about)
        fields.update(_fields(entry))
        name = part_name(str(entry.get("id") or entry.get("link") or f"entry {number}"), names)
        known: dict[str, Known] = dict.fromkeys(fields, "metadata")
        yield collected(source, data, Extracted(text, MEDIA_TYPE, fields, known, part=name), context)
    if feed.bozo:
        yield problem(
            source, f"not well formed ({feed.bozo_exception}): {len(names)} entries were read, more may be there"
        )
    if empty:
        yield Skipped(source.name, {"entries without words": empty})


def part_name(told: str, names: set[str]) -> str:
    """The name of a part of a file, as the part gives it; a number is added where two give one."""
    name = "".join(c if c.isprintable() else " " for c in told[:MOST_PART]).strip() or "part"
    found, number = name, 1
    while found in names:
        number += 1
        found = f"{name} ({number})"
    names.add(found)
    return found


def _text(entry: Mapping[str, Any]) -> str:
    """Title and words as the feed gives them: the full content, else the summary."""
    title = _plain(entry.get("title_detail"))
    contents = [_plain(content) for content in entry.get("content", ())] or [_plain(entry.get("summary_detail"))]
    body = "\n\n".join(filter(None, contents))
    if title and body and not body.startswith(title):
        return f"{title}\n\n{body}\n"
    return f"{body or title}\n" if body or title else ""


def _plain(detail: Mapping[str, Any] | None) -> str:
    value = str((detail or {}).get("value") or "")
    return text_of(value) if (detail or {}).get("type") in HTML else value.replace("\0", " ").strip()


def _about(feed: Mapping[str, Any]) -> Metadata:
    fields = Metadata()
    if outlet := one_line(feed.get("title")):
        fields["outlet"] = outlet
    code = str(feed.get("language") or "").split("-")[0].lower()
    if code.isascii() and code.isalpha() and 2 <= len(code) <= 3:
        fields["language"] = code
    return fields


def _fields(entry: Mapping[str, Any]) -> Metadata:
    """Published and modified as the entry prints them, each by its own name."""
    fields = Metadata()
    if title := one_line(_plain(entry.get("title_detail"))):
        fields["title"] = title
    if author := one_line(entry.get("author")):
        fields["author"] = author
    link = one_line(entry.get("link"))
    if link and link.startswith(("http://", "https://")):
        fields["url"] = link
    if "published" in entry and (day := printed_day(str(entry["published"]))):
        fields["published"] = day
    if "updated" in entry and (day := printed_day(str(entry["updated"]))):
        fields["modified"] = day
    return fields


def printed_day(told: str) -> date | None:
    """The day as it is printed, in its own time zone: ISO 8601, or as in mails."""
    day, moment = day_of(told), mail_moment(told)
    return day or (moment.date() if moment else None)
