//go:build !race

package whatsapp

import "testing"

func skipUnlinkUnderRace(*testing.T) {}
