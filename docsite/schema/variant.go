package schema

import (
	"slices"
	"strconv"
	"strings"

	"wpengine/openapi/document"
)

// Variant is one of several schemas that a value may be of.
type Variant struct {
	Value  string // the discriminator's value, or ""
	Schema *document.Schema
}

func (s *Shape) variants(all []*document.Schema) []Variant {
	named := make([]Variant, len(all))
	for i, v := range all {
		named[i] = Variant{Schema: v, Value: s.discriminated(v)}
	}
	return named
}

// discriminated is the discriminator's value that stands for a variant: the one it is mapped to, the only one that the
// variant allows, or its name.
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
	if value, only := onlyValue(v, s.Discriminator.Property, 0); only {
		return value
	}
	if named != nil {
		return named.Name
	}
	return ""
}

// onlyValue is the one text that a schema's member can be, if there is but one.
func onlyValue(s *document.Schema, name string, depth int) (value string, only bool) {
	const deepest = 4
	if s == nil || depth > deepest {
		return "", false
	}
	for _, p := range s.Properties {
		if p.Name != name || p.Schema == nil {
			continue
		}
		of := p.Schema
		if of.Ref != nil {
			of = of.Ref
		}
		switch {
		case of.Const.Kind() == document.String:
			return of.Const.Text(), true
		case len(of.Enum) == 1 && of.Enum[0].Kind() == document.String:
			return of.Enum[0].Text(), true
		}
		return "", false
	}
	if value, only = onlyValue(s.Ref, name, depth+1); only {
		return value, true
	}
	for _, part := range s.AllOf {
		if value, only = onlyValue(part, name, depth+1); only {
			return value, true
		}
	}
	return "", false
}

// Label names a variant: by the discriminator's value, the title, the name or the type.
func (s *Shape) Label(i int) string { return label(s.Variants[i], i) }

// Label names a variant as [Shape.Label] does.
func (c Choice) Label(i int) string { return label(c.Variants[i], i) }

func label(v Variant, i int) string {
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
	case len(of.Types) > 0 && !slices.Equal(of.Types, []string{"object"}):
		return typeLabel(of)
	}
	const few = 4
	if value := marker(of); value != "" {
		return value
	}
	switch {
	case len(of.Required) > 0 && len(of.Required) <= few && len(of.Properties) == 0:
		return "with " + strings.Join(of.Required, ", ")
	case of.Items != nil:
		return typeLabel(&document.Schema{Types: []string{"array"}, Items: of.Items})
	}
	return "variant " + strconv.Itoa(i+1)
}

// marker is the value of a member that has to be there and can be but one text, such as a type.
func marker(s *document.Schema) string {
	const longest = 60
	for _, p := range s.Properties {
		if p.Schema == nil || !slices.Contains(s.Required, p.Name) {
			continue
		}
		value := p.Schema.Const
		if value == nil && len(p.Schema.Enum) == 1 {
			value = p.Schema.Enum[0]
		}
		if text := value.Text(); value.Kind() == document.String && text != "" && len(text) <= longest {
			return text
		}
	}
	return ""
}

// typeLabel is the type of a schema without a look at what it is made of.
func typeLabel(s *document.Schema) string {
	label := strings.Join(s.Types, " or ")
	switch {
	case s.Const != nil && Scalar(s.Const):
		return Compact(s.Const)
	case len(s.Enum) == 1 && Scalar(s.Enum[0]):
		return Compact(s.Enum[0])
	case label == "string" && s.Format != "":
		return label + " (" + s.Format + ")"
	}
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

// with is the shape of a value that is of the chosen variants too, one for each of the choices.
func (s *Shape) with(chosen ...*document.Schema) *Shape {
	merged := &Shape{Of: s.Of, Named: s.Named}
	m := merger{shape: merged, with: true, chosen: map[*document.Schema]bool{}}
	m.settle(s.Of, 0)
	m.take(s.Of, nil)
	for _, v := range chosen {
		delete(m.chosen, v)
		m.take(v, nil)
	}
	m.finish()
	return merged
}

// settle marks the schemas whose choices were made: all that make up the shape.
func (m *merger) settle(s *document.Schema, depth int) {
	if s == nil || m.chosen[s] || len(m.chosen) >= maxParts {
		return
	}
	m.chosen[s] = true
	m.settle(s.Ref, depth+1)
	for _, part := range s.AllOf {
		m.settle(part, depth+1)
	}
	for _, all := range [...][]*document.Schema{s.OneOf, s.AnyOf} {
		if only := onlyVariant(all); only != nil {
			m.settle(only, depth+1)
		}
	}
}

// onlyVariant is the one of a choice that isn't null, or nil if there are more.
func onlyVariant(all []*document.Schema) *document.Schema {
	var only *document.Schema
	for _, v := range all {
		switch {
		case v == nil || len(v.Types) == 1 && v.Types[0] == "null":
		case only != nil:
			return nil
		default:
			only = v
		}
	}
	return only
}
