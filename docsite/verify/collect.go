package verify

import (
	"fmt"
	"strings"

	"wpengine/openapi/document"
)

// collector finds everything that a description gives as an example or a default, each once.
type collector struct {
	seen  map[any]bool // parameters, contents and schemas, by their pointers
	given map[given]bool
	all   []given
}

// document goes through all of it.
func (c *collector) document(doc *document.Document) {
	for _, s := range doc.Schemas {
		c.schema(s, fmt.Sprintf("schema %q", s.Name))
	}
	for _, op := range doc.Operations {
		c.operation(op, Request, Response)
	}
	for _, op := range doc.Webhooks {
		c.operation(op, Either, Either)
	}
}

// operation goes through an operation, and what it calls back: there the API is the one that asks.
func (c *collector) operation(op *document.Operation, request, response Mode) {
	if c.old(op) {
		return
	}
	for _, p := range op.Parameters {
		c.parameter(p, "parameter", request)
	}
	if op.Body != nil {
		for _, content := range op.Body.Contents {
			c.content(content, "the request", request)
		}
	}
	for _, r := range op.Responses {
		for _, h := range r.Headers {
			c.parameter(h, "header", response)
		}
		for _, content := range r.Contents {
			c.content(content, "the answer "+r.Status, response)
		}
	}
	for _, callback := range op.Callbacks {
		for _, called := range callback.Operations {
			c.operation(called, Either, Either)
		}
	}
}

// old reports what has been here before, and remembers it.
func (c *collector) old(pointer any) bool {
	if c.seen[pointer] {
		return true
	}
	c.seen[pointer] = true
	return false
}

func (c *collector) add(g given) {
	if g.value == nil || g.schema == nil {
		return
	}
	seen := g
	seen.of = "" // the same one may stand in several places
	if !c.given[seen] {
		c.given[seen] = true
		c.all = append(c.all, g)
	}
}

func (c *collector) parameter(p *document.Parameter, kind string, mode Mode) {
	if p == nil || c.old(p) {
		return
	}
	of := fmt.Sprintf("%s %q", kind, p.Name)
	f := urlText
	if p.MediaType != "" {
		f = jsonText
		if !isJSON(p.MediaType) {
			f = serialized
		}
	}
	for _, e := range p.Examples {
		c.add(given{p.Schema, e.Value, mode, f, "example" + named(e), of})
	}
	if p.Schema != nil && p.Schema.Name == "" && !c.old(p.Schema) {
		c.values(p.Schema, of, f)
		p.Schema.Each(func(inner *document.Schema) { c.schema(inner, "") })
	}
}

// named tells one example from others.
func named(e *document.Example) string {
	if e.Name == "" {
		return ""
	}
	return fmt.Sprintf(" %q", e.Name)
}

func (c *collector) content(content *document.Content, of string, mode Mode) {
	if content == nil || c.old(content) {
		return
	}
	f := jsonText
	switch name, _, _ := strings.Cut(content.MediaType, ";"); {
	case name == "application/x-www-form-urlencoded", name == "multipart/form-data":
		f = fields
	case !isJSON(content.MediaType):
		f = serialized
		if s := content.Schema; strings.HasPrefix(content.MediaType, "text/") && s != nil && len(s.Types) == 1 && s.Types[0] == "string" {
			f = exact
		}
	}
	for _, e := range content.Examples {
		c.add(given{content.Schema, e.Value, mode, f, "example" + named(e), of})
	}
	c.schema(content.Schema, of)
	c.schema(content.ItemSchema, of)
	for _, encoding := range content.Encodings {
		for _, h := range encoding.Headers {
			c.parameter(h, "header", mode)
		}
	}
}

// schema goes through a schema and all that it is made of.
func (c *collector) schema(s *document.Schema, of string) {
	if s == nil || c.old(s) {
		return
	}
	c.values(s, of, exact)
	for _, p := range s.Properties {
		c.schema(p.Schema, fmt.Sprintf("%q", p.Name))
	}
	s.Each(func(inner *document.Schema) {
		if inner.Name == "" {
			c.schema(inner, of)
			return
		}
		c.schema(inner, fmt.Sprintf("schema %q", inner.Name))
	})
}

// values are those that a schema itself gives.
func (c *collector) values(s *document.Schema, of string, f form) {
	for _, value := range s.Examples {
		c.add(given{s, value, Either, f, "example", of})
	}
	c.add(given{s, s.Default, Either, f, "default", of})
}
