// Package search makes the index of a site's search: files that a browser reads a few of, whatever the size of the site,
// from a server that knows nothing of them or from a folder on disk. So they are scripts. [Build] makes them of the
// entries that there are to be found; assets/ts/search*.ts reads them.
//
// A small head says where things are. The rest is in parts:
//
//	terms     words in order, each with the entries it is in and how much it matters there (term.go, leaf.go)
//	entries   what is shown of an entry: title, address, the start of its text (shown.go)
//	spelling  the words that a word with a typing error may be meant as (spelling.go)
//
// A search reads the parts of terms that its words are in, and those of the entries that it shows. All parts of a small
// site are in the file of its head.
package search

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"
)

// Kind is what an entry is. Results are shown by kind.
type Kind uint8

// The kinds.
const (
	Guide Kind = iota
	Section
	Operation
	Webhook
	Schema
	Field
	kinds
)

// Entry is something that can be found.
type Entry struct {
	Kind   Kind
	Title  string   // as it is shown: "Send a message"
	Name   string   // what programs call it, an operationId for example
	Method string   // "POST"
	Path   string   // "/pets/{id}"
	Crumb  string   // what it is part of: the guide of a section, the group of an operation, the schema of a field
	Tags   []string // other words that lead to it; they are not shown
	Text   string   // plain
	URL    string   // from the root of the site
	Boost  int      // how far up it goes among its equals: 1 is a little; less than 0 is down
}

// Options say how an index is written.
type Options struct {
	// Prefix is the folder that the index is in, from the root of the site: "" or such as "de/".
	Prefix string
	// Language is what the dialog speaks, "de" for example; it speaks English where it doesn't know a language.
	Language string
}

// Index is a finished index.
type Index struct {
	Head string // the name of the file that pages load: Prefix + "search/index.js"
	// Files are all of them by name, from the root of the site. That of the head stays; the others have
	// names that change with what is in any of them, so that none goes with a head that it isn't for.
	Files map[string][]byte
}

// The sizes in bytes that parts are cut to. Smaller ones would be more requests, and a longer head.
const (
	termsPart   = 16 << 10
	entriesPart = 12 << 10
	smallSite   = 64 << 10 // of all parts
)

// Build makes the index of all the entries on the lists. Of two that fit a search equally, the first is shown first.
func Build(lists [][]Entry, o Options) *Index {
	entries, counts := byKind(lists)
	h := head{Kinds: counts, Words: phrases(o.Language)}
	var shown []part
	done := make(chan struct{})
	go func() {
		shown, h.Shown = shownParts(entries)
		close(done)
	}()
	terms := collect(entries)
	parts, bounds := leafParts(terms, len(entries))
	h.Terms = bounds
	parts = append(parts, spellingPart(terms))
	<-done
	return files(append(parts, shown...), h, o.Prefix)
}

// byKind are the entries of all lists, those of a kind after each other, and how many there are of each.
func byKind(lists [][]Entry) (entries []*Entry, counts []int) {
	counts = make([]int, kinds)
	total := 0
	for _, list := range lists {
		for i := range list {
			counts[list[i].Kind]++
		}
		total += len(list)
	}
	entries = make([]*Entry, 0, total)
	for kind := range kinds {
		for _, list := range lists {
			for i := range list {
				if list[i].Kind == kind {
					entries = append(entries, &list[i])
				}
			}
		}
	}
	return entries, counts
}

// files writes the parts into files of their own, in a folder that is named by what they say, or all into that of the head.
func files(parts []part, h head, prefix string) *Index {
	index := &Index{Head: prefix + "search/index.js", Files: map[string][]byte{}}
	size := 0
	for _, p := range parts {
		size += len(p.script)
	}
	if size <= smallSite {
		script := h.script()
		for _, p := range parts {
			script = append(script, p.script...)
		}
		index.Files[index.Head] = script
		return index
	}
	sum := sha256.New()
	for _, p := range parts {
		sum.Write(p.script)
	}
	h.Folder = hex.EncodeToString(sum.Sum(nil)[:5])
	index.Files[index.Head] = h.script()
	for _, p := range parts {
		index.Files[prefix+"search/"+h.Folder+"/"+p.name+".js"] = p.script
	}
	return index
}

// partName is how a part is called: "t12" is the thirteenth of the terms.
func partName(letter string, number int) string { return letter + strconv.Itoa(number) }
