"""What leaves a ledger for other programs. Every export takes `Material`; its texts go through `hide` first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from crossfoot.publish import Contents
from crossfoot.publish.redact import Redactor
from crossfoot.records import Capture
from crossfoot.redactions import Choice

__all__ = ["Material", "Writer"]


@dataclass(frozen=True, slots=True)
class Material:
    """All that an export may show. `captures` are those of the reports; `bytes_of` gives the bytes of one;
    `hide` masks what must not leave the ledger (docs/harm.md) in any text; `choices` are persons' best numbers."""

    contents: Contents
    captures: tuple[Capture, ...]
    bytes_of: Callable[[Capture], bytes]
    hide: Redactor
    choices: tuple[Choice, ...] = ()


Writer = Callable[[Material, Path], tuple[Path, ...]]
"""Writes one format below or at a path and returns the files it wrote."""
