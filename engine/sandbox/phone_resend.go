package sandbox

import (
	"context"

	"go.mau.fi/whatsmeow/proto/waE2E"
	"go.mau.fi/whatsmeow/types"
	"google.golang.org/protobuf/proto"
)

// plea is the wish of a device to get a message again that it could not read.
type plea struct {
	id        string
	from      types.JID // who can't read it
	chat      types.JID // of many, in which it was sent; or empty
	message   *waE2E.Message
	device    types.JID // LID
	peer      bool      // it is a message of the phone to its own devices
	recipient types.JID // whom the message was for, if the device is one of the phone's own
}

// resend encrypts a message again for a device that could not read it, in a new session.
func (p *Phone) resend(receipt *stanza, item queued) {
	p.crypto.Lock()
	defer p.crypto.Unlock()
	w := plea{id: attrText(*receipt, "id"), from: attrJID(*receipt, "from")}
	if many(w.from) {
		w.chat, w.from = w.from, attrJID(*receipt, "participant")
	}
	var enc stanza
	err := p.recall(p.net.ctx, &w)
	if w.message != nil && !w.chat.IsEmpty() {
		w.message.SenderKeyDistributionMessage, err = p.ring.senderKey(w.chat)
	}
	if w.message != nil && err == nil {
		enc, err = p.sealFor(w.message, w.device, true)
	}
	p.net.update(func(t *tx) {
		p.done(t, item)
		if w.message == nil || err != nil || p.account.gone {
			t.log.Info("a phone can't repeat a message", "phone", p.account.Number, "message", w.id, "error", err)
			return
		}
		p.ring.save(t)
		retry, _ := child(receipt, "retry")
		t.route(p.account, 0, w.answer(enc, attrText(retry, "count")))
	})
}

// answer is the message for the device alone.
func (w *plea) answer(enc stanza, count string) *stanza {
	f := formOf(w.message)
	enc = f.mark(enc)
	enc.Attrs["count"] = count
	to := w.device
	if !w.chat.IsEmpty() {
		to = w.chat
	}
	s := &stanza{Tag: "message", Attrs: f.address(w.id, to), Content: append([]stanza{enc}, f.meta...)}
	if !w.chat.IsEmpty() {
		s.Attrs["participant"] = w.device
	}
	if !w.recipient.IsEmpty() {
		s.Attrs["recipient"] = w.recipient
	}
	if w.peer {
		s.Attrs["category"] = "peer"
	}
	return s
}

// recall finds the message that a device asks for, in the form that device gets. There is none if it was sent too
// long ago, or not to whom the device belongs.
func (p *Phone) recall(ctx context.Context, w *plea) error {
	sent, row, mine := p.sentFor(w)
	if row == "" {
		return nil
	}
	if err := p.net.saved(ctx); err != nil {
		return err
	}
	rows, err := p.net.state.List(ctx, kindSentData, "", 1, row)
	if err != nil || len(rows) == 0 {
		return err
	}
	message := &waE2E.Message{}
	if err := proto.Unmarshal(rows[0].Data, message); err != nil {
		return err
	}
	if mine && !sent.Peer && w.chat.IsEmpty() {
		message = &waE2E.Message{DeviceSentMessage: &waE2E.DeviceSentMessage{
			DestinationJID: proto.String(sent.To.String()), Message: message,
		}}
	}
	w.message, w.peer = message, sent.Peer
	if mine && !sent.Peer && w.chat.IsEmpty() {
		w.recipient = sent.To
	}
	return nil
}

// sentFor finds the note of a message that a device asks for, the id of its row, and whether the device is one of the
// phone's own. The id is empty if the message is not for the device.
func (p *Phone) sentFor(w *plea) (sent sentMessage, row string, mine bool) {
	p.net.mu.Lock()
	defer p.net.mu.Unlock()
	asks := p.net.account(w.from)
	found, ok := p.sent.find(w.id)
	if asks == nil || !ok || !found.Own || !p.sentTo(asks, found) {
		return sent, "", false
	}
	w.device, _, _ = asks.address(types.HiddenUserServer, w.from.Device)
	return *found, p.sent.rowID(p.sent.index[w.id]), asks == p.account
}

// sentTo tells whether somebody's devices have got a message.
func (p *Phone) sentTo(a *account, m *sentMessage) bool {
	switch {
	case a == p.account:
		return true
	case m.Peer:
		return false
	case m.To.Server == types.GroupServer:
		g := p.net.groups[m.To.User]
		return g != nil && g.Members[a.Number] != ""
	case m.To.Server == types.BroadcastServer:
		return true
	}
	return m.To.User == a.LID
}
