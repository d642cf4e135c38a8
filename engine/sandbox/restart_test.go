package sandbox_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"go.mau.fi/whatsmeow/types"
	"go.mau.fi/whatsmeow/types/events"

	"wpengine/engine/sandbox"
	"wpengine/engine/store"
)

// shelf is a State that outlives its networks, and can fail.
type shelf struct {
	mu      sync.Mutex
	rows    map[string]map[string][]byte
	failing bool
	refused int
}

func (s *shelf) Apply(_ context.Context, rows []store.SandboxRow) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.failing {
		s.refused++
		return errors.New("the disk is full")
	}
	for _, r := range rows {
		if s.rows == nil {
			s.rows = map[string]map[string][]byte{}
		}
		if s.rows[r.Kind] == nil {
			s.rows[r.Kind] = map[string][]byte{}
		}
		if s.rows[r.Kind][r.ID] = r.Data; r.Data == nil {
			delete(s.rows[r.Kind], r.ID)
		}
	}
	return nil
}

func (s *shelf) List(_ context.Context, kind, after string, limit int, prefix string) ([]store.SandboxRow, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var rows []store.SandboxRow
	for id, data := range s.rows[kind] {
		if id > after && strings.HasPrefix(id, prefix) {
			rows = append(rows, store.SandboxRow{Kind: kind, ID: id, Data: data})
		}
	}
	slices.SortFunc(rows, func(a, b store.SandboxRow) int { return strings.Compare(a.ID, b.ID) })
	return rows[:min(limit, len(rows))], nil
}

func (s *shelf) count(kind string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.rows[kind])
}

func (s *shelf) fail(on bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.failing, s.refused = on, 0
}

func (s *shelf) hasRefused() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.refused > 0
}

func TestClientRestarts(t *testing.T) {
	n := start(t, nil)
	alice := phone(t, n, "15550000001", "Alice", sandbox.PersonaSilent)
	bob := phone(t, n, "15550000002", "Bob", sandbox.PersonaEcho)
	file := filepath.Join(t.TempDir(), "client.db")
	db := database(t, file)
	a := link(t, n, alice, db.WhatsApp().NewDevice())
	a.Say(bob.Info().JID, "before")
	await(a, "the echo", saying("before"))
	id := *a.Store.ID
	a.Disconnect()
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}

	d, err := database(t, file).WhatsApp().GetDevice(t.Context(), id)
	if err != nil || d == nil {
		t.Fatalf("the device is gone: %v", err)
	}
	a = attach(t, n, d)
	a.connect()
	a.Say(bob.Info().JID, "after")
	await(a, "the echo", saying("after"))
}

// TestEverythingRestarts is the engine's own arrangement: the network and its clients in one database.
func TestEverythingRestarts(t *testing.T) {
	file := filepath.Join(t.TempDir(), store.FileName)
	db := database(t, file)
	n := start(t, db.Sandbox)
	alice := phone(t, n, "15550000001", "Alice", sandbox.PersonaSilent)
	bob := phone(t, n, "15550000002", "Bob", sandbox.PersonaEcho)
	a := link(t, n, alice, db.WhatsApp().NewDevice())
	b := link(t, n, bob, db.WhatsApp().NewDevice())
	a.Say(bob.Info().JID, "before")
	await(a, "the echo", saying("before"))
	await(b, "before", saying("before"))
	ids := []types.JID{*a.Store.ID, *b.Store.ID}
	a.Disconnect()
	b.Disconnect()
	if err := errors.Join(n.Close(), db.Close()); err != nil {
		t.Fatal(err)
	}

	db = database(t, file)
	n = start(t, db.Sandbox)
	var back []*client
	for _, id := range ids {
		d, err := db.WhatsApp().GetDevice(t.Context(), id)
		if err != nil || d == nil {
			t.Fatalf("the device %s is gone: %v", id, err)
		}
		c := attach(t, n, d)
		c.connect()
		back = append(back, c)
	}
	back[0].Say(bob.Info().JID, "after")
	await(back[0], "the echo", saying("after"))
	await(back[1], "after", saying("after"))
	if got := count[*events.UndecryptableMessage](back[0], nil) + count[*events.UndecryptableMessage](back[1], nil); got != 0 {
		t.Errorf("%d messages could not be decrypted", got)
	}
	bob, err := n.Phone("15550000002")
	if err != nil {
		t.Fatal(err)
	}
	if got := hears(t, bob, "before"); got.From.Name != "Alice" {
		t.Errorf("%+v", got)
	}
}

func TestNetworkRestarts(t *testing.T) {
	state := &shelf{}
	first := start(t, state)
	alice := phone(t, first, "15550000001", "Alice", sandbox.PersonaSilent)
	bob := phone(t, first, "15550000002", "Bob", sandbox.PersonaEcho)
	a, b := link(t, first, alice, newDevice(t)), link(t, first, bob, newDevice(t))
	a.Say(bob.Info().JID, "one")
	await(a, "the echo", saying("one"))
	await(b, "one", saying("one"))
	b.Disconnect()
	root, devices := first.RootKey(), alice.Info().Linked
	for i := range 3 {
		a.Say(bob.Info().JID, fmt.Sprintf("waiting %d", i))
	}
	await(a, "the last echo", saying("waiting 2"))
	a.Disconnect()
	before := transcript(t, bob)
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}

	second := start(t, state)
	if second.RootKey() != root {
		t.Error("the network has another root key: every client would refuse it")
	}
	bob, err := second.Phone("15550000002")
	if err != nil {
		t.Fatal(err)
	}
	if after := transcript(t, bob); len(after) != len(before) || after[0].ID != before[0].ID {
		t.Errorf("Bob's phone had %d messages and has %d", len(before), len(after))
	}
	alice, err = second.Phone("15550000001")
	if err != nil || len(alice.Info().Linked) != 1 || alice.Info().Linked[0].JID != devices[0].JID {
		t.Fatalf("Alice's devices are %+v, %v", alice.Info().Linked, err)
	}
	a, b = attach(t, second, a.Store), attach(t, second, b.Store)
	a.connect()
	b.connect()
	for i := range 3 { // both what Alice has sent and what Bob's phone has answered
		await(b, "a message that has waited", saying(fmt.Sprintf("waiting %d", i)))
	}
	if got := count[*events.UndecryptableMessage](b, nil); got != 0 {
		t.Errorf("Bob's client couldn't decrypt %d messages", got)
	}
	a.Say(bob.Info().JID, "two") // in the sessions of before
	await(a, "the echo", saying("two"))
	await(b, "two", saying("two"))
	if got := count[*events.UndecryptableMessage](a, nil); got != 0 {
		t.Errorf("Alice's client couldn't decrypt %d messages", got)
	}
	b2 := link(t, second, bob, newDevice(t)) // Alice still hears of new devices
	a.Say(bob.Info().JID, "three")
	await(b2, "three on the new device", saying("three"))
}

func TestDeletedPhoneLeavesNothing(t *testing.T) {
	logsOut(t)
	state := &shelf{}
	n := start(t, state)
	alice := phone(t, n, "15550000001", "Alice", sandbox.PersonaSilent)
	phone(t, n, "15550000002", "Bob", sandbox.PersonaEcho)
	a := link(t, n, alice, newDevice(t))
	a.Say(alice.Info().JID, "to myself")
	bob, _ := n.Phone("15550000002")
	a.Say(bob.Info().JID, "to Bob")
	await(a, "the echo", saying("to Bob"))
	hears(t, alice, "to Bob")
	for _, number := range []string{"15550000001", "15550000002"} {
		if err := n.DeletePhone(t.Context(), number); err != nil {
			t.Fatal(err)
		}
	}
	await[*events.LoggedOut](a, "LoggedOut", nil)
	if err := n.Close(); err != nil {
		t.Fatal(err)
	}
	state.mu.Lock()
	defer state.mu.Unlock()
	for kind, rows := range state.rows {
		for id := range rows {
			if kind != "keys" {
				t.Errorf("%s row %s is left", kind, id)
			}
		}
	}
}

func TestNothingIsAcknowledgedBeforeItIsWritten(t *testing.T) {
	state := &shelf{}
	n, err := sandbox.New(t.Context(), sandbox.Options{State: state, Logger: discard()})
	if err != nil {
		t.Fatal(err)
	}
	n.Trust()
	alice := phone(t, n, "15550000001", "Alice", sandbox.PersonaSilent)
	bob := phone(t, n, "15550000002", "Bob", sandbox.PersonaSilent)
	a := link(t, n, alice, newDevice(t))
	a.Say(bob.Info().JID, "first")
	hears(t, bob, "first")
	rows := state.count("message")

	state.fail(true)
	sent := make(chan error, 1)
	go func() {
		_, err := a.SendMessage(context.Background(), bob.Info().JID, message("second"))
		sent <- err
	}()
	until(t, "the state refuses", state.hasRefused)
	select {
	case err := <-sent:
		t.Fatalf("acknowledged although nothing could be written: %v", err)
	default:
	}
	if got := state.count("message"); got != rows {
		t.Fatalf("%d messages written, want %d", got, rows)
	}
	state.fail(false)
	if err := <-sent; err != nil {
		t.Fatal(err)
	}
	hears(t, bob, "second")
	state.fail(true)
	sent2 := make(chan error, 1)
	go func() { sent2 <- errOf(bob.SendText(context.Background(), alice.Info().JID, "never written")) }()
	until(t, "the state refuses", state.hasRefused)
	a.Disconnect()
	if err := n.Close(); err == nil {
		t.Error("Close says that everything is written")
	}
	mustBe(t, <-sent2, sandbox.ErrClosed)
}

func errOf(_ sandbox.Message, err error) error { return err }
