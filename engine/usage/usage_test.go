package usage_test

import (
	"log/slog"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.uber.org/goleak"

	"wpengine/engine/store"
	"wpengine/engine/usage"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var noon = time.Date(2026, 3, 2, 12, 30, 0, 0, time.UTC)

type desk struct {
	*usage.Counter
	store *store.Store
	path  string
	ada   string
	now   time.Time
}

func open(t *testing.T) *desk {
	t.Helper()
	d := &desk{path: store.Path(t.TempDir()), now: noon}
	var err error
	if d.store, err = store.Open(t.Context(), store.Options{Path: d.path}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.store.Close() })
	ada := store.User{ID: store.NewID(), Email: "ada@example.com", Role: "user", Tier: "pro", CreatedAt: noon}
	if err := d.store.Users.Insert(t.Context(), ada); err != nil {
		t.Fatal(err)
	}
	d.ada = ada.ID
	d.Counter = usage.New(d.store.Usage, slog.New(slog.DiscardHandler), func() time.Time { return d.now })
	t.Cleanup(func() { _ = d.Close() })
	return d
}

func TestRequestsAreCountedByDayKeyAndOperation(t *testing.T) {
	d := open(t)
	key := store.Key{ID: store.NewID(), UserID: d.ada, Name: "crm", Hash: []byte("hash"), CreatedAt: noon}
	if err := d.store.Keys.Insert(t.Context(), key); err != nil {
		t.Fatal(err)
	}
	for range 3 {
		d.Note(d.ada, key.ID, "server.ping", false)
	}
	d.Note(d.ada, key.ID, "whatsapp.sendMessage", true)
	d.now = noon.Add(-24 * time.Hour)
	d.Note(d.ada, "", "server.ping", false)
	d.now = noon.Add(-40 * 24 * time.Hour)
	d.Note(d.ada, "", "clients.list", false)
	d.Note("nobody", "", "server.ping", false) // deleted while they were being answered

	got, err := d.Of(t.Context(), d.ada, noon.Add(-30*24*time.Hour))
	want := usage.Report{
		Days: []store.UsageDay{
			{Day: time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC), UsageCount: store.UsageCount{Requests: 1}},
			{Day: time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC), UsageCount: store.UsageCount{Requests: 4, Failures: 1}},
		},
		Keys: []store.UsageSum{
			{Name: key.ID, Label: "crm", UsageCount: store.UsageCount{Requests: 4, Failures: 1}},
			{UsageCount: store.UsageCount{Requests: 1}},
		},
		Operations: []store.UsageSum{
			{Name: "server.ping", UsageCount: store.UsageCount{Requests: 4}},
			{Name: "whatsapp.sendMessage", UsageCount: store.UsageCount{Requests: 1, Failures: 1}},
		},
	}
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("%v %s", err, diff)
	}

	if err := d.Purge(t.Context(), noon); err != nil {
		t.Fatal(err)
	}
	if got, err := d.Of(t.Context(), d.ada, time.Time{}); err != nil || len(got.Operations) != 2 {
		t.Errorf("what is old is kept: %+v %v", got.Operations, err)
	}
	if err := d.store.Users.Delete(t.Context(), d.ada); err != nil {
		t.Fatal(err)
	}
	if got, err := d.Of(t.Context(), d.ada, time.Time{}); err != nil || len(got.Days) != 0 {
		t.Errorf("it outlives its account: %+v %v", got, err)
	}
}

func TestNothingIsLostAndNothingCountedTwice(t *testing.T) {
	d := open(t)
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for range 250 {
				d.Note(d.ada, "", "server.ping", false)
			}
		})
		all.Go(func() {
			for range 10 {
				if err := d.Flush(t.Context()); err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	if got, err := d.Of(t.Context(), d.ada, time.Time{}); err != nil || len(got.Days) != 1 || got.Days[0].Requests != 2000 {
		t.Errorf("%+v %v", got.Days, err)
	}
}

func TestCountsWaitForADatabaseThatFails(t *testing.T) {
	d := open(t)
	d.Note(d.ada, "", "server.ping", true)
	if err := d.store.Close(); err != nil {
		t.Fatal(err)
	}
	if err := d.Flush(t.Context()); err == nil {
		t.Fatal("it is written to a database that is closed")
	}
	if err := d.Close(); err == nil {
		t.Error("nothing is left to write: the count is lost")
	}
}
