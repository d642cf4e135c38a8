package docsite

import (
	"cmp"
	"math"
	"path"
	"slices"
	"strings"
)

// section is a part of the sidebar under a title of its own: the first pages, a
// folder of guides, or the reference.
type section struct {
	title string
	path  string // of the page that lists it, "" for the first section
	rank  *float64
	pages []*page
	parts []*part
}

// part is a list within a section that can be folded: a folder in a folder of
// guides, or a group of operations.
type part struct {
	title  string
	path   string
	rank   *float64
	closed bool // folded unless it holds the page
	pages  []*page
}

// buildNav arranges the pages as the sidebar shows them: by rank, those without
// one after the others by title. The reference comes last, in the spec's order.
func (b *builder) buildNav() error {
	home, sections := &section{}, map[string]*section{}
	for _, p := range b.pages {
		top, rest, nested := strings.Cut(p.path, "/")
		switch {
		case p.layout != "guide":
		case !nested, rest == "" && p.file != "" && path.Dir(p.file) == ".":
			home.pages = append(home.pages, p)
		default:
			s := sections[top]
			if s == nil {
				meta := b.folder(top)
				s = &section{title: meta.Title, path: top + "/", rank: meta.Order}
				sections[top] = s
			}
			b.place(s, p)
		}
	}
	b.nav = []*section{home}
	for _, s := range sections {
		b.nav = append(b.nav, s)
	}
	slices.SortFunc(b.nav[1:], func(a, z *section) int {
		return cmp.Or(cmp.Compare(rank(a.rank), rank(z.rank)), cmp.Compare(a.title, z.title))
	})
	for _, s := range b.nav {
		s.sort()
	}
	if s := b.referenceSection(); s != nil {
		b.nav = append(b.nav, s)
	}
	for _, s := range b.nav {
		b.order = append(b.order, s.pages...)
		for _, part := range s.parts {
			b.order = append(b.order, part.pages...)
		}
	}
	return nil
}

// place puts a guide into its section, or the part for its folder within.
func (b *builder) place(s *section, p *page) {
	dir := path.Dir(p.file)
	if dir+"/" == s.path {
		s.pages = append(s.pages, p)
		return
	}
	for _, part := range s.parts {
		if part.path == dir+"/" {
			part.pages = append(part.pages, p)
			return
		}
	}
	meta := b.folder(dir)
	s.parts = append(s.parts, &part{title: meta.Title, path: dir + "/", rank: meta.Order, closed: meta.Closed, pages: []*page{p}})
}

func (s *section) sort() {
	slices.SortFunc(s.pages, comparePages)
	for _, part := range s.parts {
		slices.SortFunc(part.pages, comparePages)
	}
	slices.SortStableFunc(s.parts, func(a, z *part) int {
		return cmp.Or(cmp.Compare(rank(a.rank), rank(z.rank)), cmp.Compare(a.title, z.title))
	})
}

func comparePages(a, z *page) int {
	return cmp.Or(cmp.Compare(rank(a.rank), rank(z.rank)), cmp.Compare(a.title, z.title), cmp.Compare(a.path, z.path))
}

// rank orders what has no place of its own after everything that has.
func rank(order *float64) float64 {
	if order == nil {
		return math.Inf(1)
	}
	return *order
}

// partOf finds where in the sidebar a page is.
func (b *builder) partOf(p *page) (*section, *part) {
	for _, s := range b.nav {
		if slices.Contains(s.pages, p) {
			return s, nil
		}
		for _, part := range s.parts {
			if slices.Contains(part.pages, p) {
				return s, part
			}
		}
	}
	return nil, nil
}

// neighbours are the pages before and after one in the sidebar's order.
func (b *builder) neighbours(p *page) (previous, next *page) {
	i := slices.Index(b.order, p)
	if i > 0 {
		previous = b.order[i-1]
	}
	if i >= 0 && i+1 < len(b.order) {
		next = b.order[i+1]
	}
	return previous, next
}
