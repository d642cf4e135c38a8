-- v9 -> v10: Whose address nobody has made sure of
-- An account that whoever came by has made for any address, where sign-up was open.

ALTER TABLE users ADD COLUMN self_made BOOLEAN NOT NULL DEFAULT FALSE;
