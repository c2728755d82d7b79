"""From reports to claims: what each printed figure says, of what, when, and who says so (§1.3 to §4)."""

from __future__ import annotations

from crossfoot.read.figures import Figure
from crossfoot.read.parser import ReaderError
from crossfoot.read.reading import Reader, ReadSettings, path_of, read
from crossfoot.read.tools import numbers

__all__ = ["Figure", "ReadSettings", "Reader", "ReaderError", "numbers", "path_of", "read"]
