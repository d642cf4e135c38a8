package rpc

import (
	"bytes"
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"wpengine/openapi"
)

// specURL is the name by which schemas refer to the spec. Nothing is ever fetched from it.
const specURL = "spec:///openapi.json"

// schemas compiles the schemas of a spec, and knows them by their location so that a mistake can be explained with
// what would have been right.
type schemas struct {
	compiler *jsonschema.Compiler
	known    map[string]*jsonschema.Schema
}

func newSchemas(spec *openapi.Spec) (*schemas, error) {
	data, err := spec.JSON()
	if err != nil {
		return nil, err
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("rpc: read the spec: %w", err)
	}
	c := jsonschema.NewCompiler()
	c.DefaultDraft(jsonschema.Draft2020)
	c.AssertFormat()
	c.RegisterFormat(&jsonschema.Format{Name: "date-time", Validate: validateTime})
	if err := c.AddResource(specURL, doc); err != nil {
		return nil, fmt.Errorf("rpc: read the spec: %w", err)
	}
	return &schemas{compiler: c, known: map[string]*jsonschema.Schema{}}, nil
}

// compile compiles the schema at a path of object members in the spec.
func (s *schemas) compile(path ...string) (*jsonschema.Schema, error) {
	schema, err := s.compiler.Compile(specURL + "#" + (&url.URL{Path: pointer(path)}).EscapedPath())
	if err != nil {
		return nil, fmt.Errorf("rpc: compile schema %s: %w", pointer(path), err)
	}
	s.remember(schema)
	return schema, nil
}

func (s *schemas) remember(schema *jsonschema.Schema) {
	if schema == nil || s.known[schema.Location] != nil {
		return
	}
	s.known[schema.Location] = schema
	s.remember(schema.Ref)
	s.remember(schema.Items2020)
	for _, p := range schema.Properties {
		s.remember(p)
	}
	if p, ok := schema.AdditionalProperties.(*jsonschema.Schema); ok {
		s.remember(p)
	}
	for _, several := range [][]*jsonschema.Schema{schema.AllOf, schema.AnyOf, schema.OneOf, schema.PrefixItems} {
		for _, one := range several {
			s.remember(one)
		}
	}
}

// validateTime takes exactly what the generated types take, and can give back. The library's own check lets a leap
// second pass, and time.Time doesn't. In UTC, as we keep and write it, a time near the end of the year 9999 may be
// of the year 10000, which has no place in RFC 3339: it could be stored and never be shown again.
func validateTime(v any) error {
	text, ok := v.(string)
	if !ok {
		return nil
	}
	var t time.Time
	if err := t.UnmarshalText([]byte(text)); err != nil {
		return err
	}
	_, err := t.UTC().MarshalText()
	return err
}

// pointer makes a JSON Pointer of a path.
func pointer(path []string) string {
	if len(path) == 0 {
		return ""
	}
	var b strings.Builder
	for _, name := range path {
		b.WriteByte('/')
		b.WriteString(strings.ReplaceAll(strings.ReplaceAll(name, "~", "~0"), "/", "~1"))
	}
	return b.String()
}
