// Package sandboxtest sets up a simulated WhatsApp network for a test: phones, and real whatsmeow clients that are
// linked to them, in the process of the test and without a socket.
//
//	network := sandboxtest.New(t)
//	ada, bob := network.Phone("+15550000001"), network.Phone("+15550000002")
//	client := network.Client(ada)
//
// From there on, whatever the client does with WhatsApp works: see the examples. Faults, personas and all the rest of
// the network are methods of what is embedded here.
//
// The networks of all tests of a process are trusted by all its clients, so such tests may run in parallel. A client
// that wants to reach WhatsApp itself would refuse its servers, which is as it should be in a test.
package sandboxtest

import (
	"log/slog"
	"sync"
	"testing"
	"time"

	"go.mau.fi/whatsmeow/types"
	"go.mau.fi/whatsmeow/util/keys"

	"wpengine/engine/sandbox"
)

// Patience is how long everything here waits for what must happen.
const Patience = 20 * time.Second

// Network is a simulated network that ends with its test.
type Network struct {
	*sandbox.Network
	t testing.TB
}

// root signs the certificates of all networks of the process, because the library trusts one root.
var root = sync.OnceValue(keys.NewKeyPair)

// trust is done once: the library reads what it sets without a lock.
var trust sync.Once

// New starts an empty network. Its log goes to the test's output, from warnings upwards.
func New(t testing.TB) *Network {
	t.Helper()
	return Start(t, sandbox.Options{})
}

// Start is New with options, such as a State that outlives the network. The root key and the logger are the test's
// unless they are set.
func Start(t testing.TB, options sandbox.Options) *Network {
	t.Helper()
	if options.Root == nil {
		options.Root = root()
	}
	if options.Logger == nil {
		options.Logger = slog.New(slog.NewTextHandler(t.Output(), &slog.HandlerOptions{Level: slog.LevelWarn}))
	}
	n, err := sandbox.New(t.Context(), options)
	if err != nil {
		t.Fatalf("the simulated network does not start: %v", err)
	}
	trust.Do(n.Trust)
	t.Cleanup(func() {
		if err := n.Close(); err != nil {
			t.Errorf("the simulated network: %v", err)
		}
	})
	return &Network{n, t}
}

// Phone puts a phone on the network that receives, decrypts and confirms, as PersonaSilent does. For another one call
// CreatePhone.
func (n *Network) Phone(number string) *sandbox.Phone {
	n.t.Helper()
	p, err := n.CreatePhone(n.t.Context(), sandbox.PhoneSpec{Number: number})
	if err != nil {
		n.t.Fatalf("a phone with the number %q: %v", number, err)
	}
	return p
}

// Hears waits until a phone has a message with a text, and returns it.
func (n *Network) Hears(p *sandbox.Phone, text string) sandbox.Message {
	n.t.Helper()
	var found sandbox.Message
	Until(n.t, "the phone "+p.Info().Phone+" has the text "+text, func() bool {
		cursor := ""
		for {
			page, next, err := p.Messages(n.t.Context(), cursor, 100)
			if err != nil {
				n.t.Fatal(err)
			}
			for _, m := range page {
				if m.Text == text {
					found = m
					return true
				}
			}
			if cursor = next; next == "" {
				return false
			}
		}
	})
	return found
}

// Strike makes something go wrong for a client, once.
func (n *Network) Strike(c *Client, fault sandbox.Fault) {
	n.t.Helper()
	var device types.JID
	if c.Store.ID != nil {
		device = *c.Store.ID
	}
	if err := n.Fault(n.t.Context(), device, fault, 1); err != nil {
		n.t.Fatalf("the fault %s: %v", fault, err)
	}
}

// Until polls for a state of the network that no event tells of. The test fails when it isn't reached in time.
func Until(t testing.TB, what string, reached func() bool) {
	t.Helper()
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for late := time.After(Patience); !reached(); {
		select {
		case <-tick.C:
		case <-late:
			t.Fatalf("timed out: %s", what)
		}
	}
}
