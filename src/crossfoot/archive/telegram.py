"""Telegram's export of a channel (result.json): each message a report. The door of ijson, which reads it as a stream.

Only channels are read: chats and groups are of persons. Nobody's name is taken from a message (§11.1).
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from typing import Any

from crossfoot.archive.metadata import Metadata, one_line, whole_day
from crossfoot.archive.sources import Context, Extracted, Found, Skipped, Source, collected, problem
from crossfoot.records import Known, Problem

MEDIA_TYPE = "application/json"
CHANNELS = ("public_channel", "private_channel")
DEEPEST = 64
OPENS = {"start_map": 1, "start_array": 1, "end_map": -1, "end_array": -1}


def read(source: Source, context: Context) -> Iterator[Found]:
    """The messages of a channel, oldest first as exported. Those without words are passed over and counted."""
    data = source.whole(context.limits.paper_bytes)
    if isinstance(data, Problem):
        yield data
        return
    import ijson

    count = 0
    empty = 0
    try:
        about = _about(data, ijson)
        if isinstance(about, str):
            yield problem(source, about)
            return
        for message in _messages(data, ijson):
            count += 1
            if count > context.limits.parts:
                yield problem(source, f"more than {context.limits.parts} messages: the rest is not read")
                break
            found = _extracted(message, about) if isinstance(message, dict) else None
            if found is None or len(found.text) > context.limits.text_bytes:
                empty += 1
            else:
                yield collected(source, data, found, context)
    except (ijson.JSONError, UnicodeDecodeError, ValueError, RecursionError) as error:
        yield problem(source, f"no JSON after message {count} ({error}): what comes after is not read", "")
    if empty:
        yield Skipped(source.name, {"messages without words": empty})


def _about(data: bytes, ijson: Any) -> dict[str, Any] | str:
    """What the export says of the channel before its messages; or why it is not read."""
    found: dict[str, Any] = {}
    depth, key = 0, None
    for event, value in ijson.basic_parse(io.BytesIO(data)):
        depth += OPENS.get(event, 0)
        if depth > 1 or depth == 0:
            break
        if event == "map_key":
            key = value
        elif key in ("name", "type", "id", "username") and event in ("string", "number"):
            found[key] = value
    if key in ("chats", "personal_information"):
        return "an export of a whole account, with private chats in it: export the channel alone"
    if found.get("type") not in CHANNELS:
        kind = found.get("type")
        return (
            f"a {str(kind)[:40]!r}, not a channel: what persons write to one another is not read"
            if kind
            else "JSON, but no export of a Telegram channel"
        )
    return found


def _messages(data: bytes, ijson: Any) -> Iterator[Any]:
    """The items of the array "messages". What is nested more than `DEEPEST` levels is refused before it is built."""
    builder, depth, key, inside = ijson.ObjectBuilder(), 0, None, False
    for event, value in ijson.basic_parse(io.BytesIO(data)):
        depth += OPENS.get(event, 0)
        if depth > DEEPEST:
            raise ValueError(f"nested more than {DEEPEST} levels")
        if not inside:
            key = value if depth == 1 and event == "map_key" else key
            inside = depth == 2 and event == "start_array" and key == "messages"
        elif depth == 1:
            return
        else:
            builder.event(event, value)
            if depth == 2:
                yield builder.value
                builder = ijson.ObjectBuilder()


def _extracted(message: Mapping[str, Any], about: Mapping[str, Any]) -> Extracted | None:
    if message.get("type", "message") != "message":
        return None
    text = _text(message)
    number = message.get("id")
    if not text.strip() or "\0" in text or not isinstance(number, int):
        return None
    fields = Metadata()
    if outlet := one_line(about.get("name")):
        fields["outlet"] = outlet
    if origin := _forwarded(message):
        fields["author"] = origin
    if day := _day(message, "date"):
        fields["published"] = day
    if day := _day(message, "edited"):
        fields["modified"] = day
    fields["url"] = _link(about, number)
    known: dict[str, Known] = dict.fromkeys(fields, "metadata")
    return Extracted(text, MEDIA_TYPE, fields, known, part=str(number))


def _text(message: Mapping[str, Any]) -> str:
    """The message as written: its plain parts and its marked ones (bold, links), one after the other."""
    parts = message.get("text_entities") or message.get("text") or ""
    if isinstance(parts, str):
        return parts
    if not isinstance(parts, list):
        return ""
    return "".join(p if isinstance(p, str) else str(p.get("text") or "") for p in parts if isinstance(p, str | dict))


def _forwarded(message: Mapping[str, Any]) -> str | None:
    """The channel a message was first in. Of persons, and of those of whom it is not known, nothing is kept."""
    if not str(message.get("forwarded_from_id") or "").startswith("channel"):
        return None
    return one_line(message.get("forwarded_from"))


def _day(message: Mapping[str, Any], name: str) -> date | None:
    """The day in UTC; where the export gives no such moment, the day that it prints."""
    moment = str(message.get(f"{name}_unixtime") or "")
    if moment.isascii() and moment.isdigit() and len(moment) < 12:
        return datetime.fromtimestamp(int(moment), UTC).date()
    return whole_day(str(message.get(name) or "")[:10])


def _link(about: Mapping[str, Any], number: int) -> str:
    name = str(about.get("username") or "")
    if name.isascii() and name.replace("_", "").isalnum():
        return f"https://t.me/{name}/{number}"
    return f"https://t.me/c/{about.get('id') if isinstance(about.get('id'), int) else 0}/{number}"
