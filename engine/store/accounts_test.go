package store

import (
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func addSession(t *testing.T, s *Store, user, secret string, at time.Time) Session {
	t.Helper()
	session := Session{
		ID: NewID(), Hash: []byte(secret), UserID: user, Method: "password", Address: "192.0.2.1", Agent: "Browser", Notice: "Welcome", CreatedAt: at, UsedAt: at,
	}
	must(t, s.Sessions.Insert(t.Context(), session, got[User](t)(s.Users.Get(t.Context(), user)).PasswordChangedAt, false))
	return session
}

func testSessions(t *testing.T, s *Store) {
	ctx := t.Context()
	ada, bob := addUser(t, s, "ada@example.com"), addUser(t, s, "bob@example.com")
	first := addSession(t, s, ada, "first", testTime)
	session, user, err := s.Sessions.ByHash(ctx, []byte("first"))
	must(t, err)
	if diff := cmp.Diff(first, session); diff != "" || user.ID != ada || user.Email != "ada@example.com" || !user.SignedInAt.Equal(testTime) {
		t.Errorf("%s %+v", diff, user)
	}
	if _, _, err := s.Sessions.ByHash(ctx, []byte("other")); !errors.Is(err, ErrNotFound) {
		t.Errorf("unknown hash: %v", err)
	}

	must(t, s.Sessions.Touch(ctx, first.ID, testTime.Add(time.Minute), "192.0.2.2", "Other"))
	must(t, s.Sessions.Touch(ctx, first.ID, testTime, "192.0.2.3", "Late"))
	must(t, s.Sessions.SetNotice(ctx, first.ID, ""))
	first.UsedAt, first.Address, first.Agent, first.Notice = testTime.Add(time.Minute), "192.0.2.2", "Other", ""
	second := addSession(t, s, ada, "second", testTime.Add(time.Second))
	if diff := cmp.Diff([]Session{first, second}, got[[]Session](t)(s.Sessions.List(ctx, ada))); diff != "" {
		t.Error(diff)
	}

	if err := s.Sessions.End(ctx, bob, first.ID); !errors.Is(err, ErrNotFound) {
		t.Errorf("somebody else ends it: %v", err)
	}
	must(t, s.Sessions.End(ctx, ada, first.ID))
	must(t, s.Sessions.Touch(ctx, first.ID, testTime.Add(time.Hour), "", ""))
	if _, _, err := s.Sessions.ByHash(ctx, []byte("first")); !errors.Is(err, ErrNotFound) {
		t.Errorf("a touch has brought back a session: %v", err)
	}
	addSession(t, s, ada, "third", testTime)
	addSession(t, s, bob, "bob", testTime)
	must(t, s.Sessions.EndAll(ctx, ada, second.ID))
	if have := got[[]Session](t)(s.Sessions.List(ctx, ada)); len(have) != 1 || have[0].ID != second.ID {
		t.Errorf("%d sessions go on, want the second", len(have))
	}
	if n := got[int64](t)(s.Sessions.Purge(ctx, testTime, testTime.Add(-time.Hour))); n != 1 {
		t.Errorf("%d sessions were idle, want Bob's", n)
	}

	for i := range maxSessions + 1 {
		addSession(t, s, bob, fmt.Sprint("bob ", i), testTime.Add(time.Duration(i)*time.Second))
	}
	if have := got[[]Session](t)(s.Sessions.List(ctx, bob)); len(have) != maxSessions || string(have[maxSessions-1].Hash) != "bob 1" {
		t.Errorf("%d sessions; the oldest is %s", len(have), have[len(have)-1].Hash)
	}
	got[User](t)(s.Users.Update(ctx, bob, func(u *User) { u.Disabled = true }))
	if have := got[[]Session](t)(s.Sessions.List(ctx, bob)); len(have) != 0 {
		t.Errorf("who is disabled has %d sessions", len(have))
	}
	if err := s.Sessions.Insert(ctx, Session{ID: NewID(), Hash: []byte("x"), UserID: bob}, time.Time{}, false); !errors.Is(err, ErrNotFound) {
		t.Errorf("who is disabled signs in: %v", err)
	}
	t.Log("who signs in while all are signed out")
	late := func(secondStep bool) error {
		id := NewID()
		return s.Sessions.Insert(ctx, Session{ID: id, Hash: []byte(id), UserID: ada}, testTime, secondStep)
	}
	got[User](t)(s.Users.SetPassword(ctx, ada, got[User](t)(s.Users.Get(ctx, ada)).PasswordHash, "hash", testTime, second.ID))
	must(t, late(false))
	must(t, s.Factors.Insert(ctx, Factor{UserID: ada, Sealed: []byte("app")}, nil, second.ID))
	if err := late(false); !errors.Is(err, ErrNotFound) {
		t.Errorf("without the second step that there is by now: %v", err)
	}
	must(t, late(true))
	got[User](t)(s.Users.SetPassword(ctx, ada, "hash", "new hash", testTime.Add(time.Second), second.ID))
	if err := late(true); !errors.Is(err, ErrNotFound) {
		t.Errorf("with the password that it was: %v", err)
	}
	must(t, s.Users.Delete(ctx, ada))
	if _, _, err := s.Sessions.ByHash(ctx, []byte("second")); !errors.Is(err, ErrNotFound) {
		t.Errorf("a session outlives its account: %v", err)
	}
}

func testLinks(t *testing.T, s *Store) {
	ctx := t.Context()
	link := func(kind, secret, user, email string) Link {
		return Link{ID: NewID(), Hash: []byte(secret), Kind: kind, UserID: user, Email: email, Role: "user", Tier: "free", CreatedAt: testTime, ExpiresAt: testTime.Add(time.Hour)}
	}
	newcomer := func(email string) User {
		return User{ID: NewID(), Email: email, Role: "admin", Tier: "free", CreatedAt: testTime}
	}

	t.Log("of those who open the same setup link at once, one makes the account")
	must(t, s.Links.Put(ctx, link(LinkSetup, "old", "", "")))
	must(t, s.Links.Put(ctx, link(LinkSetup, "setup", "", "")))
	if _, err := s.Links.ByHash(ctx, []byte("old"), testTime); !errors.Is(err, ErrNotFound) {
		t.Errorf("the link before is still good: %v", err)
	}
	var made atomic.Int32
	var race sync.WaitGroup
	for i := range 8 {
		race.Go(func() {
			err := s.Links.Join(ctx, LinkSetup, []byte("setup"), newcomer(fmt.Sprintf("first%d@example.com", i)))
			if err == nil {
				made.Add(1)
			} else if !errors.Is(err, ErrNotFound) {
				t.Error(err)
			}
		})
	}
	race.Wait()
	if n := got[int](t)(s.Users.Count(ctx)); made.Load() != 1 || n != 1 {
		t.Errorf("%d have made the first account, there are %d", made.Load(), n)
	}
	must(t, s.Links.Put(ctx, link(LinkSetup, "again", "", "")))
	if err := s.Links.Join(ctx, LinkSetup, []byte("again"), newcomer("second@example.com")); !errors.Is(err, ErrInUse) {
		t.Errorf("a second first account: %v", err)
	}

	t.Log("an invitation whose account can't be made stays")
	invitation := link(LinkInvitation, "bob", "", "bob@example.com")
	must(t, s.Links.Put(ctx, invitation))
	must(t, s.Links.Put(ctx, link(LinkInvitation, "eve", "", "eve@example.com")))
	taken := addUser(t, s, "taken@example.com")
	if err := s.Links.Join(ctx, LinkInvitation, []byte("bob"), newcomer("taken@example.com")); !errors.Is(err, ErrExists) {
		t.Errorf("a taken address: %v", err)
	}
	if diff := cmp.Diff(invitation, got[Link](t)(s.Links.ByHash(ctx, []byte("bob"), testTime))); diff != "" {
		t.Error(diff)
	}
	if err := s.Links.Join(ctx, LinkReset, []byte("bob"), newcomer("bob@example.com")); !errors.Is(err, ErrNotFound) {
		t.Errorf("it is used for something else: %v", err)
	}
	late := newcomer("bob@example.com")
	late.CreatedAt = testTime.Add(time.Hour)
	if err := s.Links.Join(ctx, LinkInvitation, []byte("bob"), late); !errors.Is(err, ErrNotFound) {
		t.Errorf("it is used too late: %v", err)
	}
	must(t, s.Links.Join(ctx, LinkInvitation, []byte("bob"), newcomer("bob@example.com")))
	if have := got[[]Link](t)(s.Links.List(ctx, LinkInvitation, testTime)); len(have) != 1 || have[0].Email != "eve@example.com" {
		t.Errorf("what waits is %+v", have)
	}
	must(t, s.Links.Delete(ctx, LinkInvitation, got[[]Link](t)(s.Links.List(ctx, LinkInvitation, testTime))[0].ID))

	t.Log("links end with the administrator who made them")
	for i, end := range []func(id string) error{
		func(id string) error {
			_, err := s.Users.Update(ctx, id, func(u *User) { u.Disabled = true })
			return err
		},
		func(id string) error {
			_, err := s.Users.Update(ctx, id, func(u *User) { u.Role = "user" })
			return err
		},
		func(id string) error { return s.Users.Delete(ctx, id) },
	} {
		rogue := newcomer(fmt.Sprintf("rogue%d@example.com", i))
		must(t, s.Users.Insert(ctx, rogue))
		for _, l := range []Link{link(LinkInvitation, "friend", "", "friend@example.com"), link(LinkReset, "other", taken, "")} {
			l.CreatedBy = rogue.ID
			must(t, s.Links.Put(ctx, l))
		}
		got[User](t)(s.Users.Update(ctx, rogue.ID, func(u *User) { u.Tier = "pro" }))
		got[Link](t)(s.Links.ByHash(ctx, []byte("friend"), testTime))
		must(t, end(rogue.ID))
		for _, secret := range []string{"friend", "other"} {
			if _, err := s.Links.ByHash(ctx, []byte(secret), testTime); !errors.Is(err, ErrNotFound) {
				t.Errorf("%d: the link %s is still good: %v", i, secret, err)
			}
		}
	}

	t.Log("a reset ends the sessions, and the other ways to another password")
	addSession(t, s, taken, "stolen", testTime)
	must(t, s.Links.Put(ctx, link(LinkReset, "reset", taken, "")))
	if u := got[User](t)(s.Links.Reset(ctx, []byte("reset"), "new hash", testTime)); u.ID != taken || u.PasswordHash != "new hash" || !u.PasswordChangedAt.Equal(testTime) {
		t.Errorf("%+v", u)
	}
	if _, err := s.Links.Reset(ctx, []byte("reset"), "newer hash", testTime); !errors.Is(err, ErrNotFound) {
		t.Errorf("it is used twice: %v", err)
	}
	if have := got[[]Session](t)(s.Sessions.List(ctx, taken)); len(have) != 0 {
		t.Errorf("%d sessions go on", len(have))
	}
	keep := addSession(t, s, taken, "mine", testTime)
	addSession(t, s, taken, "stolen", testTime)
	must(t, s.Links.Put(ctx, link(LinkReset, "reset", taken, "")))
	if _, err := s.Users.SetPassword(ctx, taken, "the hash before the reset", "hash", testTime, keep.ID); !errors.Is(err, ErrNotFound) {
		t.Errorf("who has shown the password before: %v", err)
	}
	got[User](t)(s.Users.SetPassword(ctx, taken, "new hash", "own hash", testTime, keep.ID))
	if _, err := s.Links.ByHash(ctx, []byte("reset"), testTime); !errors.Is(err, ErrNotFound) {
		t.Errorf("the link outlives a change of the password: %v", err)
	}
	if have := got[[]Session](t)(s.Sessions.List(ctx, taken)); len(have) != 1 || have[0].ID != keep.ID {
		t.Errorf("%d sessions go on, want the one that changed the password", len(have))
	}
	must(t, s.Links.Put(ctx, link(LinkReset, "reset", taken, "")))
	must(t, s.Links.Purge(ctx, testTime.Add(time.Hour)))
	if err := s.Links.Delete(ctx, LinkReset, "gone"); !errors.Is(err, ErrNotFound) {
		t.Error(err)
	}
}

func testAudit(t *testing.T, s *Store) {
	ctx := t.Context()
	var events []AuditEvent
	for i, account := range []string{"a", "b", "a"} {
		e := AuditEvent{
			ID: NewID(), At: testTime.Add(time.Duration(i) * time.Hour), Account: account, Actor: "b", Email: "b@example.com", KeyID: "key",
			Action: "key.created", Subject: "crm", Address: "192.0.2.1", Agent: "curl",
		}
		must(t, s.Audit.Insert(ctx, e))
		events = append([]AuditEvent{e}, events...)
	}
	if diff := cmp.Diff([]AuditEvent{events[0], events[2]}, got[[]AuditEvent](t)(s.Audit.List(ctx, "a", "", 10))); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(events[2:], got[[]AuditEvent](t)(s.Audit.List(ctx, "a", events[0].ID, 10))); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(events[1:2], got[[]AuditEvent](t)(s.Audit.ListAll(ctx, events[0].ID, 1))); diff != "" {
		t.Error(diff)
	}
	if n := got[int64](t)(s.Audit.Purge(ctx, testTime.Add(time.Hour))); n != 2 {
		t.Errorf("%d events were old, want 2", n)
	}
}
