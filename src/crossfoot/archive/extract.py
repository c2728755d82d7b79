"""From bytes to text and metadata: the door of trafilatura. Plain text stays exactly what the file holds."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterator
from typing import Any

from crossfoot.archive import dateline, page
from crossfoot.archive.captures import MEGABYTE, STAGE, Limits
from crossfoot.archive.charset import Undecodable, decode
from crossfoot.archive.metadata import MOST_FIELD, Metadata, one_line
from crossfoot.archive.sources import Collected, Context, Extracted, Found, Source, collected
from crossfoot.records import Known, Problem

BINARY = (
    (b"\xd0\xcf\x11\xe0", "an old Word or Excel file; save its text as .txt, or a table as .xlsx"),
    (b"{\\rtf", "RTF; save its text as .txt"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
)
BLANK = "\ufeff \t\r\n\v\f"
HTML_STARTS = ("<!doctype html", "<html")


def read_text(source: Source, context: Context) -> Iterator[Collected | Problem]:
    yield _read(source, "text/markdown" if source.suffix in (".md", ".markdown") else "text/plain", context)


def read_page(source: Source, context: Context) -> Iterator[Found]:
    """The page's main text; of one that a mapping names, its tables instead."""
    if context.mappings.of(source.name):
        from crossfoot.archive import tabular

        yield from tabular.read(source, context)
        return
    yield _read(source, "text/html", context)


def _read(source: Source, media_type: str, context: Context) -> Collected | Problem:
    data = source.whole(context.limits.file_bytes)
    if isinstance(data, Problem):
        return data
    found = extract(data, media_type, source.name, context.limits, source.charset)
    return found if isinstance(found, Problem) else collected(source, data, found, context)


def extract(data: bytes, media_type: str, name: str, limits: Limits, charset: str | None = None) -> Extracted | Problem:
    """Text and metadata of one file, or why there is none, with the byte or character where that shows."""
    if len(data) > limits.text_bytes:
        found, most = len(data) / MEGABYTE, limits.text_bytes / MEGABYTE
        return Problem(STAGE, name, f"{found:.1f} MB of text; at most {most:g} MB are read: split the file")
    for start, what in BINARY:
        if data.startswith(start):
            return Problem(STAGE, name, f"no text: {what}")
    text = decode(data, charset)
    if isinstance(text, Undecodable):
        return Problem(STAGE, f"{name}, byte {text.byte}", text.reason)
    if "\0" in text:
        return Problem(STAGE, f"{name}, character {text.index(chr(0))}", "a NUL character: the file is no text")
    if media_type == "text/html" or text[:200].lstrip(BLANK).lower().startswith(HTML_STARTS):
        return _html(text, name, limits)
    return _plain(text, media_type, name)


def _plain(text: str, media_type: str, name: str) -> Extracted | Problem:
    if not text.strip(BLANK):
        return Problem(STAGE, name, "the file holds nothing but blank space")
    fields, known = Metadata(), dict[str, Known]()
    titled = dateline.title(text)
    if titled:
        fields["title"], known["title"] = titled.text, "stated" if titled.is_marked else "guessed"
    day = dateline.stated_day(text)
    if day:
        fields["published"], known["published"] = day, "stated"
    return Extracted(text, media_type, fields, known)


def _html(text: str, name: str, limits: Limits) -> Extracted | Problem:
    if len(text) > limits.page_characters:
        return Problem(
            STAGE, name, f"a page of more than {limits.page_characters} characters; save the article's text as .txt"
        )
    wrong = page.too_deep(text, limits.tags, limits.tags_deep)
    if wrong:
        return Problem(STAGE, name, wrong)
    try:
        taken = _main_text(text)
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError, SyntaxError) as error:
        return Problem(
            STAGE, name, f"the page cannot be taken apart ({type(error).__name__}); save the article's text as .txt"
        )
    if taken is None:
        return Problem(STAGE, name, "no main text found in the page; save the article's text as .txt")
    return taken


def _main_text(text: str) -> Extracted | None:
    """Title and paragraphs, a blank line between them: a headline's figures count too."""
    import trafilatura

    logging.getLogger("trafilatura").addHandler(logging.NullHandler())
    tree = trafilatura.load_html(text.lstrip("\ufeff"))
    if tree is None:
        return None
    fields = Metadata()
    found, language = page.dates(tree), page.language(tree)
    if language:
        fields["language"] = language
    for part in page.surroundings(tree):
        if part.getparent() is not None:
            part.drop_tree()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of words that a page prints where it should print a day
        document: Any = trafilatura.bare_extraction(
            tree,
            with_metadata=True,
            include_comments=False,
            favor_recall=True,  # without it, figures in lists are lost
            date_extraction_params={"extensive_search": False, "original_date": True},
        )
    if document is None or not document.text:
        return None
    fields.update(_metadata(document))
    body = "\n\n".join(line for line in document.text.split("\n") if line.strip())
    title = fields.get("title")
    if title and title not in body[: 2 * MOST_FIELD]:
        body = f"{title}\n\n{body}"
    known: dict[str, Known] = dict.fromkeys(fields, "metadata")
    _date(fields, known, found, body)
    return Extracted(body + "\n", "text/html", fields, known)


def _date(fields: Metadata, known: dict[str, Known], found: page.Dates, body: str) -> None:
    """The page's own days; where it has none for machines, a line near the top that is nothing but a date."""
    known.update(found.known)
    day = found.published
    if day is None and (day := dateline.stated_day(body)):
        known["published"] = "stated"
    if day is not None:
        fields["published"] = day
    if found.modified is not None:
        fields["modified"] = found.modified


def _metadata(document: Any) -> Metadata:
    fields = Metadata()
    if title := one_line(document.title):
        fields["title"] = title
    if outlet := one_line(document.sitename):
        fields["outlet"] = outlet
    if author := one_line(document.author):
        fields["author"] = author
    url = one_line(document.url)
    if url and url.startswith(("http://", "https://")):
        fields["url"] = url
    return fields
