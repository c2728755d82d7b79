"""`crossfoot diff`: what moved between two results, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from crossfoot.commands import options
from crossfoot.commands.outcome import Outcome, print_json, say, tell_problems

if TYPE_CHECKING:
    from crossfoot.diff import Difference, Side
    from crossfoot.pipeline import Run
    from crossfoot.records import Problem
    from crossfoot.settings import Settings

MOST_SHOWN = 40
SETTINGS = ("profile", "without", "bridges")
"""What of a result's making is compared."""


@click.command()
@click.argument("a", type=options.PATHS)
@click.argument("b", type=options.PATHS, required=False)
@options.reading
@options.reconciling
@options.as_json
@options.exit_zero
def diff(a: Path, b: Path | None, as_json: bool, exit_zero: bool, **given: Any) -> None:
    """What moved from A to B, and why. A and B: ledgers, or files of `check --json`.

    With one LEDGER, --without, --with and --profile tell what would move: it is compared with itself under them.
    Ends with 1 where something moved.
    """
    from crossfoot.diff import difference

    settings = options.settings_of(given)
    options.existing((a, b) if b else (a,))
    changed = bool(settings.without or settings.bridges or settings.profile != "default")
    if b is not None and changed:
        raise options.InputError("--without, --with and --profile go with one LEDGER, not with two results")
    if b is None and not changed:
        raise options.InputError(
            f"what to compare {a} with? Give a second ledger or file, or --without, --with, --profile"
        )
    before, after, problems = _two(a, b, settings)
    found = difference(before, after)
    outcome = Outcome(int(not found.is_empty), problems, exit_zero)
    if as_json:
        print_json({"a": before.name, "b": after.name, **found.as_json(), "exit": outcome.as_json()})
    else:
        say(in_words(before, after, found))
    tell_problems(problems)
    outcome.end()


def _two(a: Path, b: Path | None, settings: Settings) -> tuple[Side, Side, tuple[Problem, ...]]:
    if b is None:
        return _what_if(a, settings)
    (one, p), (other, q) = _side(a), _side(b)
    return one, other, (*p, *q)


def _what_if(path: Path, settings: Settings) -> tuple[Side, Side, tuple[Problem, ...]]:
    """A ledger without and with what is asked; it is left with the result that it has without."""
    from crossfoot import pipeline
    from crossfoot.ledger import Ledger

    if not path.is_dir():
        raise options.InputError(f"{path}: --without, --with and --profile need a ledger")
    plain = replace(settings, without=frozenset(), bridges=frozenset(), profile="default")
    with Ledger.open(path) as opened:
        runs = [pipeline.Run(opened, one) for one in (plain, settings)]
        for run in runs:
            pipeline.take_reports(run)
            pipeline.work_out(run)
        opened.use_results(**runs[0].made)
    before, after = (_of_run(path, run, pipeline.versions(run)) for run in runs)
    return before, after, tuple(dict.fromkeys(problem for run in runs for problem in run.problems))


def _side(path: Path) -> tuple[Side, tuple[Problem, ...]]:
    """The result that a ledger has, or a file."""
    from crossfoot import pipeline
    from crossfoot.ledger import Ledger
    from crossfoot.settings import Settings

    if not path.is_dir():
        return _of_file(path), ()
    with Ledger.open(path) as opened:
        run = pipeline.Run(opened, Settings())
        pipeline.take_all(run)
    return _of_run(path, run, {}), run.problems


def _of_run(path: Path, run: Run, made: Mapping[str, str]) -> Side:
    from crossfoot.diff import Side

    if run.reconciliation is None:
        raise options.InputError(f"{path} was never reconciled; do so with `crossfoot reconcile {path}`")
    shown = {key: made[key] for key in SETTINGS if key in made}
    return Side(str(path), {c.id: c for c in run.reading.claims}, run.reconciliation, shown)


def _of_file(path: Path) -> Side:
    from crossfoot import wire
    from crossfoot.diff import Side
    from crossfoot.records import Claim

    try:
        value = wire.loads(path.read_text(encoding="utf-8"))
        result = wire.reconciliation_from_json(value)
        claims = wire.records_from_json(Claim, value.get("claims", []))
    except (wire.WireError, UnicodeDecodeError) as error:
        raise options.InputError(f"{path}: not what `check --json` prints: {error}") from error
    made = value.get("versions") if isinstance(value.get("versions"), dict) else {}
    shown = {key: str(made[key]) for key in SETTINGS if key in made}
    return Side(str(path), {c.id: c for c in claims}, result, shown)


# ── as text ──────────────────────────────────────────────────────────────────────────────────────


def in_words(a: Side, b: Side, found: Difference) -> str:
    if found.is_empty:
        return "Nothing moved: the same claims, contradictions and bounds."
    lines = [f"{name}: {x or 'unknown'} → {y or 'unknown'}" for name, (x, y) in found.settings.items()]
    lines += [", ".join(f"{name} {x} → {y}" for name, (x, y) in found.counts.items())]
    if a.name != b.name:
        lines.insert(0, f"{a.name} → {b.name}")
    lines += _section("Claims", [f"{m.moved:<8}“{m.quote}” ({m.file}){_fields(m.fields)}" for m in found.claims], [])
    told = [f"{m.moved:<8}{m.text}{_gap(m.gap)}" for m in found.conflicts]
    lines += _section("Contradictions", told, [m.why for m in found.conflicts])
    told = [
        f"{m.how:<12}{m.series.replace('|', ', ')}, {m.start} to {m.end}: {_range(m.before)} → {_range(m.after)}"
        for m in found.bounds
    ]
    lines += _section("Bounds", told, [m.why for m in found.bounds])
    return "\n".join(lines)


def _section(title: str, told: list[str], why: list[tuple[str, ...]]) -> list[str]:
    if not told:
        return []
    lines = ["", f"{title} ({len(told)})"]
    same = Counter((line, why[n] if why else ()) for n, line in enumerate(told))
    for (line, reasons), times in list(same.items())[:MOST_SHOWN]:
        lines.append(f"  {line}" + (f" ({times} times)" if times > 1 else ""))
        lines += [f"      {reason}" for reason in reasons]
    return [*lines, f"  … {len(same) - MOST_SHOWN} more; --json lists all"] if len(same) > MOST_SHOWN else lines


def _fields(changed: Any) -> str:
    return "".join(f"; {name}: {x or 'nothing'} → {y or 'nothing'}" for name, (x, y) in changed.items())


def _gap(gap: tuple[str | None, str | None]) -> str:
    told = [_number(g) for g in gap if g is not None]
    return ": gap " + " → ".join(told)


def _number(text: str) -> str:
    return f"{int(text):,}" if text.lstrip("-").isdigit() else text


def _range(sides: tuple[int | None, int | None] | None) -> str:
    if sides is None:
        return "no bound"
    low, high = ("…" if side is None else f"{side:,}" for side in sides)
    return low if low == high else f"{low} to {high}"
