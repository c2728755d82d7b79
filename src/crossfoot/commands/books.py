"""`crossfoot codebook`: what is counted, checked and in words."""

from __future__ import annotations

import click

from crossfoot.commands import options
from crossfoot.commands.outcome import print_json, say


@click.group()
def codebook() -> None:
    """What is counted: check a codebook, or show it in words."""


@codebook.command("check")
@click.argument("name", metavar="NAME|FILE")
@options.as_json
def check_codebook(name: str, as_json: bool) -> None:
    """Is this codebook usable? Mistakes are told with line and column."""
    from crossfoot.codebook import load

    book = load(name)
    if as_json:
        print_json({"codebook": book.name, "measures": len(book.measures), "relations": len(book.relations)})
    else:
        counts = f"{len(book.measures)} measures, {len(book.populations)} populations, {len(book.relations)} relations"
        say(f"{name}: {book.title}: sound ({counts})")


@codebook.command("show")
@click.argument("name", metavar="NAME|FILE")
@options.as_json
def show_codebook(name: str, as_json: bool) -> None:
    """The codebook as text, for readers who do not read TOML."""
    from crossfoot.codebook import in_words, load

    book = load(name)
    if as_json:
        print_json({"codebook": book.name, "text": in_words(book)})
    else:
        say(in_words(book))
