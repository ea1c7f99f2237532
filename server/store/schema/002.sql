-- Version 2: passwords, recovery, links. Times are seconds since 1970-01-01.

CREATE TABLE passwords (
    user       BLOB PRIMARY KEY REFERENCES users(handle) ON DELETE CASCADE,
    hash       TEXT NOT NULL,               -- PHC string, Argon2id
    changed_at INTEGER NOT NULL,
    failed     INTEGER NOT NULL DEFAULT 0   -- wrong tries since the last right
) WITHOUT ROWID;

CREATE TABLE recovery_codes (
    user    BLOB NOT NULL REFERENCES users(handle) ON DELETE CASCADE,
    hash    BLOB NOT NULL,                  -- SHA-256 of 125 random bits
    made_at INTEGER NOT NULL,
    used_at INTEGER,                        -- NULL: good for one sign-in
    PRIMARY KEY (user, hash)
) WITHOUT ROWID;

-- One-time links that an administrator makes.
CREATE TABLE links (
    token_hash BLOB PRIMARY KEY,            -- SHA-256 of what the link carries
    kind       INTEGER NOT NULL,            -- enum store_link_kind
    user       BLOB REFERENCES users(handle) ON DELETE CASCADE,
    name       TEXT NOT NULL,               -- of an invited account; or ''
    browser    BLOB,                        -- hash of the first opener's cookie
    made_at    INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX links_of_user ON links(user);

CREATE INDEX audit_of_user ON audit(user, number);
