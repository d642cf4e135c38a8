package markdown

import (
	"fmt"
	"html/template"
	"strings"
)

// LineAttribute is the attribute in which links and images carry the line of the
// source they were written on. It is for the link check, not for readers.
const LineAttribute = "data-line"

// LegacyDocument renders a guide with the lines of its links.
func (r *Renderer) LegacyDocument(source []byte) (*Document, template.HTML) {
	d := r.Parse("guide.md", source)
	html, _ := d.Render(lined{})
	return d, template.HTML(strings.ReplaceAll(string(html), lineSign, `" data-line="`))
}

// LegacyFragment renders a fragment with the lines of its links.
func (r *Renderer) LegacyFragment(source string, known func(id string) bool) (template.HTML, []Problem) {
	html, problems := r.Fragment(source, lined{known})
	return template.HTML(strings.ReplaceAll(string(html), lineSign, `" data-line="`)), problems
}

const lineSign = "--data-line--"

type lined struct{ known func(id string) bool }

func (l lined) Link(link Link) (Target, error) {
	if link.Kind == Operation {
		if l.known != nil && !strings.ContainsAny(link.To, "./") && !l.known(link.To) {
			return Target{}, ErrNotALink
		}
		link.To = OperationScheme + ":" + link.To
	}
	return Target{Href: fmt.Sprintf("%s%s%d", link.To, lineSign, link.Line)}, nil
}

func (lined) Part(Part) ([]byte, error) { return nil, nil }
