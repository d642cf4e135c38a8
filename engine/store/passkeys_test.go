package store

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func testPasskeys(t *testing.T, s *Store) {
	ctx := t.Context()
	ada, bob := addUser(t, s, "ada@example.com"), addUser(t, s, "bob@example.com")
	first := Passkey{ID: NewID(), UserID: ada, CredentialID: []byte("one"), Sealed: []byte("sealed"), Name: "Phone", CreatedAt: testTime}
	must(t, s.Passkeys.Insert(ctx, first))
	again := first
	again.ID, again.UserID = NewID(), bob
	if err := s.Passkeys.Insert(ctx, again); !errors.Is(err, ErrExists) {
		t.Errorf("one of somebody else: %v", err)
	}
	first.Sealed, first.Suspect, first.UsedAt = []byte("counted"), true, testTime.Add(time.Second)
	must(t, s.Passkeys.Use(ctx, first))
	if diff := cmp.Diff([]Passkey{first}, got[[]Passkey](t)(s.Passkeys.List(ctx, ada))); diff != "" {
		t.Error(diff)
	}
	if err := s.Passkeys.Delete(ctx, bob, first.ID); !errors.Is(err, ErrNotFound) {
		t.Errorf("somebody else deletes it: %v", err)
	}
	must(t, s.Passkeys.Delete(ctx, ada, first.ID))
	if err := s.Passkeys.Use(ctx, first); !errors.Is(err, ErrNotFound) {
		t.Errorf("one that is gone is used: %v", err)
	}
	for i := range MaxPasskeys {
		must(t, s.Passkeys.Insert(ctx, Passkey{ID: NewID(), UserID: bob, CredentialID: fmt.Appendf(nil, "%d", i), Sealed: []byte("sealed")}))
	}
	if err := s.Passkeys.Insert(ctx, Passkey{ID: NewID(), UserID: bob, CredentialID: []byte("more"), Sealed: []byte("sealed")}); !errors.Is(err, ErrInUse) {
		t.Errorf("one too many: %v", err)
	}
	must(t, s.Users.Delete(ctx, bob))
	if n := len(got[[]Passkey](t)(s.Passkeys.List(ctx, bob))); n != 0 {
		t.Errorf("%d passkeys outlive their account", n)
	}
}
