//go:build race

package whatsapp

import "testing"

// skipUnlinkUnderRace skips what makes the library delete a device: it replaces the device's fields while its
// own goroutines read them, which the race detector reports wherever it happens.
func skipUnlinkUnderRace(t *testing.T) {
	t.Helper()
	t.Skip("whatsmeow races with itself when it deletes a device")
}
