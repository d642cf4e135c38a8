package schema

import (
	"slices"

	"wpengine/openapi/document"
)

// Mode is where a value stands. What only a server sets has no place in a request, and what only a client sends none in
// an answer.
type Mode int

// The modes.
const (
	Request Mode = iota
	Response
)

// Example makes a value that the schema allows: what the author gave as an example, else what is required, and a little
// of the rest.
func Example(s *document.Schema, mode Mode) *document.Node {
	m := &maker{mode: mode, left: maxMade, tries: maxTries, steps: 2 * maxSteps}
	if s != nil {
		shape := Of(s)
		for _, example := range shape.Examples {
			if suits(shape, example) { // the author's word counts, even if it isn't quite right
				return m.shown(shape, example, 0)
			}
		}
	}
	if value := m.make(s, 0); value != nil {
		return value
	}
	return m.placeholder(Of(s))
}

const (
	// maxMade is how many schemas an example looks at. Few need a hundred.
	maxMade = 5_000
	// maxTries is how often something else is tried because what was made doesn't fit.
	maxTries = 150
	// softDepth is how deep an example goes into what its schema is made of, but for what has to be there.
	softDepth = 6
	// hardDepth is how deep it goes for that.
	hardDepth = 30
)

// maker makes one example.
type maker struct {
	mode        Mode
	left, tries int
	steps       int                // of looking whether things fit
	open        []*document.Schema // named schemas that are being made
	fitter      fitter             // for its patterns
}

// style is how much of an object is made.
type style int

const (
	usual style = iota
	full        // all members
	least       // only those that have to be there
)

// make is an example, or nil if there can be none: the schema is being made already, or allows nothing.
func (m *maker) make(written *document.Schema, depth int) *document.Node {
	if m.left--; m.left < 0 || depth > hardDepth {
		return nil
	}
	if written == nil {
		return document.NewObject()
	}
	s := Of(written)
	m.left -= len(s.From) // what is made of many takes longer
	if never(s.Schema) {
		return nil
	}
	if value := m.given(s, written); value != nil {
		return m.shown(s, value, 0)
	}
	if s.Named != nil {
		if slices.Contains(m.open, s.Named) {
			if s.Null {
				return document.NewNull()
			}
			return nil
		}
		m.open = append(m.open, s.Named)
		defer func() { m.open = m.open[:len(m.open)-1] }()
	}
	return m.choose(written, s, depth)
}

// choose makes the value in one way after the other, until it fits.
func (m *maker) choose(written *document.Schema, s *Shape, depth int) *document.Node {
	var first *document.Node
	sure := s.sure()
	ways := []resolved{{shape: s}}
	if len(s.Variants) > 0 {
		ways = m.resolve(s, nil, 0)
	}
	for _, r := range ways {
		value := m.named(r, depth, usual)
		if value == nil {
			continue
		}
		if first == nil {
			first = value
		}
		if sure || m.fits(written, value) {
			return value
		}
		for _, other := range [...]style{full, least} {
			if value.Kind() != document.Object || m.tries <= 0 {
				break
			}
			m.tries--
			if again := m.named(r, depth, other); again != nil && m.fits(written, again) {
				return again
			}
		}
		if m.tries--; m.tries <= 0 {
			break
		}
	}
	return first
}

// fits reports whether the value is valid.
func (m *maker) fits(s *document.Schema, value *document.Node) bool {
	m.fitter.mode, m.fitter.steps = m.mode, min(m.steps, maxSteps)
	before := m.fitter.steps
	ok := m.fitter.check(s, value, s)
	m.steps -= before - m.fitter.steps
	return ok
}

// sure reports a shape whose values fit as they are made, so that nobody need look.
func (s *Shape) sure() bool {
	return len(s.Variants) == 0 && s.Not == nil && s.If == nil && len(s.DependentSchemas) == 0 && len(s.DependentRequired) == 0 && s.MinProperties == nil &&
		len(s.PatternProperties) == 0 && s.PropertyNames == nil && s.Contains == nil && !s.Cut && len(s.From) == 0
}

// resolved is a shape of which everything is chosen.
type resolved struct {
	shape *Shape
	named []*document.Schema // the variants that were chosen
	set   []Variant          // discriminators: Value stands for the Schema's member
}

// resolve chooses variants, the first ones first.
func (m *maker) resolve(s *Shape, before []*document.Schema, level int) []resolved {
	const most, deepest = 12, 4
	if len(s.Variants) == 0 || level > deepest {
		return []resolved{{shape: s, named: before}}
	}
	var all []resolved
	choices := append([]Choice{{s.Variants, s.Any}}, s.More...)
	for i := range choices { // the others stay with their first
		for j, v := range choices[i].Variants {
			if i > 0 && j == 0 || len(all) >= most || slices.Contains(m.open, nameOf(v.Schema)) && v.Schema != nil && nameOf(v.Schema) != nil {
				continue
			}
			chosen := make([]*document.Schema, len(choices))
			for k, c := range choices {
				chosen[k] = c.Variants[0].Schema
			}
			chosen[i] = v.Schema
			merged := s.with(chosen...)
			if m.left -= 1 + len(merged.From); m.left < 0 {
				return all
			}
			for _, r := range m.resolve(merged, append(slices.Clip(before), chosen...), level+1) {
				if s.Discriminator != nil && i == 0 && v.Value != "" {
					r.set = append(r.set, Variant{v.Value, &document.Schema{Name: s.Discriminator.Property}})
				}
				all = append(all, r)
			}
		}
	}
	return all[:min(len(all), most)]
}

// named builds a value while its variants count as being made.
func (m *maker) named(r resolved, depth int, how style) *document.Node {
	open := len(m.open)
	for _, v := range r.named {
		if named := nameOf(v); named != nil {
			m.open = append(m.open, named)
		}
	}
	defer func() { m.open = m.open[:open] }()
	if how == usual && len(r.named) > 0 {
		if value := m.given(r.shape, nil); value != nil {
			return m.shown(r.shape, value, 0)
		}
	}
	return m.build(r, depth, how)
}

// build makes a value of the first type that is possible.
func (m *maker) build(r resolved, depth int, how style) *document.Node {
	s := r.shape
	types := s.TypeNames()
	if len(types) == 0 {
		if s.Null {
			return document.NewNull()
		}
		return document.NewObject()
	}
	switch types[0] {
	case "string":
		return document.NewString(m.text(s))
	case "integer", "number":
		return document.NewNumber(number(s.Schema, types[0] == "integer"))
	case "boolean":
		return document.NewBool(true)
	case "array":
		return m.array(s, depth)
	}
	return m.object(r, depth, how)
}

// placeholder stands where no example can be made.
func (m *maker) placeholder(s *Shape) *document.Node {
	switch {
	case s.Null:
		return document.NewNull()
	case s.Is("array"):
		return document.NewArray()
	}
	return document.NewObject()
}

// given is what the author gave: an example, a default, or the values there can be. What doesn't fit isn't used.
func (m *maker) given(s *Shape, written *document.Schema) *document.Node {
	fits := func(value *document.Node) bool {
		return suits(s, value) && (written == nil || m.fits(written, value))
	}
	for _, example := range s.Examples {
		if fits(example) {
			return example
		}
	}
	if s.Const != nil {
		return s.Const
	}
	if !empty(s.Default) && fits(s.Default) {
		return s.Default
	}
	for _, value := range s.Enum {
		if value.Kind() != document.Null && suits(s, value) {
			return value
		}
	}
	if len(s.Enum) > 0 {
		return s.Enum[0]
	}
	return nil
}

// empty reports a value that shows nothing.
func empty(value *document.Node) bool {
	switch value.Kind() {
	case document.Null:
		return true
	case document.String:
		return value.Text() == ""
	case document.Array, document.Object:
		return value.Len() == 0
	case document.Bool, document.Number:
	}
	return false
}

// suits reports whether a value looks like one of the schema: many examples are of another type, and one that is empty
// where it may not be says nothing.
func suits(s *Shape, value *document.Node) bool {
	if len(s.Enum) > 0 && !slices.ContainsFunc(s.Enum, value.Equal) {
		return false
	}
	types := s.TypeNames()
	if len(types) == 0 {
		return true
	}
	switch value.Kind() {
	case document.Null:
		return s.Null
	case document.Bool:
		return slices.Contains(types, "boolean")
	case document.Number:
		return slices.Contains(types, "number") || slices.Contains(types, "integer") && whole(value.Text())
	case document.String:
		return slices.Contains(types, "string")
	case document.Array:
		return slices.Contains(types, "array") && (value.Len() > 0 || s.MinItems == nil)
	case document.Object:
		return slices.Contains(types, "object") && !slices.ContainsFunc(s.Required, func(name string) bool { return value.Get(name) == nil })
	}
	return true
}

// shown is a value without the members that have no place here.
func (m *maker) shown(s *Shape, value *document.Node, depth int) *document.Node {
	if depth > softDepth || value.Len() == 0 {
		return value
	}
	if value.Kind() == document.Array {
		if s.Items == nil {
			return value
		}
		items, changed := make([]*document.Node, 0, value.Len()), false
		for item := range value.Items() {
			one := m.shown(s.Item(), item, depth+1)
			items, changed = append(items, one), changed || one != item
		}
		if !changed {
			return value
		}
		return document.NewArray(items...)
	}
	members, changed := make([]document.Member, 0, value.Len()), false
	for name, member := range value.Members() {
		f := s.Field(name)
		switch {
		case f == nil:
			members = append(members, document.Member{Key: name, Value: member})
		case hidden(f.Schema, m.mode):
			changed = true
		default:
			one := member
			if member.Len() > 0 {
				one = m.shown(Of(f.Schema), member, depth+1)
			}
			members, changed = append(members, document.Member{Key: name, Value: one}), changed || one != member
		}
	}
	if !changed {
		return value
	}
	return document.NewObject(members...)
}
