"""A person's corrections (§11.6): new facts beside the machine's reading, which is kept in `claim.corrected`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, get_args

from crossfoot.claimsfile.fields import period_of
from crossfoot.records import Base, Claim, Comparison, Correction, Hedge, Kind, Number, Period, Problem, Source, Stance
from crossfoot.tablefile import Columns, Table
from crossfoot.wire import WireError, day_in, name_in, number_of_text

STAGE = "corrections"
NONE = ("", "null")
"""What stands for "the text does not say"."""


# ── values ───────────────────────────────────────────────────────────────────────────────────────


def _number(value: str, _: Claim) -> Number | None:
    return None if value in NONE else number_of_text(value)


def _text(value: str, _: Claim) -> str | None:
    return None if value in NONE else value


def _name(value: str, _: Claim) -> str | None:
    return None if value in NONE else name_in(value)


def _flag(value: str, _: Claim) -> bool:
    if value not in ("true", "false"):
        raise WireError(f"expected true or false, found {value!r}")
    return value == "true"


def _choice(values: tuple[str, ...]) -> Callable[[str, Claim], str]:
    def parse(value: str, _: Claim) -> str:
        if value not in values:
            raise WireError(f"expected one of {', '.join(values)}, found {value!r}")
        return value

    return parse


def _start(value: str, claim: Claim) -> Period:
    return replace(claim.period, start=None if value in NONE else day_in(value), partial=None)


def _end(value: str, claim: Claim) -> Period:
    return replace(claim.period, end=None if value in NONE else day_in(value), partial=None)


def _base(value: str, claim: Claim) -> Base | None:
    if value in NONE:
        return None
    _choice(get_args(Comparison))(value, claim)
    how: Comparison = value  # type: ignore[assignment]  # one of them, as just seen
    return Base(how) if claim.base is None else replace(claim.base, how=how)


def _base_side(name: str) -> Callable[[str, Claim], Base]:
    """One field of what a share or change is measured against; how it is measured must be known first."""

    def parse(value: str, claim: Claim) -> Base:
        if claim.base is None:
            raise WireError("there is no base yet: correct base first (share, ratio, growth or difference)")
        return replace(claim.base, **{name: _BASE_VALUES[name](value, claim)})

    return parse


def _base_period(value: str, _: Claim) -> Period:
    """A year, month or day, or two parted by a stroke: 2023, 2023-01/2023-10."""
    return Period() if value in NONE else period_of(value)


_BASE_VALUES: Mapping[str, Callable[[str, Claim], Any]] = {
    "measure": _name,
    "population": _name,
    "place": _name,
    "period": _base_period,
    "falls": _flag,
}


def _shown_base(name: str) -> Callable[[Claim], object]:
    def shown(claim: Claim) -> object:
        value = getattr(claim.base, name, None)
        return f"{value.start or '..'}/{value.end or '..'}" if isinstance(value, Period) else value

    return shown


def _chain(value: str, claim: Claim) -> tuple[Source, ...]:
    """Names from the speaker nearest the reader to the ultimate source, parted by semicolons."""
    names = [] if value in NONE else [name.strip() for name in value.split(";")]
    known = {source.text: source for source in claim.attribution}
    return tuple(known.get(name) or Source(name, claim.start, claim.start, "named") for name in names if name)


def _shown_chain(claim: Claim) -> str:
    return "; ".join(source.text for source in claim.attribution)


@dataclass(frozen=True, slots=True)
class Rule:
    """A field that can be corrected: how its value is read, which attribute it sets, what the machine had."""

    field: str
    parse: Callable[[str, Claim], Any]
    attribute: str
    machine: Callable[[Claim], object]
    literal: str
    """The name under which `claim.literal` lists the field."""


def _plain(field: str, parse: Callable[[str, Claim], Any], literal: str = "") -> Rule:
    return Rule(field, parse, field, lambda claim: getattr(claim, field), literal or field)


RULES: tuple[Rule, ...] = (
    _plain("low", _number, "value"),
    _plain("high", _number, "value"),
    _plain("hedge", _choice(get_args(Hedge))),
    _plain("approximate", _flag),
    _plain("counted", _text),
    _plain("measure", _name),
    _plain("population", _name),
    _plain("place", _name),
    Rule("period.start", _start, "period", lambda claim: claim.period.start, "period"),
    Rule("period.end", _end, "period", lambda claim: claim.period.end, "period"),
    _plain("kind", _choice(get_args(Kind))),
    _plain("per", _text),
    Rule("base", _base, "base", _shown_base("how"), "base"),
    *(Rule(f"base.{name}", _base_side(name), "base", _shown_base(name), "base") for name in _BASE_VALUES),
    _plain("stance", _choice(get_args(Stance))),
    _plain("release", _text),
    Rule("attribution", _chain, "attribution", _shown_chain, "attribution"),
    Rule("reject", _flag, "", lambda _: "a figure", ""),
)
"""`reject=true`: this is no figure. The claim stays, without a value, so that it enters no arithmetic (§3.5)."""
BY_FIELD: Mapping[str, Rule] = {rule.field: rule for rule in RULES}


# ── applying ─────────────────────────────────────────────────────────────────────────────────────


def apply(claims: Iterable[Claim], corrections: Iterable[Correction]) -> tuple[tuple[Claim, ...], tuple[Problem, ...]]:
    """The claims with the latest correction of each field applied, in the order given, and what could not be."""
    of_claim: dict[str, dict[str, Correction]] = {}
    for correction in corrections:
        of_claim.setdefault(correction.claim, {})[correction.field] = correction
    problems: list[Problem] = []
    done = []
    for claim in claims:
        mine = of_claim.pop(claim.id, None)
        done.append(_corrected(claim, mine, problems) if mine else claim)
    for left in of_claim.values():
        problems += [_problem(correction, "there is no such claim") for correction in left.values()]
    return tuple(done), tuple(problems)


def _problem(correction: Correction, reason: str) -> Problem:
    return Problem(STAGE, f"{correction.claim} {correction.field}", reason)


def _corrected(machine: Claim, corrections: Mapping[str, Correction], problems: list[Problem]) -> Claim:
    claim = machine
    for correction in corrections.values():
        rule = BY_FIELD.get(correction.field)
        if rule is None:
            problems.append(_problem(correction, _unknown_field(correction.field)))
            continue
        try:
            claim = _set(claim, machine, rule, correction)
        except WireError as error:
            problems.append(_problem(correction, error.reason))
    wrong = _contradiction(claim)
    if wrong:
        problems += [_problem(c, f"not applied: {wrong}") for c in list(corrections.values())[:1]]
        return machine
    return claim


def _unknown_field(field: str) -> str:
    return f"unknown field {field!r}; known are {', '.join(BY_FIELD)}"


def _set(claim: Claim, machine: Claim, rule: Rule, correction: Correction) -> Claim:
    value = rule.parse(correction.value, claim)
    changes: dict[str, Any] = {rule.attribute: value}
    if rule.field == "reject":
        if not value:
            return claim
        changes = {"low": None, "high": None}
    elif rule.attribute == "period":
        changes["candidates"] = ()
    note = {
        "from": "" if (was := rule.machine(machine)) is None else str(was),
        "to": correction.value,
        "why": correction.why,
        "who": correction.who,
    }
    changes["corrected"] = {**(claim.corrected or {}), rule.field: note}
    changes["literal"] = tuple(name for name in claim.literal if name not in (rule.literal, rule.field))
    return replace(claim, **changes)


def _contradiction(claim: Claim) -> str | None:
    if claim.low is not None and claim.high is not None and claim.low > claim.high:
        return f"low {claim.low} is above high {claim.high}"
    start, end = claim.period.start, claim.period.end
    if start is not None and end is not None and start > end:
        return f"the period would start on {start} and end on {end}"
    return None


# ── corrections.csv ──────────────────────────────────────────────────────────────────────────────

CUT = "cut"
"""Stands in the column field of a row whose column claim holds the id of a link: true cuts it, false restores it."""
COLUMNS = Columns(
    needed=frozenset(("claim", "field", "value", "why")), known=frozenset(("claim", "field", "value", "why", "who"))
)


def read_corrections(
    path: Path, claims: Iterable[Claim], *, made: str, who: str = ""
) -> tuple[tuple[Correction, ...], tuple[Problem, ...]]:
    """The rows of a corrections.csv, each tried on the claim it names (`CUT`: a link); faults carry the line."""
    table = Table(path, STAGE)
    known = {claim.id: claim for claim in claims}
    done = []
    for line, row in table.rows(COLUMNS):
        correction = Correction(row["claim"], row["field"], row["value"], row["why"], row.get("who") or who, made)
        fault = _fault(correction, known)
        if fault:
            table.wrong(line, fault)
        else:
            done.append(correction)
    return tuple(done), tuple(table.problems)


def _fault(correction: Correction, claims: Mapping[str, Claim]) -> str | None:
    if not correction.why:
        return "a correction needs its reason in the column why"
    if correction.field == CUT:
        return None if correction.value in ("true", "false") else f"{CUT}: write true, or false to restore the link"
    claim = claims.get(correction.claim)
    if claim is None:
        return f"there is no claim {correction.claim!r}"
    rule = BY_FIELD.get(correction.field)
    if rule is None:
        return _unknown_field(correction.field)
    try:
        rule.parse(correction.value, claim)
    except WireError as error:
        return f"{correction.field}: {error.reason}"
    return None
