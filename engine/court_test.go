package engine

import (
	"context"
	"encoding/json"
	"fmt"
	"hash/crc32"
	"log/slog"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"testing"
	"time"

	"wpengine/assets"
	"wpengine/engine/account/session"
	"wpengine/engine/api"
	"wpengine/engine/rpc"
	"wpengine/engine/store"
	"wpengine/openapi"
)

// court is a whole engine on the simulated network, and a few people with accounts on it.
type court struct {
	t       *testing.T
	engine  *Engine
	handler http.Handler // the engine, and whoever checks its answers against the spec
	numbers int

	ada, ben, root, carol store.User // Carol's account will be disabled
}

func newCourt(t *testing.T) *court {
	t.Helper()
	e, err := New(t.Context(), Config{
		Data: t.TempDir(), Network: NetworkSandbox, Logger: slog.New(slog.DiscardHandler), Assets: assets.Engine(), AllowPrivateProxies: true,
		HourlyLimits: map[string]int{"free": 1 << 10, "pro": 1 << 20}, TrustedProxies: []netip.Prefix{netip.MustParsePrefix("10.0.0.1/32")},
	})
	if err != nil {
		t.Fatal(err)
	}
	e.Start(context.WithoutCancel(t.Context()))
	t.Cleanup(func() {
		if err := e.Close(); err != nil {
			t.Error(err)
		}
	})
	conformance, err := rpc.NewConformance(e.spec)
	if err != nil {
		t.Fatal(err)
	}
	c := &court{t: t, engine: e, handler: conformance.Handler(e, func(err error) { t.Error(err) })}
	// Whom the examples write to.
	must(e.services.sandbox.CreatePhone(c.as(c.account("user")), &api.CreatePhoneRequest{Phone: "+15551234567", Persona: api.PersonaSilent}))
	return c
}

// newPeople are others than before, with nothing yet: an account may have only so many keys and clients.
func (c *court) newPeople() {
	c.ada, c.ben, c.carol, c.root = c.account("user"), c.account("user"), c.account("user"), c.account(api.RoleAdmin)
}

// account adds an account. It has no password, for hashing one takes longer than all the rest.
func (c *court) account(role string) store.User {
	c.t.Helper()
	id := store.NewID()
	u := store.User{ID: id, Email: id + "@example.com", Role: role, Tier: "pro", CreatedAt: time.Now()}
	if err := c.engine.store.Users.Insert(c.t.Context(), u); err != nil {
		c.t.Fatal(err)
	}
	return u
}

// as is a context in which somebody calls who is signed in.
func (c *court) as(u store.User) context.Context { return api.WithCaller(c.t.Context(), callerOf(u)) }

// must are for what cannot fail.
func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// key makes a key for an account.
func (c *court) key(u store.User, r api.CreateApiKeyRequest) *api.NewApiKey {
	r.Name = "test"
	return must(c.engine.services.apiKeys.Create(c.as(u), &r))
}

// session signs somebody in, and returns the cookie.
func (c *court) session(u store.User) string {
	return "wpengine-session=" + must(c.engine.services.sessions.Begin(c.as(u), u, session.ByPassword, ""))
}

// stale is the cookie of a session that has begun a while ago.
func (c *court) stale(u store.User) string {
	before := session.New(c.engine.store.Sessions, slog.New(slog.DiscardHandler), func() time.Time { return time.Now().Add(-session.FreshTime) })
	return "wpengine-session=" + must(before.Begin(c.as(u), u, session.ByPassword, ""))
}

// handset signs in to the page with the virtual phones, and returns the cookie.
func (c *court) handset(key string) string {
	c.t.Helper()
	r := httptest.NewRequest(http.MethodPost, "/sandbox/sign-in", strings.NewReader(url.Values{"key": {key}}.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w := httptest.NewRecorder()
	c.engine.ServeHTTP(w, r)
	cookies := w.Result().Cookies()
	if w.Code != http.StatusSeeOther || len(cookies) != 1 {
		c.t.Fatalf("%d %s", w.Code, w.Body)
	}
	return cookies[0].Name + "=" + cookies[0].Value
}

// typo is a key in which one character was mistaken for another.
func typo(key string) string {
	return strings.NewReplacer("wpe_", "wpe_", key[10:11], other(key[10:11])).Replace(key)
}

func other(char string) string {
	if char == "x" {
		return "y"
	}
	return "x"
}

// unknownKey is one that nobody has, and that has no typing error: its checksum is right.
func unknownKey() string {
	const digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
	key := "wpe_NobodyHasAKeyLikeThisOneHere12"
	sum, check := crc32.ChecksumIEEE([]byte(key)), ""
	for range 6 {
		check, sum = string(digits[sum%62])+check, sum/62
	}
	return key + check
}

// comer is somebody who calls an operation.
type comer struct {
	name    string
	owner   store.User // who has what they name
	key     string     // none if ""
	headers map[string]string
	address string // "192.0.2.1" if ""

	refused int  // the status of every answer; 0 if they may call it
	narrow  bool // whether the key has limits
	others  bool // whether it is for another client than that which is named
	stale   bool // whether they have not shown for a while who they are
}

// call calls an operation and returns the answer.
func (c *court) call(who comer, op *openapi.Operation, body map[string]any) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodPost, "/api/rpc"+op.Path, strings.NewReader(string(must(json.Marshal(body)))))
	r.RemoteAddr = "192.0.2.1:4711"
	if who.address != "" {
		r.RemoteAddr = who.address + ":4711"
	}
	r.Header.Set("Content-Type", "application/json")
	if who.key != "" {
		r.Header.Set("X-Api-Key", who.key)
	}
	for name, value := range who.headers {
		r.Header.Set(name, value)
	}
	w := httptest.NewRecorder()
	c.handler.ServeHTTP(w, r)
	return w
}

// thing is what a member of a request names.
type thing struct {
	made func(*court, store.User) string // makes one for an account
	none string                          // what nobody has; "" if the thing belongs to no account
}

const noID = "0198f2f4-0000-7000-8000-00000000dead"

// things are the members of examples that name such a thing: of one operation, of a group, or of all.
var things = map[string]thing{
	"clientId":                  {(*court).client, noID},
	"phone":                     {(*court).phone, "+15550199999"},
	"apiKeys.id":                {func(c *court, u store.User) string { return c.key(u, api.CreateApiKeyRequest{}).ID }, noID},
	"userId":                    {func(c *court, _ store.User) string { return c.account("user").ID }, ""},
	"proxyId":                   {func(c *court, _ store.User) string { return c.proxy() }, ""},
	"proxy.assign.clientId":     {(*court).client, ""}, // of any account, because only administrators assign
	"clients.pairCode.phone":    {},                    // the number that the client is to have, whoever's phone that is
	"sandbox.createPhone.phone": {func(c *court, _ store.User) string { return c.number() }, ""},
}

// thingOf returns what a member of the operation's example names; made is nil if it names nothing.
func thingOf(op *openapi.Operation, member string) thing {
	for _, name := range []string{op.ID + "." + member, op.Group + "." + member, member} {
		if t, ok := things[name]; ok {
			return t
		}
	}
	return thing{}
}

func (c *court) client(u store.User) string {
	return must(c.engine.services.clients.Create(c.as(u), &api.CreateClientRequest{Name: "test"})).ID
}

func (c *court) phone(u store.User) string {
	return must(c.engine.services.sandbox.CreatePhone(c.as(u), &api.CreatePhoneRequest{Phone: c.number(), Persona: api.PersonaSilent})).Phone
}

// proxy adds a proxy to the pool, where nothing listens.
func (c *court) proxy() string {
	c.numbers++
	ctx := c.as(c.root)
	must(c.engine.services.proxy.Seed(ctx, &api.SeedProxiesRequest{Items: []api.ProxySeed{{URL: fmt.Sprintf("socks5://user%d:secret@127.0.0.1:9", c.numbers)}}}))
	return must(c.engine.services.proxy.List(ctx, &api.ListProxiesRequest{Limit: 1})).Items[0].ID
}

// number is one that no phone has had.
func (c *court) number() string {
	c.numbers++
	return fmt.Sprintf("+1555020%04d", c.numbers)
}

// example is the spec's example of a request for the operation.
func (c *court) example(op *openapi.Operation) map[string]any {
	media := op.Op.RequestBody.Value.Content["application/json"]
	example := media.Example
	for _, e := range media.Examples {
		example = e.Value.Value
		break
	}
	body, ok := example.(map[string]any)
	if !ok {
		c.t.Fatalf("%s has no example", op.ID)
	}
	return maps.Clone(body)
}

// request is the example, in which what it names is an account's.
func (c *court) request(op *openapi.Operation, owner store.User) map[string]any {
	body := c.example(op)
	for member := range body {
		if t := thingOf(op, member); t.made != nil {
			body[member] = t.made(c, owner)
		}
	}
	return body
}
