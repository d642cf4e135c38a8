package reference

import (
	"slices"

	"github.com/getkin/kin-openapi/openapi3"

	"wpengine/openapi"
)

// shape is a schema with everything that allOf adds to it, ready to be shown.
type shape struct {
	*openapi3.Schema
	name     string   // of the component it is, or ""
	names    []string // of its properties, in the author's order
	nullable bool
	// variants are what the value has to be one or some of besides. A schema that is only
	// "X or null" is X, nullable, and has none.
	variants []*openapi3.SchemaRef
	any      bool // variants are anyOf, not oneOf
}

// shapeOf merges. A schema that takes part in itself through allOf is left out where it repeats.
func shapeOf(ref *openapi3.SchemaRef) shape { return shapeAt(ref, 0) }

// nullDepth is how many schemas of the kind "one of X and null" may follow each other: two that
// are one of each other and null would otherwise never end.
const nullDepth = 8

func shapeAt(ref *openapi3.SchemaRef, depth int) shape {
	if ref == nil || ref.Value == nil {
		return shape{Schema: &openapi3.Schema{}}
	}
	merged := *ref.Value
	s := shape{Schema: &merged, name: componentName(ref)}
	s.take(ref.Value, map[*openapi3.Schema]bool{})
	s.nullable = s.nullable || merged.Nullable || merged.Type.Includes("null")
	if depth < nullDepth {
		s.dropNull(depth)
	}
	return s
}

func (s *shape) take(from *openapi3.Schema, seen map[*openapi3.Schema]bool) {
	if seen[from] {
		return
	}
	seen[from] = true
	for _, part := range from.AllOf {
		if part == nil || part.Value == nil {
			continue
		}
		if s.name == "" && len(from.AllOf) == 1 {
			s.name = componentName(part)
		}
		s.take(part.Value, seen)
	}
	if s.Schema.Properties == nil || len(from.Properties) > 0 {
		properties := openapi3.Schemas{}
		for name, p := range s.Schema.Properties {
			properties[name] = p
		}
		known := map[string]bool{}
		for _, name := range s.names {
			known[name] = true
		}
		for _, name := range openapi.PropertyNames(from) {
			if !known[name] {
				s.names = append(s.names, name)
			}
			properties[name] = from.Properties[name]
		}
		s.Schema.Properties = properties
	}
	s.constrain(from)
	switch {
	case len(from.OneOf) > 0 && s.variants == nil:
		s.variants = from.OneOf
	case len(from.AnyOf) > 0 && s.variants == nil:
		s.variants, s.any = from.AnyOf, true
	}
}

// constrain takes over what from says and s doesn't yet.
func (s *shape) constrain(from *openapi3.Schema) {
	m := s.Schema
	if m == from {
		return
	}
	for _, name := range from.Required {
		if !slices.Contains(m.Required, name) {
			m.Required = append(slices.Clone(m.Required), name)
		}
	}
	takeIfZero(&m.Title, from.Title)
	takeIfZero(&m.Description, from.Description)
	takeIfZero(&m.Format, from.Format)
	takeIfZero(&m.Pattern, from.Pattern)
	takeIfZero(&m.MinLength, from.MinLength)
	takeIfZero(&m.MaxLength, from.MaxLength)
	takeIfZero(&m.Min, from.Min)
	takeIfZero(&m.Max, from.Max)
	takeIfZero(&m.MultipleOf, from.MultipleOf)
	takeIfZero(&m.MinItems, from.MinItems)
	takeIfZero(&m.MaxItems, from.MaxItems)
	takeIfZero(&m.MinProps, from.MinProps)
	takeIfZero(&m.MaxProps, from.MaxProps)
	takeIfZero(&m.Items, from.Items)
	takeIfZero(&m.Type, from.Type)
	takeIfZero(&m.Not, from.Not)
	takeIfZero(&m.Discriminator, from.Discriminator)
	takeIfZero(&m.ExclusiveMin, from.ExclusiveMin)
	takeIfZero(&m.ExclusiveMax, from.ExclusiveMax)
	takeIfZero(&m.AdditionalProperties.Has, from.AdditionalProperties.Has)
	takeIfZero(&m.AdditionalProperties.Schema, from.AdditionalProperties.Schema)
	if m.Enum == nil {
		m.Enum = from.Enum
	}
	if m.Default == nil {
		m.Default = from.Default
	}
	if m.Const == nil {
		m.Const = from.Const
	}
	if m.Example == nil {
		m.Example = from.Example
	}
	if m.Examples == nil {
		m.Examples = from.Examples
	}
	if m.PrefixItems == nil {
		m.PrefixItems = from.PrefixItems
	}
	m.Nullable = m.Nullable || from.Nullable
	m.ReadOnly = m.ReadOnly || from.ReadOnly
	m.WriteOnly = m.WriteOnly || from.WriteOnly
	m.Deprecated = m.Deprecated || from.Deprecated
	m.UniqueItems = m.UniqueItems || from.UniqueItems
}

func takeIfZero[T comparable](into *T, from T) {
	var zero T
	if *into == zero {
		*into = from
	}
}

// dropNull turns "one of X and null" into a nullable X.
func (s *shape) dropNull(depth int) {
	if len(s.variants) == 0 {
		return
	}
	rest := slices.DeleteFunc(slices.Clone(s.variants), func(v *openapi3.SchemaRef) bool {
		return v == nil || v.Value == nil || v.Value.Type.Is("null")
	})
	if len(rest) < len(s.variants) {
		s.nullable = true
	}
	s.variants = rest
	if len(rest) != 1 || len(s.names) > 0 {
		return
	}
	outer := s.Schema
	only := shapeAt(rest[0], depth+1)
	only.nullable = true
	if outer.Description != "" {
		only.Schema.Description = outer.Description
	}
	if only.Schema.Default == nil {
		only.Schema.Default = outer.Default
	}
	if outer.Example != nil {
		only.Schema.Example = outer.Example
	}
	*s = only
}

// componentName is the name of the component that the reference leads to, or "".
func componentName(ref *openapi3.SchemaRef) string {
	const prefix = "#/components/schemas/"
	if ref == nil || len(ref.Ref) <= len(prefix) || ref.Ref[:len(prefix)] != prefix {
		return ""
	}
	return ref.Ref[len(prefix):]
}
