package sandbox

import (
	"context"
	"errors"
	"slices"
	"time"

	"go.mau.fi/whatsmeow/proto/waE2E"
	"google.golang.org/protobuf/proto"
)

// ReactionView is what somebody thinks of a message.
type ReactionView struct {
	From  Identity
	Emoji string
	Time  time.Time
}

// effect is what a message does to an earlier one.
type effect struct {
	kind   string
	target string // id
	text   string // the emoji, or the new text
	edited *waE2E.Message
	vote   *waE2E.PollUpdateMessage
}

// effectOf tells what a message does to another, if that is what it is for.
func effectOf(m *waE2E.Message) (e effect, ok bool) {
	switch protocol := m.GetProtocolMessage(); {
	case m.GetReactionMessage() != nil:
		r := m.ReactionMessage
		return effect{kind: KindReaction, target: r.GetKey().GetID(), text: r.GetText()}, true
	case m.GetPollUpdateMessage() != nil:
		return effect{kind: KindVote, target: m.PollUpdateMessage.GetPollCreationMessageKey().GetID(), vote: m.PollUpdateMessage}, true
	case protocol.GetEditedMessage() != nil && protocol.GetType() == waE2E.ProtocolMessage_MESSAGE_EDIT:
		text, _ := textOf(protocol.GetEditedMessage())
		return effect{kind: KindEdit, target: protocol.GetKey().GetID(), text: text, edited: protocol.GetEditedMessage()}, true
	case protocol != nil && protocol.GetType() == waE2E.ProtocolMessage_REVOKE:
		return effect{kind: KindRevoke, target: protocol.GetKey().GetID()}, true
	}
	return effect{}, false
}

// amend gives the earlier message that a new one changes, as it is then. It is nil if the new one doesn't change
// another, or not one that the phone has in the same chat, or one that its sender may not change. The caller
// holds the crypto lock, so the transcript stays as it is until the change is made.
func (p *Phone) amend(ctx context.Context, in incoming, content *waE2E.Message) (*Message, error) {
	inner, _ := unwrap(content)
	e, ok := effectOf(inner)
	if !ok {
		return nil, nil
	}
	m, err := p.find(ctx, e.target)
	switch {
	case errors.Is(err, ErrNoMessage):
		return nil, nil
	case err != nil:
		return nil, err
	case m.chatKey() != in.chatKey(p.account), m.Revoked, !p.apply(&m, in, e):
		return nil, nil
	}
	return &m, nil
}

// apply changes a message, if its sender may.
func (p *Phone) apply(m *Message, in incoming, e effect) bool {
	own := m.From.LID == in.sender.lid()
	switch e.kind {
	case KindReaction:
		m.Reactions = slices.DeleteFunc(m.Reactions, func(r ReactionView) bool { return r.From.LID == in.sender.lid() })
		if e.text != "" {
			m.Reactions = append(m.Reactions, ReactionView{in.sender.person(), e.text, in.time})
		}
		return true
	case KindVote:
		return m.Poll != nil && p.count(m, in, e.vote)
	case KindEdit:
		return own && m.edit(e.text)
	case KindRevoke:
		if !own && !p.net.isAdmin(m.chatKey(), in.sender) {
			return false
		}
		m.Revoked, m.Edited = true, false
		m.Text, m.Media, m.Location, m.Contact, m.Poll, m.Quoted, m.Reactions, m.content = "", nil, nil, nil, nil, nil, nil, nil
		return true
	}
	return false
}

// edit gives a message another text. It reports false for a message that has none.
func (m *Message) edit(text string) bool {
	content := m.message()
	if !setText(content, text) {
		return false
	}
	m.Text, m.Edited = text, true
	m.keep(content)
	return true
}

// setText changes the text or the caption of a message.
func setText(message *waE2E.Message, text string) bool {
	m, _ := unwrap(message)
	switch {
	case m == nil:
		return false
	case m.ExtendedTextMessage != nil:
		m.ExtendedTextMessage.Text = &text
	case m.Conversation != nil:
		m.Conversation = &text
	case m.ImageMessage != nil:
		m.ImageMessage.Caption = &text
	case videoOf(m) != nil:
		videoOf(m).Caption = &text
	case m.DocumentMessage != nil:
		m.DocumentMessage.Caption = &text
	default:
		return false
	}
	return true
}

// message is what a message says, in the form in which it was sent. It is nil if that is gone.
func (m *Message) message() *waE2E.Message {
	switch {
	case m.Revoked:
		return nil
	case m.content != nil:
		message := &waE2E.Message{}
		if proto.Unmarshal(m.content, message) == nil {
			return message
		}
	case m.Kind == KindText:
		return textMessage(m.Text)
	}
	return nil
}

// keep remembers the form in which a message was sent. A text that is nothing but a text has it already.
func (m *Message) keep(content *waE2E.Message) {
	m.content = nil
	if content.Conversation == nil {
		m.content, _ = proto.Marshal(content)
	}
}
