package sandbox_test

import (
	"errors"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"go.mau.fi/whatsmeow"
	"go.mau.fi/whatsmeow/types/events"

	"wpengine/engine/sandbox"
)

func TestClientComesBackAfterAStreamError(t *testing.T) {
	for _, fault := range []sandbox.Fault{sandbox.FaultRestart, sandbox.FaultUnavailable} {
		t.Run(string(fault), func(t *testing.T) {
			n, a, bob := linked(t)
			a.AutoReconnectHook = func(error) bool { a.AutoReconnectErrors = 0; return true }
			a.Forget()
			strike(t, n, a, fault, 1) // of 503 also the next login
			await[*events.Connected](a, "Connected", nil)
			a.Say(bob.Info().JID, "back")
			hears(t, bob, "back")
		})
	}
}

// TestZombieSession has a line that stays open while nothing comes of what is sent: the client is not logged
// in any more, and nothing but a new connection helps it.
func TestZombieSession(t *testing.T) {
	n, a, bob := linked(t)
	a.Say(bob.Info().JID, "hello")
	strike(t, n, a, sandbox.FaultZombie, 1)
	if e := await[*events.StreamError](a, "StreamError", nil); e.Code != "" {
		t.Errorf("the code is %q", e.Code)
	}
	if !a.IsConnected() || a.IsLoggedIn() {
		t.Errorf("connected %v, logged in %v", a.IsConnected(), a.IsLoggedIn())
	}
	_, err := a.SendMessage(t.Context(), bob.Info().JID, message("into the void"), whatsmeow.SendRequestExtra{Timeout: 50 * time.Millisecond})
	mustBe(t, err, whatsmeow.ErrMessageTimedOut)
	a.Disconnect()
	a.Forget()
	a.connect()
	a.Say(bob.Info().JID, "alive")
	hears(t, bob, "alive")
}

func TestSlowNetworkAnswersLate(t *testing.T) {
	n, a, bob := linked(t)
	a.Say(bob.Info().JID, "hello")
	const pause = 150 * time.Millisecond
	if err := n.Slow(t.Context(), *a.Store.ID, pause, 1); err != nil {
		t.Fatal(err)
	}
	began := time.Now()
	a.Say(bob.Info().JID, "slowly")
	if took := time.Since(began); took < pause {
		t.Errorf("the answer came after %s", took)
	}
	hears(t, bob, "slowly")
}

func TestTimelockedAccountIsRefused(t *testing.T) {
	n, a, bob := linked(t)
	strike(t, n, a, sandbox.FaultTimelock, 1)
	_, err := a.SendMessage(t.Context(), bob.Info().JID, message("to a stranger"))
	if !errors.Is(err, whatsmeow.ErrServerReturnedError) || !strings.HasSuffix(err.Error(), " 463") {
		t.Errorf("got %v", err)
	}
	a.Say(bob.Info().JID, "later")
	hears(t, bob, "later")
	if got := len(transcript(t, bob)); got != 1 {
		t.Errorf("Bob's phone has %d messages, want 1", got)
	}
}

// TestMalformedStanzaEndsTheClientsProcess runs itself in another process, which it ends.
func TestMalformedStanzaEndsTheClientsProcess(t *testing.T) {
	if os.Getenv("WPENGINE_TEST_MALFORMED") != "" {
		n, a, _ := linked(t)
		strike(t, n, a, sandbox.FaultMalformed, 1)
		time.Sleep(patience)
		return
	}
	child := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^"+t.Name()+"$")
	child.Env = append(os.Environ(), "WPENGINE_TEST_MALFORMED=1")
	out, err := child.CombinedOutput()
	if err == nil || !strings.Contains(string(out), "panic:") || !strings.Contains(string(out), "whatsmeow.(*Client)") {
		t.Errorf("the library no longer falls over a request without an id: %v\n%s", err, out)
	}
}
