package sandbox

import (
	"errors"
	"strconv"
	"time"

	"go.mau.fi/whatsmeow/proto/waE2E"
	"go.mau.fi/whatsmeow/types"
)

// receiveLater gives the phone a stanza. It deals with it on a goroutine that lives as long as there is
// something to deal with.
func (p *Phone) receiveLater(t *tx, s stanza) {
	t.insist(p.account)
	if !t.push(&p.inbox, s) {
		t.log.Warn("a stanza was dropped: the phone has too much to deal with", "phone", p.account.Number, "tag", s.Tag)
		return
	}
	p.wake(t.Network)
}

func (p *Phone) wake(n *Network) {
	if !p.working && len(p.inbox.items) > 0 && p.account.off() == nil {
		p.working = n.spawn(p.work)
	}
}

// wakePhones lets phones go on with what they had not dealt with when the network was closed.
func (n *Network) wakePhones() {
	n.mu.Lock()
	defer n.mu.Unlock()
	for _, a := range n.accounts {
		a.phone.wake(n)
		for _, q := range a.phone.asked {
			a.phone.askLater(n, q)
		}
		if len(a.phone.reactions) > 0 {
			n.spawn(a.phone.react)
		}
	}
}

func (p *Phone) work() {
	for {
		item, ok := p.nextItem()
		if !ok {
			return
		}
		s, err := unmarshal(item.frame)
		switch {
		case err != nil:
			p.net.log.Error("a phone's stanza can't be decoded", "phone", p.account.Number, "error", err)
			p.net.among([]*account{p.account}, func(t *tx) { p.done(t, item) })
		case s.Tag == "message":
			p.receive(s, item)
		case attrText(*s, "type") == "server-error":
			p.reupload(s, item)
		default:
			p.resend(s, item)
		}
	}
}

func (p *Phone) nextItem() (item queued, found bool) {
	closing := p.net.journal.room(p.net.ctx) != nil
	p.net.among([]*account{p.account}, func(*tx) {
		if closing || len(p.inbox.items) == 0 || p.net.ctx.Err() != nil || p.account.off() != nil {
			p.working = false
			return
		}
		item, found = p.inbox.items[0], true
	})
	return item, found
}

// done takes a stanza that was dealt with out of the inbox.
func (p *Phone) done(t *tx, item queued) {
	if len(p.inbox.items) > 0 && p.inbox.items[0].sequence == item.sequence {
		t.removeQueued(&p.inbox, 0)
	}
}

// incoming is a message that a phone has got.
type incoming struct {
	id       string
	from     types.JID // as the stanza names the sender's device
	group    types.JID // in which it was sent, or empty
	sender   *account
	device   types.JID // by LID, which sessions go by
	to       Identity  // the phone's own account, or with whom it chats, or the group
	time     time.Time
	category string
	retries  int
	auto     bool     // of what the phone sends: nobody has typed it
	reply    string   // what the phone would answer by itself
	change   *Message // the earlier message that it changes, as it is then
}

// chatKey gives the address of the chat, as an account has it.
func (in incoming) chatKey(me *account) types.JID {
	m := Message{Direction: DirectionIn, From: in.sender.person(), To: in.to}
	if in.sender == me {
		m.Direction = DirectionOut
	}
	return m.chatKey()
}

// receive decrypts a message, records it and confirms it: in one change, so that whatever happens the
// session matches the messages that were read with it.
func (p *Phone) receive(s *stanza, item queued) {
	in, ok := p.read(s)
	if !ok {
		p.net.among([]*account{p.account}, func(t *tx) { p.done(t, item) })
		return
	}
	p.crypto.Lock()
	message, err := p.open(s, in)
	in.reply = p.answer(message)
	if in.change, ok = p.weigh(in, message); !ok {
		p.crypto.Unlock()
		return // it is still in the inbox when the network comes back
	}
	answers, failed := p.answerPeer(p.net.ctx, in, message)
	if failed != nil && (p.net.ctx.Err() != nil || errors.Is(failed, ErrClosed)) {
		p.crypto.Unlock()
		return
	}
	var planned bool
	p.net.among([]*account{p.account, in.sender}, func(t *tx) {
		p.done(t, item)
		if p.account.gone {
			return
		}
		p.ring.save(t)
		if err != nil {
			t.log.Info("a phone can't decrypt a message and asks for it again", "phone", p.account.Number, "message", in.id, "error", err)
			p.askAgain(t, in)
			return
		}
		planned = p.keep(t, in, message)
		if d := p.account.devices[in.from.Device]; d != nil {
			for _, letter := range answers {
				p.tellPeer(t, d, letter)
			}
		}
		if failed != nil {
			t.log.Error("a phone can't answer its linked device", "phone", p.account.Number, "error", failed)
		}
	})
	p.crypto.Unlock()
	if planned {
		p.react()
	}
}

// weigh looks up what a message changes. It reports false if the network is closed before it knows.
func (p *Phone) weigh(in incoming, message *waE2E.Message) (change *Message, ok bool) {
	if message == nil || in.category == "peer" {
		return nil, true
	}
	err := p.openTranscript(p.net.ctx)
	if err == nil {
		change, err = p.amend(p.net.ctx, in, message)
	}
	if err != nil && p.net.ctx.Err() == nil && !errors.Is(err, ErrClosed) {
		p.net.log.Error("a phone can't read its transcript", "phone", p.account.Number, "error", err)
		return nil, true
	}
	return change, err == nil
}

// read takes the envelope of a message apart.
func (p *Phone) read(s *stanza) (incoming, bool) {
	p.net.mu.RLock()
	defer p.net.mu.RUnlock()
	in := incoming{id: attrText(*s, "id"), from: attrJID(*s, "from"), category: attrText(*s, "category")}
	in.to = p.account.person()
	if many(in.from) {
		if in.from.Server == types.GroupServer && p.net.groups[in.from.User] == nil {
			return in, false
		}
		in.to = p.net.identity(in.from)
		in.group, in.from = in.from, attrJID(*s, "participant")
	}
	in.sender = p.net.account(in.from)
	if in.sender == nil { // gone since
		return in, false
	}
	in.device, _, _ = in.sender.address(types.HiddenUserServer, in.from.Device)
	if chat := p.net.account(attrJID(*s, "recipient")); chat != nil && in.sender == p.account {
		in.to = chat.person()
	}
	seconds, _ := strconv.ParseInt(attrText(*s, "t"), 10, 64)
	in.time = time.Unix(seconds, 0).UTC()
	for _, enc := range s.GetChildrenByTag("enc") {
		count, _ := strconv.Atoi(attrText(enc, "count"))
		in.retries = max(in.retries, count)
	}
	return in, true
}

// open decrypts a message. The caller holds the crypto lock.
func (p *Phone) open(s *stanza, in incoming) (*waE2E.Message, error) {
	message := &waE2E.Message{}
	for _, enc := range s.GetChildrenByTag("enc") {
		m, err := p.ring.decrypt(enc, in.device, in.group)
		if err != nil {
			return nil, err
		}
		message = m
	}
	if sent := message.GetDeviceSentMessage().GetMessage(); sent != nil && in.sender == p.account {
		message = sent
	}
	return message, nil
}

// keep records a message and confirms it to its sender. It reports whether the phone has planned to do
// something about it.
func (p *Phone) keep(t *tx, in incoming, message *waE2E.Message) (planned bool) {
	if in.category == "peer" {
		return false // from a linked device to its phone: not a message of a person
	}
	if !p.answered(t, in) {
		return false // the phone has it already
	}
	if in.sender == p.account {
		p.record(t, in, DirectionOut, message)
		return false
	}
	m := p.record(t, in, DirectionIn, message)
	p.confirm(t, in, "")
	return p.plan(t, in, m)
}

// receipt addresses a receipt: to the sender, in a group by way of the group.
func (in incoming) receipt() attrs {
	if in.group.IsEmpty() {
		return attrs{"id": in.id, "to": in.from}
	}
	return attrs{"id": in.id, "to": in.group, "participant": in.from}
}

// confirm sends a receipt.
func (p *Phone) confirm(t *tx, in incoming, kind string) {
	at := in.receipt()
	if kind != "" {
		at["type"] = kind
	}
	t.forwardReceipt(p.account, 0, &stanza{Tag: "receipt", Attrs: at})
}
