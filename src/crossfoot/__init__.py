"""crossfoot tells whether reported figures add up.

    import crossfoot as cf
    result = cf.check("reports/")     # every stage; result shows itself in a notebook and holds tables

The verbs behind it are the stages: `crossfoot.archive.collect`, `crossfoot.read.read`, `crossfoot.trace.trace`,
`crossfoot.reconcile.reconcile`, `crossfoot.publish.dossier`, and `crossfoot.pipeline.check` for all of them.
The nouns are here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from crossfoot.api import Result, check, open_ledger
    from crossfoot.records import (
        Bound,
        Capture,
        Claim,
        Conflict,
        Link,
        Origin,
        Problem,
        Proof,
        Reading,
        Reconciliation,
        Remark,
        Repair,
        Report,
        Series,
        Source,
        Trace,
    )

_OF_THE_API = ("Result", "check", "open_ledger")


def __getattr__(name: str) -> Any:
    """Nouns and verbs are imported when they are asked for: the command is to answer at once."""
    if name in _OF_THE_API:
        from crossfoot import api

        return getattr(api, name)
    if name in __all__:
        from crossfoot import records

        return getattr(records, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return __all__


__all__ = [
    "Bound",
    "Capture",
    "Claim",
    "Conflict",
    "Link",
    "Origin",
    "Problem",
    "Proof",
    "Reading",
    "Reconciliation",
    "Remark",
    "Repair",
    "Report",
    "Result",
    "Series",
    "Source",
    "Trace",
    "__version__",
    "check",
    "open_ledger",
]
