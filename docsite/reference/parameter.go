package reference

import (
	"wpengine/docsite/request"
	"wpengine/openapi/document"
)

// parameters are the tables of parameters, in the order in which a request has them.
func (w *writer) parameters(c *request.Call, prefix string) {
	for _, place := range [...]struct{ in, title string }{
		{"path", "Path parameters"}, {"query", "Query parameters"}, {"querystring", "Query string"}, {"header", "Headers"}, {"cookie", "Cookies"},
	} {
		first := true
		for _, p := range c.Params {
			if p.In != place.in || p.Node.Get("x-internal").Text() == "true" && !w.r.opts.Internal {
				continue
			}
			if first {
				id := w.id(prefix + "in-" + place.in)
				w.part(prefix, id)
				w.headingAt(prefix, id, place.title)
				w.raw("<ul class=\"fields\">\n")
				first = false
			}
			w.field(prefix+place.in+"."+p.Name, p.Name, p.Schema, w.r.parameterNote(p.Parameter))
		}
		if !first {
			w.raw("</ul>\n</div>\n")
		}
	}
}

// part opens a part of what is sent or answered. On a page of its own it is a region that its heading names; of several
// callbacks on one page each has the same headings, so there it is none.
func (w *writer) part(prefix, id string) {
	if prefix != "" {
		w.raw("<div>\n")
		return
	}
	w.raw(`<div role="region"`)
	w.attr("aria-labelledby", id)
	w.raw(">\n")
}

// headingAt is a heading of the page, or of a callback within it.
func (w *writer) headingAt(prefix, id, words string) {
	if prefix == "" {
		w.heading(2, id, words)
		return
	}
	w.heading3(id, words)
}

// heading3 is one that "On this page" doesn't list.
func (w *writer) heading3(id, words string) {
	w.raw("<h3")
	w.attr("id", id)
	w.element(">", words, "</h3>\n")
}

// parameterNote is what the parameter says beside its schema.
func (r *Reference) parameterNote(p *document.Parameter) note {
	n := note{required: p.Required, deprecated: p.Deprecated, description: p.Description, at: p.Source, examples: p.Examples}
	switch s := r.shapes.of(p.Schema); {
	case p.MediaType != "":
		n.words = append(n.words, "encoded as "+p.MediaType)
	case s.Nested() || len(s.TypeNames()) > 0 && (s.TypeNames()[0] == "array" || s.TypeNames()[0] == "object"):
		n.words = append(n.words, styleWords(p, s.TypeNames() == nil || s.TypeNames()[0] != "array"))
	}
	if p.AllowReserved {
		n.words = append(n.words, "reserved characters as they are")
	}
	if p.AllowEmptyValue {
		n.words = append(n.words, "may be empty")
	}
	return n
}

// styleWords says how a list or an object is written.
func styleWords(p *document.Parameter, object bool) string {
	pair := "keys and values separated by "
	if object && p.Explode {
		pair = "key=value, separated by "
	} else if !object {
		pair = "separated by "
	}
	switch {
	case p.Style == "deepObject":
		return "written as " + p.Name + "[key]=value"
	case p.Style == "matrix" && p.Explode && object:
		return "written as ;key=value"
	case p.Style == "matrix" && p.Explode:
		return "written as ;" + p.Name + "=value for each value"
	case p.Style == "matrix":
		return "written behind ;" + p.Name + "=, " + pair + "commas"
	case p.Style == "label" && p.Explode:
		return "written behind a dot, " + pair + "dots"
	case p.Style == "label":
		return "written behind a dot, " + pair + "commas"
	case p.Style == "spaceDelimited" && !p.Explode:
		return pair + "spaces"
	case p.Style == "pipeDelimited" && !p.Explode:
		return pair + "pipes"
	case p.Style == document.TabDelimited:
		return pair + "tabs"
	case (p.In == "query" || p.In == "cookie") && p.Explode && object:
		return "each member a parameter of its own"
	case (p.In == "query" || p.In == "cookie") && p.Explode:
		return "repeated for each value"
	}
	return pair + "commas"
}
