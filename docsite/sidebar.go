package docsite

import (
	"bytes"
	"fmt"
	"html"
	"strings"
	"sync"
)

// What a sidebar lists of a large site: a thousand links on each of a thousand pages would be a hundred megabytes.
const (
	// sidebarPages is how many pages a sidebar lists in full. In a larger site a folded folder is one link to the
	// page of its own.
	sidebarPages = 150
	// sidebarSection is how much a section has to hold to be folded in a large site, on pages that aren't in it.
	sidebarSection = 30
	// sidebarRun is how many neighbours in a folder are listed; of more, the nearest.
	sidebarRun = 100
	// sidebarNear is how many neighbours on each side "the nearest" are.
	sidebarNear = 25
)

// sidebars are the sidebars that pages share: those of one folder differ in nothing but the mark on
// the page's own entry.
type sidebars struct {
	mu   sync.Mutex
	made map[sidebarKey][]byte
}

type sidebarKey struct {
	edition *edition
	open    *place // the folder that is unfolded
	up      string // the way to the site's root
}

// sidebar is the inside of a page's sidebar.
func (b *builder) sidebar(p *page) []byte {
	e := p.edition
	key := sidebarKey{edition: e, up: b.up(p)}
	if p.place != nil {
		key.open = p.place
		if len(p.place.below) == 0 {
			key.open = p.place.parent
		}
	}
	if key.open != nil && len(key.open.below) > sidebarRun {
		w := &sidebarWriter{b: b, key: key, here: p.place}
		w.sections()
		return mark(w.out.Bytes(), b.relative(p, p.path))
	}
	b.sidebars.mu.Lock()
	made, ok := b.sidebars.made[key]
	b.sidebars.mu.Unlock()
	if !ok {
		w := &sidebarWriter{b: b, key: key}
		w.sections()
		made = w.out.Bytes()
		b.sidebars.mu.Lock()
		b.sidebars.made[key] = made
		b.sidebars.mu.Unlock()
	}
	return mark(made, b.relative(p, p.path))
}

// mark marks the entry with the address as that of the page. made is shared and stays as it is.
func mark(made []byte, href string) []byte {
	entry := []byte(`<a href="` + html.EscapeString(href) + `"`)
	return bytes.Replace(made, entry, append(entry, ` aria-current="page"`...), 1)
}

type sidebarWriter struct {
	b    *builder
	key  sidebarKey
	here *place // where only some of a folder's pages are listed, the page's own
	out  bytes.Buffer
}

// sections are the parts under a title of their own: the first pages, and each folder at the top.
func (w *sidebarWriter) sections() {
	root := w.key.edition.root
	var loose []*place
	for _, pl := range root.below {
		if len(pl.below) == 0 {
			loose = append(loose, pl)
		}
	}
	if len(loose) > 0 {
		w.out.WriteString("<div class=\"nav-section\">\n")
		w.list(root, loose)
		w.out.WriteString("</div>\n")
	}
	for _, pl := range root.below {
		if len(pl.below) == 0 {
			continue
		}
		here := w.key.open != nil && w.key.open.within(pl)
		if !here && pl.page != nil && len(pl.below) > sidebarSection && w.key.edition.size > sidebarPages {
			fmt.Fprintf(&w.out, "<div class=\"nav-section nav-closed\">\n<p class=\"nav-title\"><a href=\"%s\">%s</a></p>\n</div>\n", w.href(pl.page), w.named(pl))
			continue
		}
		fmt.Fprintf(&w.out, "<div class=\"nav-section\">\n<p class=\"nav-title\">%s</p>\n", w.named(pl))
		w.list(pl, pl.below)
		w.out.WriteString("</div>\n")
	}
}

// list writes the page of a folder, called the overview, and what is in the folder.
func (w *sidebarWriter) list(folder *place, inside []*place) {
	w.out.WriteString("<ul>\n")
	if p := folder.page; p != nil && p.layout != layoutListing {
		w.link(&place{title: w.key.edition.words.Overview, page: p})
	}
	from, to := 0, len(inside)
	if w.here != nil && w.here.parent == folder && len(inside) > sidebarRun {
		at := 0
		for i, pl := range inside {
			if pl == w.here {
				at = i
			}
		}
		from, to = max(0, at-sidebarNear), min(len(inside), at+sidebarNear+1)
	} else if len(inside) > sidebarRun {
		to = sidebarNear
	}
	for _, pl := range inside[from:to] {
		if len(pl.below) == 0 {
			w.link(pl)
			continue
		}
		w.folder(pl)
	}
	if to-from < len(inside) && folder.page != nil {
		fmt.Fprintf(&w.out, "<li><a class=\"nav-part\" href=\"%s\">%s</a></li>\n", w.href(folder.page),
			html.EscapeString(fmt.Sprintf(w.key.edition.words.All, len(inside))))
	}
	w.out.WriteString("</ul>\n")
}

func (w *sidebarWriter) folder(pl *place) {
	open := w.key.open != nil && w.key.open.within(pl)
	large := w.key.edition.size > sidebarPages
	if !open && pl.page != nil && large {
		fmt.Fprintf(&w.out, "<li><a class=\"nav-part\" href=\"%s\">%s</a></li>\n", w.href(pl.page), w.named(pl))
		return
	}
	w.out.WriteString("<li><details class=\"nav-part\"")
	if open || !pl.closed && !large {
		w.out.WriteString(" open")
	}
	fmt.Fprintf(&w.out, "><summary>%s</summary>\n", w.named(pl))
	w.list(pl, pl.below)
	w.out.WriteString("</details></li>\n")
}

// named is a title with its icon.
func (w *sidebarWriter) named(pl *place) string { return w.icon(pl) + html.EscapeString(pl.title) }

func (w *sidebarWriter) link(pl *place) {
	w.out.WriteString(`<li><a href="`)
	w.out.WriteString(w.href(pl.page))
	w.out.WriteString(`"><span class="nav-label">`)
	w.out.WriteString(w.icon(pl))
	w.out.WriteString(html.EscapeString(pl.title))
	w.out.WriteString("</span>")
	if pl.badge != "" {
		badge := html.EscapeString(pl.badge)
		w.out.WriteString(`<span class="method" data-method="` + badge + `">` + badge + "</span>")
	}
	w.out.WriteString("</a></li>\n")
}

func (w *sidebarWriter) href(p *page) string {
	return html.EscapeString(w.b.join(w.key.up, p.path))
}

// crumbs lead from the section to the page, which is not among them.
func (b *builder) crumbs(p *page) (links []navLink) {
	for _, pl := range b.above(p) {
		links = append(links, navLink{Href: b.relative(p, pl.page.path), Label: pl.title})
	}
	return links
}

// above are the places that a page is in, from the section on, those that are pages themselves.
func (b *builder) above(p *page) (places []*place) {
	if p.place == nil {
		return nil
	}
	for pl := p.place.parent; pl != nil; pl = pl.parent {
		if pl.page != nil && pl.page != p {
			places = append([]*place{pl}, places...)
		}
	}
	return places
}

// tabs are the links of the top bar: one for each section with a page of its own.
func (b *builder) tabs(p *page) (links []navLink) {
	for _, pl := range p.edition.root.below {
		if pl.page != nil && len(pl.below) > 0 && pl.title != "" {
			links = append(links, navLink{Href: b.relative(p, pl.page.path), Label: pl.title, Current: strings.HasPrefix(p.path, pl.page.path)})
		}
	}
	return links
}
