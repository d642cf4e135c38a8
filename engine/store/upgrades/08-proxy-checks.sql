-- v7 -> v8: How proxies do
-- The last check of a proxy, when the next is due, and how many have failed in a row. A proxy without a row has not been
-- checked since it was last changed.

CREATE TABLE proxy_checks (
	proxy_id     TEXT    PRIMARY KEY REFERENCES proxies (id) ON DELETE CASCADE,
	checked_at   BIGINT  NOT NULL,
	next_at      BIGINT  NOT NULL,
	latency_ms   BIGINT  NOT NULL,
	exit_address TEXT    NOT NULL,
	failures     INTEGER NOT NULL,
	quarantined  BOOLEAN NOT NULL,
	error        TEXT    NOT NULL
);
CREATE INDEX proxy_checks_next ON proxy_checks (next_at);
