package docsite

import (
	"cmp"
	"errors"
	"fmt"
	"html"
	"net/url"
	"strconv"
	"strings"
	"sync"

	"wpengine/docsite/markdown"
	"wpengine/openapi/document"
)

// fragments renders the descriptions of a spec. The same ones stand on many pages, and rendering is most of the
// work, so each is rendered once; only links, which depend on the page, are written anew.
type fragments struct {
	b       *builder
	edition *edition
	mu      sync.RWMutex
	made    map[string]fragment
}

// fragment is a description with gaps where its links within the site go.
type fragment struct {
	parts []string // one more than links
	links []inner
	wrong *misprint // nil if nothing is
}

// misprint is what is wrong with a description, and the first of the places where the spec has it: pages are rendered
// side by side, and what is told may not depend on which of them was the first.
type misprint struct {
	at       document.Position
	problems []markdown.Problem
}

// inner is a link within the site.
type inner struct {
	to       string // a page or file, from the root of the site
	fragment string // with its "#", or ""
}

func newFragments(b *builder, e *edition) *fragments {
	return &fragments{b: b, edition: e, made: map[string]fragment{}}
}

// render is a description as a page has it.
func (f *fragments) render(source, from string, at document.Position) string {
	if strings.TrimSpace(source) == "" {
		return ""
	}
	f.mu.RLock()
	made, ok := f.made[source]
	f.mu.RUnlock()
	if !ok {
		made = f.keep(source, f.make(source))
	}
	if made.wrong != nil {
		f.foundAt(made.wrong, at)
	}
	if len(made.links) == 0 {
		return made.parts[0]
	}
	var out strings.Builder
	for i, link := range made.links {
		out.WriteString(made.parts[i])
		out.WriteString(html.EscapeString(f.b.relativePath(f.edition.prefix+from, link.to) + link.fragment))
	}
	out.WriteString(made.parts[len(made.links)])
	return out.String()
}

// keep is the one fragment of a text: another page may have made it meanwhile.
func (f *fragments) keep(source string, made fragment) fragment {
	f.mu.Lock()
	defer f.mu.Unlock()
	if known, ok := f.made[source]; ok {
		return known
	}
	f.made[source] = made
	return made
}

// make renders a description.
func (f *fragments) make(source string) fragment {
	resolver := &fragmentResolver{b: f.b, edition: f.edition, gap: f.b.gap}
	text, problems := f.b.markdown.Fragment(source, resolver)
	made := cutAtGaps(string(text), f.b.gap, resolver.links)
	if len(problems) > 0 {
		made.wrong = &misprint{problems: problems}
	}
	return made
}

// foundAt remembers the first place of what is wrong.
func (f *fragments) foundAt(wrong *misprint, at document.Position) {
	if at.File == "" {
		at.File = f.edition.spec.Files[0]
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if wrong.at.File == "" || cmp.Or(cmp.Compare(at.File, wrong.at.File), cmp.Compare(at.Line, wrong.at.Line)) < 0 {
		wrong.at = at
	}
}

// problems are what is wrong with the descriptions that were rendered so far.
func (f *fragments) problems() (all Problems) {
	f.mu.RLock()
	defer f.mu.RUnlock()
	for _, made := range f.made {
		if made.wrong == nil {
			continue
		}
		at := made.wrong.at
		for _, found := range made.wrong.problems {
			line := at.Line
			if line > 0 {
				line += found.Line - 1
			}
			all = append(all, readable(Problem{File: f.b.specFile(f.edition, at.File), Line: line, Rule: "description", Message: found.Message}))
		}
	}
	return all
}

// cutAtGaps cuts a text where it has the mark of a gap, which the number of a link and a dot follow.
func cutAtGaps(text, gap string, links []inner) (made fragment) {
	for {
		before, rest, found := strings.Cut(text, gap)
		made.parts = append(made.parts, before)
		if !found {
			return made
		}
		number, after, _ := strings.Cut(rest, ".")
		i, err := strconv.Atoi(number)
		if err != nil || i >= len(links) {
			return fragment{parts: []string{""}} // no text holds a mark that isn't ours
		}
		made.links = append(made.links, links[i])
		text = after
	}
}

// fragmentResolver resolves the links of a description, which are relative to the root of the reference, and leaves
// gaps for them.
type fragmentResolver struct {
	b       *builder
	edition *edition
	gap     string
	links   []inner
}

// Link implements [markdown.Resolver].
func (r *fragmentResolver) Link(link markdown.Link) (markdown.Target, error) {
	to := link.To
	if link.Kind == markdown.Operation {
		if !strings.ContainsAny(to, "./") && r.edition.operation(to) == nil {
			return markdown.Target{}, markdown.ErrNotALink
		}
		to = markdown.OperationScheme + ":" + to
	}
	p := &page{edition: r.edition, path: r.edition.prefix + referenceFolder, layout: layoutReference}
	dest, fragment, err := r.b.destination(p, anchorOfOthers(r.edition.spec, to))
	if err != nil {
		return markdown.Target{}, err
	}
	if dest == nil {
		return markdown.Target{Href: to}, nil
	}
	r.links = append(r.links, inner{dest.address(), fragment})
	return markdown.Target{Href: fmt.Sprintf("%s%d.", r.gap, len(r.links)-1)}, nil
}

// Part implements [markdown.Resolver].
func (r *fragmentResolver) Part(markdown.Part) ([]byte, error) {
	return nil, errors.New("a description of the spec cannot show parts of the spec")
}

// anchorOfOthers turns the anchors that descriptions have for other generators into addresses of ours.
func anchorOfOthers(spec *document.Document, link string) string {
	kind, name, ok := strings.Cut(strings.TrimPrefix(link, "#"), "/")
	if !ok || !strings.HasPrefix(link, "#") {
		return link
	}
	name, err := url.PathUnescape(name)
	if err != nil {
		return link
	}
	switch kind {
	case "operation":
		return markdown.OperationScheme + ":" + name
	case "tag":
		group, operation, nested := strings.Cut(name, "/operation/")
		if nested {
			return markdown.OperationScheme + ":" + operation
		}
		for _, g := range spec.Groups {
			if g.Tag != nil && (g.Tag.Name == name || strings.EqualFold(strings.ReplaceAll(g.Tag.Name, " ", "-"), group)) {
				return "/" + referenceFolder + g.Slug + "/"
			}
		}
	case "schema", "model", "":
		name = strings.TrimPrefix(strings.TrimPrefix(name, "components/schemas/"), "definitions/")
		for _, s := range spec.Schemas {
			if s.Name == name {
				return "/" + referenceFolder + "schemas/" + s.Slug + "/"
			}
		}
	}
	return link
}
