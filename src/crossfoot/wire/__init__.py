"""The JSON of docs/formats.md, both ways and lossless: `from_json(type(x), to_json(x)) == x` for every record.

Counts are whole numbers, exact values that are not whole are strings ("1/2"), floats stand only for shares and scores.
A fault raises `WireError`, which names the field.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from typing import Any, NoReturn, TypeVar

from crossfoot.records import SCHEMA, Claim, Reconciliation, Report, Trace
from crossfoot.wire.archive import REPORT
from crossfoot.wire.codec import WireError, day_in, many, name_in, number_in, number_of_text, text_in
from crossfoot.wire.ground import REMARK
from crossfoot.wire.read import CLAIM
from crossfoot.wire.reconcile import RECONCILIATION
from crossfoot.wire.tables import CODECS
from crossfoot.wire.trace import DRIFT, LINK, ORIGIN

__all__ = [
    "WireError",
    "claim_from_json",
    "claim_to_json",
    "day_in",
    "dumps",
    "from_json",
    "loads",
    "name_in",
    "number_in",
    "number_of_text",
    "reconciliation_from_json",
    "reconciliation_to_json",
    "records_from_json",
    "report_summary",
    "text_in",
    "to_json",
]

T = TypeVar("T")


def to_json(record: object) -> dict[str, Any]:
    """The JSON object of any record of `crossfoot.records`."""
    done: dict[str, Any] = CODECS[type(record)].encode(record)
    return done


def from_json(cls: type[T], value: object) -> T:
    """The record that a JSON object stands for. Raises WireError with the path of the field at fault."""
    made: T = CODECS[cls].decode(value)
    return made


def records_from_json(cls: type[T], value: object) -> tuple[T, ...]:
    """The records that a JSON array stands for. Raises WireError with the path of the field at fault."""
    made: tuple[T, ...] = many(CODECS[cls]).decode(value)
    return made


def dumps(value: object) -> str:
    """Canonical JSON: the same object gives the same bytes on every machine, and never NaN."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def _no_number(name: str) -> NoReturn:
    raise WireError(f"{name} is not a number")


_DECODER = json.JSONDecoder(parse_constant=_no_number)


def loads(text: str) -> Any:
    """JSON without NaN and infinities; whatever is wrong with it is a WireError."""
    try:
        return _DECODER.decode(text)
    except WireError:
        raise
    except json.JSONDecodeError as error:
        raise WireError(f"not JSON: {error.msg} at character {error.pos + 1}") from None
    except RecursionError:
        raise WireError("not usable: nested too deeply") from None
    except ValueError as error:
        raise WireError(f"not JSON: {error}") from None


def claim_to_json(claim: Claim) -> dict[str, Any]:
    """One line of `crossfoot read --jsonl`."""
    return {"schema": SCHEMA, **CLAIM.encode(claim)}


def claim_from_json(value: object) -> Claim:
    """A line of `crossfoot read --jsonl`. low > high is let through: `claimsfile` tells the user with its line."""
    _same_schema(value)
    return CLAIM.decode(value)


def report_summary(report: Report) -> dict[str, Any]:
    """A report without its text, which stays in the ledger; `text_sha256` and `characters` say which text."""
    done: dict[str, Any] = REPORT.encode(report)
    text = done.pop("text")
    return {**done, "characters": len(text), "text_sha256": hashlib.sha256(text.encode()).hexdigest()}


def reconciliation_to_json(
    reconciliation: Reconciliation,
    *,
    reports: Iterable[Report] = (),
    claims: Iterable[Claim] = (),
    trace: Trace | None = None,
) -> dict[str, Any]:
    """The object of `check --json` and `reconcile --json`. Remarks of the trace are marked `"stage": "trace"`."""
    trace = trace or Trace()
    done = RECONCILIATION.encode(reconciliation)
    done["remarks"] += [{**REMARK.encode(remark), "stage": "trace"} for remark in trace.remarks]
    return {
        "schema": SCHEMA,
        "reports": [report_summary(report) for report in reports],
        "claims": [CLAIM.encode(claim) for claim in claims],
        "links": [LINK.encode(link) for link in trace.links],
        "origins": [ORIGIN.encode(origin) for origin in trace.origins],
        "drifts": [DRIFT.encode(drift) for drift in trace.drifts],
        **done,
    }


def reconciliation_from_json(value: object) -> Reconciliation:
    """The reconciliation within the object of `check --json`; the remarks of the trace are left out."""
    _same_schema(value)
    if isinstance(value, dict) and isinstance(value.get("remarks"), list):
        own = [item for item in value["remarks"] if not (isinstance(item, dict) and item.get("stage") == "trace")]
        value = {**value, "remarks": own}
    return RECONCILIATION.decode(value)


def _same_schema(value: object) -> None:
    schema = value.get("schema", SCHEMA) if isinstance(value, dict) else SCHEMA
    if schema != SCHEMA:
        raise WireError(f"written as {schema!r}; this version reads {SCHEMA!r}", ("schema",))
