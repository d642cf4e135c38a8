package account

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"wpengine/engine/account/audit"
	"wpengine/engine/api"
	"wpengine/engine/store"
)

// openInside makes accounts whose insides a test looks at.
func openInside(t *testing.T) (*Accounts, *store.Store) {
	t.Helper()
	s, err := store.Open(t.Context(), store.Options{Path: filepath.Join(t.TempDir(), store.FileName)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	a, err := New(Config{Users: s.Users, Links: s.Links, Audit: audit.New(s.Audit, slog.New(slog.DiscardHandler)), Secret: []byte("secret"), HashMemory: 64})
	if err != nil {
		t.Fatal(err)
	}
	return a, s
}

// Who guesses could else hang up while others are in line, and begin with the free attempts again.
func TestHangingUpIsNoWayToGuessOn(t *testing.T) {
	a, _ := openInside(t)
	guess := Attempt{Email: "ada@example.com", Password: "a wrong password"}
	for range pairRule.Free - 1 {
		_, _ = a.SignIn(t.Context(), guess)
	}
	compare := a.passwords.compare
	a.passwords.compare = func(string, string) (bool, error) { return false, context.Canceled }
	_, _ = a.SignIn(t.Context(), guess)
	a.passwords.compare = compare
	_, err := a.SignIn(t.Context(), guess)
	if shown := new(api.Error); !errors.As(err, &shown) || shown.Code != api.CodeRateLimited {
		t.Errorf("the next guess: %v, want %s", err, api.CodeRateLimited)
	}
}

// TestSignInsThatAreRefusedTakeTheSameWork counts what is done, since the time itself can't be relied on: nobody must be
// able to tell by it who has an account.
func TestSignInsThatAreRefusedTakeTheSameWork(t *testing.T) {
	a, s := openInside(t)
	for _, name := range []string{"ada", "off"} {
		if _, err := a.Create(t.Context(), NewAccount{Email: name + "@example.com", Password: "four quiet rivers meet"}); err != nil {
			t.Fatal(err)
		}
	}
	off, err := s.Users.ByEmail(t.Context(), "off@example.com")
	if err == nil {
		_, err = s.Users.Update(t.Context(), off.ID, func(u *store.User) { u.Disabled = true })
	}
	if err == nil {
		err = s.Users.Insert(t.Context(), store.User{ID: store.NewID(), Email: "bare@example.com", Role: RoleUser, Tier: TierFree}) // has no password
	}
	if err != nil {
		t.Fatal(err)
	}
	var work []string
	compare := a.passwords.compare
	a.passwords.compare = func(password, hash string) (bool, error) {
		parts := strings.Split(hash, "$")
		work = append(work, fmt.Sprintf("%d characters with %s, %d of salt and %d of hash", len(password), strings.Join(parts[1:4], " "), len(parts[4]), len(parts[5])))
		return compare(password, hash)
	}
	for _, password := range []string{"a wrong password", strings.Repeat("x", maxPassword+1), ""} {
		var first []string
		for i, email := range []string{"ada@example.com", "off@example.com", "bare@example.com", "nobody@example.com"} {
			work = nil
			ctx := api.WithCaller(t.Context(), api.Caller{Address: fmt.Sprint("192.0.2.", i)})
			_, err := a.SignIn(ctx, Attempt{Email: email, Password: password})
			if shown := new(api.Error); !errors.As(err, &shown) || shown.Code != api.CodeUnauthenticated {
				t.Errorf("%s: %v", email, err)
			}
			if i == 0 {
				first = work
			}
			if !slices.Equal(work, first) {
				t.Errorf("a password of %d characters: for %s %q, for an account that is there %q", len(password), email, work, first)
			}
		}
		if len(first) != 1 && len(password) <= maxPassword {
			t.Errorf("a password of %d characters was compared %d times", len(password), len(first))
		}
	}
	work = nil
	if _, err := a.SignIn(t.Context(), Attempt{Email: "off@example.com", Password: "four quiet rivers meet"}); err == nil || len(work) != 1 {
		t.Errorf("the right password of a disabled account: %v, %q", err, work)
	}
	events, err := s.Audit.ListAll(t.Context(), "", 100)
	if n := len(slices.DeleteFunc(events, func(e store.AuditEvent) bool { return e.Action != audit.SignInFailed })); err != nil || n != 4*2+1 { // of three by one and the same, two
		t.Errorf("%d refusals are in the audit log: %v", n, err)
	}
}
