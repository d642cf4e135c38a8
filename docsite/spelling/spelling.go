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
	lower := strings.ToLower(name)
	letters := count(lower)
	for _, c := range candidates {
		if diff := len(name) - len(c); diff >= distance || -diff >= distance {
			continue // not near, and long names take long to compare
		}
		other := strings.ToLower(c)
		// Short names are misspelt by letters in another order; with two other letters they are other words.
		if apart := letters.apart(count(other)); apart >= distance || apart > max(1, len(name)/3) {
			continue
		}
		if d := levenshtein.ComputeDistance(lower, other); d < distance {
			best, distance = c, d
		}
	}
	return best
}

// letters says how often each letter is in a name, others than those of ASCII left out.
type letters [128]int16

func count(name string) *letters {
	var n letters
	for i := range len(name) {
		if name[i] < 128 {
			n[name[i]]++
		}
	}
	return &n
}

// apart is how many steps of spelling there are at least between two names: a step takes, brings or changes one letter.
func (n *letters) apart(other *letters) int {
	more, fewer := 0, 0
	for i := range n {
		if diff := int(n[i] - other[i]); diff > 0 {
			more += diff
		} else {
			fewer -= diff
		}
	}
	return max(more, fewer)
}

// DidYouMean is the end of a message about a name nobody knows: empty, or "; did you mean …?".
func DidYouMean(name string, candidates []string) string {
	if near := Nearest(name, candidates); near != "" {
		return fmt.Sprintf("; did you mean %q?", near)
	}
	return ""
}
