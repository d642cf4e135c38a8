-- v2 -> v3: Sessions, one-time links, and the audit log
-- What a person holds, the cookie of a session or the secret of a link, is kept as its SHA-256 alone.

ALTER TABLE users ADD COLUMN password_changed_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE users ADD COLUMN signed_in_at BIGINT NOT NULL DEFAULT 0;

CREATE TABLE sessions (
	id         TEXT   PRIMARY KEY,
	hash       bytea  NOT NULL UNIQUE,
	user_id    TEXT   NOT NULL REFERENCES users (id) ON DELETE CASCADE,
	method     TEXT   NOT NULL,
	address    TEXT   NOT NULL,
	agent      TEXT   NOT NULL,
	notice     TEXT   NOT NULL,
	created_at BIGINT NOT NULL,
	used_at    BIGINT NOT NULL
);
CREATE INDEX sessions_user ON sessions (user_id, id);

-- A link that was used is gone.
CREATE TABLE one_time_links (
	id         TEXT   PRIMARY KEY,
	hash       bytea  NOT NULL UNIQUE,
	kind       TEXT   NOT NULL CHECK (kind IN ('setup', 'invitation', 'reset')),
	user_id    TEXT   REFERENCES users (id) ON DELETE CASCADE,
	email      TEXT   NOT NULL,
	role       TEXT   NOT NULL,
	tier       TEXT   NOT NULL,
	created_by TEXT   NOT NULL,
	created_at BIGINT NOT NULL,
	expires_at BIGINT NOT NULL
);
CREATE INDEX one_time_links_user ON one_time_links (user_id);

-- No reference to users: the log tells of those who are gone too.
CREATE TABLE audit (
	id       TEXT   PRIMARY KEY,
	at       BIGINT NOT NULL,
	account  TEXT   NOT NULL,
	actor    TEXT   NOT NULL,
	email    TEXT   NOT NULL,
	key_id   TEXT   NOT NULL,
	action   TEXT   NOT NULL,
	subject  TEXT   NOT NULL,
	address  TEXT   NOT NULL,
	agent    TEXT   NOT NULL
);
CREATE INDEX audit_account ON audit (account, id);
CREATE INDEX audit_at ON audit (at);
