"""Text of a small piece of HTML, as feeds hold it: all of it, paragraphs with a blank line between, in linear time."""

from __future__ import annotations

import html
import re

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
TABLES = ("table", "tbody", "tfoot", "thead", "tr")
PARTS = (
    *("address", "article", "aside", "blockquote", "figcaption", "figure", "footer", "header", "main", "nav"),
    "section",
)
BLOCKS = frozenset((*HEADINGS, *TABLES, *PARTS, "dd", "div", "dl", "dt", "hr", "li", "ol", "p", "pre", "ul"))
BREAKS = {"br": "\n", "td": " ", "th": " ", **dict.fromkeys(BLOCKS, "\n\n")}
HIDDEN = frozenset(("script", "style", "template", "noscript", "iframe", "object"))
TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]{0,20})\b[^<>]*>|<![^<>]*>")


def text_of(fragment: str) -> str:
    """The words of the fragment; scripts and the like are none of it."""
    parts: list[str] = []
    hidden, at = 0, 0
    for tag in TAG.finditer(fragment):
        if not hidden:
            parts.append(_words(fragment[at : tag.start()]))
        at = tag.end()
        name = (tag.group(2) or "").lower()
        if name in HIDDEN:
            hidden = max(0, hidden - 1) if tag.group(1) else hidden + 1
        parts.append(BREAKS.get(name, ""))
    parts.append("" if hidden else _words(fragment[at:]))
    paragraphs = "".join(parts).split("\n\n")
    lines = ("\n".join(" ".join(line.split()) for line in one.split("\n")).strip() for one in paragraphs)
    return "\n\n".join(line for line in lines if line)


def _words(piece: str) -> str:
    """Line ends within HTML are blanks; those of the text come from its tags."""
    return html.unescape(piece).replace("\0", " ").replace("\r", " ").replace("\n", " ")
