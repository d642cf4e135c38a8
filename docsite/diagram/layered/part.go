package layered

// part is a part of a graph that hangs together, placed as if edges ran down: where they run
// otherwise it is turned before and after.
type part struct {
	n        *nesting
	toward   Direction
	vertices []vertex
	arcs     []arc
	loops    []int // edges from a node to itself
	groups   []group

	half  bool // ranks for labels lie between the others
	ranks [][]int
	items []item
	segs  []seg
	up    incidence // segments by the item at their lower end
	down  incidence // and by that at their upper end

	bands         []band
	width, height int
	at            Point // of its upper left corner among the other parts
}

// vertex is a node, or a closed cluster.
type vertex struct {
	Size
	before, after int
	group         int
	end           End
	rank          int
	out, in       int // arcs
	x, y          int
}

// arc is an edge between vertices. Once ranks are known it runs down.
type arc struct {
	from, to       int
	span           int
	label          Size
	edge           int
	upper, lower   int // the groups that it ends at as a whole, or None
	turned         bool
	over           bool // it has no bends, though there is something in its way
	first, last    int  // its items, in the order of ranks
	labelled       int  // the item of its label, or None
	offFrom, offTo int  // how far from the middle of its ends it runs
}

// group is an open cluster: a box around vertices.
type group struct {
	parent, depth            int
	cluster                  int
	left, right, top, bottom int // room within its border
	breadth, length          int // that it has at least, across ranks and along
	first, last              int // its ranks
	key                      int // where order.go wants it
	x0, x1, y0, y1           int
}

// parts sorts what is in a flat into parts that hang together.
func (n *nesting) parts(f *flat, d Direction) []*part {
	b := n.builder(f, d)
	for _, i := range f.edges {
		e := &n.Edges[i]
		b.join(b.vertexOf(e.From, true), b.vertexOf(e.To, false))
	}
	var all []*part
	byRoot := make(map[int]*part)
	for v := range b.vertices {
		root := b.root(v)
		p := byRoot[root]
		if p == nil {
			p = &part{n: n, toward: d}
			byRoot[root] = p
			all = append(all, p)
		}
		b.add(p, v)
	}
	for _, i := range f.edges {
		e := &n.Edges[i]
		from, to := b.vertexOf(e.From, true), b.vertexOf(e.To, false)
		b.connect(byRoot[b.root(from)], i, from, to)
	}
	return all
}

// builder finds the parts of a flat.
type builder struct {
	n        *nesting
	d        Direction
	vertices []End
	index    map[End]int
	group    []int       // the open cluster that a vertex is in
	inside   map[int]int // a vertex of each open cluster
	union    []int
	local    []int // a vertex's index in its part
	groups   map[int]int
	outs     []bool // vertices that an edge leaves for another of the same cluster
	ins      []bool
}

func (n *nesting) builder(f *flat, d Direction) *builder {
	count := len(f.nodes) + len(f.closed)
	b := &builder{
		n: n, d: d, index: make(map[End]int, count), inside: make(map[int]int), groups: make(map[int]int),
		vertices: make([]End, 0, count), group: make([]int, 0, count), union: make([]int, count), local: make([]int, count),
		outs: make([]bool, count), ins: make([]bool, count),
	}
	open := make(map[int]bool, len(f.open))
	for _, c := range f.open {
		open[c] = true
	}
	put := func(e End) {
		v := len(b.vertices)
		b.index[e] = v
		b.union[v] = v
		b.vertices = append(b.vertices, e)
		c := n.around(e)
		if !open[c] {
			c = None
		}
		b.group = append(b.group, c)
		for ; open[c]; c = n.Clusters[c].Parent {
			if first, ok := b.inside[c]; ok {
				b.join(first, v)
			} else {
				b.inside[c] = v
			}
		}
	}
	for _, i := range f.nodes {
		put(End(i))
	}
	for _, c := range f.closed {
		put(ClusterEnd(c))
	}
	for _, i := range f.edges {
		e := &n.Edges[i]
		from, isFrom := b.index[e.From]
		to, isTo := b.index[e.To]
		if isFrom && isTo && from != to && b.group[from] == b.group[to] {
			b.outs[from], b.ins[to] = true, true
		}
	}
	return b
}

// vertexOf is the vertex of an end. An open cluster is stood for by one of those in it: by its last
// sink if an edge leaves it, by its first source if one arrives.
func (b *builder) vertexOf(e End, leaves bool) int {
	if v, ok := b.index[e]; ok {
		return v
	}
	found := -1
	for v := range b.vertices {
		if !b.n.within(b.group[v], e.cluster()) {
			continue
		}
		switch {
		case leaves && (found < 0 || !b.outs[v] || b.outs[found]):
			found = v
		case !leaves && (found < 0 || b.ins[found] && !b.ins[v]):
			found = v
		}
	}
	return found
}

func (b *builder) root(v int) int {
	for b.union[v] != v {
		b.union[v] = b.union[b.union[v]]
		v = b.union[v]
	}
	return v
}

func (b *builder) join(v, w int) {
	v, w = b.root(v), b.root(w)
	b.union[max(v, w)] = min(v, w)
}

// add puts a vertex into its part.
func (b *builder) add(p *part, v int) {
	b.local[v] = len(p.vertices)
	x := vertex{end: b.vertices[v], group: b.groupOf(p, b.group[v])}
	if c := x.end.cluster(); c != None {
		x.Size = b.n.Clusters[c].Size
	} else {
		node := &b.n.Nodes[x.end]
		x.Size, x.before, x.after = node.Size, node.Before, node.After
	}
	if b.d.sideways() {
		x.Size = x.turned()
	}
	x.Width += x.Width % 2 // so that halves are whole
	x.Height += x.Height % 2
	p.vertices = append(p.vertices, x)
}

func (s Size) turned() Size { return Size{s.Height, s.Width} }

// groupOf is the index of an open cluster among the groups of its part.
func (b *builder) groupOf(p *part, c int) int {
	if c == None {
		return None
	}
	if g, ok := b.groups[c]; ok {
		return g
	}
	g := group{parent: None, cluster: c, left: pad, right: pad, top: pad, bottom: pad}
	if _, open := b.inside[b.n.Clusters[c].Parent]; open {
		g.parent = b.groupOf(p, b.n.Clusters[c].Parent)
		g.depth = p.groups[g.parent].depth + 1
	}
	title := b.n.Clusters[c].Title
	switch b.d {
	case Down:
		g.top += title.Height
		g.breadth = title.Width + 2*pad
	case Up:
		g.bottom += title.Height
		g.breadth = title.Width + 2*pad
	default:
		g.left += title.Height
		g.length = title.Width + 2*pad
	}
	b.groups[c] = len(p.groups)
	p.groups = append(p.groups, g)
	return b.groups[c]
}

// connect puts an edge into its part.
func (b *builder) connect(p *part, edge, from, to int) {
	e := &b.n.Edges[edge]
	if from == to {
		p.loops = append(p.loops, edge)
		x := &p.vertices[b.local[from]]
		room := e.Label
		if b.d.sideways() {
			room = room.turned()
		}
		x.after += loopReach + room.Width
		return
	}
	a := arc{from: b.local[from], to: b.local[to], span: max(1, e.Span), label: e.Label, edge: edge, upper: None, lower: None, labelled: None}
	if b.d.sideways() {
		a.label = a.label.turned()
	}
	if _, vertex := b.index[e.From]; !vertex {
		a.upper = b.groups[e.From.cluster()]
	}
	if _, vertex := b.index[e.To]; !vertex {
		a.lower = b.groups[e.To.cluster()]
	}
	p.half = p.half || a.label.Width > 0
	p.arcs = append(p.arcs, a)
}

// layout places the part.
func (p *part) layout() error {
	if !p.rank() {
		return ErrTooLarge
	}
	if err := p.itemise(); err != nil {
		return err
	}
	p.order()
	if !p.place() {
		return ErrTooLarge
	}
	p.lift()
	p.route()
	return nil
}
