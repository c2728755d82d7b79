"""Tables: CSV, Excel and HTML."""

from __future__ import annotations

from collections.abc import Iterator

from crossfoot.archive.sources import Context, Found, Source, problem


def read(source: Source, context: Context) -> Iterator[Found]:
    del context
    yield problem(source, "a table that no mapping describes")
