package reference

import (
	"strconv"
	"strings"

	"wpengine/docsite/schema"
	"wpengine/openapi/document"
)

// facts are what a value must keep to, as a list.
func (w *writer) facts(s *schema.Shape, examples []*document.Example) {
	mark := len(w.b)
	w.raw(`<ul class="field-facts">`)
	start := len(w.b)
	w.rules("<li>", s)
	w.forExample("<li>", s, examples)
	open := "<li>each "
	for _, items := range s.Levels() {
		w.rules(open, items)
		if items.Named == nil && len(examples)+len(s.Examples) == 0 {
			w.forExample(open, items, nil)
		}
		open = "<li>in each, " + open[len("<li>"):]
	}
	if s.ExternalDocs != nil && s.ExternalDocs.URL != "" {
		w.raw("<li>")
		w.outward(s.ExternalDocs.URL, orText(s.ExternalDocs.Description, "more to read"))
		w.raw("</li>")
	}
	if len(w.b) == start {
		w.b = w.b[:mark]
		return
	}
	w.raw("</ul>\n")
}

// rules are those of a value, or of each item of a list. open is how each of them starts.
func (w *writer) rules(open string, s *schema.Shape) {
	for _, c := range s.Constraints() {
		w.constraint(open, c)
	}
	w.needs(open, s)
	if s.Const != nil {
		w.raw(open, "always ")
		w.value(schema.Compact(s.Const))
		w.raw("</li>")
	}
	if s.Default != nil {
		w.raw(open, "default ")
		w.value(schema.Compact(s.Default))
		w.raw("</li>")
	}
	w.not(open, s)
	w.enum(open, s.Enum, s.EnumTexts)
}

// needs names the members that have to be there and that nothing is said of.
func (w *writer) needs(open string, s *schema.Shape) {
	first := true
	for _, name := range s.Required {
		if s.Field(name) != nil {
			continue
		}
		if first {
			w.raw(open, "has to have ")
		} else {
			w.raw(", ")
		}
		first = false
		w.element("<code>", name, "</code>")
	}
	if !first {
		w.raw("</li>")
	}
}

func (w *writer) constraint(open string, c schema.Constraint) {
	w.element(open, c.Words, "")
	if c.Code != "" {
		w.raw(" ")
		w.value(c.Code)
	}
	w.raw("</li>")
}

// inLine is how long a value may be to stand in a line.
const inLine = 200

// value writes one as code; a long one is folded.
func (w *writer) value(text string) {
	if len(text) <= inLine {
		w.element("<code>", text, "</code>")
		return
	}
	w.element(`<details class="enum"><summary><code>`, strings.ToValidUTF8(text[:inLine/2], ""), "…</code></summary>")
	w.element("<code>", text, "</code></details>")
}

func orText(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}

// not says what the value may not be, where a few words do.
func (w *writer) not(open string, s *schema.Shape) {
	if s.Not == nil || s.Forbidden() != nil {
		return
	}
	other := w.r.shapes.of(s.Not)
	w.raw(open, "not ")
	switch {
	case len(other.Enum) > 0:
		for i, value := range other.Enum {
			if i > 0 {
				w.raw(" or ")
			}
			w.value(schema.Compact(value))
		}
	case other.Const != nil:
		w.value(schema.Compact(other.Const))
	case len(other.Required) > 0:
		w.value("with " + strings.Join(other.Required, ", "))
	case other.Named != nil:
		w.value(other.Named.Name)
	default:
		w.value(schema.TypeWords(other))
		for _, c := range other.Constraints() {
			w.element(" ", c.Words, " ")
			if c.Code != "" {
				w.value(c.Code)
			}
		}
	}
	w.raw("</li>")
}

// enumerated is how many values of an enum are shown at once; more are folded.
const enumerated = 24

// enum lists the values there can be, with what is said of them.
func (w *writer) enum(open string, values []*document.Node, texts []string) {
	if len(values) == 0 {
		return
	}
	many := len(values) > enumerated
	switch {
	case len(values) == 1:
		w.raw(open, "always ")
	case many:
		w.raw(open, "one of <details class=\"enum\"><summary>", strconv.Itoa(len(values)), " values</summary>")
	default:
		w.raw(open, "one of ")
	}
	said := strings.Join(texts, "") != "" && len(values) > 1
	if said {
		w.raw(`<ul class="values">`)
	}
	for i, value := range values {
		switch {
		case said:
			w.raw("<li>")
		case i > 0:
			w.raw(", ")
		}
		w.value(schema.Compact(value))
		if i < len(texts) && texts[i] != "" {
			w.element(" ", texts[i], "")
		}
		if said {
			w.raw("</li>")
		}
	}
	if said {
		w.raw("</ul>")
	}
	if many {
		w.raw("</details>")
	}
	w.raw("</li>")
}

// forExample shows the examples that the field itself has. Those of what is nested are better seen as a whole.
func (w *writer) forExample(open string, s *schema.Shape, given []*document.Example) {
	if len(given) == 0 {
		for _, value := range s.Examples {
			if schema.Scalar(value) || !s.Element().Nested() && value.Kind() != document.Null {
				w.oneExample(open, value, "")
			}
		}
		return
	}
	for _, e := range given {
		said := e.Summary
		switch {
		case said == "":
			said = e.Description
		case e.Description != "" && e.Description != said:
			said += ": " + e.Description
		}
		switch {
		case e.Value != nil:
			w.oneExample(open, e.Value, said)
		case e.Serialized != "":
			w.oneExample(open, document.NewString(e.Serialized), said)
		case e.External != "":
			w.raw(open, "for example ")
			w.outward(e.External, orText(said, e.External))
			w.raw("</li>")
		}
	}
}

func (w *writer) oneExample(open string, value *document.Node, said string) {
	w.raw(open, "for example ")
	w.value(schema.Compact(value))
	if said != "" {
		w.element(" ", said, "")
	}
	w.raw("</li>")
}
