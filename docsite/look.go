package docsite

import (
	"cmp"
	"fmt"
	"html/template"
	"io/fs"
	"path"
	"strings"

	"wpengine/docsite/markdown"
	"wpengine/docsite/settings"
)

// look is what the author's settings put on every page.
type look struct {
	styles       []string // style sheets after ours, by their files
	logo         settings.Logo
	icon         string
	named        []string // files of the content that the style sheets name, from the root
	footerLinks  []string // of its text
	announcement settings.Announcement
	feedback     string
}

// addLook publishes the files that the settings name, and writes what they change of the style.
func (b *builder) addLook() error {
	set := b.config.Settings
	b.look = look{announcement: set.Announcement, feedback: set.Feedback, logo: set.Logo, icon: b.assets["favicon.svg"]}
	if css := set.Stylesheet(); css != "" {
		b.look.styles = append(b.look.styles, b.publish("settings.css", []byte(css)))
	}
	styles := authorStyles{b: b}
	for _, name := range set.CSS {
		file, err := styles.publish(name)
		if err != nil {
			return err
		}
		b.look.styles = append(b.look.styles, file)
	}
	for _, named := range []*string{&b.look.logo.Light, &b.look.logo.Dark} {
		if *named == "" {
			continue
		}
		file, err := b.authorFile(*named)
		if err != nil {
			return err
		}
		*named = file
	}
	if set.Favicon != "" {
		file, err := b.authorFile(set.Favicon)
		if err != nil {
			return err
		}
		b.look.icon = file
	}
	return nil
}

// authorFile publishes a file that the settings name, under a name that changes with its content.
func (b *builder) authorFile(name string) (string, error) {
	content, err := b.readAuthorFile(name)
	if err != nil {
		return "", err
	}
	return b.publish(path.Base(name), content), nil
}

func (b *builder) readAuthorFile(name string) ([]byte, error) {
	if b.config.Files == nil {
		return nil, fmt.Errorf("docsite: Config.Files is needed for %s, which the settings name", name)
	}
	content, err := fs.ReadFile(b.config.Files, name)
	if err != nil {
		return nil, fmt.Errorf("docsite: %w", err)
	}
	return content, nil
}

// checkLook follows the links of the settings, once there are pages that they can lead to.
func (b *builder) checkLook() error {
	set := b.config.Settings
	resolver := &footerResolver{guideResolver: guideResolver{b, b.editions[0].home}}
	_, problems := b.markdown.Fragment(set.Footer.Text, resolver)
	for _, found := range problems {
		b.problem(Problem{File: path.Join(b.config.FilesName, settings.Name), Line: set.Footer.At.Line, Column: set.Footer.At.Column, Rule: "settings", Message: "footer.text: " + found.Message})
	}
	b.look.footerLinks = resolver.links
	for _, name := range b.look.named {
		if b.files[addressOf(name)] == nil {
			b.problem(Problem{File: path.Join(b.config.FilesName, settings.Name), Rule: "settings", Message: fmt.Sprintf("a style sheet names /%s: no file %s", name, path.Join(b.config.ContentName, name))})
		}
	}
	b.checkSetting(set.Logo.At, set.Logo.Href)
	b.checkSetting(set.Announcement.At, set.Announcement.Href)
	for _, item := range set.Nav {
		b.checkSetting(item.At, item.To)
		for _, inner := range item.Items {
			b.checkSetting(inner.At, inner.To)
		}
	}
	for _, column := range set.Footer.Columns {
		for _, l := range column.Links {
			b.checkSetting(l.At, l.To)
		}
	}
	return nil
}

// footerResolver resolves the links of the footer's text, which are relative to the root of the site on every page.
type footerResolver struct {
	guideResolver
	links []string
}

// Link implements [markdown.Resolver].
func (r *footerResolver) Link(link markdown.Link) (markdown.Target, error) {
	to := rooted(written(r.page, link))
	r.links = append(r.links, to)
	href, _, err := r.b.resolve(r.page, to)
	return markdown.Target{Href: href}, err
}

// footer is the footer's text as it stands on a page.
func (b *builder) footer(p *page) template.HTML {
	text := b.config.Settings.Footer.Text
	if text == "" {
		return ""
	}
	html, _ := b.markdown.Fragment(text, &footerResolver{guideResolver: guideResolver{b, p}}) // checkLook has told its problems
	return template.HTML(html)
}

// checkSetting follows a link of the settings.
func (b *builder) checkSetting(at settings.Position, to string) {
	if to == "" {
		return
	}
	if _, _, err := b.resolve(b.editions[0].home, to); err != nil {
		b.problem(Problem{File: path.Join(b.config.FilesName, settings.Name), Line: at.Line, Column: at.Column, Rule: "settings", Message: err.Error()})
	}
}

// rooted is a link of the settings, which are relative to the root of the site.
func rooted(to string) string {
	if strings.Contains(to, ":") || strings.HasPrefix(to, "/") {
		return to
	}
	return "/" + to
}

// settingsLink is a link of the settings as it stands on a page; nil if it leads nowhere.
func (b *builder) settingsLink(p *page, title, to string) *navLink {
	if to == "" {
		return &navLink{Label: title}
	}
	href, dest, err := b.resolve(p, rooted(to))
	if err != nil {
		return nil
	}
	link := &navLink{Href: href, Label: title}
	switch {
	case dest == nil:
		link.External = true
	case dest.page != nil:
		if title == "" {
			link.Label = dest.page.label
			if pl := p.edition.sectionOf(dest.page); pl != nil && len(pl.below) > 0 {
				link.Label = cmp.Or(pl.title, link.Label) // a section, as the sidebar calls it
			}
		}
		link.Current = dest.page == p || dest.page.path != "" && strings.HasPrefix(p.path, dest.page.path)
	}
	if link.Label == "" {
		link.Label = to
	}
	return link
}

// places are the links of the top bar: those of the settings, or the sections.
func (b *builder) places(p *page) (links []navLink) {
	if len(b.config.Settings.Nav) == 0 {
		return b.tabs(p)
	}
	for _, item := range b.config.Settings.Nav {
		link := b.settingsLink(p, item.Title, item.To)
		if link == nil {
			continue
		}
		for _, inner := range item.Items {
			if l := b.settingsLink(p, inner.Title, inner.To); l != nil {
				link.Items = append(link.Items, *l)
			}
		}
		links = append(links, *link)
	}
	return links
}

// footerColumn is a list of links at the end of a page.
type footerColumn struct {
	Title string
	Links []navLink
}

func (b *builder) columns(p *page) (columns []footerColumn) {
	for _, c := range b.config.Settings.Footer.Columns {
		column := footerColumn{Title: c.Title}
		for _, l := range c.Links {
			if link := b.settingsLink(p, l.Title, l.To); link != nil {
				column.Links = append(column.Links, *link)
			}
		}
		columns = append(columns, column)
	}
	return columns
}
