package docsite

import (
	"fmt"
	"path"
	"strings"

	"wpengine/docsite/redirect"
	"wpengine/docsite/settings"
)

// addRedirects makes a page that leads on at every address that the settings or a guide's front matter name as an old
// one.
func (b *builder) addRedirects() error {
	for name := range b.files {
		b.taken.take(exportName(name))
	}
	var rules []redirect.Rule
	home := b.editions[0].home
	for _, r := range b.config.Settings.Redirects {
		to, fragment, err := b.destination(home, r.To)
		if err != nil {
			b.problem(Problem{File: path.Join(b.config.FilesName, settings.Name), Line: r.At.Line, Column: r.At.Column, Rule: "redirect", Message: err.Error()})
			continue
		}
		rules = append(rules, b.leadOn(oldAddress{r.From, r.To, to, fragment}, func(message string) {
			b.problem(Problem{File: path.Join(b.config.FilesName, settings.Name), Line: r.At.Line, Column: r.At.Column, Rule: "redirect", Message: message})
		})...)
	}
	for _, p := range b.pages {
		if p.guide == nil {
			continue
		}
		for _, old := range p.guide.Front.Redirects {
			rules = append(rules, b.leadOn(oldAddress{from: old, to: &destination{page: p}}, func(message string) {
				b.problem(Problem{File: p.source, Line: 1, Rule: "redirect", Message: message})
			})...)
		}
	}
	if len(rules) > 0 && b.config.Static {
		b.files["_redirects"] = b.newFile("_redirects", redirect.Hosts(strings.TrimSuffix(b.rootPath(), "/"), rules))
	}
	return nil
}

// oldAddress is an address and where it leads to now.
type oldAddress struct {
	from     string
	href     string       // where to, if that is not on the site
	to       *destination // nil for elsewhere
	fragment string       // "#codes", or ""
}

// leadOn makes the page at an old address.
func (b *builder) leadOn(old oldAddress, problem func(string)) []redirect.Rule {
	from := strings.TrimPrefix(old.from, "/")
	from = strings.TrimSuffix(strings.TrimSuffix(from, "index.html"), ".md")
	if from != "" && !strings.HasSuffix(from, "/") && !strings.HasSuffix(from, ".html") {
		from += "/"
	}
	to := old.to
	if from != addressOf(from) || strings.Contains(from, "..") {
		problem(fmt.Sprintf("%q is no address that can be led on from: it has to be made of letters, digits, dots and dashes", old.from))
		return nil
	}
	if b.files[from] != nil {
		if to == nil || to.page == nil || to.page.path != from {
			problem(fmt.Sprintf("there is a page at %q, so nothing can lead on from there", old.from))
		}
		return nil
	}
	if !b.taken.free(exportName(from)) {
		problem(fmt.Sprintf("a file or folder of the site stands at %q, or would where disks do not tell case apart, so nothing can lead on from there", old.from))
		return nil
	}
	b.taken.take(exportName(from))
	e := b.editions[0]
	page, rule := redirect.Page{Href: old.href}, redirect.Rule{From: "/" + from, To: old.href}
	if to != nil {
		page.Href = b.relativePath(from, to.address()) + old.fragment
		rule.To = "/" + to.address() + old.fragment
		if to.page != nil {
			page.Title, e = to.page.title, to.page.edition
		}
		if b.config.BaseURL != "" {
			page.Canonical = b.absoluteURL(to.address())
		}
	}
	page.Language, page.Heading = e.language.Code, e.words.MovedTitle
	f := b.newFile(from, page.HTML())
	if to != nil {
		f.movedTo = to.address() + old.fragment
	}
	b.files[from] = f
	return []redirect.Rule{rule}
}
