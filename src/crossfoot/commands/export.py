"""`crossfoot export`: a ledger in the formats that other programs read."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import click

from crossfoot.commands import options
from crossfoot.commands.outcome import Outcome, print_json, say, tell_problems

if TYPE_CHECKING:
    from crossfoot.evidence import EvidenceWriter
    from crossfoot.publish.exports import Writer


@dataclass(frozen=True, slots=True)
class Format:
    """`writer` is "module:function", imported when it is used; `to` is what is written here if nothing else is said."""

    says: str
    writer: str
    to: str
    is_evidence: bool = False
    """Bytes as they were received, of the whole ledger: nothing is read or worked out, and nothing masked."""


FORMATS: dict[str, Format] = {
    "csv": Format(
        "CSV tables with a Frictionless Data Package",
        "crossfoot.publish.exports.package:write_package",
        "crossfoot-csv",
    ),
    "xlsx": Format(
        "the same tables as one workbook",
        "crossfoot.publish.exports.spreadsheet:write_spreadsheet",
        "crossfoot.xlsx",
    ),
    "webannotation": Format(
        "W3C Web Annotations (JSON-LD) on the words of the reports",
        "crossfoot.publish.exports.annotations:write_annotations",
        "crossfoot.jsonld",
    ),
    "ucdp": Format(
        "one row a bound, in the columns of conflict event data (low, best, high, sources)",
        "crossfoot.publish.exports.conflictdata:write_conflict_data",
        "crossfoot-ucdp.csv",
    ),
    "wacz": Format(
        "the evidence as received: WARC records, index and custody log",
        "crossfoot.evidence:export_wacz",
        "crossfoot.wacz",
        is_evidence=True,
    ),
    "sheet": Format(
        "the sheets that came in, with new columns on their right",
        "crossfoot.newsroom:write_sheets",
        "crossfoot-sheets",
    ),
}
"""Every format, in the order of `--help`."""


def writer_of(name: str) -> Writer:
    return cast("Writer", _function(name))


def evidence_writer_of(name: str) -> EvidenceWriter:
    return cast("EvidenceWriter", _function(name))


def _function(name: str) -> object:
    module, _, function = FORMATS[name].writer.partition(":")
    return getattr(import_module(module), function)


@click.command()
@click.argument("ledger", type=options.LEDGER)
@click.option("--format", "name", type=click.Choice(list(FORMATS)), required=True, help="What to write.")
@click.option("--to", type=options.PATHS, help="Folder or file to write [default: named after the format, here].")
@options.reading
@options.reconciling
@options.as_json
@options.exit_zero
def export(ledger: Path, name: str, to: Path | None, as_json: bool, exit_zero: bool, **given: Any) -> None:
    """Write what LEDGER holds for other programs. Private data is masked first.

    csv: tables with a Frictionless Data Package. xlsx: the same as a workbook. webannotation: W3C Web Annotations on
    the words of the reports. ucdp: one row a bound, in the columns of conflict event data. wacz: the evidence
    itself, as it was received, with the custody log; nothing is masked in it.
    """
    from crossfoot import pipeline
    from crossfoot.commands.stages import run_on
    from crossfoot.material import material

    chosen = FORMATS[name]
    place = to or Path(chosen.to)
    with run_on(ledger, given) as run:
        if chosen.is_evidence:
            files = evidence_writer_of(name)(run, place)
        else:
            pipeline.work_out(run)
            files = writer_of(name)(material(run), place)
    outcome = Outcome(0, run.problems, exit_zero)
    if as_json:
        print_json({"format": name, "files": [str(file) for file in files], "exit": outcome.as_json()})
    else:
        for file in files:
            say(str(file))
    tell_problems(run.problems)
    outcome.end()
