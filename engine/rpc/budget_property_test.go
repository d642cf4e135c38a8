package rpc_test

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"

	accounts "wpengine/engine/account"
	"wpengine/engine/api"
	"wpengine/engine/apikey"
	"wpengine/engine/ratelimit"
	"wpengine/engine/rpc"
	"wpengine/engine/store"
)

// The budgets of the tiers, small so that they are spent often.
var tierLimits = map[string]int{"free": 5, "pro": 12}

// counter is the server with real accounts, keys, budgets and store, beside which somebody counts with a slate. Making a
// server takes long, so there is one, which asks whatever services there are just then.
type counter struct {
	api.AccountService // of which only Get is called

	server  *rpc.Server
	path    string
	store   *store.Store
	limiter *ratelimit.Limiter
	keys    *apikey.Keys
	people  *accounts.Accounts

	tiers map[string]string // of the accounts
	held  []heldKey

	mu    sync.Mutex
	slate map[string][]time.Time // what was let through, by account and by id of a key
}

// heldKey is a key and its own limit, 0 if it has none.
type heldKey struct {
	secret, id, account string
	limit               int
}

// TestBudgetsAreKeptToTheRequest plays people with several keys, who send one request after the other or many at once,
// while hours pass, tiers change and the server is restarted. What is let through is what the slate allows, neither more
// nor less, and each answer says what the slate says.
func TestBudgetsAreKeptToTheRequest(t *testing.T) {
	c := newCounter(t)
	rapid.Check(t, func(r *rapid.T) {
		var failure any // rapid fails by a panic, which must be carried out of the bubble
		synctest.Test(t, func(*testing.T) {
			defer func() { failure = recover() }()
			c.tiers, c.held, c.slate = map[string]string{}, nil, map[string][]time.Time{}
			c.open()
			defer c.close()
			c.populate()
			r.Repeat(map[string]func(*rapid.T){"request": c.request, "useless": c.useless, "burst": c.burst, "pass": c.pass, "tier": c.changeTier, "restart": c.restart})
		})
		if fmt.Sprintf("%T", failure) == "rapid.invalidData" {
			panic(failure) // rapid tells what failed by the line
		}
		if failure != nil {
			panic(failure)
		}
	})
}

func tierLimit(tier string) int { return tierLimits[tier] }

func newCounter(t *testing.T) *counter {
	t.Helper()
	c := &counter{path: filepath.Join(t.TempDir(), store.FileName)}
	spec, err := engineSpec()
	if err != nil {
		t.Fatal(err)
	}
	table := api.Operations(pinger{}, clientsOf{}, whatsappOf{}, apiKeysOf{}, c, proxyOf{}, sandboxOf{})
	c.server, err = rpc.New(rpc.Config{Spec: spec, Operations: table, Keys: c, Budget: c, Limit: tierLimit, Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func (c *counter) Verify(ctx context.Context, key string) (api.Caller, error) {
	return c.keys.Verify(ctx, key)
}

func (c *counter) Take(ctx context.Context, name string, limit int) (ratelimit.Decision, error) {
	return c.limiter.Take(ctx, name, limit)
}

func (c *counter) Peek(ctx context.Context, name string, limit int) (ratelimit.Decision, error) {
	return c.limiter.Peek(ctx, name, limit)
}

// Get is account.get.
func (c *counter) Get(ctx context.Context, r *api.GetAccountRequest) (*api.Account, error) {
	return c.people.Get(ctx, r)
}

func (c *counter) open() {
	var err error
	c.store, err = store.Open(context.Background(), store.Options{Path: c.path})
	check(err)
	log := slog.New(slog.DiscardHandler)
	c.limiter = ratelimit.New(c.store.Budgets, log)
	c.keys = apikey.New(apikey.Config{Keys: c.store.Keys, Clients: c.store.Clients, Logger: log})
	c.people, err = accounts.New(accounts.Config{Users: c.store.Users, Links: c.store.Links, Budgets: c.limiter, Limit: tierLimit})
	check(err)
}

func (c *counter) close() {
	check(c.limiter.Close())
	check(c.keys.Close())
	check(c.store.Close())
}

func check(err error) {
	if err != nil {
		panic(err)
	}
}

// populate makes two accounts, each with keys that have and that have not a limit of their own.
func (c *counter) populate() {
	for range 2 {
		u := store.User{ID: store.NewID(), Role: "user", Tier: "free"}
		u.Email = u.ID
		check(c.store.Users.Insert(context.Background(), u))
		c.tiers[u.ID] = u.Tier
		for _, limit := range []int{0, 0, 2, 7} {
			request := &api.CreateApiKeyRequest{Name: "test"}
			if limit > 0 {
				request.HourlyLimit = &limit
			}
			key, err := c.keys.Create(api.WithCaller(context.Background(), api.Caller{UserID: u.ID}), request)
			check(err)
			c.held = append(c.held, heldKey{secret: key.Key, id: key.ID, account: u.ID, limit: limit})
		}
	}
}

// send calls an operation with a key and notes if it was let through.
func (c *counter) send(key heldKey, operation, body string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodPost, "/api/rpc/"+operation, strings.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("X-Api-Key", key.secret)
	w := httptest.NewRecorder()
	c.server.ServeHTTP(w, r)
	if w.Code == http.StatusOK {
		c.mu.Lock()
		defer c.mu.Unlock()
		c.slate[key.account] = append(c.slate[key.account], time.Now())
		c.slate[key.id] = append(c.slate[key.id], time.Now())
	}
	return w
}

// budget is what the slate says of a budget.
type budget struct {
	limit int
	spent []time.Time // in the last hour
}

func (c *counter) budget(name string, limit int) budget {
	hour := time.Now().Add(-ratelimit.Window)
	spent := slices.DeleteFunc(slices.Clone(c.slate[name]), func(at time.Time) bool { return !at.After(hour) })
	return budget{limit, spent}
}

func (c *counter) ofAccount(key heldKey) budget {
	return c.budget(key.account, tierLimits[c.tiers[key.account]])
}

func (b budget) left() int { return max(b.limit-len(b.spent), 0) }

// back is how many seconds it takes until n units have come back, rounded up.
func (b budget) back(n int) int {
	if n > len(b.spent) {
		return 0
	}
	return int((time.Until(b.spent[n-1].Add(ratelimit.Window)) + time.Second - 1) / time.Second)
}

// wait is for how many seconds nothing can be spent.
func (b budget) wait() int { return b.back(len(b.spent) - b.limit + 1) }

func (c *counter) draw(t *rapid.T) heldKey {
	return c.held[rapid.IntRange(0, len(c.held)-1).Draw(t, "key")]
}

// request sends one request.
func (c *counter) request(t *rapid.T) {
	key, operation := c.draw(t), rapid.SampledFrom([]string{"server/ping", "account/get"}).Draw(t, "operation")
	own, all := c.budget(key.id, key.limit), c.ofAccount(key)
	w := c.send(key, operation, `{}`)
	want, wait := http.StatusOK, ""
	switch {
	case key.limit > 0 && own.left() == 0:
		want, wait = http.StatusTooManyRequests, fmt.Sprint(own.wait())
	case all.left() == 0:
		want, wait = http.StatusTooManyRequests, fmt.Sprint(all.wait())
	}
	if w.Code != want || w.Header().Get("Retry-After") != wait {
		t.Fatalf("%d after %q, want %d after %q, with %d left of the account's and %d of the key's: %s", w.Code, w.Header().Get("Retry-After"), want, wait, all.left(), own.left(), w.Body)
	}
	c.compare(t, key, w)
}

// useless sends a request that costs nothing.
func (c *counter) useless(t *rapid.T) {
	key := c.draw(t)
	own, all := c.budget(key.id, key.limit), c.ofAccount(key)
	want := http.StatusBadRequest
	if key.limit > 0 && own.left() == 0 || all.left() == 0 {
		want = http.StatusTooManyRequests
	}
	w := c.send(key, "server/ping", `{"no":"such member"}`)
	if w.Code != want {
		t.Fatalf("%d, want %d: %s", w.Code, want, w.Body)
	}
	c.compare(t, key, w)
}

// compare insists that the answer's headers, and the account if it is that, say what the slate says now.
func (c *counter) compare(t *rapid.T, key heldKey, w *httptest.ResponseRecorder) {
	all, own := c.ofAccount(key), c.budget(key.id, key.limit)
	policy, left := fmt.Sprintf(`"hour";q=%d;w=3600`, all.limit), fmt.Sprintf(`"hour";r=%d;t=%d`, all.left(), all.back(1))
	if key.limit > 0 {
		policy += fmt.Sprintf(`, "key";q=%d;w=3600`, own.limit)
		left += fmt.Sprintf(`, "key";r=%d;t=%d`, own.left(), own.back(1))
	}
	if got := w.Header(); got.Get("RateLimit-Policy") != policy || got.Get("RateLimit") != left {
		t.Fatalf("the answer %d says %q and %q, want %q and %q", w.Code, got.Get("RateLimit-Policy"), got.Get("RateLimit"), policy, left)
	}
	var told api.Account
	if err := json.Unmarshal(w.Body.Bytes(), &told); err != nil || told.ID == "" {
		return // it isn't the account that was asked for
	}
	reset := time.Until(told.Usage.ResetAt)
	if told.Usage.Limit != all.limit || told.Usage.Remaining != all.left() || int((reset+time.Second-1)/time.Second) != all.back(1) || string(told.Tier) != c.tiers[key.account] {
		t.Fatalf("account.get says %+v, reset in %v; want %d of %d, in %d s", told, reset, all.left(), all.limit, all.back(1))
	}
}

// burst sends many requests at once. As many are let through as the budgets together have.
func (c *counter) burst(t *rapid.T) {
	wanted := map[string]int{} // by account: what its keys' own limits let through
	sent := map[heldKey]int{}
	for range rapid.IntRange(2, 30).Draw(t, "requests") {
		sent[c.draw(t)]++
	}
	accounts := map[string]budget{}
	for key, n := range sent {
		if key.limit > 0 {
			n = min(n, c.budget(key.id, key.limit).left())
		}
		wanted[key.account] += n
		accounts[key.account] = c.ofAccount(key)
	}
	var flying sync.WaitGroup
	for key, n := range sent {
		for range n {
			flying.Go(func() { c.send(key, "server/ping", `{}`) })
		}
	}
	flying.Wait()
	for id, before := range accounts {
		if got, want := len(c.budget(id, before.limit).spent)-len(before.spent), min(wanted[id], before.left()); got != want {
			t.Fatalf("%d requests were let through at once, want %d", got, want)
		}
	}
	for _, key := range c.held {
		if own := c.budget(key.id, key.limit); key.limit > 0 && len(own.spent) > key.limit {
			t.Fatalf("a key with a limit of %d has made %d requests in an hour", key.limit, len(own.spent))
		}
	}
}

func (c *counter) pass(t *rapid.T) {
	time.Sleep(rapid.SampledFrom([]time.Duration{
		time.Millisecond, 300 * time.Millisecond, 3 * time.Second, 20 * time.Minute, 59*time.Minute + 59*time.Second, time.Hour - time.Millisecond, time.Hour,
	}).Draw(t, "time"))
}

// changeTier changes an account as administrators do. It takes effect on the next request.
func (c *counter) changeTier(t *rapid.T) {
	id, tier := c.draw(t).account, rapid.SampledFrom([]string{"free", "pro"}).Draw(t, "tier")
	_, err := c.store.Users.Update(context.Background(), id, func(u *store.User) { u.Tier = tier })
	check(err)
	c.keys.ForgetAccount(id)
	c.tiers[id] = tier
}

func (c *counter) restart(*rapid.T) {
	c.close()
	c.open()
}
