package reference

import (
	"sync"

	"wpengine/docsite/schema"
	"wpengine/openapi/document"
)

// shapes are those of the named schemas, and examples of them. They stand on many pages, and one that takes in hundreds of
// others is long to merge.
type shapes struct {
	named    sync.Map    // *document.Schema to *schema.Shape
	examples [2]sync.Map // by mode: *document.Schema to *document.Node
}

// of is the shape of a schema, for reading only: other goroutines read it, too.
func (s *shapes) of(written *document.Schema) *schema.Shape {
	named := keyOf(written)
	if named == nil || named.Name == "" {
		return schema.Of(written)
	}
	if known, ok := s.named.Load(named); ok {
		return known.(*schema.Shape)
	}
	made := schema.Of(named)
	made.Settle()
	known, _ := s.named.LoadOrStore(named, made)
	return known.(*schema.Shape)
}

// example is one of a schema.
func (s *shapes) example(of *document.Schema, mode schema.Mode) *document.Node {
	named := keyOf(of)
	if named == nil || named.Name == "" {
		return schema.Example(of, mode)
	}
	known, ok := s.examples[mode].Load(named)
	if !ok {
		known, _ = s.examples[mode].LoadOrStore(named, schema.Example(named, mode))
	}
	return known.(*document.Node)
}
