"""Codecs: one value of JSON both ways. A record's codec is one table of fields, so the two ways cannot drift apart."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any, Generic, TypeVar

from crossfoot.records import PARTING

T = TypeVar("T")

EXACT_FLOAT = 2**53
"""A whole number written as a float is exact below this; above, it must be written as an integer."""


class WireError(ValueError):
    """JSON that is no record of ours: `path` names the field, the message says what was expected."""

    def __init__(self, reason: str, path: tuple[str, ...] = ()) -> None:
        self.reason = reason
        self.path = path
        super().__init__(f"{_joined(path)}: {reason}" if path else reason)

    def under(self, step: str) -> WireError:
        return WireError(self.reason, (step, *self.path))


def _joined(path: tuple[str, ...]) -> str:
    return "".join(step if step.startswith("[") else f".{step}" for step in path).lstrip(".")


@dataclass(frozen=True, slots=True)
class Codec(Generic[T]):
    encode: Callable[[T], Any]
    decode: Callable[[Any], T]


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a record. `key` is its name in JSON where that differs; `brief` leaves it out at its default."""

    name: str
    codec: Codec[Any]
    key: str = ""
    brief: bool = False


def expected(what: str, found: object) -> WireError:
    shown = repr(found)
    return WireError(f"expected {what}, found {shown if len(shown) <= 60 else shown[:57] + '...'}")


# ── plain values ─────────────────────────────────────────────────────────────────────────────────


def _same(value: T) -> T:
    return value


def text_in(value: object) -> str:
    if not isinstance(value, str):
        raise expected("text", value)
    if not value.isascii():
        try:
            value.encode()
        except UnicodeEncodeError:
            raise WireError("text holds half a character (a lone surrogate)") from None
    return value


def name_in(value: object) -> str:
    """A measure, population or place: text without the signs that part those names."""
    text = text_in(value)
    if any(sign in text for sign in PARTING):
        raise WireError(f"a name holds none of {' '.join(PARTING)}, found {text!r:.60}")
    return text


def _whole(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise expected("a whole number", value)
    return value


def _number_out(value: int | float) -> int | float:
    if isinstance(value, int):
        return value
    if not math.isfinite(value):
        raise expected("a finite number", value)
    return int(value) if value.is_integer() else value


def number_in(value: object) -> int | float:
    """An int or float as JSON gives it; a whole float becomes an int, so that counts are never floats."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if not isinstance(value, float) or not math.isfinite(value):
        raise expected("a number", value)
    if abs(value) >= EXACT_FLOAT:
        raise WireError(f"{value!r} is not exact; write it as a whole number without point or exponent")
    return int(value) if value.is_integer() else value


def number_of_text(text: str) -> int | float:
    """A number as a table or a person writes it: digits, a point, nothing else. "1,200" is refused: it may be 1.2."""
    digits = text.removeprefix("-")
    whole, point, part = digits.partition(".")
    if not _digits(whole) or (point and not _digits(part)):
        raise expected("a number such as 1200 or 0.25", text)
    if not part.strip("0"):
        return -int(whole) if text.startswith("-") else int(whole)
    return number_in(float(text))


def _real(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise expected("a number", value)
    return float(value)


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise expected("true or false", value)
    return value


def day_in(value: object) -> date:
    """A whole day, YYYY-MM-DD and no other form of ISO 8601."""
    if isinstance(value, str) and len(value) == 10 and value[4] == "-" and value[7] == "-":
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    raise expected("a day as YYYY-MM-DD", value)


def _digits(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 4000


def rational_in(value: object) -> Fraction:
    if isinstance(value, int) and not isinstance(value, bool):
        return Fraction(value)
    if isinstance(value, str):
        above, stroke, below = value.partition("/")
        if _digits(above.removeprefix("-")) and (not stroke or (_digits(below) and int(below) > 0)):
            return Fraction(int(above), int(below or "1"))
    raise expected('a whole number or "p/q"', value)


def rational_out(value: Fraction) -> int | str:
    return value.numerator if value.denominator == 1 else str(value)


TEXT: Codec[str] = Codec(text_in, text_in)
WHOLE: Codec[int] = Codec(_same, _whole)
NUMBER: Codec[int | float] = Codec(_number_out, number_in)
REAL: Codec[float] = Codec(_real, _real)
FLAG: Codec[bool] = Codec(_same, _flag)
DAY: Codec[date] = Codec(date.isoformat, day_in)
TIMES: Codec[Fraction] = Codec(str, rational_in)
VALUE: Codec[Fraction] = Codec(rational_out, rational_in)


# ── made of others ───────────────────────────────────────────────────────────────────────────────


def choice(values: tuple[str, ...]) -> Codec[Any]:
    known = frozenset(values)

    def decode(value: object) -> str:
        if not isinstance(value, str) or value not in known:
            raise expected("one of " + ", ".join(values), value)
        return value

    return Codec(_same, decode)


def optional(codec: Codec[T]) -> Codec[T | None]:
    encode, decode = codec.encode, codec.decode
    return Codec(
        lambda value: None if value is None else encode(value),
        lambda value: None if value is None else decode(value),
    )


def many(codec: Codec[T]) -> Codec[tuple[T, ...]]:
    encode, read = codec.encode, codec.decode

    def decode(value: object) -> tuple[T, ...]:
        if not isinstance(value, list | tuple):
            raise expected("a list", value)
        done: list[T] = []
        try:
            for item in value:
                done.append(read(item))
        except WireError as error:
            raise error.under(f"[{len(done)}]") from None
        return tuple(done)

    return Codec(lambda value: [encode(item) for item in value], decode)


def fixed(*codecs: Codec[Any]) -> Codec[Any]:
    """A list of fixed length, such as [start, end] or [series, day, coefficient]."""

    def decode(value: object) -> tuple[Any, ...]:
        if not isinstance(value, list | tuple) or len(value) != len(codecs):
            raise expected(f"a list of {len(codecs)}", value)
        done: list[Any] = []
        try:
            for codec, item in zip(codecs, value, strict=True):
                done.append(codec.decode(item))
        except WireError as error:
            raise error.under(f"[{len(done)}]") from None
        return tuple(done)

    return Codec(lambda value: [c.encode(item) for c, item in zip(codecs, value, strict=True)], decode)


def mapping(codec: Codec[T]) -> Codec[Mapping[str, T]]:
    encode, read = codec.encode, codec.decode

    def decode(value: object) -> Mapping[str, T]:
        if not isinstance(value, dict):
            raise expected("an object", value)
        done: dict[str, T] = {}
        for key, item in value.items():
            try:
                done[text_in(key)] = read(item)
            except WireError as error:
                raise error.under(str(key)) from None
        return done

    return Codec(lambda value: {key: encode(item) for key, item in value.items()}, decode)


# ── records ──────────────────────────────────────────────────────────────────────────────────────

_REQUIRED = object()


def _default(of: dataclasses.Field[Any]) -> object:
    if of.default is not dataclasses.MISSING:
        return of.default
    return of.default_factory() if of.default_factory is not dataclasses.MISSING else _REQUIRED


def _no_fault(_: object) -> None:
    return None


@dataclass(frozen=True, slots=True)
class _Table(Generic[T]):
    cls: type[T]
    rows: tuple[tuple[str, str, Codec[Any], bool, object], ...]
    """(attribute, key, codec, brief, default) of each field."""
    shown: tuple[tuple[str, Callable[[T], object]], ...]
    fault: Callable[[T], str | None]

    def encode(self, value: T) -> dict[str, Any]:
        done: dict[str, Any] = {key: of(value) for key, of in self.shown}
        for name, key, codec, brief, default in self.rows:
            part = getattr(value, name)
            if not (brief and part == default):
                done[key] = codec.encode(part)
        return done

    def decode(self, value: Any) -> T:
        if not isinstance(value, dict):
            raise expected("an object", value)
        parts: dict[str, Any] = {}
        for name, key, codec, _, default in self.rows:
            if key in value:
                try:
                    parts[name] = codec.decode(value[key])
                except WireError as error:
                    raise error.under(key) from None
            elif default is _REQUIRED:
                raise WireError("missing", (key,))
        made = self.cls(**parts)
        wrong = self.fault(made)
        if wrong:
            raise WireError(wrong)
        return made


def record(
    cls: type[T],
    *fields: Field,
    shown: Mapping[str, Callable[[T], object]] | None = None,
    fault: Callable[[T], str | None] = _no_fault,
) -> Codec[T]:
    """The codec of a frozen record. `shown` are derived keys that are written and not read back; unknown keys are
    ignored (fields may be added); a missing key takes the record's own default or is an error."""
    defaults = {of.name: _default(of) for of in dataclasses.fields(cls)}  # type: ignore[arg-type]
    if defaults.keys() != {of.name for of in fields}:
        raise TypeError(f"{cls.__name__}: the table and the record differ")
    rows = tuple((of.name, of.key or of.name, of.codec, of.brief, defaults[of.name]) for of in fields)
    table = _Table(cls, rows, tuple((shown or {}).items()), fault)
    return Codec(table.encode, table.decode)
