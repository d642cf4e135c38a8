package rpc

import (
	"strings"

	"github.com/agnivade/levenshtein"
)

// closest returns the name that was probably meant by a mistaken one, or "". Case, underscores and dashes count for
// nothing; otherwise a letter in three may be wrong.
func closest(name string, names []string) string {
	if len(name) > 64 {
		return ""
	}
	folded := fold(name)
	best, distance := "", len(folded)/3+1
	for _, n := range names {
		if d := levenshtein.ComputeDistance(folded, fold(n)); d < distance {
			best, distance = n, d
		}
	}
	return best
}

func fold(s string) string {
	return strings.ToLower(strings.NewReplacer("_", "", "-", "").Replace(s))
}
