"""Options that several commands share, and the settings they make."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, TypeVar, cast

import click

from crossfoot.settings import SECONDS, Reader, Settings

if TYPE_CHECKING:
    from crossfoot.archive.fetch import Fetcher

Command = TypeVar("Command", bound=Callable[..., Any])

LEDGER = click.Path(path_type=Path, file_okay=False)
PATHS = click.Path(path_type=Path)
FILE = click.Path(path_type=Path, dir_okay=False)


class InputError(click.ClickException):
    """What the user gave cannot be used. Says what to do next; ends with exit code 2."""

    exit_code = 2

    def show(self, file: IO[Any] | None = None) -> None:
        from crossfoot.terminal import visible

        del file

        click.echo(f"Error: {visible(self.format_message())}", err=True)


class Day(click.ParamType[date]):
    """A whole day. A bare year or month is none."""

    name = "YYYY-MM-DD"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        from crossfoot.archive.metadata import whole_day

        day = value if isinstance(value, date) else whole_day(str(value))
        if day is None:
            self.fail(f"{value!r} is no day; write it like 2024-11-15", param, ctx)
        return day


def together(*options: Callable[[Command], Command]) -> Callable[[Command], Command]:
    """Several options as one decorator; help lists them in this order."""

    def decorate(command: Command) -> Command:
        for option in reversed(options):
            command = option(command)
        return command

    return decorate


as_json = click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead of text.")
exit_zero = click.option(
    "--exit-zero", is_flag=True, help="End with 0 whatever was found; errors still end with 2 or 101."
)
tables = click.option(
    "--reports",
    "tables",
    type=FILE,
    multiple=True,
    help="A reports.csv that lies elsewhere (columns: file, outlet, author, published, url, language, title).",
)
mappings = click.option(
    "--mapping",
    "mappings",
    type=FILE,
    multiple=True,
    help="A statistics.toml that lies elsewhere: what the columns of tables mean.",
)
published = click.option("--published", type=Day(), help="The day of all reports that nothing else dates.")
codebook = click.option(
    "--codebook", default="desertion", show_default=True, help="What is counted: a name or a TOML file."
)
reader = click.option(
    "--reader",
    type=click.Choice(["fast", "accurate", "auto"]),
    default="auto",
    show_default=True,
    help="accurate also parses sentences (needs `crossfoot[accurate]`); auto does so where it is installed.",
)
ledger_option = click.option(
    "--ledger",
    type=LEDGER,
    default=Path("crossfoot-ledger"),
    show_default=True,
    help="The ledger, made if it is not there.",
)
who = click.option(
    "--who", envvar="CROSSFOOT_WHO", help="Who does this, for the custody log [default: your user name]."
)

full_text = click.option(
    "--full-text",
    is_flag=True,
    help="Show the reports in full in the dossier, not only sentences with figures. Their texts belong to others.",
)
archiving = together(tables, mappings, published)
as_of = click.option(
    "--as-of", "as_of", type=Day(), help="Only what could be known on that day: captures and published dates up to it."
)
reading = together(codebook, reader, as_of)
visiting = together(
    click.option(
        "--allow-host",
        "allowed",
        multiple=True,
        metavar="HOST",
        help="A host that may be asked wherever it is, also on this machine, and on any port.",
    ),
    click.option(
        "--delay", type=click.FloatRange(min=0), default=2.0, show_default=True, help="Seconds between pages."
    ),
    click.option("--timeout", type=click.FloatRange(min=1), default=60.0, show_default=True, help="Seconds a page."),
)
reconciling = together(
    click.option("--with", "bridges", multiple=True, metavar="BRIDGE", help="Turn a bridge of the codebook on."),
    click.option(
        "--without",
        multiple=True,
        metavar="NAME",
        help="Turn an assumption off, or leave out what a source, an outlet, a report or a claim says.",
    ),
    click.option(
        "--profile", default="default", show_default=True, help="House rules for the width of rounded figures."
    ),
    click.option(
        "--seconds",
        type=click.FloatRange(min=0),
        default=SECONDS,
        show_default=True,
        help="Time for contradictions and repairs; what is found by then is shown, and the exit code is 3.",
    ),
)


def settings_of(options: dict[str, Any]) -> Settings:
    """Settings of whichever of the shared options a command has; unknown names are told before any work."""
    defaults = Settings()
    made = Settings(
        codebook=options.get("codebook", defaults.codebook),
        reader=cast("Reader", options.get("reader", defaults.reader)),
        tables=tuple(options["tables"]) if options.get("tables") else None,
        mappings=tuple(options["mappings"]) if options.get("mappings") else None,
        published=options.get("published"),
        without=frozenset(options.get("without", ())),
        bridges=frozenset(options.get("bridges", ())),
        profile=options.get("profile", defaults.profile),
        full_text=bool(options.get("full_text")),
        as_of=options.get("as_of"),
        seconds=options.get("seconds", defaults.seconds),
    )
    if "profile" in options:
        _check_names(made)
    return made


def _check_names(settings: Settings) -> None:
    from crossfoot.codebook import load
    from crossfoot.interval import profile

    bridges = {bridge.name for bridge in load(settings.codebook).bridges} if settings.bridges else set()
    for name in sorted(settings.bridges - bridges):
        raise InputError(
            f"--with {name}: the codebook has no such bridge; it has {', '.join(sorted(bridges)) or 'none'}"
        )
    try:
        profile(settings.profile)
    except (KeyError, ValueError) as error:
        raise InputError(f"--profile {settings.profile}: {error.args[0] if error.args else 'unknown'}") from error


def existing(paths: tuple[Path, ...]) -> tuple[Path, ...]:
    """The paths, or an error that names the first that is not there."""
    for path in paths:
        if not path.exists() and not path.is_symlink():
            if str(path).startswith(("http:/", "https:/")):
                raise InputError(f"{path}: pages are fetched by `crossfoot add LEDGER URL`")
            raise InputError(f"{path}: no such file or folder")
    return paths


def needs_a_ledger(options: dict[str, Any]) -> None:
    """Files alone do not say when they could be known."""
    if options.get("as_of") is not None:
        raise InputError("--as-of needs a ledger: it holds when what was captured")


def is_url(given: str) -> bool:
    """Whether an argument is a page of the web and no path."""
    return given.lower().startswith(("http://", "https://"))


def urls(given: Sequence[str]) -> tuple[str, ...]:
    """Addresses in one spelling, each once; the first that is none ends the command."""
    from crossfoot.archive.addresses import Refused, parse

    found: dict[str, None] = {}
    for one in given:
        try:
            found[parse(one).url] = None
        except Refused as error:
            raise InputError(f"{one}: {error}") from error
    return tuple(found)


def fetcher(options: dict[str, Any]) -> Fetcher:
    """Who asks for pages, with the limits given."""
    from crossfoot.archive.fetch import Fetcher, FetchLimits

    limits = FetchLimits(seconds=options["timeout"], delay=options["delay"])
    return Fetcher(frozenset(host.lower().strip("[]") for host in options["allowed"]), limits)


def user(name: str | None) -> str:
    """Who is at work: as given, else the name of the account."""
    import getpass

    try:
        return name or getpass.getuser()
    except (OSError, KeyError):
        return "unknown"
