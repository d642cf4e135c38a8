package search

import (
	"cmp"
	"slices"
	"unicode"
	"unicode/utf8"
)

// spellings is how many words a typing error is looked up among: the most important ones of a large site.
const spellings = 16 << 10

// spellingPart is those words.
func spellingPart(terms []term) part {
	type candidate struct {
		word   string
		weight int
	}
	var all []candidate
	for i := range terms {
		t := &terms[i]
		if !spelled(t.word) {
			continue
		}
		weight := t.count
		if t.titled() {
			weight += 1 << 20
		}
		all = append(all, candidate{t.word, weight})
	}
	if len(all) > spellings {
		slices.SortStableFunc(all, func(a, b candidate) int { return cmp.Compare(b.weight, a.weight) })
		all = all[:spellings]
		slices.SortFunc(all, func(a, b candidate) int { return cmp.Compare(a.word, b.word) })
	}
	var words sorted
	for _, c := range all {
		words.add(c.word)
	}
	return part{"s0", appendClosing(appendQuoted(appendOpening(nil, "s0"), string(words.out)))}
}

// spelled reports a word that can have a typing error: of letters, and not of a few.
func spelled(word string) bool {
	n := 0
	for _, r := range word {
		if c := classOf(r); c != lower && (c != digit || n == 0) || unicode.IsMark(r) {
			return false
		}
		n++
	}
	return n >= 4 && utf8.RuneCountInString(word) < maxTerm
}
