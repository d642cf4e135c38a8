package docsite

import (
	"bytes"
	"maps"
	"slices"
	"strings"
	"sync"

	"wpengine/docsite/reference"
	"wpengine/docsite/search"
)

// searchFolder is where an edition's index is.
const searchFolder = "search/"

// addSearch gives every edition an index of its own. It is made when it is first wanted.
func (b *builder) addSearch() error {
	if b.assets["search.js"] == "" || b.assets["search.css"] == "" {
		return nil
	}
	for _, e := range b.editions {
		e.search = sync.OnceValue(func() map[string]*file { return b.searchFiles(e) })
		head := e.searchHead()
		b.files[head] = &file{name: head, mediaType: mediaType(head), write: func(out *bytes.Buffer) error {
			return e.search()[head].write(out)
		}}
	}
	return nil
}

// searchHead is the file that pages load when a reader searches.
func (e *edition) searchHead() string { return e.prefix + searchFolder + "index.js" }

// file is a file of the site, or nil.
func (b *builder) file(name string) *file {
	if f := b.files[name]; f != nil {
		return f
	}
	for _, e := range b.editions {
		if e.search != nil && strings.HasPrefix(name, e.prefix+searchFolder) {
			return e.search()[name]
		}
	}
	return nil
}

// allFiles are all of them, those of the indexes too.
func (b *builder) allFiles() map[string]*file {
	all := maps.Clone(b.files)
	for _, e := range b.editions {
		if e.search != nil {
			maps.Copy(all, e.search())
		}
	}
	return all
}

// searchFiles makes an edition's index.
func (b *builder) searchFiles(e *edition) map[string]*file {
	pages := slices.Concat(b.pagesOf(e, false), b.pagesOf(b.referenceOf(e), true))
	lists := make([][]search.Entry, len(pages))
	_ = parallel(len(pages), func(i int) error { // it has no errors
		lists[i] = b.entries(pages[i])
		return nil
	})
	index := search.Build(lists, search.Options{Prefix: e.prefix, Language: e.language.Code})
	files := make(map[string]*file, len(index.Files))
	for name, content := range index.Files {
		f := b.newFile(name, content)
		f.immutable = name != index.Head
		files[name] = f
	}
	return files
}

// pagesOf are the pages of an edition that are made from its spec, or the others.
func (b *builder) pagesOf(e *edition, made bool) (pages []*page) {
	for _, p := range b.pages {
		if p.edition == e && (p.made != nil) == made {
			pages = append(pages, p)
		}
	}
	return pages
}

// entries are what a search finds on a page.
func (b *builder) entries(p *page) []search.Entry {
	url := b.join("", p.path)
	self := search.Entry{Kind: search.Guide, Title: p.title, Text: p.description, URL: url}
	switch {
	case p.guide != nil && p.guide.Front.Unlisted:
		return nil
	case p.guide != nil:
		return guideEntries(p, self)
	case p.made == nil:
		return []search.Entry{self}
	}
	switch p.made.Kind {
	case reference.Operation, reference.Webhook:
		return search.OfOperation(p.made.Operation(), url)
	case reference.Schema:
		return search.OfSchema(p.made.Schema(), url)
	case reference.Group:
		self.Kind = search.Operation
	case reference.Overview, reference.List:
	}
	return []search.Entry{self}
}

// guideEntries are a guide and its sections.
func guideEntries(p *page, self search.Entry) []search.Entry {
	self.Tags = p.guide.Front.Tags
	entries := []search.Entry{self}
	for _, s := range p.guide.Sections() {
		if s.ID == "" {
			entries[0].Text = s.Text
			continue
		}
		entries = append(entries, search.Entry{Kind: search.Section, Title: s.Heading, Crumb: p.title, Text: s.Text, URL: self.URL + "#" + s.ID})
	}
	return entries
}
