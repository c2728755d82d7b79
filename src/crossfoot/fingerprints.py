"""Hashes of code and codebooks: what was made by other ones is made again."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from crossfoot import __version__
from crossfoot.codebook import Codebook
from crossfoot.records import content_id

GROUND = ("cells", "codebook", "comparison", "interval", "period", "places", "profiles", "world")
"""What several stages stand on: files by the beginning of their names, and the folder of the nouns."""


def codebook_hash(codebook: Codebook) -> str:
    return content_id("codebook", repr(codebook))


@cache
def version_of(stage: str) -> str:
    """A hash of the code and data that a stage runs on: results of other code are made again."""
    root = files("crossfoot")
    shared = (f for f in root.iterdir() if f.name.startswith(GROUND) and f.is_file())
    found = hashlib.sha256(__version__.encode())
    for file in sorted([*shared, *_below(root / "records"), *_below(root / stage)], key=str):
        found.update(file.name.encode() + b"\0" + file.read_bytes())
    return found.hexdigest()[:16]


def _below(folder: Traversable) -> list[Traversable]:
    entries = [entry for entry in folder.iterdir() if entry.name != "__pycache__"]
    return [*(e for e in entries if e.is_file()), *(f for e in entries if e.is_dir() for f in _below(e))]
