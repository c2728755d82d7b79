"""What the columns of tables mean: `statistics.toml`, checked when it is loaded."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mappings:
    """The mappings of one run."""
