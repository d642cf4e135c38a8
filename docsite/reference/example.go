package reference

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

// Example is one value of a body, a parameter or a response, ready to be shown.
type Example struct {
	Name  string // "" where there is only one
	Label string
	Value any
	Text  string // the value, laid out in its content type
}

// examples are those that the author gave for the content, or one made of its schema. There
// are none for a schema in a content type that we can't write, such as XML.
func examples(mediaType string, content *openapi3.MediaType) []Example {
	if content == nil {
		return nil
	}
	var all []Example
	add := func(name, label string, value any) {
		all = append(all, Example{Name: name, Label: label, Value: value, Text: encode(mediaType, value, content.Schema)})
	}
	if content.Example != nil {
		add("", "", content.Example)
	}
	for _, name := range slices.Sorted(maps.Keys(content.Examples)) {
		if ref := content.Examples[name]; ref != nil && ref.Value != nil && ref.Value.Value != nil {
			label := ref.Value.Summary
			if label == "" {
				label = name
			}
			add(name, label, ref.Value.Value)
		}
	}
	if len(all) == 0 && content.Schema != nil && content.Schema.Value != nil && writable(mediaType) {
		add("", "", exampleOf(content.Schema, exampleDepth))
	}
	return all
}

// writable reports the content types that values of a schema can be written in.
func writable(mediaType string) bool {
	for _, prefix := range []string{formURLEncoded, "multipart/", "text/plain", "*/*"} {
		if strings.HasPrefix(mediaType, prefix) {
			return true
		}
	}
	return isJSON(mediaType)
}

// encode lays a value out in the content type. A text is what it is in any but JSON.
func encode(mediaType string, value any, schema *openapi3.SchemaRef) string {
	text, isText := value.(string)
	switch {
	case isText && !isJSON(mediaType):
		return text
	case mediaType == formURLEncoded:
		return formEncode(value, schema)
	}
	return indented(value, schema)
}

func firstExample(example any, named openapi3.Examples) any {
	if example != nil {
		return example
	}
	for _, name := range slices.Sorted(maps.Keys(named)) {
		if ref := named[name]; ref != nil && ref.Value != nil && ref.Value.Value != nil {
			return ref.Value.Value
		}
	}
	return nil
}

const exampleDepth = 6

// exampleOf makes a value that the schema allows, as far as that can be told from it: what the
// author gave as an example, else the least that is required.
func exampleOf(ref *openapi3.SchemaRef, depth int) any {
	if ref == nil || ref.Value == nil {
		return nil
	}
	s := shapeOf(ref)
	switch {
	case s.Example != nil:
		return s.Example
	case len(s.Schema.Examples) > 0:
		return s.Schema.Examples[0]
	case s.Schema.Default != nil:
		return s.Schema.Default
	}
	if value, ok := enumerated(s.Schema); ok {
		return value
	}
	if depth == 0 {
		return emptyOf(s)
	}
	if len(s.names) > 0 {
		return exampleObject(s, depth)
	}
	if len(s.variants) > 0 {
		return exampleOf(s.variants[0], depth-1)
	}
	types := s.Type.Slice()
	if len(types) == 0 {
		types = impliedType(s)
	}
	if len(types) == 0 {
		return map[string]any{}
	}
	switch types[0] {
	case "string":
		return exampleString(s)
	case "integer", "number":
		return exampleNumber(s)
	case "boolean":
		return true
	case "array":
		if s.Items == nil {
			return []any{}
		}
		return []any{exampleOf(s.Items, depth-1)}
	case "null":
		return nil
	}
	return map[string]any{}
}

func emptyOf(s shape) any {
	switch {
	case s.Type.Is("array"):
		return []any{}
	case s.Type.Is("string"):
		return exampleString(s)
	case s.Type.Is("integer"), s.Type.Is("number"):
		return exampleNumber(s)
	case s.Type.Is("boolean"):
		return true
	}
	return map[string]any{}
}

// exampleObject has the required members, and all of them where none is required. What only a
// server sets is left out, unless nothing else is there.
func exampleObject(s shape, depth int) any {
	object := map[string]any{}
	for _, name := range s.names {
		property := s.Properties[name]
		if property == nil || property.Value == nil || property.Value.ReadOnly {
			continue
		}
		if len(s.Schema.Required) == 0 || slices.Contains(s.Schema.Required, name) {
			object[name] = exampleOf(property, depth-1)
		}
		if s.MaxProps != nil && uint64(len(object)) >= *s.MaxProps {
			break
		}
	}
	if len(s.variants) > 0 {
		if more, ok := exampleOf(s.variants[0], depth-1).(map[string]any); ok {
			maps.Copy(object, more)
		}
	}
	return object
}

func exampleString(s shape) any {
	switch s.Format {
	case "date-time":
		return "2026-03-01T12:00:00Z"
	case "date":
		return "2026-03-01"
	case "time":
		return "12:00:00Z"
	case "duration":
		return "PT1H"
	case "uuid":
		return "00000000-0000-0000-0000-000000000000"
	case "email":
		return "ada@example.com"
	case "uri", "url", "uri-reference", "iri":
		return "https://example.com/"
	case "hostname":
		return "example.com"
	case "ipv4":
		return "192.0.2.1"
	case "ipv6":
		return "2001:db8::1"
	case "byte":
		return "aGVsbG8="
	}
	text := "string"
	if s.MaxLength != nil && uint64(len(text)) > *s.MaxLength {
		text = text[:*s.MaxLength]
	}
	if n := int(min(s.MinLength, 256)); len(text) < n {
		text += strings.Repeat("x", n-len(text))
	}
	return text
}

func exampleNumber(s shape) any {
	low, words := bound(s.Min, s.ExclusiveMin, "", "more")
	switch {
	case low != nil && words == "" && *low > 0:
		return *low
	case low != nil && *low > 0:
		return *low + 1
	case s.Max != nil && *s.Max < 1:
		return *s.Max
	case s.MultipleOf != nil:
		return *s.MultipleOf
	}
	return float64(1)
}

// indented writes the value as JSON with the members of objects in the author's order: a map
// has none, so it is the schema's. What the schema doesn't name follows by name.
func indented(value any, schema *openapi3.SchemaRef) string {
	var flat, out bytes.Buffer
	writeOrdered(&flat, value, schema)
	if err := json.Indent(&out, flat.Bytes(), "", "  "); err != nil {
		return flat.String()
	}
	return out.String()
}

func writeOrdered(b *bytes.Buffer, value any, schema *openapi3.SchemaRef) {
	switch v := value.(type) {
	case map[string]any:
		b.WriteByte('{')
		of := membersOf(schema)
		for i, name := range of.names(v) {
			if i > 0 {
				b.WriteByte(',')
			}
			writeJSON(b, name)
			b.WriteByte(':')
			writeOrdered(b, v[name], of.schema(name))
		}
		b.WriteByte('}')
	case []any:
		var items *openapi3.SchemaRef
		if schema != nil && schema.Value != nil {
			items = shapeOf(schema).Items
		}
		b.WriteByte('[')
		for i, item := range v {
			if i > 0 {
				b.WriteByte(',')
			}
			writeOrdered(b, item, items)
		}
		b.WriteByte(']')
	default:
		writeJSON(b, v)
	}
}

func writeJSON(b *bytes.Buffer, value any) {
	encoder := json.NewEncoder(b)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		b.WriteString("null")
		return
	}
	b.Truncate(b.Len() - 1) // Encode ends with a newline
}

// members are what a schema says of an object's members.
type members struct {
	order   []string
	schemas map[string]*openapi3.SchemaRef
	rest    *openapi3.SchemaRef // of any other member
}

// membersOf looks into variants as well: a value is of one of them.
func membersOf(schema *openapi3.SchemaRef) members {
	m := members{schemas: map[string]*openapi3.SchemaRef{}}
	if schema == nil || schema.Value == nil {
		return m
	}
	s := shapeOf(schema)
	m.rest = s.AdditionalProperties.Schema
	m.add(s)
	for _, v := range s.variants {
		m.add(shapeOf(v))
	}
	return m
}

func (m *members) add(s shape) {
	for _, name := range s.names {
		if m.schemas[name] == nil {
			m.order = append(m.order, name)
			m.schemas[name] = s.Properties[name]
		}
	}
}

// names orders the object's members: those of the schema first, then the others by name.
func (m members) names(object map[string]any) []string {
	var names []string
	for _, name := range m.order {
		if _, ok := object[name]; ok {
			names = append(names, name)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(object)) {
		if _, ok := m.schemas[name]; !ok {
			names = append(names, name)
		}
	}
	return names
}

// schema is that of a member, or nil.
func (m members) schema(name string) *openapi3.SchemaRef {
	if s := m.schemas[name]; s != nil {
		return s
	}
	return m.rest
}
