-- v5 -> v6: Second factors
-- The secret of an authenticator app is sealed. A step is a period of its clock; used_step is the last whose code was
-- taken. Recovery codes are kept as keyed hashes, and one that was used is gone.

CREATE TABLE factors (
	user_id    TEXT   PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
	sealed     bytea  NOT NULL,
	used_step  BIGINT NOT NULL,
	created_at BIGINT NOT NULL
);

CREATE TABLE recovery_codes (
	user_id TEXT  NOT NULL REFERENCES factors (user_id) ON DELETE CASCADE,
	hash    bytea NOT NULL,
	PRIMARY KEY (user_id, hash)
);
