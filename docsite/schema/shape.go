// Package schema makes the schemas of a description ready to be shown: with what they refer to and what allOf adds to
// them (shape.go, merge.go, variant.go), in words (words.go, constraint.go), and as an example (example.go). An
// example has to fit its schema (fit.go).
package schema

import (
	"slices"
	"strings"

	"wpengine/openapi/document"
)

// Shape is a schema with everything that its reference and allOf add to it. It is for one goroutine until it is settled.
type Shape struct {
	// Schema is merged, and for reading only: it may be the document's own. What it says of references, allOf, oneOf,
	// anyOf, properties and required members stands below.
	*document.Schema

	Of       *document.Schema   // what was merged
	Named    *document.Schema   // the named schema that it is, or nil
	From     []*document.Schema // the named schemas that allOf took in
	Fields   []Field            // the properties, in their authors' order
	Required []string           // members that have to be there, whether they are among the fields or not
	Null     bool               // null is among the values
	Cut      bool               // allOf takes in more schemas than are merged

	// Variants are what the value has to be one or some of besides. A schema that is only "X or null" is X, and has none.
	Variants []Variant
	Any      bool     // one or more of the variants, not just one
	More     []Choice // what it has to be one or some of as well: allOf can bring several choices

	item *Shape // what Item found
}

// Field is a property of an object.
type Field struct {
	Name     string
	Schema   *document.Schema
	Required bool
	From     *document.Schema // the named schema that brings it through allOf, or nil
}

// Choice is some variants, one or some of which a value has to be of.
type Choice struct {
	Variants []Variant
	Any      bool
}

// nothing is a schema that says nothing.
var nothing = &document.Schema{}

// Of merges a schema. One that takes part in itself through allOf is left out where it repeats. The shape of nil is
// that of any value.
func Of(s *document.Schema) *Shape {
	if s == nil {
		return &Shape{Schema: nothing}
	}
	shape := &Shape{Of: s, Named: nameOf(s)}
	if s.Ref != nil && onlyRef(s) {
		s = s.Ref
	}
	if s.Ref == nil && len(s.AllOf) == 0 && len(s.OneOf) == 0 && len(s.AnyOf) == 0 {
		shape.plain(s) // most are
		return shape
	}
	m := merger{shape: shape}
	m.take(s, nil)
	m.finish()
	return shape
}

// plain is the shape of a schema that is complete in itself.
func (s *Shape) plain(of *document.Schema) {
	s.Schema, s.Required = of, of.Required
	s.Null = of.Nullable || slices.Contains(of.Types, "null")
	if len(of.Properties) > 0 {
		s.Fields = make([]Field, len(of.Properties))
		for i, p := range of.Properties {
			s.Fields[i] = Field{Name: p.Name, Schema: p.Schema}
		}
		s.markRequired()
	}
	s.mapped()
}

// markRequired marks the fields that have to be there. Authors mostly list them in the order of the properties.
func (s *Shape) markRequired() {
	const few = 32
	var required map[string]bool
	if len(s.Required) > few {
		required = make(map[string]bool, len(s.Required))
		for _, name := range s.Required {
			required[name] = true
		}
	}
	next := 0
	for i := range s.Fields {
		f := &s.Fields[i]
		switch {
		case next < len(s.Required) && s.Required[next] == f.Name:
			next++
			f.Required = true
		case required != nil:
			f.Required = required[f.Name]
		default:
			f.Required = slices.Contains(s.Required, f.Name)
		}
	}
}

// onlyRef reports a schema that is nothing but a reference.
func onlyRef(s *document.Schema) bool { return s.Node.Len() == 1 }

// nameOf is the named schema that a schema is or refers to.
func nameOf(s *document.Schema) *document.Schema {
	switch {
	case s.Name != "":
		return s
	case s.Ref != nil && s.Ref.Name != "":
		return s.Ref
	}
	return nil
}

// Key stands for what is shown: two shapes with one key are the same. It is the named schema that the shape is, where
// the page of that shows all of it.
func (s *Shape) Key() *document.Schema {
	of := s.Of
	switch {
	case s.Named != nil && (s.Named == of || !s.extended()):
		return s.Named
	case of != nil && of.Ref != nil && onlyRef(of):
		return of.Ref
	case of == nil:
		return nothing
	}
	return of
}

// extended reports a shape that is a named schema and more.
func (s *Shape) extended() bool {
	if s.Of.Ref == s.Named && onlyRef(s.Of) {
		return false
	}
	named := Of(s.Named)
	return len(s.Of.Properties) > 0 || len(s.Fields) != len(named.Fields) || len(s.Variants) != len(named.Variants) || len(s.More) != len(named.More)
}

// Field is a field by its name, or nil.
func (s *Shape) Field(name string) *Field {
	for i := range s.Fields {
		if s.Fields[i].Name == name {
			return &s.Fields[i]
		}
	}
	return nil
}

// Nested reports whether there is something to show inside.
func (s *Shape) Nested() bool {
	return len(s.Fields) > 0 || len(s.Variants) > 0 || len(s.PrefixItems) > 0 || len(s.PatternProperties) > 0 || len(s.DependentSchemas) > 0 ||
		s.If != nil && (s.Then != nil || s.Else != nil) || s.Contains != nil || s.ContentSchema != nil || s.Forbidden() != nil || s.mapNested()
}

// Forbidden is what the value may not be, where that takes more than a few words to say; else nil.
func (s *Shape) Forbidden() *document.Schema {
	if s.Not == nil {
		return nil
	}
	if other := Of(s.Not); len(other.Fields) > 0 || len(other.Variants) > 0 && other.Named == nil {
		return s.Not
	}
	return nil
}

// mapNested looks at the values of a map, but no deeper: a map of maps of itself has no end.
func (s *Shape) mapNested() bool {
	values := s.MapValues()
	if values == nil {
		return false
	}
	v := Of(values)
	return len(v.Fields) > 0 || len(v.Variants) > 0 || v.Items != nil || v.MapValues() != nil || v.Description != "" ||
		len(v.Enum) > 0 || v.Const != nil || v.Default != nil || len(v.Examples) > 0 || len(v.Constraints()) > 0
}

// MapValues is the schema of the members that the properties don't name, or nil if nothing is said of them.
func (s *Shape) MapValues() *document.Schema {
	for _, rest := range [...]*document.Schema{s.AdditionalProperties, s.UnevaluatedProperties} {
		if rest != nil && rest.Boolean == nil && (rest.Ref != nil || rest.Node.Len() > 0) {
			return rest
		}
	}
	return nil
}

// Closed reports an object that has no other members than those it names.
func (s *Shape) Closed() bool { return never(s.AdditionalProperties) || never(s.UnevaluatedProperties) }

// never reports a schema that allows no value: false, or not anything.
func never(s *document.Schema) bool {
	if s == nil {
		return false
	}
	return s.Boolean != nil && !*s.Boolean || s.Not != nil && s.Not.Node.Kind() == document.Object && s.Not.Node.Len() == 0
}

// Element is what is inside of lists: of an array of arrays of pets a pet. It is the shape itself if that is no list, or
// one whose items are not all alike.
func (s *Shape) Element() *Shape {
	for depth := 0; depth < deepestList && s.Uniform(); depth++ {
		s = s.Item()
	}
	return s
}

// deepestList is how many lists in each other are looked through.
const deepestList = 4

// Uniform reports a list whose items are all alike, so that what is said of one can be said with the list.
func (s *Shape) Uniform() bool {
	return s.Items != nil && len(s.Fields) == 0 && len(s.PrefixItems) == 0 && s.Contains == nil
}

// Levels are the shapes of a list's items, of their items if they are such lists too, and so on.
func (s *Shape) Levels() (all []*Shape) {
	for len(all) < deepestList && s.Uniform() {
		s = s.Item()
		all = append(all, s)
	}
	return all
}

// Item is the shape of a list's items; that of any value if nothing is said of them.
func (s *Shape) Item() *Shape {
	if s.item == nil {
		s.item = Of(s.Items)
	}
	return s.item
}

// Settle finds out what else is found out when it is first wanted. After it, many goroutines may read the shape.
func (s *Shape) Settle() {
	const deepest = 8
	for depth := 0; depth < deepest && s.Items != nil; depth++ {
		s = s.Item()
	}
}

// Is reports whether the value is of the one type.
func (s *Shape) Is(name string) bool {
	types := s.TypeNames()
	return len(types) == 1 && types[0] == name
}

// Binary reports a schema of bytes, in OpenAPI 3.0's way or in 3.1's.
func (s *Shape) Binary() bool {
	return s.Format == "binary" || s.ContentMediaType == "application/octet-stream" && s.ContentEncoding == "" ||
		strings.HasPrefix(s.ContentMediaType, "image/") && s.ContentEncoding == ""
}
