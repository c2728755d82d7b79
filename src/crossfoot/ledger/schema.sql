-- A ledger: facts that are appended and never changed. Every fact is one row whose body is the JSON of docs/formats.md,
-- and has one entry in the custody log, which carries the sha256 of the body and of the entry before it.
-- The newest row of a kind is the current one.

CREATE TABLE custody (
    seq      INTEGER PRIMARY KEY,
    at       TEXT NOT NULL,             -- when it was written here: says nothing about the date of a report
    who      TEXT NOT NULL,
    version  TEXT NOT NULL,             -- of the program that wrote it
    action   TEXT NOT NULL,             -- the table of the fact
    subject  TEXT NOT NULL,             -- the id of the fact
    digest   TEXT NOT NULL,             -- sha256 of its body
    previous TEXT NOT NULL,             -- hash of the entry before this one
    hash     TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE captures (
    custody INTEGER PRIMARY KEY REFERENCES custody (seq),
    id      TEXT NOT NULL UNIQUE,
    sha256  TEXT NOT NULL,              -- names the file in archive/
    body    TEXT NOT NULL
) STRICT;

CREATE TABLE reports (                  -- a row more when better metadata arrives; the newest of an id is current
    custody INTEGER PRIMARY KEY REFERENCES custody (seq),
    id      TEXT NOT NULL,
    capture TEXT NOT NULL REFERENCES captures (id),
    version TEXT NOT NULL,              -- sha256 of the body
    body    TEXT NOT NULL,              -- holds the sha256 of the text
    text    TEXT NOT NULL
) STRICT;
CREATE INDEX reports_by_id ON reports (id);

CREATE TABLE problems (
    custody INTEGER PRIMARY KEY REFERENCES custody (seq),
    id      TEXT NOT NULL UNIQUE,
    body    TEXT NOT NULL
) STRICT;

CREATE TABLE readings (                 -- what one reader with one codebook made of one version of a report
    custody     INTEGER PRIMARY KEY REFERENCES custody (seq),
    id          TEXT NOT NULL UNIQUE,
    report      TEXT NOT NULL,
    version     TEXT NOT NULL,          -- of the report
    fingerprint TEXT NOT NULL,
    codebook    TEXT NOT NULL,
    body        TEXT NOT NULL           -- holds the sha256 over its claims and relations
) STRICT;
CREATE INDEX readings_by_report ON readings (report, version);

CREATE TABLE claims (
    reading  INTEGER NOT NULL REFERENCES readings (custody),
    position INTEGER NOT NULL,
    id       TEXT NOT NULL,
    body     TEXT NOT NULL,
    PRIMARY KEY (reading, position),
    UNIQUE (reading, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE text_relations (
    reading  INTEGER NOT NULL REFERENCES readings (custody),
    position INTEGER NOT NULL,
    id       TEXT NOT NULL,
    body     TEXT NOT NULL,
    PRIMARY KEY (reading, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE choices (                  -- an older reading made current again, because its reader ran again
    custody INTEGER PRIMARY KEY REFERENCES custody (seq),
    reading INTEGER NOT NULL REFERENCES readings (custody),
    body    TEXT NOT NULL
) STRICT;

CREATE TABLE corrections (
    custody INTEGER PRIMARY KEY REFERENCES custody (seq),
    id      TEXT NOT NULL UNIQUE,
    claim   TEXT NOT NULL,
    body    TEXT NOT NULL
) STRICT;

CREATE TABLE imports (                  -- the rows of corrections.csv as they stood when they were taken in
    custody INTEGER PRIMARY KEY REFERENCES custody (seq),
    body    TEXT NOT NULL
) STRICT;

CREATE TABLE cuts (                     -- links that a person has cut
    custody INTEGER PRIMARY KEY REFERENCES custody (seq),
    link    TEXT NOT NULL UNIQUE,
    body    TEXT NOT NULL
) STRICT;

CREATE TABLE results (                  -- traces and reconciliations
    custody INTEGER PRIMARY KEY REFERENCES custody (seq),
    kind    TEXT NOT NULL,
    inputs  TEXT NOT NULL,              -- hash of what it was made from
    body    TEXT NOT NULL
) STRICT;
CREATE INDEX results_by_kind ON results (kind);
