package reference

import (
	"strings"

	"wpengine/docsite/schema"
	"wpengine/openapi/document"
)

// note is something to say of a field beside its schema.
type note struct {
	required, deprecated bool
	words                []string
	description          string // instead of the schema's
	at                   document.Position
	examples             []*document.Example
	from                 *document.Schema // that brings the field
}

// field writes a member, a parameter or a header: its name, what it may be, and what it is made of. It returns its id.
func (w *writer) field(path, name string, of *document.Schema, n note) (id string) {
	s := w.r.shapes.of(of)
	id = w.id(path)
	w.raw(`<li class="field"`)
	w.attr("id", id)
	w.raw(">\n<p class=\"field-head\"><a class=\"field-name\"")
	w.raw(` href="#`)
	w.b = appendEscaped(w.b, id)
	w.element(`"><code>`, name, "</code></a> ")
	w.typeOf(s)
	if n.required {
		w.raw(` <span class="field-required">required</span>`)
	}
	if n.deprecated || s.Deprecated {
		w.raw(` <span class="field-deprecated">deprecated</span>`)
	}
	if s.ReadOnly {
		w.raw(` <span class="field-note">read only</span>`)
	}
	if s.WriteOnly {
		w.raw(` <span class="field-note">write only</span>`)
	}
	for _, words := range n.words {
		w.element(` <span class="field-note">`, words, "</span>")
	}
	if n.from != nil && w.visible(n.from) {
		w.raw(` <span class="field-note">from <a`)
		w.href(schemaPath(n.from))
		w.element(">", n.from.Name, "</a></span>")
	}
	w.raw("</p>\n")
	w.describe(name, s, n)
	w.facts(s, n.examples)
	w.nested(id, s)
	w.raw("</li>\n")
	return id
}

// describe writes what is said of a field; its title, if that says more than the name.
func (w *writer) describe(name string, s *schema.Shape, n note) {
	said := orText(n.description, s.Description)
	switch {
	case n.description != "":
		w.markdown("field-text", n.description, n.at)
	case s.Description != "":
		w.markdown("field-text", s.Description, s.Of.Position())
	case s.Title != "" && s.Of == s.Schema && letters(s.Title) != letters(name):
		w.element(`<p class="field-text">`, s.Title, "</p>\n")
		said = s.Title
	}
	w.describeItems(s, said)
}

// describeItems writes what is said of a list's items, unless the page of a named schema says it, or it was just said.
func (w *writer) describeItems(s *schema.Shape, said string) {
	for _, items := range s.Levels() {
		own := items.Named == nil || items.Of != items.Named && items.Of.Description != ""
		if text := strings.TrimSpace(items.Description); own && text != "" && text != strings.TrimSpace(said) {
			if said != "" {
				w.raw(`<p class="field-same">Each of them:</p>` + "\n")
			}
			w.markdown("field-text", text, items.Of.Position())
			said = text
		}
	}
}

// letters are what counts when two names are compared.
func letters(s string) string {
	return strings.ToLower(strings.Map(func(r rune) rune {
		if r == ' ' || r == '_' || r == '-' {
			return -1
		}
		return r
	}, s))
}

// typeOf writes the type, the format, and which named schema it is.
func (w *writer) typeOf(s *schema.Shape) {
	w.element(`<span class="field-type">`, schema.TypeWords(s), "")
	format, named := s.Format, s.Named
	if s.Items != nil {
		if items := s.Item(); format == "" {
			format = items.Format
		}
		if named == nil {
			named = s.Element().Named
		}
	}
	if values := s.MapValues(); named == nil && values != nil && len(s.Fields) == 0 {
		named = w.r.shapes.of(values).Element().Named
	}
	if format != "" {
		w.element(` <span class="field-format">`, format, "</span>")
	}
	w.raw("</span>")
	if named != nil && w.visible(named) && (w.page.schema != named || len(w.open) > 0) {
		w.raw(` <a class="field-schema"`)
		w.href(schemaPath(named))
		w.element(">", named.Name, "</a>")
	}
	if s.RefText != "" && s.Of != nil && s.Of.Ref == nil {
		w.element(` <span class="field-note">reference to <code>`, s.RefText, "</code>, which leads nowhere</span>")
	}
}

// visible reports a named schema that readers may see.
func (w *writer) visible(s *document.Schema) bool { return !s.Internal || w.r.opts.Internal }
