"""docs/help.md: the `--help` of every command. Written again with `python tests/docs/help_page.py`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from crossfoot.cli import COMMANDS
from crossfoot.cli import crossfoot as program

PAGE = Path(__file__).parent.parent.parent / "docs" / "help.md"
WIDTH = 100
HEAD = """# Every command's help

What `crossfoot COMMAND --help` prints. What the commands are for: [commands.md](commands.md).
"""


def named(commands: Iterable[click.Command], before: str = "") -> Iterator[tuple[str, click.Command]]:
    """Commands by their full names, in the order of `--help`."""
    for command in commands:
        name = f"{before} {command.name}".strip()
        if isinstance(command, click.Group):
            yield from named(command.commands.values(), name)
        else:
            yield name, command


def page() -> str:
    parts = [HEAD]
    root = click.Context(program, info_name="crossfoot", **program.context_settings)
    for name, command in named(COMMANDS):
        context = click.Context(command, root, info_name=name, terminal_width=WIDTH, max_content_width=WIDTH)
        parts.append(f"\n## {name}\n```text\n{command.get_help(context)}\n```\n")
    return "".join(parts)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
