package document

import (
	"path"
	"strconv"
	"strings"
)

// JSON is the description as one document, whatever it was written in.
func (d *Document) JSON() []byte {
	return append(d.bundled().AppendJSON(make([]byte, 0, d.size+d.size/2), "  "), '\n')
}

// YAML is the description as one document, whatever it was written in.
func (d *Document) YAML() []byte { return d.bundled().AppendYAML(make([]byte, 0, d.size+d.size/8)) }

// bundled is the root, with what its references find in other files taken in: schemas, parameters, answers and the
// like among the components, and everything else where it is referred to.
func (d *Document) bundled() *Node {
	if len(d.Files) <= 1 {
		return d.Root
	}
	b := &bundler{
		doc: d, swagger: d.Root.Get("swagger") != nil, names: map[*Node]string{}, taken: map[string]bool{}, open: map[*Node]bool{},
		added: map[string]*Node{},
	}
	for _, s := range d.Schemas {
		b.names[s.Node] = s.Name
	}
	root := b.inside(d.Root, role{}, 0)
	for len(b.queue) > 0 {
		next := b.queue[0]
		b.queue = b.queue[1:]
		added := b.added[next.kind]
		if added == nil {
			added = NewObject()
			b.added[next.kind] = added
		}
		added.list = append(added.list, member{next.name, b.copy(next.node, role{kind: next.kind}, 0)})
	}
	for _, kind := range componentKinds() {
		if added := b.added[kind]; added != nil {
			root = b.withComponents(root, kind, added.list)
		}
	}
	return root
}

// bundler copies a document into one file.
type bundler struct {
	doc     *Document
	swagger bool
	names   map[*Node]string // of named schemas
	taken   map[string]bool  // names of components, by kind and name
	made    map[component]string
	queue   []component      // that are referred to, and not copied yet
	added   map[string]*Node // copied, by kind
	open    map[*Node]bool   // what is being taken in where it is referred to
	copied  int
}

// component is a value of another file that becomes a component.
type component struct {
	kind string
	name string // "" as the key of those that have their name
	node *Node
}

// copy is a value with its references changed.
func (b *bundler) copy(n *Node, r role, depth int) *Node {
	if n.Kind() == String && r.kind == "mapping" {
		return b.mapped(n)
	}
	if n.Len() == 0 || depth > maxDepth || b.copied > maxValues {
		return n
	}
	if ref := n.Get("$ref"); ref.Kind() == String && (r.kind != "data" || n.Len() == 1) {
		if to := b.doc.target(ref); to != nil && (to.file != 0 || ref.file != 0) {
			return b.reference(n, ref, to, r, depth)
		}
	}
	return b.inside(n, r, depth)
}

func (b *bundler) inside(n *Node, r role, depth int) *Node {
	c := *n
	c.list = make([]member, len(n.list))
	b.copied += len(n.list)
	for i, m := range n.list {
		c.list[i] = member{m.key, b.copy(m.value, r.of(n.kind, m.key), depth+1)}
	}
	return &c
}

// reference is one to another file, or one from there: to a component, or what it leads to.
func (b *bundler) reference(n, ref, to *Node, r role, depth int) *Node {
	if to.file == 0 {
		_, fragment, _ := strings.Cut(ref.text, "#")
		return put(n, "$ref", NewString("#"+fragment))
	}
	if !r.many { // else it is where names stand: not allowed, and common
		if address := b.component(r.kind, ref, to); address != "" {
			return put(n, "$ref", NewString(address))
		}
	}
	if b.open[to] {
		return NewObject() // it holds itself, and has no name to be called by
	}
	b.open[to] = true
	defer delete(b.open, to)
	taken := b.copy(to, r, depth+1)
	if taken.Kind() == Object && n.Len() > 1 {
		taken = without(beside(n, taken), "$ref")
	}
	return taken
}

// component makes a value of another file a component, and returns what to refer to it by; "" if there are no such
// components.
func (b *bundler) component(kind string, ref, to *Node) string {
	place := ""
	switch {
	case b.swagger && kind == "schemas":
		place = "#/definitions/"
	case b.swagger && kind != "parameters" && kind != "responses", !isComponentKind(kind), to.Kind() != Object:
		return ""
	case b.swagger:
		place = "#/" + kind + "/"
	default:
		place = "#/components/" + kind + "/"
	}
	key := component{kind: kind, node: to}
	name, ok := b.made[key]
	if !ok {
		name = b.free(kind, b.nameOf(ref, to))
		if b.made == nil {
			b.made = map[component]string{}
		}
		b.made[key] = name
		b.queue = append(b.queue, component{kind, name, to})
	}
	return place + name
}

// nameOf is what a component may be called: what a schema is called, or how the reference to it ends.
func (b *bundler) nameOf(ref, to *Node) string {
	if name := b.names[to]; name != "" {
		return name
	}
	address, fragment, _ := strings.Cut(ref.text, "#")
	if i := strings.LastIndexByte(fragment, '/'); fragment != "" {
		return unescapePointer(fragment[i+1:])
	}
	return fileStem(address)
}

// fileStem is a file's name without its extensions.
func fileStem(address string) string {
	base := strings.TrimSuffix(path.Base(address), ".gz")
	return strings.TrimSuffix(base, path.Ext(base))
}

// free is a name that no other component of the kind has, of characters that every reader takes.
func (b *bundler) free(kind, name string) string {
	name = strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '.' || r == '-' || r == '_' {
			return r
		}
		return '_'
	}, name)
	free := name
	for n := 2; b.taken[kind+"/"+free] || b.own(kind).Get(free) != nil; n++ {
		free = name + strconv.Itoa(n)
	}
	b.taken[kind+"/"+free] = true
	return free
}

// own are the components of a kind that the root has.
func (b *bundler) own(kind string) *Node {
	switch {
	case !b.swagger:
		return b.doc.Root.Get("components").Get(kind)
	case kind == "schemas":
		return b.doc.Root.Get("definitions")
	}
	return b.doc.Root.Get(kind)
}

// mapped is a discriminator's reference to a schema.
func (b *bundler) mapped(n *Node) *Node {
	to := b.doc.target(n)
	if to == nil || to.file == 0 && n.file == 0 {
		return n
	}
	if to.file == 0 {
		_, fragment, _ := strings.Cut(n.text, "#")
		return NewString("#" + fragment)
	}
	if address := b.component("schemas", n, to); address != "" {
		return NewString(address)
	}
	return n
}

// withComponents is a root with more components.
func (b *bundler) withComponents(root *Node, kind string, added []member) *Node {
	if b.swagger {
		if kind == "schemas" {
			kind = "definitions"
		}
		return put(root, kind, withMembers(root.Get(kind), added))
	}
	components := root.Get("components")
	return put(root, "components", put(components, kind, withMembers(components.Get(kind), added)))
}

func withMembers(n *Node, added []member) *Node {
	all := NewObject()
	if n.Kind() == Object {
		all.list = append(all.list, n.list...)
	}
	all.list = append(all.list, added...)
	return all
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
