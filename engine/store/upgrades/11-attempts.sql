-- v10 -> v11: Attempts
-- What somebody has tried who may be guessing, under the hash of a name, until it is quiet.

CREATE TABLE attempts (
	name     bytea   PRIMARY KEY,
	count    INTEGER NOT NULL,
	last_at  BIGINT  NOT NULL,
	until_at BIGINT  NOT NULL,
	quiet_at BIGINT  NOT NULL
);
CREATE INDEX attempts_quiet ON attempts (quiet_at);
