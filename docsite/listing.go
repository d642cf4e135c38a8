package docsite

import (
	"cmp"
	"fmt"
	"html"
	"path"
	"slices"
	"strings"
)

// addListings makes a page for each folder of guides that has no index.md, so that cutting an address short always
// leads somewhere.
func (b *builder) addListings() error {
	have := make(map[string]bool, len(b.pages))
	for _, p := range b.pages {
		have[p.path] = true
	}
	for _, e := range b.editions {
		cards := map[string][]*page{} // by folder, of all the folders above a guide
		var dirs []string
		for _, p := range e.guides {
			for dir := path.Dir(p.file); dir != "."; dir = path.Dir(dir) {
				if cards[dir] == nil {
					dirs = append(dirs, dir)
				}
				cards[dir] = append(cards[dir], p)
			}
		}
		slices.Sort(dirs)
		for _, dir := range dirs {
			address := e.prefix + addressOf(dir) + "/"
			if have[address] {
				continue
			}
			have[address] = true
			meta := b.folder(e, dir)
			listing := &page{edition: e, path: address, title: meta.Title, label: meta.Title, description: meta.Description,
				lead: meta.Description, layout: layoutListing, source: path.Join(e.contentName, dir)}
			listing.body = b.cards(listing, direct(cards[dir], dir))
			e.listings = append(e.listings, listing)
			b.pages = append(b.pages, listing)
		}
	}
	return nil
}

// listed is how many guides a listing shows. The sidebar and the folders within have the rest.
const listed = 500

// direct are the guides to list for a folder: its own, and for a folder within that has a page, that page.
func direct(inside []*page, dir string) (guides []*page) {
	for _, p := range inside {
		rest := strings.TrimPrefix(p.file, dir+"/")
		if !strings.Contains(rest, "/") || isIndex(rest) && strings.Count(rest, "/") == 1 {
			guides = append(guides, p)
		}
	}
	if len(guides) == 0 {
		guides = slices.Clone(inside)
	}
	slices.SortStableFunc(guides, comparePages)
	return guides[:min(len(guides), listed)]
}

func comparePages(a, z *page) int {
	return cmp.Or(cmp.Compare(pageRank(a), pageRank(z)), cmp.Compare(strings.ToLower(a.title), strings.ToLower(z.title)), cmp.Compare(a.path, z.path))
}

func pageRank(p *page) float64 { return rankOf(&place{rank: p.rank}) }

// cards are links to pages, each with what the page says of itself.
func (b *builder) cards(from *page, to []*page) string {
	var out strings.Builder
	out.WriteString("<ul class=\"cards\">\n")
	for _, p := range to {
		fmt.Fprintf(&out, "<li><a class=\"card\" href=\"%s\"><span class=\"card-title\">%s</span>", html.EscapeString(b.relative(from, p.path)), html.EscapeString(p.title))
		if date := b.written(p); b.isEntry(p) && !date.IsZero() {
			fmt.Fprintf(&out, "<span class=\"card-count\"><time datetime=\"%s\">%s</time></span>", date.UTC().Format("2006-01-02"), date.UTC().Format("2 January 2006"))
		}
		if p.description != "" {
			fmt.Fprintf(&out, "<span class=\"card-text\">%s</span>", html.EscapeString(p.description))
		}
		out.WriteString("</a></li>\n")
	}
	out.WriteString("</ul>\n")
	return out.String()
}

// addHomes makes the first page of an edition whose content has none: what there is, at one glance.
func (b *builder) addHomes() error {
	for _, e := range b.editions {
		for _, p := range b.pages {
			if p.edition == e && p.path == e.prefix {
				e.home = p
			}
		}
		if e.home != nil {
			continue
		}
		e.home = &page{edition: e, path: e.prefix, title: b.config.Title, label: e.words.Home, layout: layoutListing, rank: first(),
			description: b.config.Description, lead: b.config.Description, source: cmp.Or(e.contentName, "the content")}
		b.pages = append(b.pages, e.home)
	}
	return nil
}

// fillHomes lists, on the first pages that no guide is, what the sidebar begins with.
func (b *builder) fillHomes() error {
	for _, e := range b.editions {
		if e.home.layout != layoutListing || e.home.body != "" {
			continue
		}
		var to []*page
		for _, pl := range e.root.below {
			switch {
			case pl.page != nil && pl.page != e.home:
				to = append(to, pl.page)
			case pl.page == nil && len(pl.below) > 0:
				to = append(to, pl.pages(nil)...)
			}
		}
		e.home.body = b.cards(e.home, to[:min(len(to), listed)])
	}
	return nil
}
