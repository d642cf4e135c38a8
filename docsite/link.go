package docsite

import (
	"cmp"
	"errors"
	"fmt"
	"net/url"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"wpengine/docsite/markdown"
	"wpengine/docsite/spelling"
)

// checkLinks follows every link and picture of the guides: each has to lead to a page, an operation or a file of the
// site, and to an id that is there. Those of the spec's descriptions are followed when they are rendered.
func (b *builder) checkLinks() error {
	guides := make([]*page, 0, len(b.pages))
	for _, p := range b.pages {
		if p.guide != nil {
			guides = append(guides, p)
		}
	}
	return parallel(len(guides), func(i int) error {
		p := guides[i]
		for _, link := range p.guide.Links {
			if _, _, err := b.resolve(p, written(p, link)); err != nil {
				b.problem(Problem{File: p.source, Line: link.Line, Rule: "link", Message: err.Error()})
			}
		}
		return nil
	})
}

// resolve turns a link as the author wrote it into one relative to the page. An author may write a guide's file
// ("errors.md#codes"), an address from the site's root ("/guides/errors/#codes"), one relative to the page's own, or
// an operation ("op:server.ping").
func (b *builder) resolve(p *page, link string) (string, *destination, error) {
	to, fragment, err := b.destination(p, link)
	switch {
	case err != nil:
		return "", nil, err
	case to == nil:
		return link, nil, nil
	case to.page == p && fragment != "":
		return fragment, to, nil
	}
	return b.relative(p, to.address()) + fragment, to, nil
}

// destination is what a link leads to, and where in it; nil if that is not on the site.
func (b *builder) destination(p *page, link string) (to *destination, fragment string, err error) {
	u, err := url.Parse(link)
	if err != nil {
		return nil, "", fmt.Errorf("link %q is not an address", link)
	}
	if u.Host != "" || (u.Scheme != "" && u.Scheme != markdown.OperationScheme) {
		return nil, "", nil
	}
	found, err := b.target(p, u)
	if err != nil {
		return nil, "", err
	}
	if u.Fragment == "" {
		return &found, "", nil
	}
	if found.page != nil && !b.hasID(found.page, u.Fragment) {
		return nil, "", fmt.Errorf("link %q: %s has no heading or element with the id %q%s",
			link, cmp.Or(found.page.source, "the page"), u.Fragment, b.didYouMean(u.Fragment, b.ids(found.page)))
	}
	return &found, "#" + u.EscapedFragment(), nil
}

// destination is what a link leads to: a page, or another file of the site.
type destination struct {
	page *page
	file string
}

// address is the destination's, from the root of the site.
func (d *destination) address() string {
	if d.page != nil {
		return d.page.path
	}
	return d.file
}

// errTold stands for what checkLinks has said of a link.
var errTold = errors.New("this link leads nowhere")

// guideResolver resolves the links of a guide.
type guideResolver struct {
	b    *builder
	page *page
}

// Link implements [markdown.Resolver].
func (r guideResolver) Link(link markdown.Link) (markdown.Target, error) {
	href, to, err := r.b.resolve(r.page, written(r.page, link))
	if err != nil {
		return markdown.Target{}, errTold
	}
	target := markdown.Target{Href: href}
	if link.Kind == markdown.Image && to != nil && to.file != "" {
		target.Width, target.Height = r.b.pictureSize(to.file)
	}
	return target, nil
}

// Part implements [markdown.Resolver].
func (r guideResolver) Part(part markdown.Part) ([]byte, error) { return r.b.specPart(r.page, part) }

// absoluteResolver writes links that work outside of the site.
type absoluteResolver struct{ guideResolver }

// Link implements [markdown.Resolver].
func (r absoluteResolver) Link(link markdown.Link) (markdown.Target, error) {
	to, fragment, err := r.b.destination(r.page, written(r.page, link))
	if err != nil || to == nil {
		return markdown.Target{Href: link.To}, err
	}
	return markdown.Target{Href: r.b.absoluteURL(to.address()) + fragment}, nil
}

// markdownResolver writes links from a page as Markdown to others as Markdown, where there are such.
type markdownResolver struct{ guideResolver }

// Link implements [markdown.Resolver].
func (r markdownResolver) Link(link markdown.Link) (markdown.Target, error) {
	to, fragment, err := r.b.destination(r.page, written(r.page, link))
	if err != nil || to == nil {
		return markdown.Target{Href: link.To}, err
	}
	address := to.address()
	if to.page != nil {
		if name := r.b.markdownOf(to.page); name != "" {
			address, fragment = name, ""
		}
	}
	return markdown.Target{Href: r.b.machineURL(address) + fragment}, nil
}

// written is a link as it would stand in the guide itself: that of an included file is relative to that file.
func written(p *page, link markdown.Link) string {
	if link.Kind == markdown.Operation {
		return markdown.OperationScheme + ":" + link.To
	}
	if link.File == "" || link.File == p.file || strings.HasPrefix(link.To, "/") || strings.HasPrefix(link.To, "#") || strings.Contains(link.To, ":") {
		return link.To
	}
	return "/" + path.Join(path.Dir(link.File), link.To)
}

func (b *builder) target(p *page, u *url.URL) (destination, error) {
	if u.Scheme == markdown.OperationScheme {
		to, err := b.operationTarget(p.edition, u.Opaque)
		return destination{page: to}, err
	}
	if u.Path == "" {
		return destination{page: p}, nil
	}
	names := b.meant(p, u.Path)
	for _, name := range names {
		if to, ok := b.named(p.edition, name); ok {
			return to, nil
		}
	}
	if first := b.firstLanguage(p.edition); first != p.edition {
		for _, name := range names { // what isn't translated
			if rest, ok := strings.CutPrefix(name, p.edition.prefix); ok {
				if to, ok := b.named(first, first.prefix+rest); ok {
					return to, nil
				}
			}
		}
	}
	return destination{}, b.nowhere(p, u)
}

// named is what has a name, seen from an edition.
func (b *builder) named(e *edition, name string) (destination, bool) {
	if to := e.bySource[strings.TrimPrefix(name, e.prefix)]; to != nil && strings.HasPrefix(name, e.prefix) {
		return destination{page: to}, true
	}
	if to := b.byPath[name]; to != nil {
		return destination{page: to}, true
	}
	if address, ok := b.moved[name]; ok {
		return destination{file: address}, true
	}
	return destination{file: name}, b.files[name] != nil
}

// meant are what the path of a link may mean, the likeliest first, from the root of the site. Guides that were
// written for another generator write links as it has them: relative to the address of the page, without an
// extension, or below the path that the site had there.
func (b *builder) meant(p *page, to string) (names []string) {
	add := func(name string) {
		name = strings.TrimPrefix(path.Clean("/"+name), "/")
		if name == "" {
			names = append(names, "")
			return
		}
		names = append(names, name, name+"/", name+".md", name+".mdx", name+"/index.md", name+"/_index.md")
		if stem, ok := strings.CutSuffix(name, ".md"); ok {
			names = append(names, stem+"/", stem+"/index.md", stem+"/_index.md", stem+".mdx")
		}
		if stem, ok := strings.CutSuffix(name, ".html"); ok {
			names = append(names, stem+"/", stem+".md", strings.TrimSuffix(stem, "index"))
		}
	}
	e := p.edition
	if rooted, ok := strings.CutPrefix(to, "/"); ok {
		add(e.prefix + rooted)
		add(rooted)
		if base, ok := strings.CutPrefix(to, b.config.BasePath+"/"); ok && b.config.BasePath != "" {
			add(e.prefix + base)
		}
		return names
	}
	if p.file != "" {
		add(e.prefix + path.Join(path.Dir(p.file), to))
	}
	add(p.path + to)
	add(e.prefix + to)
	return names
}

// nowhere says why a link leads nowhere, and what would.
func (b *builder) nowhere(p *page, u *url.URL) error {
	e := p.edition
	for _, name := range b.meant(p, u.Path) {
		if e.drafts[strings.TrimPrefix(name, e.prefix)] {
			return fmt.Errorf("link %q leads to a draft, which readers cannot open", u)
		}
	}
	name, isRooted := strings.CutPrefix(u.Path, "/")
	from := path.Dir(p.file)
	if !isRooted {
		name = path.Join(from, u.Path)
	}
	file := path.Join(e.contentName, name)
	ext := path.Ext(u.Path)
	if ext == ".md" {
		return fmt.Errorf("link %q: no file %s%s", u, file, b.nearLink(isRooted, from, name, keys(e.bySource)))
	}
	name, from = e.prefix+strings.TrimPrefix(name, e.prefix), path.Join(e.prefix, from)
	if ext != "" && ext != ".html" {
		return fmt.Errorf("link %q: no file %s%s", u, file, b.nearLink(isRooted, from, name, keys(b.moved)))
	}
	if guess := b.nearLink(isRooted, from, name, keys(b.byPath)); guess != "" || isRooted {
		return fmt.Errorf("link %q: the site has no such page%s", u, guess)
	}
	return fmt.Errorf("link %q leads nowhere; link to a guide by its file, \"errors.md\", or from the root, \"/guides/errors/\"", u)
}

// nearLink is the end of a message about a link to a name that isn't there. What it suggests can be put in place of the
// link, seen from a folder.
func (b *builder) nearLink(isRooted bool, folder, name string, candidates []string) string {
	if b.suggested.Add(1) > suggestions {
		return ""
	}
	near := nearestPath(name, candidates)
	if near == "" {
		return ""
	}
	if rel, err := filepath.Rel(folder, near); err == nil && !isRooted {
		return fmt.Sprintf("; did you mean %q?", filepath.ToSlash(rel)+near[len(strings.TrimSuffix(near, "/")):])
	}
	return fmt.Sprintf("; did you mean %q?", "/"+near)
}

// nearestPath is what a path that isn't there most likely meant. Pages move between folders more often than they change
// their names, so of those whose last part is the same, or nearly so, it is the nearest.
func nearestPath(name string, candidates []string) string {
	var lasts, same []string
	for _, c := range candidates {
		lasts = append(lasts, path.Base(c))
	}
	last := path.Base(name)
	if !slices.Contains(lasts, last) {
		last = spelling.Nearest(last, lasts)
	}
	for i, c := range candidates {
		if lasts[i] == last {
			same = append(same, c)
		}
	}
	if len(same) == 0 {
		return spelling.Nearest(name, candidates)
	}
	return cmp.Or(spelling.Nearest(name, same), same[0])
}

// relative is the address of a page or file of the site, seen from a page.
func (b *builder) relative(p *page, to string) string { return b.join(b.up(p), to) }

// relativePath is the address of a page or file seen from a path of the site.
func (b *builder) relativePath(from, to string) string {
	return b.join(strings.Repeat("../", strings.Count(from, "/")), to)
}

// up is the way from a page to the root of the site: "../../", or nothing.
func (b *builder) up(p *page) string {
	if p.absolute {
		return b.rootPath()
	}
	return strings.Repeat("../", strings.Count(p.path, "/"))
}

// join is the address of something, given the way to the site's root.
func (b *builder) join(up, to string) string {
	if b.config.Static && (to == "" || strings.HasSuffix(to, "/")) {
		to += "index.html" // nobody looks for it in a folder on disk
	}
	if up+to == "" {
		return "./"
	}
	return up + to
}

// rootPath is the path of the site's first page on its host, as far as it is known.
func (b *builder) rootPath() string {
	if b.config.Static {
		if u, err := url.Parse(b.config.BaseURL); err == nil && b.config.BaseURL != "" {
			return u.Path
		}
		return ""
	}
	return b.config.BasePath + "/"
}
