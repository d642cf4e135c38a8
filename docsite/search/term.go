package search

import (
	"runtime"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"
)

// posting is an entry that a term is in.
type posting struct {
	term  uint32
	entry uint32
	level uint8
	count uint8 // in its text
}

// The levels say how much a term matters in an entry. In a title it does more the fewer words there are beside it.
const (
	levelLongText = iota
	levelText
	levelName
	levelTitle // of six words or more; of fewer a higher one, up to levelTop
	levelPath  // the whole of one
	levelTop   = 7
)

// term is a word and where it is.
type term struct {
	word     string
	postings [][]posting // in the order of the entries
	count    int
}

// titled reports whether an entry is called by the word.
func (t *term) titled() bool {
	for _, list := range t.postings {
		for _, p := range list {
			if p.level >= levelTitle {
				return true
			}
		}
	}
	return false
}

// collector takes the terms of some of the entries.
type collector struct {
	splitter splitter
	ids      map[string]uint32
	words    []string
	last     []uint32 // of each term the newest posting, as its index in log and 1
	log      []posting
	entry    uint32
	level    uint8
	text     bool // it is the text of the entry that is being split
	title    title
}

// title counts the words of a title while it is split.
type title struct {
	words, names int  // a name is one, or as many words as it has
	inName       bool // the parts of one have come, and it follows
}

// collect finds the terms of all entries, in order. The processors share the entries out in stretches, so that what
// they find only has to be put together.
func collect(entries []*Entry) []term {
	workers := min(runtime.GOMAXPROCS(0), len(entries)/64+1)
	found := make([]stretch, workers)
	var wait sync.WaitGroup
	for w := range workers {
		wait.Go(func() {
			from, to := len(entries)*w/workers, len(entries)*(w+1)/workers
			c := collector{ids: map[string]uint32{}, log: make([]posting, 0, guess(entries[from:to]))}
			c.splitter.emit = c.add
			for i := from; i < to; i++ {
				c.read(entries[i], uint32(i))
			}
			found[w] = c.stretch()
		})
	}
	wait.Wait()
	return merge(found)
}

// guess is about how many postings the entries have.
func guess(entries []*Entry) int {
	size := 0
	for _, e := range entries {
		size += (len(e.Title)+len(e.Name)+len(e.Path)+len(e.Crumb))/6 + min(len(e.Text), textLimit)/10 + 4
	}
	return size
}

// textLimit is how much of a text is read for terms.
const textLimit = 256 << 10

// read takes the terms of an entry.
func (c *collector) read(e *Entry, number uint32) {
	c.entry = number
	start := len(c.log)
	c.title = title{}
	c.source(levelTitle, e.Title)
	for i := start; i < len(c.log); i++ {
		if c.log[i].level == levelTitle {
			c.log[i].level = titleLevel(c.title.words)
		} else {
			c.log[i].level = titleLevel(c.title.names)
		}
	}
	c.source(levelName, e.Name)
	c.source(levelName, e.Method)
	c.source(levelName, e.Path)
	c.source(levelName, e.Crumb)
	for _, tag := range e.Tags {
		c.source(levelName, tag)
	}
	for _, path := range []string{e.Path, e.Name} {
		if strings.Contains(path, "/") {
			if word := pathTerm(path); word != nil {
				c.level = levelPath
				c.add(word, false)
			}
		}
	}
	text := e.Text
	if len(text) > textLimit {
		text = strings.ToValidUTF8(text[:textLimit], "")
	}
	level := uint8(levelText)
	if len(text) > 1000 {
		level = levelLongText
	}
	c.text = true
	c.source(level, text)
	c.text = false
	for i := start; i < len(c.log); i++ {
		p := &c.log[i]
		if p.count >= 4 && p.level < levelName {
			p.level = levelName
		}
		p.level = uint8(min(max(int(p.level)+e.Boost, 0), levelTop))
	}
}

// titleLevel is that of the words of a title with so many.
func titleLevel(words int) uint8 {
	switch {
	case words <= 3:
		return uint8(levelTop + 1 - max(words, 1))
	case words <= 5:
		return levelTitle + 1
	}
	return levelTitle
}

// source takes the terms of a part of an entry.
func (c *collector) source(level uint8, text string) {
	c.level = level
	if text != "" {
		c.splitter.split(text)
	}
}

// add takes a term of the current entry.
func (c *collector) add(word []byte, part bool) {
	level := c.level
	if c.level == levelTitle {
		level = c.title.add(word, part)
	}
	if c.text && noise(word) {
		return
	}
	id, known := c.ids[string(word)]
	if !known {
		id = uint32(len(c.words))
		text := string(word)
		c.ids[text] = id
		c.words = append(c.words, text)
		c.last = append(c.last, 0)
	}
	if at := c.last[id]; at > 0 && c.log[at-1].entry == c.entry {
		p := &c.log[at-1]
		p.level = max(p.level, level)
		if c.text && p.count < 255 {
			p.count++
		}
		return
	}
	c.log = append(c.log, posting{term: id, entry: c.entry, level: level})
	if c.text {
		c.log[len(c.log)-1].count = 1
	}
	c.last[id] = uint32(len(c.log))
}

// add counts a term, and tells whether it is one of the words, or a name of several.
func (t *title) add(word []byte, part bool) (level uint8) {
	whole := t.inName && !part
	t.inName = part
	if len(word) < 3 && word[0] < utf8.RuneSelf && !whole {
		return levelTitle // "a", "of"
	}
	if !whole {
		t.words++
	}
	if !part {
		t.names++
	}
	if whole {
		return levelTop
	}
	return levelTitle
}

// noise reports what nobody types and texts are full of: hashes, keys, long numbers.
func noise(word []byte) bool {
	if len(word) < 7 {
		return false
	}
	numbers := 0
	for _, b := range word {
		if b >= '0' && b <= '9' {
			numbers++
		}
	}
	return numbers == len(word) || numbers > 3 && len(word) > 20
}

// stretch is the terms of a stretch of the entries, by word.
type stretch struct {
	words    []string
	postings [][]posting
}

// stretch sorts what was found by term.
func (c *collector) stretch() stretch {
	starts := make([]uint32, len(c.words)+1)
	for _, p := range c.log {
		starts[p.term+1]++
	}
	for i := range c.words {
		starts[i+1] += starts[i]
	}
	byTerm := make([]posting, len(c.log))
	next := slices.Clone(starts)
	for _, p := range c.log {
		byTerm[next[p.term]] = p
		next[p.term]++
	}
	order := make([]uint32, len(c.words))
	for i := range order {
		order[i] = uint32(i)
	}
	slices.SortFunc(order, func(a, b uint32) int { return strings.Compare(c.words[a], c.words[b]) })
	s := stretch{make([]string, len(order)), make([][]posting, len(order))}
	for i, id := range order {
		s.words[i], s.postings[i] = c.words[id], byTerm[starts[id]:starts[id+1]]
	}
	return s
}

// merge puts the terms of all stretches together.
func merge(stretches []stretch) []term {
	var all []term
	at := make([]int, len(stretches))
	for {
		word, any := "", false
		for i, s := range stretches {
			if at[i] < len(s.words) && (!any || s.words[at[i]] < word) {
				word, any = s.words[at[i]], true
			}
		}
		if !any {
			return all
		}
		t := term{word: word}
		for i, s := range stretches {
			if at[i] < len(s.words) && s.words[at[i]] == word {
				t.postings = append(t.postings, s.postings[at[i]])
				t.count += len(s.postings[at[i]])
				at[i]++
			}
		}
		if utf8.ValidString(t.word) {
			all = append(all, t)
		}
	}
}
