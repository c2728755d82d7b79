"""CSV files with a Frictionless Data Package v2 beside them: keys, constraints, sizes and hashes.

A text that a spreadsheet would take for a formula gets an apostrophe before it; so does one that begins with an
apostrophe, so that the one apostrophe can always be taken away again. Numbers and days are never touched.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from crossfoot import records
from crossfoot.publish.exports import Material
from crossfoot.publish.exports.tables import Cell, Column, Filled, tables

DESCRIPTOR = "datapackage.json"
PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
_ACTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "'")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def write_package(material: Material, to: Path) -> tuple[Path, ...]:
    """A folder of CSV files and their descriptor. The same contents give the same bytes."""
    to.mkdir(parents=True, exist_ok=True)
    filled = tables(material)
    written = []
    resources = []
    for one in filled:
        data = as_csv(([c.name for c in one.table.columns], *one.rows)).encode()
        path = to / f"{one.table.name}.csv"
        path.write_bytes(data)
        written.append(path)
        resources.append(_resource(one, data))
    descriptor = to / DESCRIPTOR
    descriptor.write_text(json.dumps(_package(material, resources), indent=1) + "\n", encoding="utf-8")
    return (descriptor, *written)


def as_csv(rows: Iterable[Iterable[Cell]]) -> str:
    """Rows as RFC 4180 text."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    for row in rows:
        writer.writerow([printed(cell) for cell in row])
    return out.getvalue()


def printed(cell: Cell) -> str:
    """A cell as text: "" for unknown, ISO days, true and false, and nothing that a spreadsheet would execute."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, date):
        return cell.isoformat()
    return inert(cell) if isinstance(cell, str) else str(cell)


def inert(text: str) -> str:
    clean = _CONTROL.sub("\ufffd", text)
    return f"'{clean}" if clean.startswith(_ACTS) else clean


def _package(material: Material, resources: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "$schema": PROFILE,
        "name": "crossfoot-ledger",
        "title": material.contents.codebook.title,
        "description": "Figures that reports print, what they imply together, and which cannot all be true. Private "
        "data is masked. A text that would act as a formula begins with an apostrophe that is not part of it.",
        "crossfoot": {"schema": records.SCHEMA, **{k: material.hide(v) for k, v in material.contents.versions.items()}},
        "resources": resources,
    }


def _resource(filled: Filled, data: bytes) -> dict[str, Any]:
    table = filled.table
    keys = [
        {"fields": [c.name], "reference": {"resource": c.to[0], "fields": [c.to[1]]}} for c in table.columns if c.to
    ]
    return {
        "name": table.name,
        "type": "table",
        "description": table.says,
        "path": f"{table.name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(data),
        "hash": "sha256:" + hashlib.sha256(data).hexdigest(),
        "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "quoteChar": '"', "doubleQuote": True, "header": True},
        "schema": {
            "fields": [_field(column) for column in table.columns],
            "primaryKey": list(table.key),
            **({"foreignKeys": keys} if keys else {}),
            "missingValues": [""],
        },
    }


def _field(column: Column) -> dict[str, Any]:
    constraints: dict[str, Any] = {}
    if column.required:
        constraints["required"] = True
    if column.one_of:
        constraints["enum"] = list(column.one_of)
    if column.least is not None:
        constraints["minimum"] = column.least
    done: dict[str, Any] = {"name": column.name, "type": column.type, "description": column.says}
    return {**done, **({"constraints": constraints} if constraints else {})}
