// Package schema makes the schemas of a description ready to be shown: with what they refer to and what allOf adds to
// them (shape.go), in words (words.go, constraint.go), and as an example (example.go).
package schema

import (
	"slices"
	"strconv"
	"strings"

	"wpengine/openapi/document"
)

// Shape is a schema with everything that its reference and allOf add to it.
type Shape struct {
	// Schema is the schema itself, or a copy with what is merged into it. Its properties and what is required are in
	// Fields, its oneOf and anyOf in Variants.
	*document.Schema

	Of     *document.Schema   // what was merged
	Named  *document.Schema   // the named schema that it is, or nil
	From   []*document.Schema // the named schemas that allOf took in
	Fields []Field            // the properties, in their authors' order
	Null   bool               // null is among the values

	// Variants are what the value has to be one or some of besides. A schema that is only "X or null" is X, and has none.
	Variants []Variant
	Any      bool     // one or more of the variants, not just one
	More     []Choice // further choices, where several hold at once

	own  bool   // Schema is a copy
	item *Shape // what Item found
}

// Field is a property of an object.
type Field struct {
	Name     string
	Schema   *document.Schema
	Required bool
	From     *document.Schema // the named schema that brings it through allOf, or nil
}

// Variant is one of several schemas that a value may be of.
type Variant struct {
	Value  string // the discriminator's value, or ""
	Schema *document.Schema
}

// Choice is what the value has to be one of, or some of.
type Choice struct {
	Variants []Variant
	Any      bool
}

// nullDepth is how many schemas of the kind "one of X and null" may follow each other: two that are one of each other
// and null would otherwise never end.
const nullDepth = 8

// Of merges a schema. One that takes part in itself through allOf is left out where it repeats. The shape of nil is
// that of any value.
func Of(s *document.Schema) *Shape { return shapeAt(s, 0) }

func shapeAt(s *document.Schema, depth int) *Shape {
	if s == nil {
		return &Shape{Schema: new(document.Schema)}
	}
	base := s
	if s.Ref != nil && s.Node.Len() == 1 {
		base = s.Ref // a reference and nothing beside it
	}
	shape := &Shape{Schema: base, Of: s, Named: nameOf(s)}
	choices := []choice{{base.OneOf, false}, {base.AnyOf, true}}
	if base.Ref == nil && len(base.AllOf) == 0 { // nearly always
		shape.setFields(base.Properties)
		shape.require(base.Required)
	} else {
		m := &merger{shape: shape}
		m.take(base, nil)
		shape.require(m.required)
		choices = m.choices
	}
	shape.Null = shape.Nullable || slices.Contains(shape.Types, "null")
	shape.setVariants(choices, base.Discriminator, depth)
	return shape
}

func (s *Shape) setFields(properties []document.Property) {
	if len(properties) == 0 {
		return
	}
	s.Fields = make([]Field, len(properties))
	for i, p := range properties {
		s.Fields[i] = Field{Name: p.Name, Schema: p.Schema}
	}
}

// require marks the fields that have to be there. Authors mostly list them in the order of the properties.
func (s *Shape) require(names []string) {
	next := 0
	for i := range s.Fields {
		name := s.Fields[i].Name
		if next < len(names) && names[next] == name {
			next++
			s.Fields[i].Required = true
		} else {
			s.Fields[i].Required = slices.Contains(names, name)
		}
	}
}

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

// choice is a oneOf or an anyOf.
type choice struct {
	all []*document.Schema
	any bool
}

// merger gathers what a schema is made of.
type merger struct {
	shape    *Shape
	seen     []*document.Schema
	required []string
	choices  []choice
}

// take takes over what a schema says, and what it refers to. from is the named schema that it is a part of.
func (m *merger) take(s, from *document.Schema) {
	if slices.Contains(m.seen, s) {
		return
	}
	m.seen = append(m.seen, s)
	shape := m.shape
	if len(m.seen) == 1 {
		shape.copySchema()
	} else {
		m.fill(s)
	}
	if s.Ref != nil {
		m.take(s.Ref, from)
	}
	for _, part := range s.AllOf {
		if part == nil {
			continue
		}
		source := from
		if named := nameOf(part); named != nil {
			source = named
			if !slices.Contains(shape.From, named) {
				shape.From = append(shape.From, named)
			}
			if shape.Named == nil && len(s.AllOf) == 1 && len(s.Properties) == 0 {
				shape.Named = named
			}
		}
		m.take(part, source)
	}
	for _, p := range s.Properties {
		m.property(p, from)
	}
	for _, name := range s.Required {
		if !slices.Contains(m.required, name) {
			m.required = append(m.required, name)
		}
	}
	m.choices = append(m.choices, choice{s.OneOf, false}, choice{s.AnyOf, true})
	if shape.own {
		shape.Schema.Required = m.required
	}
}

// copySchema makes the schema one that may be changed.
func (s *Shape) copySchema() {
	if !s.own {
		c := *s.Schema
		s.Schema, s.own = &c, true
	}
}

// property adds one, or puts the outer one in the place of the inner one.
func (m *merger) property(p document.Property, from *document.Schema) {
	fields := m.shape.Fields
	if len(fields) < 1000 { // more are in one schema, which has each once
		if i := slices.IndexFunc(fields, func(f Field) bool { return f.Name == p.Name }); i >= 0 {
			if from == nil {
				fields[i].Schema, fields[i].From = p.Schema, nil
			}
			return
		}
	}
	m.shape.Fields = append(fields, Field{Name: p.Name, Schema: p.Schema, From: from})
}

// fill takes over what s says and the shape doesn't yet.
func (m *merger) fill(s *document.Schema) {
	to := m.shape.Schema
	fillText(&to.Title, s.Title)
	fillText(&to.Description, s.Description)
	fillText(&to.Format, s.Format)
	fillText(&to.Pattern, s.Pattern)
	fillText(&to.Minimum, s.Minimum)
	fillText(&to.Maximum, s.Maximum)
	fillText(&to.ExclusiveMinimum, s.ExclusiveMinimum)
	fillText(&to.ExclusiveMaximum, s.ExclusiveMaximum)
	fillText(&to.MultipleOf, s.MultipleOf)
	fillText(&to.ContentEncoding, s.ContentEncoding)
	fillText(&to.ContentMediaType, s.ContentMediaType)
	fillText(&to.RefText, s.RefText)
	fill(&to.Boolean, s.Boolean)
	fill(&to.MinLength, s.MinLength)
	fill(&to.MaxLength, s.MaxLength)
	fill(&to.MinItems, s.MinItems)
	fill(&to.MaxItems, s.MaxItems)
	fill(&to.MinProperties, s.MinProperties)
	fill(&to.MaxProperties, s.MaxProperties)
	fill(&to.MinContains, s.MinContains)
	fill(&to.MaxContains, s.MaxContains)
	fill(&to.Items, s.Items)
	fill(&to.Contains, s.Contains)
	fill(&to.UnevaluatedItems, s.UnevaluatedItems)
	fill(&to.AdditionalProperties, s.AdditionalProperties)
	fill(&to.UnevaluatedProperties, s.UnevaluatedProperties)
	fill(&to.PropertyNames, s.PropertyNames)
	fill(&to.ContentSchema, s.ContentSchema)
	fill(&to.Not, s.Not)
	fill(&to.If, s.If)
	fill(&to.Then, s.Then)
	fill(&to.Else, s.Else)
	fill(&to.Discriminator, s.Discriminator)
	fill(&to.ExternalDocs, s.ExternalDocs)
	fill(&to.Const, s.Const)
	fill(&to.Default, s.Default)
	fillList(&to.Types, s.Types)
	fillList(&to.Examples, s.Examples)
	fillList(&to.PrefixItems, s.PrefixItems)
	fillList(&to.PatternProperties, s.PatternProperties)
	fillList(&to.DependentRequired, s.DependentRequired)
	fillList(&to.DependentSchemas, s.DependentSchemas)
	fillList(&to.Defs, s.Defs)
	if to.Enum == nil {
		to.Enum, to.EnumTexts = s.Enum, s.EnumTexts
	}
	to.Nullable = to.Nullable || s.Nullable
	to.ReadOnly = to.ReadOnly || s.ReadOnly
	to.WriteOnly = to.WriteOnly || s.WriteOnly
	to.Deprecated = to.Deprecated || s.Deprecated
	to.UniqueItems = to.UniqueItems || s.UniqueItems
}

func fillText(into *string, from string) {
	if *into == "" {
		*into = from
	}
}

func fill[T any](into **T, from *T) {
	if *into == nil {
		*into = from
	}
}

func fillList[T any](into *[]T, from []T) {
	if *into == nil {
		*into = from
	}
}

// setVariants names the variants, and turns "one of X and null" into a nullable X. direct is the schema's own
// discriminator: it names the variants where they are only known by taking this schema in through allOf.
func (s *Shape) setVariants(choices []choice, direct *document.Discriminator, depth int) {
	for _, c := range choices {
		if len(c.all) == 0 {
			continue
		}
		direct = nil
		variants := make([]Variant, 0, len(c.all))
		for _, v := range c.all {
			if v == nil || len(v.Types) == 1 && v.Types[0] == "null" {
				s.Null = true
				continue
			}
			s.Null = s.Null || v.Nullable || slices.Contains(v.Types, "null")
			variants = append(variants, Variant{Schema: v, Value: s.discriminated(v)})
		}
		switch {
		case len(variants) == 0:
		case len(s.Variants) > 0:
			s.More = append(s.More, Choice{variants, c.any})
		case len(variants) == 1 && len(s.Fields) == 0 && depth < nullDepth:
			s.become(shapeAt(variants[0].Schema, depth+1))
		default:
			s.Variants, s.Any = variants, c.any
		}
	}
	if direct != nil {
		for _, m := range direct.Mapping {
			if m.Schema != nil && m.Schema != s.Named {
				s.Variants = append(s.Variants, Variant{Value: m.Value, Schema: m.Schema})
			}
		}
	}
}

// become makes the shape that of its only variant, but for what it says itself.
func (s *Shape) become(only *Shape) {
	outer := *s
	*s = *only
	s.item = nil
	s.Of, s.Null = outer.Of, outer.Null || only.Null
	if outer.Named != nil {
		s.Named = outer.Named
	}
	if outer.Description == "" && outer.Title == "" && outer.Default == nil && len(outer.Examples) == 0 && !outer.Deprecated && !outer.ReadOnly && !outer.WriteOnly {
		return
	}
	s.copySchema()
	if outer.Description != "" {
		s.Description = outer.Description
	}
	if outer.Title != "" {
		s.Title = outer.Title
	}
	if s.Default == nil {
		s.Default = outer.Default
	}
	if len(outer.Examples) > 0 {
		s.Examples = outer.Examples
	}
	s.Deprecated = s.Deprecated || outer.Deprecated
	s.ReadOnly = s.ReadOnly || outer.ReadOnly
	s.WriteOnly = s.WriteOnly || outer.WriteOnly
}

// discriminated is the discriminator's value that stands for a variant: the one it is mapped to, or its name.
func (s *Shape) discriminated(v *document.Schema) string {
	if s.Discriminator == nil {
		return ""
	}
	named := nameOf(v)
	for _, m := range s.Discriminator.Mapping {
		if m.Schema != nil && (m.Schema == named || m.Schema == v) {
			return m.Value
		}
	}
	if named != nil {
		return named.Name
	}
	return ""
}

// Label names a variant: by the discriminator's value, the title, the name or the type.
func (s *Shape) Label(i int) string {
	v := s.Variants[i]
	of := v.Schema
	if of.Ref != nil && of.Title == "" {
		of = of.Ref
	}
	switch named := nameOf(v.Schema); {
	case v.Value != "":
		return v.Value
	case v.Schema.Title != "":
		return v.Schema.Title
	case named != nil:
		return named.Name
	case of.Title != "":
		return of.Title
	}
	if len(of.Types) > 0 && !slices.Equal(of.Types, []string{"object"}) {
		return typeLabel(of)
	}
	if len(of.Required) > 0 && len(of.Properties) == 0 {
		return "with " + strings.Join(of.Required, ", ")
	}
	return "variant " + strconv.Itoa(i+1)
}

// typeLabel is the type of a schema without a look at what it is made of.
func typeLabel(s *document.Schema) string {
	label := strings.Join(s.Types, " or ")
	if items := s.Items; label == "array" && items != nil {
		if named := nameOf(items); named != nil {
			return "array of " + named.Name
		}
		if len(items.Types) == 1 {
			return "array of " + items.Types[0] + "s"
		}
	}
	return label
}

// Nested reports whether there is something to show inside.
func (s *Shape) Nested() bool {
	return len(s.Fields) > 0 || len(s.Variants) > 0 || len(s.PrefixItems) > 0 || len(s.PatternProperties) > 0 || len(s.DependentSchemas) > 0 ||
		s.If != nil && (s.Then != nil || s.Else != nil) || s.Contains != nil || s.mapNested()
}

// mapNested looks at the values of a map, but no deeper: a map of maps of itself has no end.
func (s *Shape) mapNested() bool {
	values := s.MapValues()
	if values == nil {
		return false
	}
	v := Of(values)
	return len(v.Fields) > 0 || len(v.Variants) > 0 || v.Items != nil || v.MapValues() != nil || v.Description != ""
}

// MapValues is the schema of the members that the properties don't name, or nil if nothing is said of them.
func (s *Shape) MapValues() *document.Schema {
	for _, rest := range []*document.Schema{s.AdditionalProperties, s.UnevaluatedProperties} {
		if rest != nil && rest.Boolean == nil && (rest.Ref != nil || rest.Node.Len() > 0) {
			return rest
		}
	}
	return nil
}

// Closed reports an object that has no other members than those it names.
func (s *Shape) Closed() bool {
	no := func(s *document.Schema) bool { return s != nil && s.Boolean != nil && !*s.Boolean }
	return no(s.AdditionalProperties) || no(s.UnevaluatedProperties)
}

// Element is what is inside of lists: of an array of arrays of pets a pet. It is the shape itself if that is no list.
func (s *Shape) Element() *Shape {
	for depth := 0; depth < 4 && s.Items != nil && len(s.Fields) == 0; depth++ {
		s = s.Item()
	}
	return s
}

// Item is the shape of a list's items; that of any value if nothing is said of them. A shape is for one goroutine.
func (s *Shape) Item() *Shape {
	if s.item == nil {
		s.item = Of(s.Items)
	}
	return s.item
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
