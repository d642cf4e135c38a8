-- v6 -> v7: Passkeys
-- What is known of a passkey, with its public key and its counter, is sealed: who can write to the database alone can't
-- put one of their own there.

CREATE TABLE passkeys (
	id            TEXT    PRIMARY KEY,
	user_id       TEXT    NOT NULL REFERENCES users (id) ON DELETE CASCADE,
	credential_id bytea   NOT NULL UNIQUE,
	sealed        bytea   NOT NULL,
	name          TEXT    NOT NULL,
	suspect       BOOLEAN NOT NULL,
	created_at    BIGINT  NOT NULL,
	used_at       BIGINT  NOT NULL
);
CREATE INDEX passkeys_user ON passkeys (user_id, id);
