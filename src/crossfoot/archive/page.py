"""What an HTML page says of itself, and whether it is safe to take apart. Works on any tree with `iter` and `get`."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol

from crossfoot.archive.metadata import whole_day
from crossfoot.records import Known

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
OFFERS = re.compile(r"paywall|subscri|newsletter|cookie|consent|pop-?up", re.IGNORECASE)
SHORT = 600
"""Characters; what is marked as an offer and is longer may hold the article itself."""

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

MODIFIED_NAMES = (
    "article:modified_time",
    "og:article:modified_time",
    "og:updated_time",
    "datemodified",
    "dcterms.modified",
    "dc.date.modified",
    "last-modified",
    "lastmod",
    "revised",
)

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


@dataclass(frozen=True, slots=True)
class Dates:
    """Days of a page and how each is known: `metadata` is written for machines, `stated` is what a reader sees."""

    published: date | None = None
    modified: date | None = None
    known: Mapping[str, Known] = field(default_factory=dict)


def dates(tree: Tree) -> Dates:
    """When the page says that it was published, and changed. A day of change is never taken for one of publication;
    where JSON-LD or visible times name several days, they are not used."""
    told = tuple(_linked_data(tree))
    metas = {_name(meta): meta.get("content") or "" for meta in reversed(list(tree.iter("meta")))}
    times = tuple(tree.iter("time"))
    known: dict[str, Known] = {}
    first = _only(told, "datePublished") or _named(metas, PUBLISHED_NAMES) or _marked(times, "datepublished")
    changed = _only(told, "dateModified") or _named(metas, MODIFIED_NAMES) or _marked(times, "datemodified")
    if first is not None:
        known["published"] = "metadata"
    elif changed is None and (first := _shown(times)) is not None:
        known["published"] = "stated"
    if changed is not None:
        known["modified"] = "metadata"
    return Dates(first, changed, known)


def _only(told: Sequence[tuple[str, str]], key: str) -> date | None:
    days = {day for name, value in told if name == key and (day := day_of(value))}
    return days.pop() if len(days) == 1 else None


def _named(metas: Mapping[str, str], names: Sequence[str]) -> date | None:
    return next((day for name in names if (day := day_of(metas.get(name, "")))), None)


def _marked(times: Sequence[Element], name: str) -> date | None:
    """The first time element that is marked so; HTML had `pubdate` for a while."""
    for time in times:
        is_first = name == "datepublished" and time.get("pubdate") is not None
        if is_first or (time.get("itemprop") or "").lower() == name:
            return day_of(time.get("datetime") or "")
    return None


def _shown(times: Sequence[Element]) -> date | None:
    """The one day that time elements of the page name."""
    days = {day for time in times if (day := day_of(time.get("datetime") or ""))}
    return days.pop() if len(days) == 1 else None


def surroundings(tree: Any) -> list[Any]:
    """Elements of a page that are none of its text: menus and footers, the site's own head, walls and offers."""
    found = [*tree.iter(*AROUND)]
    found += [one for one in tree.iter("header") if _is_of_site(one)]
    found += [one for one in tree.iter("div", "section", "aside", "dialog") if _is_offer(one)]
    return found


def _is_of_site(header: Any) -> bool:
    """A header outside of any article, without a heading of the first rank."""
    return next(header.iterancestors("article", "main"), None) is None and next(header.iter("h1"), None) is None


def _is_offer(one: Any) -> bool:
    is_marked = OFFERS.search(f"{one.get('class') or ''} {one.get('id') or ''}") is not None
    if not is_marked or next(one.iter("article", "h1"), None) is not None:
        return False
    length = 0
    for words in one.itertext():
        length += len(words)
        if length > SHORT:
            return False
    return True


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


def _linked_data(tree: Tree) -> Iterator[tuple[str, str]]:
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
        yield from _told(data)


def _told(data: object) -> Iterator[tuple[str, str]]:
    waiting = [data]
    for _ in range(MOST_NODES):
        if not waiting:
            return
        node = waiting.pop()
        if isinstance(node, dict):
            for key in ("datePublished", "dateModified"):
                if isinstance(node.get(key), str):
                    yield key, node[key]
            waiting.extend(node.values())
        elif isinstance(node, list):
            waiting.extend(node)
