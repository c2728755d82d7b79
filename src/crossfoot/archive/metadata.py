"""What may be known of a report beside its text; a key that is absent is unknown."""

from __future__ import annotations

from datetime import date, datetime
from email.utils import parsedate_to_datetime
from typing import TypedDict

MOST_FIELD = 500
"""Characters of a title, a name or an address; what is longer is cut."""


class Metadata(TypedDict, total=False):
    title: str
    outlet: str
    author: str
    language: str
    published: date
    modified: date
    url: str


def whole_day(text: str) -> date | None:
    """The day in the one form that is never misread, YYYY-MM-DD, or None."""
    if len(text) != 10 or text[4] != "-" or text[7] != "-":
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def mail_moment(told: str) -> datetime | None:
    """A moment as mails and servers write it, in its own time zone; None where it is none."""
    try:
        return parsedate_to_datetime(told[:100])
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def printable(text: str) -> str:
    """The text on one line, without what no screen shows."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def one_line(value: object) -> str | None:
    """A field as a file gives it, printable and cut at MOST_FIELD; None for what says nothing."""
    return printable(str(value or "")[:MOST_FIELD]) or None
