package engine

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"wpengine/engine/api"
	"wpengine/engine/store"
	"wpengine/openapi"
)

// outcomes are the statuses of those operations that don't succeed for whoever may call them, because their examples are
// of a client that is linked, of a message that was sent, and so on. Every other is answered with 200, a new one too.
var outcomes = map[string]int{
	"clients.logout": http.StatusConflict, "whatsapp.sendMessage": http.StatusConflict, // the client isn't linked
	"sandbox.unlink": http.StatusConflict, "sandbox.fault": http.StatusConflict,
	"whatsapp.getMessage": http.StatusNotFound, "whatsapp.downloadMedia": http.StatusNotFound, "sandbox.getMedia": http.StatusNotFound, // no such message
	"sandbox.getCall": http.StatusNotFound, "sandbox.endCall": http.StatusNotFound, // nobody has called
	"sandbox.scanQr":        http.StatusBadRequest, // the code is cut short
	"sandbox.enterPairCode": http.StatusConflict,   // nobody waits for the code
}

// widest are the operations whose examples ask for more rights than a key with limits can give or take.
var widest = []string{"apiKeys.create", "apiKeys.revoke", "apiKeys.rotate"}

// outcome is the status of the answer to a comer.
func (c *court) outcome(op *openapi.Operation, who comer) int {
	switch {
	case who.refused != 0:
		return who.refused
	case op.Role == api.RoleAdmin && who.owner.Role != api.RoleAdmin:
		return http.StatusForbidden
	case who.others && c.example(op)["clientId"] != nil:
		return http.StatusNotFound
	case who.others && op.ID == "clients.create", who.narrow && slices.Contains(widest, op.ID):
		return http.StatusForbidden
	case who.stale && op.Proof:
		return http.StatusForbidden
	case outcomes[op.ID] != 0:
		return outcomes[op.ID]
	}
	return http.StatusOK
}

// TestWhoMayCallWhat calls each operation of the spec as everybody who might come. Nothing in it lists operations, so none
// can be forgotten: a new one is called as its example in the spec says.
func TestWhoMayCallWhat(t *testing.T) {
	c := newCourt(t)
	for _, op := range c.engine.spec.Operations {
		c.newPeople()
		for _, who := range c.comers(op) {
			if got, want := c.call(who, op, c.request(op, who.owner)), c.outcome(op, who); got.Code != want {
				t.Errorf("%s by %s: %d, want %d: %s", op.ID, who.name, got.Code, want, got.Body)
			}
		}
	}
}

// comers are all who might call an operation.
func (c *court) comers(op *openapi.Operation) []comer {
	all := append(c.strangers(), c.limited(op)...)
	all = append(all, c.visitors(op)...)
	for _, role := range []store.User{c.ada, c.root} {
		all = append(all,
			comer{name: "a key of " + role.Role, owner: role, key: c.key(role, api.CreateApiKeyRequest{}).Key},
			comer{name: "a session of " + role.Role, owner: role, headers: map[string]string{"Cookie": c.session(role), "Sec-Fetch-Site": "same-origin"}},
		)
	}
	return all
}

// strangers have no key that is good.
func (c *court) strangers() []comer {
	good, revoked, expired := c.key(c.root, api.CreateApiKeyRequest{}), c.key(c.root, api.CreateApiKeyRequest{}), c.key(c.root, api.CreateApiKeyRequest{})
	must(c.engine.services.apiKeys.Revoke(c.as(c.root), &api.RevokeApiKeyRequest{ID: revoked.ID}))
	must(c.engine.services.apiKeys.Rotate(c.as(c.root), &api.RotateApiKeyRequest{ID: expired.ID}))
	disabled, session := c.key(c.carol, api.CreateApiKeyRequest{}), c.session(c.carol)
	must(c.engine.store.Users.Update(c.t.Context(), c.carol.ID, func(u *store.User) { u.Disabled = true }))
	stranger := func(name, key string, headers ...string) comer {
		who := comer{name: name, owner: c.root, key: key, headers: map[string]string{"Sec-Fetch-Site": "same-origin"}, refused: http.StatusUnauthorized}
		for i := 0; i < len(headers); i += 2 {
			who.headers[headers[i]] = headers[i+1]
		}
		return who
	}
	return []comer{
		stranger("nobody", ""),
		stranger("a key with a typing error", typo(good.Key)),
		stranger("half a key", good.Key[:20]),
		stranger("a key that nobody has", unknownKey()),
		stranger("a key that was revoked", revoked.Key),
		stranger("a key that has expired", expired.Key),
		stranger("a key as a bearer token", "", "Authorization", "Bearer "+good.Key),
		stranger("a key of a disabled account", disabled.Key),
		stranger("a session of a disabled account", "", "Cookie", session),
		stranger("a session that nobody has", "", "Cookie", "wpengine-session=ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
		stranger("a bad key with a good session", typo(good.Key), "Cookie", c.session(c.root)),
	}
}

// limited have a key that is good for some calls.
func (c *court) limited(op *openapi.Operation) []comer {
	var others []string
	for _, o := range c.engine.spec.Operations {
		if o != op {
			others = append(others, o.ID)
		}
	}
	key := func(r api.CreateApiKeyRequest) string { return c.key(c.root, r).Key }
	office, elsewhere := api.CreateApiKeyRequest{AllowedIPs: []string{"203.0.113.0/24"}}, map[string]string{"X-Forwarded-For": "203.0.113.7"}
	once := 1
	spent := comer{name: "a key that has spent its own limit", owner: c.root, key: key(api.CreateApiKeyRequest{HourlyLimit: &once})}
	c.call(spent, c.engine.spec.Operation("server.ping"), map[string]any{})
	spent.refused = http.StatusTooManyRequests
	all := []comer{
		spent,
		{name: "a key for every other operation", owner: c.root, key: key(api.CreateApiKeyRequest{Scopes: others}), refused: http.StatusForbidden},
		{name: "a key for the operation", owner: c.root, key: key(api.CreateApiKeyRequest{Scopes: []string{op.ID}})},
		{name: "a key for the group", owner: c.root, key: key(api.CreateApiKeyRequest{Scopes: []string{op.Group + ".*"}})},
		{name: "a key from its address", owner: c.root, key: key(office), address: "203.0.113.7"},
		{name: "a key from its address through a proxy of ours", owner: c.root, key: key(office), address: "10.0.0.1", headers: elsewhere},
		{name: "a key from another address", owner: c.root, key: key(office), refused: http.StatusForbidden},
		{name: "a key from another address that says otherwise", owner: c.root, key: key(office), headers: elsewhere, refused: http.StatusForbidden},
		{name: "a key for another client", owner: c.root, key: key(api.CreateApiKeyRequest{ClientIDs: []string{c.client(c.root)}}), others: true},
	}
	for i := range all {
		all[i].narrow = true
	}
	return all
}

// visitors have a session, and come from pages. Where there is a key as well, that counts.
func (c *court) visitors(op *openapi.Operation) []comer {
	from := func(page, site, origin string) comer {
		who := comer{name: "a session from a page of " + page, owner: c.root, headers: map[string]string{"Cookie": c.session(c.root)}, refused: http.StatusForbidden}
		for name, value := range map[string]string{"Sec-Fetch-Site": site, "Origin": origin} {
			if value != "" {
				who.headers[name] = value
			}
		}
		return who
	}
	ours := from("ours in an old browser", "", "http://example.com")
	ours.refused = 0
	program := from("none", "", "")
	program.refused = 0
	keyed := from("another site, with a key", "cross-site", "https://evil.example")
	keyed.key, keyed.refused = c.key(c.root, api.CreateApiKeyRequest{}).Key, 0
	handset := comer{name: "a session of the virtual phones", owner: c.ada, headers: map[string]string{
		"Cookie": c.handset(c.key(c.ada, api.CreateApiKeyRequest{}).Key), "Sec-Fetch-Site": "same-origin", "X-Wpengine-Page": "handset",
	}}
	if op.Group != "sandbox" && op.ID != "clients.list" && op.ID != "clients.get" && op.ID != "clients.getQr" {
		handset.refused = http.StatusForbidden
	}
	left := comer{name: "a session whose owner may have gone", owner: c.root, headers: map[string]string{"Cookie": c.stale(c.root), "Sec-Fetch-Site": "same-origin"}, stale: true}
	away := handset
	away.name, away.headers, away.refused = "a session of the virtual phones from another site", map[string]string{"Cookie": handset.headers["Cookie"], "Sec-Fetch-Site": "cross-site"}, http.StatusForbidden
	return []comer{
		from("another site", "cross-site", "https://evil.example"), from("a host beside ours", "same-site", "http://docs.example.com"),
		from("another site in an old browser", "", "https://evil.example"), from("no origin", "", "null"), ours, program, keyed, left, handset, away,
	}
}

// TestThingsOfOthersAreLikeThingsThatAreNot names what belongs to another account, and what nobody has. The answers must
// be the same, or whoever has a key could find out what others have.
func TestThingsOfOthersAreLikeThingsThatAreNot(t *testing.T) {
	c := newCourt(t)
	tried := 0
	for _, op := range c.engine.spec.Operations {
		c.newPeople()
		for _, who := range []comer{
			{name: "user", owner: c.ada, key: c.key(c.ada, api.CreateApiKeyRequest{}).Key},
			{name: "admin", owner: c.root, key: c.key(c.root, api.CreateApiKeyRequest{}).Key},
		} {
			for member := range c.example(op) {
				named := thingOf(op, member)
				if named.none == "" {
					continue
				}
				tried++
				answer := func(thing string) string {
					body := c.request(op, who.owner)
					body[member] = thing
					got := c.call(who, op, body)
					if got.Code != http.StatusNotFound {
						t.Errorf("%s by %s with the %s of another: %d %s", op.ID, who.name, member, got.Code, got.Body)
					}
					text := strings.ReplaceAll(got.Body.String(), thing, "…")
					return strings.ReplaceAll(text, got.Header().Get("X-Request-Id"), "…")
				}
				if theirs, nobodys := answer(named.made(c, c.ben)), answer(named.none); theirs != nobodys {
					t.Errorf("%s by %s: with the %s of another it is\n%s\nand with none\n%s", op.ID, who.name, member, theirs, nobodys)
				}
			}
		}
	}
	if tried < 50 {
		t.Errorf("only %d things were named", tried)
	}
}
