package sandbox

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"go.mau.fi/whatsmeow/proto/waE2E"
	"google.golang.org/protobuf/proto"

	"wpengine/engine/store"
)

// Direction tells a phone's own messages from those of others.
type Direction string

// The directions.
const (
	DirectionIn  Direction = "in"
	DirectionOut Direction = "out" // from the phone, or from a device that is linked to it
)

// Progress is how far an outgoing message has come.
type Progress string

// The steps of a message, in order.
const (
	ProgressSent      Progress = "sent"      // the network has it
	ProgressDelivered Progress = "delivered" // a device of the recipient has it
	ProgressRead      Progress = "read"      // the recipient has seen it
)

// Message is a message as a phone shows it: as it was sent, with what later messages have made of it.
type Message struct {
	ID        string
	Direction Direction
	From, To  Identity // To may be a group, or StatusJID
	Time      time.Time
	Kind      string   // KindText, KindImage …
	Text      string   // the text, the caption, the name of a place or a contact, the question of a poll
	Progress  Progress // of outgoing messages
	Unread    bool     `json:"-"` // of incoming messages
	Cursor    string   `json:"-"` // for Messages: what comes after this message

	Media    *MediaView   `json:",omitempty"` // Phone.Media gets the file
	Location *Location    `json:",omitempty"`
	Contact  *ContactCard `json:",omitempty"`
	Poll     *PollView    `json:",omitempty"`
	Quoted   *Quote       `json:",omitempty"` // what it answers

	Reactions []ReactionView `json:",omitempty"`
	Edited    bool           `json:",omitempty"`
	Revoked   bool           `json:",omitempty"` // what it said is then gone

	content []byte // as it was sent, unless that is no more than Text
}

// messageRow is a message as it is written.
type messageRow struct {
	Message
	Content []byte `json:",omitempty"`
}

// save writes a message into a transcript.
func (m *Message) save(t *tx, transcript string) {
	row := messageRow{Message: *m, Content: m.content}
	row.Progress = "" // is in a row of its own
	t.put(kindMessage, transcript+m.Cursor, row)
}

// record adds a message to the phone's transcript, or changes the one that it is about.
func (p *Phone) record(t *tx, in incoming, direction Direction, content *waE2E.Message) Message {
	m := Message{ID: in.id, Direction: direction, From: in.sender.person(), To: in.to, Time: in.time}
	m.describe(t.Network, content)
	if direction == DirectionOut {
		m.Progress = ProgressSent
	}
	m.Unread = direction == DirectionIn
	if in.change != nil {
		p.change(t, in.change)
	} else {
		// Rows are ordered by the time they were made, and no two have the same.
		p.newest = max(p.newest+1, uint64(t.now().UnixNano()))
		m.Cursor = fmt.Sprintf("%016x", p.newest)
		m.keep(content)
		m.save(t, p.account.Transcript)
		p.enter(t, m.ID)
		t.tell(p, PhoneEvent{Kind: EventMessage, Message: &m, Chat: m.chat(), From: m.From})
	}
	if direction == DirectionOut {
		var own []byte
		if in.from.IsEmpty() { // not from a linked device, which repeats its messages itself
			own, _ = proto.Marshal(content)
		}
		p.sent.add(t, sentMessage{ID: in.id, Row: m.Cursor, Time: in.time, To: m.chatKey(), Auto: in.auto}, own)
		if step := p.sent.follow(in.id); step != "" {
			p.noteProgress(t, in.id, step)
			m.Progress = step
		}
	}
	return m
}

// change writes a message that is different now.
func (p *Phone) change(t *tx, m *Message) {
	if sent, ok := p.sent.find(m.ID); ok && sent.Progress != "" {
		m.Progress = sent.Progress // it may have come further since it was read
	}
	m.save(t, p.account.Transcript)
	t.tell(p, PhoneEvent{Kind: EventChanged, Message: m, Chat: m.chat(), From: m.From})
}

// Messages gives what the phone has sent and received, oldest first: up to limit messages after a
// cursor, and the cursor of the next page unless this is the last.
func (p *Phone) Messages(ctx context.Context, cursor string, limit int) (messages []Message, next string, err error) {
	if err := p.net.saved(ctx); err != nil {
		return nil, "", err
	}
	prefix := p.account.Transcript
	rows, err := p.net.state.List(ctx, kindMessage, prefix+cursor, limit+1, prefix)
	if err != nil {
		return nil, "", fmt.Errorf("sandbox: read messages: %w", err)
	}
	steps, err := p.progress(ctx, rows, limit)
	if err != nil {
		return nil, "", err
	}
	read := p.readUpTo()
	for i, row := range rows {
		if i == limit {
			return messages, messages[i-1].Cursor, nil
		}
		var written messageRow
		if err := json.Unmarshal(row.Data, &written); err != nil {
			return nil, "", fmt.Errorf("sandbox: message %s: %w", row.ID, err)
		}
		m := written.Message
		m.Cursor, m.content = row.ID[len(prefix):], written.Content
		if m.Direction == DirectionOut {
			if m.Progress = steps[row.ID]; m.Progress == "" {
				m.Progress = ProgressSent
			}
		}
		m.Unread = m.Direction == DirectionIn && m.Cursor > read[m.chatKey()]
		messages = append(messages, m)
	}
	return messages, "", nil
}

// isCursor reports whether a text is the cursor of a message: 16 hexadecimal digits.
func isCursor(text string) bool {
	return len(text) == 16 && strings.Trim(text, "0123456789abcdef") == ""
}

// progress reads how far the messages of a page have come. Only some messages have such a row, so those of a page are
// among the first limit rows from its first message on. Before that there may be some of messages that are gone.
func (p *Phone) progress(ctx context.Context, page []store.SandboxRow, limit int) (map[string]Progress, error) {
	steps, prefix := map[string]Progress{}, p.account.Transcript
	if len(page) == 0 {
		return steps, nil
	}
	first, err := strconv.ParseUint(page[0].ID[len(prefix):], 16, 64)
	if err != nil {
		return nil, fmt.Errorf("sandbox: message %s: %w", page[0].ID, err)
	}
	rows, err := p.net.state.List(ctx, kindProgress, prefix+fmt.Sprintf("%016x", first-1), limit, prefix)
	if err != nil {
		return nil, fmt.Errorf("sandbox: read progress: %w", err)
	}
	for _, row := range rows {
		steps[row.ID] = Progress(row.Data)
	}
	return steps, nil
}

// dropTranscript deletes the messages of a phone that is gone.
func (p *Phone) dropTranscript(ctx context.Context) error {
	return p.net.dropRows(ctx, p.account.Transcript, kindMessage, kindProgress, kindPast, kindLost)
}

func (n *Network) dropRows(ctx context.Context, prefix string, kinds ...string) error {
	for _, kind := range kinds {
		for {
			if err := n.saved(ctx); err != nil {
				return err
			}
			rows, err := n.state.List(ctx, kind, "", pageSize, prefix)
			if err != nil {
				return fmt.Errorf("sandbox: delete %s rows: %w", kind, err)
			}
			if len(rows) == 0 {
				break
			}
			n.update(func(t *tx) {
				for _, row := range rows {
					t.drop(kind, row.ID)
				}
			})
		}
	}
	return nil
}
