package store

import (
	"errors"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func hashes(prefix string, n int) (all [][]byte) {
	for i := range n {
		all = append(all, fmt.Appendf(nil, "%s %d", prefix, i))
	}
	return all
}

func testFactors(t *testing.T, s *Store) {
	ctx := t.Context()
	ada, bob := addUser(t, s, "ada@example.com"), addUser(t, s, "bob@example.com")
	own, other := addSession(t, s, ada, "own", testTime), addSession(t, s, ada, "other", testTime)
	if _, err := s.Factors.Get(ctx, ada); !errors.Is(err, ErrNotFound) {
		t.Errorf("before there is one: %v", err)
	}
	f := Factor{UserID: ada, Sealed: []byte("sealed"), UsedStep: 7, CreatedAt: testTime}
	must(t, s.Factors.Insert(ctx, f, hashes("ada", 3), own.ID))
	f.Codes = 3
	if diff := cmp.Diff(f, got[Factor](t)(s.Factors.Get(ctx, ada))); diff != "" {
		t.Error(diff)
	}
	if have := got[[]Session](t)(s.Sessions.List(ctx, ada)); len(have) != 1 || have[0].ID != own.ID {
		t.Errorf("sessions go on that were begun without: %s is not %s: %+v", other.ID, own.ID, have)
	}
	if err := s.Factors.Insert(ctx, f, nil, own.ID); !errors.Is(err, ErrExists) {
		t.Errorf("a second one: %v", err)
	}

	for _, c := range []struct {
		step int64
		want bool
	}{{7, false}, {6, false}, {8, true}, {8, false}, {10, true}, {9, false}} {
		if ok := got[bool](t)(s.Factors.UseStep(ctx, ada, c.step)); ok != c.want {
			t.Errorf("step %d: %v", c.step, ok)
		}
	}

	must(t, s.Factors.Insert(ctx, Factor{UserID: bob, Sealed: []byte("sealed")}, hashes("bob", 1), ""))
	for _, c := range []struct {
		hash string
		want bool
	}{{"ada 1", true}, {"ada 1", false}, {"bob 0", false}, {"", false}} {
		if ok := got[bool](t)(s.Factors.UseCode(ctx, ada, []byte(c.hash))); ok != c.want {
			t.Errorf("recovery code %q: %v", c.hash, ok)
		}
	}
	must(t, s.Factors.SetCodes(ctx, ada, hashes("new", 2)))
	if ok := got[bool](t)(s.Factors.UseCode(ctx, ada, []byte("ada 0"))); ok {
		t.Error("a code is good that was replaced")
	}
	if f := got[Factor](t)(s.Factors.Get(ctx, ada)); f.Codes != 2 || f.UsedStep != 10 {
		t.Errorf("%+v", f)
	}

	must(t, s.Factors.Delete(ctx, ada))
	if err := s.Factors.Delete(ctx, ada); !errors.Is(err, ErrNotFound) {
		t.Errorf("deleted twice: %v", err)
	}
	if ok := got[bool](t)(s.Factors.UseCode(ctx, ada, []byte("new 0"))); ok {
		t.Error("a recovery code outlives its factor")
	}
	must(t, s.Users.Delete(ctx, bob))
	if _, err := s.Factors.Get(ctx, bob); !errors.Is(err, ErrNotFound) {
		t.Errorf("a factor outlives its account: %v", err)
	}
}
