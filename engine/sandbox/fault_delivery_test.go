package sandbox_test

import (
	"testing"

	"go.mau.fi/whatsmeow/types"
	"go.mau.fi/whatsmeow/types/events"

	"wpengine/engine/sandbox"
)

// confirmed waits until a client has confirmed everything that was sent to it.
func confirmed(t *testing.T, p *sandbox.Phone) {
	t.Helper()
	until(t, "everything is confirmed", func() bool { return p.Info().Linked[0].Waiting == 0 })
}

// companion gives the phone of a client that linked has made.
func companion(t *testing.T, n *sandbox.Network, c *client) *sandbox.Phone {
	t.Helper()
	p, err := n.Phone(c.Store.ID.User)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func texts(t *testing.T, p *sandbox.Phone, to types.JID, texts ...string) {
	t.Helper()
	for _, s := range texts {
		if _, err := p.SendText(t.Context(), to, s); err != nil {
			t.Fatal(err)
		}
	}
}

func TestFaultyDeliveryArrivesOnce(t *testing.T) {
	for _, fault := range []sandbox.Fault{sandbox.FaultDuplicate, sandbox.FaultReorder, sandbox.FaultUndecryptable, sandbox.FaultMissingLID} {
		t.Run(string(fault), func(t *testing.T) {
			n, a, bob := linked(t)
			strike(t, n, a, fault, 2)
			sent := []string{"one", "two", "three", "four", "five"}
			texts(t, bob, a.Store.ID.ToNonAD(), sent...)
			for _, s := range sent {
				await(a, s, saying(s))
			}
			confirmed(t, companion(t, n, a))
			for _, s := range sent {
				if got := count(a, saying(s)); got != 1 {
					t.Errorf("%q came %d times", s, got)
				}
			}
		})
	}
}

func TestReorderedMessagesComeInAnotherOrder(t *testing.T) {
	n, a, bob := linked(t)
	texts(t, bob, a.Store.ID.ToNonAD(), "zero")
	await(a, "zero", saying("zero"))
	strike(t, n, a, sandbox.FaultReorder, 1)
	texts(t, bob, a.Store.ID.ToNonAD(), "one", "two")
	await(a, "one", saying("one"))
	if count(a, saying("two")) != 1 {
		t.Error("the first message came first")
	}
	strike(t, n, a, sandbox.FaultReorder, 1)
	texts(t, bob, a.Store.ID.ToNonAD(), "three") // nothing overtakes it
	await(a, "three", saying("three"))
	confirmed(t, companion(t, n, a))
}

func TestUndecryptableMessageIsAskedForAgain(t *testing.T) {
	n, a, bob := linked(t)
	strike(t, n, a, sandbox.FaultUndecryptable, 1)
	texts(t, bob, a.Store.ID.ToNonAD(), "damaged")
	await[*events.UndecryptableMessage](a, "UndecryptableMessage", nil)
	await(a, "the message", saying("damaged"))
	confirmed(t, companion(t, n, a))
}

func TestMissingLID(t *testing.T) {
	n, a, bob := linked(t)
	strike(t, n, a, sandbox.FaultMissingLID, 1)
	if _, err := a.SendMessage(t.Context(), bob.Info().JID, message("to whom?")); err == nil {
		t.Error("the library has written to somebody without a LID")
	}
	a.Say(bob.Info().JID, "now it knows")
	hears(t, bob, "now it knows")
	strike(t, n, a, sandbox.FaultMissingLID, 1)
	texts(t, bob, a.Store.ID.ToNonAD(), "without", "with")
	bare := await(a, "without", saying("without"))
	if !bare.Info.SenderAlt.IsEmpty() {
		t.Errorf("the message names %s too", bare.Info.SenderAlt)
	}
	if full := await(a, "with", saying("with")); full.Info.SenderAlt.IsEmpty() {
		t.Error("the next message does not name the other address")
	}
}
