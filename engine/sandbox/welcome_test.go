package sandbox_test

import (
	"testing"

	"go.mau.fi/whatsmeow/types/events"

	"wpengine/engine/sandbox"
)

// TestNewDeviceAsksForItsWelcomeAgain loses what a phone tells a new device, which happens when the device writes to
// the phone in the same moment: the library then mixes up its two sessions.
func TestNewDeviceAsksForItsWelcomeAgain(t *testing.T) {
	n := start(t, nil)
	alice := phone(t, n, "15550000001", "Alice", sandbox.PersonaSilent)
	c := attach(t, n, newDevice(t))
	if err := c.Connect(); err != nil {
		t.Fatal(err)
	}
	codes := await[*events.QR](c, "QR", nil)
	jid, err := alice.ScanQR(t.Context(), codes.Codes[0])
	if err != nil {
		t.Fatal(err)
	}
	if err := n.Fault(t.Context(), jid, sandbox.FaultUndecryptable, 2); err != nil {
		t.Fatal(err)
	}
	await[*events.UndecryptableMessage](c, "UndecryptableMessage", nil)
	settle(c)
	confirmed(t, alice)
}
