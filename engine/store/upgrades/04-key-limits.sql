-- v3 -> v4: Keys with a limit of their own
-- How many requests a key may make in any hour, below what its account may; 0 for as many.

ALTER TABLE api_keys ADD COLUMN hourly_limit BIGINT NOT NULL DEFAULT 0;
