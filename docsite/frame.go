package docsite

import (
	"bytes"
	"embed"
	"encoding/xml"
	"fmt"
	"html/template"
	"strings"

	"wpengine/docsite/markdown"
)

//go:embed templates/*.html
var templateFiles embed.FS

// templates are what stands around a page. They are part of the program, so one
// that does not parse is a fault of the program.
func templates() *template.Template {
	return template.Must(template.ParseFS(templateFiles, "templates/*.html"))
}

// The ids of the frame, which no heading may have. contentID is the page's own
// content, where "Skip to content" leads.
const (
	contentID  = "site-content"
	sidebarID  = "site-sidebar"
	contentsID = "site-contents"
)

// frame is what the templates are given: one page and all that surrounds it,
// every address already relative to it.
type frame struct {
	Site, Home  string // the product and its first page
	Title       string
	Description string // for search engines
	Lead        string // under the title
	Canonical   string
	Layout      string
	Policy      string // for a file, which has no headers
	Root        string // from the page to the root of the site; scripts need it
	CSS         string
	ThemeJS, JS string
	PageJS      string // what only some pages need
	Icon        string
	Tabs        []navLink // the top bar
	Nav         []navSection
	Crumbs      []navLink
	Contents    []markdown.Heading
	Body        template.HTML
	Prev, Next  *navLink
}

// navLink is a link of the frame.
type navLink struct {
	Href, Label, Badge string
	Current            bool
}

type navSection struct {
	Title string
	Links []navLink
	Parts []navPart
}

type navPart struct {
	Title string
	Href  string // instead of Links, where there are too many
	Open  bool
	Links []navLink
}

// framePages finishes every page and what is made of all of them.
func (b *builder) framePages() error {
	tmpl := templates()
	for _, p := range b.pages {
		html, err := b.frame(tmpl, p)
		if err != nil {
			return err
		}
		name := p.path
		b.files[name] = b.newFile(name, html)
	}
	lost := &page{path: "404.html", title: "Page not found", layout: "lost", absolute: true,
		body: "<p>There is nothing at this address. The page may have moved; the sidebar lists all that there are.</p>\n"}
	html, err := b.frame(tmpl, lost)
	if err != nil {
		return err
	}
	b.notFound = b.newFile(lost.path, html)
	if b.config.BaseURL != "" {
		b.files["sitemap.xml"] = b.newFile("sitemap.xml", b.siteMap())
	}
	return nil
}

func (b *builder) frame(tmpl *template.Template, p *page) ([]byte, error) {
	f := frame{
		Site: b.config.Title, Home: b.relative(p, ""),
		Title: p.title, Description: p.description, Lead: p.lead, Layout: p.layout,
		Root: b.root(p),
		CSS:  b.relative(p, b.assets["site.css"]), ThemeJS: b.relative(p, b.assets["theme.js"]), JS: b.relative(p, b.assets["site.js"]),
		Body:   template.HTML(p.body),
		Crumbs: b.crumbs(p), Tabs: b.tabs(p), Nav: b.navFor(p),
	}
	if icon := b.assets["favicon.svg"]; icon != "" {
		f.Icon = b.relative(p, icon)
	}
	if tryit := b.assets["tryit.js"]; tryit != "" && p.method != "" && !b.config.Static {
		f.PageJS = b.relative(p, tryit)
	}
	if b.config.BaseURL != "" && p.layout != "lost" {
		f.Canonical = b.config.BaseURL + p.path
	}
	if b.config.Static {
		f.Policy = metaPolicy
	}
	for _, h := range p.headings {
		if h.Level <= p.toc && len(p.headings) > 1 {
			f.Contents = append(f.Contents, h)
		}
	}
	previous, next := b.neighbours(p)
	f.Prev, f.Next = b.neighbour(p, previous), b.neighbour(p, next)
	var out bytes.Buffer
	if err := tmpl.ExecuteTemplate(&out, "page.html", f); err != nil {
		return nil, fmt.Errorf("docsite: page %s: %w", p.path, err)
	}
	return out.Bytes(), nil
}

// root is the way from a page to the root of the site, "../../".
func (b *builder) root(p *page) string {
	if p.absolute {
		return b.rootPath()
	}
	if up := strings.Repeat("../", strings.Count(p.path, "/")); up != "" {
		return up
	}
	return "./"
}

func (b *builder) navLink(from, to *page) *navLink {
	if to == nil {
		return nil
	}
	return &navLink{Href: b.relative(from, to.path), Label: to.label, Badge: to.method, Current: from == to}
}

// neighbour is a link with the page's title: "Overview" or "list" says enough in the sidebar
// alone, where one sees what it is of.
func (b *builder) neighbour(from, to *page) *navLink {
	link := b.navLink(from, to)
	if link != nil {
		link.Label = to.title
	}
	return link
}

func (b *builder) navLinks(from *page, pages []*page) (links []navLink) {
	for _, p := range pages {
		links = append(links, *b.navLink(from, p))
	}
	return links
}

// navFor is the sidebar as a page shows it, the part it is in unfolded.
func (b *builder) navFor(p *page) (sections []navSection) {
	_, here := b.partOf(p)
	for _, s := range b.nav {
		out := navSection{Title: s.title, Links: b.navLinks(p, s.pages)}
		for _, part := range s.parts {
			out.Parts = append(out.Parts, b.navPart(p, part, part == here))
		}
		sections = append(sections, out)
	}
	return sections
}

// sidebarPages is how many pages a sidebar lists in full. In a larger site a folded
// part is one link to the page of its own: a thousand links on each of a thousand
// pages would be a hundred megabytes.
const sidebarPages = 150

func (b *builder) navPart(p *page, part *part, here bool) navPart {
	out := navPart{Title: part.title, Open: here || !part.closed}
	if !out.Open && len(b.order) > sidebarPages && b.byPath[part.path] != nil {
		out.Href = b.relative(p, part.path)
		return out
	}
	out.Links = b.navLinks(p, part.pages)
	return out
}

// tabs are the links of the top bar: one for each section with a page of its own.
func (b *builder) tabs(p *page) (links []navLink) {
	for _, s := range b.nav {
		if b.byPath[s.path] != nil && s.title != "" {
			links = append(links, navLink{Href: b.relative(p, s.path), Label: s.title, Current: strings.HasPrefix(p.path, s.path)})
		}
	}
	return links
}

// crumbs lead from the section to the page, which is not among them.
func (b *builder) crumbs(p *page) (links []navLink) {
	for dir := parentPath(p.path); dir != "" && p.layout != "lost"; dir = parentPath(dir) {
		if parent := b.byPath[dir]; parent != nil {
			links = append([]navLink{{Href: b.relative(p, dir), Label: b.crumbLabel(parent)}}, links...)
		}
	}
	return links
}

// crumbLabel is what a page is called as a place: the section's title rather
// than the "Overview" it has in the sidebar.
func (b *builder) crumbLabel(p *page) string {
	for _, s := range b.nav {
		if s.path == p.path && s.title != "" {
			return s.title
		}
	}
	if p.group != "" {
		return p.group
	}
	return p.title
}

// siteMap lists the addresses of all pages for search engines.
func (b *builder) siteMap() []byte {
	var out bytes.Buffer
	out.WriteString(xml.Header + "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n")
	for _, p := range keys(b.byPath) {
		out.WriteString("<url><loc>")
		_ = xml.EscapeText(&out, []byte(b.config.BaseURL+p)) // a Buffer takes everything
		out.WriteString("</loc></url>\n")
	}
	out.WriteString("</urlset>\n")
	return out.Bytes()
}
