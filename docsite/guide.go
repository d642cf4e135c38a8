package docsite

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"wpengine/docsite/markdown"
	"wpengine/docsite/printable"
)

// addGuides makes a page of every Markdown file of an edition's content, and a file of the site of everything else:
// a guide's pictures stand beside it.
func (b *builder) addGuides() error {
	for _, e := range b.editions {
		if e.content == nil {
			continue
		}
		names, err := b.contentNames(e)
		if err != nil {
			return err
		}
		pages := make([]*page, len(names))
		if err := parallel(len(names), func(i int) (err error) {
			pages[i], err = b.readContent(e, names[i])
			return err
		}); err != nil {
			return err
		}
		for i, p := range pages {
			if p == nil { // not a guide
				b.contents = append(b.contents, content{e, names[i]})
				continue
			}
			b.addGuide(e, p)
		}
	}
	return nil
}

// contentNames are the files of an edition's content that the site has, in order.
func (b *builder) contentNames(e *edition) (names []string, err error) {
	err = fs.WalkDir(e.content, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return fmt.Errorf("docsite: read the guides: %w", err)
		}
		base := path.Base(name)
		hidden := name != "." && (base[0] == '.' || base[0] == '_') && !isIndex(name)
		switch {
		case entry.IsDir() && (hidden || b.translated(e, name)):
			return fs.SkipDir
		case entry.IsDir(), hidden, path.Ext(base) == ".go": // Go files embed the folder
			return nil
		}
		if why := unreadable(e.content, name, entry.Type()); why != "" {
			b.problem(Problem{File: path.Join(e.contentName, name), Rule: "file", Message: "left out: " + why})
			return nil
		}
		names = append(names, name)
		return nil
	})
	return names, err
}

// unreadable says why something in a folder is no file that could be read, or nothing.
func unreadable(content fs.FS, name string, mode fs.FileMode) string {
	if !fs.ValidPath(name) {
		return "the name is not UTF-8"
	}
	if mode.IsRegular() {
		return ""
	}
	info, err := fs.Stat(content, name)
	var of *fs.PathError
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "a symbolic link to nothing"
	case errors.As(err, &of):
		return of.Err.Error()
	case err != nil:
		return err.Error()
	case info.IsDir():
		return "a symbolic link to a folder; only those to files are followed"
	case !info.Mode().IsRegular():
		return "neither a file nor a folder"
	}
	return ""
}

// translated reports a folder that is the content of another language.
func (b *builder) translated(e *edition, name string) bool {
	return b.main(e) && slices.ContainsFunc(b.config.Languages, func(l Language) bool { return l.Code == name && l != e.language })
}

// readContent parses a guide; it gives nil for a file that is none.
func (b *builder) readContent(e *edition, name string) (*page, error) {
	if !isGuide(name) {
		return nil, nil
	}
	content, err := fs.ReadFile(e.content, name)
	if err != nil {
		return nil, fmt.Errorf("docsite: read the guides: %w", err)
	}
	doc := b.parse(e, name, content)
	p := &page{
		edition:     e,
		path:        e.prefix + guidePath(name, doc.Front.Slug),
		title:       doc.Title,
		label:       doc.Title,
		description: doc.Description,
		lead:        doc.Front.Description,
		layout:      layoutGuide,
		guide:       doc,
		toc:         3,
		rank:        doc.Front.Order,
		file:        name,
		source:      path.Join(e.contentName, name),
		line:        1,
	}
	if p.title == "" {
		p.title = titleOfFile(name)
		p.label = p.title
	}
	if doc.Front.Label != "" {
		p.label = doc.Front.Label
	}
	p.title, p.label = printable.Title(p.title), printable.Title(p.label)
	p.description, p.lead = printable.Line(p.description), printable.Line(p.lead)
	if doc.Front.TOC != nil {
		p.toc = *doc.Front.TOC
	}
	return p, nil
}

// byline says who wrote a guide.
func (p *page) byline() string {
	return printable.Line(fmt.Sprintf(p.edition.words.By, strings.Join(p.guide.Front.Authors, ", ")))
}

// addGuide takes a guide into the site, or remembers that it is a draft.
func (b *builder) addGuide(e *edition, p *page) {
	for _, found := range p.guide.Problems {
		b.guideProblem(p, found)
	}
	if p.guide.Front.Draft && !b.config.Drafts {
		e.drafts[p.file], e.drafts[strings.TrimPrefix(p.path, e.prefix)] = true, true
		return
	}
	b.rankEntry(p)
	if p.rank == nil {
		p.rank, _ = rankInName(p.file)
	}
	e.bySource[p.file] = p
	e.guides = append(e.guides, p)
	b.pages = append(b.pages, p)
}

// guideProblem notes what is wrong with a guide, or with a file that it includes.
func (b *builder) guideProblem(p *page, found markdown.Problem) {
	if found.Message == errTold.Error() {
		return
	}
	file := p.source
	if found.File != "" {
		file = path.Join(p.edition.contentName, found.File)
	}
	b.problem(Problem{File: file, Line: found.Line, Rule: "markdown", Message: found.Message, Advice: found.Severity == markdown.Advice})
}

// isIndex reports a guide that is the page of its folder.
func isIndex(name string) bool {
	base := path.Base(name)
	stem := strings.TrimSuffix(base, path.Ext(base))
	return stem == "index" || stem == "_index"
}

// titleOfFile is what a guide without a heading is called.
func titleOfFile(name string) string {
	if isIndex(name) {
		name = path.Dir(name)
	}
	base := path.Base(name)
	if base == "." {
		return "Home"
	}
	return sentenceCase(strings.TrimSuffix(base, path.Ext(base)))
}

// guidePath is the address of a guide: guides/errors.md is guides/errors/, and an index.md is its folder.
func guidePath(name, slug string) string {
	dir, base := path.Split(strings.TrimSuffix(name, path.Ext(name)))
	dir = addressOf(dir)
	whole, isWhole := strings.CutPrefix(slug, "/")
	switch {
	case isWhole && whole == "":
		return ""
	case isWhole:
		return addressOf(whole) + "/"
	case isIndex(name):
		return dir
	case slug != "":
		return dir + addressOf(slug) + "/"
	}
	return dir + addressOf(base) + "/"
}

// parse parses a guide, or takes it from the last build if it has not changed since.
func (b *builder) parse(e *edition, name string, content []byte) *markdown.Document {
	return b.config.Cache.guide(e.language.Code+" "+e.contentName+"/"+name, content, func() *markdown.Document {
		return e.markdown.Parse(name, content)
	})
}
