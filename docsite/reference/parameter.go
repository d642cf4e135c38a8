package reference

import (
	"strings"

	"wpengine/docsite/request"
	"wpengine/docsite/schema"
	"wpengine/openapi/document"
)

// parameters are the tables of parameters, in the order in which a request has them.
func (w *writer) parameters(c *request.Call, prefix string) {
	for _, place := range [...]struct{ in, title string }{
		{"path", "Path parameters"}, {"query", "Query parameters"}, {"querystring", "Query string"}, {"header", "Headers"}, {"cookie", "Cookies"},
	} {
		first := true
		for _, p := range c.Params {
			if p.In != place.in {
				continue
			}
			if first {
				id := w.id(prefix + "in-" + place.in)
				w.part(prefix, id)
				w.headingAt(prefix, id, place.title)
				w.raw("<ul class=\"fields\">\n")
				first = false
			}
			w.field(prefix+place.in+"."+p.Name, p.Name, p.Schema, parameterNote(p))
		}
		if !first {
			w.raw("</ul>\n</div>\n")
		}
	}
}

// part opens a part of what is sent or answered. On a page of its own it is a region that its heading names; of several
// callbacks on one page each has the same headings, so there it is none.
func (w *writer) part(prefix, id string) {
	if prefix == "" {
		w.element(`<div role="region" aria-labelledby="`, id, "\">\n")
		return
	}
	w.raw("<div>\n")
}

// headingAt is a heading of the page, or of a callback within it.
func (w *writer) headingAt(prefix, id, words string) {
	if prefix == "" {
		w.heading(2, id, words)
		return
	}
	w.element(`<h3 id="`, id, `">`)
	w.text(words)
	w.raw("</h3>\n")
}

// parameterNote is what the parameter says beside its schema.
func parameterNote(p request.Param) note {
	n := note{required: p.Required, deprecated: p.Deprecated, description: p.Description, at: p.Source}
	if p.Example != nil {
		n.examples = []*document.Node{p.Example}
	}
	switch s := schema.Of(p.Schema); {
	case p.MediaType != "":
		n.words = append(n.words, "encoded as "+p.MediaType)
	case s.Nested() || len(s.TypeNames()) > 0 && s.TypeNames()[0] == "array":
		if words := styleWords(p.Parameter); words != "" {
			n.words = append(n.words, words)
		}
	}
	if p.AllowReserved {
		n.words = append(n.words, "reserved characters as they are")
	}
	return n
}

// styleWords shows how a list or an object is written.
func styleWords(p *document.Parameter) string {
	switch {
	case p.Style == "deepObject":
		return "written as " + p.Name + "[key]=value"
	case p.In == "query" && p.Explode:
		return "repeated for each value"
	case p.Style == "spaceDelimited":
		return "separated by spaces"
	case p.Style == "pipeDelimited":
		return "separated by pipes"
	case p.Style == "matrix" || p.Style == "label":
		return strings.TrimSpace("in " + p.Style + " style")
	}
	return "separated by commas"
}
