package rpc

import "strings"

// closest returns the name that was probably meant by a mistaken one, or "". Case, underscores and dashes count for
// nothing; otherwise a letter in three may be wrong.
func closest(name string, names []string) string {
	if len(name) > 64 {
		return ""
	}
	folded := fold(name)
	best, distance := "", len(folded)/3+1
	for _, n := range names {
		if d := edits(folded, fold(n)); d < distance {
			best, distance = n, d
		}
	}
	return best
}

func fold(s string) string {
	return strings.ToLower(strings.NewReplacer("_", "", "-", "").Replace(s))
}

// edits counts the letters to insert, delete or replace to make one word of the other.
func edits(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			replaced := diagonal
			if a[i] != b[j] {
				replaced++
			}
			diagonal = row[j+1]
			row[j+1] = min(replaced, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
