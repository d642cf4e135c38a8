package docsite

import (
	"bytes"
	"cmp"
	"html/template"
	"net/url"
	"path"
	"path/filepath"
	"strings"

	"wpengine/docsite/markdown"
)

// The ids of the frame, which no heading may have. contentID is the page's own content, where "Skip to content" leads.
const (
	contentID  = "site-content"
	sidebarID  = "site-sidebar"
	contentsID = "site-contents"
)

// frame is what the templates are given: one page and all that surrounds it, every address already relative to it.
type frame struct {
	Site, Home  string // the product and its first page
	Lang        string
	RTL         bool
	Words       *words
	Title       string
	Description string // for search engines
	Lead        string // under the title
	Canonical   string
	Layout      string
	Policy      string // for a file, which has no headers
	Root        string // from the page to the root of the site; scripts need it
	CSS         string
	ThemeJS, JS string
	Icon        string
	IconType    string      // its media type
	Styles      []string    // the author's style sheets
	ReloadJS    string      // of a site that is being written
	Robots      string      // "noindex", or ""
	Picture     string      // for link previews
	Data        template.JS // what the page is, for search engines
	Feed        string
	News        bool         // the page is in the feed, or lists what is
	Search      *searchLinks // nil for a site without a search
	Logo        *logo
	Tabs        []navLink // the top bar
	Announce    *announcement
	Footer      template.HTML
	Columns     []footerColumn
	Feedback    string
	Sidebar     template.HTML
	Crumbs      template.HTML // items of a list
	Contents    template.HTML // the same
	Body        template.HTML
	Prev, Next  *navLink
	Languages   []navLink // the same page in every language, else the first one there, if there are several
	Alternates  []navLink // the same page in every language that has it, if several have
	Versions    []navLink
	Outdated    *navLink // the same page of the latest version
	Updated     *moment
	By          string // "By Ada Lovelace, Alan Turing"
	Edit        string // where the source can be changed
	Source      string // the page as Markdown
}

// navLink is a link of the frame.
type navLink struct {
	Href, Label, Badge, Lang string
	Current, External        bool
	Items                    []navLink // of a menu
}

// Elsewhere are the links of the top bar that the sidebar doesn't have: where that is a sheet, it has them too.
func (f *frame) Elsewhere() (links []navLink) {
	for _, tab := range f.Tabs {
		if tab.External {
			links = append(links, tab)
		}
		links = append(links, tab.Items...)
	}
	return links
}

// searchLinks are the files that the search comes in.
type searchLinks struct{ Script, Style, Index string }

// logo is the author's, in place of our mark.
type logo struct{ Light, Dark, Alt string }

// announcement is the bar above a page.
type announcement struct {
	Text, ID    string
	Link        *navLink
	Dismissible bool
}

// moment is a point in time for people and for programs.
type moment struct{ Machine, Human string }

// render writes a page as it is sent: the pattern of pages of its kind, with what is this page's own in the gaps.
func (b *builder) render(out *bytes.Buffer, p *page) error {
	body, headings := b.content(p)
	d := b.differingOf(p, headings)
	made, err := b.patternOf(p, d)
	if err != nil {
		return err
	}
	for i, static := range made.static {
		out.Write(static)
		if i == len(made.gaps) {
			break
		}
		switch name := made.gaps[i]; name {
		case "body":
			out.Write(body)
		case "sidebar":
			out.Write(b.sidebar(p))
		default:
			out.WriteString(d.get(name))
		}
	}
	return nil
}

// content is the inside of a page.
func (b *builder) content(p *page) (body []byte, headings []markdown.Heading) {
	switch {
	case p.guide != nil:
		html, problems := p.guide.Render(guideResolver{b, p})
		for _, found := range problems {
			b.guideProblem(p, found)
		}
		return html, p.guide.Headings
	case p.made != nil:
		html, made := p.edition.reference.Render(p.made)
		for _, h := range made {
			headings = append(headings, markdown.Heading(h))
		}
		return html, headings
	}
	return []byte(p.body), nil
}

func (b *builder) frame(p *page) frame {
	e := p.edition
	f := frame{
		Site: b.config.Title, Home: b.relative(p, e.home.path), Lang: e.language.Code, RTL: e.language.RTL, Words: e.words,
		Title: p.title, Layout: p.layout,
		Root: b.root(p),
		CSS:  b.relative(p, b.assets["site.css"]), ThemeJS: b.relative(p, b.assets["theme.js"]), JS: b.relative(p, b.assets["site.js"]),
		Tabs: b.places(p),
	}
	b.dress(&f, p)
	if languages, none := b.others(p, func(o *edition) bool { return o.version == e.version }); !none {
		f.Languages = languages
		f.Alternates = b.alternateLinks(p)
	}
	if versions, none := b.others(p, func(o *edition) bool { return o.language == e.language }); !none {
		f.Versions = versions
		if e.version != b.editions[0].version {
			f.Outdated = &versions[0]
		}
	}
	return f
}

// editURL is where the source of a page can be changed, or "".
func (b *builder) editURL(p *page) string {
	edit := b.config.Settings.EditURL
	if p.file == "" || edit == "" {
		return ""
	}
	// The guides of another version may be in another folder: "content/../content-v1/start.md" is where browsers look for it.
	source := path.Join(p.edition.contentName, p.file)
	if b.config.ContentName == "" {
		source = strings.TrimPrefix(source, "/") // nobody has said where the guides are
	}
	file, err := filepath.Rel(filepath.FromSlash(b.config.ContentName), filepath.FromSlash(source))
	if err != nil {
		return ""
	}
	address := strings.ReplaceAll(edit, "{path}", (&url.URL{Path: filepath.ToSlash(file)}).EscapedPath())
	if u, err := url.Parse(address); err == nil && strings.Contains(u.Path, "/../") {
		return u.JoinPath().String()
	}
	return address
}

// unlisted reports a page that search engines are asked to leave out.
func (b *builder) unlisted(p *page) bool {
	return b.config.Settings.Robots == "noindex" || p.layout == layoutLost || p.guide != nil && p.guide.Front.Unlisted
}

// dress adds what the settings put on every page.
func (b *builder) dress(f *frame, p *page) {
	set := b.config.Settings
	if b.look.icon != "" {
		f.Icon, f.IconType = b.relative(p, b.look.icon), mediaType(b.look.icon)
	}
	for _, name := range b.look.styles {
		f.Styles = append(f.Styles, b.relative(p, name))
	}
	if reload := b.assets["reload.js"]; b.config.Live && reload != "" {
		f.ReloadJS = b.relative(p, reload) + "?" + b.id
	}
	if b.unlisted(p) {
		f.Robots = "noindex"
	}
	if set.Logo.Light != "" {
		f.Logo = &logo{Light: b.relative(p, b.look.logo.Light), Dark: b.relative(p, cmp.Or(b.look.logo.Dark, b.look.logo.Light)), Alt: set.Logo.Alt}
	}
	if set.Logo.Href != "" {
		if link := b.settingsLink(p, "", set.Logo.Href); link != nil {
			f.Home = link.Href
		}
	}
	if a := set.Announcement; a.Text != "" {
		f.Announce = &announcement{Text: a.Text, ID: a.ID, Dismissible: a.Dismissible}
		if a.Href != "" {
			f.Announce.Link = b.settingsLink(p, a.Text, a.Href)
		}
	}
	if p.edition.search != nil {
		f.Search = &searchLinks{b.relative(p, b.assets["search.js"]), b.relative(p, b.assets["search.css"]), b.relative(p, p.edition.searchHead())}
	}
	f.Footer, f.Columns = b.footer(p), b.columns(p)
	if p.guide != nil {
		f.Feedback = b.look.feedback
	}
	if b.feed != "" {
		f.Feed, f.News = b.relative(p, b.feed), b.isNews(p)
	}
}

// root is the way from a page to the root of the site, "../../".
func (b *builder) root(p *page) string {
	if up := b.up(p); up != "" {
		return up
	}
	return "./"
}
