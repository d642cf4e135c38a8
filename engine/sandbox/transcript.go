package sandbox

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"go.mau.fi/whatsmeow/proto/waE2E"
	"google.golang.org/protobuf/proto"
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

// Message is a message as a phone shows it.
type Message struct {
	ID        string
	Direction Direction
	From, To  Identity // To may be a group
	Time      time.Time
	Kind      string   // text, image, reaction …
	Text      string   // the text, or the caption
	Progress  Progress // of outgoing messages
	Unread    bool     `json:"-"` // of incoming messages
	Cursor    string   `json:"-"` // for Messages: what comes after this message

	content []byte // of the message as it was encrypted, for histories
}

// messageRow is a message as it is kept.
type messageRow struct {
	Message
	Content []byte `json:",omitempty"`
}

// contentOf gives the content of a message as it is kept: without the key that it brought along.
func contentOf(content *waE2E.Message) []byte {
	if content.SenderKeyDistributionMessage != nil {
		content = proto.CloneOf(content)
		content.SenderKeyDistributionMessage = nil
	}
	raw, err := proto.Marshal(content)
	if err != nil {
		return nil // it was decoded just now
	}
	return raw
}

// record adds a message to the phone's transcript.
func (p *Phone) record(t *tx, in incoming, direction Direction, content *waE2E.Message) Message {
	text, kind := textOf(content)
	m := Message{ID: in.id, Direction: direction, From: in.sender.person(), To: in.to, Time: in.time, Kind: kind, Text: text}
	// Rows are ordered by the time they were made, and no two have the same.
	p.newest = max(p.newest+1, uint64(t.now().UnixNano()))
	m.Cursor = fmt.Sprintf("%016x", p.newest)
	t.put(kindMessage, p.account.Transcript+m.Cursor, messageRow{m, contentOf(content)})
	if direction == DirectionOut {
		m.Progress = ProgressSent
	}
	m.Unread = direction == DirectionIn
	t.tell(p, PhoneEvent{Kind: EventMessage, Message: &m, Chat: m.chat(), From: m.From})
	if direction == DirectionOut {
		s := sentMessage{ID: in.id, Row: m.Cursor, Time: in.time, To: in.to.LID, Auto: in.auto}
		if in.from.IsEmpty() { // not from a linked device, which repeats its messages itself
			s.Content, _ = proto.Marshal(content)
		}
		p.sent.add(t, s)
		if step := p.sent.follow(in.id); step != "" {
			p.noteProgress(t, in.id, step)
			m.Progress = step
		}
	}
	return m
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
	steps, err := p.progress(ctx, prefix, cursor, limit)
	if err != nil {
		return nil, "", err
	}
	read := p.readUpTo()
	for i, row := range rows {
		if i == limit {
			return messages, messages[i-1].Cursor, nil
		}
		var kept messageRow
		if err := json.Unmarshal(row.Data, &kept); err != nil {
			return nil, "", fmt.Errorf("sandbox: message %s: %w", row.ID, err)
		}
		m := kept.Message
		m.Cursor, m.content = row.ID[len(prefix):], kept.Content
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

// progress reads how far the messages of a page have come. Only some messages have such a row, so those
// of a page are among the first limit rows after the cursor.
func (p *Phone) progress(ctx context.Context, prefix, cursor string, limit int) (map[string]Progress, error) {
	rows, err := p.net.state.List(ctx, kindProgress, prefix+cursor, limit, prefix)
	if err != nil {
		return nil, fmt.Errorf("sandbox: read progress: %w", err)
	}
	steps := map[string]Progress{}
	for _, row := range rows {
		steps[row.ID] = Progress(row.Data)
	}
	return steps, nil
}

// dropTranscript deletes the messages of a phone that is gone.
func (p *Phone) dropTranscript(ctx context.Context) error {
	return p.net.dropRows(ctx, p.account.Transcript, kindMessage, kindProgress, kindPast)
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

// textOf gives the text of a message, or its caption, and what kind of message it is.
func textOf(m *waE2E.Message) (text, kind string) {
	switch {
	case m.Conversation != nil:
		return m.GetConversation(), "text"
	case m.ExtendedTextMessage != nil:
		return m.GetExtendedTextMessage().GetText(), "text"
	case m.ImageMessage != nil:
		return m.GetImageMessage().GetCaption(), "image"
	case m.VideoMessage != nil:
		return m.GetVideoMessage().GetCaption(), "video"
	case m.AudioMessage != nil:
		return "", "audio"
	case m.StickerMessage != nil:
		return "", "sticker"
	case m.DocumentMessage != nil:
		return m.GetDocumentMessage().GetCaption(), "document"
	case m.LocationMessage != nil:
		return m.GetLocationMessage().GetName(), "location"
	case m.ContactMessage != nil:
		return m.GetContactMessage().GetDisplayName(), "contact"
	case m.ReactionMessage != nil:
		return m.GetReactionMessage().GetText(), "reaction"
	case m.PollCreationMessage != nil || m.PollCreationMessageV3 != nil:
		return m.GetPollCreationMessage().GetName() + m.GetPollCreationMessageV3().GetName(), "poll"
	case m.GetProtocolMessage().GetEditedMessage() != nil:
		text, _ = textOf(m.GetProtocolMessage().GetEditedMessage())
		return text, "edit"
	case m.ProtocolMessage != nil && m.GetProtocolMessage().GetType() == waE2E.ProtocolMessage_REVOKE:
		return "", "revoke"
	}
	return "", "other"
}
