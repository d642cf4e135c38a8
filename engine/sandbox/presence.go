package sandbox

import (
	"go.mau.fi/whatsmeow/types"
)

// handlePresence takes whether a client's user is there, and who wants to know it of others.
func (t *tx) handlePresence(c *conn, s *stanza) {
	d := c.device
	switch kind := attrText(*s, "type"); kind {
	case "available", "unavailable":
		d.available = kind == "available"
		if name := attrText(*s, "name"); name != "" && name != d.owner.Name {
			d.owner.Name = name
			t.saveAccount(d.owner)
		}
		t.tellPresence(d.owner)
	case "subscribe":
		to := attrJID(*s, "to")
		if a := t.account(to); a != nil {
			a.subscribers[d] = to.Server
			t.pass(d, t.presenceOf(a, to.Server))
		}
	}
}

func (t *tx) presenceOf(a *account, server string) stanza {
	from, _, _ := a.address(server, 0)
	at := attrs{"from": from}
	there := false
	for _, d := range a.devices {
		there = there || d.available
	}
	if !there {
		at["type"] = "unavailable"
		at["last"] = t.unix()
	}
	return node("presence", at)
}

// tellPresence tells those who have subscribed to it.
func (t *tx) tellPresence(a *account) {
	for d, server := range a.subscribers {
		t.pass(d, t.presenceOf(a, server))
	}
}

// handleChatState passes on that somebody is typing or has stopped.
func (t *tx) handleChatState(c *conn, s *stanza) {
	to, me := attrJID(*s, "to"), c.device.owner
	if to.Server == types.GroupServer {
		if g := t.groups[to.User]; g != nil && g.Members[me.Number] != "" {
			t.passToGroup(g, me, stanza{Tag: "chatstate", Attrs: attrs{"from": to, "participant": me.lid()}, Content: plain(s.Content)})
		}
		return
	}
	a := t.account(to)
	if a == nil || a.blocks(me) {
		return
	}
	from, _, _ := me.address(to.Server, 0)
	for _, d := range a.sortedDevices() {
		t.pass(d, stanza{Tag: "chatstate", Attrs: attrs{"from": from}, Content: plain(s.Content)})
	}
}
