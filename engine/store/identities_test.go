package store

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func testIdentities(t *testing.T, s *Store) {
	ctx := t.Context()
	const issuer = "https://id.example.com"
	ada, bob := addUser(t, s, "ada@example.com"), addUser(t, s, "bob@example.com")
	one := Identity{Issuer: issuer, Subject: "1", UserID: ada, Email: "ada@example.com", CreatedAt: testTime}
	must(t, s.Identities.Insert(ctx, one))
	for what, i := range map[string]Identity{
		"the same person twice":          one,
		"a person of somebody else":      {Issuer: issuer, Subject: "1", UserID: bob},
		"another person for the account": {Issuer: issuer, Subject: "2", UserID: ada},
	} {
		if err := s.Identities.Insert(ctx, i); !errors.Is(err, ErrExists) {
			t.Errorf("%s: %v", what, err)
		}
	}
	must(t, s.Identities.Insert(ctx, Identity{Issuer: "https://other.example.com", Subject: "1", UserID: ada}))
	must(t, s.Identities.Use(ctx, issuer, "1", testTime.Add(time.Second)))
	one.UsedAt = testTime.Add(time.Second)
	if diff := cmp.Diff(one, got[Identity](t)(s.Identities.Get(ctx, issuer, "1"))); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(one, got[Identity](t)(s.Identities.Of(ctx, issuer, ada))); diff != "" {
		t.Error(diff)
	}
	if _, err := s.Identities.Of(ctx, issuer, bob); !errors.Is(err, ErrNotFound) {
		t.Errorf("of Bob: %v", err)
	}

	grace := User{ID: NewID(), Email: "Grace@example.com", Role: "user", Tier: "free", CreatedAt: testTime}
	her := Identity{Issuer: issuer, Subject: "3", Email: grace.Email, CreatedAt: testTime}
	if _, err := s.Identities.Join(ctx, grace, her, false); !errors.Is(err, ErrNotFound) {
		t.Errorf("not invited: %v", err)
	}
	link := Link{ID: NewID(), Hash: []byte("link"), Kind: LinkInvitation, Email: "grace@example.com", Role: "admin", Tier: "pro", CreatedAt: testTime, ExpiresAt: testTime.Add(time.Hour)}
	must(t, s.Links.Put(ctx, link))
	late := grace
	late.CreatedAt = testTime.Add(time.Hour)
	if _, err := s.Identities.Join(ctx, late, her, false); !errors.Is(err, ErrNotFound) {
		t.Errorf("invited long ago: %v", err)
	}
	if _, err := s.Identities.Join(ctx, grace, Identity{Issuer: issuer, Subject: "1"}, true); !errors.Is(err, ErrExists) {
		t.Errorf("as somebody else: %v", err)
	}
	if u := got[User](t)(s.Identities.Join(ctx, grace, her, false)); u.Role != "admin" || u.Tier != "pro" {
		t.Errorf("%+v", u)
	}
	if _, err := s.Links.ByHash(ctx, []byte("link"), testTime); !errors.Is(err, ErrNotFound) {
		t.Errorf("the invitation is good again: %v", err)
	}
	if i := got[Identity](t)(s.Identities.Get(ctx, issuer, "3")); i.UserID != grace.ID {
		t.Errorf("%+v", i)
	}
	if _, err := s.Identities.Join(ctx, User{ID: NewID(), Email: "bob@example.com", Role: "user"}, Identity{Issuer: issuer, Subject: "4"}, true); !errors.Is(err, ErrExists) {
		t.Errorf("an address that is taken: %v", err)
	}
	eve := got[User](t)(s.Identities.Join(ctx, User{ID: NewID(), Email: "eve@example.com", Role: "user"}, Identity{Issuer: issuer, Subject: "5"}, true))

	must(t, s.Identities.Delete(ctx, issuer, ada))
	if err := s.Identities.Delete(ctx, issuer, ada); !errors.Is(err, ErrNotFound) {
		t.Errorf("deleted twice: %v", err)
	}
	must(t, s.Users.Delete(ctx, eve.ID))
	if _, err := s.Identities.Get(ctx, issuer, "5"); !errors.Is(err, ErrNotFound) {
		t.Errorf("it outlives its account: %v", err)
	}
}
