package sandbox

import (
	"slices"
	"strings"

	"go.mau.fi/whatsmeow/types"
)

// Who there is changes rarely, and what goes between them all the time. So there are two kinds of locks.
//
// Network.mu guards who there is: phones with their names and settings, their linked devices and
// connections, groups. A change of that is exclusive, by update, and nothing else happens meanwhile.
//
// account.mu guards what goes through one account: queues, pre-keys, recent ids, receipts, app state, who
// watches it. A change of that is shared, by among: it has Network.mu for reading, so that all there is
// stays as it is, and the locks of the accounts it names, in the order of their numbers. Changes of other
// accounts don't wait for it. An exclusive change needs no account's lock, for then nobody has one.
//
// Under neither lock is anything waited for or encrypted.

// update makes an exclusive change, which may read and change everything, and returns its position in the
// journal.
func (n *Network) update(change func(*tx)) (position uint64) {
	n.mu.Lock()
	defer n.mu.Unlock()
	t := &tx{Network: n}
	change(t)
	return t.commit()
}

// among makes a shared change of some accounts, and returns its position in the journal. A nil among the
// accounts is passed over.
func (n *Network) among(accounts []*account, change func(*tx)) (position uint64) {
	n.mu.RLock()
	defer n.mu.RUnlock()
	return n.sharing(accounts, change)
}

// sharing is among for somebody who has Network.mu for reading already, to know which accounts it takes.
func (n *Network) sharing(accounts []*account, change func(*tx)) (position uint64) {
	t := &tx{Network: n, shared: true, held: inOrder(accounts)}
	for _, a := range t.held {
		a.mu.Lock()
		defer a.mu.Unlock()
	}
	change(t)
	return t.commit()
}

// inOrder puts accounts into the order in which they are locked, each once.
func inOrder(accounts []*account) []*account {
	accounts = slices.DeleteFunc(accounts, func(a *account) bool { return a == nil })
	slices.SortFunc(accounts, byNumber)
	return slices.Compact(accounts)
}

// byNumber compares accounts. A deleted account and its successor share a number, and are told apart by
// the names of their transcripts.
func byNumber(a, b *account) int { return strings.Compare(a.Transcript, b.Transcript) }

// has tells whether a change may touch what goes through an account.
func (t *tx) has(a *account) bool {
	if !t.shared {
		return true
	}
	_, found := slices.BinarySearchFunc(t.held, a, byNumber)
	return found
}

// insist logs a change that touches an account without its lock. That is a mistake in this package, and the
// log's error fails its tests.
func (t *tx) insist(a *account) {
	if !t.has(a) {
		t.log.Error("a change touches an account that it has no lock of", "phone", a.Number)
	}
}

// reach lists the accounts that a client's stanza touches. It reports false for a stanza that may change
// who there is, or whose reach can't be told beforehand: such a change is exclusive.
func (n *Network) reach(me *account, s *stanza) (accounts []*account, known bool) {
	to := attrJID(*s, "to")
	switch s.Tag {
	case "ack", "ib":
		return []*account{me}, true
	case "receipt":
		return []*account{me, n.account(to), n.account(attrJID(*s, "participant"))}, to.Server != types.NewsletterServer
	case "message":
		return n.reachOfMessage(me, s)
	case "chatstate":
		return append(n.membersOf(to), me, n.account(to)), true
	case "presence":
		return []*account{me, n.account(to)}, attrText(*s, "type") == "subscribe"
	case "iq":
		return n.reachOfRequest(me, s)
	}
	return nil, false
}

func (n *Network) reachOfMessage(me *account, s *stanza) (accounts []*account, known bool) {
	to := attrJID(*s, "to")
	switch to.Server {
	case types.DefaultUserServer, types.HiddenUserServer, types.BroadcastServer, types.GroupServer:
	default:
		return nil, false
	}
	accounts = append(n.membersOf(to), me, n.account(to), n.account(attrJID(*s, "participant")))
	parts, _ := child(s, "participants")
	for _, p := range parts.GetChildren() {
		accounts = append(accounts, n.account(attrJID(p, "jid")))
	}
	return accounts, true
}

// reachOfRequest knows the requests that clients make often: for keys, for who somebody is, for app state,
// and whether the line is up.
func (n *Network) reachOfRequest(me *account, s *stanza) (accounts []*account, known bool) {
	accounts = []*account{me}
	switch attrText(*s, "xmlns") {
	case "w:p", "w:m", "passive", "w:sync:app:state":
		return accounts, true
	case "encrypt":
		keys, _ := child(s, "key")
		return append(accounts, n.named(keys)...), true
	case "usync":
		list, _ := child(s, "usync", "list")
		for _, user := range list.GetChildren() {
			jid, _ := userOf(user)
			accounts = append(accounts, n.account(jid))
		}
		return accounts, true
	case "privacy":
		tokens, ok := child(s, "tokens")
		return append(accounts, n.named(tokens)...), ok
	}
	return nil, false
}

// named gives the accounts that the children of a node name.
func (n *Network) named(list stanza) (accounts []*account) {
	for _, item := range list.GetChildren() {
		accounts = append(accounts, n.account(attrJID(item, "jid")))
	}
	return accounts
}

// membersOf gives the members of the group that an address names, if it names one.
func (n *Network) membersOf(chat types.JID) (accounts []*account) {
	g := n.groups[chat.User]
	if chat.Server != types.GroupServer || g == nil {
		return nil
	}
	for number := range g.Members {
		accounts = append(accounts, n.accounts[number])
	}
	return accounts
}
