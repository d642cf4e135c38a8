package outline

import (
	"strings"

	"wpengine/docsite/schema"
	"wpengine/openapi/document"
)

// How much of a schema is written. A reader who needs more has the schema's own page.
const (
	inRequest = 4 // levels: who sends it has to know all of it
	inAnswer  = 2
	maxFields = 150 // of one page
	maxEnum   = 30
)

// schema writes what is in a value, as a list.
func (w *writer) schema(s *document.Schema) {
	if s == nil {
		return
	}
	shape := schema.Of(s)
	if text := nested(shape.Description, 3); text != "" && !w.known(shape.Element()) {
		w.paragraph(text)
	}
	w.inside(shape, 0)
}

// inside lists the fields of a shape, or of what a list is of, and its variants.
func (w *writer) inside(shape *schema.Shape, depth int) {
	shape = shape.Element()
	if !shape.Nested() || w.known(shape) || !w.enter(shape, depth) {
		return
	}
	for _, f := range shape.Fields {
		w.field(f, depth)
	}
	if values := shape.MapValues(); values != nil {
		of := schema.Of(values)
		w.item(depth, "any other name ("+strings.Join(factsOf(of, false), ", ")+")", summary(of.Description))
		w.inside(of, depth+1)
	}
	if len(shape.Variants) == 0 {
		return
	}
	words := "one of"
	if shape.Any {
		words = "one or more of"
	}
	w.item(depth, words, "")
	for i, v := range shape.Variants {
		of := schema.Of(v.Schema)
		w.item(depth+1, label(shape.Label(i), of), summary(of.Description))
		w.inside(of, depth+2)
	}
}

func (w *writer) field(f schema.Field, depth int) {
	of := schema.Of(f.Schema)
	w.item(depth, named(f.Name, factsOf(of, f.Required)), summary(said(of)))
	w.inside(of, depth+1)
}

// said is what is said of a value; of a list of which nothing is said, what is of its items.
func said(shape *schema.Shape) string {
	items := shape.Element()
	if shape.Description == "" && items.Named == nil {
		return items.Description
	}
	return shape.Description
}

// enter reports whether there is room for what is in a shape. A named one is written once.
func (w *writer) enter(shape *schema.Shape, depth int) bool {
	if w.fields += len(shape.Fields) + len(shape.Variants); depth >= w.levels || w.fields > maxFields {
		return false
	}
	if shape.Named != nil {
		if w.written == nil {
			w.written = map[*document.Schema]bool{}
		}
		w.written[shape.Named] = true
	}
	return true
}

// known reports a named schema that the page has already.
func (w *writer) known(shape *schema.Shape) bool { return shape.Named != nil && w.written[shape.Named] }

// factsOf are what is to know of a value: its type, and what it must keep to.
func factsOf(shape *schema.Shape, required bool) []string {
	element := shape.Element()
	facts := append(make([]string, 0, 8), typeName(shape, element))
	if required {
		facts = append(facts, "required")
	}
	for _, c := range shape.Constraints() {
		text := c.Words
		if c.Code != "" {
			text += " `" + code(line(c.Code, 100)) + "`"
		}
		facts = append(facts, text)
	}
	switch {
	case shape.Const != nil:
		facts = append(facts, "always `"+value(shape.Const)+"`")
	case len(shape.Enum) > 0:
		facts = append(facts, "one of "+values(shape.Enum, shape.EnumTexts))
	case len(element.Enum) > 0:
		facts = append(facts, "each one of "+values(element.Enum, element.EnumTexts))
	}
	if shape.Default != nil {
		facts = append(facts, "default `"+value(shape.Default)+"`")
	}
	for _, flag := range []struct {
		is   bool
		text string
	}{{shape.ReadOnly, "only in answers"}, {shape.WriteOnly, "only in requests"}, {shape.Deprecated, "deprecated"}} {
		if flag.is {
			facts = append(facts, flag.text)
		}
	}
	return facts
}

// typeName is "string uuid", "Order", "array of Item".
func typeName(shape, element *schema.Shape) string {
	switch {
	case element.Named == nil || !element.Nested():
		text := schema.TypeWords(shape)
		if shape.Format != "" {
			text += " " + line(shape.Format, 40)
		}
		return text
	case element == shape:
		return element.Named.Name
	}
	return "array of " + element.Named.Name
}

func typeOf(s *document.Schema) string {
	if s == nil {
		return ""
	}
	shape := schema.Of(s)
	return ": " + typeName(shape, shape.Element())
}

// label is what a variant is called, and what is to know of it.
func label(text string, of *schema.Shape) string {
	facts := factsOf(of, false)
	if facts[0] == text || facts[0] == "object" {
		facts = facts[1:]
	}
	text = line(text, textLength)
	if len(facts) > 0 {
		text += " (" + strings.Join(facts, ", ") + ")"
	}
	return text
}

// values are those of an enum, with what is said of each.
func values(all []*document.Node, texts []string) string {
	var words []string
	for i, v := range all[:min(len(all), maxEnum)] {
		word := "`" + value(v) + "`"
		if i < len(texts) && texts[i] != "" {
			word += " (" + line(texts[i], textLength) + ")"
		}
		words = append(words, word)
	}
	if len(all) > maxEnum {
		words = append(words, "and more")
	}
	return strings.Join(words, ", ")
}

func value(v *document.Node) string { return code(line(schema.Compact(v), 100)) }
