"""Telegram exports: messages exactly as written, no person kept."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from crossfoot.archive import Collected, Limits, Skipped, collect
from crossfoot.archive.collect import Given
from crossfoot.records import Problem

GIVEN = Given("2025-10-01T00:00:00+00:00")
ENTITIES = [
    {"type": "plain", "text": "Over "},
    {"type": "bold", "text": "1,200"},
    {"type": "plain", "text": " cases\nin May: "},
    {"type": "link", "text": "https://office.example/x"},
]


def message(number: int, **more: Any) -> dict[str, Any]:
    plain = {"id": number, "type": "message", "date": "2024-11-15T01:30:00", "date_unixtime": "1731627000"}
    return {**plain, "from": "Morning channel", "from_id": "channel77", "text": "12 cases", **more}


def export(*messages: Any, **more: Any) -> bytes:
    about = {"name": "Morning channel", "type": "public_channel", "id": 77}
    return json.dumps({**about, **more, "messages": list(messages)}, indent=1).encode()


def read(folder: Path, data: bytes, limits: Limits | None = None) -> list[Collected | Problem | Skipped]:
    (folder / "result.json").write_bytes(data)
    return list(collect([folder / "result.json"], None, limits or Limits(), GIVEN))


def test_a_message_is_a_report_with_day_number_and_link(tmp_path: Path) -> None:
    edited = message(2, edited="2024-11-20T08:00:00", edited_unixtime="1732089600", text_entities=ENTITIES)
    first, second = read(tmp_path, export(message(1), edited))
    assert isinstance(first, Collected)
    assert isinstance(second, Collected)
    assert (first.report.file, first.report.text) == ("result.json#1", "12 cases")
    assert (first.report.outlet, first.report.url) == ("Morning channel", "https://t.me/c/77/1")
    assert (first.report.published, first.report.modified) == (date(2024, 11, 14), None)
    assert second.report.text == "Over 1,200 cases\nin May: https://office.example/x"
    assert second.report.modified == date(2024, 11, 20)
    assert first.capture == second.capture


def test_mixed_text_of_older_exports_is_joined(tmp_path: Path) -> None:
    (one,) = read(tmp_path, export(message(1, text=["Over ", {"type": "bold", "text": "12"}, " cases"])))
    assert isinstance(one, Collected)
    assert one.report.text == "Over 12 cases"


def test_forwarding_channels_are_kept_and_persons_are_not(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        export(
            message(1, forwarded_from="Evening channel", forwarded_from_id="channel5"),
            message(2, forwarded_from="Zyx Inventedson", forwarded_from_id="user5"),
            message(3, forwarded_from="Zyx Inventedson"),
            message(4, author="Zyx Inventedson"),
        ),
    )
    assert [one.report.author for one in found if isinstance(one, Collected)] == ["Evening channel", None, None, None]
    assert "Inventedson" not in repr([one.report for one in found if isinstance(one, Collected)])


def test_the_same_words_twice_are_two_reports(tmp_path: Path) -> None:
    ids = {one.report.id for one in read(tmp_path, export(message(1), message(2))) if isinstance(one, Collected)}
    assert len(ids) == 2


def test_messages_without_words_are_passed_over(tmp_path: Path) -> None:
    found = read(tmp_path, export(message(1), message(2, text=""), {"id": 3, "type": "service"}, 7))
    assert found[-1] == Skipped("result.json", {"messages without words": 3})


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (export(message(1), type="personal_chat"), "'personal_chat', not a channel"),
        (export(message(1), type="private_group"), "'private_group', not a channel"),
        (json.dumps({"chats": {"list": []}}).encode(), "an export of a whole account"),
        (b'{"a": 12}', "no export of a Telegram channel"),
        (export(message(1))[:-20], "no JSON after message"),
        (b'{"messages": ' + b"[" * 100_000, "no export of a Telegram channel"),
        (b'{"type":"public_channel","messages": ' + b"[" * 100_000, "no JSON after message 0"),
    ],
    ids=["chat", "group", "account", "other JSON", "cut", "deep", "deep channel"],
)
def test_what_is_no_channel_is_refused(data: bytes, says: str, tmp_path: Path) -> None:
    wrong = [one.reason for one in read(tmp_path, data) if isinstance(one, Problem)]
    assert len(wrong) == 1
    assert says in wrong[0]


def test_limits(tmp_path: Path) -> None:
    found = read(tmp_path, export(*(message(n) for n in range(9))), Limits(parts=3))
    assert len([one for one in found if isinstance(one, Collected)]) == 3
    assert "more than 3 messages" in repr(found[-1])
