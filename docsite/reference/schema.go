package reference

import (
	"slices"

	"wpengine/docsite/schema"
	"wpengine/openapi/document"
)

// schemaPage writes the page of a named schema.
func (w *writer) schemaPage(named *document.Schema) {
	s := schema.Of(named)
	w.head(named.Name)
	w.raw(`<p class="op-version">`)
	if named.Title != "" && named.Title != named.Name {
		w.element("", named.Title, " ")
	}
	w.typeOnly(s)
	w.raw("</p>\n")
	if named.Deprecated {
		w.raw("<p><span class=\"field-deprecated\">deprecated</span></p>\n")
	}
	w.raw("</header>\n")
	w.markdown("prose op-text", s.Description, named.Source)
	for i, from := range s.From {
		if i == 0 {
			w.raw(`<p class="field-same">Made of `)
		} else {
			w.raw(", ")
		}
		w.raw("<a")
		w.href(schemaPath(from))
		w.element("><code>", from.Name, "</code></a>")
	}
	if len(s.From) > 0 {
		w.raw("</p>\n")
	}
	w.raw("<div class=\"schema-body\" id=\"fields\">\n")
	w.ids["fields"] = true
	w.facts(s, nil)
	inner := s.Element()
	switch {
	case !inner.Nested():
	case inner.Named != nil && inner.Named != named:
		w.elsewhere(inner.Named)
	default:
		w.open = append(w.open, named)
		w.inside("field", inner)
	}
	w.raw("</div>\n")
	w.schemaExample(named)
	w.definitions(s)
	w.source(named)
	w.usedBy(named)
}

// typeOnly is the type without the name of the schema, which the page has as its title.
func (w *writer) typeOnly(s *schema.Shape) {
	w.element(`<span class="field-type">`, schema.TypeWords(s), "")
	if s.Format != "" {
		w.element(` <span class="field-format">`, s.Format, "</span>")
	}
	w.raw("</span>")
}

func (w *writer) schemaExample(named *document.Schema) {
	text := string(schema.Example(named, schema.Response).AppendJSON(nil, "  "))
	if len(text) < 3 || len(text) > exampleRoom {
		return
	}
	w.raw("<section class=\"op-section\" aria-labelledby=\"example\">\n")
	w.heading(2, w.id("example"), "Example")
	w.raw(w.r.opts.Highlight("json", text), "</section>\n")
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

// sourceRoom is how long a schema's source may be to be shown.
const sourceRoom = 6_000

// source is the schema as its author wrote it.
func (w *writer) source(named *document.Schema) {
	text := string(named.Node.AppendJSON(nil, "  "))
	if len(text) > sourceRoom {
		return
	}
	w.raw("<details class=\"example schema-source\"><summary>JSON Schema</summary>\n", w.r.opts.Highlight("json", text), "</details>\n")
}

// user is somebody who refers to a named schema.
type user struct {
	path, label, method, how string
}

// usedBy lists the operations and schemas that refer to a named schema.
func (w *writer) usedBy(named *document.Schema) {
	users := w.r.usersOf(named)
	if len(users) == 0 {
		return
	}
	w.raw("<section class=\"op-section\" aria-labelledby=\"used-by\">\n")
	w.heading(2, w.id("used-by"), "Used by")
	w.raw("<ul class=\"used-by\">\n")
	const most = 60
	for _, u := range users[:min(len(users), most)] {
		w.raw("<li><a")
		w.href(u.path)
		w.raw(">")
		if u.method != "" {
			w.method(u.method)
			w.raw(" ")
		}
		w.element("", u.label, "</a>")
		if u.how != "" {
			w.element(` <span class="field-note">`, u.how, "</span>")
		}
		w.raw("</li>\n")
	}
	w.raw("</ul>\n")
	if len(users) > most {
		w.raw(`<p class="field-same">And in `, schema.Group(itoa(len(users)-most)), " other places.</p>\n")
	}
	w.raw("</section>\n")
}

// usersOf finds out, once for all schemas, who refers to them.
func (r *Reference) usersOf(named *document.Schema) []user {
	r.usersOnce.Do(func() {
		r.users = map[*document.Schema][]user{}
		for _, p := range r.pages {
			if p.operation != nil {
				r.operationUses(p)
			}
		}
		for _, s := range r.schemas() {
			r.uses(s, user{path: schemaPath(s), label: s.Name}, true)
		}
	})
	return r.users[named]
}

func (r *Reference) operationUses(p *Page) {
	op := p.operation
	by := user{path: p.Path, label: p.Nav.Label, method: op.Method}
	request, answer := by, by
	request.how, answer.how = "in the request", "in the answer"
	for _, parameter := range op.Parameters {
		r.uses(parameter.Schema, request, false)
	}
	if op.Body != nil {
		for _, c := range op.Body.Contents {
			r.uses(c.Schema, request, false)
			r.uses(c.ItemSchema, request, false)
		}
	}
	for _, response := range op.Responses {
		for _, c := range response.Contents {
			r.uses(c.Schema, answer, false)
			r.uses(c.ItemSchema, answer, false)
		}
	}
}

// uses notes the named schemas that a schema refers to without another in between. own says that the schema is itself a
// named one.
func (r *Reference) uses(s *document.Schema, by user, own bool) {
	seen := map[*document.Schema]bool{}
	var walk func(s *document.Schema, own bool)
	walk = func(s *document.Schema, own bool) {
		if s == nil || seen[s] {
			return
		}
		seen[s] = true
		if !own && s.Name != "" {
			if !slices.Contains(r.users[s], by) {
				r.users[s] = append(r.users[s], by)
			}
			return
		}
		s.Each(func(child *document.Schema) { walk(child, false) })
	}
	walk(s, own)
}
