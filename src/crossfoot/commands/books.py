"""`crossfoot codebook`: what is counted, checked and in words."""

from __future__ import annotations

from pathlib import Path

import click

from crossfoot.commands import options
from crossfoot.commands.outcome import Outcome, print_json, say, tell_problems


@click.group()
def codebook() -> None:
    """What is counted: check a codebook, show it in words, or make one from reports."""


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


@codebook.command("suggest")
@click.argument("paths", nargs=-1, required=True, type=options.PATHS, metavar="PATH...")
@click.option("--codebook", "name", metavar="NAME|FILE", help="Only what this codebook does not name.")
@click.option("--least", type=click.IntRange(min=1), default=2, show_default=True, help="Figures that count a noun.")
@options.as_json
def suggest_codebook(paths: tuple[Path, ...], name: str | None, least: int, as_json: bool) -> None:
    """The nouns that reports count and no codebook names, as a codebook to edit."""
    from crossfoot.codebook import Codebook, load
    from crossfoot.codebook_suggest import as_toml, suggestions
    from crossfoot.loosefiles import plain_words, read_uncoded
    from crossfoot.records import Problem
    from crossfoot.settings import Settings

    options.existing(paths)
    book = load(name) if name else Codebook("new", "New", None, (), ())
    found = list(read_uncoded(paths, Settings(), book))
    problems = tuple(one for one in found if isinstance(one, Problem))
    nouns = suggestions((one for one in found if not isinstance(one, Problem)), least, plain_words())
    outcome = Outcome(0, problems)
    if as_json:
        print_json({"nouns": [noun.as_json() for noun in nouns], "exit": outcome.as_json()})
    else:
        say(as_toml(nouns, "en", None if name else "A new subject").rstrip())
    tell_problems(problems)
    outcome.end()
