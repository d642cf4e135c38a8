package sandbox_test

import (
	"testing"

	"go.mau.fi/whatsmeow/types"
	"go.mau.fi/whatsmeow/types/events"

	"wpengine/engine/sandbox"
)

func TestReplacedAndUnlinkedDevicesAreNotThere(t *testing.T) {
	for name, end := range map[string]func(*testing.T, *sandbox.Network, *client){
		"replaced": func(t *testing.T, n *sandbox.Network, a *client) { strike(t, n, a, sandbox.FaultReplaced, 1) },
		"unlinked": func(t *testing.T, n *sandbox.Network, a *client) {
			logsOut(t)
			strike(t, n, a, sandbox.FaultLoggedOut, 1)
		},
	} {
		t.Run(name, func(t *testing.T) {
			n, a, bob := linked(t)
			b := link(t, n, bob, newDevice(t))
			alice := a.Store.ID.ToNonAD()
			if err := a.SendPresence(t.Context(), types.PresenceAvailable); err != nil {
				t.Fatal(err)
			}
			until(t, "Alice is there", func() bool {
				if err := b.SubscribePresence(t.Context(), alice); err != nil {
					t.Fatal(err)
				}
				return count(b, func(p *events.Presence) bool { return !p.Unavailable }) > 0
			})
			b.Forget()
			end(t, n, a)
			await(b, "that Alice has gone", func(p *events.Presence) bool { return p.Unavailable })
		})
	}
}
