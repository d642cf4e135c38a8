package reference

import (
	"sync"

	"wpengine/docsite/schema"
	"wpengine/openapi/document"
)

// shapes are those of the named schemas. They stand on many pages, and one that takes in hundreds of others is long to
// merge.
type shapes struct {
	named sync.Map // *document.Schema to *schema.Shape
}

// of is the shape of a schema, for reading only: other goroutines read it, too.
func (s *shapes) of(written *document.Schema) *schema.Shape {
	named := written
	switch {
	case written == nil:
		return schema.Of(nil)
	case written.Name != "":
	case written.Ref != nil && written.Ref.Name != "" && written.Node.Len() == 1:
		named = written.Ref
	default:
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
