package search

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// leafSpan is how many parts of terms a search reads for all words that start as one of its own does. Where they are in
// more, the part that the first is in has a list of the best entries instead, as a term that ends in "*".
const (
	leafSpan   = 3
	prefixBest = 300
)

// leaf is a part of the terms, which are those from one index to another.
type leaf struct {
	from, to int
	words    sorted
	postings []byte
}

// leafParts writes the terms, and the bounds of their parts for the head.
func leafParts(terms []term, entries int) ([]part, string) {
	encoded := make([][]byte, len(terms))
	for i, t := range terms {
		encoded[i] = t.encode()
	}
	leaves := cut(terms, encoded)
	bounds := make([]string, len(leaves))
	for i, l := range leaves {
		if i > 0 {
			bounds[i] = between(terms[l.from-1].word, terms[l.from].word)
		}
	}
	wide := widePrefixes(terms, bounds)
	best := newBest(entries)
	var parts []part
	var names sorted
	for i, l := range leaves {
		names.add(bounds[i])
		for n := l.from; n < l.to; n++ {
			word := terms[n].word
			for len(wide) > 0 && wide[0].from == n {
				l.words.add(wide[0].prefix + "*")
				l.postings = append(append(l.postings, best.of(terms[wide[0].from:wide[0].to])...), ' ')
				wide = wide[1:]
			}
			l.words.add(word)
			l.postings = append(append(l.postings, encoded[n]...), ' ')
		}
		name := partName("t", i)
		script := appendQuoted(append(appendOpening(nil, name), '['), string(l.words.out), ',')
		script = appendQuoted(script, string(l.postings), ']')
		parts = append(parts, part{name, appendClosing(script)})
	}
	return parts, string(names.out)
}

// encode writes where a term is: of each entry how far it is from the one before, and the level in the three lowest bits.
func (t *term) encode() []byte {
	out := make([]byte, 0, 2*t.count+2)
	last := uint32(0)
	for _, list := range t.postings {
		for _, p := range list {
			out = appendNumber(out, (p.entry-last)<<3|uint32(p.level))
			last = p.entry
		}
	}
	return out
}

// cut shares the terms out.
func cut(terms []term, encoded [][]byte) []leaf {
	var leaves []leaf
	size := 0
	for i := range terms {
		if size == 0 || size+len(encoded[i]) > termsPart {
			if n := len(leaves); n > 0 {
				leaves[n-1].to = i
			}
			leaves = append(leaves, leaf{from: i})
			size = 0
		}
		size += len(terms[i].word) + len(encoded[i]) + 2
	}
	if len(leaves) == 0 {
		return []leaf{{}}
	}
	leaves[len(leaves)-1].to = len(terms)
	return leaves
}

// wide is a start that words of too many parts have.
type wide struct {
	prefix   string
	from, to int // the terms
}

// widePrefixes are in the order of the terms they stand before, and the shorter first.
func widePrefixes(terms []term, bounds []string) []wide {
	var all []wide
	seen := map[string]bool{}
	for _, bound := range bounds {
		for end := 0; end < len(bound); {
			_, size := utf8.DecodeRuneInString(bound[end:])
			end += size
			prefix := bound[:end]
			if seen[prefix] {
				continue
			}
			seen[prefix] = true
			if first, last := span(bounds, prefix); last-first < leafSpan {
				continue
			}
			from, exact := slices.BinarySearchFunc(terms, prefix, func(t term, p string) int { return strings.Compare(t.word, p) })
			if exact {
				from++
			}
			to, _ := slices.BinarySearchFunc(terms, prefix+"\U0010ffff", func(t term, p string) int { return strings.Compare(t.word, p) })
			all = append(all, wide{prefix, from, to})
		}
	}
	slices.SortStableFunc(all, func(a, b wide) int { return (a.from-b.from)<<8 + len(a.prefix) - len(b.prefix) })
	return all
}

// span is which parts hold the terms that start so: the first and the last.
func span(bounds []string, prefix string) (first, last int) {
	part := func(word string) int {
		n, exact := slices.BinarySearch(bounds, word)
		if !exact {
			n--
		}
		return max(n, 0)
	}
	return part(prefix), part(prefix + "\U0010ffff")
}

// best finds the entries in which the terms of a stretch matter most.
type best struct {
	level   []uint8 // of each entry, and 1
	entries []uint32
}

func newBest(entries int) *best { return &best{level: make([]uint8, entries)} }

func (b *best) of(terms []term) []byte {
	b.entries = b.entries[:0]
	var counts [levelTop + 2]int
	for _, t := range terms {
		for _, list := range t.postings {
			for _, p := range list {
				level := b.level[p.entry]
				if level == 0 {
					b.entries = append(b.entries, p.entry)
				}
				if p.level+1 > level {
					counts[level]--
					counts[p.level+1]++
					b.level[p.entry] = p.level + 1
				}
			}
		}
	}
	least, room := levelTop+1, prefixBest
	for least > 1 && counts[least] <= room {
		room -= counts[least]
		least--
	}
	slices.Sort(b.entries)
	var out []byte
	last := uint32(0)
	for _, entry := range b.entries {
		level := int(b.level[entry])
		b.level[entry] = 0
		if level > least || level == least && room > 0 {
			if level == least {
				room--
			}
			out = appendNumber(out, (entry-last)<<3|uint32(level-1))
			last = entry
		}
	}
	return out
}
