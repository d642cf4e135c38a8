package sandbox

import (
	"context"
	"log/slog"
	"testing"

	"go.mau.fi/whatsmeow/types"
	"pgregory.net/rapid"
)

// What stanzas are made of here: enough of the real vocabulary to reach every handler, in every wrong
// combination.
var (
	someTags = []string{
		"iq", "message", "receipt", "ack", "presence", "chatstate", "ib", "notification", "usync", "query", "list", "user", "contact",
		"devices", "lid", "status", "picture", "count", "key", "skey", "id", "value", "registration", "signature", "sync", "collection",
		"patch", "privacy", "category", "tokens", "token", "item", "active", "passive", "participants", "to", "enc", "device-identity",
		"link_code_companion_reg", "link_code_pairing_ref", "link_code_pairing_wrapped_companion_ephemeral_pub", "pair-device-sign",
		"link_code_pairing_wrapped_key_bundle", "companion_identity_public", "retry", "keys", "remove-companion-device", "create",
		"participating", "participant", "subject", "description", "body", "leave", "invite", "add", "remove", "promote", "announcement",
		"plaintext", "reaction", "messages", "message_updates", "live_updates", "notice", "call", "offer", "reject", "accept", "terminate",
		"disappearing_mode", "rmr", "encrypt", "business_profile", "profile", "qr", "bot", "links", "link", "unlink", "sub_groups",
		"linked_groups_participants", "pictures", "membership_approval_requests", "membership_requests_action", "approve", "add_request",
		"ephemeral", "member_add_mode", "membership_approval_mode", "group_join", "linked_parent", "parent", "group", "locked",
	}
	someNames = []string{
		"id", "type", "to", "from", "xmlns", "jid", "class", "participant", "recipient", "stage", "name", "value", "version", "category",
		"addressing_mode", "device_fanout", "action", "count", "code", "subject", "t",
		"call-id", "server_id", "edit", "query_id", "before", "after", "since", "key",
		"target", "duration", "link_type", "expiration", "admin",
	}
	someTexts = []string{
		"", "1", "get", "set", "result", "error", "text", "retry", "read", "pkmsg", "msg", "skmsg", "usync", "encrypt", "privacy", "md",
		"w:p", "w:g2", "w:m", "w:mex", "w:sync:app:state", "passive", "blocklist", "status", "regular", "block", "available", "subscribe",
		"companion_hello", "companion_finish", "message", "receipt", "peer", "lid", "-1", "99999999999999999999", "all",
		"w:biz", "w:qr", "bot", "w:profile:picture", "disappearing_mode", "server-error", "read-self", "contact", "sub_group", "86400",
		"newsletter", "tos", "view", "jid", "3", "8", "100", "reaction", "6563316087068696", "6388546374527196", "6234210096708695", "9926858900719341",
		`{"variables":{"newsletter_id":"1@newsletter","input":{"key":"1@newsletter","type":"JID"},"newsletter_input":{"name":"x"}}}`, `{"variables":[]}`,
	}
	someJIDs = []types.JID{
		{}, types.ServerJID, types.StatusBroadcastJID, types.NewJID("15550000001", types.DefaultUserServer),
		{User: "15550000001", Device: 1, Server: types.DefaultUserServer}, {User: "15550000001", Device: 9, Server: types.DefaultUserServer},
		types.NewJID("15550000002", types.DefaultUserServer), types.NewJID("120363000000000001", types.GroupServer), types.NewJID("", types.GroupServer),
		types.NewJID("120363000000000002", types.GroupServer),
		types.NewJID("1", types.NewsletterServer), types.NewJID("x/y", types.HiddenUserServer),
	}
)

func someStanza(t *rapid.T, depth int, jids []types.JID) stanza {
	s := stanza{Tag: rapid.SampledFrom(someTags).Draw(t, "tag"), Attrs: attrs{}}
	for _, name := range rapid.SliceOfN(rapid.SampledFrom(someNames), 0, 6).Draw(t, "names") {
		if rapid.Bool().Draw(t, "address") {
			s.Attrs[name] = rapid.SampledFrom(jids).Draw(t, "jid")
		} else {
			s.Attrs[name] = rapid.SampledFrom(someTexts).Draw(t, "text")
		}
	}
	switch kind := rapid.IntRange(0, 4).Draw(t, "content"); {
	case kind == 0:
		s.Content = rapid.SliceOfN(rapid.Byte(), 0, 90).Draw(t, "bytes")
	case kind == 1:
		s.Content = rapid.SampledFrom(someTexts).Draw(t, "string")
	case kind > 1 && depth > 0:
		var children []stanza
		for range rapid.IntRange(1, 3).Draw(t, "children") {
			children = append(children, someStanza(t, depth-1, jids))
		}
		s.Content = children
	}
	return s
}

// complaints is a log that takes errors for failures of a check.
type complaints struct {
	slog.Handler
	check *rapid.T
}

func (c complaints) Enabled(_ context.Context, level slog.Level) bool {
	return level >= slog.LevelError
}
func (c complaints) Handle(_ context.Context, r slog.Record) error {
	r.Attrs(func(a slog.Attr) bool { c.check.Errorf("%s: %s", r.Message, a); return true })
	return nil
}

// TestNoStanzaStopsTheNetwork sends nonsense as a client that is linked and as one that isn't. The
// network must neither panic, nor answer with something that isn't a stanza.
func TestNoStanzaStopsTheNetwork(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		n := quiet(t, nil)
		n.log = slog.New(complaints{slog.DiscardHandler, r})
		ada, bob := quietPhone(t, n, "15550000001"), quietPhone(t, n, "15550000002")
		d := &device{deviceRecord: deviceRecord{ID: 1, Welcomed: true}, owner: ada.account}
		linked := &conn{net: n, ctx: n.ctx, active: true, writing: true}
		stranger := &conn{net: n, ctx: n.ctx, active: true, writing: true, payload: registering()}
		n.update(func(x *tx) {
			x.link(d)
			d.conn, linked.device = linked, d
			x.greet(stranger)
			x.groups["120363000000000001"] = &group{groupRecord{
				ID: "120363000000000001", Members: map[string]string{"15550000001": roleOwner, "15550000002": roleMember},
			}}
			x.groups["120363000000000002"] = &group{groupRecord{
				ID: "120363000000000002", Members: map[string]string{"15550000001": roleAdmin}, Community: true,
			}}
			news := x.enterChannel(channelRecord{ID: "1", Owner: "15550000001"})
			news.followers["15550000001"] = follower{}
			x.addPost(news, postRecord{ID: "1", Type: "text", Content: []byte("x")})
		})
		jids := append([]types.JID{ada.account.lid(), bob.account.lid(), d.lid()}, someJIDs...)
		for range 20 {
			s := someStanza(r, 3, jids)
			if rapid.Bool().Draw(r, "top") { // else it would hardly ever be one
				s.Tag = rapid.SampledFrom(append(someTags[:7:7], "call")).Draw(r, "stanza")
			}
			c := rapid.SampledFrom([]*conn{linked, stranger}).Draw(r, "who")
			n.update(func(x *tx) { x.handle(c, &s) })
		}
		if err := n.Close(); err != nil {
			r.Error(err)
		}
		for _, c := range []*conn{linked, stranger} {
			for _, f := range c.out {
				if f.data == nil {
					continue
				}
				s, err := unmarshal(f.data)
				if err == nil {
					err = check(*s)
				}
				if err != nil {
					r.Errorf("it answers with %v", err)
				}
			}
		}
	})
}
