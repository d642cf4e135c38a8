package sandbox

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"time"

	"go.mau.fi/whatsmeow/types"
)

// post is a message in a channel.
type post struct {
	postRecord
	responses map[string]response // by number
}

// postRecord is a post without what others make of it.
type postRecord struct {
	ServerID int    // counts the posts of the channel
	ID       string // as its author has named it
	At       time.Time
	Type     string // text, media …
	Media    string `json:",omitempty"` // image, video …
	Content  []byte `json:",omitempty"` // empty if it was taken back
	Edited   time.Time
	Revoked  bool `json:",omitempty"`
}

// response is what somebody has made of a post.
type response struct {
	Seen  bool   `json:",omitempty"`
	Emoji string `json:",omitempty"`
	At    time.Time
}

func postID(ch *channel, p *post) string { return fmt.Sprintf("%s/%08x", ch.ID, p.ServerID) }

func responseID(ch *channel, p *post, number string) string { return postID(ch, p) + "/" + number }

// find gives the post with a server id, or nil.
func (ch *channel) find(serverID int) *post {
	at, found := slices.BinarySearchFunc(ch.posts, serverID, func(p *post, id int) int { return p.ServerID - id })
	if !found {
		return nil
	}
	return ch.posts[at]
}

// named gives the post that its author has given a name, or nil.
func (ch *channel) named(id string) *post {
	for _, p := range slices.Backward(ch.posts) {
		if p.ID == id {
			return p
		}
	}
	return nil
}

// changed is when the post, or what others make of it, has changed last.
func (p *post) changed() time.Time {
	last := p.At
	if p.Edited.After(last) {
		last = p.Edited
	}
	for _, r := range p.responses {
		if r.At.After(last) {
			last = r.At
		}
	}
	return last
}

// views counts who has seen the post.
func (p *post) views() (count int) {
	for _, r := range p.responses {
		if r.Seen {
			count++
		}
	}
	return count
}

// reactions counts the reactions by emoji.
func (p *post) reactions() map[string]int {
	counts := map[string]int{}
	for _, r := range p.responses {
		if r.Emoji != "" {
			counts[r.Emoji]++
		}
	}
	return counts
}

// routeChannel takes what a device, or the phone itself, sends to a channel: a post, a change of one, or a reaction.
// Clients send the same again when they haven't heard an answer; it must count once.
func (t *tx) routeChannel(from *account, device uint16, s *stanza) verdict {
	ch := t.channel(attrJID(*s, "to"))
	if ch == nil {
		return verdict{code: refusedUnknown}
	}
	id, kind, edit := attrText(*s, "id"), attrText(*s, "type"), types.EditAttribute(attrText(*s, "edit"))
	if id == "" || kind == "" {
		return verdict{code: refusedMalformed}
	}
	if kind == "reaction" {
		return t.react(ch, from, s)
	}
	plaintext, _ := child(s, "plaintext")
	content := contentBytes(plaintext)
	switch old := ch.named(id); {
	case ch.Owner != from.Number:
		return verdict{code: refusedForbidden}
	case len(content) > maxPost, len(content) == 0 && edit != types.EditAttributeAdminRevoke:
		return verdict{code: refusedMalformed}
	case edit == types.EditAttributeEmpty && old != nil:
		return verdict{serverID: old.ServerID}
	case edit == types.EditAttributeEmpty:
		p := t.addPost(ch, postRecord{ID: id, Type: kind, Media: attrText(plaintext, "mediatype"), Content: content})
		t.publishPost(ch, p, edit, from, device)
		return verdict{serverID: p.ServerID}
	case edit != types.EditAttributeAdminEdit && edit != types.EditAttributeAdminRevoke:
		return verdict{code: refusedMalformed}
	case old == nil, old.Revoked && edit == types.EditAttributeAdminEdit:
		return verdict{code: refusedUnknown}
	default:
		if t.changePost(ch, old, content) {
			t.publishPost(ch, old, edit, from, device)
		}
		return verdict{serverID: old.ServerID}
	}
}

// addPost puts a new post into a channel, and drops old ones for which there is no room any more.
func (t *tx) addPost(ch *channel, r postRecord) *post {
	p := &post{postRecord: r, responses: map[string]response{}}
	p.ServerID, p.At = 100, t.now() // on the real network the first posts have such numbers
	if last := len(ch.posts) - 1; last >= 0 {
		p.ServerID = ch.posts[last].ServerID + 1
	}
	ch.posts = append(ch.posts, p)
	ch.size += len(p.Content)
	t.put(kindPost, postID(ch, p), p.postRecord)
	t.makeRoom(ch, p)
	return p
}

// makeRoom drops old posts as long as there are too many, but none from a new or changed one on.
func (t *tx) makeRoom(ch *channel, keep *post) {
	surplus := 0
	for size := ch.size; ch.posts[surplus] != keep && (len(ch.posts)-surplus > maxPosts || size > maxPostBytes); surplus++ {
		size -= len(ch.posts[surplus].Content)
	}
	if surplus > 0 {
		t.dropPosts(ch, surplus)
	}
}

// changePost gives a post other content, or takes it back if there is none. It reports false if it is like that.
func (t *tx) changePost(ch *channel, p *post, content []byte) (changed bool) {
	if bytes.Equal(p.Content, content) {
		return false
	}
	ch.size += len(content) - len(p.Content)
	p.Content, p.Edited, p.Revoked = content, t.now(), len(content) == 0
	t.put(kindPost, postID(ch, p), p.postRecord)
	t.makeRoom(ch, p)
	return true
}

// dropPosts deletes the oldest posts.
func (t *tx) dropPosts(ch *channel, count int) {
	for _, p := range ch.posts[:count] {
		for number := range p.responses {
			t.drop(kindResponse, responseID(ch, p, number))
		}
		t.drop(kindPost, postID(ch, p))
		ch.size -= len(p.Content)
	}
	ch.posts = slices.Clone(ch.posts[count:])
}

// publishPost gives a post, or what has become of it, to the devices of all who follow the channel, but for the one
// that has sent it.
func (t *tx) publishPost(ch *channel, p *post, edit types.EditAttribute, from *account, device uint16) {
	for _, a := range t.following(ch) {
		for _, d := range a.sortedDevices() {
			if a != from || d.ID != device {
				t.deliver(d, ch.message(p, edit, a))
			}
		}
		t.tell(a.phone, PhoneEvent{Kind: EventChannel, Chat: ch.identity(), From: ch.identity()})
	}
	if edit != types.EditAttributeEmpty {
		t.tellLive(ch, p)
	}
}

// message is a post as a follower gets it. One that was taken back has content without a byte.
func (ch *channel) message(p *post, edit types.EditAttribute, to *account) stanza {
	at := attrs{"from": ch.jid(), "id": p.ID, "server_id": p.ServerID, "type": p.Type, "t": p.At.Unix()}
	if to.Number == ch.Owner {
		at["is_sender"] = "true"
	}
	children := []stanza{p.plaintext()}
	if edit != types.EditAttributeEmpty {
		at["edit"], at["t"] = string(edit), p.Edited.Unix()
		children = append(children, p.meta())
	}
	return node("message", at, children...)
}

func (p *post) plaintext() stanza {
	s := stanza{Tag: "plaintext", Attrs: attrs{}, Content: p.Content}
	if p.Content == nil {
		s.Content = []byte{}
	}
	if p.Media != "" {
		s.Attrs["mediatype"] = p.Media
	}
	return s
}

// meta says when a post was changed, and when it was new.
func (p *post) meta() stanza {
	return node("meta", attrs{"msg_edit_t": p.Edited.UnixMilli(), "original_msg_t": p.At.Unix()})
}

// entry is a post in a list, with or without its content, and with what others make of it.
func (p *post) entry(content bool) stanza {
	s := node("message", attrs{"id": p.ID, "server_id": p.ServerID, "type": p.Type, "t": p.At.Unix()})
	var children []stanza
	switch {
	case p.Revoked:
		s.Attrs["edit"] = string(types.EditAttributeAdminRevoke)
	case !p.Edited.IsZero():
		s.Attrs["edit"] = string(types.EditAttributeAdminEdit)
		children = append(children, p.meta())
	}
	if content && !p.Revoked {
		children = append(children, p.plaintext())
	}
	if views := p.views(); views > 0 {
		children = append(children, node("views_count", attrs{"count": views}))
	}
	counts := p.reactions()
	var reactions []stanza
	for _, emoji := range slices.Sorted(maps.Keys(counts)) {
		reactions = append(reactions, node("reaction", attrs{"code": emoji, "count": counts[emoji]}))
	}
	if len(reactions) > 0 {
		children = append(children, node("reactions", nil, reactions...))
	}
	s.Content = children
	return s
}

// react changes what a follower thinks of a post.
func (t *tx) react(ch *channel, from *account, s *stanza) verdict {
	if ch.role(from) == types.NewsletterRoleGuest {
		return verdict{code: refusedForbidden}
	}
	serverID, err := strconv.Atoi(attrText(*s, "server_id"))
	reaction, ok := child(s, "reaction")
	emoji := attrText(reaction, "code")
	p := ch.find(serverID)
	switch {
	case err != nil, !ok, len(emoji) > 64:
		return verdict{code: refusedMalformed}
	case p == nil, p.Revoked:
		return verdict{code: refusedUnknown}
	}
	if r := p.responses[from.Number]; r.Emoji != emoji {
		r.Emoji = emoji
		t.respond(ch, p, from, r)
		t.tellLive(ch, p)
	}
	return verdict{serverID: p.ServerID}
}

// view notes which posts somebody has seen.
func (t *tx) view(ch *channel, a *account, serverIDs []int) {
	var seen []*post
	for _, id := range serverIDs {
		if p := ch.find(id); p != nil && !p.responses[a.Number].Seen {
			r := p.responses[a.Number]
			r.Seen = true
			t.respond(ch, p, a, r)
			seen = append(seen, p)
		}
	}
	t.tellLive(ch, seen...)
}

func (t *tx) respond(ch *channel, p *post, a *account, r response) {
	r.At = t.now()
	p.responses[a.Number] = r
	t.put(kindResponse, responseID(ch, p, a.Number), r)
}

func (t *tx) dropResponse(ch *channel, p *post, number string) {
	if _, there := p.responses[number]; there {
		delete(p.responses, number)
		t.drop(kindResponse, responseID(ch, p, number))
	}
}

// tellLive tells those who want to know it how posts are taken.
func (t *tx) tellLive(ch *channel, posts ...*post) {
	if len(posts) == 0 {
		return
	}
	var entries []stanza
	for _, p := range posts {
		entries = append(entries, p.entry(false))
	}
	for d, until := range ch.live {
		if t.now().After(until) || d.conn == nil {
			delete(ch.live, d)
			continue
		}
		t.pass(d, t.notification("newsletter", ch.jid(), nil, node("live_updates", nil, entries...)))
	}
}
