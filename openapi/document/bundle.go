package document

import "strconv"

// JSON is the description as one document, whatever it was written in.
func (d *Document) JSON() []byte { return append(d.bundled().AppendJSON(nil, "  "), '\n') }

// YAML is the description as one document, whatever it was written in.
func (d *Document) YAML() []byte { return d.bundled().AppendYAML(nil) }

// bundled is the root, with what its references find in other files taken in: named schemas among the components, and
// everything else where it is referred to.
func (d *Document) bundled() *Node {
	if len(d.Files) <= 1 {
		return d.Root
	}
	b := &bundler{doc: d, names: map[*Node]string{}, taken: map[string]bool{}, open: map[*Node]bool{}}
	own := d.Root.Get("components").Get("schemas")
	for name := range own.Members() {
		b.taken[name] = true
	}
	for _, s := range d.Schemas {
		if s.Node.file != 0 {
			b.names[s.Node] = b.free(s.Name)
		}
	}
	root := b.copy(d.Root, 0)
	var added []member
	for _, s := range d.Schemas {
		if name, ok := b.names[s.Node]; ok {
			added = append(added, member{name, b.inside(s.Node, 0)})
		}
	}
	return withSchemas(root, added)
}

// bundler copies a document into one file.
type bundler struct {
	doc   *Document
	names map[*Node]string // of the schemas that come from other files
	taken map[string]bool
	open  map[*Node]bool // what is being taken in
}

func (b *bundler) free(name string) string {
	free := name
	for n := 2; b.taken[free]; n++ {
		free = name + strconv.Itoa(n)
	}
	b.taken[free] = true
	return free
}

// copy is a value with its references changed.
func (b *bundler) copy(n *Node, depth int) *Node {
	if n.Len() == 0 || depth > maxDepth {
		return n
	}
	if ref := n.Get("$ref"); ref.Kind() == String && n.kind == Object {
		if to := b.doc.target(ref); to != nil && (to.file != 0 || ref.file != 0) {
			return b.reference(n, to, depth)
		}
	}
	return b.inside(n, depth)
}

func (b *bundler) inside(n *Node, depth int) *Node {
	c := *n
	c.list = make([]member, len(n.list))
	for i, m := range n.list {
		c.list[i] = member{m.key, b.copy(m.value, depth+1)}
	}
	return &c
}

// reference is one to another file: to the component that it has become, or what it leads to.
func (b *bundler) reference(n, to *Node, depth int) *Node {
	if name, ok := b.names[to]; ok {
		c := *n
		c.list = make([]member, 0, len(n.list))
		for _, m := range n.list {
			if m.key == "$ref" {
				m.value = NewString("#/components/schemas/" + escapePointer(name))
			}
			c.list = append(c.list, m)
		}
		return &c
	}
	if b.open[to] {
		return NewObject() // it holds itself, and has no name to be called by
	}
	b.open[to] = true
	defer delete(b.open, to)
	return b.copy(to, depth+1)
}

// withSchemas is a root with more named schemas.
func withSchemas(root *Node, added []member) *Node {
	if len(added) == 0 {
		return root
	}
	components := root.Get("components")
	schemas := NewObject()
	if own := components.Get("schemas"); own.Kind() == Object {
		schemas.list = append(schemas.list, own.list...)
	}
	schemas.list = append(schemas.list, added...)
	return put(root, "components", put(components, "schemas", schemas))
}

// put is an object with a member set.
func put(n *Node, key string, value *Node) *Node {
	c := NewObject()
	found := false
	for _, m := range n.listed() {
		if m.key == key {
			m.value, found = value, true
		}
		c.list = append(c.list, m)
	}
	if !found {
		c.list = append(c.list, member{key, value})
	}
	return c
}
