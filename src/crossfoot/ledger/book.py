"""The ledger as the stages see it: facts go in once, records come out. SQL is here and in `store`."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

from crossfoot import corrections as correcting
from crossfoot import wire
from crossfoot.ledger.decisions import Decisions
from crossfoot.ledger.store import FILE, WAIT_SECONDS, LedgerError, digest, told
from crossfoot.ledger.vault import FOLDER, Vault, VaultError
from crossfoot.records import (
    Capture,
    Claim,
    Correction,
    Problem,
    Reading,
    Reconciliation,
    Report,
    TextRelation,
    Trace,
    Visit,
    content_id,
)

T = TypeVar("T")
DOSSIER = "dossier"
CORRECTIONS = "corrections.csv"
OURS = frozenset((FOLDER, DOSSIER, CORRECTIONS, FILE, f"{FILE}-wal", f"{FILE}-shm", f"{FILE}-journal"))

_CURRENT_REPORTS = "SELECT max(custody) FROM reports GROUP BY id"
_CURRENT_READINGS = """
    SELECT newest.reading FROM (
        SELECT report, version, reading, max(at) FROM (
            SELECT report, version, custody AS reading, custody AS at FROM readings
            UNION ALL
            SELECT readings.report, readings.version, choices.reading, choices.custody
            FROM choices JOIN readings ON readings.custody = choices.reading)
        GROUP BY report, version) AS newest
    JOIN (SELECT id, version, max(custody) FROM reports GROUP BY id) AS present
    ON present.id = newest.report AND present.version = newest.version"""


class Ledger(Decisions):
    """A folder with `ledger.sqlite`, `archive/` and `dossier/`. Adding what is there already adds nothing.

    Every `add_` and `put_` is one transaction, unless `transaction()` encloses several. Ids are content hashes.
    All methods raise LedgerError where the folder or the file cannot be used.
    """

    def __init__(
        self,
        path: Path,
        *,
        who: str = "crossfoot",
        wait: float = WAIT_SECONDS,
        clock: Callable[[], datetime] | None = None,
    ) -> None:
        self._vault = Vault(path)
        self.scope = ""
        """What results are of: all the ledger holds, or what could be known on a day. They never mix."""
        super().__init__(path, who=who, wait=wait, **({"clock": clock} if clock else {}))

    def __enter__(self) -> Ledger:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # ── opening ──────────────────────────────────────────────────────────────────────────────────

    @classmethod
    def create(cls, path: Path, **options: Any) -> Ledger:
        """A new ledger in a folder that does not exist or is empty. Options as of the class."""
        if (path / FILE).exists():
            raise LedgerError(f"{path}: there is a ledger already; open it, or choose another folder")
        with told(path):
            if path.is_dir() and any(entry.name not in OURS for entry in path.iterdir()):
                raise LedgerError(
                    f"{path}: the folder holds other files; choose an empty or a new folder for the ledger"
                )
            path.mkdir(parents=True, exist_ok=True)
            Vault(path).prepare()
            (path / DOSSIER).mkdir(exist_ok=True)
        return cls(path, **options)

    @classmethod
    def open(cls, path: Path, **options: Any) -> Ledger:
        """A ledger that is there. Older schema versions are brought up to date."""
        if not path.is_dir():
            raise LedgerError(f"{path}: there is no such folder; make a ledger with `crossfoot init {path}`")
        if not (path / FILE).is_file():
            raise LedgerError(f"{path}: not a ledger (it holds no {FILE}); make one with `crossfoot init`")
        with told(path):
            Vault(path).prepare()
            (path / DOSSIER).mkdir(exist_ok=True)
        return cls(path, **options)

    @classmethod
    def open_or_create(cls, path: Path, **options: Any) -> Ledger:
        return cls.open(path, **options) if (path / FILE).exists() else cls.create(path, **options)

    @property
    def dossier(self) -> Path:
        return self.path / DOSSIER

    # ── archive ──────────────────────────────────────────────────────────────────────────────────

    def add_capture(self, capture: Capture, data: bytes) -> bool:
        """Keeps the bytes and the fact that they were received. False where this was done before."""
        with self.transaction():
            if self.rows("SELECT 1 FROM captures WHERE id = ?", capture.id):
                return False
            if len(data) != capture.size:
                raise ValueError(f"{len(data)} bytes, but the capture says {capture.size}")
            with self._kept():
                self._vault.put(capture.sha256, data)
            body = wire.dumps(wire.to_json(capture))
            seq = self.log("captures", capture.id, body)
            self.insert("INSERT INTO captures VALUES (?, ?, ?, ?)", [(seq, capture.id, capture.sha256, body)])
        return True

    def add_visit(self, visit: Visit, kept: Mapping[str, bytes]) -> bool:
        """A look at a page, with the bytes it names (by sha256): what was asked and answered, and each body."""
        with self.transaction():
            if self.rows("SELECT 1 FROM visits WHERE id = ?", visit.id):
                return False
            with self._kept():
                for sha256, data in kept.items():
                    self._vault.put(sha256, data)
            body = wire.dumps(wire.to_json(visit))
            seq = self.log("visits", visit.id, body)
            self.insert("INSERT INTO visits VALUES (?, ?, ?, ?)", [(seq, visit.id, visit.url, body)])
        return True

    def visits(self) -> tuple[Visit, ...]:
        """In the order in which they were made."""
        return self._records(Visit, "SELECT body FROM visits ORDER BY custody")

    def captures(self) -> tuple[Capture, ...]:
        return self._records(Capture, "SELECT body FROM captures ORDER BY custody")

    def data(self, capture: Capture) -> bytes:
        """The bytes of a capture, compared with their sha256."""
        return self.kept(capture.sha256)

    def kept(self, sha256: str) -> bytes:
        """A file of the archive, compared with its name."""
        with self._kept():
            return self._vault.get(sha256)

    @contextmanager
    def _kept(self) -> Iterator[None]:
        try:
            with told(self.path):
                yield
        except VaultError as error:
            raise LedgerError(f"{self.path}: {error}; run `crossfoot verify`") from error

    @property
    def vault(self) -> Vault:
        return self._vault

    def add_report(self, report: Report) -> bool:
        """A report, or newer metadata of a report that is there. False where nothing is new."""
        body = wire.dumps(wire.report_summary(report))
        with self.transaction():
            if self.rows("SELECT body FROM reports WHERE id = ? ORDER BY custody DESC LIMIT 1", report.id) == [(body,)]:
                return False
            seq = self.log("reports", report.id, body)
            row = (seq, report.id, report.capture, digest(body), body, report.text)
            self.insert("INSERT INTO reports VALUES (?, ?, ?, ?, ?, ?)", [row])
        return True

    def reports(self) -> tuple[Report, ...]:
        """The newest version of every report, in the order in which they first came."""
        found = self.stream(
            f"SELECT body, text FROM reports WHERE custody IN ({_CURRENT_REPORTS}) "
            "ORDER BY (SELECT min(custody) FROM reports AS first WHERE first.id = reports.id)"
        )
        return tuple(_decoded(Report, body, text=text) for body, text in found)

    def add_problem(self, problem: Problem) -> bool:
        return self._add_once("problems", problem.id, problem)

    def problems(self) -> tuple[Problem, ...]:
        """What was found wrong with inputs, and in the current readings."""
        found = list(self._records(Problem, "SELECT body FROM problems ORDER BY custody"))
        for (body,) in self.rows(f"SELECT body FROM readings WHERE custody IN ({_CURRENT_READINGS}) ORDER BY custody"):
            found += [wire.from_json(Problem, item) for item in wire.loads(body)["problems"]]
        return tuple(dict.fromkeys(found))

    # ── read ─────────────────────────────────────────────────────────────────────────────────────

    def put_reading(self, report: str, fingerprint: str, reading: Reading, codebook: str = "") -> bool:
        """What a reader (`fingerprint` names its version and data, `codebook` is a hash) made of a report.

        It is the current reading of the report from now on. False where it is there: then it is only made current.
        """
        claims = [(claim.id, wire.dumps(wire.to_json(claim))) for claim in reading.claims]
        relations = [(relation.id, wire.dumps(wire.to_json(relation))) for relation in reading.relations]
        with self.transaction():
            if self.use_reading(report, fingerprint, codebook):
                return False
            version = self._report_version(report)
            content = {
                "report": report,
                "version": version,
                "fingerprint": fingerprint,
                "codebook": codebook,
                "claims": len(claims),
                "relations": len(relations),
                "digest": content_digest(body for _, body in (*claims, *relations)),
                "problems": [wire.to_json(problem) for problem in reading.problems],
            }
            body = wire.dumps(content)
            name = content_id("reading", report, version, fingerprint, codebook)
            seq = self.log("readings", name, body)
            row = (seq, name, report, version, fingerprint, codebook, body)
            self.insert("INSERT INTO readings VALUES (?, ?, ?, ?, ?, ?, ?)", [row])
            self._insert_parts("claims", seq, claims)
            self._insert_parts("text_relations", seq, relations)
        return True

    def _insert_parts(self, table: str, reading: int, parts: list[tuple[str, str]]) -> None:
        self.insert(f"INSERT INTO {table} VALUES (?, ?, ?, ?)", [(reading, n, *part) for n, part in enumerate(parts)])

    def _report_version(self, report: str) -> str:
        found = self.rows("SELECT version FROM reports WHERE id = ? ORDER BY custody DESC LIMIT 1", report)
        if not found:
            raise KeyError(f"no report {report} in the ledger")
        return str(found[0][0])

    def _reading(self, report: str, fingerprint: str, codebook: str) -> int | None:
        name = content_id("reading", report, self._report_version(report), fingerprint, codebook)
        found = self.rows("SELECT custody FROM readings WHERE id = ?", name)
        return found[0][0] if found else None

    def use_reading(self, report: str, fingerprint: str, codebook: str = "") -> bool:
        """Whether the report, with its metadata as it stands now, has been read by this reader with this codebook.
        That reading is then the current one of its report."""
        with self.transaction():
            reading = self._reading(report, fingerprint, codebook)
            if reading is None:
                return False
            if not self.rows(f"SELECT 1 WHERE ? IN ({_CURRENT_READINGS})", reading):
                body = wire.dumps({"reading": reading})
                seq = self.log("choices", str(reading), body)
                self.insert("INSERT INTO choices VALUES (?, ?, ?)", [(seq, reading, body)])
        return True

    def machine_claims(self) -> tuple[Claim, ...]:
        """The claims of the current readings as the reader made them."""
        return self._records(
            Claim, f"SELECT body FROM claims WHERE reading IN ({_CURRENT_READINGS}) ORDER BY reading, position"
        )

    def corrected_claims(self) -> tuple[tuple[Claim, ...], tuple[Problem, ...]]:
        """The current claims with every correction applied, and the corrections that could not be."""
        return correcting.apply(self.machine_claims(), self.corrections())

    def claims(self) -> tuple[Claim, ...]:
        return self.corrected_claims()[0]

    def relations(self) -> tuple[TextRelation, ...]:
        return self._records(
            TextRelation,
            f"SELECT body FROM text_relations WHERE reading IN ({_CURRENT_READINGS}) ORDER BY reading, position",
        )

    # ── persons ──────────────────────────────────────────────────────────────────────────────────

    def add_correction(self, correction: Correction) -> bool:
        body = wire.dumps(wire.to_json(correction))
        with self.transaction():
            if self.rows("SELECT 1 FROM corrections WHERE id = ?", correction.id):
                return False
            seq = self.log("corrections", correction.id, body)
            self.insert("INSERT INTO corrections VALUES (?, ?, ?, ?)", [(seq, correction.id, correction.claim, body)])
        return True

    def correct(self, claim: str, field: str, value: str, why: str) -> bool:
        """A correction by `who` of this ledger, made now."""
        return self.add_correction(Correction(claim, field, value, why, self.who, self._made()))

    def corrections(self) -> tuple[Correction, ...]:
        return self._records(Correction, "SELECT body FROM corrections ORDER BY custody")

    def import_corrections(self) -> tuple[Problem, ...]:
        """Takes in the rows of `corrections.csv` that were not in it the last time. Call it after reading."""
        path = self.path / CORRECTIONS
        if not path.is_file():
            return ()
        with self.transaction():
            found, problems = correcting.read_corrections(path, self.machine_claims(), made=self._made(), who=self.who)
            rows = [[c.claim, c.field, c.value, c.why, c.who] for c in found]
            last = self.rows("SELECT body FROM imports ORDER BY custody DESC LIMIT 1")
            before = wire.loads(last[0][0]) if last else []
            if rows != before:
                for correction, row in zip(found, rows, strict=True):
                    if row not in before:
                        self._take_in(correction)
                body = wire.dumps(rows)
                self.insert("INSERT INTO imports VALUES (?, ?)", [(self.log("imports", CORRECTIONS, body), body)])
        return problems

    def _take_in(self, row: Correction) -> None:
        if row.field != correcting.CUT:
            self.add_correction(row)
        elif row.value == "true":
            self.cut_link(row.claim, row.why, row.who)
        else:
            self.restore_link(row.claim, row.why, row.who)

    # ── results ──────────────────────────────────────────────────────────────────────────────────

    def reading(self, kind: str, inputs: str) -> Reading | None:
        """A reading that is no current one, such as that of earlier versions of pages."""
        return self._result(Reading, kind, inputs)

    def put_reading_of(self, kind: str, reading: Reading, inputs: str) -> bool:
        return self._put_result(kind, inputs, reading)

    def put_trace(self, trace: Trace, inputs: str) -> bool:
        """`inputs` is a hash of what the trace was made from. False where the newest trace is this one."""
        return self._put_result("trace", inputs, trace)

    def trace(self, inputs: str | None = None) -> Trace | None:
        """The newest trace; where `inputs` is given, the one that was made from just that."""
        return self._result(Trace, "trace", inputs)

    def scopes(self) -> tuple[str, ...]:
        """What there are reconciliations of: "" is all that the ledger holds, others are days."""
        found = self.rows("SELECT DISTINCT substr(kind, 15) FROM results WHERE kind LIKE 'reconciliation%' ORDER BY 1")
        return tuple(str(scope) for (scope,) in found)

    def readings_of_days(self) -> tuple[Reading, ...]:
        """The readings that those of days rest on."""
        return self._records(Reading, "SELECT body FROM results WHERE kind LIKE 'reading as of%' ORDER BY custody")

    def put_reconciliation(self, reconciliation: Reconciliation, inputs: str) -> bool:
        return self._put_result("reconciliation", inputs, reconciliation)

    def reconciliation(self, inputs: str | None = None) -> Reconciliation | None:
        return self._result(Reconciliation, "reconciliation", inputs)

    def use_results(self, **inputs: str) -> bool:
        """Makes the result of each kind that was made from these inputs the newest. False where all were. LookupError
        where one was never made."""
        changed = False
        with self.transaction():
            for name, made_from in inputs.items():
                kind = name + self.scope
                body = self._result_body(name, made_from)
                if body is None:
                    raise LookupError(f"no {kind} was made from {made_from}")
                (newest,) = self.rows("SELECT inputs FROM results WHERE kind = ? ORDER BY custody DESC LIMIT 1", kind)
                if newest[0] != made_from:
                    self._append_result(kind, made_from, body)
                    changed = True
        return changed

    def _put_result(self, kind: str, inputs: str, record: object) -> bool:
        body, kind = wire.dumps(wire.to_json(record)), kind + self.scope
        with self.transaction():
            newest = self.rows("SELECT inputs, body FROM results WHERE kind = ? ORDER BY custody DESC LIMIT 1", kind)
            if newest == [(inputs, body)]:
                return False
            self._append_result(kind, inputs, body)
        return True

    def _append_result(self, kind: str, inputs: str, body: str) -> None:
        seq = self.log("results", f"{kind} {inputs}", body)
        self.insert("INSERT INTO results VALUES (?, ?, ?, ?)", [(seq, kind, inputs, body)])

    def _result(self, cls: type[T], kind: str, inputs: str | None) -> T | None:
        body = self._result_body(kind, inputs)
        return None if body is None else _decoded(cls, body)

    def _result_body(self, kind: str, inputs: str | None) -> str | None:
        """The newest one; of those that were made from `inputs`, where given."""
        which, given = ("", ()) if inputs is None else ("AND inputs = ?", (inputs,))
        sql = f"SELECT body FROM results WHERE kind = ? {which} ORDER BY custody DESC LIMIT 1"
        found = self.rows(sql, kind + self.scope, *given)
        return str(found[0][0]) if found else None

    # ── all of it ────────────────────────────────────────────────────────────────────────────────

    def counts(self) -> Mapping[str, int]:
        """How much there is: reports and claims as they are current, all else as kept."""
        of = {
            "captures": "SELECT count(*) FROM captures",
            "visits": "SELECT count(*) FROM visits",
            "reports": "SELECT count(DISTINCT id) FROM reports",
            "problems": "SELECT count(*) FROM problems",
            "readings": "SELECT count(*) FROM readings",
            "claims": f"SELECT count(*) FROM claims WHERE reading IN ({_CURRENT_READINGS})",
            "corrections": "SELECT count(*) FROM corrections",
            "custody": "SELECT count(*) FROM custody",
        }
        return {**{name: self.rows(sql)[0][0] for name, sql in of.items()}, "cuts": len(self.cuts())}

    def head(self) -> str:
        """The hash of the last custody entry: written down elsewhere, it fixes all that came before."""
        found = self.rows("SELECT hash FROM custody ORDER BY seq DESC LIMIT 1")
        return str(found[0][0]) if found else ""

    def _add_once(self, table: str, name: str, record: object) -> bool:
        body = wire.dumps(wire.to_json(record))
        with self.transaction():
            if self.rows(f"SELECT 1 FROM {table} WHERE id = ?", name):
                return False
            self.insert(f"INSERT INTO {table} VALUES (?, ?, ?)", [(self.log(table, name, body), name, body)])
        return True

    def _made(self) -> str:
        return self._clock().astimezone(UTC).isoformat(timespec="seconds")

    def _records(self, cls: type[T], sql: str) -> tuple[T, ...]:
        return tuple(_decoded(cls, body) for (body,) in self.stream(sql))


def content_digest(bodies: Iterable[str]) -> str:
    """sha256 over the bodies of a reading's claims and relations, in order."""
    found = hashlib.sha256()
    for body in bodies:
        found.update(body.encode())
        found.update(b"\n")
    return found.hexdigest()


def _decoded(cls: type[T], body: str, **more: object) -> T:
    try:
        return wire.from_json(cls, {**wire.loads(body), **more})
    except wire.WireError as error:
        raise LedgerError(
            f"a {cls.__name__.lower()} in the ledger is damaged ({error}); run `crossfoot verify`"
        ) from error
