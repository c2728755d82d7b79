"""How a command ends: what goes to stdout and stderr, and the exit code."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NoReturn

import click

from crossfoot.terminal import visible

if TYPE_CHECKING:
    from crossfoot.records import Problem

FINE, FOUND, WRONG_INPUT, INCOMPLETE, OUR_BUG, INTERRUPTED = 0, 1, 2, 3, 101, 130
MOST_TOLD = 50


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was found wrong in the reports, and what could not be done. Incomplete wins over found."""

    found: int = 0
    problems: tuple[Problem, ...] = ()
    exit_zero: bool = False

    @property
    def code(self) -> int:
        return INCOMPLETE if self.problems else FOUND if self.found else FINE

    def as_json(self) -> dict[str, Any]:
        return {"code": self.code, "contradictions": self.found, "problems": len(self.problems)}

    def end(self) -> NoReturn:
        raise click.exceptions.Exit(FINE if self.exit_zero else self.code)


def say(text: str = "") -> None:
    """A line for people, on stdout, with nothing in it that acts on the terminal."""
    click.echo(visible(text))


def print_json(content: Mapping[str, Any]) -> None:
    """One object; the schema comes first. ASCII only, so that no terminal and no pipe changes it."""
    from crossfoot.records import SCHEMA

    click.echo(json.dumps({"schema": SCHEMA, **content}, allow_nan=False))


def print_lines(records: Iterable[Mapping[str, Any]]) -> None:
    for record in records:
        print_json(record)


def tell_problems(problems: tuple[Problem, ...]) -> None:
    """On stderr, one a line, with its place."""
    for problem in problems[:MOST_TOLD]:
        click.echo(visible(f"! {problem.place}: {problem.reason}"), err=True)
    if len(problems) > MOST_TOLD:
        click.echo(f"! and {len(problems) - MOST_TOLD} more", err=True)
