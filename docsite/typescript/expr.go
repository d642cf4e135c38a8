package typescript

import (
	"slices"
	"strings"

	"wpengine/docsite/schema"
	"wpengine/openapi/document"
)

// maxDepth is how many types without names may be in each other.
const maxDepth = 20

// expr is the type of a schema. Named ones are called by their names.
func (w *writer) expr(s *document.Schema, indent string) string {
	if s == nil {
		return "unknown"
	}
	if name := w.names[s]; name != "" {
		return name
	}
	if s.Ref != nil && alone(s) {
		if name := w.names[s.Ref]; name != "" {
			return name
		}
	}
	if len(w.open) >= maxDepth || slices.Contains(w.open, s) {
		return "unknown"
	}
	w.open = append(w.open, s)
	defer func() { w.open = w.open[:len(w.open)-1] }()
	shape := schema.Of(s)
	if name := w.names[shape.Named]; name != "" && len(shape.Fields) > 0 && shape.Named != s {
		return orNull(name, shape.Null && !schema.Of(shape.Named).Null)
	}
	return orNull(w.shape(shape, indent), shape.Null)
}

// alone reports a reference that says nothing of its own that changes the type.
func alone(s *document.Schema) bool {
	return !s.Nullable && len(s.Properties) == 0 && len(s.AllOf)+len(s.OneOf)+len(s.AnyOf) == 0 && len(s.Enum) == 0 && s.Const == nil && len(s.Types) == 0
}

func orNull(text string, null bool) string {
	if !null || text == "unknown" || text == "null" || strings.HasSuffix(text, " | null") {
		return text
	}
	return text + " | null"
}

func (w *writer) shape(s *schema.Shape, indent string) string {
	switch {
	case s.Boolean != nil && !*s.Boolean:
		return "never"
	case s.Const != nil:
		return literal(s.Const)
	case len(s.Enum) > 0:
		return union(s.Enum)
	}
	var all []string
	for _, t := range s.TypeNames() {
		if text := w.ofType(s, t, indent); !slices.Contains(all, text) {
			all = append(all, text)
		}
	}
	text := strings.Join(all, " | ")
	if len(s.Variants) == 0 {
		switch {
		case text != "":
			return text
		case slices.Equal(s.Types, []string{"null"}):
			return "null"
		}
		return "unknown"
	}
	var variants []string
	for _, v := range s.Variants {
		one := w.expr(v.Schema, indent)
		if one == "unknown" && text != "" && len(s.Fields) == 0 {
			one = text // it says something else of the value than its type
		}
		if circle := one == w.self && len(w.open) == 1; !circle && !slices.Contains(variants, one) {
			variants = append(variants, one)
		}
	}
	if len(variants) == 0 {
		return "unknown"
	}
	either := strings.Join(variants, " | ")
	if len(s.Fields) == 0 {
		return either
	}
	if len(variants) > 1 {
		either = "(" + either + ")"
	}
	return w.fields(s, indent) + " & " + either
}

// ofType is the part of a schema that says what its values of a type are.
func (w *writer) ofType(s *schema.Shape, name, indent string) string {
	switch name {
	case "string":
		if s.Binary() {
			return "Blob"
		}
		return "string"
	case "integer", "number":
		return "number"
	case "boolean":
		return "boolean"
	case "array":
		return w.array(s, indent)
	case "object":
		return w.object(s, indent)
	}
	return "unknown" // a type that nobody knows
}

func (w *writer) array(s *schema.Shape, indent string) string {
	if len(s.PrefixItems) == 0 {
		return inBrackets(w.expr(s.Items, indent)) + "[]"
	}
	var parts []string
	for _, p := range s.PrefixItems {
		parts = append(parts, w.expr(p, indent))
	}
	if s.Items == nil || s.Items.Boolean == nil || *s.Items.Boolean {
		parts = append(parts, "..."+inBrackets(w.expr(s.Items, indent))+"[]")
	}
	return "[" + strings.Join(parts, ", ") + "]"
}

// inBrackets is a type that something can stand behind.
func inBrackets(text string) string {
	if strings.ContainsAny(text, "|&") {
		return "(" + text + ")"
	}
	return text
}

func (w *writer) object(s *schema.Shape, indent string) string {
	values := s.MapValues()
	switch {
	case len(s.Fields) == 0 && values != nil:
		return "{ [name: string]: " + w.expr(values, indent) + " }" // Record may not be a part of its own type
	case len(s.Fields) == 0 && s.Closed():
		return "Record<string, never>"
	case len(s.Fields) == 0:
		return "Record<string, unknown>"
	case values != nil:
		// The fields are strings of the map too, and needn't be of its type.
		return w.fields(s, indent) + " & Record<string, unknown>"
	}
	return w.fields(s, indent)
}

// fields is an object's type, a field a line.
func (w *writer) fields(s *schema.Shape, indent string) string {
	var b strings.Builder
	b.WriteString("{\n")
	inner := indent + "\t"
	for _, f := range s.Fields {
		of := schema.Of(f.Schema)
		text := of.Description
		if of.Named != nil {
			text = f.Schema.Description // the other is at the type
		}
		b.WriteString(comment(inner, text, of.Deprecated))
		b.WriteString(inner)
		if of.ReadOnly {
			b.WriteString("readonly ")
		}
		b.WriteString(propertyName(f.Name) + optional(f.Required) + ": " + w.expr(f.Schema, inner) + ";\n")
	}
	b.WriteString(indent + "}")
	return b.String()
}

// union is one of some values.
func union(values []*document.Node) string {
	var all []string
	for _, v := range values {
		if text := literal(v); !slices.Contains(all, text) {
			all = append(all, text)
		}
	}
	return strings.Join(all, " | ")
}

// literal is the type of one value.
func literal(v *document.Node) string {
	switch v.Kind() {
	case document.Array, document.Object:
		return "unknown" // rare, and of little use as a type
	case document.Number:
		if strings.ContainsAny(v.Text(), "eE.") || len(v.Text()) > 15 {
			return "number"
		}
		return v.Text()
	case document.String:
		return quoted(v.Text())
	case document.Null, document.Bool:
	}
	return string(v.AppendJSON(nil, ""))
}
