"""The SQLite file of a ledger: opening, schema versions, transactions, the custody log. SQL is here and in `book`."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import resources
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as installed_version
from pathlib import Path
from typing import Any

from crossfoot import wire

APPLICATION = 0x43464F54
"""Marks a SQLite file as ours ("CFOT")."""
FILE = "ledger.sqlite"
WAIT_SECONDS = 10.0
GENESIS = "0" * 64
_FIRST = (
    "custody",
    *("captures", "reports", "problems", "readings", "claims", "text_relations"),
    *("choices", "corrections", "imports", "cuts", "results"),
)
_SECOND = ("link_choices",)
_THIRD = ("visits",)
FACTS = (*_FIRST, *_SECOND, *_THIRD)
"""Tables whose rows are never changed or deleted, by the schema version that brought them."""


class LedgerError(Exception):
    """The ledger cannot be used: says what is wrong and what to do next."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the custody log. `hash` covers all the rest, `previous` is the hash of the entry before."""

    seq: int
    at: str
    who: str
    version: str
    action: str
    subject: str
    digest: str
    previous: str
    hash: str

    def sealed(self) -> str:
        """What `hash` must be."""
        parts = [self.seq, self.at, self.who, self.version, self.action, self.subject, self.digest, self.previous]
        return digest(wire.dumps(parts))


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


# ── schema versions ──────────────────────────────────────────────────────────────────────────────


def _append_only(tables: Iterable[str]) -> str:
    return "".join(
        f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, 'facts are never changed'); END;\n"
        for table in tables
        for verb in ("UPDATE", "DELETE")
    )


def _tables(script: str, tables: Iterable[str]) -> str:
    return resources.files(__package__).joinpath(script).read_text("utf-8") + _append_only(tables)


MIGRATIONS: tuple[Callable[[], str], ...] = (
    lambda: _tables("schema.sql", _FIRST),
    lambda: _tables("links.sql", _SECOND),
    lambda: _tables("visits.sql", _THIRD),
)
"""Migration n brings a file from version n to n + 1. Rows are never deleted or rewritten by one."""


def _statements(script: str) -> Iterator[str]:
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""


# ── errors ───────────────────────────────────────────────────────────────────────────────────────

_ADVICE = {
    sqlite3.SQLITE_BUSY: "another process is writing to it; wait until it has ended and run the command again",
    sqlite3.SQLITE_READONLY: "it is read-only; make the folder writable or copy it to a place that is",
    sqlite3.SQLITE_CANTOPEN: "it cannot be opened or written; look at the rights of the folder",
    sqlite3.SQLITE_FULL: "the disk is full; make room and run the command again (nothing is lost)",
    sqlite3.SQLITE_CORRUPT: f"{FILE} is damaged; keep a copy, then restore it from a backup; archive/ is untouched",
    sqlite3.SQLITE_NOTADB: f"{FILE} is no SQLite file; restore it from a backup, or move it away and start anew",
    sqlite3.SQLITE_IOERR: "the disk reports an error; look at it before going on",
}


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Errors of the outer world as LedgerError; a breach of our own schema is a bug and stays what it is."""
    try:
        yield
    except (sqlite3.IntegrityError, sqlite3.ProgrammingError):
        raise
    except sqlite3.Error as error:
        advice = _ADVICE.get(getattr(error, "sqlite_errorcode", 0) & 0xFF, f"{FILE} cannot be used")
        raise LedgerError(f"{path}: {advice} ({error})") from error
    except OSError as error:
        raise LedgerError(
            f"{path}: {error.strerror or error}; look at the rights of the folder and its disk"
        ) from error


def _program() -> str:
    try:
        return installed_version("crossfoot")
    except PackageNotFoundError:
        return "unknown"


def _now() -> datetime:
    return datetime.now(UTC)


class Store:
    """An open ledger file. Reading needs no transaction; every write is inside one, and has an entry in the log."""

    def __init__(
        self, path: Path, *, who: str = "crossfoot", wait: float = WAIT_SECONDS, clock: Callable[[], datetime] = _now
    ) -> None:
        self.path = path
        self.who = who
        self._clock = clock
        self._depth = 0
        self._version = _program()
        with told(path):
            self._db = sqlite3.connect(path / FILE, timeout=wait, isolation_level=None)
            try:
                self._prepare()
            except BaseException:
                self._db.close()
                raise

    def close(self) -> None:
        self._db.close()

    def _prepare(self) -> None:
        self._recognise()
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "recursive_triggers=ON"):
            self._db.execute(f"PRAGMA {pragma}")
        while (version := self._pragma("user_version")) < len(MIGRATIONS):
            self._migrate(version)

    def _recognise(self) -> None:
        version, application = self._pragma("user_version"), self._pragma("application_id")
        if application != APPLICATION and self._db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
            raise LedgerError(f"{self.path}: {FILE} belongs to another program; choose another folder")
        if version > len(MIGRATIONS):
            raise LedgerError(
                f"{self.path}: written by a newer crossfoot (schema {version}, this one knows {len(MIGRATIONS)}); "
                "install the newer version"
            )

    def _pragma(self, name: str) -> int:
        return int(self._db.execute(f"PRAGMA {name}").fetchone()[0])

    def _migrate(self, version: int) -> None:
        self._db.execute("BEGIN IMMEDIATE")
        try:
            if self._pragma("user_version") == version:  # else another process was faster
                for statement in _statements(MIGRATIONS[version]()):
                    self._db.execute(statement)
                self._db.execute(f"PRAGMA application_id={APPLICATION}")
                self._db.execute(f"PRAGMA user_version={version + 1}")
            self._db.execute("COMMIT")
        except BaseException:
            self._db.execute("ROLLBACK")
            raise

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing, also inside another one. Many small writes are faster in one transaction."""
        depth, name = self._depth, f"nested_{self._depth}"
        begin, commit, undo = ("BEGIN IMMEDIATE", "COMMIT", "ROLLBACK")
        if depth:
            begin, commit, undo = (f"SAVEPOINT {name}", f"RELEASE {name}", f"ROLLBACK TO {name}")
        self._run(begin)
        self._depth = depth + 1
        try:
            yield
            self._run(commit)
        except BaseException:
            if self._db.in_transaction:  # a full disk has rolled back already
                self._run(undo)
            raise
        finally:
            self._depth = depth

    def _run(self, sql: str) -> None:
        with told(self.path):
            self._db.execute(sql)

    def rows(self, sql: str, *parameters: object) -> list[Any]:
        with told(self.path):
            return self._db.execute(sql, parameters).fetchall()

    def stream(self, sql: str, *parameters: object) -> Iterator[Any]:
        """Rows one by one, for what may not fit in memory."""
        with told(self.path):
            cursor = self._db.execute(sql, parameters)
        while True:
            with told(self.path):
                part = cursor.fetchmany(500)
            if not part:
                return
            yield from part

    def insert(self, sql: str, rows: Iterable[tuple[object, ...]]) -> None:
        with told(self.path):
            self._db.executemany(sql, rows)

    def log(self, action: str, subject: str, body: str) -> int:
        """The custody entry of a fact that is written in the same transaction; its number keys the fact."""
        last = self.rows("SELECT seq, hash FROM custody ORDER BY seq DESC LIMIT 1")
        seq, previous = (last[0][0] + 1, last[0][1]) if last else (1, GENESIS)
        at = self._clock().astimezone(UTC).isoformat(timespec="seconds")
        entry = Entry(seq, at, self.who, self._version, action, subject, digest(body), previous, "")
        parts = (seq, at, self.who, self._version, action, subject, entry.digest, previous, entry.sealed())
        self.insert("INSERT INTO custody VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", [parts])
        return seq


def sqlite_version() -> str:
    return sqlite3.sqlite_version
