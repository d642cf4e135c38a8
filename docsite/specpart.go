package docsite

import (
	"fmt"
	"html"
	"strings"

	"wpengine/docsite/markdown"
)

// specPart is a part of the spec that a guide shows, such as the card of an operation.
func (b *builder) specPart(p *page, part markdown.Part) ([]byte, error) {
	e := b.referenceOf(p.edition)
	if e == nil {
		return nil, fmt.Errorf("cannot show %s %q: the site has no spec", part.Kind, part.Name)
	}
	from := strings.TrimPrefix(p.path, e.prefix)
	if part.Kind == markdown.SchemaTable {
		for _, s := range e.spec.Schemas {
			if s.Name == part.Name {
				return e.reference.SchemaTable(s, from), nil
			}
		}
		names := make([]string, len(e.spec.Schemas))
		for i, s := range e.spec.Schemas {
			names[i] = s.Name
		}
		return nil, fmt.Errorf("no schema %q in the spec%s", part.Name, b.didYouMean(part.Name, names))
	}
	to, err := b.operationTarget(p.edition, part.Name)
	if err != nil {
		return nil, err
	}
	op := e.operation(part.Name)
	if part.Kind == markdown.Samples {
		return e.reference.Samples(op, from), nil
	}
	return fmt.Appendf(nil, "<p class=\"op-card\"><a class=\"card\" href=\"%s\"><span class=\"card-title\"><span class=\"method\" data-method=\"%s\">%[2]s</span> %s</span><span class=\"card-text\"><code>%s</code></span></a></p>\n",
		html.EscapeString(b.relative(p, to.path)), html.EscapeString(op.Method), html.EscapeString(to.title), html.EscapeString(op.Path)), nil
}

// referenceOf is the edition that has the reference for an edition, or nil.
func (b *builder) referenceOf(e *edition) *edition {
	if e.reference != nil {
		return e
	}
	for _, other := range b.editions {
		if other.version == e.version && other.reference != nil {
			return other
		}
	}
	return nil
}
