"""What a person at a terminal sees: progress on stderr, and texts that cannot play tricks with the terminal."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol


class Steps(Protocol):
    def __call__(self, steps: int = 1) -> None: ...


class Progress(Protocol):
    """How long work tells how far it is. `total` is None where nobody knows."""

    def stage(self, says: str, total: int | None = None) -> Steps: ...


class Silent:
    """Progress for scripts and tests."""

    def stage(self, says: str, total: int | None = None) -> Steps:
        del says, total
        return _nothing


class Bars:
    """One bar a stage, with count, rate and remaining time."""

    def __init__(self) -> None:
        from rich.console import Console
        from rich.progress import (
            BarColumn,
            MofNCompleteColumn,
            ProgressColumn,
            SpinnerColumn,
            Task,
            TextColumn,
            TimeRemainingColumn,
        )
        from rich.progress import Progress as RichProgress
        from rich.text import Text

        class Rate(ProgressColumn):
            def render(self, task: Task) -> Text:
                return Text(f"{task.speed:,.0f}/s" if task.speed else "")

        columns = (
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(24),
            MofNCompleteColumn(),
            Rate(),
            TimeRemainingColumn(elapsed_when_finished=True),
        )
        self.rich = RichProgress(*columns, console=Console(stderr=True), transient=True)

    def stage(self, says: str, total: int | None = None) -> Steps:
        for task in self.rich.task_ids:
            self.rich.remove_task(task)
        task = self.rich.add_task(says, total=total)

        def advance(steps: int = 1) -> None:
            self.rich.advance(task, steps)

        return advance


@contextmanager
def progress(quiet: bool = False) -> Iterator[Progress]:
    """Bars where stderr is a terminal, else silence."""
    if quiet or not sys.stderr.isatty():
        yield Silent()
        return
    bars = Bars()
    with bars.rich:
        yield bars


def _nothing(steps: int = 1) -> None:
    del steps


CONTROLLING = frozenset(("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"))
"""Unicode categories that move the cursor, turn the direction of writing, or show nothing."""
KEPT = frozenset("\n\t\u00ad\u200c\u200d")


def visible(text: str) -> str:
    """The text with every character that could act on a terminal written as its escape."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(
        c.encode("unicode_escape").decode() if c not in KEPT and unicodedata.category(c) in CONTROLLING else c
        for c in text
    )
