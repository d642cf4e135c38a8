package docsite

import (
	"bytes"
	"cmp"
	"html/template"
	"iter"
	"strings"
	"sync"

	"wpengine/docsite/crawler"
	"wpengine/docsite/outline"
	"wpengine/docsite/reference"
)

// addMachineFiles makes what machines read: the site map, every page as Markdown, and the lists of those for language
// models.
func (b *builder) addMachineFiles() error {
	if b.config.BaseURL != "" {
		for _, f := range crawler.Sitemap(b.config.BaseURL, b.siteMap()) {
			b.files[f.Name] = b.newFile(f.Name, f.Body)
		}
		if b.taken.free("robots.txt") { // or the author has one
			b.files["robots.txt"] = b.newFile("robots.txt", crawler.Robots(b.config.BaseURL, b.config.Settings.Robots != "noindex"))
		}
	}
	for _, p := range b.pages {
		if name := b.markdownOf(p); name != "" {
			once := sync.OnceValue(func() []byte { return b.asMarkdown(p) }) // for itself and for all in one
			b.files[name] = b.lazyFile(name, func() ([]byte, error) { return once(), nil })
		}
	}
	if !b.config.Settings.LLMs {
		return nil
	}
	about := crawler.Site{Title: b.config.Title, Summary: b.config.Description, Index: b.machineURL("llms.txt"), Full: b.machineURL("llms-full.txt")}
	b.files["llms.txt"] = &file{name: "llms.txt", mediaType: mediaType("llms.txt"), write: func(out *bytes.Buffer) error {
		return crawler.WriteLLMs(out, about, b.outlined())
	}}
	b.files["llms-full.txt"] = &file{name: "llms-full.txt", mediaType: mediaType("llms-full.txt"), write: func(out *bytes.Buffer) error {
		return crawler.WriteFull(out, about, b.texts())
	}}
	return nil
}

// siteMap are the addresses of all pages, for search engines.
func (b *builder) siteMap() []crawler.Page {
	var all []crawler.Page
	for _, p := range b.pages {
		if p.guide != nil && p.guide.Front.Unlisted {
			continue
		}
		page := crawler.Page{URL: b.absoluteURL(p.path), Modified: b.updated(p)}
		if p.made == nil && len(b.editions) > 1 {
			page.Alternates = b.alternates(p)
		}
		all = append(all, page)
	}
	return all
}

// translations are the same page in every language, if it is there in others.
func (b *builder) translations(p *page) (all []*page) {
	if p.edition == nil {
		return nil
	}
	rest := strings.TrimPrefix(p.path, p.edition.prefix)
	for _, e := range b.editions {
		if there := b.byPath[e.prefix+rest]; e.version == p.edition.version && there != nil && there.edition == e {
			all = append(all, there)
		}
	}
	if len(all) < 2 {
		return nil
	}
	return all
}

// alternates are the translations of a page for the site map.
func (b *builder) alternates(p *page) (all []crawler.Alternate) {
	for _, there := range b.translations(p) {
		all = append(all, crawler.Alternate{Language: there.edition.language.Code, URL: b.absoluteURL(there.path)})
	}
	return all
}

// alternateLinks are the translations of a page for its head. Search engines want them as whole addresses.
func (b *builder) alternateLinks(p *page) (all []navLink) {
	for _, there := range b.translations(p) {
		href := b.relative(p, there.path)
		if b.config.BaseURL != "" {
			href = b.absoluteURL(there.path)
		}
		all = append(all, navLink{Href: href, Lang: there.edition.language.Code})
	}
	return all
}

// markdownOf is the name of the page as Markdown: that of guides/errors/ is guides/errors.md. Lists of pages have none,
// and neither have schemas: the operations say what they need to know of them.
func (b *builder) markdownOf(p *page) string {
	if p.guide == nil && (p.made == nil || p.made.Kind != reference.Operation && p.made.Kind != reference.Webhook) {
		return ""
	}
	if p.path == "" || p.path == p.edition.prefix {
		return p.path + "index.md"
	}
	return strings.TrimSuffix(p.path, "/") + ".md"
}

func (b *builder) asMarkdown(p *page) []byte {
	if p.guide != nil {
		return []byte(p.guide.Markdown(markdownResolver{guideResolver{b, p}}))
	}
	return outline.Operation(p.made.Operation())
}

// machineURL is the address of a file for programs: absolute if the site's own is known, else from its root.
func (b *builder) machineURL(name string) string {
	if b.config.BaseURL != "" {
		return b.absoluteURL(name)
	}
	return b.rootPath() + escapePath(name)
}

// outlined are the sections of the first edition, with the pages as Markdown.
func (b *builder) outlined() (sections []crawler.Section) {
	e := b.editions[0]
	first := crawler.Section{Title: e.words.Documentation}
	for _, pl := range e.root.below {
		if len(pl.below) == 0 && pl.page != nil {
			first.Links = append(first.Links, b.outlineLinks(pl)...)
		}
	}
	sections = append(sections, first)
	for _, pl := range e.root.below {
		if len(pl.below) == 0 {
			continue
		}
		section := crawler.Section{Title: pl.title, Links: b.outlineLinks(pl)}
		if pl.page != nil {
			section.URL = b.machineURL(pl.page.path)
		}
		sections = append(sections, section)
	}
	return sections
}

func (b *builder) outlineLinks(pl *place) (links []crawler.Link) {
	if pl.page != nil {
		if name := b.markdownOf(pl.page); name != "" {
			links = append(links, crawler.Link{Title: pl.page.title, URL: b.machineURL(name), Description: pl.page.description})
		}
	}
	for _, below := range pl.below {
		links = append(links, b.outlineLinks(below)...)
	}
	return links
}

// texts are all pages of the first edition as Markdown, in the order of the sidebar.
func (b *builder) texts() iter.Seq[crawler.Text] {
	return func(yield func(crawler.Text) bool) {
		for _, p := range b.editions[0].order {
			file := b.files[b.markdownOf(p)]
			if file == nil {
				continue
			}
			text, _ := file.make() // it is in memory
			if !yield(crawler.Text{Title: p.title, URL: b.machineURL(p.path), Markdown: text}) {
				return
			}
		}
	}
}

// linkedData describes the page to search engines.
func (b *builder) linkedData(p *page) template.JS {
	if b.config.BaseURL == "" || p.layout == layoutLost {
		return ""
	}
	article := crawler.Article{
		Title: p.title, Description: p.description, URL: b.absoluteURL(p.path), Language: p.edition.language.Code,
		Modified: b.updated(p), Site: b.config.Title, SiteURL: b.config.BaseURL, Picture: b.pictureURL(p),
	}
	if p.guide != nil {
		article.Authors = p.guide.Front.Authors
	}
	for _, c := range b.above(p) {
		article.Crumbs = append(article.Crumbs, crawler.Crumb{Title: cmp.Or(c.title, c.page.title), URL: b.absoluteURL(c.page.path)})
	}
	return template.JS(article.LinkedData())
}
