"""What moved between two results, and why: contradictions, bounds, and the claims, assumptions and widths behind."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date
from fractions import Fraction
from typing import Any, Literal

from crossfoot.interval import Profile, allowed, profile
from crossfoot.records import Base, Bound, Claim, Conflict, Period, Proof, Reconciliation, Source, Term

Moved = Literal["new", "gone", "changed"]
MOST_REASONS = 4
OTHER_SETTINGS = "other widths or assumptions change which repairs are cheapest"
_UNSEEN = ("rule", "sentence", "start", "end", "literal")
"""Fields of a claim whose change alone moves nothing."""


@dataclass(frozen=True, slots=True)
class Side:
    """One result. `settings`: what it was made under, by name (profile, without, bridges)."""

    name: str
    claims: Mapping[str, Claim]
    result: Reconciliation
    settings: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ClaimMove:
    """`fields`: what changed, from and to."""

    moved: Moved
    claim: str
    quote: str
    file: str
    fields: Mapping[str, tuple[str, str]]


@dataclass(frozen=True, slots=True)
class ConflictMove:
    moved: Moved
    claims: tuple[str, ...]
    text: str
    gap: tuple[str | None, str | None]
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BoundMove:
    """`before` and `after` are low and high; None where there is no such bound."""

    moved: Moved
    series: str
    start: date
    end: date
    before: tuple[int | None, int | None] | None
    after: tuple[int | None, int | None] | None
    how: str
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    settings: Mapping[str, tuple[str, str]]
    claims: tuple[ClaimMove, ...]
    conflicts: tuple[ConflictMove, ...]
    bounds: tuple[BoundMove, ...]
    counts: Mapping[str, tuple[int, int]]

    @property
    def is_empty(self) -> bool:
        """Whether every finding stayed as it was."""
        return not (self.claims or self.conflicts or self.bounds)

    def as_json(self) -> dict[str, Any]:
        done: dict[str, Any] = _plain(asdict(self))
        return done


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    return value.isoformat() if isinstance(value, date) else value


def difference(a: Side, b: Side) -> Difference:
    """What is otherwise in `b` than it was in `a`."""
    claims = tuple(_claims(a, b))
    why = _Why(a, b, {move.claim: move for move in claims})
    return Difference(
        settings={
            key: (a.settings.get(key, ""), b.settings.get(key, ""))
            for key in sorted({*a.settings, *b.settings})
            if a.settings.get(key, "") != b.settings.get(key, "")
        },
        claims=claims,
        conflicts=tuple(_conflicts(a, b, why)),
        bounds=tuple(_bounds(a, b, why)),
        counts={
            "claims": (len(a.claims), len(b.claims)),
            "compared": (a.result.coverage.compared, b.result.coverage.compared),
            "contradictions": (len(a.result.conflicts), len(b.result.conflicts)),
            "bounds": (len(a.result.bounds), len(b.result.bounds)),
        },
    )


# ── claims ───────────────────────────────────────────────────────────────────────────────────────


def _claims(a: Side, b: Side) -> Iterator[ClaimMove]:
    for id in sorted({*a.claims, *b.claims}, key=lambda i: _place(a.claims.get(i) or b.claims[i])):
        before, after = a.claims.get(id), b.claims.get(id)
        if before is None or after is None:
            one = before or after
            if one is not None:
                yield ClaimMove("gone" if before else "new", id, one.quote, one.file, {})
        elif changed := _changed(before, after):
            yield ClaimMove("changed", id, after.quote, after.file, changed)


def _place(claim: Claim) -> tuple[str, int, str]:
    return claim.file, claim.start, claim.id


def _changed(before: Claim, after: Claim) -> dict[str, tuple[str, str]]:
    names = [f.name for f in fields(Claim) if f.name not in _UNSEEN]
    pairs = {name: (getattr(before, name), getattr(after, name)) for name in names}
    return {name: (_short(x), _short(y)) for name, (x, y) in pairs.items() if x != y}


def _short(value: object) -> str:
    """A field of a claim as people read it."""
    if isinstance(value, Period):
        return f"{value.start or '…'} to {value.end or '…'}"
    if isinstance(value, Source):
        return value.name
    if isinstance(value, Base):
        parts = (
            value.how,
            value.measure,
            value.population,
            value.place,
            value.period if value.period.is_known else None,
        )
        return ", ".join(_short(part) for part in parts if part)
    if isinstance(value, tuple | Mapping):
        return " · ".join(_short(part) for part in value)
    return "" if value is None else str(value)


# ── findings ─────────────────────────────────────────────────────────────────────────────────────


def _conflicts(a: Side, b: Side, why: _Why) -> Iterator[ConflictMove]:
    before = {_says(a, c): c for c in a.result.conflicts}
    after = {_says(b, c): c for c in b.result.conflicts}
    for key, old in before.items():
        new = after.get(key)
        if new is None:
            reasons = [*why.lost(old.proof), *_smaller(b, key, "part of it clashes without the rest: {}")]
            yield ConflictMove("gone", old.claims, _told(a, old), (str(old.gap), None), _without_general(reasons))
        elif new.gap != old.gap:
            gaps = (str(old.gap), str(new.gap))
            yield ConflictMove("changed", new.claims, _told(b, new), gaps, why.changed([old.proof], [new.proof]))
    for key, new in after.items():
        if key not in before:
            reasons = [*why.gained(new.proof), *_smaller(a, key, "before, part of it clashed without the rest: {}")]
            yield ConflictMove("new", new.claims, _told(b, new), (None, str(new.gap)), _without_general(reasons))


def _says(side: Side, conflict: Conflict) -> frozenset[object]:
    """What its claims say: a contradiction stays where another report prints the same."""
    return frozenset(_statement(side.claims[c]) if c in side.claims else c for c in conflict.claims)


def _statement(claim: Claim) -> object:
    if claim.series is None or claim.candidates:
        return claim.id
    value = (claim.low, claim.high, claim.hedge, claim.kind, claim.per, claim.base)
    return (claim.series, claim.period.start, claim.period.end, value)


def _smaller(side: Side, claims: frozenset[object], says: str) -> list[str]:
    """Contradictions are smallest sets: one may take the place of another (§8.1)."""
    return [says.format(_told(side, c)) for c in side.result.conflicts if _says(side, c) < claims][:1]


def _without_general(reasons: list[str]) -> tuple[str, ...]:
    told = [reason for reason in reasons if reason != OTHER_SETTINGS]
    return tuple(told or reasons)[:MOST_REASONS]


def _told(side: Side, conflict: Conflict) -> str:
    quotes = dict.fromkeys(side.claims[c].quote for c in conflict.claims if c in side.claims)
    return " · ".join(f"“{quote}”" for quote in quotes)


def _bounds(a: Side, b: Side, why: _Why) -> Iterator[BoundMove]:
    before = {(x.series.id, x.start, x.end): x for x in a.result.bounds}
    after = {(x.series.id, x.start, x.end): x for x in b.result.bounds}
    for key in sorted({*before, *after}):
        old, new = before.get(key), after.get(key)
        if old is None and new is not None:
            yield BoundMove("new", *key, None, (new.low, new.high), "new", why.gained(*_proofs(new)))
        elif new is None and old is not None:
            yield BoundMove("gone", *key, (old.low, old.high), None, "gone", why.lost(*_proofs(old)))
        elif old and new and (old.low, old.high) != (new.low, new.high):
            sides = (old.low, old.high), (new.low, new.high)
            yield BoundMove("changed", *key, *sides, how(*sides), why.changed(_proofs(old), _proofs(new)))


def _proofs(bound: Bound) -> list[Proof]:
    return [p for case in bound.cases for p in (case.low_proof, case.high_proof) if p]


Range = tuple[int | None, int | None]


def how(before: Range, after: Range) -> str:
    """Whether a range became narrower, wider, moved up or down, or lies apart from what it was."""
    low, high = (_low(before[0]), _low(after[0])), (_high(before[1]), _high(after[1]))
    if low[1] > high[0] or high[1] < low[0]:
        return "moved apart"
    if low[1] >= low[0] and high[1] <= high[0]:
        return "narrower"
    if low[1] <= low[0] and high[1] >= high[0]:
        return "wider"
    return "higher" if low[1] > low[0] else "lower"


def _low(value: int | None) -> float:
    return float("-inf") if value is None else value


def _high(value: int | None) -> float:
    return float("inf") if value is None else value


# ── why ──────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _Why:
    """Reasons that can be read off the proofs: claims that came, went or changed, assumptions, widths."""

    a: Side
    b: Side
    moves: Mapping[str, ClaimMove]

    def lost(self, *proofs: Proof) -> tuple[str, ...]:
        return self._reasons(proofs, (), "gone")

    def gained(self, *proofs: Proof) -> tuple[str, ...]:
        return self._reasons((), proofs, "new")

    def changed(self, before: Iterable[Proof], after: Iterable[Proof]) -> tuple[str, ...]:
        return self._reasons(tuple(before), tuple(after), "changed")

    def _reasons(self, before: tuple[Proof, ...], after: tuple[Proof, ...], moved: Moved) -> tuple[str, ...]:
        used = dict.fromkeys(c for p in (*before, *after) for c in p.claims)
        found = [_of_claim(self.moves[c]) for c in used if c in self.moves]
        found += self._assumptions(before, after, moved)
        found += _widths(self.a, before, self.b, after) or self._house_rules(used)
        return tuple(dict.fromkeys(found))[:MOST_REASONS] or self._general()

    def _assumptions(self, before: Iterable[Proof], after: Iterable[Proof], moved: Moved) -> list[str]:
        old, new = ({x for p in proofs for x in p.assumptions} for proofs in (before, after))
        off_in_b, off_in_a = _off(self.b, self.a), _off(self.a, self.b)
        found = [f"it needed {name}, which is off" for name in sorted(old & off_in_b)]
        found += [f"it needs {name}, which was off" for name in sorted(new & off_in_a)]
        if moved == "changed":
            found += [f"now also rests on {name}" for name in sorted(new - old) if not name.startswith("width ")]
        return found

    def _general(self) -> tuple[str, ...]:
        """Nothing in the proofs themselves: what else changed may have moved the cheapest repairs."""
        if self.moves:
            count = len(self.moves)
            return (
                f"{count} other claim{'s' * (count != 1)} came, went or changed, and with them the cheapest repairs",
            )
        return (OTHER_SETTINGS,)

    def _house_rules(self, used: Iterable[str]) -> list[str]:
        """Claims that another profile reads otherwise."""
        names = [side.settings.get("profile", "") for side in (self.a, self.b)]
        if names[0] == names[1] or not all(names):
            return []
        old, new = profile(names[0]), profile(names[1])
        claims = [c for c in (self.b.claims.get(id) or self.a.claims.get(id) for id in used) if c]
        read = [(c, _interval(c, old), _interval(c, new)) for c in claims]
        return [f"“{c.quote}” counts as {after}, not {before}" for c, before, after in read if before != after]


def _interval(claim: Claim, house: Profile) -> str:
    found = allowed(claim, house)
    low, high = (None if side is None else _figure(side) for side in (found.low, found.high))
    if low == high:
        return low or "any number"
    return f"{low} and more" if high is None else f"at most {high}" if low is None else f"{low} to {high}"


def _off(side: Side, other: Side) -> set[str]:
    """Assumptions that are off here and not there; bridges that are on there and not here."""
    here, there = (_names(s.settings.get("without", "")) for s in (side, other))
    bridges = _names(other.settings.get("bridges", "")) - _names(side.settings.get("bridges", ""))
    return (here - there) | {f"bridge {name}" for name in bridges}


def _names(listed: str) -> set[str]:
    return {name.strip() for name in listed.split(",")} - {"", "nothing", "none"}


def _of_claim(move: ClaimMove) -> str:
    if move.moved == "changed":
        parts = ", ".join(f"{name} {x or 'nothing'} → {y or 'nothing'}" for name, (x, y) in move.fields.items())
        return f"“{move.quote}” ({move.file}) changed: {parts}"
    return f"“{move.quote}” ({move.file}) {'is left out' if move.moved == 'gone' else 'came in'}"


def _widths(a: Side, before: Iterable[Proof], b: Side, after: Iterable[Proof]) -> list[str]:
    """Claims that enter with another number, because another width or reading is used."""
    old, new = _values(before), _values(after)
    found = []
    for key in old.keys() & new.keys():
        claim = a.claims.get(key[0]) or b.claims.get(key[0])
        if old[key] != new[key] and claim:
            least = "at least" if key[1] == "low" else "at most"
            found.append(f"“{claim.quote}” counts as {least} {_figure(new[key])}, not {_figure(old[key])}")
    return sorted(found)


def _values(proofs: Iterable[Proof]) -> dict[tuple[str, str], Fraction]:
    terms: list[Term] = [term for proof in proofs for term in proof.terms]
    return {(term.claim, term.side): term.value for term in terms if term.claim}


def _figure(value: Fraction) -> str:
    return f"{value.numerator:,}" if value.denominator == 1 else str(value)
