package proxypool

import (
	"bytes"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"wpengine/engine/account/audit"
	"wpengine/engine/api"
	"wpengine/engine/seal"
	"wpengine/engine/store"
)

func openStore(t *testing.T, dir string) *store.Store {
	t.Helper()
	s, err := store.Open(t.Context(), store.Options{Path: store.Path(dir)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

// newPool opens the pool of a store, with secrets that are made of a byte each.
func newPool(t *testing.T, s *store.Store, secrets ...byte) *Pool {
	t.Helper()
	c := Config{Proxies: s.Proxies, Audit: audit.New(s.Audit, slog.New(slog.DiscardHandler))}
	for _, b := range secrets {
		c.Secrets = append(c.Secrets, bytes.Repeat([]byte{b}, 32))
	}
	p, err := New(c)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// urlOf is where a proxy is, with its credentials.
func urlOf(t *testing.T, p *Pool, id string) (string, error) {
	t.Helper()
	a, err := p.find(t.Context(), id)
	if err != nil {
		return "", err
	}
	return a.String(), nil
}

func seed(t *testing.T, p *Pool, r *api.SeedProxiesRequest) *api.SeedProxiesResponse {
	t.Helper()
	out, err := p.Seed(t.Context(), r)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func list(t *testing.T, p *Pool) []api.Proxy {
	t.Helper()
	out, err := p.List(t.Context(), &api.ListProxiesRequest{Limit: 200})
	if err != nil {
		t.Fatal(err)
	}
	return out.Items
}

// urls makes items of bare URLs.
func urls(list ...string) []api.ProxySeed {
	items := make([]api.ProxySeed, len(list))
	for i, u := range list {
		items[i].URL = u
	}
	return items
}

// assign gives a client the proxy with an id.
func assign(t *testing.T, s *store.Store, proxyID string) (remove func()) {
	t.Helper()
	u := store.User{ID: store.NewID(), Email: proxyID + "@example.com", Role: "user", Tier: "free"}
	c := store.Client{ID: store.NewID(), UserID: u.ID, DesiredState: "connected", ProxyID: proxyID}
	if err := errors.Join(s.Users.Insert(t.Context(), u), s.Clients.Insert(t.Context(), c)); err != nil {
		t.Fatal(err)
	}
	return func() {
		if err := s.Clients.Delete(t.Context(), u.ID, c.ID); err != nil {
			t.Fatal(err)
		}
	}
}

func TestSeedTakesWhatIsGoodAndSaysWhatIsNot(t *testing.T) {
	s := openStore(t, t.TempDir())
	p := newPool(t, s, 1)
	country, most := "DE", 20
	items := append(urls(
		"ftp://proxy.example:1",
		"http://127.0.0.1:80",
		"http://proxy.example:3128",
		"socks5://user:one@proxy.example:1080",
		"socks5://user:two@PROXY.example:1080",
	), api.ProxySeed{URL: "https://proxy.example:443", Country: &country, Tags: []string{"dc", "fast"}, MaxClients: &most})
	out := seed(t, p, &api.SeedProxiesRequest{Items: items, Mode: api.SeedProxiesRequestModeMerge})
	if out.Added != 3 || out.Updated+out.Unchanged+out.Removed != 0 || len(out.Rejected) != 3 {
		t.Fatalf("%+v", out)
	}
	for i, want := range []struct {
		index  int
		reason string
	}{{0, "scheme ftp"}, {1, "private"}, {4, "the same proxy as item 3"}} {
		r := out.Rejected[i]
		if r.Index == nil || *r.Index != want.index || !strings.Contains(r.Reason, want.reason) {
			t.Errorf("rejected %d: %+v, want item %d: %s", i, r, want.index, want.reason)
		}
	}
	got := list(t, p)
	for i, want := range []api.TakenProxy{
		{Index: 2, Outcome: api.TakenProxyOutcomeAdded, Masked: "http://proxy.example:3128"},
		{Index: 3, Outcome: api.TakenProxyOutcomeAdded, Masked: "socks5://user:***@proxy.example:1080"},
		{Index: 5, Outcome: api.TakenProxyOutcomeAdded, Masked: "https://proxy.example:443"},
	} {
		if out.Taken[i] != want {
			t.Errorf("taken: %+v, want %+v", out.Taken[i], want)
		}
	}
	unchecked := api.ProxyHealth{State: api.ProxyHealthStateUnknown}
	want := []api.Proxy{
		{Masked: "https://proxy.example:443", Country: &country, Tags: []string{"dc", "fast"}, MaxClients: &most, Health: unchecked},
		{Masked: "socks5://user:***@proxy.example:1080", Tags: []string{}, Health: unchecked},
		{Masked: "http://proxy.example:3128", Tags: []string{}, Health: unchecked},
	}
	if diff := cmp.Diff(want, got, cmpopts.IgnoreFields(api.Proxy{}, "ID", "CreatedAt")); diff != "" {
		t.Error(diff)
	}
	u, err := urlOf(t, p, got[1].ID)
	if err != nil || u != "socks5://user:one@proxy.example:1080" {
		t.Errorf("URL: %v, %v", u, err)
	}
}

func TestSeedingAgainUpdatesWhatChanged(t *testing.T) {
	s := openStore(t, t.TempDir())
	p := newPool(t, s, 1)
	merge := func(items []api.ProxySeed) *api.SeedProxiesResponse {
		return seed(t, p, &api.SeedProxiesRequest{Items: items, Mode: api.SeedProxiesRequestModeMerge})
	}
	merge(urls("http://u:one@a.example:80", "http://b.example:80", "http://c.example:80"))
	before := list(t, p)

	items := urls("http://u:two@a.example:80", "http://b.example:80", "http://C.example:80/")
	items[1].Tags = []string{"new"}
	out := merge(items)
	if out.Added != 0 || out.Updated != 2 || out.Unchanged != 1 || len(out.Rejected) != 0 {
		t.Errorf("%+v", out)
	}
	after := list(t, p)
	before[1].Tags = []string{"new"}
	if diff := cmp.Diff(before, after); diff != "" {
		t.Errorf("ids, ages and the rest stay: %s", diff)
	}
	if u, err := urlOf(t, p, after[2].ID); err != nil || u != "http://u:two@a.example:80" {
		t.Errorf("the password of a: %v, %v", u, err)
	}
}

func TestReplaceRemovesWhatIsNotUsed(t *testing.T) {
	s := openStore(t, t.TempDir())
	p := newPool(t, s, 1)
	seed(t, p, &api.SeedProxiesRequest{Items: urls("http://a.example:80", "http://b.example:80", "http://c.example:80"), Mode: api.SeedProxiesRequestModeMerge})
	used := list(t, p)[1] // b
	release := assign(t, s, used.ID)
	replace := &api.SeedProxiesRequest{Items: urls("http://c.example:80", "http://d.example:80"), Mode: api.SeedProxiesRequestModeReplace}

	replace.DryRun = true
	tried := seed(t, p, replace)
	if n := len(list(t, p)); n != 3 {
		t.Errorf("a dry run left %d proxies, want 3", n)
	}
	replace.DryRun = false
	out := seed(t, p, replace)
	if diff := cmp.Diff(tried, out); diff != "" {
		t.Errorf("the dry run told something else: %s", diff)
	}
	if out.Added != 1 || out.Unchanged != 1 || out.Removed != 1 || len(out.Rejected) != 1 {
		t.Fatalf("%+v", out)
	}
	if r := out.Rejected[0]; r.ProxyID == nil || *r.ProxyID != used.ID || r.Index != nil || !strings.Contains(r.Reason, "not removed") {
		t.Errorf("%+v", r)
	}
	var left []string
	for _, proxy := range list(t, p) {
		left = append(left, proxy.Masked)
	}
	if diff := cmp.Diff([]string{"http://d.example:80", "http://c.example:80", "http://b.example:80"}, left); diff != "" {
		t.Error(diff)
	}
	release()
	if out := seed(t, p, replace); out.Removed != 1 || len(out.Rejected) != 0 {
		t.Errorf("once it has no clients: %+v", out)
	}
	if _, err := urlOf(t, p, used.ID); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("a removed proxy: %v", err)
	}
}

// TestDatabaseDoesNotTellWhereProxiesAre reads the files as a thief of a backup would.
func TestDatabaseDoesNotTellWhereProxiesAre(t *testing.T) {
	dir := t.TempDir()
	s := openStore(t, dir)
	p := newPool(t, s, 1)
	p.allowPrivate = true
	seed(t, p, &api.SeedProxiesRequest{Items: urls("socks5://someuser:s3cret@hidden.example:1080", "http://someuser:s3cret@localhost:1")})
	proxies, country := list(t, p), "DE"
	for _, row := range proxies {
		if _, err := p.Update(t.Context(), &api.UpdateProxyRequest{ProxyID: row.ID, Country: &country}); err != nil {
			t.Fatal(err)
		}
	}
	if tested, err := p.Test(t.Context(), &api.TestProxyRequest{ProxyID: proxies[0].ID}); err != nil || tested.Ok {
		t.Fatal(tested, err)
	}
	if _, err := NewService(p, nil).Delete(t.Context(), &api.DeleteProxyRequest{ProxyID: list(t, p)[0].ID}); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, word := range []string{"s3cret", "someuser", "hidden.example", "localhost"} {
			if bytes.Contains(data, []byte(word)) {
				t.Errorf("%s holds %q", filepath.Base(name), word)
			}
		}
	}
}

func TestOtherSecretReadsNothingAndIsToldSo(t *testing.T) {
	s := openStore(t, t.TempDir())
	seed(t, newPool(t, s, 1), &api.SeedProxiesRequest{Items: urls("http://u:p@a.example:80")})
	p := newPool(t, s, 2)
	proxies := list(t, p)
	if len(proxies) != 1 || proxies[0].Masked != unreadable || proxies[0].Health.State != api.ProxyHealthStateUnreadable {
		t.Errorf("%+v", proxies)
	}
	u, err := urlOf(t, p, proxies[0].ID)
	if u != "" || !errors.Is(err, seal.ErrKey) || !strings.Contains(err.Error(), "secret.key") {
		t.Errorf("URL: %v, %v", u, err)
	}
}

func TestAnotherSecretTakesOver(t *testing.T) {
	s := openStore(t, t.TempDir())
	seed(t, newPool(t, s, 1), &api.SeedProxiesRequest{Items: urls("http://u:p@a.example:80", "http://b.example:80")})
	rotated := newPool(t, s, 2, 1)
	for _, want := range []int{2, 0} {
		if resealed, unreadable, err := rotated.Reseal(t.Context()); err != nil || resealed != want || unreadable != 0 {
			t.Errorf("%d proxies are sealed anew, want %d; %d are unreadable, %v", resealed, want, unreadable, err)
		}
	}
	p := newPool(t, s, 2)
	if out := seed(t, p, &api.SeedProxiesRequest{Items: urls("http://u:p@a.example:80", "http://b.example:80")}); out.Unchanged != 2 {
		t.Errorf("they are not the same any more: %+v", out)
	}
	if _, unreadable, err := newPool(t, s, 3).Reseal(t.Context()); err != nil || unreadable != 2 {
		t.Errorf("with a wrong key %d are unreadable, %v", unreadable, err)
	}
}
