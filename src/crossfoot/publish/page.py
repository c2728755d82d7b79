"""The dossier: the views of its sections, and the one place where jinja2 renders them.

Everything is escaped (autoescape on); control characters are shown as U+FFFD; only http and https addresses become
links; the page's policy forbids scripts and every load from elsewhere, and names its own style by hash.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable
from functools import cache
from importlib import resources
from types import CodeType
from typing import TYPE_CHECKING

from crossfoot.publish import Contents
from crossfoot.publish import charts as drawing
from crossfoot.publish.embedded import embedded_data
from crossfoot.publish.findings import findings
from crossfoot.publish.index import Index, anchor, build_index
from crossfoot.publish.listings import listings
from crossfoot.publish.words import Words, figure, load_words, percent

if TYPE_CHECKING:
    from jinja2 import BytecodeCache, Environment

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_ADDRESS = re.compile(r"https?://[^\s\"'<>\\^`{|}\x00-\x1f]{1,2000}", re.ASCII)
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}")


def render(contents: Contents) -> str:
    """The page as text; the same contents give the same page."""
    words = load_words()
    index = build_index(contents, words)
    style = resources.files(__package__).joinpath("style.css").read_text(encoding="utf-8")
    page = _environment(index).get_template("dossier.html.j2")
    return page.render(
        contents=contents,
        result=contents.reconciliation,
        found=findings(index),
        lists=listings(index),
        style=style,
        style_hash=style_hash(style),
        data=embedded_data(index),
    )


def style_hash(style: str) -> str:
    """The hash by which the page's policy admits its own style and no other."""
    return "sha256-" + base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()


def clean(value: object) -> object:
    """Control characters and lone surrogates would make the page malformed; markup that we made stays as it is."""
    if isinstance(value, str) and not hasattr(value, "__html__"):
        return _CONTROL.sub("\ufffd", value)
    return value


def web_address(url: str | None) -> str:
    """The address if it is plain http or https, else nothing."""
    return url if url and _ADDRESS.fullmatch(url) else ""


def language(code: str | None) -> str:
    return code if code and _LANGUAGE.fullmatch(code) else ""


def _environment(index: Index) -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    env = Environment(
        loader=PackageLoader("crossfoot.publish", "templates"),
        bytecode_cache=_compiled(),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=clean,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    words: Words = index.words
    env.globals |= {
        "words": words,
        "index": index,
        "say": words.say,
        "draw": drawing.charts,
        "anchor": anchor,
    }
    filters: dict[str, Callable[..., object]] = {
        "figure": figure,
        "percent": percent,
        "coord": lambda number: f"{number:.1f}".removesuffix(".0"),
        "web": lambda url: web_address(url) if index.redacted(url or "") == (url or "") else "",
        "language": language,
        "redacted": index.redacted,
    }
    env.filters.update(filters)
    return env


@cache
def _compiled() -> BytecodeCache:
    """Templates are compiled once a run: an environment belongs to one page, what it is compiled to does not."""
    from jinja2 import BytecodeCache
    from jinja2.bccache import Bucket

    codes: dict[tuple[str, str], CodeType] = {}

    class Compiled(BytecodeCache):
        def load_bytecode(self, bucket: Bucket) -> None:
            bucket.code = codes.get((bucket.key, bucket.checksum))

        def dump_bytecode(self, bucket: Bucket) -> None:
            if bucket.code is not None:
                codes[bucket.key, bucket.checksum] = bucket.code

    return Compiled()
