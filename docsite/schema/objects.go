package schema

import (
	"slices"
	"strconv"
	"strings"

	"wpengine/openapi/document"
)

const (
	// optional is how many members that need not be there an object has, if it has no others.
	optional = 12
	// widest is how many it has if it is to have all.
	widest = 60
)

// object is made of the members that have to be there, of all where none has to, and of some more in an answer. It is
// nil if one that has to be there can't be made.
func (m *maker) object(r resolved, depth int, how style) *document.Node {
	s := r.shape
	o := objectMaker{maker: m, shape: s, depth: depth, most: widest}
	if s.MaxProperties != nil {
		o.most = int(min(*s.MaxProperties, widest))
	}
	wanted := 0
	switch {
	case how == full:
		wanted = widest
	case how == least || depth >= softDepth:
	case len(s.Required) == 0, m.mode == Response && depth < 2:
		wanted = optional
	}
	needed := len(s.Required)
	for _, f := range s.Fields {
		if hidden(f.Schema, m.mode) || !f.Required && f.Schema != nil && f.Schema.Internal {
			continue
		}
		if f.Required {
			needed--
			if !o.add(f.Name, m.member(f, r.set, depth)) {
				return nil
			}
		} else if len(o.members)+max(needed, 0) < min(wanted, o.most) {
			o.add(f.Name, m.member(f, r.set, depth))
		}
	}
	for _, name := range s.Required {
		if s.Field(name) == nil && !o.add(name, o.unnamed(name)) {
			return nil
		}
	}
	for _, set := range r.set {
		if f := s.Field(set.Schema.Name); f == nil || !f.Required {
			o.set(set.Schema.Name, document.NewString(set.Value))
		}
	}
	o.dependent()
	o.fill(wanted > 0)
	return document.NewObject(o.members...)
}

// member makes a field's value. A discriminator's is what stands for the variant, if the field allows that.
func (m *maker) member(f Field, set []Variant, depth int) *document.Node {
	for _, d := range set {
		if value := document.NewString(d.Value); d.Schema.Name == f.Name && m.fits(f.Schema, value) {
			return value
		}
	}
	return m.make(f.Schema, depth+1)
}

// objectMaker gathers the members of an object.
type objectMaker struct {
	*maker
	shape   *Shape
	depth   int
	most    int
	members []document.Member
}

func (o *objectMaker) has(name string) bool {
	return slices.ContainsFunc(o.members, func(m document.Member) bool { return m.Key == name })
}

// add reports false for a value that can't be.
func (o *objectMaker) add(name string, value *document.Node) bool {
	if value != nil && !o.has(name) {
		o.members = append(o.members, document.Member{Key: name, Value: value})
	}
	return value != nil
}

func (o *objectMaker) set(name string, value *document.Node) {
	for i, m := range o.members {
		if m.Key == name {
			o.members[i].Value = value
			return
		}
	}
	o.members = append([]document.Member{{Key: name, Value: value}}, o.members...)
}

// unnamed is the value of a member that no property describes.
func (o *objectMaker) unnamed(name string) *document.Node {
	for _, p := range o.shape.PatternProperties {
		if o.fitter.matches(p.Name, name) {
			return o.make(p.Schema, o.depth+1)
		}
	}
	if values := o.shape.MapValues(); values != nil {
		return o.make(values, o.depth+1)
	}
	return document.NewString("string")
}

// dependent adds what has to be there because something else is.
func (o *objectMaker) dependent() {
	for range o.shape.DependentRequired { // one can bring another
		before := len(o.members)
		for _, d := range o.shape.DependentRequired {
			if !o.has(d.Name) {
				continue
			}
			for _, name := range d.Required {
				if o.has(name) {
					continue
				}
				if f := o.shape.Field(name); f != nil {
					o.add(name, o.make(f.Schema, o.depth+1))
				} else {
					o.add(name, o.unnamed(name))
				}
			}
		}
		if len(o.members) == before {
			return
		}
	}
}

// fill gives a map a member, and an object as many as it has to have.
func (o *objectMaker) fill(wanted bool) {
	s := o.shape
	needed := 0
	if s.MinProperties != nil {
		needed = int(min(*s.MinProperties, widest))
	}
	for _, f := range s.Fields {
		if len(o.members) >= needed {
			break
		}
		if !hidden(f.Schema, o.mode) && !o.has(f.Name) {
			o.add(f.Name, o.make(f.Schema, o.depth+1))
		}
	}
	if wanted && len(o.members) == 0 && o.most > 0 {
		needed = max(needed, 1)
	}
	values := s.MapValues()
	if values == nil && len(s.PatternProperties) == 0 && (s.Closed() || needed <= 1 && s.MinProperties == nil) {
		return
	}
	for n := 0; len(o.members) < needed && n < needed+4; n++ {
		name := o.key(n)
		if name == "" || o.has(name) || !o.add(name, o.unnamed(name)) {
			break
		}
	}
}

// key is the nth name that a map allows.
func (o *objectMaker) key(n int) string {
	s := o.shape
	if s.PropertyNames != nil {
		names := Of(s.PropertyNames)
		if n < len(names.Enum) {
			return names.Enum[n].Text()
		}
		if name := o.text(names); n == 0 && name != "string" {
			return name
		}
	}
	if len(s.PatternProperties) > 0 && (s.Closed() || s.MapValues() == nil) {
		if n >= len(s.PatternProperties) {
			return ""
		}
		name, _ := matching(s.PatternProperties[n].Name, 1)
		return name
	}
	if n == 0 {
		return "key"
	}
	return "key" + strconv.Itoa(n+1)
}

// array has one item, or as many as there have to be. It is nil if they can't be made.
func (m *maker) array(s *Shape, depth int) *document.Node {
	const most = 20
	var items []*document.Node
	for _, item := range s.PrefixItems {
		value := m.make(item, depth+1)
		if value == nil {
			break
		}
		items = append(items, value)
	}
	needed := 0
	if s.MinItems != nil {
		needed = int(min(*s.MinItems, most))
	}
	contained := 0
	if s.Contains != nil {
		contained = 1
		if s.MinContains != nil {
			contained = int(min(*s.MinContains, most))
		}
	}
	wanted := max(needed, contained)
	if wanted == 0 && depth < softDepth && len(s.PrefixItems) == 0 {
		wanted = 1
	}
	if s.MaxItems != nil {
		wanted = int(min(*s.MaxItems, uint64(wanted)))
	}
	if never(s.Items) {
		wanted = min(wanted, len(items))
	}
	for tries := 0; len(items) < wanted && tries < 2*most; tries++ {
		of := s.Items
		if len(items) < contained {
			of = together(s.Contains, s.Items)
		}
		value := m.make(of, depth+1)
		if value != nil && s.UniqueItems && slices.ContainsFunc(items, value.Equal) {
			value = another(Of(of), value, len(items))
		}
		if value == nil {
			break
		}
		items = append(items, value)
	}
	if len(items) < needed {
		return nil
	}
	return document.NewArray(items...)
}

// another is a value that differs from the first one, or nil.
func another(s *Shape, value *document.Node, n int) *document.Node {
	switch {
	case len(s.Enum) > 0:
		if n < len(s.Enum) {
			return s.Enum[n]
		}
		return nil
	case value.Kind() == document.String:
		text := value.Text() + strconv.Itoa(n+1)
		if s.MaxLength != nil && uint64(len(text)) > *s.MaxLength || s.Format != "" {
			digits := strconv.Itoa(n % 10)
			text = strings.TrimRight(value.Text(), "0123456789")
			text += strings.Repeat(digits, len(value.Text())-len(text))
		}
		return document.NewString(text)
	case value.Kind() == document.Number:
		if i, err := strconv.Atoi(value.Text()); err == nil {
			return document.NewNumber(strconv.Itoa(i + n))
		}
	case value.Kind() == document.Bool:
		return document.NewBool(n%2 == 0)
	case value.Kind() == document.Object:
		var members []document.Member
		changed := false
		for name, member := range value.Members() {
			if f := s.Field(name); !changed && f != nil {
				if other := another(Of(f.Schema), member, n); other != nil {
					member, changed = other, true
				}
			}
			members = append(members, document.Member{Key: name, Value: member})
		}
		if changed {
			return document.NewObject(members...)
		}
	}
	return nil
}
