package document

import (
	"cmp"
	"slices"
)

// How far derive looks: hierarchies have a handful of levels, and a document could be all lists of allOf.
const (
	maxDerivedDepth = 8
	maxAbove        = 500 // of one schema
	maxDerivedSteps = 200_000
)

// derive finds what a discriminator tells apart that lists nothing: the named schemas that take its own in through allOf,
// each by its name, or by what makers of clients let it be called. So Swagger 2.0 has it, and OpenAPI 3 still may.
func (r *reader) derive() {
	base := map[*Schema]bool{}
	for _, s := range r.doc.Schemas {
		if d := s.Discriminator; d != nil && len(d.Mapping) == 0 && len(s.OneOf)+len(s.AnyOf) == 0 {
			base[s] = true
		}
	}
	if len(base) == 0 {
		return
	}
	steps := 0
	for _, s := range r.doc.Schemas {
		var above []*Schema
		var climb func(from *Schema, depth int)
		climb = func(from *Schema, depth int) {
			for _, part := range from.AllOf {
				if steps++; steps > maxDerivedSteps || depth > maxDerivedDepth || len(above) > maxAbove {
					return
				}
				if part != nil && part.Ref != nil && part.Name == "" {
					part = part.Ref
				}
				if part == nil || part == s || slices.Contains(above, part) {
					continue
				}
				above = append(above, part)
				if base[part] {
					value := cmp.Or(s.Node.Get("x-discriminator-value").Text(), s.Node.Get("x-ms-discriminator-value").Text(), s.Name)
					part.Discriminator.Mapping = append(part.Discriminator.Mapping, Mapping{value, s})
				}
				climb(part, depth+1)
			}
		}
		climb(s, 0)
	}
}
