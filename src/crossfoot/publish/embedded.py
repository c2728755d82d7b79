"""The dossier's data, carried inside it as inert JSON: the object of docs/formats.md without the reports' texts."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from crossfoot.publish.index import Index
from crossfoot.wire import reconciliation_to_json

if TYPE_CHECKING:
    from markupsafe import Markup

_ESCAPES = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def embedded_json(index: Index) -> Markup:
    """JSON that no HTML parser can leave early: "<", ">" and "&" are written as escapes."""
    from markupsafe import Markup

    text = json.dumps(_redacted(index, _data(index)), ensure_ascii=True, separators=(",", ":"), default=str)
    for character, escape in _ESCAPES.items():
        text = text.replace(character, escape)
    return Markup(text)  # every character that HTML gives a meaning is an escape by now


def _data(index: Index) -> dict[str, Any]:
    contents = index.contents
    found = reconciliation_to_json(
        contents.reconciliation, reports=contents.reports, claims=contents.claims, trace=contents.trace
    )
    rows: dict[str, int] = {}
    shared = _shared(found, rows)
    return {**shared, "proof_terms": [json.loads(row) for row in rows], "versions": dict(contents.versions)}


def _shared(value: Any, rows: dict[str, int]) -> Any:
    """Many proofs use the same rows: each row stands once in `proof_terms`, a proof's `term_numbers` count into it."""
    if isinstance(value, list):
        return [_shared(v, rows) for v in value]
    if not isinstance(value, dict):
        return value
    if isinstance(value.get("terms"), list):
        numbers = [rows.setdefault(json.dumps(term), len(rows)) for term in value["terms"]]
        return {"term_numbers": numbers, **{k: v for k, v in value.items() if k != "terms"}}
    return {k: _shared(v, rows) for k, v in value.items()}


def _redacted(index: Index, value: Any) -> Any:
    if isinstance(value, str):
        return index.redacted(value)
    if isinstance(value, dict):
        return {k: _redacted(index, v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_redacted(index, v) for v in value]
    return value
