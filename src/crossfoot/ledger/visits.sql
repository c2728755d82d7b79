-- Version 3: pages of the web, visited again and again.

CREATE TABLE visits (                   -- one look at a page, whatever came of it
    custody INTEGER PRIMARY KEY REFERENCES custody (seq),
    id      TEXT NOT NULL UNIQUE,
    url     TEXT NOT NULL,
    body    TEXT NOT NULL               -- holds the sha256 of what was asked and answered, and of each body
) STRICT;
CREATE INDEX visits_by_url ON visits (url);
