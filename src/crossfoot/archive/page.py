"""What an HTML page says of itself, and whether it is safe to take apart. Works on any tree with `iter` and `get`."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Protocol

from crossfoot.archive.metadata import whole_day

TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]{0,20})")
VOID = ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr", "param")
CLOSED_BY_THE_NEXT = (
    "p",
    "li",
    "dt",
    "dd",
    "option",
    "optgroup",
    "tr",
    "td",
    "th",
    "thead",
    "tbody",
    "tfoot",
    "rp",
    "rt",
)
FLAT = frozenset((*VOID, *CLOSED_BY_THE_NEXT))
"""Elements that do not nest in themselves: void, or closed by the next of their kind."""

AROUND = ("nav", "footer", "noscript")
"""Elements that stand around an article and are none of it."""

PUBLISHED_NAMES = (
    "article:published_time",
    "og:article:published_time",
    "og:published_time",
    "datepublished",
    "dcterms.issued",
    "dc.date.issued",
    "dcterms.created",
    "dc.date.created",
    "citation_publication_date",
    "parsely-pub-date",
    "sailthru.date",
    "publish-date",
    "publishdate",
    "pubdate",
)
"""Names of meta elements for the first day of publication, best first. Days of change are never taken for it."""

MOST_JSON = 1_000_000
MOST_NODES = 5_000


class Element(Protocol):
    def get(self, key: str, /) -> str | None: ...
    @property
    def text(self) -> str | None: ...


class Tree(Element, Protocol):
    def iter(self, *tags: str) -> Iterable[Element]: ...


def too_deep(text: str, most_tags: int, most_deep: int) -> str | None:
    """Why a page is not taken apart, or None: parsers are slow or fail on very many or very deep elements."""
    depth = 0
    for count, tag in enumerate(TAG.finditer(text), start=1):
        if count > most_tags:
            return f"more than {most_tags} tags; save the article's text as .txt"
        if tag.group(2).lower() not in FLAT:
            depth = max(0, depth - 1) if tag.group(1) else depth + 1
        if depth > most_deep:
            return f"more than {most_deep} tags within one another; save the article's text as .txt"
    return None


def published(tree: Tree) -> date | None:
    """The day of publication that the page's metadata names; None where it names none or JSON-LD names several."""
    days = {day for value in _linked_data(tree) if (day := day_of(value))}
    if len(days) == 1:
        return days.pop()
    named = {(_name(meta)): meta.get("content") or "" for meta in reversed(list(tree.iter("meta")))}
    for name in PUBLISHED_NAMES:
        day = day_of(named.get(name, ""))
        if day:
            return day
    for time in tree.iter("time"):
        if (time.get("itemprop") or "").lower() == "datepublished" or time.get("pubdate") is not None:
            return day_of(time.get("datetime") or "")
    return None


def language(tree: Tree) -> str | None:
    for html in tree.iter("html"):
        code = (html.get("lang") or html.get("xml:lang") or "").split("-")[0].lower()
        return code if code.isascii() and code.isalpha() and 2 <= len(code) <= 3 else None
    return None


def day_of(value: str) -> date | None:
    """The day of an ISO date or date and time, as printed. A bare year or month is no day."""
    value = value.strip()
    return whole_day(value[:10]) if len(value) == 10 or value[10:11] in ("T", " ") else None


def _name(meta: Element) -> str:
    return (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").strip().lower()


def _linked_data(tree: Tree) -> Iterator[str]:
    for script in tree.iter("script"):
        if (script.get("type") or "").strip().lower() != "application/ld+json":
            continue
        text = script.text or ""
        if len(text) > MOST_JSON:
            continue
        try:
            data = json.loads(text)
        except (ValueError, RecursionError):
            continue
        yield from _dates(data)


def _dates(data: object) -> Iterator[str]:
    waiting = [data]
    for _ in range(MOST_NODES):
        if not waiting:
            return
        node = waiting.pop()
        if isinstance(node, dict):
            value = node.get("datePublished")
            if isinstance(value, str):
                yield value
            waiting.extend(node.values())
        elif isinstance(node, list):
            waiting.extend(node)
