"""What a share or a change of a file is measured against: an object as in our own JSON, or columns of a table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, get_args

from crossfoot.claimsfile.fields import at, flag, one_of, period_of
from crossfoot.records import Base, Comparison, Period
from crossfoot.wire import WireError, name_in

HOW = frozenset(get_args(Comparison))
COLUMNS = ("base", "base_measure", "base_population", "base_place", "base_period", "base_falls")


def base_of(row: Mapping[str, Any]) -> Base | None:
    """The base of a row: {"base": {"how": "growth", "period": "2023"}}, or base=growth and base_period=2023."""
    stated = row.get("base")
    if stated is None:
        extra = next((name for name in COLUMNS if row.get(name) is not None), None)
        if extra is not None:
            raise WireError(f"says of a base, but base does not say how: one of {', '.join(sorted(HOW))}", (extra,))
        return None
    if isinstance(stated, str):
        fields = {name.removeprefix("base_"): row.get(name) for name in COLUMNS[1:]}
        return at("base", _base, {**fields, "how": stated})  # type: ignore[no-any-return]
    if not isinstance(stated, dict):
        raise WireError(f"expected one of {', '.join(sorted(HOW))}, or an object, found {stated!r:.60}", ("base",))
    return at("base", _base, stated)  # type: ignore[no-any-return]


def _base(value: Mapping[str, Any]) -> Base:
    how = one_of(value, "how", HOW)
    if how is None:
        raise WireError("missing", ("how",))
    period = value.get("period")
    return Base(
        how,
        measure=_name(value, "measure"),
        population=_name(value, "population"),
        place=_name(value, "place"),
        period=Period() if period is None else at("period", period_of, period),
        falls=flag(value, False, "falls"),
    )


def _name(value: Mapping[str, Any], name: str) -> str | None:
    return at(name, name_in, value[name]) or None if value.get(name) is not None else None
