package passkey_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"wpengine/engine/account/audit"
	"wpengine/engine/account/passkey"
	"wpengine/engine/api"
	"wpengine/engine/store"
)

type site struct {
	*passkey.Passkeys
	t     *testing.T
	store *store.Store
	file  string
	now   time.Time
	ada   store.User
}

func open(t *testing.T) *site {
	t.Helper()
	s := &site{t: t, now: time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC), file: filepath.Join(t.TempDir(), store.FileName)}
	var err error
	if s.store, err = store.Open(t.Context(), store.Options{Path: s.file}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.store.Close() })
	s.Passkeys = s.at("https://wa.example.com")
	s.ada = s.add("ada@example.com")
	return s
}

func (s *site) at(origin string) *passkey.Passkeys {
	s.t.Helper()
	p, err := passkey.New(passkey.Config{
		Rows: s.store.Passkeys, Users: s.store.Users, Audit: audit.New(s.store.Audit, slog.New(slog.DiscardHandler)), Secret: bytes.Repeat([]byte{1}, 32),
		Origin: origin, Name: "WP Engine", Now: func() time.Time { return s.now },
	})
	if err != nil {
		s.t.Fatal(err)
	}
	return p
}

func (s *site) add(email string) store.User {
	s.t.Helper()
	u := store.User{ID: store.NewID(), Email: email, Role: "user", Tier: "free", CreatedAt: s.now}
	if err := s.store.Users.Insert(s.t.Context(), u); err != nil {
		s.t.Fatal(err)
	}
	return u
}

func (s *site) as(u store.User) context.Context {
	return api.WithCaller(s.t.Context(), api.Caller{UserID: u.ID, Email: u.Email, Address: "192.0.2.1"})
}

// enrol gives an account a passkey of a new device.
func (s *site) enrol(u store.User) *device {
	s.t.Helper()
	d := newDevice(s.t)
	if err := s.create(u, d); err != nil {
		s.t.Fatal(err)
	}
	return d
}

func (s *site) create(u store.User, d *device) error {
	s.t.Helper()
	options, err := s.AskToAdd(s.as(u), "session of "+u.ID)
	if err != nil {
		return err
	}
	return s.Add(s.as(u), "session of "+u.ID, "Phone", d.create(options))
}

func (s *site) signIn(d *device) (store.User, error) {
	s.t.Helper()
	key, options, err := s.AskToSignIn(s.as(store.User{}), "")
	if err != nil {
		return store.User{}, err
	}
	return s.SignIn(s.as(store.User{}), key, d.get(options))
}

// refuses insists on an error for people.
func (s *site) refuses(what string, err error, code api.Code) {
	s.t.Helper()
	shown := new(api.Error)
	if !errors.As(err, &shown) || shown.Code != code {
		s.t.Errorf("%s: %v, want %s", what, err, code)
	}
}

func TestPasskeySignsItsOwnerIn(t *testing.T) {
	s := open(t)
	phone, other := s.enrol(s.ada), s.enrol(s.add("bob@example.com"))
	for range 3 {
		if u, err := s.signIn(phone); err != nil || u.ID != s.ada.ID {
			t.Fatalf("%s: %v", u.Email, err)
		}
	}
	if u, err := s.signIn(other); err != nil || u.Email != "bob@example.com" {
		t.Errorf("%s: %v", u.Email, err)
	}
	list, err := s.List(t.Context(), s.ada.ID)
	if err != nil || len(list) != 1 || list[0].Name != "Phone" || !list[0].Used.Equal(s.now) || list[0].Suspect {
		t.Errorf("%+v %v", list, err)
	}
}

func TestAnswerIsTakenOnceAndInTime(t *testing.T) {
	s := open(t)
	phone := s.enrol(s.ada)
	key, options, err := s.AskToSignIn(s.as(store.User{}), "")
	if err != nil {
		t.Fatal(err)
	}
	answer := phone.get(options)
	_, err = s.SignIn(s.as(store.User{}), "AAAA", answer)
	s.refuses("another browser's", err, api.CodeInvalidRequest)
	_, otherOptions, err := s.AskToSignIn(s.as(store.User{}), "")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.SignIn(s.as(store.User{}), key, answer); err != nil {
		t.Error(err)
	}
	_, err = s.SignIn(s.as(store.User{}), key, answer)
	s.refuses("twice", err, api.CodeInvalidRequest)

	key, _, err = s.AskToSignIn(s.as(store.User{}), "")
	if err != nil {
		t.Fatal(err)
	}
	_, err = s.SignIn(s.as(store.User{}), key, phone.get(otherOptions))
	s.refuses("to another question", err, api.CodeUnauthenticated)

	key, options, err = s.AskToSignIn(s.as(store.User{}), "")
	if err != nil {
		t.Fatal(err)
	}
	again, same, err := s.AskToSignIn(s.as(store.User{}), key)
	if err != nil || again != key || phone.read(same).Challenge != phone.read(options).Challenge {
		t.Errorf("another tab of the browser is asked for something else: %v", err)
	}
	s.now = s.now.Add(5 * time.Minute)
	if anew, _, err := s.AskToSignIn(s.as(store.User{}), key); err != nil || anew == key {
		t.Errorf("what is over is asked again: %v", err)
	}
	_, err = s.SignIn(s.as(store.User{}), key, phone.get(options))
	s.refuses("late", err, api.CodeInvalidRequest)

	made, err := s.AskToAdd(s.as(s.ada), "session")
	if err != nil {
		t.Fatal(err)
	}
	added := newDevice(t).create(made)
	s.refuses("in another session", s.Add(s.as(s.ada), "another", "Phone", added), api.CodeInvalidRequest)
	if err := s.Add(s.as(s.ada), "session", "Phone", added); err != nil {
		t.Error(err)
	}
	s.refuses("added twice", s.Add(s.as(s.ada), "session", "Phone", added), api.CodeInvalidRequest)
}

func TestPasskeyProvesWhoIsInASession(t *testing.T) {
	s := open(t)
	phone, bobs := s.enrol(s.ada), s.enrol(s.add("bob@example.com"))
	ask := func() any {
		t.Helper()
		options, err := s.AskToProve(s.as(s.ada), "session")
		if err != nil {
			t.Fatal(err)
		}
		return options
	}
	answer := phone.get(ask())
	s.refuses("in another session", s.Prove(s.as(s.ada), "another", answer), api.CodeInvalidRequest)
	if err := s.Prove(s.as(s.ada), "session", answer); err != nil {
		t.Fatal(err)
	}
	s.refuses("twice", s.Prove(s.as(s.ada), "session", answer), api.CodeInvalidRequest)
	s.refuses("of somebody else", s.Prove(s.as(s.ada), "session", bobs.get(ask())), api.CodeInvalidRequest)
	ask()
	s.refuses("to another question", s.Prove(s.as(s.ada), "session", answer), api.CodeInvalidRequest)
	late := phone.get(ask())
	s.now = s.now.Add(5 * time.Minute)
	s.refuses("late", s.Prove(s.as(s.ada), "session", late), api.CodeInvalidRequest)
	phone.unknown = true
	s.refuses("whom the device doesn't know", s.Prove(s.as(s.ada), "session", phone.get(ask())), api.CodeInvalidRequest)
	_, err := s.AskToProve(s.as(s.add("carol@example.com")), "hers")
	s.refuses("without a passkey", err, api.CodeConflict)
}

func TestPasskeyIsRefused(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*site, *device)
		code   api.Code
	}{
		"at another address":             {func(_ *site, d *device) { d.origin = "https://wa.example.com.evil.example" }, api.CodeUnauthenticated},
		"at another port":                {func(_ *site, d *device) { d.origin = "https://wa.example.com:8443" }, api.CodeUnauthenticated},
		"without TLS":                    {func(_ *site, d *device) { d.origin = "http://wa.example.com" }, api.CodeUnauthenticated},
		"for another host":               {func(_ *site, d *device) { d.rp = "example.com" }, api.CodeUnauthenticated},
		"of whom it doesn't know":        {func(_ *site, d *device) { d.unknown = true }, api.CodeUnauthenticated},
		"with another key":               {func(s *site, d *device) { d.key = newDevice(s.t).key }, api.CodeUnauthenticated},
		"for another account":            {func(s *site, d *device) { d.handle = decodeID(s.t, s.add("bob@example.com").ID) }, api.CodeUnauthenticated},
		"for an account that isn't":      {func(s *site, d *device) { d.handle = decodeID(s.t, store.NewID()) }, api.CodeUnauthenticated},
		"for nothing like an account":    {func(_ *site, d *device) { d.handle = []byte("eve") }, api.CodeUnauthenticated},
		"for nobody":                     {func(_ *site, d *device) { d.handle = nil }, api.CodeUnauthenticated},
		"of an account that is disabled": {func(s *site, _ *device) { s.disable() }, api.CodeUnauthenticated},
		"as a copy":                      {func(_ *site, d *device) { d.count = 0 }, api.CodeInvalidRequest},
		"after it was removed":           {func(s *site, _ *device) { s.remove() }, api.CodeUnauthenticated},
	} {
		t.Run(name, func(t *testing.T) {
			s := open(t)
			d := s.enrol(s.ada)
			if _, err := s.signIn(d); err != nil {
				t.Fatal(err)
			}
			c.change(s, d)
			_, err := s.signIn(d)
			s.refuses(name, err, c.code)
		})
	}
}

func (s *site) disable() {
	if _, err := s.store.Users.Update(s.t.Context(), s.ada.ID, func(u *store.User) { u.Disabled = true }); err != nil {
		s.t.Fatal(err)
	}
}

func (s *site) remove() {
	list, err := s.List(s.t.Context(), s.ada.ID)
	if err == nil {
		err = s.Remove(s.as(s.ada), list[0].ID)
	}
	if err != nil {
		s.t.Fatal(err)
	}
}

// decodeID is the account as devices know it.
func decodeID(t *testing.T, id string) []byte {
	t.Helper()
	var raw []byte
	if _, err := fmt.Sscanf(strings.ReplaceAll(id, "-", ""), "%x", &raw); err != nil {
		t.Fatal(err)
	}
	return raw
}

func TestCopyIsRememberedUntilItIsRemoved(t *testing.T) {
	s := open(t)
	d := s.enrol(s.ada)
	if _, err := s.signIn(d); err != nil {
		t.Fatal(err)
	}
	d.count = 1
	_, err := s.signIn(d)
	s.refuses("a copy", err, api.CodeInvalidRequest)
	list, err := s.List(t.Context(), s.ada.ID)
	if err != nil || !list[0].Suspect {
		t.Errorf("%+v %v", list, err)
	}
	events, err := s.store.Audit.List(t.Context(), s.ada.ID, "", 1)
	if err != nil || events[0].Action != audit.PasskeyCopied {
		t.Errorf("%+v %v", events, err)
	}
}

func TestPasskeyIsNotAddedFromElsewhereOrTwice(t *testing.T) {
	s := open(t)
	for name, change := range map[string]func(*device){
		"from another address":  func(d *device) { d.origin = "https://evil.example" },
		"for another host":      func(d *device) { d.rp = "evil.example" },
		"without verifying who": func(d *device) { d.unknown = true },
	} {
		d := newDevice(t)
		change(d)
		s.refuses(name, s.create(s.ada, d), api.CodeInvalidRequest)
	}
	d := s.enrol(s.ada)
	s.refuses("by somebody else", s.create(s.add("bob@example.com"), d), api.CodeConflict)
	s.refuses("nonsense", func() error {
		if _, err := s.AskToAdd(s.as(s.ada), "x"); err != nil {
			return err
		}
		return s.Add(s.as(s.ada), "x", "", "{}")
	}(), api.CodeInvalidRequest)
	list, err := s.List(t.Context(), s.ada.ID)
	if err != nil {
		t.Fatal(err)
	}
	s.refuses("removed by somebody else", s.Remove(s.as(mustUser(s, "bob@example.com")), list[0].ID), api.CodeNotFound)
}

func mustUser(s *site, email string) store.User {
	u, err := s.store.Users.ByEmail(s.t.Context(), email)
	if err != nil {
		s.t.Fatal(err)
	}
	return u
}

// What was sealed with a key that is lost, or was put there by somebody who hasn't it, is no passkey.
func TestPasskeyIsWorthItsSeal(t *testing.T) {
	s := open(t)
	first := s.enrol(s.ada)
	rows, err := s.store.Passkeys.List(t.Context(), s.ada.ID)
	if err != nil {
		t.Fatal(err)
	}
	rows[0].Sealed[20] ^= 1
	if err := s.store.Passkeys.Use(t.Context(), rows[0]); err != nil {
		t.Fatal(err)
	}
	_, err = s.signIn(first)
	s.refuses("damaged", err, api.CodeUnauthenticated)
	if u, err := s.signIn(s.enrol(s.ada)); err != nil || u.ID != s.ada.ID {
		t.Errorf("another is worth nothing either: %v", err)
	}
}

func TestAddressesThatHavePasskeys(t *testing.T) {
	s := open(t)
	for origin, want := range map[string]string{
		"https://wa.example.com": "", "https://wa.example.com:8443": "", "http://localhost:8080": "", "http://wa.localhost:8080": "",
		"http://wa.example.com": "for https addresses, not for http://wa.example.com", "http://192.0.2.1:8080": "for names, not for 192.0.2.1",
		"https://[2001:db8::1]": "for names", "": "Start it with --public-url",
	} {
		p := s.at(origin)
		if got := p.Problem(); (got == "") != (want == "") || !strings.Contains(got, want) {
			t.Errorf("%s: %q, want %q", origin, got, want)
		}
		if want == "" {
			continue
		}
		_, _, err := p.AskToSignIn(s.as(store.User{}), "")
		s.refuses(origin, err, api.CodeForbidden)
		_, err = p.AskToAdd(s.as(s.ada), "session")
		s.refuses(origin, err, api.CodeForbidden)
	}
}
