package sandbox_test

import (
	"log/slog"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"go.mau.fi/whatsmeow"
	"go.mau.fi/whatsmeow/types/events"

	"wpengine/engine/sandbox"
)

func discard() *slog.Logger { return slog.New(slog.DiscardHandler) }

// linked gives a client that is linked to a phone, and another phone that it can write to.
func linked(t *testing.T) (*sandbox.Network, *client, *sandbox.Phone) {
	t.Helper()
	n := start(t, nil)
	alice := phone(t, n, "15550000001", "Alice", sandbox.PersonaSilent)
	bob := phone(t, n, "15550000002", "Bob", sandbox.PersonaSilent)
	return n, link(t, n, alice, newDevice(t)), bob
}

func strike(t *testing.T, n *sandbox.Network, c *client, fault sandbox.Fault, count int) {
	t.Helper()
	if err := n.Fault(t.Context(), *c.Store.ID, fault, count); err != nil {
		t.Fatal(err)
	}
}

func TestKickedClientReconnects(t *testing.T) {
	n, a, bob := linked(t)
	a.Forget()
	strike(t, n, a, sandbox.FaultKick, 1)
	await[*events.Disconnected](a, "Disconnected", nil)
	await[*events.Connected](a, "Connected", nil)
	a.Say(bob.Info().JID, "still here")
	hears(t, bob, "still here")
}

func TestLostAckDeliversOnce(t *testing.T) {
	n, a, bob := linked(t)
	b := link(t, n, bob, newDevice(t))
	strike(t, n, a, sandbox.FaultLostAck, 1)
	a.Say(bob.Info().JID, "once") // returns when the library has sent it again
	await(b, "once", saying("once"))
	a.Say(bob.Info().JID, "twice")
	await(b, "twice", saying("twice"))
	hears(t, bob, "twice")
	if got := count(b, saying("once")); got != 1 {
		t.Errorf("Bob's client got it %d times", got)
	}
	if got := len(transcript(t, bob)); got != 2 {
		t.Errorf("Bob's phone has %d messages, want 2", got)
	}
}

func TestRefusedLogins(t *testing.T) {
	t.Run("outdated", func(t *testing.T) {
		n, a, _ := linked(t)
		strike(t, n, a, sandbox.FaultOutdated, 1)
		await[*events.ClientOutdated](a, "ClientOutdated", nil)
		a.Forget()
		a.Disconnect()
		a.connect() // the next one is let in
	})
	t.Run("ban", func(t *testing.T) {
		n, a, _ := linked(t)
		strike(t, n, a, sandbox.FaultBan, 2)
		for range 2 {
			ban := await[*events.TemporaryBan](a, "TemporaryBan", nil)
			if ban.Expire.Hours() != 1 {
				t.Errorf("banned for %s", ban.Expire)
			}
			a.Forget()
			a.Disconnect()
			if err := a.Connect(); err != nil {
				t.Fatal(err)
			}
		}
		await[*events.Connected](a, "Connected", nil)
	})
}

func TestReplacedClient(t *testing.T) {
	n, a, _ := linked(t)
	strike(t, n, a, sandbox.FaultReplaced, 1)
	await[*events.StreamReplaced](a, "StreamReplaced", nil)
	other := attach(t, n, a.Store)
	other.connect()
	third := attach(t, n, a.Store)
	third.connect()
	await[*events.StreamReplaced](other, "StreamReplaced", nil)
}

func TestLoggedOutClient(t *testing.T) {
	logsOut(t)
	n, a, _ := linked(t)
	jid := *a.Store.ID
	strike(t, n, a, sandbox.FaultLoggedOut, 1)
	await[*events.LoggedOut](a, "LoggedOut", nil)
	mustBe(t, n.Fault(t.Context(), jid, sandbox.FaultKick, 1), sandbox.ErrNoDevice)
}

func TestMutedUntilNextLogin(t *testing.T) {
	n, a, bob := linked(t)
	a.Say(bob.Info().JID, "hello") // so that the next one asks nothing first
	strike(t, n, a, sandbox.FaultMute, 1)
	impatient := whatsmeow.SendRequestExtra{Timeout: 50 * time.Millisecond}
	_, err := a.SendMessage(t.Context(), bob.Info().JID, message("into silence"), impatient)
	mustBe(t, err, whatsmeow.ErrMessageTimedOut)
	a.Disconnect()
	a.Forget()
	a.connect()
	a.Say(bob.Info().JID, "again")
	hears(t, bob, "again")
	for _, m := range transcript(t, bob) {
		if m.Text == "into silence" {
			t.Error("a muted client was heard")
		}
	}
	if err := n.Fault(t.Context(), *a.Store.ID, "gremlins", 1); err == nil {
		t.Error("an unknown fault was accepted")
	}
}

func TestPreKeysAreRefilled(t *testing.T) {
	n, a, bob := linked(t)
	before, err := a.Store.PreKeys.UploadedPreKeyCount(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	strike(t, n, a, sandbox.FaultExhaustPreKeys, 1)
	until(t, "the client uploads new pre-keys", func() bool {
		now, err := a.Store.PreKeys.UploadedPreKeyCount(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return now > before
	})
	if _, err := bob.SendText(t.Context(), *a.Store.ID, "with a new key"); err != nil {
		t.Fatal(err)
	}
	await(a, "a message", saying("with a new key"))
}

func TestEveryFaultIsInTheSpec(t *testing.T) {
	spec, err := os.ReadFile("../../openapi/sandbox.yaml")
	if err != nil {
		t.Fatal(err)
	}
	_, list, _ := strings.Cut(string(spec), "        fault:\n")
	_, list, _ = strings.Cut(list, "enum:\n")
	list, _, found := strings.Cut(list, "          description:")
	if !found {
		t.Fatal("the spec has no list of faults")
	}
	var want []string
	for _, f := range sandbox.Faults() {
		want = append(want, string(f))
	}
	got := strings.Fields(strings.ReplaceAll(list, "- ", ""))
	if slices.Sort(got); !slices.Equal(got, slices.Sorted(slices.Values(want))) {
		t.Errorf("the spec has %q, the network %q", got, want)
	}
}
