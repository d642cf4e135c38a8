package docsite

import (
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"

	"wpengine/docsite/markdown"
	"wpengine/docsite/settings"
)

// used are the files of the content that something leads to, by edition and name.
type used map[*edition]map[string]bool

// add notes what a link leads to, if that is a file of the content.
func (u used) add(b *builder, to *destination) {
	if to == nil || to.page != nil {
		return
	}
	for _, e := range b.editions {
		if name, ok := strings.CutPrefix(to.file, e.prefix); ok && e.content != nil {
			u.file(e, name)
		}
	}
}

func (u used) file(e *edition, name string) {
	if u[e] == nil {
		u[e] = map[string]bool{}
	}
	u[e][name] = true
}

// ofGuide notes what a guide leads to.
func (u used) ofGuide(b *builder, p *page, links []markdown.Link) {
	for _, link := range links {
		if to, _, err := b.destination(p, written(p, link)); err == nil {
			u.add(b, to)
		}
	}
}

// ofSpec notes what the descriptions of the spec lead to.
func (u used) ofSpec(b *builder) {
	for _, e := range b.editions {
		if e.fragments == nil {
			continue
		}
		for _, made := range e.fragments.made {
			for _, link := range made.links {
				u.add(b, &destination{page: b.byPath[link.to], file: link.to})
			}
		}
	}
}

// ofIcons notes the pictures beside the labels of the sidebar.
func (u used) ofIcons(b *builder) {
	for _, p := range b.pages {
		if p.place != nil && p.place.icon.file != "" {
			u.add(b, &destination{file: p.place.icon.file})
		}
	}
}

// fromRoot is an address in a template of the author's.
var fromRoot = regexp.MustCompile(`{{-? *\.Root *-?}}([^"'\s>]+)`)

// ofSettings notes what the settings, and templates, lead to.
func (u used) ofSettings(b *builder) {
	set := b.config.Settings
	links := append([]string{set.Logo.Href, set.Announcement.Href}, b.look.footerLinks...)
	for _, item := range set.Nav {
		links = append(links, item.To)
		for _, inner := range item.Items {
			links = append(links, inner.To)
		}
	}
	for _, column := range set.Footer.Columns {
		for _, link := range column.Links {
			links = append(links, link.To)
		}
	}
	for _, r := range set.Redirects {
		links = append(links, r.To)
	}
	links = append(links, b.look.named...)
	for _, text := range b.frames.own {
		for _, m := range fromRoot.FindAllSubmatch(text, -1) {
			links = append(links, string(m[1]))
		}
	}
	for _, link := range links {
		if to, _, err := b.destination(b.editions[0].home, rooted(link)); err == nil {
			u.add(b, to)
		}
	}
}

// shownUnused is how many files are told that nothing leads to.
const shownUnused = 100

// reviewUnused tells of the files that are published though nothing leads to them.
func (b *builder) reviewUnused(u used) error {
	for _, e := range b.editions {
		if e.content == nil {
			continue
		}
		names, err := b.contentNames(e)
		if err != nil {
			return err
		}
		names = slices.DeleteFunc(names, func(name string) bool {
			address := strings.TrimPrefix(b.moved[e.prefix+name], e.prefix) // links lead to that
			return isGuide(name) || u[e][name] || u[e][address] || b.hasPurpose(e, name)
		})
		if len(names) > 0 {
			named := b.namedIn(e)
			names = slices.DeleteFunc(names, func(name string) bool { return named[path.Base(name)] })
		}
		for _, name := range names[:min(len(names), shownUnused)] {
			b.problem(Problem{File: path.Join(e.contentName, name), Rule: "unused", Advice: true,
				Message: "nothing links to this file, and it becomes part of the site; link to it, or take it away"})
		}
		if more := len(names) - shownUnused; more > 0 {
			b.problem(Problem{File: e.contentName, Rule: "unused", Advice: true, Message: fmt.Sprintf("nothing links to %d more files", more)})
		}
	}
	return nil
}

// hasPurpose reports a file that is for programs, which need no link, or that the settings name.
func (b *builder) hasPurpose(e *edition, name string) bool {
	switch name {
	case "robots.txt", "CNAME", "favicon.ico", "humans.txt", "ads.txt", "security.txt", "manifest.json", "manifest.webmanifest", settings.Name:
		return true
	}
	set := b.config.Settings
	for _, named := range append([]string{set.Logo.Light, set.Logo.Dark, set.Favicon}, set.CSS...) {
		if named == name || strings.HasSuffix(named, "/"+name) {
			return true
		}
	}
	if e.spec == nil {
		return false
	}
	here := path.Join(e.contentName, name)
	return slices.ContainsFunc(e.spec.Files, func(file string) bool { return b.specFile(e, file) == here })
}

// largestText is how much of a file is read for the names of others.
const largestText = 1 << 20

// namedIn are the names in the pages, style sheets, scripts and drawings of the content that are no guides: they name
// files in ways of their own.
func (b *builder) namedIn(e *edition) map[string]bool {
	named := map[string]bool{}
	names, _ := b.contentNames(e) // it could be read before
	for _, name := range names {
		switch path.Ext(name) {
		case ".html", ".css", ".js", ".mjs", ".svg", ".json", ".webmanifest":
			content, err := fs.ReadFile(e.content, name)
			if err != nil || len(content) > largestText {
				continue
			}
			for word := range strings.FieldsFuncSeq(string(content), func(r rune) bool { return strings.ContainsRune(" \t\r\n/\\\"'`()<>=,;:?#&", r) }) {
				if strings.Contains(word, ".") {
					named[word] = true
				}
			}
		}
	}
	return named
}

// isGuide reports a file of Markdown.
func isGuide(name string) bool {
	ext := path.Ext(name)
	return ext == ".md" || ext == ".mdx" || ext == ".markdown"
}

// reviewTitles tells of guides that readers cannot tell apart by their titles.
func (b *builder) reviewTitles() {
	for _, e := range b.editions {
		byTitle := map[string][]*page{}
		for _, p := range e.guides {
			title := strings.ToLower(p.title)
			byTitle[title] = append(byTitle[title], p)
		}
		for _, pages := range byTitle {
			if len(pages) == 1 {
				continue
			}
			others := make([]string, len(pages)-1)
			for i, p := range pages[1:] {
				others[i] = p.source
			}
			b.problem(Problem{File: pages[0].source, Line: 1, Rule: "title", Advice: true, Message: fmt.Sprintf(
				"its title %q is that of %s as well: in a search and among tabs, readers cannot tell them apart", pages[0].title, someOf(others))})
		}
	}
}

// someOf are the first of some names.
func someOf(names []string) string {
	const few = 3
	text := strings.Join(names[:min(len(names), few)], ", ")
	if more := len(names) - few; more > 0 {
		text += fmt.Sprintf(" and %d more", more)
	}
	return text
}
