package sandbox

import (
	"strings"

	"go.mau.fi/whatsmeow/types"
)

// handleReceipt takes what a device says about a message it got: that it has it, has shown it, or can't
// read it. A receipt also confirms the delivery.
func (t *tx) handleReceipt(c *conn, s *stanza) {
	d := c.device
	id, kind, to := attrText(*s, "id"), attrText(*s, "type"), attrJID(*s, "to")
	ack := attrs{"class": "receipt", "id": id, "from": to}
	for _, name := range []string{"type", "participant"} {
		if value, ok := s.Attrs[name]; ok {
			ack[name] = value
		}
	}
	t.send(c, node("ack", ack))
	if !isRetry(kind) {
		t.confirm(&d.queue, "message", id, "", to)
		t.pump(d)
	}
	t.forwardReceipt(d.owner, d.ID, s)
}

// isRetry tells whether the receipts of a type ask for a message again.
func isRetry(kind string) bool { return kind == "retry" }

// forwardReceipt passes a receipt on to the sender of the message.
func (t *tx) forwardReceipt(from *account, device uint16, s *stanza) {
	kind, to := attrText(*s, "type"), attrJID(*s, "to")
	if to.Server == types.NewsletterServer {
		t.viewed(from, s)
		return
	}
	if strings.HasPrefix(kind, "read") && device != 0 {
		from.phone.noteRead(t, to)
	}
	if kind == "read" && device == 0 && from.Privacy["readreceipts"] == "none" { // linked devices do this by themselves
		kind = "read-self"
		s.Attrs["type"] = kind
	}
	switch kind {
	case "sender", "peer_msg", "hist_sync":
		return // between the devices of one account
	case "server-error":
		if !has(s, "rmr") {
			return // about a history, which is not sent again
		}
		from.phone.receiveLater(t, t.newReceipt(from, device, s, types.DefaultUserServer))
		return
	case "read-self", "played-self":
		t.tellOwnDevices(from, device, s)
		return
	case "read", "played":
		t.tellOwnDevices(from, device, s)
	}
	if to.Server == types.GroupServer || to.Server == types.BroadcastServer {
		t.forwardPostReceipt(from, device, s)
		return
	}
	addressee := t.account(to)
	if addressee == nil {
		return
	}
	receipt := t.newReceipt(from, device, s, to.Server)
	if isRetry(kind) {
		t.forwardRetry(addressee, to.Device, receipt)
		return
	}
	if addressee == from {
		return
	}
	for _, d := range addressee.sortedDevices() {
		t.deliver(d, receipt)
	}
	addressee.phone.noteReceipt(t, receipt)
}

// forwardRetry asks one device for a message again.
func (t *tx) forwardRetry(to *account, device uint16, receipt stanza) {
	if device == 0 {
		to.phone.receiveLater(t, receipt)
	} else if d := to.devices[device]; d != nil {
		t.deliver(d, receipt)
	}
}

// tellOwnDevices makes what one device has read, read on the account's others too.
func (t *tx) tellOwnDevices(a *account, device uint16, s *stanza) {
	chat, server := attrJID(*s, "to").ToNonAD(), types.HiddenUserServer
	if !many(chat) {
		server = chat.Server
	}
	receipt := t.newReceipt(a, device, s, server)
	for name := range receipt.Attrs {
		if strings.HasPrefix(name, "sender_") {
			delete(receipt.Attrs, name)
		}
	}
	if many(chat) {
		receipt.Attrs["participant"], receipt.Attrs["from"] = receipt.Attrs["from"], chat
	} else {
		receipt.Attrs["recipient"] = chat
	}
	for _, d := range a.sortedDevices() {
		if d.ID != device {
			t.deliver(d, receipt)
		}
	}
}

// forwardPostReceipt passes on the receipt for a message in a group or a broadcast to its author.
func (t *tx) forwardPostReceipt(from *account, device uint16, s *stanza) {
	author := attrJID(*s, "participant")
	addressee := t.account(author)
	if addressee == nil {
		return
	}
	receipt := t.newReceipt(from, device, s, author.Server)
	receipt.Attrs["participant"], receipt.Attrs["from"] = receipt.Attrs["from"], attrJID(*s, "to")
	delete(receipt.Attrs, "sender_lid")
	delete(receipt.Attrs, "sender_pn")
	switch kind := attrText(*s, "type"); {
	case isRetry(kind) && author.Device == 0:
		addressee.phone.receiveLater(t, receipt)
	case !isRetry(kind) && addressee != from:
		addressee.phone.noteReceipt(t, receipt)
	}
	for _, d := range addressee.sortedDevices() {
		if !isRetry(attrText(*s, "type")) || d.ID == author.Device {
			t.deliver(d, receipt)
		}
	}
}

// newReceipt is the receipt of a device as others get it.
func (t *tx) newReceipt(from *account, device uint16, s *stanza, server string) stanza {
	sender, other, hint := from.address(server, device)
	at := attrs{"id": attrText(*s, "id"), "t": t.unix(), "from": sender, "sender_" + hint: other}
	if chat := attrJID(*s, "recipient"); !chat.IsEmpty() && isRetry(attrText(*s, "type")) {
		at["recipient"] = chat // of a message that another device of the account has sent
	}
	if kind := attrText(*s, "type"); kind != "" {
		at["type"] = kind
	}
	return stanza{Tag: "receipt", Attrs: at, Content: plain(s.Content)}
}
