package store

import (
	"context"
	"errors"
	"fmt"

	"go.mau.fi/util/dbutil"
)

// Chats is the table of who the clients have messages with. A chat is there as long as one of its messages is.
type Chats struct{ db database }

// Chat is a conversation of a client: with a person, in a group, or a channel.
type Chat struct {
	ClientID     string
	JID          string // by phone number where that is known
	LID          string // of a person, where that is known
	Name         string // the group's subject, or the name that the person last showed; may be empty
	Position     int64  // of the newest message
	ReadPosition int64  // of the newest message that the account has read
	Unread       int    // how many messages of others are behind ReadPosition
}

const (
	// personal leaves out what is published and not said to anybody: status updates and channels.
	personal = ` AND %[1]s NOT LIKE '%%@broadcast' AND %[1]s NOT LIKE '%%@newsletter'`

	chatColumns = `client_id, jid, lid, name, position, read_position`
	selectChats = `SELECT ` + chatColumns + `, (SELECT count(*) FROM messages
		WHERE messages.client_id = c.client_id AND chat = jid AND messages.position > read_position AND NOT from_me) FROM `

	getChat = selectChats + `chats AS c WHERE client_id = $1 AND jid = $2`

	// The chat of a new message as it usually is: known, by both its addresses.
	touchChat = `UPDATE chats SET name = CASE WHEN $4 <> '' THEN $4 ELSE name END, position = $5,
			read_position = CASE WHEN $6 > read_position THEN $6 ELSE read_position END
		WHERE client_id = $1 AND jid = $2 AND ($3 = '' OR lid = $3) AND position < $5`
	putChat = `INSERT INTO chats (client_id, jid, lid, name, position, read_position) VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (client_id, jid) DO UPDATE SET
			lid = CASE WHEN excluded.lid <> '' THEN excluded.lid ELSE chats.lid END,
			name = CASE WHEN excluded.name <> '' THEN excluded.name ELSE chats.name END,
			position = CASE WHEN excluded.position > chats.position THEN excluded.position ELSE chats.position END,
			read_position = CASE WHEN excluded.read_position > chats.read_position THEN excluded.read_position ELSE chats.read_position END`
	deleteChat  = `DELETE FROM chats WHERE client_id = $1 AND jid = $2`
	nameChat    = `UPDATE chats SET name = $3 WHERE client_id = $1 AND jid = $2`
	readMessage = `UPDATE chats SET read_position = (SELECT max(position) FROM messages WHERE client_id = $1 AND chat = $2 AND message_id = $3)
		WHERE client_id = $1 AND jid = $2
			AND read_position < (SELECT max(position) FROM messages WHERE client_id = $1 AND chat = $2 AND message_id = $3)`
	// Everything is read but the newest so many of others.
	readBefore = `UPDATE chats SET read_position = n.position FROM (SELECT position FROM messages
			WHERE client_id = $1 AND chat = $2 AND NOT from_me ORDER BY position DESC, message_id DESC LIMIT 1 OFFSET $3) AS n
		WHERE client_id = $1 AND jid = $2 AND read_position < n.position`

	dropTwins = `DELETE FROM messages WHERE client_id = $1 AND chat = $2 AND EXISTS (SELECT 1 FROM messages AS twin
		WHERE twin.client_id = $1 AND twin.chat = $3 AND twin.message_id = messages.message_id AND twin.from_me = messages.from_me)`
	moveMessages = `UPDATE messages SET chat = $3, sender = CASE WHEN sender = $2 THEN $3 ELSE sender END WHERE client_id = $1 AND chat = $2`
	dropEmpty    = `DELETE FROM chats WHERE client_id = $1
		AND NOT EXISTS (SELECT 1 FROM messages WHERE messages.client_id = chats.client_id AND chat = jid)`
)

// listChats counts what is unread only in the chats of the page.
var listChats = selectChats + `(SELECT ` + chatColumns + ` FROM chats WHERE client_id = $1 AND (position, jid) < ($2, $3)` +
	fmt.Sprintf(personal, "jid") + ` ORDER BY position DESC, jid DESC LIMIT $4) AS c ORDER BY position DESC, jid DESC`

func scanChat(row dbutil.Scannable) (c Chat, err error) {
	err = row.Scan(&c.ClientID, &c.JID, &c.LID, &c.Name, &c.Position, &c.ReadPosition, &c.Unread)
	return c, err
}

// Get returns a chat, or ErrNotFound.
func (t *Chats) Get(ctx context.Context, clientID, jid string) (Chat, error) {
	c, err := one(ctx, t.db.read, scanChat, getChat, clientID, jid)
	if err != nil {
		return Chat{}, fmt.Errorf("store: chat: %w", err)
	}
	return c, nil
}

// List returns up to limit chats with people and groups, those with the newest messages first, from behind a place
// in that order.
func (t *Chats) List(ctx context.Context, clientID string, behind Place, limit int) ([]Chat, error) {
	chats, err := all(ctx, t.db.read, scanChat, listChats, clientID, behind.Position, behind.ID, limit)
	if err != nil {
		return nil, fmt.Errorf("store: list chats: %w", err)
	}
	return chats, nil
}

// Rename sets the name of a chat, if there is such a chat.
func (t *Chats) Rename(ctx context.Context, clientID, jid, name string) error {
	if _, err := t.db.write.Exec(ctx, nameChat, clientID, jid, name); err != nil {
		return fmt.Errorf("store: rename chat: %w", err)
	}
	return nil
}

// Read notes that the account has read a chat as far as the newest of these messages. Messages that are not
// known change nothing.
func (t *Chats) Read(ctx context.Context, clientID, jid string, messageIDs []string) error {
	err := t.db.inTx(ctx, func(ctx context.Context) error {
		for _, id := range messageIDs {
			if _, err := t.db.write.Exec(ctx, readMessage, clientID, jid, id); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("store: read chat: %w", err)
	}
	return nil
}

// ReadAll notes that the account has read everything in a chat.
func (t *Chats) ReadAll(ctx context.Context, clientID, jid string) error {
	if _, err := t.db.write.Exec(ctx, readBefore, clientID, jid, 0); err != nil {
		return fmt.Errorf("store: read chat: %w", err)
	}
	return nil
}

// Merge makes the chat with an address part of the one with another address of the same person: the phone number
// behind a hidden id has become known. It reports whether there was such a chat.
func (t *Chats) Merge(ctx context.Context, clientID, from, to string) (merged bool, err error) {
	err = t.db.inTx(ctx, func(ctx context.Context) error {
		merged, err = t.db.mergeChat(ctx, clientID, from, to)
		return err
	})
	if err != nil {
		return false, fmt.Errorf("store: merge chats: %w", err)
	}
	return merged, nil
}

// mergeChat is Merge inside a transaction.
func (db database) mergeChat(ctx context.Context, clientID, from, to string) (bool, error) {
	c, err := one(ctx, db.write, scanChat, getChat, clientID, from)
	if errors.Is(err, ErrNotFound) {
		return false, nil
	} else if err != nil {
		return false, err
	}
	for _, step := range []string{dropTwins, moveMessages} {
		if _, err := db.write.Exec(ctx, step, clientID, from, to); err != nil {
			return false, err
		}
	}
	if _, err := db.write.Exec(ctx, deleteChat, clientID, from); err != nil {
		return false, err
	}
	_, err = db.write.Exec(ctx, putChat, clientID, to, from, c.Name, c.Position, c.ReadPosition)
	return err == nil, err
}

// settleChat moves a chat to the position of a new message, making it if need be. What of it was kept under the
// hidden id alone becomes part of it.
func (db database) settleChat(ctx context.Context, c Chat) error {
	err := db.exec(ctx, touchChat, c.ClientID, c.JID, c.LID, c.Name, c.Position, c.ReadPosition)
	if !errors.Is(err, ErrNotFound) {
		return err
	}
	if c.LID != "" && c.LID != c.JID {
		if _, err := db.mergeChat(ctx, c.ClientID, c.LID, c.JID); err != nil {
			return err
		}
	}
	_, err = db.write.Exec(ctx, putChat, c.ClientID, c.JID, c.LID, c.Name, c.Position, c.ReadPosition)
	return err
}
