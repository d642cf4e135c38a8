package docsite

import (
	"fmt"

	"wpengine/docsite/markdown"
)

// builder is a site in the making. Problems with the content are gathered, so
// that an author sees them all; an error is something no author can mend.
type builder struct {
	config   Config
	pages    []*page
	byPath   map[string]*page
	bySource map[string]*page // guides, by their file in Content
	drafts   map[string]bool  // files that are there but not shown
	nav      []*section
	order    []*page // as the sidebar has them, for "next" and "previous"
	assets   map[string]string
	files    map[string]*file
	notFound *file
	problems Problems
}

// page is one page before it is framed.
type page struct {
	path        string // "guides/api-keys/"; "" is the first page
	title       string
	label       string // in the sidebar
	description string
	lead        string // the description, where the text does not begin with it
	layout      string // "guide", "reference", "listing": the class that lays it out
	group       string // title of the group, in the reference
	method      string // an operation's, for its badge
	body        string
	headings    []markdown.Heading
	toc         int // deepest heading "On this page" lists
	rank        *float64
	absolute    bool // links from the root of the host: the page has no place of its own
	ids         map[string]bool

	file   string // a guide's, in Content
	source string // the file it is from and the line, for messages
	line   int
}

func (b *builder) build() error {
	for _, stage := range []func() error{
		b.addAssets, b.addGuides, b.addOperations, b.addListings, b.indexPages, b.buildNav, b.resolveLinks,
	} {
		if err := stage(); err != nil {
			return err
		}
	}
	if len(b.problems) > 0 {
		return b.problems.sorted()
	}
	return b.framePages()
}

// indexPages finds every page's address and refuses two pages at one.
func (b *builder) indexPages() error {
	b.byPath = map[string]*page{}
	for _, p := range b.pages {
		if other, taken := b.byPath[p.path]; taken {
			b.problem(p, p.line, "its address /%s is taken by %s; give one of them another slug", p.path, other.source)
			continue
		}
		b.byPath[p.path] = p
	}
	if b.byPath[""] == nil {
		b.problems = append(b.problems, Problem{File: b.contentFile("index.md"), Message: "no such file; it is the site's first page"})
	}
	return nil
}

func (b *builder) problem(p *page, line int, format string, args ...any) {
	b.problems = append(b.problems, Problem{File: p.source, Line: line, Message: fmt.Sprintf(format, args...)})
}
