-- Links that a person cut, restored, or cut again: the newest row of a link holds. Rows of `cuts` are older than these.

CREATE TABLE link_choices (
    custody INTEGER PRIMARY KEY REFERENCES custody (seq),
    link    TEXT NOT NULL,
    body    TEXT NOT NULL
) STRICT;

-- What the trace stage would work out again from a text: no fact, and without an entry in the custody log. Rows may be
-- deleted at any time.
CREATE TABLE sketches (
    sha256  TEXT NOT NULL,              -- of the text
    version TEXT NOT NULL,              -- of the code that made it
    mark    BLOB NOT NULL,              -- equal for texts of equal words
    grams   INTEGER NOT NULL,           -- word 3-grams of the text, each once
    scale   INTEGER NOT NULL,           -- one in so many of their hashes is kept
    keys    BLOB NOT NULL,              -- those hashes, in order: 8 bytes each, little end first
    PRIMARY KEY (sha256, version)
) STRICT;
