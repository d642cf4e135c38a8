-- v0 -> v1: The first schema
-- Times are milliseconds since 1970 in UTC, 0 for "never". Lists are JSON arrays of strings.

CREATE TABLE meta (
	name  TEXT PRIMARY KEY,
	value TEXT NOT NULL
);

CREATE TABLE users (
	id            TEXT    PRIMARY KEY,
	email         TEXT    NOT NULL UNIQUE,
	name          TEXT    NOT NULL,
	password_hash TEXT    NOT NULL,
	role          TEXT    NOT NULL CHECK (role IN ('user', 'admin')),
	tier          TEXT    NOT NULL,
	disabled      BOOLEAN NOT NULL,
	created_at    BIGINT  NOT NULL
);

CREATE TABLE api_keys (
	id           TEXT   PRIMARY KEY,
	user_id      TEXT   NOT NULL REFERENCES users (id) ON DELETE CASCADE,
	name         TEXT   NOT NULL,
	hash         bytea  NOT NULL UNIQUE,
	prefix       TEXT   NOT NULL,
	last4        TEXT   NOT NULL,
	scopes       TEXT   NOT NULL,
	client_ids   TEXT   NOT NULL,
	allowed_ips  TEXT   NOT NULL,
	created_at   BIGINT NOT NULL,
	expires_at   BIGINT NOT NULL,
	revoked_at   BIGINT NOT NULL,
	last_used_at BIGINT NOT NULL
);
CREATE INDEX api_keys_user ON api_keys (user_id, id);

-- No reference to users: a budget is written behind the request that spent it, when its account may be gone.
CREATE TABLE budgets (
	account TEXT  PRIMARY KEY,
	state   bytea NOT NULL
);

CREATE TABLE proxies (
	id          TEXT    PRIMARY KEY,
	identity    TEXT    NOT NULL UNIQUE,
	sealed_url  bytea   NOT NULL,
	country     TEXT    NOT NULL,
	tags        TEXT    NOT NULL,
	max_clients INTEGER NOT NULL,
	created_at  BIGINT  NOT NULL,
	updated_at  BIGINT  NOT NULL
);

-- A proxy with clients cannot be deleted: they would connect without one.
CREATE TABLE clients (
	id                TEXT   PRIMARY KEY,
	user_id           TEXT   NOT NULL REFERENCES users (id) ON DELETE CASCADE,
	name              TEXT   NOT NULL,
	desired_state     TEXT   NOT NULL CHECK (desired_state IN ('connected', 'disconnected')),
	jid               TEXT   NOT NULL,
	lid               TEXT   NOT NULL,
	phone             TEXT   NOT NULL,
	push_name         TEXT   NOT NULL,
	proxy_id          TEXT   REFERENCES proxies (id),
	settings          TEXT   NOT NULL,
	last_connected_at BIGINT NOT NULL,
	last_error_code   TEXT   NOT NULL,
	last_error_detail TEXT   NOT NULL,
	last_error_at     BIGINT NOT NULL,
	created_at        BIGINT NOT NULL,
	updated_at        BIGINT NOT NULL
);
CREATE INDEX clients_user ON clients (user_id, id);
CREATE INDEX clients_proxy ON clients (proxy_id);

CREATE TABLE sends (
	user_id         TEXT    NOT NULL REFERENCES users (id) ON DELETE CASCADE,
	operation       TEXT    NOT NULL,
	idempotency_key TEXT    NOT NULL,
	request_hash    bytea   NOT NULL,
	owner           TEXT    NOT NULL,
	state           TEXT    NOT NULL CHECK (state IN ('running', 'done')),
	status          INTEGER NOT NULL,
	body            bytea,
	created_at      BIGINT  NOT NULL,
	PRIMARY KEY (user_id, operation, idempotency_key)
);
CREATE INDEX sends_created ON sends (created_at);

CREATE TABLE sandbox_state (
	kind TEXT  NOT NULL,
	id   TEXT  NOT NULL,
	data bytea NOT NULL,
	PRIMARY KEY (kind, id)
);
