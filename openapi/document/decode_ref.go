package document

import (
	"slices"
	"strings"
)

// fillRef reads a reference and what stands beside it. Up to 3.0 that means nothing; what says how to read the value is
// taken all the same, because its author meant it.
func (r *reader) fillRef(s *Schema, n, ref *Node) {
	s.RefText = ref.text
	if s.Ref = r.referenced(n, ref); s.Ref != nil {
		r.refs = append(r.refs, s)
	}
	if len(n.list) == 1 {
		return
	}
	for _, m := range n.list {
		if (!r.early || isNote(m.key)) && r.counts(n, m) {
			r.schemaMember(s, n, m.key, m.value)
		}
	}
}

// counts reports a member that isn't followed by another one of its name, as far as that might be many.
func (r *reader) counts(n *Node, m member) bool {
	const few = 100
	return len(n.list) <= few || r.child(n, m.key) == m.value
}

// isNote reports a keyword that says something of a value, and doesn't change what it may be.
func isNote(key string) bool {
	switch key {
	case "title", "description", "deprecated", "readOnly", "writeOnly", "nullable", "default", "example", "examples", "externalDocs":
		return true
	}
	return extension(key)
}

// onlyRef reports an object that is nothing but a reference.
func (r *reader) onlyRef(n *Node) bool {
	if r.child(n, "$ref").Kind() != String {
		return false
	}
	return n.Len() == 1 || r.early && !slices.ContainsFunc(n.list, func(m member) bool { return isNote(m.key) })
}

// referenced is the schema that a reference leads to; nil, and a warning, if it leads nowhere.
func (r *reader) referenced(from, ref *Node) *Schema {
	to, err := r.resolve(ref)
	if err != nil {
		r.warn(ref, "%v", err)
		return nil
	}
	// A chain of references is followed to its end.
	for hops := 0; r.onlyRef(to) && r.named[to] == ""; hops++ { // what is named has a page, which leads on
		if to == from || hops > maxRefs {
			r.warn(ref, "these references lead to each other without end")
			return nil
		}
		next := to.Get("$ref")
		if to, err = r.resolve(next); err != nil {
			r.warn(next, "%v", err)
			return nil
		}
	}
	r.nameForeign(to, ref.text)
	return r.schemaLater(to)
}

// schemaLater is the schema that a reference leads to. In a long chain of references it is read when the chain has been:
// how deep schemas are written in each other is one thing, how far they lead another.
func (r *reader) schemaLater(n *Node) *Schema {
	if s, ok := r.schemas[n]; ok {
		return s
	}
	if r.depth < maxSchemaDepth/2 {
		return r.schema(n)
	}
	s := r.newSchema(n)
	if s != r.surplus {
		r.later = append(r.later, s)
	}
	return s
}

// readLater reads the schemas that were put off.
func (r *reader) readLater() {
	for len(r.later) > 0 {
		s := r.later[len(r.later)-1]
		r.later = r.later[:len(r.later)-1]
		r.read(s)
	}
}

// finishRefs leads references to named schemas that are only another's name on to that one.
func (r *reader) finishRefs() {
	ends := map[*Schema]*Schema{}
	for _, s := range r.refs {
		if s.Ref = r.endOf(s.Ref, ends); s.Ref == nil {
			r.warn(s.Node.Get("$ref"), "these references lead to each other without end")
		}
	}
}

// endOf is the schema at the end of a chain of names; nil if the chain is a ring.
func (r *reader) endOf(s *Schema, ends map[*Schema]*Schema) *Schema {
	var chain []*Schema
	end := s
	for {
		if known, ok := ends[end]; ok {
			end = known
			break
		}
		if end.Ref == nil || !r.onlyRef(end.Node) {
			break
		}
		ends[end] = nil // until its end is known: who comes here again is in a ring
		chain = append(chain, end)
		end = end.Ref
	}
	for _, s := range chain {
		ends[s] = end
	}
	return end
}

// nameForeign gives a schema of another file a name, so that it has a page: that of its place among the file's
// components, or that of the file.
func (r *reader) nameForeign(n *Node, ref string) {
	if n.file == 0 || r.named[n] != "" || n.kind != Object {
		return
	}
	address, fragment, _ := strings.Cut(ref, "#")
	segments := strings.Split(fragment, "/")
	name := ""
	switch {
	case fragment == "" || fragment == "/":
		name = fileStem(address)
	case len(segments) <= 2, segments[len(segments)-2] == "schemas", segments[len(segments)-2] == "definitions", segments[len(segments)-2] == "$defs":
		name = unescapePointer(segments[len(segments)-1])
	}
	if name != "" {
		r.addNamed(n, name)
	}
}

// addNamed makes a node a named schema of the document.
func (r *reader) addNamed(n *Node, name string) {
	if r.named[n] != "" {
		return
	}
	r.named[n] = name
	s := r.schema(n)
	if s == r.surplus {
		return
	}
	s.Name = name
	r.doc.Schemas = append(r.doc.Schemas, s)
}
