package docsite

import (
	"bytes"
	"fmt"
	"html"
	"html/template"
	"strings"
	"sync"

	"wpengine/docsite/markdown"
)

// The frames of pages differ in few things: a title, a few addresses. To execute the template for each of ten thousand
// pages would be most of the work, so it is executed once for pages that are alike, with marks where they differ, and
// what comes out is a pattern.

// kind is what has to be alike for two pages to have one pattern.
type kind struct {
	edition *edition
	up      string // the way to the site's root
	layout  string
	places  string // which links of the top bar are marked
	parts   [18]bool
}

// pattern is a frame with gaps.
type pattern struct {
	static [][]byte // one more than gaps
	gaps   []string // the names of what goes between
}

// patterns are those that have been made.
type patterns struct {
	mu   sync.RWMutex
	made map[kind]*pattern
}

// differing are the things in which the frames of pages of one kind differ, as HTML. Those that a page doesn't have are "".
type differing struct {
	title, description, lead       string
	canonical, picture             string
	data                           string
	source, edit                   string
	updated, updatedHuman          string
	by                             string // who wrote it
	prevHref, prev, nextHref, next string
	crumbs, contents               string
	policy                         string
}

// get is one by its name.
func (d *differing) get(name string) string {
	switch name {
	case "title":
		return d.title
	case "description":
		return d.description
	case "lead":
		return d.lead
	case "canonical":
		return d.canonical
	case "picture":
		return d.picture
	case "data":
		return d.data
	case "source":
		return d.source
	case "edit":
		return d.edit
	case "updated":
		return d.updated
	case "updatedHuman":
		return d.updatedHuman
	case "by":
		return d.by
	case "prevHref":
		return d.prevHref
	case "prev":
		return d.prev
	case "nextHref":
		return d.nextHref
	case "next":
		return d.next
	case "crumbs":
		return d.crumbs
	case "contents":
		return d.contents
	case "policy":
		return d.policy
	}
	return ""
}

// differingOf are those of a page.
func (b *builder) differingOf(p *page, headings []markdown.Heading) *differing {
	d := &differing{
		title: html.EscapeString(p.title), description: html.EscapeString(p.description), lead: html.EscapeString(p.lead),
		picture: html.EscapeString(b.pictureURL(p)), data: string(b.linkedData(p)), edit: html.EscapeString(b.editURL(p)),
		crumbs: crumbList(b.crumbs(p)), contents: contentList(p, headings),
	}
	if b.config.BaseURL != "" && p.layout != layoutLost {
		d.canonical = html.EscapeString(b.absoluteURL(p.path))
	}
	if name := b.markdownOf(p); name != "" {
		d.source = html.EscapeString(b.relative(p, name))
	}
	if updated := b.updated(p); !updated.IsZero() {
		d.updated, d.updatedHuman = updated.UTC().Format("2006-01-02T15:04:05Z"), updated.UTC().Format("2 January 2006")
	}
	if p.guide != nil && len(p.guide.Front.Authors) > 0 {
		d.by = html.EscapeString(p.byline())
	}
	if b.config.Static {
		d.policy = html.EscapeString(policyOf(b.config, b.reachedOf(p), b.hasPanel(p)))
	}
	if p.previous != nil {
		d.prevHref, d.prev = html.EscapeString(b.relative(p, p.previous.path)), html.EscapeString(p.previous.title)
	}
	if p.next != nil {
		d.nextHref, d.next = html.EscapeString(b.relative(p, p.next.path)), html.EscapeString(p.next.title)
	}
	return d
}

// crumbList is the way to a page, as items of a list.
func crumbList(links []navLink) string {
	var out strings.Builder
	for _, l := range links {
		fmt.Fprintf(&out, `<li><a href="%s">%s</a></li>`, html.EscapeString(l.Href), html.EscapeString(l.Label))
	}
	return out.String()
}

// contentList is what is on a page, as items of a list.
func contentList(p *page, headings []markdown.Heading) string {
	if len(headings) < 2 {
		return ""
	}
	var out strings.Builder
	for _, h := range headings {
		if h.Level > p.toc {
			continue
		}
		fmt.Fprintf(&out, "<li class=\"level-%d\"><a href=\"#%s\">%s</a></li>\n", h.Level, html.EscapeString(h.ID), html.EscapeString(h.Text))
	}
	return out.String()
}

// kindOf is the kind of a page.
func (b *builder) kindOf(p *page, d *differing) kind {
	k := kind{edition: p.edition, up: b.up(p), layout: p.layout}
	for _, l := range b.places(p) {
		k.places += oneOrZero(l.Current)
		for _, inner := range l.Items {
			k.places += oneOrZero(inner.Current)
		}
	}
	k.parts = [18]bool{
		d.description != "", d.lead != "", d.canonical != "", d.picture != "", d.data != "", d.source != "", d.edit != "", d.updated != "",
		d.prevHref != "", d.nextHref != "", d.crumbs != "", d.contents != "", d.by != "",
		p.title == b.config.Title, b.unlisted(p), p.made != nil && p.made.Nav.Badge != "", p.guide != nil, b.isNews(p),
	}
	return k
}

func oneOrZero(yes bool) string {
	if yes {
		return "1"
	}
	return "0"
}

// patternOf is the pattern of a page's kind.
func (b *builder) patternOf(p *page, d *differing) (*pattern, error) {
	k := b.kindOf(p, d)
	alike := len(b.editions) == 1 // the links to other languages and versions differ as well
	if alike {
		b.patterns.mu.RLock()
		made := b.patterns.made[k]
		b.patterns.mu.RUnlock()
		if made != nil {
			return made, nil
		}
	}
	f := b.frame(p)
	b.markGaps(&f, d, p.title == b.config.Title)
	var out bytes.Buffer
	if err := b.frames.template.ExecuteTemplate(&out, "page.html", &f); err != nil {
		return nil, fmt.Errorf("docsite: page /%s: %w", p.path, b.frames.explained(err))
	}
	made := b.cutPattern(out.Bytes())
	if alike {
		b.patterns.mu.Lock()
		b.patterns.made[k] = made
		b.patterns.mu.Unlock()
	}
	return made, nil
}

// markGaps puts marks where pages differ, for what this one has.
func (b *builder) markGaps(f *frame, d *differing, isSite bool) {
	gap := func(name string) string {
		if d.get(name) == "" {
			return ""
		}
		return b.gap + name + "."
	}
	if !isSite {
		f.Title = gap("title")
	}
	f.Description, f.Lead, f.Canonical, f.Picture = gap("description"), gap("lead"), gap("canonical"), gap("picture")
	f.Data, f.Source, f.Edit = template.JS(gap("data")), gap("source"), gap("edit")
	f.Crumbs, f.Contents = template.HTML(gap("crumbs")), template.HTML(gap("contents"))
	f.Sidebar, f.Body = template.HTML(b.gap+"sidebar."), template.HTML(b.gap+"body.")
	f.Policy, f.By = gap("policy"), gap("by")
	f.Updated, f.Prev, f.Next = nil, nil, nil
	if d.updated != "" {
		f.Updated = &moment{gap("updated"), gap("updatedHuman")}
	}
	if d.prevHref != "" {
		f.Prev = &navLink{Href: gap("prevHref"), Label: gap("prev")}
	}
	if d.nextHref != "" {
		f.Next = &navLink{Href: gap("nextHref"), Label: gap("next")}
	}
}

// cutPattern cuts a frame at its marks.
func (b *builder) cutPattern(text []byte) *pattern {
	made := &pattern{}
	for {
		before, after, found := bytes.Cut(text, b.gapMark)
		made.static = append(made.static, bytes.Clone(before))
		if !found {
			return made
		}
		name, rest, _ := bytes.Cut(after, []byte("."))
		made.gaps = append(made.gaps, string(name))
		text = rest
	}
}
