"""From bytes to characters, without guessing: a wrong charset changes what a text says."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

ASIAN = ("gbk", "gb18030", "big5", "euc-jp", "shift_jis", "euc-kr")
ISO_PARTS = (2, 3, 4, 5, 6, 7, 8, 9, 10, 13, 14, 15, 16)
CHARSETS = {
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "us-ascii": "cp1252",
    "gb2312": "gb18030",
    "koi8-r": "koi8-r",
    "koi8-u": "koi8-u",
    **{name: name for name in ASIAN},
    **{f"windows-{number}": f"cp{number}" for number in range(1250, 1259)},
    **{f"iso-8859-{part}": f"iso8859-{part}" for part in ISO_PARTS},
}
"""Charsets a page may declare, read as browsers read them. No other is tried."""

DECLARED = re.compile(rb"charset\s{0,5}=\s{0,5}[\"']?\s{0,5}([A-Za-z0-9_-]{2,20})", re.IGNORECASE)
DECLARED_WITHIN = 4096


@dataclass(frozen=True, slots=True)
class Undecodable:
    byte: int
    reason: str


def decode(data: bytes, told: str | None = None) -> str | Undecodable:
    """By the byte order mark, else as UTF-8 if the bytes are, else by the charset that the server told or a page
    declares.

    A byte order mark stays in the text as U+FEFF, so that offsets are those of the decoded file.
    """
    marked = next((name for mark, name in BYTE_ORDER_MARKS if data.startswith(mark)), None)
    try:
        return data.decode(marked or "utf-8")
    except UnicodeDecodeError as error:
        failed = error.start
    declared = None if marked else CHARSETS.get((told or "").lower()) or _declared(data)
    if declared is None:
        return Undecodable(failed, f"no {marked or 'UTF-8'} (byte 0x{data[failed]:02x}); save the file as UTF-8")
    try:
        return data.decode(declared)
    except UnicodeDecodeError as error:
        return Undecodable(error.start, f"neither UTF-8 nor {declared}, which the page declares; save it as UTF-8")


def _declared(data: bytes) -> str | None:
    found = DECLARED.search(data[:DECLARED_WITHIN])
    return CHARSETS.get(found.group(1).decode("ascii").lower()) if found else None
