package schema

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"wpengine/openapi/document"
)

// Mode is where an example stands. What only a server sets has no place in a request, and what only a client sends none in
// an answer.
type Mode int

// The modes.
const (
	Request Mode = iota
	Response
)

// exampleDepth is how deep an example goes into what its schema is made of.
const exampleDepth = 6

// Example makes a value that the schema allows, as far as that can be told from it: what the author gave as an
// example, else what is required, and a little of the rest.
func Example(s *document.Schema, mode Mode) *document.Node {
	e := &exampleMaker{mode: mode}
	if value := e.make(s, exampleDepth); value != nil {
		return value
	}
	return document.NewNull()
}

type exampleMaker struct {
	mode Mode
	open []*document.Schema // named schemas that are being made
}

// make is an example, or nil if there can be none: the schema is being made already.
func (e *exampleMaker) make(written *document.Schema, depth int) *document.Node {
	if written == nil {
		return document.NewObject()
	}
	s := Of(written)
	if value := given(s); value != nil {
		return value
	}
	if s.Named != nil {
		if slices.Contains(e.open, s.Named) {
			if s.Null {
				return document.NewNull()
			}
			return nil
		}
		e.open = append(e.open, s.Named)
		defer func() { e.open = e.open[:len(e.open)-1] }()
	}
	if depth <= 0 {
		return e.leaf(s)
	}
	switch {
	case len(s.Fields) > 0:
		return e.object(s, depth)
	case len(s.Variants) > 0:
		if value := e.variant(s, depth); value != nil {
			return value
		}
	}
	return e.byType(s, depth)
}

// given is what the author gave: an example, a default, or the values there can be.
func given(s *Shape) *document.Node {
	for _, example := range s.Examples {
		if fits(s, example) {
			return example
		}
	}
	if s.Const != nil {
		return s.Const
	}
	if s.Default != nil && s.Default.Kind() != document.Null && fits(s, s.Default) {
		return s.Default
	}
	for _, value := range s.Enum {
		if value.Kind() != document.Null {
			return value
		}
	}
	if len(s.Enum) > 0 {
		return s.Enum[0]
	}
	return nil
}

// fits reports whether a value is of a type that the schema has: many examples are of another, and an example that
// is an empty object or list says nothing.
func fits(s *Shape, value *document.Node) bool {
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
		return slices.Contains(types, "number") || slices.Contains(types, "integer") && !strings.ContainsAny(value.Text(), ".eE")
	case document.String:
		return slices.Contains(types, "string")
	case document.Array:
		return slices.Contains(types, "array") && (value.Len() > 0 || s.MinItems == nil)
	case document.Object:
		if !slices.Contains(types, "object") {
			return false
		}
		for _, name := range s.Required {
			if value.Get(name) == nil {
				return false
			}
		}
	}
	return true
}

// leaf is an example without anything inside.
func (e *exampleMaker) leaf(s *Shape) *document.Node {
	if s.Is("object") && len(s.Required) > 0 {
		return e.object(s, 0)
	}
	return e.byType(s, 0)
}

func (e *exampleMaker) byType(s *Shape, depth int) *document.Node {
	types := s.TypeNames()
	if len(types) == 0 {
		if s.Null {
			return document.NewNull()
		}
		return document.NewObject()
	}
	switch types[0] {
	case "string":
		return document.NewString(exampleString(s))
	case "integer", "number":
		return document.NewNumber(exampleNumber(s, types[0] == "integer"))
	case "boolean":
		return document.NewBool(true)
	case "array":
		return e.array(s, depth)
	}
	return e.freeObject(s, depth)
}

// array has one item, or as many as there have to be.
func (e *exampleMaker) array(s *Shape, depth int) *document.Node {
	var items []*document.Node
	for _, item := range s.PrefixItems {
		if value := e.make(item, depth-1); value != nil {
			items = append(items, value)
		}
	}
	least := 1
	if s.MinItems != nil {
		least = int(min(*s.MinItems, 20))
	}
	if s.MaxItems != nil && *s.MaxItems == 0 || depth <= 0 && least <= 1 && s.MinItems == nil {
		return document.NewArray(items...)
	}
	from := s.Items
	if from == nil {
		from = s.Contains
	}
	for n := 0; len(items) < least && from != nil && n < least; n++ {
		value := e.make(from, depth-1)
		if value == nil {
			break
		}
		if s.UniqueItems && n > 0 {
			value = another(Of(from), value, n)
		}
		if value == nil {
			break
		}
		items = append(items, value)
	}
	return document.NewArray(items...)
}

// another is a value that differs from the first one.
func another(s *Shape, value *document.Node, n int) *document.Node {
	switch {
	case n < len(s.Enum):
		return s.Enum[n]
	case value.Kind() == document.String:
		return document.NewString(value.Text() + strconv.Itoa(n+1))
	case value.Kind() == document.Number:
		if i, err := strconv.Atoi(value.Text()); err == nil {
			return document.NewNumber(strconv.Itoa(i + n))
		}
	}
	return nil
}

// freeObject is an object without properties of its own: a map has one member.
func (e *exampleMaker) freeObject(s *Shape, depth int) *document.Node {
	var members []document.Member
	for _, name := range s.Required {
		members = append(members, document.Member{Key: name, Value: document.NewString("string")})
	}
	if values := s.MapValues(); values != nil && depth > 0 && len(members) == 0 {
		if value := e.make(values, depth-1); value != nil {
			members = append(members, document.Member{Key: mapKey(s), Value: value})
		}
	}
	return document.NewObject(members...)
}

// mapKey is a name that a map allows.
func mapKey(s *Shape) string {
	if s.PropertyNames != nil {
		if names := Of(s.PropertyNames); len(names.Enum) > 0 {
			return names.Enum[0].Text()
		}
	}
	return "key"
}

// optional is how many members that need not be there an example has, if it has no others.
const optional = 12

// object has the required members, and all of them where none is required.
func (e *exampleMaker) object(s *Shape, depth int) *document.Node {
	var members []document.Member
	for _, f := range s.Fields {
		if !f.Required && (len(s.Required) > 0 || depth <= 0 || len(members) >= optional) || e.hidden(f.Schema) {
			continue
		}
		if s.MaxProperties != nil && uint64(len(members)) >= *s.MaxProperties {
			break
		}
		value := e.make(f.Schema, depth-1)
		if value == nil && f.Required {
			value = document.NewObject()
		}
		if value != nil {
			members = append(members, document.Member{Key: f.Name, Value: value})
		}
	}
	if len(s.Variants) > 0 && depth > 0 {
		members = with(members, e.variant(s, depth))
	}
	for _, name := range s.Required {
		if !slices.ContainsFunc(s.Fields, func(f Field) bool { return f.Name == name }) &&
			!slices.ContainsFunc(members, func(m document.Member) bool { return m.Key == name }) {
			members = append(members, document.Member{Key: name, Value: document.NewString("string")})
		}
	}
	return document.NewObject(members...)
}

// hidden reports a member that has no place in the example.
func (e *exampleMaker) hidden(s *document.Schema) bool {
	if s == nil {
		return false
	}
	readOnly, writeOnly := s.ReadOnly, s.WriteOnly
	if s.Ref != nil {
		readOnly, writeOnly = readOnly || s.Ref.ReadOnly, writeOnly || s.Ref.WriteOnly
	}
	if e.mode == Request {
		return readOnly
	}
	return writeOnly
}

// with adds the members of an object that aren't there yet.
func with(members []document.Member, more *document.Node) []document.Member {
	for key, value := range more.Members() {
		if !slices.ContainsFunc(members, func(m document.Member) bool { return m.Key == key }) {
			members = append(members, document.Member{Key: key, Value: value})
		}
	}
	return members
}

// variant is an example of the first variant that has one, with the discriminator's value for it.
func (e *exampleMaker) variant(s *Shape, depth int) *document.Node {
	for _, v := range s.Variants {
		value := e.make(v.Schema, depth-1)
		if value == nil {
			continue
		}
		if s.Discriminator != nil && v.Value != "" && value.Kind() == document.Object {
			value = withMember(value, s.Discriminator.Property, document.NewString(v.Value))
		}
		return value
	}
	return nil
}

// withMember is an object with a member set, in its place or first.
func withMember(object *document.Node, key string, value *document.Node) *document.Node {
	var members []document.Member
	if object.Get(key) == nil {
		members = append(members, document.Member{Key: key, Value: value})
	}
	for name, old := range object.Members() {
		if name == key {
			old = value
		}
		members = append(members, document.Member{Key: name, Value: old})
	}
	return document.NewObject(members...)
}

func exampleString(s *Shape) string {
	if text, ok := formatExample(s.Format); ok {
		return text
	}
	if s.Pattern != "" {
		if text, ok := matching(s.Pattern); ok && lengthFits(s, text) {
			return text
		}
	}
	text := "string"
	if s.MaxLength != nil && uint64(len(text)) > *s.MaxLength {
		text = text[:*s.MaxLength]
	}
	if s.MinLength != nil {
		if n := int(min(*s.MinLength, 256)); len(text) < n {
			text += strings.Repeat("x", n-len(text))
		}
	}
	return text
}

func lengthFits(s *Shape, text string) bool {
	return (s.MinLength == nil || uint64(len(text)) >= *s.MinLength) && (s.MaxLength == nil || uint64(len(text)) <= *s.MaxLength)
}

// formatExample is a text of a format that JSON Schema or OpenAPI names.
func formatExample(format string) (string, bool) {
	switch format {
	case "date-time":
		return "2026-03-01T12:00:00Z", true
	case "date":
		return "2026-03-01", true
	case "time":
		return "12:00:00Z", true
	case "duration":
		return "PT1H", true
	case "uuid":
		return "3fa85f64-5717-4562-b3fc-2c963f66afa6", true
	case "email", "idn-email":
		return "ada@example.com", true
	case "uri", "url", "iri":
		return "https://example.com/", true
	case "uri-reference", "iri-reference":
		return "/path", true
	case "uri-template":
		return "/path/{id}", true
	case "hostname", "idn-hostname":
		return "example.com", true
	case "ipv4":
		return "192.0.2.1", true
	case "ipv6":
		return "2001:db8::1", true
	case "json-pointer":
		return "/path", true
	case "regex":
		return "^a+$", true
	case "byte":
		return "aGVsbG8=", true
	}
	return "", false
}

func exampleNumber(s *Shape, whole bool) string {
	step := 1.0
	if m, err := strconv.ParseFloat(s.MultipleOf, 64); err == nil && m > 0 {
		step = m
	}
	value := step
	low, isLow := limit(s.Minimum, s.ExclusiveMinimum, step)
	high, isHigh := limit(s.Maximum, s.ExclusiveMaximum, -step)
	if isLow && value < low {
		value = math.Ceil(low/step) * step
	}
	if isHigh && value > high {
		value = math.Floor(high/step) * step
		if isLow && value < low {
			value = (low + high) / 2
		}
	}
	if whole {
		value = math.Trunc(value)
	}
	return strconv.FormatFloat(value, 'f', -1, 64)
}

// limit is a bound as the last number that is allowed; away is where that is, if the bound itself isn't.
func limit(inclusive, exclusive string, away float64) (float64, bool) {
	if f, err := strconv.ParseFloat(exclusive, 64); err == nil {
		return f + away, true
	}
	f, err := strconv.ParseFloat(inclusive, 64)
	return f, err == nil
}
