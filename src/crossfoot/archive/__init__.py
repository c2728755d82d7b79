"""The archive stage: files and folders become captures and reports; what cannot be read becomes a Problem."""

from __future__ import annotations

from crossfoot.archive.captures import Limits
from crossfoot.archive.collect import collect
from crossfoot.archive.sources import Collected, Skipped
from crossfoot.archive.table import Table, TableError, find_tables, load_tables

__all__ = ["Collected", "Limits", "Skipped", "Table", "TableError", "collect", "find_tables", "load_tables"]
