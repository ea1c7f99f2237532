-- Version 1. Times are seconds since 1970-01-01 UTC. All keys are random or
-- hashes, so that the same schema can be spread over machines.

CREATE TABLE users (
    handle       BLOB PRIMARY KEY,          -- WebAuthn user handle, 32 bytes
    name         TEXT NOT NULL UNIQUE,      -- canonical form
    display_name TEXT NOT NULL,
    created_at   INTEGER NOT NULL,
    disabled_at  INTEGER                    -- NULL: active
) WITHOUT ROWID;

CREATE TABLE passkeys (
    id         BLOB PRIMARY KEY,            -- credential id, 1 to 1023 bytes
    user       BLOB NOT NULL REFERENCES users(handle) ON DELETE CASCADE,
    record     BLOB NOT NULL,               -- passkey_credential_encode
    sign_count INTEGER NOT NULL,            -- as in record, for comparison
    label      TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    used_at    INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX passkeys_of_user ON passkeys(user);

CREATE TABLE sessions (
    token_hash BLOB PRIMARY KEY,            -- SHA-256 of the cookie's bytes
    user       BLOB NOT NULL REFERENCES users(handle) ON DELETE CASCADE,
    method     INTEGER NOT NULL,            -- enum proof_method
    created_at INTEGER NOT NULL,
    seen_at    INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    strong_at  INTEGER NOT NULL,            -- last strong check of the user
    user_agent TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX sessions_of_user ON sessions(user);
CREATE INDEX sessions_by_expiry ON sessions(expires_at);

-- The expiry comes first: it is sealed into the ceremony as the id is, new rows
-- go to the end of the tree, and old ones are deleted as one range.
CREATE TABLE spent_ceremonies (
    expires_at INTEGER NOT NULL,
    id         BLOB NOT NULL,               -- 16 bytes
    PRIMARY KEY (expires_at, id)
) WITHOUT ROWID;

-- All ceremonies that expired up to this time count as spent, because their
-- rows may be gone. One row.
CREATE TABLE forgotten_ceremonies (
    until INTEGER NOT NULL
);
INSERT INTO forgotten_ceremonies (until) VALUES (0);

CREATE TABLE audit (
    number INTEGER PRIMARY KEY,
    at     INTEGER NOT NULL,
    event  TEXT NOT NULL,
    user   BLOB,                            -- user handle, if there is one
    detail TEXT NOT NULL,
    hash   BLOB NOT NULL                    -- over the row and the hash before
);
