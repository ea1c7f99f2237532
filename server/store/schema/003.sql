-- Version 3: e-mail addresses. They count for nothing until verified_at is set.

CREATE TABLE emails (
    user        BLOB PRIMARY KEY REFERENCES users(handle) ON DELETE CASCADE,
    address     TEXT NOT NULL,              -- as it was typed: mail goes here
    folded      TEXT NOT NULL,              -- ASCII in lower case, to compare
    verified_at INTEGER                     -- NULL: not confirmed
) WITHOUT ROWID;

-- A confirmed address leads to one account only.
CREATE UNIQUE INDEX emails_verified ON emails(folded)
    WHERE verified_at IS NOT NULL;
