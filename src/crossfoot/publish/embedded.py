"""The dossier's data, carried inside it as inert JSON: the object of docs/formats.md without the reports' texts."""

from __future__ import annotations

import base64
import gzip
import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from crossfoot.publish.implied import headline_bounds
from crossfoot.publish.index import Index
from crossfoot.records import Reconciliation
from crossfoot.wire import reconciliation_to_json

if TYPE_CHECKING:
    from markupsafe import Markup

LONGEST_PLAIN = 100_000
"""Characters of JSON up to which it is carried as it is."""
_INERT = frozenset(
    ("id", "claim", "low", "high", "start", "end", "report", "capture", "side", "kind", "hedge", "stance", "precision")
)
"""Keys of ids, numbers, days and words of our own: nothing in them is private."""
_IDS = frozenset(["claims", "members", "conflicts", "moved", "term_numbers", "literal", "sentence"])
"""Keys of lists of such."""
_ESCAPES = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}


@dataclass(frozen=True, slots=True)
class Embedded:
    """What stands in the page's script element of type `kind`."""

    kind: str
    text: Markup


def embedded_data(index: Index) -> Embedded:
    """JSON that no HTML parser can leave early: "<", ">" and "&" are written as escapes.

    Where it is long, it is packed (gzip, then base64), and `kind` says so.
    """
    from markupsafe import Markup

    text = json.dumps(_redacted(index, _data(index)), ensure_ascii=True, separators=(",", ":"), default=str)
    if len(text) > LONGEST_PLAIN:
        packed = base64.b64encode(gzip.compress(text.encode(), 6, mtime=0)).decode()
        return Embedded("application/json+gzip+base64", Markup(packed))  # the base64 alphabet has no markup
    for character, escape in _ESCAPES.items():
        text = text.replace(character, escape)
    return Embedded("application/json", Markup(text))  # every character that HTML gives a meaning is an escape by now


def _data(index: Index) -> dict[str, Any]:
    contents = index.contents
    found = reconciliation_to_json(
        _carried(index), reports=contents.reports, claims=contents.claims, trace=contents.trace
    )
    rows: dict[str, int] = {}
    terms: list[Any] = []
    shared = _redacted(index, _shared(found, rows, terms))
    return {**shared, "proof_terms": terms, "versions": _redacted(index, dict(contents.versions))}


def _carried(index: Index) -> Reconciliation:
    """What was found; on a page of very many figures without the proofs of bounds that it does not show."""
    found = index.contents.reconciliation
    if not index.is_large:
        return found
    shown = {bound.id for bound in headline_bounds(index)}
    bounds = tuple(b if b.id in shown else replace(b, cases=(), losses=()) for b in found.bounds)
    return replace(found, bounds=bounds)


def _shared(value: Any, rows: dict[str, int], terms: list[Any]) -> Any:
    """Many proofs use the same rows: each row stands once in `terms`, a proof's `term_numbers` count into it."""
    if isinstance(value, list):
        return [_shared(v, rows, terms) if isinstance(v, list | dict) else v for v in value]
    if not isinstance(value, dict):
        return value
    found = {k: _shared(v, rows, terms) if isinstance(v, list | dict) else v for k, v in value.items() if k != "terms"}
    if isinstance(value.get("terms"), list):
        return {"term_numbers": [_number(term, rows, terms) for term in value["terms"]], **found}
    return found


def _number(term: Any, rows: dict[str, int], terms: list[Any]) -> int:
    key = json.dumps(term)
    if key not in rows:
        rows[key] = len(terms)
        terms.append(term)
    return rows[key]


def _redacted(index: Index, value: Any) -> Any:
    """The value with private data masked in every text; ids, days and the like hold none."""
    return _walked(value, index.redacted, {})


def _walked(value: Any, hide: Callable[[str], str], known: dict[str, str]) -> Any:
    if isinstance(value, str):
        if value not in known:
            known[value] = hide(value)
        return known[value]
    if isinstance(value, dict):
        return {
            k: v if v is None or k in _INERT or (k in _IDS and _holds_ids(v)) else _walked(v, hide, known)
            for k, v in value.items()
        }
    if isinstance(value, list):
        return [_walked(v, hide, known) for v in value]
    return value


def _holds_ids(value: Any) -> bool:
    return isinstance(value, list) and not any(isinstance(v, dict) for v in value[:1])
