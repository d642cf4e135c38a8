package reference

import (
	"wpengine/docsite/schema"
	"wpengine/openapi/document"
)

// How much pages may weigh, compressed, without the frame of the site. What has no room on a page is one click away from it.
const (
	pageWeight  = 7_500  // of an operation
	wholeWeight = 24_000 // of all that an operation takes and answers
)

// How much a page may hold in any case, for schemas that somebody made to have no end.
const (
	longestPage = 2_000_000
	deepest     = 40
)

// weight is about how many bytes of the page go over the wire. Nobody knows until it is compressed. Over the pages of large
// public descriptions these factors are right within a tenth, mostly: a byte of text comes to a quarter of one, one of our
// markup to a thirtieth.
func (w *writer) weight() int { return 2_200 + w.said*28/100 + (len(w.b)-w.said-w.painted)*3/100 }

// fits reports whether there is room for so much more. What is deep in other things has less of it: a reader wants to see all
// that is near before any of what is far.
func (w *writer) fits(more int) bool {
	depth := max(min(len(w.open), 5), 1)
	return w.weight()+w.awaited+more <= w.limit*(9-depth)/8
}

// cost is about how much the fields of a schema weigh, without what is in them.
func cost(s *schema.Shape) int {
	sum := 30 + 30*len(s.Variants)
	for _, f := range s.Fields {
		sum += fieldCost(f.Schema)
	}
	return sum
}

func fieldCost(s *document.Schema) int {
	if s == nil {
		return 20
	}
	words := len(s.Description)
	if s.Ref != nil && words == 0 {
		words = len(s.Ref.Description)
	}
	if s.Items != nil {
		words += len(s.Items.Description)
	}
	inside := 0
	if s.Ref != nil || len(s.AnyOf)+len(s.OneOf)+len(s.AllOf)+len(s.Properties) > 0 || s.Items != nil {
		inside = 20 // the link to it
	}
	return 18 + inside + words*28/100 + 3*len(s.Enum)
}

// outgrows reports an operation that takes or answers more than its page has room for, and that no named schema's page
// shows either.
func outgrows(op *document.Operation) bool {
	var s scale
	for _, p := range op.Parameters {
		s.schema(p.Schema, 1)
	}
	if op.Body != nil {
		s.contents(op.Body.Contents)
	}
	for _, r := range op.Responses {
		s.contents(r.Contents)
	}
	for _, c := range op.Callbacks {
		for _, called := range c.Operations {
			if called.Body != nil {
				s.contents(called.Body.Contents)
			}
		}
	}
	return s.example || s.inner > 1_000 && s.outer+s.inner > pageWeight/2
}

// scale weighs the schemas that are written in an operation itself.
type scale struct {
	outer, inner int  // what a page shows at first, and what is folded
	example      bool // one is longer than a page shows
}

func (s *scale) contents(all []*document.Content) {
	for _, c := range all {
		s.schema(c.Schema, 0)
		s.schema(c.ItemSchema, 0)
		for _, e := range c.Examples {
			left := exampleRoom
			s.example = s.example || len(e.Serialized) > left || !short(e.Value, &left, 0)
		}
	}
}

func (s *scale) schema(of *document.Schema, depth int) {
	if of == nil || depth > deepest || s.inner > pageWeight {
		return
	}
	if depth > 1 {
		s.inner += fieldCost(of)
	} else {
		s.outer += fieldCost(of)
	}
	of.Each(func(inside *document.Schema) {
		if inside.Name == "" {
			s.schema(inside, depth+1)
		}
	})
}

// examplesCost is about how much the author's examples weigh.
func examplesCost(all []*document.Content) int {
	sum := 0
	for _, c := range all {
		for _, e := range c.Examples {
			left := exampleRoom
			short(e.Value, &left, 0)
			sum += min(exampleRoom-left, exampleRoom) * 13 / 100
		}
	}
	return sum
}

// short reports whether a value takes no more room than is left when it is written out.
func short(n *document.Node, left *int, depth int) bool {
	*left -= len(n.Text()) + 4
	for key, value := range n.Members() {
		*left -= len(key) + 6 + 2*depth
		if *left < 0 || !short(value, left, depth+1) {
			return false
		}
	}
	for item := range n.Items() {
		*left -= 2 * depth
		if *left < 0 || !short(item, left, depth+1) {
			return false
		}
	}
	return *left >= 0
}
