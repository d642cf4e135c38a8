package reference

import (
	"wpengine/docsite/schema"
	"wpengine/openapi/document"
)

// schemaPage writes the page of a named schema.
func (w *writer) schemaPage(named *document.Schema) {
	s := w.r.shapes.of(named)
	w.head(named.Name)
	w.raw(`<p class="op-version">`)
	if named.Title != "" && letters(named.Title) != letters(named.Name) {
		w.element("", named.Title, " ")
	}
	w.typeOf(s)
	if named.Deprecated {
		w.raw(` <span class="field-deprecated">deprecated</span>`)
	}
	w.raw("</p>\n</header>\n")
	w.markdown("prose op-text", s.Description, named.Source)
	w.sources(s)
	w.ids["fields"] = true
	w.raw("<div class=\"schema-body\" id=\"fields\">\n")
	w.describeItems(s, s.Description)
	w.facts(s, nil)
	if inner := s.Element(); inner.Nested() {
		if key := inner.Key(); key.Name != "" && key != named {
			w.more("field", inner)
		} else {
			w.open = append(w.open, opened{named, "field"})
			w.inside("field", inner)
			w.leave()
		}
	}
	w.raw("</div>\n")
	w.schemaExamples(named)
	w.definitions(s)
	w.source(named)
	w.usedBy(named)
}

// sources are the named schemas that allOf takes in.
func (w *writer) sources(s *schema.Shape) {
	first := true
	for _, from := range s.From {
		if !w.visible(from) {
			continue
		}
		if first {
			w.raw(`<p class="field-same">Made of `)
		} else {
			w.raw(", ")
		}
		first = false
		w.raw("<a")
		w.href(schemaPath(from))
		w.element("><code>", from.Name, "</code></a>")
	}
	if !first {
		w.raw("</p>\n")
	}
}

// schemaExamples are the author's, else one made of the schema.
func (w *writer) schemaExamples(named *document.Schema) {
	given := named.Examples
	if len(given) == 0 {
		given = []*document.Node{w.r.shapes.example(named, schema.Response)}
	}
	mark, headings := len(w.b), len(w.headings)
	w.raw("<section class=\"op-section\" aria-labelledby=\"example\">\n")
	id := w.id("example")
	w.heading(2, id, "Example")
	start := len(w.b)
	for _, value := range given {
		w.scratch = value.AppendJSON(w.scratch[:0], "  ")
		if len(w.scratch) > len("{}") {
			w.code("json", string(w.scratch))
		}
	}
	if len(w.b) == start {
		w.b, w.headings = w.b[:mark], w.headings[:headings]
		delete(w.ids, id)
		return
	}
	w.raw("</section>\n")
}

// definitions are the schemas that are written inside of this one.
func (w *writer) definitions(s *schema.Shape) {
	if len(s.Defs) == 0 {
		return
	}
	w.raw("<section class=\"op-section\" aria-labelledby=\"definitions\">\n")
	w.heading(2, w.id("definitions"), "Definitions")
	w.raw("<ul class=\"fields\">\n")
	for _, d := range s.Defs {
		w.field("definitions."+d.Name, d.Name, d.Schema, note{})
	}
	w.raw("</ul>\n</section>\n")
}

// How long a schema's source may be to have colours, and to be shown at all: whoever wants more has the spec to download.
const (
	colouredSource = 6_000
	longestSource  = 100_000
)

// source is the schema as its author wrote it.
func (w *writer) source(named *document.Schema) {
	node := named.Node
	if !w.r.opts.Internal {
		node = public(node)
	}
	w.scratch = node.AppendJSON(w.scratch[:0], "  ")
	if len(w.scratch) > longestSource {
		return
	}
	w.raw("<details class=\"example schema-source\"><summary>JSON Schema</summary>\n")
	language := "json"
	if len(w.scratch) > colouredSource {
		language = "text"
	}
	w.code(language, string(w.scratch))
	w.raw("</details>\n")
}

// public is a value without the members that are marked x-internal; the value itself, if there are none.
func public(n *document.Node) *document.Node {
	changed := false
	var members []document.Member
	for key, value := range n.Members() {
		if value.Get("x-internal").Text() == "true" {
			changed = true
			continue
		}
		one := public(value)
		changed = changed || one != value
		members = append(members, document.Member{Key: key, Value: one})
	}
	var items []*document.Node
	for item := range n.Items() {
		one := public(item)
		changed = changed || one != item
		items = append(items, one)
	}
	switch {
	case !changed:
		return n
	case n.Kind() == document.Object:
		return document.NewObject(members...)
	}
	return document.NewArray(items...)
}
