package docsite

import (
	"errors"
	"fmt"
	"io/fs"

	"wpengine/docsite/markdown"
	"wpengine/docsite/panel"
	"wpengine/docsite/reference"
	"wpengine/openapi/document"
)

// Version is another version of the site, under a path of its own.
type Version struct {
	Name    string // its path, "v1"
	Label   string // as readers see it, Name without one
	Content fs.FS  // nil for none
	Spec    *document.Document
	// ContentName and SpecName are as in [Config].
	ContentName, SpecName string
}

// Language is a language that guides are written in.
type Language struct {
	Code  string // "de", "pt-BR"; other languages than the first have their guides in a folder of that name
	Label string // "Deutsch", Code without one
	RTL   bool   // written from right to left
}

// edition is the site in one version and one language: guides, a sidebar, and what belongs to them.
type edition struct {
	prefix   string // of the addresses of its pages: "", "de/", "v1/", "v1/de/"
	version  *Version
	language Language
	words    *words
	markdown *markdown.Renderer // of its guides

	content     fs.FS  // nil for none
	contentName string // what messages call it
	spec        *document.Document
	specName    string
	reference   *reference.Reference // of the version, which all its languages share
	fragments   *fragments           // the descriptions of its pages
	models      *panel.Models        // for the panels of its operations, nil without any

	guides   []*page
	listings []*page // of folders and of the edition, where no guide is their page
	bySource map[string]*page
	drafts   map[string]bool // files that are there but not shown, and the addresses they would have
	metas    map[string]folderMeta
	root     *place
	order    []*page // as the sidebar has them
	size     int     // how many pages the sidebar has
	home     *page
	search   func() map[string]*file        // the files of its index; nil for a site without a search
	byID     map[string]*document.Operation // every name that a link may give an operation
}

// addEditions makes an edition of each version in each language. The first is that of the site's root.
func (b *builder) addEditions() error {
	latest := Version{Content: b.config.Content, Spec: b.config.Spec, ContentName: b.config.ContentName, SpecName: b.config.SpecName, Label: b.config.VersionLabel}
	languages := b.config.Languages
	if len(languages) == 0 {
		languages = []Language{{Code: "en", Label: "English"}}
	}
	for _, version := range append([]Version{latest}, b.config.Versions...) {
		if version.Label == "" {
			version.Label = version.Name
		}
		for i, language := range languages {
			words, err := wordsFor(language.Code)
			if err != nil {
				return err
			}
			e := &edition{
				version: &version, language: language, words: words,
				content: version.Content, contentName: version.ContentName, spec: version.Spec, specName: version.SpecName,
				bySource: map[string]*page{}, drafts: map[string]bool{}, metas: map[string]folderMeta{},
			}
			if version.Name != "" {
				e.prefix = version.Name + "/"
			}
			if i > 0 {
				if err := e.translate(); err != nil {
					return err
				}
				if e.content == nil {
					continue // nothing is translated yet
				}
			}
			e.markdown = b.renderer(words, e.content, version.Content)
			b.editions = append(b.editions, e)
		}
	}
	return nil
}

// translate makes an edition that of a language other than the first.
func (e *edition) translate() error {
	e.prefix += e.language.Code + "/"
	e.contentName += "/" + e.language.Code
	if e.content == nil {
		return nil
	}
	info, err := fs.Stat(e.content, e.language.Code)
	if errors.Is(err, fs.ErrNotExist) || err == nil && !info.IsDir() {
		e.content = nil
		return nil
	}
	if err == nil {
		e.content, err = fs.Sub(e.content, e.language.Code)
	}
	if err != nil {
		return fmt.Errorf("docsite: read the guides: %w", err)
	}
	return nil
}

// main reports the first language of a version, which has the reference.
func (b *builder) main(e *edition) bool {
	return len(b.config.Languages) == 0 || e.language == b.config.Languages[0]
}

// firstLanguage is the edition of a version in its first language, which has what the others lack.
func (b *builder) firstLanguage(e *edition) *edition {
	for _, other := range b.editions {
		if other.version == e.version && b.main(other) {
			return other
		}
	}
	return e
}

// others are the pages that say the same as a page in other languages or versions: the page at the same address
// there, or else the first one.
func (b *builder) others(p *page, same func(*edition) bool) (links []navLink, none bool) {
	for _, e := range b.editions {
		if !same(e) {
			continue
		}
		to := e.home
		if p.edition != nil {
			rest := p.path[min(len(p.edition.prefix), len(p.path)):]
			if there := b.byPath[e.prefix+rest]; there != nil && there.edition == e {
				to = there
			}
		}
		if to == nil {
			continue
		}
		links = append(links, navLink{Href: b.relative(p, to.path), Label: e.language.Label, Badge: e.version.Label, Lang: e.language.Code, Current: e == p.edition})
	}
	return links, len(links) < 2
}
