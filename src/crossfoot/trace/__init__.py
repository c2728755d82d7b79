"""The trace stage (§10): who rests on whom, and how many independent origins a figure has."""

from crossfoot.trace.lineage import trace

__all__ = ["trace"]
