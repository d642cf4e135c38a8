// Package spelling guesses what somebody meant who wrote a name that nobody knows.
package spelling

import (
	"fmt"
	"strings"

	"github.com/agnivade/levenshtein"
)

// Nearest is the candidate a misspelt name most likely meant, or "".
func Nearest(name string, candidates []string) string {
	best, distance := "", min(len(name)/3+1, len(name)/2)+1
	for _, c := range candidates {
		if diff := len(name) - len(c); diff >= distance || -diff >= distance {
			continue // not near, and long names take long to compare
		}
		if d := levenshtein.ComputeDistance(strings.ToLower(name), strings.ToLower(c)); d < distance {
			best, distance = c, d
		}
	}
	return best
}

// DidYouMean is the end of a message about a name nobody knows: empty, or "; did you mean …?".
func DidYouMean(name string, candidates []string) string {
	if near := Nearest(name, candidates); near != "" {
		return fmt.Sprintf("; did you mean %q?", near)
	}
	return ""
}
