-- v4 -> v5: How many requests were made
-- The requests of an account in an hour by a key and to an operation. The hour is when it began; a session has no key.

CREATE TABLE usage_hours (
	account   TEXT   NOT NULL REFERENCES users (id) ON DELETE CASCADE,
	hour      BIGINT NOT NULL,
	key_id    TEXT   NOT NULL,
	operation TEXT   NOT NULL,
	requests  BIGINT NOT NULL,
	failures  BIGINT NOT NULL,
	PRIMARY KEY (account, hour, key_id, operation)
);
CREATE INDEX usage_hours_hour ON usage_hours (hour);
