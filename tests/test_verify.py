"""Verify passes on a sound ledger and fails when one byte, one quote or one multiplier is changed, however cleverly."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from crossfoot.ledger import FILE, GENESIS, Entry, Ledger, store
from crossfoot.records import Bound, Case, Proof, Reconciliation, Repair
from crossfoot.verify import examine, verify
from ledgers import capture, claims, filled, reconciliation, report


@contextmanager
def raw(path: Path) -> Iterator[sqlite3.Connection]:
    """The file as somebody with other tools sees it: guards taken off, and put back afterwards."""
    connection = sqlite3.connect(path / FILE)
    guards = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for name, _ in guards:
        connection.execute(f"DROP TRIGGER {name}")
    yield connection
    for _, sql in guards:
        connection.execute(sql)
    connection.commit()
    connection.close()


def faults(path: Path) -> str:
    with Ledger.open(path) as ledger:
        return "\n".join(f"{problem.place}: {problem.reason}" for problem in verify(ledger))


def forge_custody(connection: sqlite3.Connection) -> None:
    """Writes the whole custody log anew, so that it fits what the tables now hold."""
    previous = GENESIS
    for row in connection.execute("SELECT * FROM custody ORDER BY seq").fetchall():
        entry = Entry(*row)
        (body,) = connection.execute(f"SELECT body FROM {entry.action} WHERE custody = ?", (entry.seq,)).fetchone()
        entry = replace(entry, digest=hashlib.sha256(body.encode()).hexdigest(), previous=previous)
        previous = entry.sealed()
        values = (entry.digest, entry.previous, previous, entry.seq)
        connection.execute("UPDATE custody SET digest = ?, previous = ?, hash = ? WHERE seq = ?", values)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    filled(tmp_path / "l").close()
    return tmp_path / "l"


def test_a_sound_ledger_passes_and_says_what_was_looked_at(path: Path) -> None:
    with Ledger.open(path) as ledger:
        found = examine(ledger)
    assert found.problems == ()
    assert found.looked_at["archive files"] == 2
    assert found.looked_at["claims"] == 3
    assert found.looked_at["proofs"] == 3


def test_an_empty_ledger_passes(tmp_path: Path) -> None:
    with Ledger.create(tmp_path / "l") as ledger:
        assert verify(ledger) == ()


# ── the gate: one byte, one quote, one multiplier ────────────────────────────────────────────────


def test_every_byte_of_the_archive_counts(path: Path) -> None:
    sha256 = capture()[0].sha256
    place = path / "archive" / sha256[:2] / sha256
    whole = place.read_bytes()
    place.chmod(0o644)
    for at in (0, len(whole) // 2, len(whole) - 1):
        place.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        assert "has been changed: its bytes have another sha256" in faults(path)
    place.write_bytes(whole + b"\n")
    assert "has been changed" in faults(path)
    place.write_bytes(whole)
    assert faults(path) == ""
    place.unlink()
    assert "is missing" in faults(path)


@pytest.mark.parametrize("forged", [False, True], ids=["plain", "with a forged custody log"])
def test_one_quote(path: Path, forged: bool) -> None:
    with raw(path) as connection:
        connection.execute("""UPDATE claims SET body = replace(body, '"quote":"95,296"', '"quote":"95,297"')""")
        if forged:
            forge_reading(connection)
    found = faults(path)
    assert "the quote '95,297' is not what the report says" in found
    assert "its id is not the hash of its report, place and quote" in found
    assert ("its claims or relations were changed" in found) == (not forged)


def forge_reading(connection: sqlite3.Connection) -> None:
    parts = [
        row[0]
        for table in ("claims", "text_relations")
        for row in connection.execute(f"SELECT body FROM {table} ORDER BY position")
    ]
    digest = hashlib.sha256("".join(f"{part}\n" for part in parts).encode()).hexdigest()
    (body,) = connection.execute("SELECT body FROM readings").fetchone()
    body = json.dumps({**json.loads(body), "digest": digest}, sort_keys=True, separators=(",", ":"))
    connection.execute("UPDATE readings SET body = ?", (body,))
    forge_custody(connection)


@pytest.mark.parametrize("forged", [False, True], ids=["plain", "with a forged custody log"])
def test_one_multiplier(path: Path, forged: bool) -> None:
    with raw(path) as connection:
        (body,) = connection.execute("SELECT body FROM results").fetchone()
        at = body.index('"times":"1"')
        changed = body[:at] + body[at:].replace('"times":"1"', '"times":"2"', 1)
        connection.execute("UPDATE results SET body = ?", (changed,))
        if forged:
            forge_custody(connection)
    found = faults(path)
    assert "the proof fails: the rows" in found
    assert ("was changed: it is not what the custody log recorded" in found) == (not forged)


# ── what else can be touched ─────────────────────────────────────────────────────────────────────

TOUCHES: tuple[tuple[str, str], ...] = (
    ("UPDATE claims SET body = replace(body, '\"low\":95296', '\"low\":95297')", "were changed"),
    ("UPDATE claims SET id = 'x' WHERE position = 0", "is not what the row says"),
    ("UPDATE claims SET body = '{' WHERE position = 0", "cannot be read"),
    ("DELETE FROM claims WHERE position = 2", "were changed"),
    ("UPDATE reports SET text = replace(text, '95,296', '95,297')", "its text was changed"),
    ("UPDATE reports SET body = replace(body, 'Our', 'Their')", "was changed: it is not what the custody log recorded"),
    ("UPDATE captures SET sha256 = 'x'", "is not what the row says"),
    ("UPDATE corrections SET body = replace(body, '59000', '59001')", "was changed"),
    ("DELETE FROM corrections", "is recorded, but gone from the ledger"),
    ("UPDATE custody SET who = 'somebody' WHERE seq = 2", "was changed"),
    ("UPDATE custody SET at = '1999-01-01' WHERE seq = 1", "was changed"),
    ("DELETE FROM text_relations", "were changed"),
    ("UPDATE readings SET fingerprint = 'x'", "is not what the row says"),
    ("UPDATE results SET inputs = 'x'", "without an entry in the custody log"),
    ("UPDATE results SET body = replace(body, '\"high\":95296', '\"high\":95295')", "its proof gives 95296"),
    ("INSERT INTO problems VALUES (3, 'x', '{}')", "without an entry in the custody log"),
    ("DROP TRIGGER claims_no_update", "the guard claims_no_update against changes is gone"),
)


@pytest.mark.parametrize(("sql", "message"), TOUCHES)
def test_other_changes_are_found(path: Path, sql: str, message: str) -> None:
    if sql.startswith("DROP"):
        with sqlite3.connect(path / FILE) as connection:
            connection.execute(sql)
        connection.close()
    else:
        with raw(path) as connection:
            connection.execute(sql)
    assert message in faults(path)


def test_an_entry_taken_out_of_the_middle_breaks_the_chain(path: Path) -> None:
    with raw(path) as connection:
        connection.execute("DELETE FROM custody WHERE seq = 4")
    assert "the chain is broken" in faults(path)


def test_strange_things_in_the_archive(path: Path) -> None:
    (path / "archive" / "notes.txt").write_text("?")
    (path / "archive" / "aa").mkdir()
    (path / "archive" / "aa" / ("aa" + "0" * 62)).write_text("not what the name says")
    (path / "archive" / "aa" / ("aa" + "1" * 62)).symlink_to("/etc/hostname")
    found = faults(path)
    assert "archive/notes.txt: does not belong into the archive" in found
    assert "belongs to no capture, and its bytes are not what its name says" in found
    assert f"archive/aa/aa{'1' * 62}: does not belong" in found


def test_a_whole_file_of_an_interrupted_run_is_no_fault(path: Path) -> None:
    with Ledger.open(path) as ledger:
        found, data = capture("other", "b.txt")
        ledger.vault.put(found.sha256, data)
        seen = examine(ledger)
    assert seen.problems == ()
    assert seen.looked_at["leftovers"] == 1


# ── proofs against claims ────────────────────────────────────────────────────────────────────────


def stored(path: Path, result: Reconciliation) -> str:
    with Ledger.open(path) as ledger:
        ledger.put_reconciliation(result, "inputs 2")
    return faults(path)


def bounded() -> tuple[Reconciliation, Bound, Case]:
    good = reconciliation()
    (bound,) = good.bounds
    (case,) = bound.cases
    return good, bound, case


def one_less(proof: Proof | None) -> Proof:
    """The proof, had its claim said one less."""
    assert proof is not None
    (term,) = proof.terms
    return replace(proof, terms=(replace(term, value=term.value - 1),), value=term.value - 1)


def test_a_proof_must_rest_on_what_the_claims_say(path: Path) -> None:
    good, bound, case = bounded()
    wrong = replace(bound, high=95295, cases=(replace(case, high=95295, high_proof=one_less(case.high_proof)),))
    assert "95295 (high) does not follow from the claim" in stored(path, replace(good, bounds=(wrong,)))


def test_a_proof_of_a_repair_may_read_the_repaired_claim_otherwise(path: Path) -> None:
    good, bound, case = bounded()
    repaired = Case("a digit misread", case.low, 95295, case.low_proof, one_less(case.high_proof))
    repair = Repair("r1", ("k1",), claims()[0].id, "digit", "95,296", "95,295", 1.0, 1, "")
    assert stored(path, replace(good, bounds=(replace(bound, cases=(repaired,)),), repairs=(repair,))) == ""


def test_a_proof_stays_good_after_a_later_correction(path: Path) -> None:
    with Ledger.open(path) as ledger:
        ledger.correct(claims()[0].id, "low", "95000", "misread")
    assert faults(path) == ""


def test_a_bound_must_say_what_its_proof_proves(path: Path) -> None:
    good, bound, case = bounded()
    unproved = replace(bound, cases=(replace(case, high_proof=None),))
    assert "95296 (high) has no proof" in stored(path, replace(good, bounds=(unproved,)))
    narrower = replace(bound, low=95297)
    assert "one of its cases says less" in stored(path, replace(good, bounds=(narrower,)))
    other_days = replace(bound, end=report().published or bound.start)
    assert "proves something else" in stored(path, replace(good, bounds=(other_days,)))


def test_a_conflict_must_say_what_its_proof_proves(path: Path) -> None:
    good = reconciliation()
    (conflict,) = good.conflicts
    assert "its gap is 5" in stored(path, replace(good, conflicts=(replace(conflict, gap=conflict.gap * 0 + 5),)))
    less = replace(conflict, claims=conflict.claims[:1])
    assert "names other claims" in stored(path, replace(good, conflicts=(less,)))


def test_a_claim_that_is_not_there_proves_nothing(path: Path) -> None:
    good = reconciliation()
    (conflict,) = good.conflicts
    terms = (replace(conflict.proof.terms[0], claim="nobody"), conflict.proof.terms[1])
    ghost = replace(conflict, proof=replace(conflict.proof, terms=terms))
    assert "which is not in the ledger" in stored(path, replace(good, conflicts=(ghost,)))


def test_all_tables_are_in_the_custody_log() -> None:
    from crossfoot.ledger import audit

    assert {*audit.SUBJECTS, *audit.PARTS, "custody"} == set(store.FACTS)
