package sandbox

import (
	"maps"

	"go.mau.fi/whatsmeow/types"
)

// Codes with which a message is refused; the library reports them as "server returned error N".
const (
	refusedMalformed = 400
	refusedForbidden = 403 // not a member of the group, or not one who may write
	refusedUnknown   = 404 // nobody has this number, or it has left
	refusedServer    = 406 // no such kind of address
	refusedTimelock  = 463 // the account may not write to people who don't know it, for now
	refusedFull      = 503 // a device of the recipient has too much waiting
)

// verdict is how a message is acknowledged.
type verdict struct {
	code     int    // 0: accepted
	hash     string // of the devices the message should have been encrypted for
	serverID int    // of a post in a channel
}

// handleMessage routes a message and acknowledges it. The acknowledgement leaves when everything that
// the message has changed is written.
func (t *tx) handleMessage(c *conn, s *stanza) {
	d := c.device
	v := verdict{code: refusedTimelock}
	if !d.faults.take(FaultTimelock) {
		v = t.routeOnce(d, s)
	}
	if d.faults.take(FaultLostAck) {
		// The line is cut once the message is safe and delivered.
		t.hangUpSilently(c)
		return
	}
	ack := attrs{"class": "message", "id": attrText(*s, "id"), "from": attrJID(*s, "to"), "t": t.unix()}
	for _, name := range []string{"participant", "addressing_mode"} {
		if value, ok := s.Attrs[name]; ok {
			ack[name] = value
		}
	}
	if v.code != 0 {
		ack["error"] = v.code
	}
	if v.hash != "" {
		ack["phash"] = v.hash
	}
	if v.serverID != 0 {
		ack["server_id"] = v.serverID
	}
	t.send(c, node("ack", ack))
}

// routeOnce routes a message unless the device has sent it before. An answer to a retry receipt has the
// id of the message it repeats and must pass.
func (t *tx) routeOnce(d *device, s *stanza) verdict {
	to := attrJID(*s, "to")
	if to.Server == types.NewsletterServer {
		return t.routeChannel(d.owner, d.ID, s)
	}
	_, again := s.Attrs["device_fanout"]
	if again || many(to) && s.Attrs["participant"] != nil {
		return t.route(d.owner, d.ID, s)
	}
	key := to.String() + " " + attrText(*s, "id")
	if before, ok := d.recent.find(key); ok {
		return verdict{hash: before.Hash}
	}
	v := t.route(d.owner, d.ID, s)
	if v.code == 0 {
		d.recent.add(t, key, v.hash)
	}
	return v
}

// letter is a message on its way.
type letter struct {
	from     *account
	device   uint16
	to       types.JID
	chat     types.JID // the same, but for an answer to the retry receipt of an own device
	base     attrs
	shared   []stanza // children for every recipient
	identity *stanza  // the sender's proof of being linked, wanted where a session begins
	direct   []stanza // encrypted for the addressee alone
	parts    []part
}

// part is what a message holds for one device.
type part struct {
	device types.JID
	enc    []stanza
}

// newLetter takes a message of a client apart.
func (t *tx) newLetter(from *account, device uint16, s *stanza) letter {
	l := letter{from: from, device: device, to: attrJID(*s, "to"), base: attrs{
		"id": attrText(*s, "id"), "t": t.unix(), "type": attrText(*s, "type"), "notify": from.Name,
	}}
	if l.chat = attrJID(*s, "recipient"); l.chat.IsEmpty() {
		l.chat = l.to
	}
	for _, name := range []string{"edit", "category", "addressing_mode", "push_priority"} {
		if value, ok := s.Attrs[name]; ok {
			l.base[name] = value
		}
	}
	if from.Business != nil {
		l.shared = append(l.shared, from.Business.verifiedName())
	}
	children, _ := plain(s.Content).([]stanza)
	for _, item := range children {
		switch item.Tag {
		case "participants":
			for _, p := range item.GetChildren() {
				if jid := attrJID(p, "jid"); !jid.IsEmpty() {
					l.parts = append(l.parts, part{jid, p.GetChildren()})
				}
			}
		case "device-identity":
			l.identity = &item
		case "enc":
			l.direct = append(l.direct, item)
		case "tctoken", "cstoken": // for the network
		default:
			l.shared = append(l.shared, item)
		}
	}
	return l
}

// route delivers a message of a device.
func (t *tx) route(from *account, device uint16, s *stanza) verdict {
	l := t.newLetter(from, device, s)
	if l.base["id"] == "" || l.base["type"] == "" {
		return verdict{code: refusedMalformed}
	}
	switch l.to.Server {
	case types.DefaultUserServer, types.HiddenUserServer:
		return t.routeDirect(l)
	case types.GroupServer:
		return t.routeGroup(l, s)
	case types.BroadcastServer:
		return t.routeStatus(l, s)
	}
	return verdict{code: refusedServer}
}

// routeDirect delivers a message to a person, and to the sender's other devices.
func (t *tx) routeDirect(l letter) verdict {
	to := t.account(l.to)
	if to == nil {
		return verdict{code: refusedUnknown}
	}
	if len(l.direct) > 0 { // for one device: an answer to a retry receipt, or a message to the own phone
		return t.post(l, []part{{l.to, l.direct}}, nil)
	}
	v := t.post(l, l.parts, nil)
	if v.code == 0 && to != l.from { // about a chat with oneself clients disagree
		v.hash = participantHash(append(to.deviceJIDs(l.to.Server), l.from.deviceJIDs(l.to.Server)...))
	}
	return v
}

// post delivers the parts of a message, or none of them: when one device can't take it, the sender is
// told so rather than believe that it arrived. extra goes to everybody.
func (t *tx) post(l letter, parts []part, extra []stanza) verdict {
	for _, p := range parts {
		if q := t.queueOf(p.device); q != nil && len(q.items) >= maxQueue {
			return verdict{code: refusedFull}
		}
	}
	for _, p := range parts {
		to := t.account(p.device)
		if to == nil || to.blocks(l.from) {
			continue
		}
		copied := t.copyFor(l, to, p, extra)
		if p.device.Device == 0 {
			to.phone.receiveLater(t, copied)
		} else if d := to.devices[p.device.Device]; d != nil {
			t.deliver(d, copied)
		}
	}
	return verdict{}
}

// queueOf finds the queue of a linked device or a phone, or nil.
func (t *tx) queueOf(jid types.JID) *queue {
	a := t.account(jid)
	if a == nil {
		return nil
	}
	if jid.Device == 0 {
		return &a.phone.inbox
	}
	if d := a.devices[jid.Device]; d != nil {
		return &d.queue
	}
	return nil
}

// copyFor makes the stanza that one device gets.
func (t *tx) copyFor(l letter, to *account, p part, extra []stanza) stanza {
	at := maps.Clone(l.base)
	t.addressCopy(at, l, to, p.device)
	children := append(append([]stanza{}, p.enc...), extra...)
	for _, enc := range p.enc {
		if attrText(enc, "type") == "pkmsg" && l.identity != nil {
			children = append(children, *l.identity)
			break
		}
	}
	return node("message", at, append(children, l.shared...)...)
}

// addressCopy says from whom a copy is, in the addressing of its recipient, with the sender's other
// address as a hint. A client that lacks the hints can't find the session that a message belongs to.
func (t *tx) addressCopy(at attrs, l letter, to *account, recipient types.JID) {
	sender, other, hint := l.from.address(recipient.Server, l.device)
	if l.to.Server == types.GroupServer || l.to.Server == types.BroadcastServer {
		at["from"], at["participant"], at["participant_"+hint] = l.to, sender, other
		return
	}
	at["from"] = sender
	if to != l.from {
		at["sender_"+hint] = other
		return
	}
	if at["category"] == "peer" {
		return
	}
	at["recipient"] = l.chat.ToNonAD()
	if chat := t.account(l.chat); chat != nil {
		_, other, hint := chat.address(l.chat.Server, 0)
		at["peer_recipient_"+hint] = other
	}
}
