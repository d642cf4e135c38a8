package schema

import (
	"slices"
	"strings"

	"wpengine/openapi/document"
)

// anyValue is the type of a schema that says nothing of it.
const anyValue = "any value"

// TypeWords says what kind of value it is: "string", "array of strings", "integer or null", "map of Pet".
func TypeWords(s *Shape) string {
	var words []string
	for _, t := range s.TypeNames() {
		switch {
		case t == "array":
			words = append(words, "array"+ofItems(s))
		case t == "object" && len(s.Fields) == 0 && s.MapValues() != nil:
			words = append(words, "map of "+mapped(s.MapValues()))
		default:
			words = append(words, t)
		}
	}
	if s.Null {
		words = append(words, "null")
	}
	switch {
	case len(words) > 0:
		return strings.Join(words, " or ")
	case s.Boolean != nil && !*s.Boolean:
		return "nothing"
	}
	return anyValue
}

// TypeNames are the types that the schema names, but for null, or those that follow from the rest of it.
func (s *Shape) TypeNames() []string {
	var types []string
	for _, t := range s.Types {
		if t != "null" {
			types = append(types, t)
		}
	}
	if len(types) > 0 || len(s.Types) > 0 {
		return types
	}
	return s.impliedTypes()
}

// impliedTypes are those of a schema that names none.
func (s *Shape) impliedTypes() []string {
	switch {
	case len(s.Fields) > 0 || s.MapValues() != nil || s.MinProperties != nil || s.MaxProperties != nil || len(s.PatternProperties) > 0:
		return []string{"object"}
	case s.Items != nil || len(s.PrefixItems) > 0 || s.Contains != nil:
		return []string{"array"}
	case s.MinLength != nil || s.MaxLength != nil || s.Pattern != "" || s.Format == "binary":
		return []string{"string"}
	case s.Minimum != "" || s.Maximum != "" || s.ExclusiveMinimum != "" || s.ExclusiveMaximum != "" || s.MultipleOf != "":
		return []string{"number"}
	}
	if value := s.enumerated(); value != nil {
		return kindType(value)
	}
	return s.variantTypes()
}

// variantTypes are those of the variants; none if one of them says nothing.
func (s *Shape) variantTypes() []string {
	var all []string
	for _, v := range s.Variants {
		types := roughTypes(v.Schema, 0)
		if len(types) == 0 {
			return nil
		}
		for _, t := range types {
			if t != "null" && !slices.Contains(all, t) {
				all = append(all, t)
			}
		}
	}
	return all
}

// roughTypes are the types of a schema as far as they can be told without merging it.
func roughTypes(s *document.Schema, depth int) []string {
	const deepest = 4
	switch {
	case s == nil || depth > deepest:
		return nil
	case len(s.Types) > 0:
		return s.Types
	case len(s.Properties) > 0:
		return []string{"object"}
	case s.Items != nil:
		return []string{"array"}
	case s.Const != nil:
		return kindType(s.Const)
	case len(s.Enum) > 0:
		return kindType(s.Enum[0])
	case s.Ref != nil:
		return roughTypes(s.Ref, depth+1)
	}
	for _, part := range s.AllOf {
		if types := roughTypes(part, depth+1); len(types) > 0 {
			return types
		}
	}
	var all []string
	for _, list := range [][]*document.Schema{s.OneOf, s.AnyOf} {
		for _, part := range list {
			all = append(all, roughTypes(part, depth+1)...)
		}
	}
	return all
}

// kindType is the type that a value is of.
func kindType(value *document.Node) []string {
	switch value.Kind() {
	case document.String:
		return []string{"string"}
	case document.Bool:
		return []string{"boolean"}
	case document.Number:
		return []string{"number"}
	case document.Null, document.Array, document.Object:
	}
	return nil
}

// enumerated is a value that the schema names, or nil.
func (s *Shape) enumerated() *document.Node {
	switch {
	case s.Const != nil:
		return s.Const
	case len(s.Enum) > 0:
		return s.Enum[0]
	}
	return nil
}

// mapped is the type of a map's values; one with a name says more than "objects".
func mapped(values *document.Schema) string {
	s := Of(values)
	if s.Named != nil && s.Is("object") {
		return s.Named.Name
	}
	return plural(s, 0)
}

func ofItems(s *Shape) string {
	if s.Items == nil || len(s.PrefixItems) > 0 { // the first ones are of other kinds
		return ""
	}
	return " of " + plural(s.Item(), 0)
}

// plural is the type as the items of something: "strings", "objects", "arrays of integers".
func plural(s *Shape, depth int) string {
	types := s.TypeNames()
	if len(types) != 1 {
		return "values"
	}
	word := types[0] + "s"
	if types[0] == "array" && s.Items != nil && depth == 0 {
		word = "arrays of " + plural(s.Item(), depth+1)
	}
	if s.Null {
		word += " or null"
	}
	return word
}

// Compact writes a value as it stands in JSON, but for a text, which needs no quotes to be read.
func Compact(value *document.Node) string {
	if text := value.Text(); value.Kind() == document.String && text != "" && strings.TrimSpace(text) == text {
		return text
	}
	return string(value.AppendJSON(nil, ""))
}

// Scalar reports a value that is short enough to stand in a line.
func Scalar(value *document.Node) bool {
	switch value.Kind() {
	case document.Null, document.Object:
		return false
	case document.Array:
		return value.Len() <= 4 && len(Compact(value)) <= 80
	case document.String:
		return len(value.Text()) <= 200
	case document.Bool, document.Number:
	}
	return true
}
