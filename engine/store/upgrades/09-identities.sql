-- v8 -> v9: Identities
-- Who somebody is at another service, whose word is taken for it. An account has one at each.

CREATE TABLE identities (
	issuer     TEXT   NOT NULL,
	subject    TEXT   NOT NULL,
	user_id    TEXT   NOT NULL REFERENCES users (id) ON DELETE CASCADE,
	email      TEXT   NOT NULL,
	created_at BIGINT NOT NULL,
	used_at    BIGINT NOT NULL,
	PRIMARY KEY (issuer, subject)
);
CREATE UNIQUE INDEX identities_user ON identities (user_id, issuer);
