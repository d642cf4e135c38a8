package docsite

import (
	"cmp"
	"math"
	"path"
	"slices"
	"strings"
)

// place is an entry of the sidebar: a page, a folder of pages, or a title with pages below it.
type place struct {
	title  string
	badge  string // an operation's method
	icon   icon
	page   *page  // nil for a title that leads nowhere
	parent *place // nil for the root
	below  []*place
	rank   *float64
	closed bool // folded unless it holds the page
}

// sectionOf is where the sidebar of an edition has a page. That of the reference is in those of all languages.
func (e *edition) sectionOf(to *page) *place {
	if e != nil && e != to.edition && e.root != nil {
		for _, pl := range e.root.below {
			if pl.page == to {
				return pl
			}
		}
	}
	if pl := to.place; pl != nil && pl.page == to {
		return pl
	}
	return nil
}

// add puts a place below another.
func (pl *place) add(below *place) *place {
	below.parent = pl
	pl.below = append(pl.below, below)
	return below
}

// buildNav arranges the pages of every edition as its sidebar shows them: by rank, those without one after
// the others by title. The reference comes last, in the spec's order.
func (b *builder) buildNav() error {
	for _, e := range b.editions {
		e.root = &place{}
		b.placeGuides(e)
		e.root.sort()
		b.placeReference(e)
		e.order = e.root.pages(nil)
		for i, p := range e.order {
			if i > 0 {
				p.previous = e.order[i-1]
			}
			if i+1 < len(e.order) {
				p.next = e.order[i+1]
			}
		}
		e.size = len(e.order)
	}
	return nil
}

// placeGuides puts each guide into the place of its folder. The pages beside the first one, and folders, are at
// the top.
func (b *builder) placeGuides(e *edition) {
	folders := map[string]*place{".": e.root}
	var folder func(dir string) *place
	folder = func(dir string) *place {
		if pl := folders[dir]; pl != nil {
			return pl
		}
		meta := b.folder(e, dir)
		parent := folder(path.Dir(dir))
		pl := parent.add(&place{title: meta.Title, rank: meta.Order, closed: meta.Closed})
		folders[dir] = pl
		return pl
	}
	for _, p := range e.guides {
		dir := path.Dir(p.file)
		if p.guide.Front.Unlisted {
			continue
		}
		if !isIndex(p.file) {
			folder(dir).add(&place{title: p.label, icon: b.iconOf(p), page: p, rank: p.rank})
			continue
		}
		if dir == "." {
			e.root.add(&place{title: p.label, icon: b.iconOf(p), page: p, rank: first()})
			continue
		}
		pl := folder(dir) // the folder itself leads to its own page
		pl.page, pl.icon = p, b.iconOf(p)
		if p.rank != nil && pl.rank == nil {
			pl.rank = p.rank
		}
	}
	for _, p := range e.listings {
		if pl := folders[strings.TrimSuffix(strings.TrimPrefix(p.path, e.prefix), "/")]; pl != nil && pl.page == nil {
			pl.page = p
		}
	}
}

// first is a rank before all that authors give.
func first() *float64 {
	rank := math.Inf(-1)
	return &rank
}

func (pl *place) sort() {
	slices.SortStableFunc(pl.below, func(a, z *place) int {
		return cmp.Or(cmp.Compare(rankOf(a), rankOf(z)), compareTitles(a.title, z.title))
	})
	for _, b := range pl.below {
		b.sort()
	}
}

// rankOf orders what has no place of its own after everything that has.
func rankOf(pl *place) float64 {
	if pl.rank == nil {
		return math.MaxFloat64
	}
	return *pl.rank
}

// pages are those of a place and below it, in the sidebar's order, each of which learns its place.
func (pl *place) pages(all []*page) []*page {
	if pl.page != nil && pl.page.place == nil {
		pl.page.place = pl
		if pl.page.layout != layoutListing || pl.parent == nil || pl.page == pl.page.edition.home {
			all = append(all, pl.page) // who reads on wants a text, not a list
		}
	}
	for _, b := range pl.below {
		all = b.pages(all)
	}
	return all
}

// within reports whether a place is another one or below it.
func (pl *place) within(other *place) bool {
	for ; pl != nil; pl = pl.parent {
		if pl == other {
			return true
		}
	}
	return false
}
