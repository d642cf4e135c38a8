package sandbox

import (
	"strconv"
	"time"

	"go.mau.fi/whatsmeow/types"
)

// maxPostPage is how many posts a client gets at once.
const maxPostPage = 100

// handleNewsletter answers what a client asks of channels by the namespace newsletter: its posts, what has become of
// them, and to be told of that for a while. The rest goes by GraphQL.
func (t *tx) handleNewsletter(c *conn, s *stanza) {
	children := s.GetChildren()
	if len(children) != 1 {
		t.send(c, iqError(s, 400, "bad-request"))
		return
	}
	request := children[0]
	ch := t.channel(attrJID(*s, "to"))
	if request.Tag == "messages" {
		ch = t.channelOf(attrText(request, "type"), attrJID(request, "jid"), attrText(request, "key"))
	}
	if ch == nil {
		t.send(c, iqError(s, 404, "item-not-found"))
		return
	}
	switch request.Tag {
	case "messages":
		t.send(c, iqResult(s, node("messages", attrs{"jid": ch.jid(), "t": t.unix()}, ch.page(request)...)))
	case "message_updates":
		list := node("messages", attrs{"jid": ch.jid(), "t": t.unix()}, ch.updates(request)...)
		t.send(c, iqResult(s, node("message_updates", nil, list)))
	case "live_updates":
		ch.live[c.device] = t.now().Add(liveTime)
		t.send(c, iqResult(s, node("live_updates", attrs{"duration": int(liveTime.Seconds())})))
	default:
		t.send(c, iqError(s, 501, "feature-not-implemented"))
	}
}

// channelOf finds a channel by its address or by its invitation.
func (n *Network) channelOf(kind string, jid types.JID, invite string) *channel {
	if kind == "jid" {
		return n.channel(jid)
	}
	for _, ch := range n.channels {
		if ch.Invite == invite {
			return ch
		}
	}
	return nil
}

// page gives the newest posts, or the newest before one, oldest first.
func (ch *channel) page(request stanza) []stanza {
	posts := ch.posts
	if before, err := strconv.Atoi(attrText(request, "before")); err == nil {
		for len(posts) > 0 && posts[len(posts)-1].ServerID >= before {
			posts = posts[:len(posts)-1]
		}
	}
	posts = posts[max(0, len(posts)-pageCount(request)):]
	entries := make([]stanza, len(posts))
	for i, p := range posts {
		entries[i] = p.entry(true)
	}
	return entries
}

// updates gives how the posts are taken that have changed since a time, oldest first.
func (ch *channel) updates(request stanza) []stanza {
	after, _ := strconv.Atoi(attrText(request, "after"))
	seconds, _ := strconv.ParseInt(attrText(request, "since"), 10, 64)
	since := time.Unix(seconds, 0)
	var entries []stanza
	for _, p := range ch.posts {
		if p.ServerID > after && !p.changed().Before(since) && len(entries) < pageCount(request) {
			entries = append(entries, p.entry(false))
		}
	}
	return entries
}

func pageCount(request stanza) int {
	count, err := strconv.Atoi(attrText(request, "count"))
	if err != nil || count <= 0 || count > maxPostPage {
		return maxPostPage
	}
	return count
}

// viewed takes a receipt that says which posts of a channel somebody has seen.
func (t *tx) viewed(from *account, s *stanza) {
	ch := t.channel(attrJID(*s, "to"))
	if ch == nil || attrText(*s, "type") != "view" {
		return
	}
	list, _ := child(s, "list")
	var ids []int
	for _, item := range list.GetChildren() {
		if id, err := strconv.Atoi(attrText(item, "server_id")); err == nil {
			ids = append(ids, id)
		}
	}
	t.view(ch, from, ids)
}

// handleTerms takes that somebody has accepted terms. The network asks for no consent, so it has nothing to
// remember.
func (t *tx) handleTerms(c *conn, s *stanza) {
	notice, _ := child(s, "notice")
	if attrText(notice, "id") == "" {
		t.send(c, iqError(s, 400, "bad-request"))
		return
	}
	t.send(c, iqResult(s))
}
