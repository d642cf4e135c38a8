package store

import (
	"encoding/json"
	"errors"
	"strconv"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func testUsers(t *testing.T, s *Store) {
	ctx := t.Context()
	ada := User{ID: NewID(), Email: " Ada@Example.COM ", Name: "Ada", PasswordHash: "h", Role: "admin", Tier: "pro", CreatedAt: testTime}
	must(t, s.Users.Insert(ctx, ada))
	ada.Email = "ada@example.com"

	for _, spelling := range []string{"ada@example.com", "ADA@EXAMPLE.COM"} {
		if diff := cmp.Diff(ada, got[User](t)(s.Users.ByEmail(ctx, spelling))); diff != "" {
			t.Errorf("by %s: %s", spelling, diff)
		}
	}
	if err := s.Users.Insert(ctx, User{ID: NewID(), Email: "aDa@example.com", Role: "user"}); !errors.Is(err, ErrExists) {
		t.Errorf("the same address in another case: %v, want ErrExists", err)
	}
	if _, err := s.Users.Get(ctx, NewID()); !errors.Is(err, ErrNotFound) {
		t.Errorf("unknown id: %v, want ErrNotFound", err)
	}

	bob := addUser(t, s, "bob@example.com")
	changed := got[User](t)(s.Users.Update(ctx, bob, func(u *User) { u.Tier, u.Disabled = "pro", true }))
	if diff := cmp.Diff(changed, got[User](t)(s.Users.Get(ctx, bob))); diff != "" || !changed.Disabled || changed.Tier != "pro" {
		t.Errorf("after the update: %+v %s", changed, diff)
	}
	if _, err := s.Users.Update(ctx, NewID(), func(*User) {}); !errors.Is(err, ErrNotFound) {
		t.Errorf("update of nobody: %v, want ErrNotFound", err)
	}

	userID := func(u User) string { return u.ID }
	if diff := cmp.Diff([]string{bob, ada.ID}, ids(got[[]User](t)(s.Users.List(ctx, "", 10)), userID)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{ada.ID}, ids(got[[]User](t)(s.Users.List(ctx, bob, 10)), userID)); diff != "" {
		t.Error(diff)
	}

	must(t, s.Clients.Insert(ctx, Client{ID: NewID(), UserID: bob, DesiredState: "disconnected"}))
	must(t, s.Keys.Insert(ctx, Key{ID: NewID(), UserID: bob, Hash: []byte("bob")}))
	must(t, s.Budgets.Save(ctx, map[string][]byte{bob: {1}}))
	must(t, s.Users.Delete(ctx, bob))
	if n := got[int](t)(s.Clients.Count(ctx, "")); n != 0 {
		t.Errorf("%d clients outlive their account", n)
	}
	if _, _, err := s.Keys.ByHash(ctx, []byte("bob")); !errors.Is(err, ErrNotFound) {
		t.Errorf("key of a deleted account: %v, want ErrNotFound", err)
	}
	if state := got[[]byte](t)(s.Budgets.Load(ctx, bob)); state != nil {
		t.Errorf("budget of a deleted account: %v", state)
	}
	if err := s.Users.Delete(ctx, bob); !errors.Is(err, ErrNotFound) {
		t.Errorf("second delete: %v, want ErrNotFound", err)
	}
	if n := got[int](t)(s.Users.Count(ctx)); n != 1 {
		t.Errorf("%d users, want 1", n)
	}
}

func testKeys(t *testing.T, s *Store) {
	ctx := t.Context()
	ada, bob := addUser(t, s, "ada@example.com"), addUser(t, s, "bob@example.com")
	key := Key{
		ID: NewID(), UserID: ada, Name: "crm", Hash: []byte{1, 2, 3}, Prefix: "wpe_abcd", Last4: "wxyz",
		Scopes: []string{"whatsapp.*", `odd "scope"`}, ClientIDs: []string{"c"}, AllowedIPs: []string{"10.0.0.0/8"},
		CreatedAt: testTime, ExpiresAt: testTime.Add(time.Hour),
	}
	must(t, s.Keys.Insert(ctx, key))
	if diff := cmp.Diff(key, got[Key](t)(s.Keys.Get(ctx, ada, key.ID))); diff != "" {
		t.Error(diff)
	}
	byHash, owner, err := s.Keys.ByHash(ctx, []byte{1, 2, 3})
	must(t, err)
	if diff := cmp.Diff(key, byHash); diff != "" || owner.ID != ada || owner.Email != "ada@example.com" || owner.Tier != "free" {
		t.Errorf("by hash: %s, owner %+v", diff, owner)
	}
	if _, err := s.Keys.Get(ctx, bob, key.ID); !errors.Is(err, ErrNotFound) {
		t.Errorf("another account's key: %v, want ErrNotFound", err)
	}
	if err := s.Keys.Revoke(ctx, bob, key.ID, testTime); !errors.Is(err, ErrNotFound) {
		t.Errorf("revoking another account's key: %v, want ErrNotFound", err)
	}

	must(t, s.Keys.Touch(ctx, map[string]time.Time{key.ID: testTime.Add(time.Minute), "gone": testTime}))
	must(t, s.Keys.Touch(ctx, map[string]time.Time{key.ID: testTime})) // late news don't turn back the clock
	if k := got[Key](t)(s.Keys.Get(ctx, ada, key.ID)); !k.LastUsedAt.Equal(testTime.Add(time.Minute)) {
		t.Errorf("last used %v", k.LastUsedAt)
	}

	next := Key{ID: NewID(), UserID: ada, Name: "crm", Hash: []byte{4}, CreatedAt: testTime}
	must(t, s.Keys.Rotate(ctx, key.ID, next, testTime.Add(2*time.Hour)))
	if k := got[Key](t)(s.Keys.Get(ctx, ada, key.ID)); !k.ExpiresAt.Equal(testTime.Add(time.Hour)) {
		t.Errorf("a grace of two hours prolonged a key to %v", k.ExpiresAt)
	}
	third := Key{ID: NewID(), UserID: ada, Hash: []byte{5}}
	must(t, s.Keys.Rotate(ctx, next.ID, third, testTime.Add(time.Minute)))
	if k := got[Key](t)(s.Keys.Get(ctx, ada, next.ID)); !k.ExpiresAt.Equal(testTime.Add(time.Minute)) {
		t.Errorf("rotated key expires %v", k.ExpiresAt)
	}

	must(t, s.Keys.Revoke(ctx, ada, next.ID, testTime))
	must(t, s.Keys.Revoke(ctx, ada, next.ID, testTime.Add(time.Hour)))
	if k := got[Key](t)(s.Keys.Get(ctx, ada, next.ID)); !k.RevokedAt.Equal(testTime) {
		t.Errorf("revoked at %v, want the first time", k.RevokedAt)
	}
	err = s.Keys.Rotate(ctx, next.ID, Key{ID: NewID(), UserID: ada, Hash: []byte{6}}, testTime)
	if !errors.Is(err, ErrNotFound) {
		t.Errorf("rotating a revoked key: %v, want ErrNotFound", err)
	}
	if _, _, err := s.Keys.ByHash(ctx, []byte{6}); !errors.Is(err, ErrNotFound) {
		t.Errorf("a refused rotation left a key: %v", err)
	}
	// third never expires, the first key does in an hour, next was revoked.
	for in, want := range map[time.Duration]int{0: 2, time.Hour: 1} {
		if n := got[int](t)(s.Keys.CountLive(ctx, ada, testTime.Add(in))); n != want {
			t.Errorf("%d live keys after %v, want %d", n, in, want)
		}
	}
	keyID := func(k Key) string { return k.ID }
	if diff := cmp.Diff([]string{third.ID, key.ID}, ids(got[[]Key](t)(s.Keys.List(ctx, ada, "", 10)), keyID)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{key.ID}, ids(got[[]Key](t)(s.Keys.List(ctx, ada, third.ID, 10)), keyID)); diff != "" {
		t.Error(diff)
	}
}

func testAttempts(t *testing.T, s *Store) {
	ctx := t.Context()
	row := func(name string, count int, quiet time.Duration) Attempt {
		return Attempt{Name: []byte(name), Count: count, Last: testTime, Until: testTime.Add(time.Second), Quiet: testTime.Add(quiet)}
	}
	must(t, s.Attempts.Save(ctx, []Attempt{row("a", 1, time.Hour), row("b", 1, time.Hour), row("c", 1, time.Minute)}, nil))
	must(t, s.Attempts.Save(ctx, []Attempt{row("a", 2, time.Hour)}, [][]byte{[]byte("b"), []byte("nobody")}))
	if diff := cmp.Diff([]Attempt{row("a", 2, time.Hour)}, got[[]Attempt](t)(s.Attempts.Live(ctx, testTime.Add(time.Minute)))); diff != "" {
		t.Error(diff)
	}
	must(t, s.Attempts.Purge(ctx, testTime.Add(time.Minute)))
	if left := got[[]Attempt](t)(s.Attempts.Live(ctx, testTime)); len(left) != 1 {
		t.Errorf("%+v are left", left)
	}
}

func testBudgets(t *testing.T, s *Store) {
	ctx := t.Context()
	if state := got[[]byte](t)(s.Budgets.Load(ctx, "a")); state != nil {
		t.Errorf("a new account has %v", state)
	}
	must(t, s.Budgets.Save(ctx, map[string][]byte{"a": {1}, "b": {2}}))
	must(t, s.Budgets.Save(ctx, map[string][]byte{"a": {3}, "b": nil}))
	if diff := cmp.Diff([]byte{3}, got[[]byte](t)(s.Budgets.Load(ctx, "a"))); diff != "" {
		t.Error(diff)
	}
	if state := got[[]byte](t)(s.Budgets.Load(ctx, "b")); state != nil {
		t.Errorf("a forgotten account has %v", state)
	}

	ada := addUser(t, s, "ada@example.com")
	live := Key{ID: NewID(), UserID: ada, Hash: []byte("live"), HourlyLimit: 10}
	over := Key{ID: NewID(), UserID: ada, Hash: []byte("over"), HourlyLimit: 10}
	must(t, s.Keys.Insert(ctx, live))
	must(t, s.Keys.Insert(ctx, over))
	must(t, s.Keys.Revoke(ctx, ada, over.ID, testTime))
	must(t, s.Budgets.Save(ctx, map[string][]byte{ada: {1}, "key " + live.ID: {1}, "key " + over.ID: {1}}))
	must(t, s.Budgets.Purge(ctx))
	for account, want := range map[string]bool{ada: true, "key " + live.ID: true, "key " + over.ID: false, "a": false} {
		if has := got[[]byte](t)(s.Budgets.Load(ctx, account)) != nil; has != want {
			t.Errorf("%s has a budget: %t, want %t", account, has, want)
		}
	}
}

func testClients(t *testing.T, s *Store) {
	ctx := t.Context()
	ada, bob := addUser(t, s, "ada@example.com"), addUser(t, s, "bob@example.com")
	var inserted []string
	for i := range 5 {
		c := Client{ID: NewID(), UserID: ada, Name: strconv.Itoa(i), DesiredState: "disconnected", CreatedAt: testTime, UpdatedAt: testTime}
		must(t, s.Clients.Insert(ctx, c))
		inserted = append([]string{c.ID}, inserted...)
	}
	must(t, s.Clients.Insert(ctx, Client{ID: NewID(), UserID: bob, DesiredState: "connected"}))

	var pages [][]string
	for after := ""; ; {
		page := ids(got[[]Client](t)(s.Clients.List(ctx, ada, after, 2)), func(c Client) string { return c.ID })
		if len(page) == 0 {
			break
		}
		pages, after = append(pages, page), page[len(page)-1]
	}
	if diff := cmp.Diff([][]string{inserted[:2], inserted[2:4], inserted[4:]}, pages); diff != "" {
		t.Error(diff)
	}

	id := inserted[0]
	want := Client{
		ID: id, UserID: ada, Name: "renamed", DesiredState: "connected", JID: "1555:3@s.whatsapp.net", LID: "9:3@lid", Phone: "1555",
		PushName: "Ada 🦆", Settings: json.RawMessage(`{"markOnline":true}`), LastConnectedAt: testTime,
		LastError: ClientError{Code: "banned", Detail: "for a day", At: testTime}, CreatedAt: testTime, UpdatedAt: testTime.Add(time.Second),
	}
	returned := got[Client](t)(s.Clients.Update(ctx, ada, id, func(c *Client) {
		created := c.CreatedAt
		*c = want
		c.CreatedAt = created
	}))
	for _, c := range []Client{returned, got[Client](t)(s.Clients.Get(ctx, ada, id))} {
		if diff := cmp.Diff(want, c); diff != "" {
			t.Error(diff)
		}
	}

	for name, err := range map[string]error{
		"get":    second(s.Clients.Get(ctx, bob, id)),
		"update": second(s.Clients.Update(ctx, bob, id, func(*Client) {})),
		"delete": s.Clients.Delete(ctx, bob, id),
	} {
		if !errors.Is(err, ErrNotFound) {
			t.Errorf("%s of another account's client: %v, want ErrNotFound", name, err)
		}
	}
	if n := got[int](t)(s.Clients.Count(ctx, ada)); n != 5 {
		t.Errorf("%d clients, want 5", n)
	}
	var every int
	must(t, s.Clients.Every(ctx, func(Client) error { every++; return nil }))
	if every != 6 || got[int](t)(s.Clients.Count(ctx, "")) != 6 {
		t.Errorf("every client: %d, want 6", every)
	}
	must(t, s.Clients.Delete(ctx, ada, id))
	if _, err := s.Clients.Get(ctx, ada, id); !errors.Is(err, ErrNotFound) {
		t.Errorf("deleted client: %v", err)
	}
}

func second[T any](_ T, err error) error { return err }

func testProxies(t *testing.T, s *Store) {
	ctx := t.Context()
	first := Proxy{ID: NewID(), Identity: "one", SealedURL: []byte{0, 1}, Country: "DE", Tags: []string{"dc"}, MaxClients: 3, CreatedAt: testTime, UpdatedAt: testTime}
	other := Proxy{ID: NewID(), Identity: "two", SealedURL: []byte{2}, CreatedAt: testTime, UpdatedAt: testTime}
	put := func(edit ProxyEdit) error {
		return s.Proxies.Edit(ctx, func([]Proxy) (ProxyEdit, error) { return edit, nil })
	}
	must(t, put(ProxyEdit{Put: []Proxy{first, other}}))
	if diff := cmp.Diff([]Proxy{first, other}, got[[]Proxy](t)(s.Proxies.Every(ctx))); diff != "" {
		t.Error(diff)
	}

	user := addUser(t, s, "ada@example.com")
	client := Client{ID: NewID(), UserID: user, DesiredState: "connected", ProxyID: first.ID}
	must(t, s.Clients.Insert(ctx, client))
	if err := s.Clients.Insert(ctx, Client{ID: NewID(), UserID: user, DesiredState: "connected", ProxyID: NewID()}); err == nil {
		t.Error("a client was given a proxy that doesn't exist")
	}
	first.Country, first.Clients = "FR", 1
	err := put(ProxyEdit{Put: []Proxy{first}, Delete: []string{other.ID, first.ID}})
	if !errors.Is(err, ErrInUse) {
		t.Errorf("deleting a proxy with a client: %v, want ErrInUse", err)
	}
	if p := got[Proxy](t)(s.Proxies.Get(ctx, first.ID)); p.Country != "DE" || p.Clients != 1 {
		t.Errorf("a refused edit changed the table: %+v", p)
	}
	must(t, put(ProxyEdit{Put: []Proxy{first}}))
	if diff := cmp.Diff(first, got[Proxy](t)(s.Proxies.Get(ctx, first.ID))); diff != "" {
		t.Error(diff)
	}
	refusal := errors.New("no")
	err = s.Proxies.Edit(ctx, func(current []Proxy) (ProxyEdit, error) {
		return ProxyEdit{Delete: []string{other.ID}}, refusal
	})
	if !errors.Is(err, refusal) {
		t.Errorf("refused edit: %v", err)
	}
	must(t, s.Clients.Delete(ctx, user, client.ID))
	// A new proxy may take the place of one that goes in the same edit.
	successor := Proxy{ID: NewID(), Identity: "two", SealedURL: []byte{3}}
	must(t, put(ProxyEdit{Delete: []string{first.ID, other.ID}, Put: []Proxy{successor}}))
	if diff := cmp.Diff([]Proxy{successor}, got[[]Proxy](t)(s.Proxies.Every(ctx))); diff != "" {
		t.Error(diff)
	}
}

func testProxyChecks(t *testing.T, s *Store) {
	ctx := t.Context()
	put := func(proxies ...Proxy) {
		t.Helper()
		must(t, s.Proxies.Edit(ctx, func([]Proxy) (ProxyEdit, error) { return ProxyEdit{Put: proxies}, nil }))
	}
	due := func(at time.Time) []string {
		return ids(got[[]Proxy](t)(s.Proxies.Due(ctx, at, 10)), func(p Proxy) string { return p.Identity })
	}
	if _, some, err := s.Proxies.NextDue(ctx); some || err != nil {
		t.Errorf("without proxies a check is due: %v, %v", some, err)
	}
	one := Proxy{ID: NewID(), Identity: "one", SealedURL: []byte{1}, UpdatedAt: testTime}
	two := Proxy{ID: NewID(), Identity: "two", SealedURL: []byte{2}, UpdatedAt: testTime}
	put(one, two)
	if diff := cmp.Diff([]string{"one", "two"}, due(testTime)); diff != "" {
		t.Errorf("what was never checked is due: %s", diff)
	}
	one.Check = ProxyCheck{At: testTime, NextAt: testTime.Add(time.Minute), Latency: 84 * time.Millisecond, ExitAddress: "203.0.113.7"}
	two.Check = ProxyCheck{At: testTime, NextAt: testTime.Add(time.Hour), Failures: 3, Quarantined: true, Error: "does not answer"}
	must(t, s.Proxies.SaveCheck(ctx, one))
	must(t, s.Proxies.SaveCheck(ctx, two))
	if diff := cmp.Diff([]Proxy{one, two}, got[[]Proxy](t)(s.Proxies.Every(ctx))); diff != "" {
		t.Error(diff)
	}
	at, some, err := s.Proxies.NextDue(ctx)
	if err != nil || !some || !at.Equal(one.Check.NextAt) {
		t.Errorf("the next check is due %v, %v, %v", at, some, err)
	}
	if diff := cmp.Diff([]string{"one"}, due(testTime.Add(time.Minute))); diff != "" {
		t.Error(diff)
	}
	must(t, s.Proxies.HurryCheck(ctx, one.ID, testTime)) // it was checked since
	must(t, s.Proxies.HurryCheck(ctx, two.ID, testTime.Add(time.Hour)))
	if d := due(testTime); len(d) > 0 {
		t.Errorf("due are %v", d)
	}
	must(t, s.Proxies.HurryCheck(ctx, one.ID, testTime.Add(time.Second)))
	if diff := cmp.Diff([]string{"one"}, due(testTime)); diff != "" {
		t.Error(diff)
	}

	// A check stays with its address, and one of an address that the proxy has no more says nothing.
	stale := two
	two.UpdatedAt, two.Country = testTime.Add(time.Second), "FR"
	put(two)
	if p := got[Proxy](t)(s.Proxies.Get(ctx, two.ID)); p.Check != two.Check {
		t.Errorf("after a change of the country the check is %+v", p.Check)
	}
	two.SealedURL = []byte{3}
	put(two)
	must(t, s.Proxies.SaveCheck(ctx, stale))
	if p := got[Proxy](t)(s.Proxies.Get(ctx, two.ID)); p.Check != (ProxyCheck{}) {
		t.Errorf("the check of another address is remembered: %+v", p.Check)
	}
	must(t, s.Proxies.SaveCheck(ctx, Proxy{ID: NewID()})) // it was deleted meanwhile

	user := addUser(t, s, "ada@example.com")
	var clients []string
	for range 3 {
		c := Client{ID: NewID(), UserID: user, Name: "crm", DesiredState: "connected", ProxyID: one.ID}
		must(t, s.Clients.Insert(ctx, c))
		clients = append([]string{c.ID}, clients...)
	}
	clientID := func(c ProxyClient) string {
		if c.Email != "ada@example.com" || c.Name != "crm" {
			t.Errorf("client %+v", c)
		}
		return c.ID
	}
	if diff := cmp.Diff(clients[1:], ids(got[[]ProxyClient](t)(s.Proxies.ListClients(ctx, ProxyClientFilter{ProxyID: one.ID}, clients[0], 10)), clientID)); diff != "" {
		t.Error(diff)
	}
	if c := got[[]ProxyClient](t)(s.Proxies.ListClients(ctx, ProxyClientFilter{ProxyID: two.ID}, "", 10)); len(c) > 0 {
		t.Errorf("clients of the other: %v", c)
	}
}

func testSends(t *testing.T, s *Store) {
	ctx := t.Context()
	user := addUser(t, s, "ada@example.com")
	const op = "whatsapp.sendMessage"
	begin := func(key, hash string, at time.Time) (Send, bool) {
		t.Helper()
		send, begun, err := s.Sends.Begin(ctx, user, op, key, []byte(hash), at)
		must(t, err)
		return send, begun
	}
	if _, begun := begin("k", "body", testTime); !begun {
		t.Fatal("a fresh key was refused")
	}
	send, begun := begin("k", "other body", testTime)
	if begun || send.Done || string(send.RequestHash) != "body" {
		t.Errorf("while running: %+v, begun %v", send, begun)
	}
	must(t, s.Sends.Complete(ctx, user, op, "k", 200, []byte(`{"messageId":"A"}`)))
	send, begun = begin("k", "body", testTime.Add(time.Hour))
	want := Send{UserID: user, Operation: op, Key: "k", RequestHash: []byte("body"), Done: true, Status: 200, Body: []byte(`{"messageId":"A"}`), CreatedAt: testTime}
	if diff := cmp.Diff(want, send); diff != "" || begun {
		t.Errorf("once done: begun %v, %s", begun, diff)
	}
	if err := s.Sends.Complete(ctx, user, op, "k", 500, nil); !errors.Is(err, ErrNotFound) {
		t.Errorf("completing twice: %v, want ErrNotFound", err)
	}
	if err := s.Sends.Forget(ctx, user, op, "k"); !errors.Is(err, ErrNotFound) {
		t.Errorf("forgetting an answer: %v, want ErrNotFound", err)
	}
	if _, begun := begin("k", "body", testTime.Add(SendLifetime+time.Second)); !begun {
		t.Error("an answer older than a day still holds its key")
	}

	begin("failed", "body", testTime)
	must(t, s.Sends.Forget(ctx, user, op, "failed"))
	if _, begun := begin("failed", "another body", testTime); !begun {
		t.Error("a forgotten key was refused")
	}

	// A process that dies leaves its request running. The next one may run the same request again, and only that.
	begin("crashed", "body", testTime)
	died := s.Sends.owner
	s.Sends.owner = "the next process"
	if send, begun := begin("crashed", "other body", testTime.Add(time.Minute)); begun || string(send.RequestHash) != "body" {
		t.Errorf("another request took over a crashed one's key: %+v", send)
	}
	if send, begun := begin("crashed", "body", testTime.Add(time.Minute)); !begun || !send.CreatedAt.Equal(testTime) {
		t.Errorf("a crashed request cannot be run again: %+v", send)
	}
	if _, begun := begin("crashed", "body", testTime.Add(time.Minute)); begun {
		t.Error("a request that runs again was begun a third time")
	}
	s.Sends.owner = died
	if err := s.Sends.Complete(ctx, user, op, "crashed", 200, nil); !errors.Is(err, ErrNotFound) {
		t.Errorf("the dead owner completed a request: %v", err)
	}

	if n := got[int64](t)(s.Sends.Purge(ctx, testTime.Add(SendLifetime+time.Second))); n != 2 {
		t.Errorf("purged %d answers, want 2", n) // "failed" and "crashed"; "k" was begun again
	}
}

func testSandbox(t *testing.T, s *Store) {
	ctx := t.Context()
	row := func(kind, id, data string) SandboxRow { return SandboxRow{kind, id, []byte(data)} }
	must(t, s.Sandbox.Apply(ctx, []SandboxRow{
		row("phone", "b", "1"), row("phone", "a", "2"), row("msg", "a/1", "x"), row("msg", "a/2", "y"), row("msg", "a/3", ""), row("msg", "b/1", "z"),
		row("msg", "é/1", "w"),
	}))
	must(t, s.Sandbox.Apply(ctx, []SandboxRow{row("phone", "b", "3"), {"phone", "a", nil}, {"phone", "never there", nil}}))
	var all []SandboxRow
	must(t, s.Sandbox.Load(ctx, func(r SandboxRow) error { all = append(all, r); return nil }))
	want := []SandboxRow{row("msg", "a/1", "x"), row("msg", "a/2", "y"), row("msg", "a/3", ""), row("msg", "b/1", "z"), row("msg", "é/1", "w"), row("phone", "b", "3")}
	if diff := cmp.Diff(want, all); diff != "" {
		t.Error(diff)
	}
	for _, test := range []struct {
		after, prefix string
		limit         int
		want          []SandboxRow
	}{
		{"", "", 10, want[:5]},
		{"", "a/", 10, want[:3]},
		{"a/1", "a/", 1, want[1:2]},
		{"a/3", "a/", 10, nil},
		{"a/3", "", 10, want[3:5]},
		{"", "é", 10, want[4:5]},
		{"", "c", 10, nil},
	} {
		list := got[[]SandboxRow](t)(s.Sandbox.List(ctx, "msg", test.after, test.limit, test.prefix))
		if diff := cmp.Diff(test.want, list); diff != "" {
			t.Errorf("after %q, prefix %q: %s", test.after, test.prefix, diff)
		}
	}
	stop := errors.New("stop")
	if err := s.Sandbox.Load(ctx, func(SandboxRow) error { return stop }); !errors.Is(err, stop) {
		t.Errorf("Load hides its callback's error: %v", err)
	}
}

func testMeta(t *testing.T, s *Store) {
	ctx := t.Context()
	if _, err := s.Meta.Get(ctx, "x"); !errors.Is(err, ErrNotFound) {
		t.Errorf("unknown name: %v, want ErrNotFound", err)
	}
	must(t, s.Meta.Put(ctx, "x", "1"))
	must(t, s.Meta.Put(ctx, "x", "2"))
	if v := got[string](t)(s.Meta.Pin(ctx, "x", "3")); v != "2" {
		t.Errorf("pinning over a value gives %q", v)
	}
	must(t, s.BindNetwork(ctx, "sandbox"))
	must(t, s.BindNetwork(ctx, "sandbox"))
	if err := s.BindNetwork(ctx, "whatsapp"); !errors.Is(err, ErrOtherNetwork) {
		t.Errorf("another network: %v, want ErrOtherNetwork", err)
	}
}
