"""A ledger looked through: hashes, custody, quotes, and every proof in exact arithmetic without the solver (§7.2)."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from fractions import Fraction

from crossfoot import corrections as correcting
from crossfoot import stated, wire
from crossfoot.comparison import Inequality, inequalities
from crossfoot.interval import ProfileError, allowed, profile
from crossfoot.ledger import GENESIS, Ledger, LedgerError, VaultError, audit, content_digest
from crossfoot.records import (
    Capture,
    Claim,
    Correction,
    Problem,
    Proof,
    Report,
    Term,
    TextRelation,
    Visit,
    claim_id,
    content_id,
    report_id,
)

STAGE = "verify"
ONE_DAY = timedelta(days=1)
WIDTH = "width "
MOST_UNITS = 1200
"""Calendar units that an average of a rate may stand for, as in placing."""


@dataclass(frozen=True, slots=True)
class Verification:
    """What was wrong, and how much was looked at. `leftovers` are whole files of an interrupted run: no fault."""

    problems: tuple[Problem, ...]
    looked_at: Mapping[str, int]


def verify(ledger: Ledger) -> tuple[Problem, ...]:
    """Nothing where every byte, entry, quote and proof of the ledger still holds."""
    return examine(ledger).problems


def examine(ledger: Ledger) -> Verification:
    search = _Search(ledger)
    for check in CHECKS:
        try:
            check(search)
        except LedgerError as error:
            search.wrong(check.__name__.strip("_"), str(error))
    return Verification(tuple(dict.fromkeys(search.problems)), dict(search.counts))


@dataclass(slots=True)
class _Search:
    ledger: Ledger
    problems: list[Problem] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)

    def wrong(self, place: str, reason: str) -> None:
        self.problems.append(Problem(STAGE, place, reason))

    def records(self, cls: type, table: str) -> Iterator[tuple[str, object]]:
        """(stored id, record) of a table; a body that is no record is a fault."""
        for fact in audit.facts(self.ledger, table):
            try:
                yield fact.id, wire.from_json(cls, wire.loads(fact.body))
            except wire.WireError as error:
                self.wrong(f"{table} {fact.id}", f"cannot be read: {error}")


# ── bytes, custody, facts ────────────────────────────────────────────────────────────────────────


def _database(search: _Search) -> None:
    for fault in audit.damage(search.ledger):
        search.wrong("ledger.sqlite", fault)


def _archive(search: _Search) -> None:
    vault = search.ledger.vault
    known = set()
    for _, capture in search.records(Capture, "captures"):
        assert isinstance(capture, Capture)
        if capture.sha256 in known:
            continue
        known.add(capture.sha256)
        search.counts["archive files"] += 1
        _check_file(search, capture.address, capture.sha256)
    for place, sha256 in _visited(search):
        if sha256 not in known:
            known.add(sha256)
            search.counts["archive files"] += 1
            _check_file(search, place, sha256)
    for stored in vault.contents():
        if stored.sha256 is None:
            search.wrong(
                f"archive/{stored.name}", "does not belong into the archive: its name is no sha256, or no plain file"
            )
        elif stored.sha256 not in known:
            _stray(search, stored.sha256, stored.name)


def _check_file(search: _Search, address: str, sha256: str) -> None:
    try:
        search.ledger.vault.check(sha256)
    except (VaultError, OSError) as error:
        search.wrong(f"archive {address}", str(error))


def _visited(search: _Search) -> Iterator[tuple[str, str]]:
    """What visits of pages left in the archive: (address, sha256)."""
    for _, visit in search.records(Visit, "visits"):
        assert isinstance(visit, Visit)
        if visit.exchange:
            yield visit.url, visit.exchange
        yield from ((hop.url, hop.payload) for hop in visit.hops if hop.payload)


def _stray(search: _Search, sha256: str, name: str) -> None:
    """A whole file that no capture names is what a killed run leaves; anything else was put there."""
    try:
        search.ledger.vault.check(sha256)
        search.counts["leftovers"] += 1
    except (VaultError, OSError):
        search.wrong(f"archive/{name}", "belongs to no capture, and its bytes are not what its name says")


def _custody(search: _Search) -> None:
    """The chain is whole, and every fact has its entry and every entry its fact."""
    left = _chain(search)
    for table in audit.SUBJECTS:
        for fact in audit.facts(search.ledger, table):
            search.counts["facts"] += 1
            logged = left.pop((fact.custody, table, fact.id), None)
            if logged is None:
                search.wrong(f"{table} {fact.id}", "stands in the ledger without an entry in the custody log")
            elif logged != _sha256(fact.body):
                search.wrong(f"{table} {fact.id}", "was changed: it is not what the custody log recorded")
    for seq, action, subject in left:
        search.wrong(f"custody {seq}", f"{action} {subject} is recorded, but gone from the ledger")


def _chain(search: _Search) -> dict[tuple[int, str, str], str]:
    """The digest that each entry recorded, by its number, table and subject."""
    previous, recorded = GENESIS, {}
    for number, entry in enumerate(audit.custody(search.ledger), start=1):
        search.counts["custody entries"] += 1
        if entry.seq != number or entry.previous != previous:
            search.wrong(
                f"custody {entry.seq}", "the chain is broken: an entry before it was changed, added or removed"
            )
        if entry.hash != entry.sealed():
            search.wrong(f"custody {entry.seq}", f"the entry of {entry.action} {entry.subject} was changed")
        previous = entry.hash
        recorded[entry.seq, entry.action, entry.subject] = entry.digest
    return recorded


def _ids(search: _Search) -> None:
    """Ids are hashes of content (§1)."""
    for table, cls in (("captures", Capture), ("visits", Visit), ("problems", Problem), ("corrections", Correction)):
        for name, record in search.records(cls, table):
            if name != getattr(record, "id", None):
                search.wrong(f"{table} {name}", "its id is not the hash of its content")


# ── texts, quotes ────────────────────────────────────────────────────────────────────────────────


def _texts(search: _Search) -> None:
    for name, version, body, text in audit.texts(search.ledger):
        search.counts["texts"] += 1
        place = f"report {name}"
        if version != _sha256(body):
            search.wrong(place, "its metadata is not what its version says")
        try:
            report = wire.from_json(Report, {**_object(body), "text": text})
            recorded = _object(body).get("text_sha256")
        except wire.WireError as error:
            search.wrong(place, f"cannot be read: {error}")
            continue
        if recorded != _sha256(text):
            search.wrong(place, "its text was changed: the custody log recorded another sha256")
        if name != report_id(report.capture, text, report.part):
            search.wrong(place, "its id is not the hash of its capture and text")


def _readings(search: _Search) -> None:
    texts = {name: text for name, _, _, text in audit.texts(search.ledger)}
    for fact in audit.facts(search.ledger, "readings"):
        place = f"reading {fact.id}"
        claims = audit.parts(search.ledger, "claims", fact.custody)
        relations = audit.parts(search.ledger, "text_relations", fact.custody)
        try:
            said = _object(fact.body)
        except wire.WireError as error:
            search.wrong(place, f"cannot be read: {error}")
            continue
        found = (len(claims), len(relations), content_digest(body for _, body in (*claims, *relations)))
        if found != (said.get("claims"), said.get("relations"), said.get("digest")):
            search.wrong(place, "its claims or relations were changed: they are not what was recorded")
        if fact.id != content_id(
            "reading", *(said.get(key) for key in ("report", "version", "fingerprint", "codebook"))
        ):
            search.wrong(place, "its id is not the hash of what was read by whom")
        for name, body in claims:
            _claim(search, name, body, texts.get(str(said.get("report"))))
        for name, body in relations:
            _relation(search, name, body)


def _claim(search: _Search, name: str, body: str, text: str | None) -> None:
    search.counts["claims"] += 1
    place = f"claim {name}"
    try:
        claim = wire.claim_from_json(wire.loads(body))
    except wire.WireError as error:
        search.wrong(place, f"cannot be read: {error}")
        return
    if text is None:
        search.wrong(place, "its report is not in the ledger")
    elif text[claim.start : claim.end] != claim.quote:
        search.wrong(place, f"the quote {claim.quote!r} is not what the report says at {claim.start} to {claim.end}")
    if name != claim_id(claim.report, claim.start, claim.end, claim.quote):
        search.wrong(place, "its id is not the hash of its report, place and quote")


def _relation(search: _Search, name: str, body: str) -> None:
    try:
        relation = wire.from_json(TextRelation, wire.loads(body))
    except wire.WireError as error:
        search.wrong(f"relation {name}", f"cannot be read: {error}")
        return
    if name != relation.id:
        search.wrong(f"relation {name}", "its id is not the hash of its content")


# ── proofs ───────────────────────────────────────────────────────────────────────────────────────


def _proofs(search: _Search) -> None:
    """Every proof of the newest reconciliation, and of the newest of each day, by the checker that knows neither solver
    nor closure."""
    now = search.ledger.scope
    for scope in search.ledger.scopes():
        search.ledger.scope = scope
        _proofs_of(search)
    search.ledger.scope = now


def _proofs_of(search: _Search) -> None:
    from crossfoot.reconcile.check import check

    result = search.ledger.reconciliation()
    if result is None:
        return
    claims = _versions(search.ledger)
    for place, proof, changed in stated.proofs(result):
        search.counts["proofs"] += 1
        fault = check(proof) or _terms_fault(proof, claims, changed)
        if fault:
            search.wrong(place, f"the proof fails: {fault}")
    for place, fault in stated.faults(result):
        search.wrong(place, fault)


def _versions(ledger: Ledger) -> Mapping[str, tuple[Claim, ...]]:
    """Every claim of every reading, as the machine read it and as persons have corrected it, step by step."""
    found: dict[str, list[Claim]] = {}
    for fact in audit.facts(ledger, "readings"):
        for name, body in audit.parts(ledger, "claims", fact.custody):
            try:
                found.setdefault(name, []).append(wire.claim_from_json(wire.loads(body)))
            except wire.WireError:
                continue  # told by _readings
    for reading in ledger.readings_of_days():
        for claim in reading.claims:
            found.setdefault(claim.id, []).append(claim)
    steps: dict[str, list[Correction]] = {}
    for correction in ledger.corrections():
        mine = steps.setdefault(correction.claim, [])
        mine.append(correction)
        machine = [claim for claim in found.get(correction.claim, ()) if claim.corrected is None]
        found.setdefault(correction.claim, []).extend(correcting.apply(machine, mine)[0])
    return {name: tuple(claims) for name, claims in found.items()}


def _terms_fault(proof: Proof, claims: Mapping[str, tuple[Claim, ...]], changed: frozenset[str]) -> str | None:
    for term in proof.terms:
        if term.claim is None or term.claim in changed:
            continue
        versions = claims.get(term.claim)
        if not versions:
            return f"it rests on the claim {term.claim}, which is not in the ledger"
        if not any(_follows(claim, term) for claim in versions):
            return f"{term.value} ({term.side}) does not follow from the claim {term.claim}"
    return None


def _follows(claim: Claim, term: Term) -> bool:
    """Whether the figure with the widths of §2.7 gives the value of the row; a rate gives it times its units."""
    names = [name.removeprefix(WIDTH) for name in term.under if name.startswith(WIDTH)] or ["default", "strict"]
    for name in names:
        try:
            house = profile(name)
        except ProfileError:
            return False
        for exact in (False, True):
            interval = allowed(claim, house, exact_source=exact)
            if claim.base is not None:
                if any(_is_row(term, one) for one in inequalities(claim.base, interval)):
                    return True
                continue
            value = interval.low if term.side == "low" else interval.high
            if value is not None and (value == term.value or (claim.kind == "rate" and _is_multiple(value, term))):
                return True
    return False


def _is_row(term: Term, one: Inequality) -> bool:
    """Whether the row is that inequality between two flows (§5.5)."""
    factors = sorted(abs(times) for _, _, times in term.row)
    expected = sorted([one.own] * 2 + [one.times] * 2) if one.times else [1, 1]
    return term.side == one.side and term.value == one.value and factors == expected


def _is_multiple(value: Fraction, term: Term) -> bool:
    """Whether the row is the rate times a whole number of units, rounded inward."""
    if value <= 0 or term.value < value:
        return False
    units = term.value / value
    near = {int(units) + step for step in (-1, 0, 1)}
    return any(0 < n <= MOST_UNITS and stated.inward(value * n, term.side) == term.value for n in near)


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _object(body: str) -> dict[str, object]:
    found = wire.loads(body)
    if not isinstance(found, dict):
        raise wire.WireError("expected an object")
    return found


CHECKS: tuple[Callable[[_Search], None], ...] = (
    _database,
    _archive,
    _custody,
    _ids,
    _texts,
    _readings,
    _proofs,
)
