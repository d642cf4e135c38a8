package schema

import (
	"math/big"
	"slices"
	"strconv"
	"strings"

	"wpengine/openapi/document"
)

func (f *fitter) number(s *document.Schema, text string) bool {
	return within(s, text) && (s.MultipleOf == "" || multiple(text, s.MultipleOf)) && formattedNumber(s.Format, text)
}

// within reports a number in the bounds.
func within(s *document.Schema, text string) bool {
	for _, bound := range [...]struct {
		limit string
		sign  int // of the number compared to the limit, if it is out of bounds
		exact bool
	}{{s.Minimum, -1, false}, {s.ExclusiveMinimum, -1, true}, {s.Maximum, 1, false}, {s.ExclusiveMaximum, 1, true}} {
		if bound.limit == "" {
			continue
		}
		switch sign, ok := compare(text, bound.limit); {
		case !ok:
		case sign == bound.sign, sign == 0 && bound.exact:
			return false
		}
	}
	return true
}

// compare compares two numbers as they are written.
func compare(a, b string) (sign int, ok bool) {
	x, err1 := strconv.ParseFloat(a, 64)
	y, err2 := strconv.ParseFloat(b, 64)
	if err1 != nil || err2 != nil {
		return 0, false
	}
	switch {
	case x < y:
		return -1, true
	case x > y:
		return 1, true
	}
	p, q := exact(a), exact(b)
	if p == nil || q == nil {
		return 0, true
	}
	return p.Cmp(q), true
}

// exact is a number to its last digit, or nil for one that has too many.
func exact(text string) *big.Rat {
	const longest, farthest = 40, 3
	if _, exponent, ok := strings.Cut(strings.ToLower(text), "e"); len(text) > longest || ok && len(strings.TrimLeft(exponent, "+-")) > farthest {
		return nil
	}
	r, ok := new(big.Rat).SetString(text)
	if !ok {
		return nil
	}
	return r
}

func multiple(text, of string) bool {
	p, q := exact(text), exact(of)
	if p == nil || q == nil || q.Sign() == 0 {
		return true
	}
	return p.Quo(p, q).IsInt()
}

func (f *fitter) array(s *document.Schema, value *document.Node) bool {
	return between(uint64(value.Len()), s.MinItems, s.MaxItems) && (!s.UniqueItems || !twice(value))
}

// twice reports an array with two items that are equal.
func twice(value *document.Node) bool {
	const few = 50
	if value.Len() > few {
		seen := map[string]bool{}
		for item := range value.Items() {
			text := string(item.AppendJSON(nil, ""))
			if seen[text] {
				return true
			}
			seen[text] = true
		}
		return false
	}
	items := slices.Collect(value.Items())
	for i, item := range items {
		if slices.ContainsFunc(items[:i], item.Equal) {
			return true
		}
	}
	return false
}

func (f *fitter) object(s *document.Schema, value *document.Node, whole *document.Schema) bool {
	if !between(uint64(value.Len()), s.MinProperties, s.MaxProperties) {
		return false
	}
	for _, name := range s.Required {
		if value.Get(name) == nil && !f.needless(s, whole, name) {
			return false
		}
	}
	for _, d := range s.DependentRequired {
		if value.Get(d.Name) != nil && slices.ContainsFunc(d.Required, func(name string) bool { return value.Get(name) == nil }) {
			return false
		}
	}
	if s.PropertyNames != nil {
		for name := range value.Members() {
			if !f.check(s.PropertyNames, document.NewString(name), s.PropertyNames) {
				return false
			}
		}
	}
	return true
}

// needless reports a member that has no place in a request or an answer, whatever the schema requires.
func (f *fitter) needless(s, whole *document.Schema, name string) bool {
	steps := maxParts
	return hiddenIn(s, name, f.mode, &steps) || s != whole && hiddenIn(whole, name, f.mode, &steps)
}

func hiddenIn(s *document.Schema, name string, mode Mode, steps *int) bool {
	if *steps--; s == nil || *steps < 0 {
		return false
	}
	for _, p := range s.Properties {
		if p.Name == name {
			return hidden(p.Schema, mode)
		}
	}
	if hiddenIn(s.Ref, name, mode, steps) {
		return true
	}
	for _, part := range s.AllOf {
		if hiddenIn(part, name, mode, steps) {
			return true
		}
	}
	return false
}

// hidden reports a member that has no place in a request or an answer.
func hidden(s *document.Schema, mode Mode) bool {
	for depth := 0; s != nil && depth < 4; depth++ {
		if mode == Request && s.ReadOnly || mode == Response && s.WriteOnly {
			return true
		}
		switch {
		case s.Ref != nil:
			s = s.Ref
		case len(s.AllOf) == 1:
			s = s.AllOf[0]
		default:
			return false
		}
	}
	return false
}

// applied checks the schemas that a schema holds against the same value.
func (f *fitter) applied(s *document.Schema, value *document.Node, whole *document.Schema) bool {
	if !f.check(s.Ref, value, whole) {
		return false
	}
	for _, part := range s.AllOf {
		if !f.check(part, value, whole) {
			return false
		}
	}
	if !f.choice(s, s.AnyOf, true, value, whole) || !f.choice(s, s.OneOf, false, value, whole) {
		return false
	}
	if s.Not != nil && f.steps > 0 && f.check(s.Not, value, s.Not) && f.steps > 0 {
		return false
	}
	if s.If != nil {
		then := s.Else
		if f.check(s.If, value, s.If) {
			then = s.Then
		}
		if !f.check(then, value, whole) {
			return false
		}
	}
	for _, d := range s.DependentSchemas {
		if value.Get(d.Name) != nil && !f.check(d.Schema, value, whole) {
			return false
		}
	}
	return true
}

// choice checks that a value is of one or some of several schemas. If a discriminator says of which, it has to be that.
func (f *fitter) choice(s *document.Schema, all []*document.Schema, any bool, value *document.Node, whole *document.Schema) bool {
	if len(all) == 0 {
		return true
	}
	if d := s.Discriminator; d != nil {
		if said := value.Get(d.Property); said.Kind() == document.String {
			found := false
			for _, v := range (&Shape{Schema: s}).variants(all) {
				if v.Value == said.Text() { // several may share a value
					found = true
					if f.check(v.Schema, value, whole) {
						return true
					}
				}
			}
			if found {
				return false
			}
		}
	}
	n := 0
	for _, part := range all {
		if f.check(part, value, whole) {
			n++
			if any {
				return true
			}
		}
	}
	return n == 1 || n > 1 && (f.steps <= 0 || s.Discriminator != nil)
}

// inside checks the members and items.
func (f *fitter) inside(s *document.Schema, value *document.Node) bool {
	switch value.Kind() {
	case document.Object:
		return f.members(s, value)
	case document.Array:
		return f.items(s, value)
	case document.Null, document.Bool, document.Number, document.String:
	}
	return true
}

func (f *fitter) members(s *document.Schema, value *document.Node) bool {
	if len(s.Properties) == 0 && len(s.PatternProperties) == 0 && s.AdditionalProperties == nil && s.UnevaluatedProperties == nil {
		return true
	}
	for name, member := range value.Members() {
		known := false
		for _, p := range s.Properties {
			if p.Name == name {
				known = true
				if !f.check(p.Schema, member, p.Schema) {
					return false
				}
				break
			}
		}
		for _, p := range s.PatternProperties {
			if f.matches(p.Name, name) {
				known = true
				if !f.check(p.Schema, member, p.Schema) {
					return false
				}
			}
		}
		rest := s.AdditionalProperties
		switch {
		case known:
			continue
		case rest == nil && s.UnevaluatedProperties != nil && !f.evaluates(s, value, name, 0):
			rest = s.UnevaluatedProperties
		}
		if !f.check(rest, member, rest) {
			return false
		}
	}
	return true
}

// evaluates reports whether a schema, or one that it holds against the same value, says something of a member.
func (f *fitter) evaluates(s *document.Schema, value *document.Node, name string, depth int) bool {
	if f.steps--; s == nil || f.steps < 0 || depth > maxChain {
		return false
	}
	for _, p := range s.Properties {
		if p.Name == name {
			return true
		}
	}
	if s.AdditionalProperties != nil || depth > 0 && s.UnevaluatedProperties != nil {
		return true
	}
	for _, p := range s.PatternProperties {
		if f.matches(p.Name, name) {
			return true
		}
	}
	if f.evaluates(s.Ref, value, name, depth+1) {
		return true
	}
	for _, part := range s.AllOf {
		if f.evaluates(part, value, name, depth+1) {
			return true
		}
	}
	for _, all := range [...][]*document.Schema{s.AnyOf, s.OneOf} {
		for _, part := range all {
			if f.evaluates(part, value, name, depth+1) && f.check(part, value, part) {
				return true
			}
		}
	}
	for _, d := range s.DependentSchemas {
		if value.Get(d.Name) != nil && f.evaluates(d.Schema, value, name, depth+1) {
			return true
		}
	}
	if s.If == nil {
		return false
	}
	if f.check(s.If, value, s.If) {
		return f.evaluates(s.If, value, name, depth+1) || f.evaluates(s.Then, value, name, depth+1)
	}
	return f.evaluates(s.Else, value, name, depth+1)
}

// maxChain is how many schemas may lead to each other in one place.
const maxChain = 50

func (f *fitter) items(s *document.Schema, value *document.Node) bool {
	if s.Items == nil && len(s.PrefixItems) == 0 && s.Contains == nil && s.UnevaluatedItems == nil {
		return true
	}
	contained, i := uint64(0), 0
	for item := range value.Items() {
		var of *document.Schema
		switch {
		case i < len(s.PrefixItems):
			of = s.PrefixItems[i]
		case s.Items != nil:
			of = s.Items
		case s.UnevaluatedItems != nil && len(s.AllOf)+len(s.AnyOf)+len(s.OneOf) == 0 && s.Ref == nil && s.If == nil && s.Contains == nil:
			of = s.UnevaluatedItems
		}
		if !f.check(of, item, of) {
			return false
		}
		if s.Contains != nil && f.check(s.Contains, item, s.Contains) {
			contained++
		}
		i++
	}
	least := uint64(1)
	if s.MinContains != nil {
		least = *s.MinContains
	}
	return s.Contains == nil || between(contained, &least, s.MaxContains)
}
