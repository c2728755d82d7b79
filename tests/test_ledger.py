"""The ledger keeps facts once, never changes them, survives kills, and says what to do when it cannot be used."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from crossfoot import ledger as package
from crossfoot import wire
from crossfoot.ledger import FILE, Ledger, LedgerError, audit, store
from crossfoot.records import Correction, Problem, Reading, Trace, claim_id
from crossfoot.verify import examine, verify
from ledgers import TEXT, capture, claim, claims, clock, fill, filled, reading, reconciliation, report, visit


def test_what_goes_in_comes_out(tmp_path: Path) -> None:
    with filled(tmp_path / "l") as ledger:
        assert ledger.captures() == (capture()[0],)
        assert ledger.data(capture()[0]) == TEXT.encode()
        assert ledger.visits() == (visit()[0],)
        assert ledger.reports() == (report(),)
        assert ledger.machine_claims() == claims()
        assert ledger.relations() == reading().relations
        assert ledger.claims()[1].low == 59000
        assert ledger.reconciliation() == ledger.reconciliation("inputs 1") == reconciliation()
        assert ledger.reconciliation("others") is None
        assert ledger.trace() is None
        assert (tmp_path / "l" / "dossier").is_dir()


def test_running_twice_adds_nothing(tmp_path: Path) -> None:
    with filled(tmp_path / "l") as ledger:
        before, head = ledger.counts(), ledger.head()
        fill(ledger)
        assert (ledger.counts(), ledger.head()) == (before, head)
    with Ledger.open(tmp_path / "l", who="tester", clock=clock) as ledger:
        fill(ledger)
        assert (ledger.counts(), ledger.head()) == (before, head)


def test_the_same_facts_give_the_same_ledger(tmp_path: Path) -> None:
    with filled(tmp_path / "one") as one, filled(tmp_path / "two") as two:
        assert one.head() == two.head()


def test_newer_metadata_is_a_new_version_that_must_be_read_again(tmp_path: Path) -> None:
    with filled(tmp_path / "l") as ledger:
        assert ledger.add_report(replace(report(), outlet="Their Paper"))
        assert [r.outlet for r in ledger.reports()] == ["Their Paper"]
        assert not ledger.use_reading(report().id, "reader 1", "codebook 1")
        assert ledger.claims() == ()
        assert ledger.add_report(report()), "back to what it was"
        assert ledger.machine_claims() == claims()
        assert ledger.use_reading(report().id, "reader 1", "codebook 1")
        assert verify(ledger) == ()


def test_the_newest_reading_is_current_and_an_older_one_can_be_again(tmp_path: Path) -> None:
    with filled(tmp_path / "l") as ledger:
        one = Reading(claims()[:1])
        assert ledger.put_reading(report().id, "reader 2", one, "codebook 1")
        assert ledger.machine_claims() == one.claims
        assert ledger.use_reading(report().id, "reader 1", "codebook 1")
        assert not ledger.use_reading(report().id, "reader 1", "codebook 2")
        assert ledger.machine_claims() == claims()
        count = ledger.counts()
        assert ledger.use_reading(report().id, "reader 1", "codebook 1")
        assert ledger.counts() == count
        assert not ledger.put_reading(report().id, "reader 2", one, "codebook 1")
        assert ledger.machine_claims() == one.claims
        assert verify(ledger) == ()


def test_results_are_kept_when_they_change(tmp_path: Path) -> None:
    with filled(tmp_path / "l") as ledger:
        assert ledger.put_trace(Trace(copies={"a": "b"}), "i1")
        assert not ledger.put_trace(Trace(copies={"a": "b"}), "i1")
        assert ledger.put_trace(Trace(), "i2")
        assert ledger.trace() == Trace()
        assert ledger.trace("i1") == Trace(copies={"a": "b"})
        assert ledger.trace("i3") is None
        assert not ledger.use_results(trace="i2")
        assert ledger.use_results(trace="i1")
        with pytest.raises(LookupError, match="i3"):
            ledger.use_results(trace="i3")
        assert ledger.trace() == Trace(copies={"a": "b"})
        assert verify(ledger) == ()


def test_problems_of_inputs_and_of_current_readings(tmp_path: Path) -> None:
    bad, worse = Problem("archive", "b.txt", "empty"), Problem("read", "a.txt", "too long")
    with filled(tmp_path / "l") as ledger:
        assert ledger.add_problem(bad)
        assert not ledger.add_problem(bad)
        ledger.put_reading(report().id, "reader 2", Reading((), problems=(worse,)))
        assert ledger.problems() == (bad, worse)


def test_cut_links(tmp_path: Path) -> None:
    with filled(tmp_path / "l") as ledger:
        assert ledger.cut_link("link 1", "same agency, other story")
        assert not ledger.cut_link("link 1", "again")
        (cut,) = ledger.cuts()
        assert (cut.link, cut.why, cut.who) == ("link 1", "same agency, other story", "tester")
        assert not ledger.restore_link("link 2", "never cut")
        assert ledger.restore_link("link 1", "they did copy it", "Desk")
        assert ledger.cuts() == ()
        assert ledger.cut_link("link 1", "no, it is another story")
        assert [(cut.link, cut.why) for cut in ledger.cuts()] == [("link 1", "no, it is another story")]
        assert ledger.counts()["cuts"] == 1
        assert verify(ledger) == ()


def test_links_are_cut_and_restored_in_corrections_csv(tmp_path: Path) -> None:
    sheet = tmp_path / "l" / "corrections.csv"
    head, cut = "claim,field,value,why,who\n", "link 1,cut,true,another story,Desk\n"
    with filled(tmp_path / "l") as ledger:
        sheet.write_text(f"{head}{cut}link 2,cut,yes,why,Desk\n")
        (problem,) = ledger.import_corrections()
        assert problem.place == "corrections.csv:3"
        assert [(c.link, c.why, c.who) for c in ledger.cuts()] == [("link 1", "another story", "Desk")]
        sheet.write_text(f"{head}{cut}link 1,cut,false,the same story,Desk\n")
        assert ledger.import_corrections() == ()
        assert ledger.cuts() == ()
        assert verify(ledger) == ()


def test_cuts_of_an_older_ledger_hold_until_they_are_taken_back(tmp_path: Path) -> None:
    with filled(tmp_path / "l") as ledger:
        old_cut(ledger)
        assert [cut.link for cut in ledger.cuts()] == ["old link"]
        assert not ledger.cut_link("old link", "again")
        assert ledger.restore_link("old link", "seen again")
        assert ledger.cuts() == ()


def old_cut(ledger: Ledger) -> None:
    body = wire.dumps({"link": "old link", "why": "why", "who": "who", "made": "2025-01-01T00:00:00+00:00"})
    with ledger.transaction():
        ledger.insert("INSERT INTO cuts VALUES (?, ?, ?)", [(ledger.log("cuts", "old link", body), "old link", body)])


def test_corrections_csv_is_taken_in_row_by_row(tmp_path: Path) -> None:
    whole = claims()[0].id
    sheet = tmp_path / "l" / "corrections.csv"
    with filled(tmp_path / "l") as ledger:
        assert ledger.import_corrections() == ()
        sheet.write_text(f"claim,field,value,why,who\n{whole},high,96000,rounded,Desk\nnone,low,1,because,Desk\n")
        (problem,) = ledger.import_corrections()
        assert problem.place == "corrections.csv:3"
        assert ledger.claims()[0].high == 96000
        before = ledger.counts()
        ledger.import_corrections()
        assert ledger.counts() == before, "the same file again adds nothing"
        ledger.correct(whole, "high", "97000", "newer")
        sheet.write_text(f"claim,field,value,why,who\n{whole},high,96000,rounded,Desk\n{whole},kind,flow,seen,Desk\n")
        assert ledger.import_corrections() == ()
        assert (ledger.claims()[0].high, ledger.claims()[0].kind) == (97000, "flow")
        assert verify(ledger) == ()


@pytest.mark.parametrize("table", store.FACTS)
def test_facts_are_never_changed(tmp_path: Path, table: str) -> None:
    with filled(tmp_path / "l") as ledger:
        fill_all(ledger)
    with sqlite3.connect(tmp_path / "l" / FILE) as raw:
        column = "previous" if table == "custody" else "body"
        for sql in (f"UPDATE {table} SET {column} = 'x'", f"DELETE FROM {table}"):
            with pytest.raises(sqlite3.IntegrityError, match="never changed"):
                raw.execute(sql)


def fill_all(ledger: Ledger) -> None:
    """Something in every table."""
    ledger.add_problem(Problem("archive", "b.txt", "empty"))
    ledger.cut_link("link", "why")
    old_cut(ledger)
    ledger.put_reading(report().id, "reader 2", Reading(()))
    ledger.use_reading(report().id, "reader 1", "codebook 1")
    (ledger.path / "corrections.csv").write_text(f"claim;field;value;why\n{claims()[0].id};kind;flow;seen\n")
    assert ledger.import_corrections() == ()


def _write_and_fail(ledger: Ledger) -> None:
    with ledger.transaction():
        ledger.add_problem(Problem("a", "b", "c"))
        ledger.put_reading("no such report", "reader 1", reading())


def test_a_transaction_is_all_or_nothing_also_within_another(tmp_path: Path) -> None:
    with filled(tmp_path / "l") as ledger:
        before = ledger.counts()
        with pytest.raises(KeyError):
            _write_and_fail(ledger)
        assert ledger.counts() == before
        twice = (claims()[0], claims()[0])
        with ledger.transaction():
            ledger.add_problem(Problem("a", "b", "c"))
            with pytest.raises(sqlite3.IntegrityError):
                ledger.put_reading(report().id, "reader 9", Reading(twice))
        assert ledger.counts()["problems"] == 1
        assert not ledger.use_reading(report().id, "reader 9")
        assert verify(ledger) == ()


def test_five_thousand_claims_go_in_fast(tmp_path: Path) -> None:
    text = "Over 160,000 cases. " * 5000
    of = report(text, "long.txt")
    many = tuple(
        replace(
            claim("Over 160,000", 160000, None, of),
            id=claim_id(of.id, 20 * n, 20 * n + 12, "Over 160,000"),
            start=20 * n,
            end=20 * n + 12,
        )
        for n in range(5000)
    )
    with filled(tmp_path / "l") as ledger:
        ledger.add_capture(*capture(text, "long.txt"))
        ledger.add_report(of)
        begin = time.process_time()
        ledger.put_reading(of.id, "reader 1", Reading(many))
        assert time.process_time() - begin < 3
        assert len(ledger.claims()) == 5003
        assert verify(ledger) == ()


# ── what cannot be used ──────────────────────────────────────────────────────────────────────────


def test_missing_and_foreign_folders_say_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match="crossfoot init"):
        Ledger.open(tmp_path / "none")
    with pytest.raises(LedgerError, match="not a ledger"):
        Ledger.open(tmp_path)
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(LedgerError, match="choose an empty"):
        Ledger.create(tmp_path)
    with pytest.raises(LedgerError, match="rights of the folder"):
        Ledger.create(tmp_path / "notes.txt" / "l")
    filled(tmp_path / "l").close()
    with pytest.raises(LedgerError, match="already"):
        Ledger.create(tmp_path / "l")


def test_files_of_others_are_refused(tmp_path: Path) -> None:
    place = tmp_path / FILE
    place.write_bytes(b"no database at all " * 100)
    with pytest.raises(LedgerError, match="no SQLite file"):
        Ledger.open(tmp_path)
    place.unlink()
    with sqlite3.connect(place) as raw:
        raw.execute("CREATE TABLE mine (x)")
    raw.close()
    with pytest.raises(LedgerError, match="another program"):
        Ledger.open(tmp_path)


def test_a_newer_schema_is_refused(tmp_path: Path) -> None:
    filled(tmp_path / "l").close()
    with sqlite3.connect(tmp_path / "l" / FILE) as raw:
        raw.execute("PRAGMA user_version = 99")
    raw.close()
    with pytest.raises(LedgerError, match="newer crossfoot"):
        Ledger.open(tmp_path / "l")


def test_an_older_schema_is_brought_up_to_date(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    filled(tmp_path / "l").close()
    later = (*store.MIGRATIONS, lambda: "CREATE TABLE tags (x TEXT);\nCREATE INDEX tags_x ON tags (x);\n")
    monkeypatch.setattr(store, "MIGRATIONS", later)
    with Ledger.open(tmp_path / "l") as ledger:
        assert ledger.rows("PRAGMA user_version") == [(len(later),)]
        assert ledger.rows("SELECT count(*) FROM tags") == [(0,)]
        assert ledger.claims()[0] == claims()[0]


def test_a_migration_that_fails_leaves_the_ledger_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    filled(tmp_path / "l").close()
    monkeypatch.setattr(store, "MIGRATIONS", (*store.MIGRATIONS, lambda: "CREATE TABLE tags (x);\nNONSENSE;\n"))
    with pytest.raises(LedgerError):
        Ledger.open(tmp_path / "l")
    monkeypatch.undo()
    with Ledger.open(tmp_path / "l") as ledger:
        assert verify(ledger) == ()


def test_a_damaged_file_is_told(tmp_path: Path) -> None:
    filled(tmp_path / "l").close()
    place = tmp_path / "l" / FILE
    data = bytearray(place.read_bytes())
    data[4096 * 2 :] = b"\x5a" * (len(data) - 4096 * 2)
    place.write_bytes(data)
    with pytest.raises(LedgerError, match=r"damaged|cannot be used"), Ledger.open(tmp_path / "l") as ledger:
        ledger.claims()


def test_a_ledger_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with filled(tmp_path / "l") as ledger:
        ledger.rows("PRAGMA query_only = ON")
        with pytest.raises(LedgerError, match="read-only; make the folder writable"):
            ledger.add_problem(Problem("a", "b", "c"))


def test_an_empty_database_of_a_killed_creation_is_completed(tmp_path: Path) -> None:
    (tmp_path / FILE).touch()
    with Ledger.open_or_create(tmp_path) as ledger:
        fill(ledger)
        assert verify(ledger) == ()


# ── archive ──────────────────────────────────────────────────────────────────────────────────────


def test_archive_files_are_read_only_and_found_by_hash(tmp_path: Path) -> None:
    with filled(tmp_path / "l") as ledger:
        sha256 = capture()[0].sha256
        place = ledger.vault.path(sha256)
        assert place == tmp_path / "l" / "archive" / sha256[:2] / sha256
        assert place.stat().st_mode & 0o777 == 0o444


def test_bytes_that_are_not_what_the_capture_says_are_refused(tmp_path: Path) -> None:
    with filled(tmp_path / "l") as ledger:
        found, data = capture("other", "b.txt")
        with pytest.raises(LedgerError, match="do not have the sha256"):
            ledger.add_capture(found, b"OTHER")
        with pytest.raises(ValueError, match="bytes"):
            ledger.add_capture(found, data + b"!")
        assert len(ledger.captures()) == 1


def test_a_changed_archive_file_is_neither_overwritten_nor_handed_out(tmp_path: Path) -> None:
    with filled(tmp_path / "l") as ledger:
        found, data = capture()
        place = ledger.vault.path(found.sha256)
        place.chmod(0o644)
        place.write_bytes(b"?" + data[1:])
        with pytest.raises(LedgerError, match="has been changed"):
            ledger.data(found)
        with pytest.raises(LedgerError, match="has been changed"):
            ledger.add_capture(replace(found, address="b.txt"), data)
        assert place.read_bytes()[:1] == b"?"


def test_symbolic_links_in_the_archive_are_not_followed(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    found, data = capture("other", "b.txt")
    with filled(tmp_path / "l") as ledger:
        (tmp_path / "l" / "archive" / found.sha256[:2]).symlink_to(outside)
        with pytest.raises(LedgerError, match="symbolic link"):
            ledger.add_capture(found, data)
        assert not list(outside.iterdir())
        place = ledger.vault.path(capture()[0].sha256)
        secret = tmp_path / "secret"
        secret.write_bytes(TEXT.encode())
        place.unlink()
        place.symlink_to(secret)
        with pytest.raises(LedgerError, match="symbolic link"):
            ledger.data(capture()[0])


def test_a_hash_that_is_a_path_is_refused(tmp_path: Path) -> None:
    with filled(tmp_path / "l") as ledger, pytest.raises(LedgerError, match="no sha256"):
        ledger.data(replace(capture()[0], sha256="../../../../etc/passwd"))


# ── two at once, and kills ───────────────────────────────────────────────────────────────────────


def test_a_second_writer_waits_and_then_says_why(tmp_path: Path) -> None:
    with filled(tmp_path / "l") as one, Ledger.open(tmp_path / "l", wait=0.05) as two:
        with one.transaction():
            one.add_problem(Problem("a", "b", "c"))
            assert two.problems() == ()
            with pytest.raises(LedgerError, match="another process is writing"):
                two.add_problem(Problem("d", "e", "f"))
        assert two.add_problem(Problem("d", "e", "f"))
        assert verify(one) == ()


WRITER = """
import sys
from pathlib import Path
from crossfoot.ledger import Ledger
from crossfoot.records import Reading
from ledgers import capture, claim, report
with Ledger.open_or_create(Path(sys.argv[1])) as ledger:
    print("open", flush=True)
    for n in range(int(sys.argv[2]), int(sys.argv[3])):
        text = f"In town {n} they counted 1,{n:03} cases."
        of = report(text, f"{n}.txt")
        with ledger.transaction():
            ledger.add_capture(*capture(text, f"{n}.txt"))
            ledger.add_report(of)
        if not ledger.use_reading(of.id, "r"):
            ledger.put_reading(of.id, "r", Reading((claim(f"1,{n:03}", 1000 + n, 1000 + n, of),)))
"""


def writer(path: Path, first: int, last: int) -> subprocess.Popen[bytes]:
    here = Path(__file__).parent
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join((str(here), str(Path(package.__file__).parents[2])))}
    command = [sys.executable, "-c", WRITER, str(path), str(first), str(last)]
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE)


@pytest.mark.heavy
def test_kills_at_any_moment_lose_nothing_that_was_done(tmp_path: Path) -> None:
    chance = random.Random(7)
    for _ in range(6):
        process = writer(tmp_path / "l", 0, 200)
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(chance.uniform(0, 0.25))
        process.send_signal(signal.SIGKILL)
        process.communicate()
        with Ledger.open(tmp_path / "l") as ledger:
            assert verify(ledger) == ()
    assert writer(tmp_path / "l", 0, 200).wait() == 0
    with Ledger.open(tmp_path / "l") as ledger:
        assert verify(ledger) == ()
        assert ledger.counts()["claims"] == 200
        assert examine(ledger).looked_at.get("leftovers", 0) == 0


@pytest.mark.heavy
def test_two_processes_at_once_write_one_chain(tmp_path: Path) -> None:
    both = [writer(tmp_path / "l", 0, 60), writer(tmp_path / "l", 30, 90)]
    assert [process.wait() for process in both] == [0, 0]
    with Ledger.open(tmp_path / "l") as ledger:
        assert ledger.counts()["captures"] == 90
        assert ledger.counts()["claims"] == 90
        assert verify(ledger) == ()


def test_times_and_persons_are_in_the_custody_log(tmp_path: Path) -> None:
    with filled(tmp_path / "l") as ledger:
        ledger.add_correction(Correction(claims()[0].id, "kind", "flow", "why", "Desk", "2025-01-03"))
        entries = list(audit.custody(ledger))
        assert {entry.who for entry in entries} == {"tester"}
        assert {entry.at for entry in entries} == {"2025-01-02T03:04:05+00:00"}
        assert [entry.action for entry in entries][:3] == ["captures", "reports", "readings"]
