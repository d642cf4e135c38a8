package reference

import (
	"strings"

	"wpengine/docsite/request"
	"wpengine/docsite/schema"
	"wpengine/openapi/document"
)

// body is what a request brings, in each content type.
func (w *writer) body(c *request.Call, prefix string) {
	if len(c.Bodies) == 0 {
		return
	}
	id := w.id(prefix + "body")
	w.part(prefix, id)
	words := "Request body"
	if incoming(c.Operation) {
		words = "What arrives"
	}
	if prefix != "" {
		w.heading3(id, words)
	} else {
		w.headings = append(w.headings, Heading{2, id, words})
		w.raw("<h2")
		w.attr("id", id)
		w.raw(">", words)
		if c.BodyRequired && !incoming(c.Operation) {
			w.raw(` <span class="field-required">required</span>`)
		}
		w.raw("</h2>\n")
	}
	w.markdown("field-text", c.Operation.Body.Description, c.Operation.Body.Source)
	contents := make([]*document.Content, len(c.Bodies))
	for i, body := range c.Bodies {
		contents[i] = body.Content
	}
	mode := schema.Request
	if words == "What arrives" {
		mode = schema.Response // it is made by the server
	}
	w.contents(id, contents, c.Operation.Body.Description, mode, prefix == "")
	w.raw("</div>\n")
}

// alike are contents that differ in nothing but their media type.
type alike struct {
	label string // their media types
	all   []*document.Content
}

// grouped puts contents that are described by one schema together. Those with encodings are each for itself.
func grouped(contents []*document.Content) (groups []alike) {
	type key struct{ schema, item *document.Schema }
	known := map[key]int{}
	for _, c := range contents {
		k := key{keyOf(c.Schema), keyOf(c.ItemSchema)}
		i, again := known[k]
		if again && len(c.Encodings) == 0 {
			groups[i].all = append(groups[i].all, c)
			continue
		}
		if !again && len(c.Encodings) == 0 {
			known[k] = len(groups)
		}
		groups = append(groups, alike{all: []*document.Content{c}})
	}
	for i := range groups {
		types := make([]string, len(groups[i].all))
		for j, c := range groups[i].all {
			types[j] = c.MediaType
		}
		groups[i].label = strings.Join(types, ", ")
	}
	return groups
}

// keyOf is a schema without the reference to it.
func keyOf(s *document.Schema) *document.Schema {
	if s != nil && s.Ref != nil && s.Node.Len() == 1 {
		return s.Ref
	}
	return s
}

// contents are bodies in one content type or several, those as tabs. said is a description that stands above. first says
// that they are what the operation takes: its samples have an example of the first, and its fields are what a reader comes for.
func (w *writer) contents(id string, contents []*document.Content, said string, mode schema.Mode, first bool) {
	groups := grouped(contents)
	w.awaited += examplesCost(contents)
	if len(groups) == 1 {
		w.content(id, groups[0], said, first, groups[0].label)
		w.awaited -= examplesCost(contents)
		w.contentExamples(id, groups[0], mode, first)
		return
	}
	if len(groups) == 0 {
		return
	}
	w.raw("<div class=\"tabs contents-tabs\" role=\"radiogroup\" aria-label=\"Content type\">\n")
	for i, g := range groups {
		path := contentPath(id, i, g)
		w.raw(`<input type="radio" class="tab-input"`)
		w.attr("name", "tab-"+id)
		w.attr("value", g.label)
		w.tab(w.id("tab-"+path), g.label, i == 0)
		w.content(path, g, said, first && i == 0, "")
		w.awaited -= examplesCost(g.all)
		w.contentExamples(path, g, mode, first && i == 0)
		w.raw("</div>\n")
	}
	w.raw("</div>\n")
}

// contentPath is how the ids of what is in one of several contents start.
func contentPath(id string, i int, g alike) string {
	if i == 0 {
		return id
	}
	return id + "-" + g.all[0].MediaType
}

// content is what a body is and what it is made of, that always at least as its first fields. label names its media types,
// where no tab does.
func (w *writer) content(path string, g alike, said string, always bool, label string) {
	content := g.all[0]
	w.raw("<div class=\"content\"")
	if !w.ids[path] {
		path = w.id(path)
		w.attr("id", path)
	}
	w.raw(">\n<p class=\"content-head\">")
	if label != "" {
		w.element("<code>", label, "</code>")
	}
	of := content.Schema
	if of == nil && content.ItemSchema != nil {
		of = content.ItemSchema
		w.raw(` <span class="field-note">a stream of</span>`)
	}
	if of == nil {
		w.raw(" <span class=\"field-type\">any content</span></p>\n</div>\n")
		return
	}
	s := w.r.shapes.of(of)
	w.raw(" ")
	w.typeOf(s)
	w.raw("</p>\n")
	if s.Description != said {
		w.markdown("field-text", s.Description, s.Of.Position())
	}
	w.describeItems(s, s.Description)
	w.facts(s, nil)
	if inner := s.Element(); always || inner.Key().Name == "" || w.fits(cost(inner)) {
		w.tree(path, s)
	} else {
		w.nested(path, s)
	}
	w.encodings(path, content)
	w.raw("</div>\n")
}

// encodings say how the parts of a form are written.
func (w *writer) encodings(path string, content *document.Content) {
	if len(content.Encodings) == 0 {
		return
	}
	mark := len(w.b)
	w.raw(`<ul class="field-facts encodings">`)
	start := len(w.b)
	for _, e := range content.Encodings {
		var said []string
		if e.ContentType != "" {
			said = append(said, "as "+e.ContentType)
		}
		if e.Style != "" && (e.Style != "form" || !e.Explode) {
			p := &document.Parameter{Name: e.Name, In: "query", Style: e.Style, Explode: e.Explode}
			said = append(said, styleWords(p, e.Style == "deepObject"))
		}
		if e.AllowReserved {
			said = append(said, "with reserved characters as they are")
		}
		if len(said) > 0 {
			w.element("<li><code>", e.Name, "</code> ")
			w.text(strings.Join(said, ", "))
			w.raw("</li>")
		}
	}
	if len(w.b) == start {
		w.b = w.b[:mark]
	} else {
		w.raw("</ul>\n")
	}
	for _, e := range content.Encodings {
		if len(e.Headers) == 0 {
			continue
		}
		w.element(`<p class="field-same">Headers of the part <code>`, e.Name, "</code>:</p>\n<ul class=\"fields\">\n")
		for _, h := range e.Headers {
			w.field(path+"."+e.Name+".header."+h.Name, h.Name, h.Schema, w.r.parameterNote(h))
		}
		w.raw("</ul>\n")
	}
}
