package sandbox

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"go.mau.fi/whatsmeow/proto/waE2E"
	"go.mau.fi/whatsmeow/types"
	"google.golang.org/protobuf/proto"
)

// What can go wrong while a phone sends.
var (
	ErrNotOnWhatsApp = errors.New("nobody on the simulated network has this number")
	ErrQueueFull     = errors.New("the recipient has too many messages waiting")
	ErrOnlyAdmins    = errors.New("only admins may write in the group")
)

// SendOptions are what else there is to say about a message.
type SendOptions struct {
	// ID is the message's own; empty: a new one. A message that the phone has sent lately under the same id is not
	// sent again; of what is returned only ID, Direction and Time are then set.
	ID     string
	Quoted string // the id of the message in the same chat that this one answers
}

// Send sends something to a person, a group, or as the phone's status to StatusJID, as somebody does who holds the
// phone. It returns when the network has the message for certain.
//
// What is returned is the message itself, also if all it does is to change another.
func (p *Phone) Send(ctx context.Context, to types.JID, c Content, o SendOptions) (Message, error) {
	if err := c.check(); err != nil {
		return Message{}, err
	}
	if err := p.net.journal.room(ctx); err != nil {
		return Message{}, err
	}
	if o.ID == "" {
		o.ID = newMessageID()
	}
	return p.send(ctx, incoming{id: o.ID}, to, func(chat types.JID) (*waE2E.Message, error) {
		return p.compose(ctx, chat, c, o)
	})
}

// SendText sends a text to a person or a group.
func (p *Phone) SendText(ctx context.Context, to types.JID, text string) (Message, error) {
	return p.Send(ctx, to, Content{Text: text}, SendOptions{})
}

// hasSent returns the message that the phone has sent under an id.
func (p *Phone) hasSent(id string) (Message, bool) {
	message, found := Message{ID: id, Direction: DirectionOut}, false
	p.net.among([]*account{p.account}, func(*tx) {
		var sent *sentMessage
		if sent, found = p.sent.find(id); found {
			message.Time = sent.Time
		}
	})
	return message, found
}

// recipients is for whom a message is to be encrypted.
type recipients struct {
	chat   types.JID // as the phone has it: the LID of a person, a group, StatusJID
	to     Identity
	theirs []types.JID
	own    []types.JID // the linked devices of the sender
}

func (p *Phone) recipients(ctx context.Context, to types.JID) (r recipients, err error) {
	var audience []types.JID
	if to == StatusJID {
		if audience, err = p.acquaintances(ctx); err != nil {
			return r, err
		}
	}
	p.net.mu.RLock()
	defer p.net.mu.RUnlock()
	if err = p.account.off(); err != nil {
		return r, err
	}
	if r.chat, err = p.net.chatKey(p.account, to); err != nil {
		return r, err
	}
	if g := p.net.groups[r.chat.User]; g != nil && g.Announce && g.Members[p.account.Number] == roleMember {
		return r, ErrOnlyAdmins
	}
	r.to = p.net.identity(r.chat)
	r.own = p.account.deviceJIDs(types.HiddenUserServer)[1:]
	people := append(p.net.membersOf(r.chat), p.net.account(r.chat))
	for _, jid := range audience {
		people = append(people, p.net.account(jid))
	}
	for _, a := range inOrder(people) {
		if a != p.account {
			r.theirs = append(r.theirs, a.deviceJIDs(types.HiddenUserServer)...)
		}
	}
	return r, nil
}

// acquaintances are those who see the phone's status: everybody it has a chat with, or in its address book.
func (p *Phone) acquaintances(ctx context.Context) ([]types.JID, error) {
	chats, err := p.Chats(ctx)
	if err != nil {
		return nil, err
	}
	_, contacts, _, err := p.settingsNow(ctx)
	people := slices.Collect(maps.Keys(contacts))
	for _, c := range chats {
		people = append(people, c.LID)
	}
	return people, err
}

func textMessage(text string) *waE2E.Message { return &waE2E.Message{Conversation: &text} }

// send sends what is written for a chat.
func (p *Phone) send(ctx context.Context, out incoming, to types.JID, write func(chat types.JID) (*waE2E.Message, error)) (Message, error) {
	p.crypto.Lock()
	defer p.crypto.Unlock()
	if sent, ok := p.hasSent(out.id); ok {
		return sent, p.net.saved(ctx)
	}
	r, err := p.recipients(ctx, to)
	if err != nil {
		return Message{}, err
	}
	message, err := write(r.chat)
	if err != nil {
		return Message{}, err
	}
	out.sender, out.to, out.time = p.account, r.to, p.net.now().UTC().Truncate(time.Second)
	if err = p.openTranscript(ctx); err == nil {
		out.change, err = p.amend(ctx, out, message)
	}
	if err != nil {
		return Message{}, err
	}
	s, err := p.envelope(out.id, r, message)
	if err != nil {
		return Message{}, err
	}
	var sent Message
	position := p.net.posting(p.account, s, func(t *tx) {
		defer p.ring.save(t) // the sessions have moved on, whatever becomes of the message
		if err = p.account.off(); err != nil {
			return
		}
		if err = t.route(p.account, 0, s).err(); err == nil {
			p.ring.shareWith(r.chat, s)
			sent = p.record(t, out, DirectionOut, message)
		}
	})
	if err != nil {
		return Message{}, err
	}
	return sent, p.net.journal.wait(ctx, position)
}

// posting makes the change that a message of the phone is.
func (n *Network) posting(me *account, s *stanza, change func(*tx)) (position uint64) {
	n.mu.RLock()
	defer n.mu.RUnlock()
	accounts, _ := n.reachOfMessage(me, s)
	return n.sharing(accounts, change)
}

// err says why a phone's message was refused.
func (v verdict) err() error {
	switch v.code {
	case 0:
		return nil
	case refusedUnknown:
		return ErrNotOnWhatsApp
	case refusedForbidden:
		return ErrNoChat // or no admin any more, for as long as it took to encrypt
	case refusedFull:
		return ErrQueueFull
	}
	return fmt.Errorf("the network has refused the message with %d", v.code)
}

// envelope encrypts a message and addresses it.
func (p *Phone) envelope(id string, r recipients, message *waE2E.Message) (*stanza, error) {
	f := formOf(message)
	s := &stanza{Tag: "message", Attrs: f.address(id, r.chat)}
	var parts, encs []stanza
	if many(r.chat) {
		var enc stanza
		var err error
		if parts, enc, err = p.sealShared(message, r.chat, append(r.theirs, r.own...)); err != nil {
			return nil, err
		}
		encs = []stanza{f.mark(enc)}
	} else {
		own := &waE2E.Message{MessageContextInfo: message.MessageContextInfo, DeviceSentMessage: &waE2E.DeviceSentMessage{
			DestinationJID: proto.String(r.chat.String()), Message: message,
		}}
		parts = append(p.seal(message, r.theirs, f), p.seal(own, r.own, f)...)
	}
	s.Content = append(append([]stanza{node("participants", nil, parts...)}, f.meta...), encs...)
	return s, nil
}

// seal encrypts a message for each device. One that has gone, or has no usable keys, is left out.
func (p *Phone) seal(message *waE2E.Message, devices []types.JID, f form) []stanza {
	var parts []stanza
	for _, jid := range devices {
		enc, err := p.sealFor(message, jid, false)
		if err != nil {
			p.net.log.Warn("a phone can't encrypt for a device", "phone", p.account.Number, "error", err)
			continue
		}
		parts = append(parts, node("to", attrs{"jid": jid}, f.mark(enc)))
	}
	return parts
}

// sealFor encrypts for one device; fresh begins a new session even if there is one.
func (p *Phone) sealFor(message *waE2E.Message, jid types.JID, fresh bool) (stanza, error) {
	if p.ring.hasSession(jid) && !fresh {
		return p.ring.encrypt(message, jid, nil)
	}
	b, found := p.net.bundleOf(jid)
	if !found {
		return stanza{}, ErrNoDevice
	}
	return p.ring.encrypt(message, jid, &b)
}

// bundleOf takes a bundle of a device or a phone.
func (n *Network) bundleOf(jid types.JID) (b bundle, found bool) {
	n.mu.RLock()
	defer n.mu.RUnlock()
	n.sharing([]*account{n.account(jid)}, func(t *tx) { b, found = t.takeBundle(jid) })
	return b, found
}

func newMessageID() string { return "3EB0" + strings.ToUpper(hex.EncodeToString(randomBytes(9))) }
