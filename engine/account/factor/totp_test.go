package factor

import (
	"testing"
	"time"
)

// The vectors of RFC 6238, appendix B, of which an app shows the last six digits.
func TestCodesAreThoseOfTheStandard(t *testing.T) {
	secret := []byte("12345678901234567890")
	for at, want := range map[int64]string{
		59: "287082", 1111111109: "081804", 1111111111: "050471", 1234567890: "005924", 2000000000: "279037", 20000000000: "353130",
	} {
		if got := code(secret, stepAt(time.Unix(at, 0))); got != want {
			t.Errorf("at %d: %s, want %s", at, got, want)
		}
	}
}

func TestClockMayBeHalfAMinuteOff(t *testing.T) {
	secret, now := newSecret(), time.Unix(1_800_000_000, 0)
	raw, err := plain32.DecodeString(secret)
	if err != nil || len(raw) != secretSize {
		t.Fatal(len(raw), err)
	}
	for off, want := range map[int64]bool{-2: false, -1: true, 0: true, 1: true, 2: false} {
		step, ok := find(secret, code(raw, stepAt(now)+off), now)
		if ok != want || ok && step != stepAt(now)+off {
			t.Errorf("%d periods off: %v", off, ok)
		}
	}
	for _, wrong := range []string{"", "000", "00000000", "abcdef"} {
		if _, ok := find(secret, wrong, now); ok {
			t.Errorf("%q was taken", wrong)
		}
	}
}

func TestAddressKeepsWhatIsInIt(t *testing.T) {
	want := "otpauth://totp/WP%20Engine:ada+x@example.com?secret=ABC&issuer=WP%20Engine"
	if got := address("WP Engine", "ada+x@example.com", "ABC"); got != want {
		t.Errorf("%s, want %s", got, want)
	}
}
