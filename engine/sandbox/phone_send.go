package sandbox

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
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
)

// SendText sends a text to a person, as somebody does who types it into the phone. It returns when the
// network has the message for certain.
func (p *Phone) SendText(ctx context.Context, to types.JID, text string) (Message, error) {
	return p.SendTextOnce(ctx, newMessageID(), to, text)
}

// SendTextOnce is SendText under an id of the caller's. A message that the phone has sent lately under the
// same id is not sent again; of what is returned only ID, Direction and Time are then set.
func (p *Phone) SendTextOnce(ctx context.Context, id string, to types.JID, text string) (Message, error) {
	if err := p.net.journal.room(ctx); err != nil {
		return Message{}, err
	}
	return p.send(ctx, incoming{id: id}, to, textMessage(text))
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
	to     *account
	theirs []types.JID
	own    []types.JID // the linked devices of the sender
}

func (p *Phone) recipients(to types.JID) (recipients, error) {
	p.net.mu.RLock()
	defer p.net.mu.RUnlock()
	r := recipients{to: p.net.account(to)}
	if err := p.account.off(); err != nil {
		return r, err
	}
	if r.to == nil {
		return r, ErrNotOnWhatsApp
	}
	r.own = p.account.deviceJIDs(types.HiddenUserServer)[1:]
	if r.to != p.account {
		r.theirs = r.to.deviceJIDs(types.HiddenUserServer)
	}
	return r, nil
}

func textMessage(text string) *waE2E.Message { return &waE2E.Message{Conversation: &text} }

func (p *Phone) send(ctx context.Context, out incoming, to types.JID, message *waE2E.Message) (Message, error) {
	p.crypto.Lock()
	defer p.crypto.Unlock()
	if sent, ok := p.hasSent(out.id); ok {
		return sent, p.net.saved(ctx)
	}
	r, err := p.recipients(to)
	if err != nil {
		return Message{}, err
	}
	own := &waE2E.Message{DeviceSentMessage: &waE2E.DeviceSentMessage{
		DestinationJID: proto.String(r.to.lid().String()), Message: message,
	}}
	parts := append(p.seal(message, r.theirs), p.seal(own, r.own)...)
	out.sender, out.time = p.account, p.net.now().UTC().Truncate(time.Second)
	var sent Message
	position := p.net.among([]*account{p.account, r.to}, func(t *tx) {
		p.ring.save(t)
		v := t.route(p.account, 0, &stanza{
			Tag: "message", Attrs: attrs{"id": out.id, "type": "text", "to": r.to.lid()},
			Content: []stanza{node("participants", nil, parts...)},
		})
		switch {
		case p.account.gone:
			err = ErrNoPhone
		case v.code == refusedUnknown:
			err = ErrNotOnWhatsApp
		case v.code == refusedFull:
			err = ErrQueueFull
		case v.code != 0:
			err = fmt.Errorf("the network has refused the message with %d", v.code)
		default:
			out.to = r.to.person()
			sent = p.record(t, out, DirectionOut, message)
		}
	})
	if err != nil {
		return Message{}, err
	}
	return sent, p.net.journal.wait(ctx, position)
}

// seal encrypts a message for each device. One that has gone, or has no usable keys, is left out.
func (p *Phone) seal(message *waE2E.Message, devices []types.JID) []stanza {
	var parts []stanza
	for _, jid := range devices {
		enc, err := p.sealFor(message, jid, false)
		if err != nil {
			p.net.log.Warn("a phone can't encrypt for a device", "phone", p.account.Number, "error", err)
			continue
		}
		parts = append(parts, node("to", attrs{"jid": jid}, enc))
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

// resend encrypts a message again for a device that could not read it, in a new session.
func (p *Phone) resend(receipt *stanza, item queued) {
	p.crypto.Lock()
	defer p.crypto.Unlock()
	id, from := attrText(*receipt, "id"), attrJID(*receipt, "from")
	message, device, peer := p.forgotten(id, from)
	var enc stanza
	var err error
	if message != nil {
		enc, err = p.sealFor(message, device, true)
	}
	p.net.update(func(t *tx) {
		p.done(t, item)
		if message == nil || err != nil || p.account.gone {
			t.log.Info("a phone can't repeat a message", "phone", p.account.Number, "message", id, "error", err)
			return
		}
		p.ring.save(t)
		retry, _ := child(receipt, "retry")
		enc.Attrs["count"] = attrText(retry, "count")
		at := attrs{"id": id, "type": "text", "to": device}
		if peer {
			at["category"] = "peer"
		}
		t.route(p.account, 0, &stanza{Tag: "message", Attrs: at, Content: []stanza{enc}})
	})
}

// forgotten finds the message that a device asks for again, in the form that device gets, the device's
// address, and whether it is a message of the phone to its own devices. The message is nil if it was sent too
// long ago, or not to whom the device belongs.
func (p *Phone) forgotten(id string, from types.JID) (message *waE2E.Message, device types.JID, peer bool) {
	p.net.mu.Lock()
	defer p.net.mu.Unlock()
	sender := p.net.account(from)
	sent, ok := p.sent.find(id)
	if sender == nil || !ok || sent.Content == nil || !p.sentTo(sender, sent) {
		return nil, types.JID{}, false
	}
	message = &waE2E.Message{}
	if err := proto.Unmarshal(sent.Content, message); err != nil {
		return nil, types.JID{}, false
	}
	if sender == p.account && !sent.Peer {
		message = &waE2E.Message{DeviceSentMessage: &waE2E.DeviceSentMessage{
			DestinationJID: proto.String(sent.To.String()), Message: message,
		}}
	}
	device, _, _ = sender.address(types.HiddenUserServer, from.Device)
	return message, device, sent.Peer
}

// sentTo tells whether somebody's devices have got a message.
func (p *Phone) sentTo(a *account, m *sentMessage) bool {
	if a == p.account || m.Peer {
		return a == p.account
	}
	return m.To.Server != types.HiddenUserServer || m.To.User == a.LID
}

func newMessageID() string { return "3EB0" + strings.ToUpper(hex.EncodeToString(randomBytes(9))) }
