"""The command line: every command, and what becomes of an error."""

from __future__ import annotations

import os
import sys
from typing import NoReturn

import click

from crossfoot import __version__
from crossfoot.commands.books import codebook
from crossfoot.commands.check import check
from crossfoot.commands.diff import diff
from crossfoot.commands.export import export
from crossfoot.commands.health import doctor
from crossfoot.commands.ledgers import add, correct, explain, init, verify
from crossfoot.commands.links import link
from crossfoot.commands.lint import lint
from crossfoot.commands.outcome import INTERRUPTED, OUR_BUG, WRONG_INPUT
from crossfoot.commands.redact import redact
from crossfoot.commands.stages import publish, read, reconcile, trace
from crossfoot.commands.watch import watch

COMMANDS = (
    check,
    init,
    add,
    watch,
    read,
    correct,
    trace,
    link,
    reconcile,
    publish,
    export,
    redact,
    diff,
    lint,
    explain,
    verify,
    codebook,
    doctor,
)
"""In the order of work, as `--help` lists them."""
PIPE_CLOSED = 141


class InOrder(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        del ctx
        return [command.name or "" for command in COMMANDS]


@click.group(cls=InOrder, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, message="crossfoot %(version)s")
@click.option("--debug", is_flag=True, help="Show where in the program an error came from.")
def crossfoot(debug: bool) -> None:
    """Tells which of the figures printed in reports cannot all be true, why, and by how much.

    Exit codes: 0 nothing found wrong, 1 contradictions found, 2 wrong use or input, 3 incomplete, 101 a bug of ours.
    """
    del debug


for command in COMMANDS:
    crossfoot.add_command(command)


def main() -> NoReturn:
    """The program. Results go to stdout, all else to stderr."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Runs one command and returns its exit code."""
    try:
        code = crossfoot.main(arguments, prog_name="crossfoot", standalone_mode=False)
        sys.stdout.flush()
    except (KeyboardInterrupt, click.Abort):
        click.echo("\nInterrupted. What is in the ledger stays; run the same command again to go on.", err=True)
        return INTERRUPTED
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return PIPE_CLOSED
    except Exception as error:  # noqa: BLE001 - the last place where an error can be told in words
        return _tell(error, "--debug" in arguments)
    return code if isinstance(code, int) else 0


def _tell(error: Exception, debug: bool) -> int:
    """Errors of input in one line with what to do; anything else is ours."""
    from crossfoot.terminal import visible

    told = _of_input(error)
    if debug:
        import traceback

        click.echo(visible("".join(traceback.format_exception(error))), err=True)
    if told:
        for line in told.splitlines():
            click.echo(visible(f"Error: {line}"), err=True)
        return WRONG_INPUT
    click.echo(
        visible(f"This is a bug in crossfoot: {type(error).__name__}: {error}\n")
        + "Please report it with the command you ran. `crossfoot --debug ...` shows where it happened.\n"
        "What is in the ledger is not lost.",
        err=True,
    )
    return OUR_BUG


def _of_input(error: Exception) -> str | None:
    """The message if the error is about what was given to us or about this machine's files; None if it is a bug."""
    from crossfoot.archive import TableError
    from crossfoot.codebook import CodebookError
    from crossfoot.ledger import LedgerError
    from crossfoot.read.parser import ReaderError
    from crossfoot.without import UnknownName

    if isinstance(error, TableError | CodebookError | LedgerError | ReaderError | UnknownName):
        return str(error)
    if isinstance(error, OSError) and error.filename:
        return f"{error.filename}: {(error.strerror or 'cannot be used').lower()}"
    return None


if __name__ == "__main__":
    main()
