package sandbox

import (
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"slices"
	"strconv"
	"strings"

	"go.mau.fi/whatsmeow/types"
)

// handlePrivacy reads and changes an account's privacy settings, and passes on the tokens by which
// clients prove that a contact has written to them first.
func (t *tx) handlePrivacy(c *conn, s *stanza) {
	a := c.device.owner
	if attrText(*s, "type") != "set" {
		t.send(c, iqResult(s, node("privacy", nil, a.privacyNodes(privacyNames()...)...)))
		return
	}
	if tokens, ok := child(s, "tokens"); ok {
		for _, token := range tokens.GetChildrenByTag("token") {
			t.passToken(a, token)
		}
		t.send(c, iqResult(s))
		return
	}
	settings, _ := child(s, "privacy")
	changes := map[string]string{}
	for _, category := range settings.GetChildren() {
		name, value := attrText(category, "name"), attrText(category, "value")
		if !slices.Contains(privacyValues()[name], value) {
			t.send(c, iqError(s, 400, "bad-request"))
			return
		}
		changes[name] = value
	}
	t.setPrivacy(a, changes, c.device)
	t.send(c, iqResult(s, node("privacy", nil, a.privacyNodes(slices.Sorted(maps.Keys(changes))...)...)))
}

// setPrivacy changes privacy settings. by is the linked device that does it, or nil.
func (t *tx) setPrivacy(a *account, changes map[string]string, by *device) {
	maps.Copy(a.Privacy, changes)
	t.saveAccount(a)
	t.syncOthers(a, by, node("privacy", nil, a.privacyNodes(slices.Sorted(maps.Keys(changes))...)...))
}

// privacyValues are the values that each privacy setting can have; the first is that of a new account.
func privacyValues() map[string][]string {
	people := []string{"all", "contacts", "contact_blacklist", "none"}
	return map[string][]string{
		"readreceipts": {"all", "none"}, "last": people, "online": {"all", "match_last_seen"}, "profile": people,
		"status": people, "groupadd": people, "calladd": {"all", "known"}, "messages": {"all", "contacts"},
		"defense": {"off", "on_standard"}, "stickers": {"contacts", "contact_allowlist", "none"},
	}
}

func privacyNames() []string { return slices.Sorted(maps.Keys(privacyValues())) }

func (a *account) privacyNodes(names ...string) (categories []stanza) {
	for _, name := range names {
		value := a.Privacy[name]
		if value == "" {
			value = privacyValues()[name][0]
		}
		categories = append(categories, node("category", attrs{"name": name, "value": value}))
	}
	return categories
}

// syncOthers tells the account's devices what was set, but for the one that has done it.
func (t *tx) syncOthers(a *account, by *device, change stanza) {
	for _, d := range a.sortedDevices() {
		if d != by {
			t.deliver(d, t.notification("account_sync", a.pn(), nil, change))
		}
	}
}

func (t *tx) passToken(from *account, token stanza) {
	jid := attrJID(token, "jid")
	to := t.account(jid)
	if to == nil {
		return
	}
	content := stanza{
		Tag: "token", Attrs: attrs{"jid": jid, "t": attrText(token, "t"), "type": "trusted_contact"},
		Content: []byte("token of " + from.Number),
	}
	for _, d := range to.sortedDevices() {
		t.deliver(d, t.notification("privacy_token", from.pn(), attrs{"sender_lid": from.lid()}, node("tokens", nil, content)))
	}
}

// handleBlocklist reads and changes whom an account has blocked. Their messages are dropped, and they see nothing of it
// any more.
func (t *tx) handleBlocklist(c *conn, s *stanza) {
	a := c.device.owner
	if item, ok := child(s, "item"); ok && attrText(*s, "type") == "set" {
		other, action := t.account(attrJID(item, "jid")), attrText(item, "action")
		switch {
		case action != "block" && action != "unblock" || other == a:
			t.send(c, iqError(s, 400, "bad-request"))
			return
		case other == nil:
			t.send(c, iqError(s, 404, "item-not-found"))
			return
		}
		t.block(a, other, action, c.device)
	}
	var items []stanza
	for _, number := range a.Blocked {
		if other := t.accounts[number]; other != nil {
			items = append(items, node("item", attrs{"jid": other.lid(), "pn_jid": other.pn()}))
		}
	}
	t.send(c, iqResult(s, node("list", attrs{"dhash": a.blockHash()}, items...)))
}

// block changes whether an account has blocked somebody. by is the linked device that does it, or nil.
func (t *tx) block(a, other *account, action string, by *device) {
	before := a.blockHash()
	a.setBlocked(other, action == "block")
	t.saveAccount(a)
	t.syncOthers(a, by, node("blocklist", attrs{"dhash": a.blockHash(), "prev_dhash": before, "action": "modify"},
		node("item", attrs{"jid": other.lid(), "action": action})))
}

// blockHash is another one whenever the blocklist is.
func (a *account) blockHash() string {
	sum := sha256.Sum256([]byte(strings.Join(slices.Sorted(slices.Values(a.Blocked)), " ")))
	return hex.EncodeToString(sum[:6])
}

func (a *account) setBlocked(other *account, blocked bool) {
	a.Blocked = slices.DeleteFunc(a.Blocked, func(number string) bool { return number == other.Number })
	if blocked {
		a.Blocked = append(a.Blocked, other.Number)
	}
}

func (a *account) blocks(other *account) bool { return slices.Contains(a.Blocked, other.Number) }

// handleStatus changes the about text, and answers who may see status updates: all contacts.
func (t *tx) handleStatus(c *conn, s *stanza) {
	if attrText(*s, "type") == "set" {
		t.setAbout(c.device.owner, string(childBytes(s, "status")))
		t.tellProfile(c.device.owner)
		t.send(c, iqResult(s))
		return
	}
	t.send(c, iqResult(s, node("privacy", nil, node("list", attrs{"type": "contacts", "default": "true"}))))
}

// isTimer tells whether messages can disappear after so many seconds: 24 hours, 7 days or 90 days.
func isTimer(seconds string) bool {
	return slices.Contains([]string{"86400", "604800", "7776000"}, seconds)
}

// handleTimer sets after how many seconds messages disappear in new chats of an account.
func (t *tx) handleTimer(c *conn, s *stanza) {
	a := c.device.owner
	if attrText(*s, "type") != "set" {
		t.send(c, iqResult(s, a.timer()))
		return
	}
	mode, _ := child(s, "disappearing_mode")
	duration := attrText(mode, "duration")
	if duration != "0" && !isTimer(duration) {
		t.send(c, iqError(s, 400, "bad-request"))
		return
	}
	a.Timer, _ = strconv.Atoi(duration)
	a.TimerAt = t.unix()
	t.saveAccount(a)
	t.send(c, iqResult(s))
	t.syncOthers(a, c.device, a.timer())
	for _, w := range sortedWatchers(a) {
		if w.owner != a {
			t.deliver(w, t.notification("disappearing_mode", a.lid(), nil, a.timer()))
		}
	}
}

func (a *account) timer() stanza {
	return node("disappearing_mode", attrs{"duration": a.Timer, "t": a.TimerAt})
}

// sortedDevices gives the linked devices in a fixed order.
func (a *account) sortedDevices() []*device {
	devices := make([]*device, 0, len(a.devices))
	for _, jid := range a.deviceJIDs(types.DefaultUserServer)[1:] {
		devices = append(devices, a.devices[jid.Device])
	}
	return devices
}
