-- v1 -> v2: Chats and messages
-- A position orders the messages of a client: microseconds since 1970, of the moment it got the message, and for what came
-- as history, of the moment it was sent. Live messages always get one behind all others. Texts are kept as they are, and the content
-- is WhatsApp's own form of the message.

-- There is no index by position: it would cost each message more than it saves the few who list chats.
CREATE TABLE chats (
	client_id     TEXT   NOT NULL REFERENCES clients (id) ON DELETE CASCADE,
	jid           TEXT   NOT NULL,
	lid           TEXT   NOT NULL,
	name          TEXT   NOT NULL,
	position      BIGINT NOT NULL,
	read_position BIGINT NOT NULL,
	PRIMARY KEY (client_id, jid)
);

-- WhatsApp names a message by its chat, its id, and whether it is one's own.
CREATE TABLE messages (
	client_id   TEXT    NOT NULL REFERENCES clients (id) ON DELETE CASCADE,
	chat        TEXT    NOT NULL,
	message_id  TEXT    NOT NULL,
	from_me     BOOLEAN NOT NULL,
	position    BIGINT  NOT NULL,
	sender      TEXT    NOT NULL,
	sender_name TEXT    NOT NULL,
	sent_at     BIGINT  NOT NULL,
	kind        TEXT    NOT NULL,
	text        TEXT    NOT NULL,
	content     bytea   NOT NULL,
	status      INTEGER NOT NULL,
	edited      BOOLEAN NOT NULL,
	revoked     BOOLEAN NOT NULL,
	reactions   TEXT    NOT NULL,
	PRIMARY KEY (client_id, message_id, chat, from_me)
);
CREATE INDEX messages_chat ON messages (client_id, chat, position, message_id, from_me);
CREATE INDEX messages_recent ON messages (client_id, position, message_id);
