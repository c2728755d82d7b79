"""crossfoot tells whether reported figures add up.

The verbs are the stages: `crossfoot.archive.collect`, `crossfoot.read.read`, `crossfoot.trace.trace`,
`crossfoot.reconcile.reconcile`, `crossfoot.publish.dossier`, and `crossfoot.pipeline.check` for all of them.
The nouns are here.
"""

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

__version__ = "0.1.0"

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
    "Series",
    "Source",
    "Trace",
    "__version__",
]
