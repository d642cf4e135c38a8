package schema

import (
	"slices"

	"wpengine/openapi/document"
)

// A schema can leave a place in it open: "$dynamicRef: #item" there leads to whatever schema the one that refers to it
// has as "$dynamicAnchor: item". So JSON Schema writes a list of anything, to be used as a list of pets.

// bindings are the schemas for such places, by the anchor.
type bindings map[string]*document.Schema

// bind notes the anchors that a schema brings. The outermost one counts.
func (b *bindings) bind(s *document.Schema) {
	for _, d := range s.Defs {
		if d.Schema == nil {
			continue
		}
		anchor := d.Schema.Node.Get("$dynamicAnchor").Text()
		if anchor == "" {
			continue
		}
		if *b == nil {
			*b = bindings{}
		}
		if (*b)[anchor] == nil {
			(*b)[anchor] = d.Schema
		}
	}
}

// fill is a schema with the places filled that it has open, down to named schemas.
func (b bindings) fill(s *document.Schema, depth int) *document.Schema {
	const deepest = 8
	if len(b) == 0 || s == nil || depth > deepest || s.Name != "" {
		return s
	}
	if ref := s.Node.Get("$dynamicRef").Text(); len(ref) > 1 {
		if to := b[ref[1:]]; to != nil {
			if named := nameOf(to); named != nil {
				to = named
			}
			return to
		}
		return s
	}
	if s.Ref != nil {
		return s
	}
	items, rest := b.fill(s.Items, depth+1), b.fill(s.AdditionalProperties, depth+1)
	properties := s.Properties
	for i, p := range s.Properties {
		if filled := b.fill(p.Schema, depth+1); filled != p.Schema {
			if &properties[0] == &s.Properties[0] {
				properties = slices.Clone(s.Properties)
			}
			properties[i].Schema = filled
		}
	}
	if items == s.Items && rest == s.AdditionalProperties && (len(properties) == 0 || &properties[0] == &s.Properties[0]) {
		return s
	}
	filled := *s
	filled.Items, filled.AdditionalProperties, filled.Properties = items, rest, properties
	return &filled
}
