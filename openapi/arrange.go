package openapi

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/getkin/kin-openapi/openapi3"
)

// untagged is the group of the operations that have no tag.
const untagged = "operations"

// arrange fills Groups and Operations, in the order of the document.
func (s *Spec) arrange() error {
	byName := map[string]*Group{}
	group := func(tag string) *Group {
		name := slug(tag)
		if g := byName[name]; g != nil {
			return g
		}
		g := &Group{Name: name, Title: tag}
		byName[name] = g
		s.Groups = append(s.Groups, g)
		return g
	}
	for _, tag := range s.Doc.Tags {
		g := group(tag.Name)
		g.Description = tag.Description
		if title := stringExtension(tag.Extensions, "x-displayName"); title != "" {
			g.Title = title
		}
	}
	for _, op := range operations(s.Doc) {
		tag := untagged
		if len(op.Op.Tags) > 0 {
			tag = op.Op.Tags[0]
		}
		g := group(tag)
		op.Group = g.Name
		g.Operations = append(g.Operations, op)
	}
	s.Groups = slices.DeleteFunc(s.Groups, func(g *Group) bool { return len(g.Operations) == 0 })
	ids := map[string]*Operation{}
	for _, g := range s.Groups {
		names := map[string]bool{}
		for _, op := range g.Operations {
			op.name(names)
			if other := ids[op.ID]; other != nil {
				return fmt.Errorf("openapi: %s:%d: operationId %q is taken by %s %s", op.File, op.Line, op.ID, other.Method, other.Path)
			}
			ids[op.ID] = op
			s.Operations = append(s.Operations, op)
		}
	}
	return nil
}

// operations returns every operation of the document by file and line.
func operations(doc *openapi3.T) []*Operation {
	var all []*Operation
	for path, item := range doc.Paths.Map() {
		for method, op := range item.Operations() {
			o := &Operation{
				ID: op.OperationID, Method: method, Path: path, Op: op, Item: item,
				Role: stringExtension(op.Extensions, "x-role"), Reads: op.Extensions["x-reads"] == true, Proof: op.Extensions["x-proof"] == true, BodyLimit: intExtension(op.Extensions, "x-body-limit"),
			}
			if op.Origin != nil && op.Origin.Key != nil {
				o.File, o.Line = op.Origin.Key.File, op.Origin.Key.Line
			}
			all = append(all, o)
		}
	}
	slices.SortFunc(all, func(a, b *Operation) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Path, b.Path), cmp.Compare(a.Method, b.Method))
	})
	return all
}

// name sets Name, and ID if the author gave none.
func (op *Operation) name(taken map[string]bool) {
	id := op.ID
	if id == "" {
		id = strings.ToLower(op.Method) + " " + op.Path
		op.ID = op.Group + "." + slug(id)
	}
	name := slug(strings.TrimPrefix(id, op.Group+"."))
	for n := 2; taken[name]; n++ {
		name = fmt.Sprintf("%s-%d", slug(strings.TrimPrefix(id, op.Group+".")), n)
	}
	taken[name] = true
	op.Name = name
}

// PropertyNames returns the names of the schema's properties in the author's order.
func PropertyNames(schema *openapi3.Schema) []string {
	return byOrigin(schema.Properties, func(r *openapi3.SchemaRef) *openapi3.Origin {
		if r.Origin != nil {
			return r.Origin
		}
		if r.Value != nil {
			return r.Value.Origin
		}
		return nil
	})
}

// ComponentNames returns the names of the document's schemas in the author's order.
func (s *Spec) ComponentNames() []string {
	if s.Doc.Components == nil {
		return nil
	}
	return byOrigin(s.Doc.Components.Schemas, func(r *openapi3.SchemaRef) *openapi3.Origin {
		if r.Value == nil {
			return nil
		}
		return r.Value.Origin
	})
}

// byOrigin returns the keys of m by the place where their values are written.
func byOrigin[V any](m map[string]V, origin func(V) *openapi3.Origin) []string {
	names := make([]string, 0, len(m))
	for name := range m {
		names = append(names, name)
	}
	place := func(name string) openapi3.Location {
		if o := origin(m[name]); o != nil && o.Key != nil {
			return *o.Key
		}
		return openapi3.Location{}
	}
	slices.SortFunc(names, func(a, b string) int {
		pa, pb := place(a), place(b)
		return cmp.Or(cmp.Compare(pa.File, pb.File), cmp.Compare(pa.Line, pb.Line), cmp.Compare(pa.Column, pb.Column), cmp.Compare(a, b))
	})
	return names
}

// slug makes a URL path segment of letters, digits, dots and dashes; case is kept.
func slug(s string) string {
	var b strings.Builder
	dash := false
	for _, r := range s {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || r == '.' || r == '_' {
			if dash && b.Len() > 0 {
				b.WriteByte('-')
			}
			b.WriteRune(r)
			dash = false
		} else {
			dash = true
		}
	}
	if b.Len() == 0 {
		return untagged
	}
	return b.String()
}

func stringExtension(ext map[string]any, name string) string {
	s, _ := ext[name].(string)
	return s
}

func intExtension(ext map[string]any, name string) int64 {
	switch n := ext[name].(type) {
	case float64:
		return int64(n)
	case int:
		return int64(n)
	case int64:
		return n
	case uint64:
		return int64(n)
	case json.Number:
		i, _ := n.Int64()
		return i
	}
	return 0
}
