package docsite

import (
	"fmt"
	"io/fs"
	"path"
	"strings"

	"wpengine/docsite/markdown"
)

// addGuides makes a page of every Markdown file in Content, and a file of the
// site of everything else: a guide's pictures stand beside it.
func (b *builder) addGuides() error {
	renderer := markdown.New(markdown.Options{})
	return fs.WalkDir(b.config.Content, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return fmt.Errorf("docsite: read the guides: %w", err)
		}
		base := path.Base(name)
		hidden := name != "." && (base[0] == '.' || base[0] == '_')
		switch {
		case entry.IsDir() && hidden:
			return fs.SkipDir
		case entry.IsDir(), hidden, path.Ext(base) == ".go": // Go files embed the folder
			return nil
		}
		content, err := fs.ReadFile(b.config.Content, name)
		if err != nil {
			return fmt.Errorf("docsite: read the guides: %w", err)
		}
		if path.Ext(base) != ".md" {
			b.files[name] = b.newFile(name, content)
			return nil
		}
		doc, body := renderer.LegacyDocument(content)
		b.addGuide(name, doc, string(body))
		return nil
	})
}

// contentFile is a file of Content as messages name it.
func (b *builder) contentFile(name string) string {
	return path.Join(b.config.ContentName, name)
}

// specFile is a file of the spec as messages name it.
func (b *builder) specFile(name string) string {
	return path.Join(b.config.SpecName, name)
}

func (b *builder) addGuide(name string, doc *markdown.Document, body string) {
	p := &page{
		path:        guidePath(name, doc.Front.Slug),
		title:       doc.Title,
		label:       doc.Title,
		description: doc.Description,
		lead:        doc.Front.Description,
		layout:      "guide",
		body:        body,
		headings:    doc.Headings,
		toc:         3,
		rank:        doc.Front.Order,
		file:        name,
		source:      b.contentFile(name),
		line:        1,
	}
	if doc.Front.Label != "" {
		p.label = doc.Front.Label
	}
	if doc.Front.TOC != nil {
		p.toc = *doc.Front.TOC
	}
	for _, problem := range doc.Problems {
		b.problem(p, problem.Line, "%s", problem.Message)
	}
	if doc.Front.Draft {
		b.drafts[name] = true
		return
	}
	b.bySource[name] = p
	b.pages = append(b.pages, p)
}

// guidePath is the address of a guide: guides/errors.md is guides/errors/, and
// an index.md is its folder.
func guidePath(name, slug string) string {
	dir, base := path.Split(strings.TrimSuffix(name, ".md"))
	switch {
	case base == "index":
		return dir
	case slug != "":
		return dir + slug + "/"
	}
	return dir + base + "/"
}
