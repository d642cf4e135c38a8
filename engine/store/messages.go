package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"sync"
	"time"

	"go.mau.fi/util/dbutil"
)

// Messages is the table of what the clients have received and sent. A message is stored once, however often it
// comes.
type Messages struct {
	db database

	mu   sync.Mutex
	last map[string]int64 // the newest position of each client that has got a message
}

// MessageStatus is how far a message of the account's own has come.
type MessageStatus int

// The statuses, in the order in which they follow each other.
const (
	StatusNone MessageStatus = iota // the message is somebody else's
	StatusSent
	StatusDelivered
	StatusRead
	StatusPlayed
)

// Message is a message of a chat. Its client, chat, id and FromMe name it.
type Message struct {
	ClientID   string
	Chat       string // as in Chat.JID
	ID         string
	FromMe     bool // sent by the account, from whichever device
	Position   int64
	Sender     string // a JID, by phone number where that is known
	SenderName string // the name that the sender showed; may be empty
	SentAt     time.Time
	Kind       string
	Text       string // the text as it was last edited, or the caption; empty in a revoked message
	Content    []byte // WhatsApp's own form of the message, as it was sent; empty in a revoked message
	Status     MessageStatus
	Edited     bool
	Revoked    bool
	Reactions  []Reaction
}

// Reaction is what somebody thinks of a message.
type Reaction struct {
	Sender string    `json:"sender"` // a JID
	Name   string    `json:"name,omitempty"`
	Emoji  string    `json:"emoji"`
	At     time.Time `json:"at"`
}

// Place is a place between the messages of a client, or between its chats: behind the one with this position and
// this id, which is the message's, or the chat's JID.
type Place struct {
	Position int64
	ID       string
}

// The places before and after everything.
var (
	Beginning = Place{Position: math.MinInt64}
	End       = Place{Position: math.MaxInt64}
)

const (
	messageColumns = `client_id, chat, message_id, from_me, position, sender, sender_name, sent_at, kind, text, content,
		status, edited, revoked, reactions`

	insertMessage = `INSERT INTO messages (` + messageColumns + `)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) ON CONFLICT (client_id, message_id, chat, from_me) DO NOTHING`
	lastPosition = `SELECT coalesce(max(position), 0) FROM messages WHERE client_id = $1`
	findMessage  = `SELECT ` + messageColumns + ` FROM messages WHERE client_id = $1 AND message_id = $2 AND ($3 = '' OR chat = $3)
		ORDER BY position LIMIT 1`

	advanceMessage = `UPDATE messages SET status = $4 WHERE client_id = $1 AND message_id = $2 AND chat = $3 AND from_me AND status < $4`
	byAuthor       = ` WHERE client_id = $1 AND message_id = $2 AND chat = $3 AND sender IN ($4, $5) AND NOT revoked`
	editMessage    = `UPDATE messages SET text = $6, edited = TRUE` + byAuthor
	revokeMessage  = `UPDATE messages SET text = '', content = $6, reactions = '[]', revoked = TRUE` + byAuthor
	revokeAny      = `UPDATE messages SET text = '', content = $4, reactions = '[]', revoked = TRUE
		WHERE client_id = $1 AND message_id = $2 AND chat = $3 AND NOT revoked`
	reactToMessage = `UPDATE messages SET reactions = $5 WHERE client_id = $1 AND message_id = $2 AND chat = $3 AND from_me = $4`

	between   = ` AND (position, message_id) > ($3, $4) AND (position, message_id) < ($5, $6)`
	inChat    = `SELECT ` + messageColumns + ` FROM messages WHERE client_id = $1 AND chat = $2` + between
	newest    = ` ORDER BY position DESC, message_id DESC LIMIT $7`
	oldest    = ` ORDER BY position, message_id LIMIT $7`
	forgetOf  = `DELETE FROM messages WHERE client_id = $1`
	forgetIn  = `DELETE FROM chats WHERE client_id = $1`
	nthNewest = `SELECT position FROM messages WHERE client_id = $1 ORDER BY position DESC LIMIT 1 OFFSET $2`
	nthOldest = `SELECT position FROM messages WHERE client_id = $1 AND position <= $2 ORDER BY position LIMIT 1 OFFSET $3`
	purge     = `DELETE FROM messages WHERE client_id = $1 AND position <= $2`
	clientIDs = `SELECT id FROM clients ORDER BY id`
)

// everywhere is inChat for all chats with people and groups; $2 is then empty.
var everywhere = `SELECT ` + messageColumns + ` FROM messages WHERE client_id = $1 AND $2 = ''` + between + fmt.Sprintf(personal, "chat")

func scanMessage(row dbutil.Scannable) (m Message, err error) {
	var reactions string
	err = row.Scan(&m.ClientID, &m.Chat, &m.ID, &m.FromMe, &m.Position, &m.Sender, &m.SenderName, (*millis)(&m.SentAt), &m.Kind, &m.Text,
		&m.Content, &m.Status, &m.Edited, &m.Revoked, &reactions)
	if err == nil && reactions != "[]" {
		err = json.Unmarshal([]byte(reactions), &m.Reactions)
	}
	return m, err
}

func scanPosition(row dbutil.Scannable) (position int64, err error) {
	err = row.Scan(&position)
	return position, err
}

func encodeReactions(list []Reaction) (string, error) {
	if len(list) == 0 {
		return "[]", nil
	}
	data, err := json.Marshal(list)
	return string(data), err
}

// positionOf is the position of a moment.
func positionOf(t time.Time) int64 { return t.UnixMicro() }

// Place is where the message is.
func (m Message) Place() Place { return Place{m.Position, m.ID} }

// ReceivedAt is when the client got the message. For what came as history it is when it was sent.
func (m Message) ReceivedAt() time.Time { return time.UnixMicro(m.Position).UTC() }

func (db database) insertMessage(ctx context.Context, m Message) (bool, error) {
	reactions, err := encodeReactions(m.Reactions)
	if err != nil {
		return false, err
	}
	if m.Content == nil {
		m.Content = []byte{}
	}
	err = inserted(db.write.Exec(ctx, insertMessage, m.ClientID, m.Chat, m.ID, m.FromMe, m.Position, m.Sender, m.SenderName, millis(m.SentAt),
		m.Kind, m.Text, m.Content, m.Status, m.Edited, m.Revoked, reactions))
	if errors.Is(err, ErrExists) {
		return false, nil
	}
	return err == nil, err
}

// Reserve gives the position of a message that is about to be sent: what comes in meanwhile, such as the answer, stands
// behind it, however late the message itself is stored.
func (t *Messages) Reserve(ctx context.Context, clientID string, now time.Time) (int64, error) {
	position, err := t.next(ctx, clientID, now)
	if err != nil {
		return 0, fmt.Errorf("store: reserve a position: %w", err)
	}
	return position, nil
}

// Add stores a message that the client has just got or sent, with its chat: at its Position if that was reserved, else
// behind all others. It reports whether the message is new. A message of the account's own means that it has read the
// chat up to there.
func (t *Messages) Add(ctx context.Context, m Message, lid, name string, now time.Time) (added bool, err error) {
	err = t.db.inTx(ctx, func(ctx context.Context) error {
		if m.Position == 0 {
			if m.Position, err = t.next(ctx, m.ClientID, now); err != nil {
				return err
			}
		}
		if added, err = t.db.insertMessage(ctx, m); err != nil || !added {
			return err
		}
		chat := Chat{ClientID: m.ClientID, JID: m.Chat, LID: lid, Name: name, Position: m.Position}
		if m.FromMe {
			chat.ReadPosition = m.Position
		}
		return t.db.settleChat(ctx, chat)
	})
	if err != nil {
		return false, fmt.Errorf("store: add message: %w", err)
	}
	return added, nil
}

// next is the position behind all messages of a client, also when the clock has gone back. Only one process adds
// messages, see [Lock], and only one transaction at a time.
func (t *Messages) next(ctx context.Context, clientID string, now time.Time) (int64, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	last, known := t.last[clientID]
	if !known {
		var err error
		if last, err = one(ctx, t.db.write, scanPosition, lastPosition, clientID); err != nil {
			return 0, err
		}
	}
	position := max(positionOf(now), last+1)
	t.last[clientID] = position
	return position, nil
}

// AddHistory stores the messages of a chat from before now, each where it belongs by its time. unread says how many
// of the newest the account has not read yet; negative: that is not known.
func (t *Messages) AddHistory(ctx context.Context, chat Chat, messages []Message, unread int, now time.Time) (added int, err error) {
	err = t.db.inTx(ctx, func(ctx context.Context) error {
		added = 0
		for _, m := range messages {
			m.ClientID, m.Chat, m.Position = chat.ClientID, chat.JID, min(positionOf(m.SentAt), positionOf(now))
			fresh, err := t.db.insertMessage(ctx, m)
			if err != nil {
				return err
			}
			if fresh {
				added++
				chat.Position = max(chat.Position, m.Position)
			}
		}
		if added == 0 {
			return nil
		}
		if err := t.db.settleChat(ctx, chat); err != nil || unread < 0 {
			return err
		}
		_, err := t.db.write.Exec(ctx, readBefore, chat.ClientID, chat.JID, unread)
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("store: add history: %w", err)
	}
	return added, nil
}

// Find returns the message with an id, in a chat, or in whichever has it when chat is empty: the first that the
// client got, if several do.
func (t *Messages) Find(ctx context.Context, clientID, chat, id string) (Message, error) {
	m, err := one(ctx, t.db.read, scanMessage, findMessage, clientID, id, chat)
	if err != nil {
		return Message{}, fmt.Errorf("store: message %s: %w", id, err)
	}
	return m, nil
}

// MessageQuery says which messages of a client to list.
type MessageQuery struct {
	ClientID    string
	Chat        string // empty: of all people and groups
	After       Place  // only what is behind this place
	Before      Place  // and before this one
	OldestFirst bool
	Limit       int
}

// List returns messages in the order of their positions.
func (t *Messages) List(ctx context.Context, q MessageQuery) ([]Message, error) {
	query := inChat
	if q.Chat == "" {
		query = everywhere
	}
	order := newest
	if q.OldestFirst {
		order = oldest
	}
	messages, err := all(ctx, t.db.read, scanMessage, query+order, q.ClientID, q.Chat, q.After.Position, q.After.ID, q.Before.Position, q.Before.ID, q.Limit)
	if err != nil {
		return nil, fmt.Errorf("store: list messages: %w", err)
	}
	return messages, nil
}

// Advance notes how far a message of the account's own has come. It reports whether that is news of a message that
// is known.
func (t *Messages) Advance(ctx context.Context, clientID, chat, id string, status MessageStatus) (bool, error) {
	return changed(t.db.write.Exec(ctx, advanceMessage, clientID, id, chat, status))
}

// Edit replaces the text of a message, if its author, by either address, is who edits it.
func (t *Messages) Edit(ctx context.Context, clientID, chat, id string, author [2]string, text string) (bool, error) {
	return changed(t.db.write.Exec(ctx, editMessage, clientID, id, chat, author[0], author[1], text))
}

// Revoke forgets what a message said, if its author, by either address, is who takes it back.
func (t *Messages) Revoke(ctx context.Context, clientID, chat, id string, author [2]string) (bool, error) {
	return changed(t.db.write.Exec(ctx, revokeMessage, clientID, id, chat, author[0], author[1], []byte{}))
}

// RevokeAny is Revoke by an admin of the group, whoever the author.
func (t *Messages) RevokeAny(ctx context.Context, clientID, chat, id string) (bool, error) {
	return changed(t.db.write.Exec(ctx, revokeAny, clientID, id, chat, []byte{}))
}

// React sets what somebody thinks of a message, in place of what they thought before; without an emoji, nothing.
func (t *Messages) React(ctx context.Context, clientID, chat, id string, r Reaction) (reacted bool, err error) {
	err = t.db.inTx(ctx, func(ctx context.Context) error {
		m, err := one(ctx, t.db.write, scanMessage, findMessage, clientID, id, chat)
		if errors.Is(err, ErrNotFound) || m.Revoked {
			return nil
		} else if err != nil {
			return err
		}
		var list []Reaction
		for _, other := range m.Reactions {
			if other.Sender != r.Sender {
				list = append(list, other)
			}
		}
		if r.Emoji != "" {
			list = append(list, r)
		}
		reactions, err := encodeReactions(list)
		if err != nil {
			return err
		}
		reacted = true
		return t.db.exec(ctx, reactToMessage, clientID, id, chat, m.FromMe, reactions)
	})
	if err != nil {
		return false, fmt.Errorf("store: react to a message: %w", err)
	}
	return reacted, nil
}

// purgeBatch is how many messages are deleted at once: others wait for the only writer meanwhile.
const purgeBatch = 500

// Purge deletes, of each client, what is older than before and what exceeds the newest keep messages, and chats of
// which nothing is left. It returns how many messages there were.
func (t *Messages) Purge(ctx context.Context, before time.Time, keep int) (total int64, err error) {
	ids, err := all(ctx, t.db.read, scanText, clientIDs)
	for _, id := range ids {
		if err != nil {
			break
		}
		var n int64
		n, err = t.purgeClient(ctx, id, positionOf(before)-1, keep)
		total += n
	}
	if err != nil {
		return total, fmt.Errorf("store: purge messages: %w", err)
	}
	return total, nil
}

func (t *Messages) purgeClient(ctx context.Context, clientID string, last int64, keep int) (total int64, err error) {
	surplus, err := t.nth(ctx, nthNewest, math.MinInt64, clientID, keep)
	if err != nil {
		return 0, err
	}
	last = max(last, surplus)
	for end := last - 1; end < last; {
		if end, err = t.nth(ctx, nthOldest, last, clientID, last, purgeBatch-1); err != nil {
			return total, err
		}
		result, err := t.db.write.Exec(ctx, purge, clientID, end)
		if err != nil {
			return total, err
		}
		n, err := result.RowsAffected()
		if total += n; err != nil {
			return total, err
		}
	}
	if total > 0 {
		_, err = t.db.write.Exec(ctx, dropEmpty, clientID)
	}
	return total, err
}

// nth is the position that a query finds, or otherwise if there is none.
func (t *Messages) nth(ctx context.Context, query string, otherwise int64, args ...any) (int64, error) {
	position, err := one(ctx, t.db.read, scanPosition, query, args...)
	if errors.Is(err, ErrNotFound) {
		return otherwise, nil
	}
	return position, err
}

// Forget deletes all messages and chats of a client.
func (t *Messages) Forget(ctx context.Context, clientID string) error {
	err := t.db.inTx(ctx, func(ctx context.Context) error {
		if _, err := t.db.write.Exec(ctx, forgetOf, clientID); err != nil {
			return err
		}
		_, err := t.db.write.Exec(ctx, forgetIn, clientID)
		return err
	})
	if err != nil {
		return fmt.Errorf("store: forget messages: %w", err)
	}
	return nil
}
