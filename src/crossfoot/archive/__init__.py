"""The archive stage: files and folders become captures and reports; what cannot be read becomes a Problem."""

from __future__ import annotations

from crossfoot.archive.captures import Limits
from crossfoot.archive.collect import collect
from crossfoot.archive.mapping import Mappings, find_mappings, load_mappings
from crossfoot.archive.sources import Collected, Skipped
from crossfoot.archive.table import Table, TableError, find_tables, load_tables

__all__ = [
    "Collected",
    "Limits",
    "Mappings",
    "Skipped",
    "Table",
    "TableError",
    "collect",
    "find_mappings",
    "find_tables",
    "load_mappings",
    "load_tables",
]
