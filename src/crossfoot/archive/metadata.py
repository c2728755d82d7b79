"""What may be known of a report beside its text; a key that is absent is unknown."""

from __future__ import annotations

from datetime import date
from typing import TypedDict


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
