package apikey

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.uber.org/goleak"

	"wpengine/engine/api"
	"wpengine/engine/store"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// desk is a database with an account, and Keys with a clock that the test moves.
type desk struct {
	*Keys
	store *store.Store
	path  string
	user  store.User
	clock time.Time
}

func newDesk(t *testing.T) *desk {
	t.Helper()
	d := &desk{path: store.Path(t.TempDir()), clock: time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)}
	d.store = openStore(t, d.path)
	d.user = d.addUser(t, "ada@example.com")
	d.Keys = d.open(t, d.store)
	return d
}

func openStore(t *testing.T, path string) *store.Store {
	t.Helper()
	s, err := store.Open(t.Context(), store.Options{Path: path})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

// open returns the Keys of another process on the same database, or of this one.
func (d *desk) open(t *testing.T, s *store.Store) *Keys {
	t.Helper()
	k := New(Config{
		Keys: s.Keys, Clients: s.Clients, Logger: slog.New(slog.DiscardHandler),
		Operations: []string{"server.ping", "whatsapp.sendMessage", "apiKeys.create", "apiKeys.rotate"},
	})
	k.now = func() time.Time { return d.clock }
	t.Cleanup(func() {
		if err := k.Close(); err != nil {
			t.Error(err)
		}
	})
	return k
}

func (d *desk) addUser(t *testing.T, email string) store.User {
	t.Helper()
	u := store.User{ID: store.NewID(), Email: email, Name: "Someone", Role: "user", Tier: "pro", CreatedAt: d.clock}
	if err := d.store.Users.Insert(t.Context(), u); err != nil {
		t.Fatal(err)
	}
	return u
}

// create makes a key, called by an account without a key of its own.
func (d *desk) create(t *testing.T, r *api.CreateApiKeyRequest) *api.NewApiKey {
	t.Helper()
	key, err := d.Create(api.WithCaller(t.Context(), api.Caller{UserID: d.user.ID}), r)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// wantCode fails the test unless err is an error for the caller with a code.
func wantCode(t *testing.T, what string, err error, code api.Code) {
	t.Helper()
	var e *api.Error
	if !errors.As(err, &e) || e.Code != code {
		t.Errorf("%s: %v, want %s", what, err, code)
	}
}

func TestVerifyTellsWhoseKeyItIs(t *testing.T) {
	d := newDesk(t)
	expires := d.clock.Add(time.Hour)
	key := d.create(t, &api.CreateApiKeyRequest{Name: " crm ", Scopes: []string{"whatsapp.*"}, AllowedIPs: []string{"203.0.113.0/24"}, ExpiresAt: &expires})
	if !strings.HasPrefix(key.Key, key.Prefix) || !strings.HasSuffix(key.Key, key.Last4) || key.Name != "crm" {
		t.Errorf("%+v", key)
	}
	want := api.Caller{
		UserID: d.user.ID, Email: "ada@example.com", Name: "Someone", Role: "user", Tier: "pro",
		Key: &api.CallerKey{ID: key.ID, Scopes: []string{"whatsapp.*"}, AllowedIPs: []string{"203.0.113.0/24"}, ExpiresAt: &expires},
	}
	for range 2 { // from the database, and remembered
		got, err := d.Verify(t.Context(), key.Key)
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Errorf("%v %s", err, diff)
		}
	}
	d.clock = expires
	_, err := d.Verify(t.Context(), key.Key)
	wantCode(t, "once expired", err, api.CodeUnauthenticated)
	_, err = d.Verify(t.Context(), generate())
	wantCode(t, "a key that was never made", err, api.CodeUnauthenticated)
}

func TestKeyItselfIsNotKept(t *testing.T) {
	d := newDesk(t)
	key := d.create(t, &api.CreateApiKeyRequest{Name: "crm"})
	row, err := d.store.Keys.Get(t.Context(), d.user.ID, key.ID)
	if err != nil {
		t.Fatal(err)
	}
	secret := strings.TrimPrefix(key.Key, key.Prefix)
	if text := fmt.Sprintf("%+v %s", row, row.Hash); strings.Contains(text, secret[:8]) || len(row.Hash) != 32 {
		t.Errorf("the row gives the key away: %s", text)
	}
}

func TestRevokedKeyStopsAtOnce(t *testing.T) {
	d := newDesk(t)
	key := d.create(t, &api.CreateApiKeyRequest{Name: "crm"})
	if _, err := d.Verify(t.Context(), key.Key); err != nil {
		t.Fatal(err)
	}
	ada := api.WithCaller(t.Context(), api.Caller{UserID: d.user.ID})
	for range 2 { // a repeated revocation is no error
		if _, err := d.Revoke(ada, &api.RevokeApiKeyRequest{ID: key.ID}); err != nil {
			t.Fatal(err)
		}
	}
	_, err := d.Verify(t.Context(), key.Key)
	wantCode(t, "a revoked key", err, api.CodeUnauthenticated)
	_, err = d.Rotate(ada, &api.RotateApiKeyRequest{ID: key.ID})
	wantCode(t, "rotating a revoked key", err, api.CodeNotFound)
}

// TestLookupThatARevocationOvertookIsNotRemembered revokes between the look-up and its being remembered.
func TestLookupThatARevocationOvertookIsNotRemembered(t *testing.T) {
	d := newDesk(t)
	key := d.create(t, &api.CreateApiKeyRequest{Name: "crm"})
	sum := digest(key.Key)
	generation := d.known.generation()
	caller, err := d.lookUp(t.Context(), sum)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.Revoke(api.WithCaller(t.Context(), api.Caller{UserID: d.user.ID}), &api.RevokeApiKeyRequest{ID: key.ID}); err != nil {
		t.Fatal(err)
	}
	d.known.put(sum, caller, d.clock, generation)
	_, err = d.Verify(t.Context(), key.Key)
	wantCode(t, "a revoked key", err, api.CodeUnauthenticated)
}

func TestAnotherProcessRevokesWithinSeconds(t *testing.T) {
	d := newDesk(t)
	key := d.create(t, &api.CreateApiKeyRequest{Name: "crm"})
	if _, err := d.Verify(t.Context(), key.Key); err != nil {
		t.Fatal(err)
	}
	cli := d.open(t, openStore(t, d.path))
	if _, err := cli.Revoke(api.WithCaller(t.Context(), api.Caller{UserID: d.user.ID}), &api.RevokeApiKeyRequest{ID: key.ID}); err != nil {
		t.Fatal(err)
	}
	d.clock = d.clock.Add(3 * time.Second)
	_, err := d.Verify(t.Context(), key.Key)
	wantCode(t, "a key that the command line revoked", err, api.CodeUnauthenticated)
}

func TestDisabledAccountsKeysDontWork(t *testing.T) {
	d := newDesk(t)
	key := d.create(t, &api.CreateApiKeyRequest{Name: "crm"})
	if _, err := d.store.Users.Update(t.Context(), d.user.ID, func(u *store.User) { u.Disabled = true }); err != nil {
		t.Fatal(err)
	}
	_, err := d.Verify(t.Context(), key.Key)
	wantCode(t, "a disabled account", err, api.CodeUnauthenticated)
}

// TestChangeOfAnAccountTakesEffectAtOnce changes accounts whose keys are remembered.
func TestChangeOfAnAccountTakesEffectAtOnce(t *testing.T) {
	d := newDesk(t)
	key := d.create(t, &api.CreateApiKeyRequest{Name: "crm"})
	change := func(change func(*store.User)) (api.Caller, error) {
		t.Helper()
		if _, err := d.Verify(t.Context(), key.Key); err != nil {
			t.Fatal(err)
		}
		if _, err := d.store.Users.Update(t.Context(), d.user.ID, change); err != nil {
			t.Fatal(err)
		}
		d.ForgetAccount(d.user.ID)
		return d.Verify(t.Context(), key.Key)
	}
	if err := d.store.Users.Insert(t.Context(), store.User{ID: store.NewID(), Email: "root@example.com", Role: "admin", Tier: "pro"}); err != nil { // the last one can't be disabled
		t.Fatal(err)
	}
	if caller, err := change(func(u *store.User) { u.Tier, u.Role = "free", "admin" }); err != nil || caller.Tier != "free" || caller.Role != "admin" {
		t.Errorf("another tier and role: %+v %v", caller, err)
	}
	_, err := change(func(u *store.User) { u.Disabled = true })
	wantCode(t, "disabled", err, api.CodeUnauthenticated)
}

// TestKeysThatAreRefusedTakeTheSameWork counts what is done, since the time itself can't be relied on: nobody must be able
// to tell by it whether there ever was such a key.
func TestKeysThatAreRefusedTakeTheSameWork(t *testing.T) {
	d := newDesk(t)
	revoked, disabled := d.create(t, &api.CreateApiKeyRequest{Name: "crm"}), generate()
	if _, err := d.Revoke(api.WithCaller(t.Context(), api.Caller{UserID: d.user.ID}), &api.RevokeApiKeyRequest{ID: revoked.ID}); err != nil {
		t.Fatal(err)
	}
	ben, sum := d.addUser(t, "ben@example.com"), digest(disabled)
	if err := d.store.Keys.Insert(t.Context(), store.Key{ID: store.NewID(), UserID: ben.ID, Hash: sum[:]}); err != nil {
		t.Fatal(err)
	}
	if _, err := d.store.Users.Update(t.Context(), ben.ID, func(u *store.User) { u.Disabled = true }); err != nil {
		t.Fatal(err)
	}
	looks, byHash := 0, d.byHash
	d.byHash = func(ctx context.Context, sum []byte) (store.Key, store.User, error) {
		looks++
		return byHash(ctx, sum)
	}
	for what, key := range map[string]string{"that nobody has": generate(), "that was revoked": revoked.Key, "of a disabled account": disabled} {
		for try := range 2 { // nor does a second try tell: none is remembered
			looks = 0
			_, err := d.Verify(t.Context(), key)
			wantCode(t, what, err, api.CodeUnauthenticated)
			if looks != 1 {
				t.Errorf("a key %s was looked up %d times at try %d, want once", what, looks, try+1)
			}
		}
	}
	if last := d.usage.take(); len(last) != 0 {
		t.Errorf("a refused key counts as used: %v", last)
	}
}

func TestLastUseIsWrittenBehind(t *testing.T) {
	d := newDesk(t)
	key := d.create(t, &api.CreateApiKeyRequest{Name: "crm"})
	lastUse := func() time.Time {
		row, err := d.store.Keys.Get(t.Context(), d.user.ID, key.ID)
		if err != nil {
			t.Fatal(err)
		}
		return row.LastUsedAt
	}
	for range 3 {
		d.clock = d.clock.Add(time.Second)
		if _, err := d.Verify(t.Context(), key.Key); err != nil {
			t.Fatal(err)
		}
	}
	if at := lastUse(); !at.IsZero() {
		t.Errorf("written with the request: %v", at)
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	if at := lastUse(); !at.Equal(d.clock) {
		t.Errorf("last used %v, want %v", at, d.clock)
	}
}

func TestUseThatCouldNotBeWrittenIsNotLost(t *testing.T) {
	early, late := time.Unix(1, 0), time.Unix(2, 0)
	var u usage
	u.note("a", early)
	u.note("b", early)
	failed := u.take()
	u.note("a", late)
	u.put(failed)
	if diff := cmp.Diff(map[string]time.Time{"a": late, "b": early}, u.take()); diff != "" {
		t.Error(diff)
	}
}

func TestCreateRefusesByMember(t *testing.T) {
	d := newDesk(t)
	past := d.clock
	_, err := d.Create(api.WithCaller(t.Context(), api.Caller{UserID: d.user.ID}), &api.CreateApiKeyRequest{
		Name: "  ", Scopes: []string{"whatsapp.*", "whatsapp.fly"}, AllowedIPs: []string{"::1", "1.2.3"}, ExpiresAt: &past,
	})
	wantCode(t, "all wrong", err, api.CodeInvalidRequest)
	var pointers []string
	var e *api.Error
	if errors.As(err, &e) {
		for _, f := range e.Fields {
			pointers = append(pointers, f.Pointer)
		}
	}
	if diff := cmp.Diff([]string{"/name", "/scopes/1", "/allowedIps/1", "/expiresAt"}, pointers); diff != "" {
		t.Error(diff)
	}
	_, err = d.Create(api.WithCaller(t.Context(), api.Caller{UserID: d.user.ID}), &api.CreateApiKeyRequest{Name: "two\nlines"})
	wantCode(t, "a name of two lines", err, api.CodeInvalidRequest)
	stranger := d.addUser(t, "ben@example.com")
	client := store.Client{ID: store.NewID(), UserID: stranger.ID, DesiredState: "disconnected"}
	if err := d.store.Clients.Insert(t.Context(), client); err != nil {
		t.Fatal(err)
	}
	_, err = d.Create(api.WithCaller(t.Context(), api.Caller{UserID: d.user.ID}), &api.CreateApiKeyRequest{Name: "x", ClientIDs: []string{client.ID}})
	wantCode(t, "a key for another account's client", err, api.CodeNotFound)
}

// TestRotationGivesNoMoreRightsThanTheCallerHas is the way around the rules of create: a narrow key that takes the
// place of a wide one.
func TestRotationGivesNoMoreRightsThanTheCallerHas(t *testing.T) {
	d := newDesk(t)
	wide := d.create(t, &api.CreateApiKeyRequest{Name: "wide"})
	narrow := d.create(t, &api.CreateApiKeyRequest{Name: "narrow", Scopes: []string{"apiKeys.*"}})
	caller, err := d.Verify(t.Context(), narrow.Key)
	if err != nil {
		t.Fatal(err)
	}
	_, err = d.Rotate(api.WithCaller(t.Context(), caller), &api.RotateApiKeyRequest{ID: wide.ID})
	wantCode(t, "a narrow key rotates a wide one", err, api.CodeForbidden)
	if _, err := d.Verify(t.Context(), wide.Key); err != nil {
		t.Errorf("the refused rotation ended the key: %v", err)
	}
	rotated, err := d.Rotate(api.WithCaller(t.Context(), caller), &api.RotateApiKeyRequest{ID: narrow.ID})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(narrow.Scopes, rotated.Scopes); diff != "" || rotated.Name != "narrow" {
		t.Errorf("rotated: %+v %s", rotated, diff)
	}
}

func TestKeyWithALimitMakesNoOther(t *testing.T) {
	d := newDesk(t)
	limit := 10
	key := d.create(t, &api.CreateApiKeyRequest{Name: "limited", HourlyLimit: &limit})
	caller, err := d.Verify(t.Context(), key.Key)
	if err != nil {
		t.Fatal(err)
	}
	ctx := api.WithCaller(t.Context(), caller)
	_, err = d.Create(ctx, &api.CreateApiKeyRequest{Name: "another", HourlyLimit: &limit})
	wantCode(t, "it creates another", err, api.CodeForbidden)
	_, err = d.Rotate(ctx, &api.RotateApiKeyRequest{ID: key.ID, GraceSeconds: 60})
	wantCode(t, "it rotates itself, for another limit beside its own", err, api.CodeForbidden)
}

func TestRotatedKeyLivesForItsGrace(t *testing.T) {
	d := newDesk(t)
	ada := api.WithCaller(t.Context(), api.Caller{UserID: d.user.ID})
	key := d.create(t, &api.CreateApiKeyRequest{Name: "crm"})
	next, err := d.Rotate(ada, &api.RotateApiKeyRequest{ID: key.ID, GraceSeconds: 60})
	if err != nil {
		t.Fatal(err)
	}
	if next.ExpiresAt != nil {
		t.Errorf("the new key got an expiry: %v", next.ExpiresAt)
	}
	d.clock = d.clock.Add(59 * time.Second)
	for _, k := range []string{key.Key, next.Key} {
		if _, err := d.Verify(t.Context(), k); err != nil {
			t.Errorf("within the grace: %v", err)
		}
	}
	d.clock = d.clock.Add(time.Second)
	_, err = d.Verify(t.Context(), key.Key)
	wantCode(t, "after the grace", err, api.CodeUnauthenticated)
	if _, err := d.Verify(t.Context(), next.Key); err != nil {
		t.Error(err)
	}
}

func TestIDsMayBeInUpperCase(t *testing.T) {
	d := newDesk(t)
	ada := api.WithCaller(t.Context(), api.Caller{UserID: d.user.ID})
	client := store.Client{ID: store.NewID(), UserID: d.user.ID, DesiredState: "disconnected"}
	if err := d.store.Clients.Insert(t.Context(), client); err != nil {
		t.Fatal(err)
	}
	key := d.create(t, &api.CreateApiKeyRequest{Name: "crm", ClientIDs: []string{strings.ToUpper(client.ID)}})
	caller, err := d.Verify(t.Context(), key.Key)
	if err != nil || !caller.MayUseClient(client.ID) {
		t.Errorf("a key for the client is for %v, %v", caller.Key, err)
	}
	next, err := d.Rotate(ada, &api.RotateApiKeyRequest{ID: strings.ToUpper(key.ID), GraceSeconds: 60})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.Verify(t.Context(), next.Key); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Revoke(ada, &api.RevokeApiKeyRequest{ID: strings.ToUpper(next.ID)}); err != nil {
		t.Error(err)
	}
	_, err = d.Verify(t.Context(), next.Key)
	wantCode(t, "right after it was revoked", err, api.CodeUnauthenticated)
}

func TestKeysAreTheirAccountsAlone(t *testing.T) {
	d := newDesk(t)
	key := d.create(t, &api.CreateApiKeyRequest{Name: "crm"})
	ben := api.WithCaller(t.Context(), api.Caller{UserID: d.addUser(t, "ben@example.com").ID})
	_, err := d.Revoke(ben, &api.RevokeApiKeyRequest{ID: key.ID})
	wantCode(t, "revoke", err, api.CodeNotFound)
	_, err = d.Rotate(ben, &api.RotateApiKeyRequest{ID: key.ID})
	wantCode(t, "rotate", err, api.CodeNotFound)
	list, err := d.List(ben, &api.ListApiKeysRequest{Limit: 50})
	if err != nil || len(list.Items) != 0 {
		t.Errorf("another account's list: %+v, %v", list, err)
	}
	if _, err := d.Verify(t.Context(), key.Key); err != nil {
		t.Error(err)
	}
}

func TestListIsPaged(t *testing.T) {
	d := newDesk(t)
	ada := api.WithCaller(t.Context(), api.Caller{UserID: d.user.ID})
	var made []string
	for i := range 5 {
		made = append(made, d.create(t, &api.CreateApiKeyRequest{Name: fmt.Sprint(i)}).ID)
	}
	slices.Reverse(made)
	var listed []string
	var sizes []int
	r := &api.ListApiKeysRequest{Limit: 2}
	for {
		page, err := d.List(ada, r)
		if err != nil {
			t.Fatal(err)
		}
		sizes = append(sizes, len(page.Items))
		for _, k := range page.Items {
			listed = append(listed, k.ID)
			if k.Scopes == nil || k.ClientIDs == nil || k.AllowedIPs == nil {
				t.Errorf("a list that is null in JSON: %+v", k)
			}
		}
		if page.NextCursor == nil {
			break
		}
		r.Cursor = page.NextCursor
	}
	if diff := cmp.Diff(made, listed); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]int{2, 2, 1}, sizes); diff != "" {
		t.Error(diff)
	}
	bad := "yesterday"
	_, err := d.List(ada, &api.ListApiKeysRequest{Limit: 2, Cursor: &bad})
	wantCode(t, "a made-up cursor", err, api.CodeInvalidRequest)
}

func TestOnlyWorkingKeysCountTowardsTheMost(t *testing.T) {
	d := newDesk(t)
	ada := api.WithCaller(t.Context(), api.Caller{UserID: d.user.ID})
	soon := d.clock.Add(time.Minute)
	var last *api.NewApiKey
	for i := range maxKeys {
		r := &api.CreateApiKeyRequest{Name: "x"}
		if i == 0 {
			r.ExpiresAt = &soon
		}
		last = d.create(t, r)
	}
	_, err := d.Create(ada, &api.CreateApiKeyRequest{Name: "one more"})
	wantCode(t, "one key too many", err, api.CodeForbidden)
	_, err = d.Rotate(ada, &api.RotateApiKeyRequest{ID: last.ID, GraceSeconds: 60})
	wantCode(t, "one too many for a minute", err, api.CodeForbidden)
	if _, err := d.Rotate(ada, &api.RotateApiKeyRequest{ID: last.ID}); err != nil {
		t.Errorf("one in place of another: %v", err)
	}
	d.clock = soon
	if _, err := d.Create(ada, &api.CreateApiKeyRequest{Name: "one more"}); err != nil {
		t.Errorf("in place of an expired one: %v", err)
	}
}
