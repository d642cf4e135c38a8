package spelling

import (
	"math/rand/v2"
	"testing"

	"github.com/agnivade/levenshtein"
)

// TestLettersNeverPutNamesFurtherApartThanSpelling compares what spares a comparison with the comparison.
func TestLettersNeverPutNamesFurtherApartThanSpelling(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	name := func() string {
		made := make([]rune, random.IntN(8))
		for i := range made {
			made[i] = []rune("abcé漢/")[random.IntN(6)]
		}
		return string(made)
	}
	for range 5000 {
		a, b := name(), name()
		if least, steps := count(a).apart(count(b)), levenshtein.ComputeDistance(a, b); least > steps {
			t.Fatalf("%q and %q are %d steps apart, not at least %d", a, b, steps, least)
		}
	}
}
