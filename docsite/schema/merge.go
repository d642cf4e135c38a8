package schema

import (
	"math/big"
	"slices"

	"wpengine/openapi/document"
)

// maxParts is how many schemas allOf may take in. Hierarchies have a handful; thousands are an attack.
const maxParts = 100

// merger gathers what a schema is made of.
type merger struct {
	shape  *Shape
	parts  int
	own    *document.Schema // the copy that is filled, once there is more than one part
	seen   []*document.Schema
	fields map[string]int // of the fields, where there are many
	groups []group
	bound  bindings
	depth  int                       // how far the part at hand is from the merged schema: odd for one of allOf, even for what is named
	said   nearness                  // of what the shape says so far
	with   bool                      // for [Shape.with]
	chosen map[*document.Schema]bool // schemas whose choices are settled
}

// nearness is how far the part is that said something: "allOf: [Base, {description: …}]" has the description beside Base, not
// that of Base. Of parts side by side the last counts, which is there to say it anew.
type nearness struct{ title, description, value, examples, docs int }

// group is a choice that is not labelled yet.
type group struct {
	of  *document.Schema
	all []*document.Schema
	any bool
}

// take takes over what a schema says, and what it refers to. from is the named schema that it is a part of.
func (m *merger) take(s, from *document.Schema) {
	if slices.Contains(m.seen, s) {
		return
	}
	if len(m.seen) >= maxParts {
		m.shape.Cut = true
		return
	}
	m.seen = append(m.seen, s)
	switch {
	case onlyRef(s) && s.Ref != nil:
		m.take(s.Ref, from)
		return
	case m.parts == 0:
		m.shape.Schema = s
		m.nearest(new(document.Schema), s)
	case m.parts == 1:
		own := *m.shape.Schema
		m.own, m.shape.Schema = &own, &own
		fallthrough
	default:
		m.nearest(m.own, s)
		fillFrom(m.own, s)
	}
	m.parts++
	m.bound.bind(s)
	m.shape.Null = m.shape.Null || s.Nullable || slices.Contains(s.Types, "null")
	if s.Ref != nil {
		m.further(s.Ref, from, 1)
	}
	for _, part := range s.AllOf {
		m.part(s, part, from, len(s.AllOf) == 1)
	}
	m.choice(s, s.OneOf, false, from)
	m.choice(s, s.AnyOf, true, from)
	for _, p := range s.Properties {
		m.property(p, from)
	}
	for _, name := range s.Required {
		if !slices.Contains(m.shape.Required, name) {
			m.shape.Required = append(m.shape.Required, name)
		}
	}
}

// part takes in one of allOf. A schema that only says allOf of one other is that one: so people write something beside a
// reference in OpenAPI 3.0.
func (m *merger) part(s, part, from *document.Schema, only bool) {
	if part == nil {
		return
	}
	named := nameOf(part)
	if named == nil {
		m.further(part, from, 0)
		return
	}
	if only && len(s.Properties) == 0 && (m.shape.Named == nil || m.shape.Named == s) {
		if m.shape.Named == nil {
			m.shape.Named = named
		}
		if m.shape.Named == named {
			m.further(part, from, 0)
			return
		}
	}
	if !slices.Contains(m.shape.From, named) {
		m.shape.From = append(m.shape.From, named)
	}
	m.further(part, named, 1)
}

// further takes what is further away: a part, or, further still, what has a name or is referred to.
func (m *merger) further(s, from *document.Schema, more int) {
	depth := m.depth
	m.depth = ((depth + 1) | 1) + more
	m.take(s, from)
	m.depth = depth
}

// nearest takes over what the nearest part says, whatever the order.
func (m *merger) nearest(to, s *document.Schema) {
	nearer := func(near *int, says, said bool) bool {
		if !says || said && (m.depth > *near || m.depth == *near && m.depth&1 == 0) {
			return false
		}
		*near = m.depth
		return true
	}
	if nearer(&m.said.title, s.Title != "", to.Title != "") {
		to.Title = s.Title
	}
	if nearer(&m.said.description, s.Description != "", to.Description != "") {
		to.Description = s.Description
	}
	if nearer(&m.said.value, s.Default != nil, to.Default != nil) {
		to.Default = s.Default
	}
	if nearer(&m.said.examples, s.Examples != nil, to.Examples != nil) {
		to.Examples = s.Examples
	}
	if nearer(&m.said.docs, s.ExternalDocs != nil, to.ExternalDocs != nil) {
		to.ExternalDocs = s.ExternalDocs
	}
}

// choice notes the variants of oneOf or anyOf. If there is but one beside null, the value is that one.
func (m *merger) choice(s *document.Schema, all []*document.Schema, any bool, from *document.Schema) {
	if len(all) == 0 || m.chosen[s] {
		return
	}
	rest := make([]*document.Schema, 0, len(all))
	for _, v := range all {
		if v == nil || len(v.Types) == 1 && v.Types[0] == "null" {
			m.shape.Null = true
			continue
		}
		m.shape.Null = m.shape.Null || v.Nullable || slices.Contains(v.Types, "null")
		rest = append(rest, v)
	}
	switch {
	case len(rest) == 1 && rest[0].Ref == nil && rest[0].Title != "" && constant(rest[0]) != nil:
		m.groups = append(m.groups, group{s, rest, any}) // an enum of one, with a text
	case len(rest) == 1:
		m.part(s, rest[0], from, true)
	case len(rest) > 0:
		m.groups = append(m.groups, group{s, rest, any})
	}
}

// property adds one. The outer schema's stands in the inner one's place; what both say of a member holds, unless each
// has a name.
func (m *merger) property(p document.Property, from *document.Schema) {
	const few = 32
	p.Schema = m.bound.fill(p.Schema, 0)
	fields := m.shape.Fields
	at := -1
	if len(fields) <= few {
		at = slices.IndexFunc(fields, func(f Field) bool { return f.Name == p.Name })
	} else {
		if m.fields == nil {
			m.fields = make(map[string]int, 2*len(fields))
			for i, f := range fields {
				m.fields[f.Name] = i
			}
		}
		if i, ok := m.fields[p.Name]; ok {
			at = i
		} else {
			m.fields[p.Name] = len(fields)
		}
	}
	if at < 0 {
		m.shape.Fields = append(fields, Field{Name: p.Name, Schema: p.Schema, From: from})
		return
	}
	field := &fields[at]
	both := [2]*document.Schema{p.Schema, field.Schema}
	if from != nil {
		both = [2]*document.Schema{field.Schema, p.Schema}
	} else {
		field.From = nil
	}
	field.Schema = together(both[0], both[1])
}

// together is a schema of what two say, the first before the second.
func together(a, b *document.Schema) *document.Schema {
	switch {
	case a == nil || a == b:
		return b
	case b == nil, nameOf(a) != nil && nameOf(b) != nil, never(a), b.Boolean != nil && *b.Boolean:
		return a
	case never(b), a.Boolean != nil:
		return b
	}
	return &document.Schema{AllOf: []*document.Schema{a, b}, Source: a.Source}
}

// finish settles what depends on all parts.
func (m *merger) finish() {
	s := m.shape
	if s.Schema == nil {
		s.Schema = nothing
	}
	s.markRequired()
	for _, g := range m.groups {
		if m.enumerated(g) {
			continue
		}
		choice := Choice{Variants: s.variants(g.all), Any: g.any}
		if s.Variants == nil {
			s.Variants, s.Any = choice.Variants, choice.Any
		} else {
			s.More = append(s.More, choice)
		}
	}
	if len(m.groups) == 0 && !m.with {
		s.mapped()
	}
}

// mapped are the variants of a schema that only its discriminator tells of: they take it in through allOf.
func (s *Shape) mapped() {
	own := s.Of
	if own.Ref != nil && onlyRef(own) {
		own = own.Ref
	}
	if own.Discriminator == nil {
		return
	}
	for _, mapping := range own.Discriminator.Mapping {
		if mapping.Schema != nil && mapping.Schema != s.Named {
			s.Variants = append(s.Variants, Variant{Value: mapping.Value, Schema: mapping.Schema})
		}
	}
}

// enumerated takes a choice of nothing but constants for what it is, an enum with texts.
func (m *merger) enumerated(g group) bool {
	if len(m.shape.Enum) > 0 || len(m.shape.Fields) > 0 {
		return false
	}
	values, texts := make([]*document.Node, len(g.all)), make([]string, len(g.all))
	for i, v := range g.all {
		if v.Ref != nil && onlyRef(v) {
			v = v.Ref
		}
		values[i] = constant(v)
		switch kind := values[i].Kind(); {
		case values[i] == nil, kind == document.Object, kind == document.Array, len(v.Properties) > 0, v.Ref != nil, len(v.AllOf) > 0:
			return false
		}
		texts[i] = meaning(v, values[i])
	}
	if m.own == nil {
		own := *m.shape.Schema
		m.own, m.shape.Schema = &own, &own
	}
	m.own.Enum, m.own.EnumTexts = values, texts
	return true
}

// constant is the one value that a schema allows, or nil.
func constant(s *document.Schema) *document.Node {
	if s.Const == nil && len(s.Enum) == 1 {
		return s.Enum[0]
	}
	return s.Const
}

// meaning is what a constant's schema says of it.
func meaning(s *document.Schema, value *document.Node) string {
	switch {
	case s.Title == "" || s.Title == value.Text():
		return s.Description
	case s.Description == "" || s.Description == s.Title:
		return s.Title
	}
	return s.Title + ": " + s.Description
}

// fillFrom takes over what s says and the other doesn't yet, and the narrower of two bounds.
func fillFrom(to, s *document.Schema) {
	fillText(&to.Format, s.Format)
	fillText(&to.Pattern, s.Pattern)
	fillText(&to.MultipleOf, s.MultipleOf)
	fillText(&to.ContentEncoding, s.ContentEncoding)
	fillText(&to.ContentMediaType, s.ContentMediaType)
	fillText(&to.RefText, s.RefText)
	narrow(&to.Minimum, s.Minimum, 1)
	narrow(&to.ExclusiveMinimum, s.ExclusiveMinimum, 1)
	narrow(&to.Maximum, s.Maximum, -1)
	narrow(&to.ExclusiveMaximum, s.ExclusiveMaximum, -1)
	atLeast(&to.MinLength, s.MinLength)
	atLeast(&to.MinItems, s.MinItems)
	atLeast(&to.MinProperties, s.MinProperties)
	atLeast(&to.MinContains, s.MinContains)
	atMost(&to.MaxLength, s.MaxLength)
	atMost(&to.MaxItems, s.MaxItems)
	atMost(&to.MaxProperties, s.MaxProperties)
	atMost(&to.MaxContains, s.MaxContains)
	fill(&to.Boolean, s.Boolean)
	to.Items = together(to.Items, s.Items)
	to.AdditionalProperties = together(to.AdditionalProperties, s.AdditionalProperties)
	fill(&to.Contains, s.Contains)
	fill(&to.UnevaluatedItems, s.UnevaluatedItems)
	fill(&to.UnevaluatedProperties, s.UnevaluatedProperties)
	fill(&to.PropertyNames, s.PropertyNames)
	fill(&to.ContentSchema, s.ContentSchema)
	fill(&to.Not, s.Not)
	if to.If == nil {
		to.If, to.Then, to.Else = s.If, s.Then, s.Else
	}
	fill(&to.Discriminator, s.Discriminator)
	fill(&to.Const, s.Const)
	fillList(&to.Types, s.Types)
	fillList(&to.PrefixItems, s.PrefixItems)
	fillList(&to.PatternProperties, s.PatternProperties)
	fillList(&to.DependentRequired, s.DependentRequired)
	fillList(&to.DependentSchemas, s.DependentSchemas)
	fillList(&to.Defs, s.Defs)
	fillEnum(to, s)
	to.Nullable = to.Nullable || s.Nullable
	to.ReadOnly = to.ReadOnly || s.ReadOnly
	to.WriteOnly = to.WriteOnly || s.WriteOnly
	to.Deprecated = to.Deprecated || s.Deprecated
	to.UniqueItems = to.UniqueItems || s.UniqueItems
}

// fillEnum keeps the values that both allow.
func fillEnum(to, s *document.Schema) {
	const most = 1000
	switch {
	case len(s.Enum) == 0:
		return
	case len(to.Enum) == 0:
		to.Enum, to.EnumTexts = s.Enum, s.EnumTexts
		return
	case len(to.Enum) > most || len(s.Enum) > most:
		return
	}
	var values []*document.Node
	var texts []string
	for i, value := range to.Enum {
		if slices.ContainsFunc(s.Enum, value.Equal) {
			values = append(values, value)
			if i < len(to.EnumTexts) {
				texts = append(texts, to.EnumTexts[i])
			}
		}
	}
	if len(values) > 0 {
		to.Enum, to.EnumTexts = values, texts
	}
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

// narrow keeps the bound that allows less; which is 1 for the greater and -1 for the less.
func narrow(into *string, from string, which int) {
	if from == "" || *into == from {
		return
	}
	if *into != "" {
		if excessive(*into) || excessive(from) {
			return
		}
		a, _, err1 := big.ParseFloat(*into, 10, 128, big.ToNearestEven)
		b, _, err2 := big.ParseFloat(from, 10, 128, big.ToNearestEven)
		if err1 != nil || err2 != nil || b.Cmp(a) != which {
			return
		}
	}
	*into = from
}

func atLeast(into **uint64, from *uint64) {
	if from != nil && (*into == nil || *from > **into) {
		*into = from
	}
}

func atMost(into **uint64, from *uint64) {
	if from != nil && (*into == nil || *from < **into) {
		*into = from
	}
}
