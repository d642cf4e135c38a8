package sandbox

import (
	"maps"
	"slices"
	"strconv"

	"go.mau.fi/whatsmeow/types"
)

// handlePrivacy reads and changes an account's privacy settings, and passes on the tokens by which
// clients prove that a contact has written to them first.
func (t *tx) handlePrivacy(c *conn, s *stanza) {
	a := c.device.owner
	if tokens, ok := child(s, "tokens"); ok && attrText(*s, "type") == "set" {
		for _, token := range tokens.GetChildrenByTag("token") {
			t.passToken(a, token)
		}
		t.send(c, iqResult(s))
		return
	}
	if attrText(*s, "type") == "set" {
		settings, _ := child(s, "privacy")
		for _, category := range settings.GetChildren() {
			if name := attrText(category, "name"); a.Privacy[name] != "" {
				a.Privacy[name] = attrText(category, "value")
			}
		}
		t.saveAccount(a)
		t.send(c, iqResult(s))
		return
	}
	var categories []stanza
	for _, name := range slices.Sorted(maps.Keys(a.Privacy)) {
		categories = append(categories, node("category", attrs{"name": name, "value": a.Privacy[name]}))
	}
	t.send(c, iqResult(s, node("privacy", nil, categories...)))
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

// handleBlocklist reads and changes whom an account has blocked. Their messages are dropped.
func (t *tx) handleBlocklist(c *conn, s *stanza) {
	a := c.device.owner
	if item, ok := child(s, "item"); ok && attrText(*s, "type") == "set" {
		if other := t.account(attrJID(item, "jid")); other != nil {
			a.setBlocked(other, attrText(item, "action") == "block")
			t.saveAccount(a)
		}
	}
	var items []stanza
	for _, number := range a.Blocked {
		if other := t.accounts[number]; other != nil {
			items = append(items, node("item", attrs{"jid": other.lid(), "pn_jid": other.pn()}))
		}
	}
	t.send(c, iqResult(s, node("list", attrs{"dhash": strconv.Itoa(len(items))}, items...)))
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
		c.device.owner.About = string(childBytes(s, "status"))
		t.saveAccount(c.device.owner)
		t.tellProfile(c.device.owner)
		t.send(c, iqResult(s))
		return
	}
	t.send(c, iqResult(s, node("privacy", nil, node("list", attrs{"type": "contacts", "default": "true"}))))
}

// sortedDevices gives the linked devices in a fixed order.
func (a *account) sortedDevices() []*device {
	devices := make([]*device, 0, len(a.devices))
	for _, jid := range a.deviceJIDs(types.DefaultUserServer)[1:] {
		devices = append(devices, a.devices[jid.Device])
	}
	return devices
}
