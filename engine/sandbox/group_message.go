package sandbox

import (
	"go.mau.fi/whatsmeow/types"
)

// routeGroup delivers a message in a group. It is encrypted once, with the sender's key; those who may
// lack that key get it in a part of their own.
func (t *tx) routeGroup(l letter, s *stanza) verdict {
	g := t.groups[l.to.User]
	switch {
	case g == nil:
		return verdict{code: refusedUnknown}
	case g.Members[l.from.Number] == "", g.Community, g.Announce && g.Members[l.from.Number] == roleMember:
		return verdict{code: refusedForbidden}
	}
	direct, shared := l.forMany()
	if len(direct) > 0 { // an answer to a retry receipt
		return t.post(l, []part{{attrJID(*s, "participant"), direct}}, nil)
	}
	own := map[types.JID][]stanza{}
	for _, p := range l.parts {
		own[p.device] = p.enc
	}
	var all []types.JID
	var parts []part
	for _, a := range t.members(g) {
		for _, jid := range a.deviceJIDs(types.HiddenUserServer) {
			all = append(all, jid)
			if a != l.from || jid.Device != l.device {
				parts = append(parts, part{jid, own[jid]})
			}
		}
	}
	v := t.post(l, parts, shared)
	if v.code == 0 {
		v.hash = participantHash(all)
	}
	return v
}

// routeStatus delivers a message to those whom its sender has named.
func (t *tx) routeStatus(l letter, s *stanza) verdict {
	direct, shared := l.forMany()
	if len(direct) > 0 {
		return t.post(l, []part{{attrJID(*s, "participant"), direct}}, nil)
	}
	return t.post(l, l.parts, shared)
}

// forMany tells what is encrypted for everybody from what is for one device alone.
func (l letter) forMany() (direct, shared []stanza) {
	for _, enc := range l.direct {
		if attrText(enc, "type") == "skmsg" {
			shared = append(shared, enc)
		} else {
			direct = append(direct, enc)
		}
	}
	return direct, shared
}

// passToGroup gives something to the members of a group who are there, but for the one it is about.
func (t *tx) passToGroup(g *group, from *account, s stanza) {
	for _, a := range t.members(g) {
		for _, d := range a.sortedDevices() {
			if a != from {
				t.pass(d, s)
			}
		}
	}
}
