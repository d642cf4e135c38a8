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
			t.tellProfile(d.owner)
		}
		t.tellPresence(d.owner)
	case "subscribe":
		to := attrJID(*s, "to")
		if a := t.account(to); a != nil {
			a.subscribers[d] = to.Server
			if !a.blocks(d.owner) {
				t.pass(d, t.presenceOf(a, d.owner, to.Server))
			}
		}
	}
}

// presenceOf tells somebody whether the user of an account is there, as far as both let each other know.
func (t *tx) presenceOf(a, viewer *account, server string) stanza {
	from, _, _ := a.address(server, 0)
	at := attrs{"from": from}
	there := a.phone.audience.isThere() // somebody looks at the phone
	for _, d := range a.devices {
		there = there || d.available
	}
	if there && a.seeEachOther(types.PrivacySettingTypeOnline, viewer) {
		return node("presence", at)
	}
	at["type"], at["last"] = "unavailable", "deny"
	if a.seeEachOther(types.PrivacySettingTypeLastSeen, viewer) {
		at["last"] = t.unix()
	}
	return node("presence", at)
}

// tellPresence tells those who have subscribed to it.
func (t *tx) tellPresence(a *account) {
	for d, server := range a.subscribers {
		if !a.blocks(d.owner) {
			t.pass(d, t.presenceOf(a, d.owner, server))
		}
	}
}

// What a partner in a chat is doing.
const (
	TypingComposing = "composing"
	TypingRecording = "recording" // a voice message
	TypingPaused    = "paused"
)

// handleChatState passes on that somebody is typing or has stopped.
func (t *tx) handleChatState(c *conn, s *stanza) {
	states := s.GetChildren()
	if len(states) != 1 {
		return
	}
	state := TypingPaused
	if states[0].Tag == "composing" {
		state = TypingComposing
		if attrText(states[0], "media") == "audio" {
			state = TypingRecording
		}
	}
	t.typing(c.device.owner, attrJID(*s, "to"), state)
}

// typing tells those who chat with somebody what he is doing.
func (t *tx) typing(me *account, to types.JID, state string) {
	content := node("composing", nil)
	switch state {
	case TypingRecording:
		content.Attrs = attrs{"media": "audio"}
	case TypingPaused:
		content.Tag = "paused"
	}
	event := PhoneEvent{Kind: EventTyping, Chat: me.person(), From: me.person(), Typing: state}
	if to.Server == types.GroupServer {
		g := t.groups[to.User]
		if g == nil || g.Members[me.Number] == "" {
			return
		}
		event.Chat = g.identity()
		t.passToGroup(g, me, node("chatstate", attrs{"from": to, "participant": me.lid()}, content))
		for _, a := range t.members(g) {
			if a != me {
				t.tell(a.phone, event)
			}
		}
		return
	}
	a := t.account(to)
	if a == nil || a == me || a.blocks(me) {
		return
	}
	from, _, _ := me.address(to.Server, 0)
	for _, d := range a.sortedDevices() {
		t.pass(d, node("chatstate", attrs{"from": from}, content))
	}
	t.tell(a.phone, event)
}
