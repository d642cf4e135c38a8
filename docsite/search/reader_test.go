package search

import (
	"bytes"
	"cmp"
	"compress/gzip"
	"encoding/json"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// reader reads an index as the browser does, and knows what it has read of it. It ranks as assets/ts/search-rank.ts does, but for
// typing errors; the browser's test compares the two.
type reader struct {
	t      testing.TB
	index  *Index
	head   head
	inside map[string]json.RawMessage // parts in the file of the head
	bounds []string
	total  int
	read   map[string]bool // names of files
}

func newReader(t testing.TB, index *Index) *reader {
	t.Helper()
	r := &reader{t: t, index: index, inside: map[string]json.RawMessage{}, read: map[string]bool{}}
	r.file(index.Head)
	if err := json.Unmarshal(r.inside["head"], &r.head); err != nil {
		t.Fatal(err)
	}
	r.bounds = r.words(r.head.Terms)
	for _, count := range r.head.Kinds {
		r.total += count
	}
	return r
}

// file takes the parts of a file.
func (r *reader) file(name string) {
	r.t.Helper()
	script, ok := r.index.Files[name]
	if !ok {
		r.t.Fatalf("there is no %s", name)
	}
	r.read[name] = true
	for _, call := range strings.SplitAfter(string(script), "]);\n") {
		if call == "" {
			continue
		}
		values, ok := strings.CutPrefix(call, "(self.docsiteSearch||=[]).push(")
		var pushed []json.RawMessage
		if err := json.Unmarshal([]byte(strings.TrimSuffix(values, ");\n")), &pushed); !ok || err != nil {
			r.t.Fatalf("%s: %v in %.80s", name, err, call)
		}
		var part string
		if err := json.Unmarshal(pushed[0], &part); err != nil {
			r.t.Fatal(err)
		}
		r.inside[part] = pushed[1]
	}
}

func (r *reader) part(name string, to any) {
	r.t.Helper()
	if r.inside[name] == nil {
		r.file(strings.TrimSuffix(r.index.Head, "index.js") + r.head.Folder + "/" + name + ".js")
	}
	if err := json.Unmarshal(r.inside[name], to); err != nil {
		r.t.Fatal(err)
	}
}

// compressed is how much of the index was sent, as a server sends it.
func (r *reader) compressed() int {
	size := 0
	for name := range r.read {
		size += compressed(r.t, r.index.Files[name])
	}
	return size
}

func compressed(t testing.TB, content []byte) int {
	t.Helper()
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	if _, err := w.Write(content); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Len()
}

func (r *reader) numbers(text string) (all []int) {
	n, shift := 0, 0
	for i := range len(text) {
		digit := strings.IndexByte(digits, text[i])
		n |= digit & 31 << shift
		shift += 5
		if digit < 32 {
			all = append(all, n)
			n, shift = 0, 0
		}
	}
	return all
}

func (r *reader) words(text string) (all []string) {
	var before []rune
	for word := range strings.SplitSeq(strings.TrimSuffix(text, " "), " ") {
		if word != "" {
			before = append(before[:strings.IndexByte(digits, word[0])], []rune(word[1:])...)
			all = append(all, string(before))
		}
	}
	return all
}

// leaf is a part of the terms.
func (r *reader) leaf(n int) (words, postings []string) {
	var values [2]string
	r.part(partName("t", n), &values)
	return r.words(values[0]), strings.Split(values[1], " ")
}

// row is what is shown of an entry.
func (r *reader) row(entry int) [columns]string {
	start := 0
	for n, count := range r.numbers(r.head.Shown) {
		if entry >= start+count {
			start += count
			continue
		}
		var rows [][]any
		r.part(partName("e", n), &rows)
		var full [columns]string
		for _, row := range rows[:entry-start+1] {
			before := full
			full = [columns]string{}
			for i, value := range row {
				if text, ok := value.(string); ok {
					full[i] = text
				} else {
					full[i] = before[i]
				}
			}
			if strings.HasPrefix(full[1], "#") {
				page, _, _ := strings.Cut(before[1], "#")
				full[1] = strings.TrimSuffix(page+full[1], "#")
			}
		}
		return full
	}
	r.t.Fatalf("there is no entry %d", entry)
	return [columns]string{}
}

// hit is an entry that was found.
type hit struct {
	entry int
	score float64
}

// find searches for words that are written as in the index.
func (r *reader) find(query string) []hit {
	var all []string
	scores := map[string]map[int]float64{}
	for chunk := range strings.FieldsSeq(query) {
		var wanted, parts []string
		names := map[string][]string{} // and their parts
		s := splitter{}
		s.emit = func(term []byte, part bool) {
			switch {
			case part:
				parts = append(parts, string(term))
			case len(parts) > 0:
				names[string(term)] = parts
				wanted, parts = append(wanted, parts...), nil
			default:
				wanted = append(wanted, string(term))
			}
		}
		s.split(chunk)
		for _, word := range wanted {
			if scores[word] == nil {
				all = append(all, word)
				scores[word] = map[int]float64{}
			}
			for i, form := range forms(word) {
				r.starting(form, []float64{1, 0.9}[min(i, 1)], i > 0, []string{word}, scores)
			}
		}
		for name, parts := range names {
			r.starting(name, 1.3, false, parts, scores)
		}
		if path := pathTerm(chunk); path != nil && strings.Contains(chunk, "/") {
			r.starting(string(path), 4, false, wanted, scores)
		}
	}
	return r.rank(all, scores)
}

func (r *reader) starting(prefix string, factor float64, exactly bool, wanted []string, scores map[string]map[int]float64) {
	first, last := span(r.bounds, prefix)
	wide := last-first >= leafSpan
	if exactly {
		last = first
	} else if wide {
		last, _ = span(r.bounds, prefix+"*")
	}
	for n := first; n <= last; n++ {
		words, postings := r.leaf(n)
		for i, word := range words {
			weight := factor
			switch {
			case word == prefix:
			case exactly, !strings.HasPrefix(word, prefix):
				continue
			case wide && word == prefix+"*":
				weight *= 0.6
			case wide, strings.HasSuffix(word, "*"):
				continue
			default:
				weight *= 0.55 + 0.35*float64(len([]rune(prefix)))/float64(len([]rune(word)))
			}
			entry := 0
			for _, number := range r.numbers(postings[i]) {
				entry += number >> 3
				for _, one := range wanted {
					scores[one][entry] = max(scores[one][entry], weight*[]float64{0.6, 1, 2, 3.5, 4.5, 6, 8, 11}[number&7])
				}
			}
		}
	}
}

func (r *reader) rank(wanted []string, scores map[string]map[int]float64) []hit {
	total := 0.0
	sums := map[int]*[2]float64{}
	for _, word := range wanted {
		weight := math.Log(1 + float64(r.total)/float64(len(scores[word])+1))
		if word[0] < 0x80 {
			weight *= min(1, float64(len(word)+1)/4)
		}
		total += weight
		for entry, score := range scores[word] {
			if sums[entry] == nil {
				sums[entry] = new([2]float64)
			}
			sums[entry][0] += math.Sqrt(score) * weight
			sums[entry][1] += weight
		}
	}
	most := 0.0
	for _, sum := range sums {
		most = max(most, sum[1])
	}
	var hits []hit
	for entry, sum := range sums {
		if sum[1] > 0.7*most {
			covered := sum[1] / total
			hits = append(hits, hit{entry, sum[0] * covered * covered * covered * []float64{1.07, 1, 1.1, 0.95, 1, 0.84}[r.kindOf(entry)]})
		}
	}
	slices.SortFunc(hits, func(a, b hit) int { return cmp.Or(cmp.Compare(b.score, a.score), a.entry-b.entry) })
	return hits
}

// forms is a word, and what it may be in the singular or the plural.
func forms(word string) []string {
	for _, c := range word {
		if c < 'a' || c > 'z' {
			return []string{word}
		}
	}
	n := len(word)
	switch {
	case n < 4:
	case strings.HasSuffix(word, "ies"):
		return []string{word, word[:n-3] + "y"}
	case strings.HasSuffix(word, "ss"):
	case strings.HasSuffix(word, "es"):
		return []string{word, word[:n-1], word[:n-2]}
	case strings.HasSuffix(word, "s"):
		return []string{word, word[:n-1]}
	case strings.HasSuffix(word, "y"):
		return []string{word, word[:n-1] + "ies"}
	}
	return []string{word}
}

// kindOf is what an entry is.
func (r *reader) kindOf(entry int) Kind {
	for kind, count := range r.head.Kinds {
		if entry < count {
			return Kind(kind)
		}
		entry -= count
	}
	r.t.Fatal("there is no such entry")
	return 0
}

// show finds something and reads what the dialog shows of it at first: the best of each group. It is the titles with
// their addresses, the kinds in their order.
func (r *reader) show(query string) map[Kind][][columns]string {
	shown := map[Kind][][columns]string{}
	for _, h := range r.find(query) {
		kind := r.kindOf(h.entry)
		if kind == Section {
			kind = Guide
		}
		if len(shown[kind]) < 5 {
			shown[kind] = append(shown[kind], r.row(h.entry))
		}
	}
	return shown
}

func itoa(n int) string { return strconv.Itoa(n) }
