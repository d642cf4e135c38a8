package sandbox

import (
	"context"
	"errors"
	"fmt"
	"maps"

	"go.mau.fi/whatsmeow/types"
)

// What is wrong with what a phone is to do in a chat.
var (
	ErrNoChat    = errors.New("the phone has no such chat")
	ErrBadTyping = errors.New("what somebody does in a chat is composing, recording or paused")
)

// MarkRead opens a chat on the phone: all that others have written there and was not read yet is read, and they
// are told.
func (p *Phone) MarkRead(ctx context.Context, chat types.JID) error {
	key, read, err := p.opened(chat)
	if err != nil {
		return err
	}
	senders, newest, err := p.unread(ctx, key, read)
	if err != nil {
		return err
	}
	return p.act(ctx, func(t *tx) error {
		for _, s := range senders {
			t.forwardReceipt(p.account, 0, readReceipt(key, s))
		}
		p.markRead(t, key, newest)
		return nil
	})
}

// opened finds a chat, and up to where it was read.
func (p *Phone) opened(chat types.JID) (key types.JID, read string, err error) {
	p.net.among([]*account{p.account}, func(t *tx) {
		if err = p.account.off(); err != nil {
			return
		}
		if key, err = t.chatKey(p.account, chat); err == nil {
			read = p.seen[key]
		}
	})
	return key, read, err
}

// chatKey gives the address that a phone has a chat under: a person's LID, or the address of a group that it is in.
func (n *Network) chatKey(a *account, chat types.JID) (types.JID, error) {
	if chat.Server == types.GroupServer {
		g := n.groups[chat.User]
		if g == nil || g.Members[a.Number] == "" {
			return chat, ErrNoChat
		}
		return g.jid(), nil
	}
	if chat == StatusJID {
		return chat, nil
	}
	other := n.account(chat)
	if other == nil {
		return chat, ErrNotOnWhatsApp
	}
	return other.lid(), nil
}

// unreadFrom is what somebody has written in a chat that was not read yet.
type unreadFrom struct {
	sender types.JID // LID
	ids    []string
}

// unread lists the messages of a chat behind a place in the transcript, by sender.
func (p *Phone) unread(ctx context.Context, chat types.JID, after string) (senders []unreadFrom, newest string, err error) {
	newest = after
	places := map[types.JID]int{}
	err = p.eachMessage(ctx, after, func(m Message) {
		if m.Direction != DirectionIn || m.chatKey() != chat {
			return
		}
		newest = m.Cursor
		at, known := places[m.From.LID]
		if !known {
			at = len(senders)
			places[m.From.LID] = at
			senders = append(senders, unreadFrom{sender: m.From.LID})
		}
		senders[at].ids = append(senders[at].ids, m.ID)
	})
	return senders, newest, err
}

// chatKey gives the address of the message's chat as its phone has it.
func (m *Message) chatKey() types.JID {
	chat := m.chat()
	if chat.LID.IsEmpty() {
		return chat.JID
	}
	return chat.LID
}

// eachMessage reads the transcript behind a place in it.
func (p *Phone) eachMessage(ctx context.Context, after string, do func(Message)) error {
	for {
		page, next, err := p.Messages(ctx, after, pageSize)
		if err != nil {
			return err
		}
		for _, m := range page {
			do(m)
		}
		if next == "" {
			return nil
		}
		after = next
	}
}

// readReceipt tells somebody that all of these messages were read.
func readReceipt(chat types.JID, u unreadFrom) *stanza {
	s := stanza{Tag: "receipt", Attrs: attrs{"id": u.ids[0], "type": "read", "to": chat}}
	if many(chat) {
		s.Attrs["participant"] = u.sender
	}
	if len(u.ids) > 1 {
		var items []stanza
		for _, id := range u.ids[1:] {
			items = append(items, node("item", attrs{"id": id}))
		}
		s.Content = []stanza{node("list", nil, items...)}
	}
	return &s
}

// markRead notes up to where a chat was read.
func (p *Phone) markRead(t *tx, chat types.JID, cursor string) {
	if p.seen[chat] >= cursor {
		return
	}
	if p.seen == nil {
		p.seen = map[types.JID]string{}
	}
	p.seen[chat] = cursor
	t.putRaw(kindRead, p.readID(chat), []byte(cursor))
	t.tellRead(p, chat)
}

func (p *Phone) readID(chat types.JID) string { return p.account.Number + "/" + chat.String() }

// noteRead notes that a linked device has read a chat, or the other one's messages in it.
func (p *Phone) noteRead(t *tx, chat types.JID) {
	if key, err := t.chatKey(p.account, chat); err == nil {
		p.markRead(t, key, fmt.Sprintf("%016x", max(p.newest, uint64(t.now().UnixNano()))))
	}
}

// readUpTo gives up to where in the transcript each chat was read.
func (p *Phone) readUpTo() map[types.JID]string {
	var read map[types.JID]string
	p.net.among([]*account{p.account}, func(*tx) { read = maps.Clone(p.seen) })
	return read
}

// forgetReads drops up to where chats were read.
func (p *Phone) forgetReads(t *tx) {
	for chat := range p.seen {
		t.drop(kindRead, p.readID(chat))
	}
	p.seen = nil
}

// SetTyping shows those in a chat that somebody types at the phone, or records a voice message, or has paused.
func (p *Phone) SetTyping(ctx context.Context, chat types.JID, state string) error {
	if state != TypingComposing && state != TypingRecording && state != TypingPaused {
		return ErrBadTyping
	}
	return p.act(ctx, func(t *tx) error {
		key, err := t.chatKey(p.account, chat)
		if err == nil {
			t.typing(p.account, key, state)
		}
		return err
	})
}
