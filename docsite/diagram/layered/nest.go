package layered

// nesting is a graph with what is in what. A cluster whose inside no edge joins with its outside is
// closed: it is placed on its own, in its own direction, and is a node to what is around it.
type nesting struct {
	*Graph
	closed []bool // by cluster
	flats  []flat // what is placed together, by closed cluster + 1
	items  int    // how many there have been so far
}

// flat is what is placed together: the inside of a closed cluster, or of the graph.
type flat struct {
	nodes    []int
	closed   []int // clusters that are nodes here
	open     []int // clusters whose nodes are here, parents first
	edges    []int
	assigned bool
}

func nest(g *Graph) (*nesting, error) {
	n := &nesting{Graph: g, closed: make([]bool, len(g.Clusters)), flats: make([]flat, len(g.Clusters)+1)}
	for c := range g.Clusters {
		n.closed[c] = true
		depth := 0
		for p := g.Clusters[c].Parent; p != None; p = g.Clusters[p].Parent {
			if depth++; depth > deepest {
				return nil, ErrTooLarge
			}
		}
	}
	for i := range g.Edges {
		n.pierce(&g.Edges[i])
	}
	for i := range g.Nodes {
		home := &n.flats[n.home(g.Nodes[i].Cluster)+1]
		home.nodes = append(home.nodes, i)
	}
	for c := range g.Clusters {
		n.assign(c)
	}
	for i := range g.Edges {
		if e := &g.Edges[i]; !n.holds(e.From, e.To) && !n.holds(e.To, e.From) {
			home := &n.flats[n.home(n.around(e.From))+1]
			home.edges = append(home.edges, i)
		}
	}
	return n, nil
}

// assign gives a cluster to the flat it is in, after its parent.
func (n *nesting) assign(c int) {
	if n.flats[c+1].assigned {
		return
	}
	n.flats[c+1].assigned = true
	parent := n.Clusters[c].Parent
	if parent != None {
		n.assign(parent)
	}
	home := &n.flats[n.home(parent)+1]
	if n.closed[c] {
		home.closed = append(home.closed, c)
	} else {
		home.open = append(home.open, c)
	}
}

// around is the cluster that an end is in.
func (n *nesting) around(e End) int {
	if c := e.cluster(); c != None {
		return n.Clusters[c].Parent
	}
	return n.Nodes[e].Cluster
}

// home is the innermost closed cluster from c outwards, or None.
func (n *nesting) home(c int) int {
	for c != None && !n.closed[c] {
		c = n.Clusters[c].Parent
	}
	return c
}

// within reports that cluster c is, or is somewhere in, cluster outer.
func (n *nesting) within(c, outer int) bool {
	for c != None && c != outer {
		c = n.Clusters[c].Parent
	}
	return c == outer
}

// holds reports that a is a cluster and b is a, or is in it.
func (n *nesting) holds(a, b End) bool {
	c := a.cluster()
	return c != None && (a == b || n.within(n.around(b), c))
}

// pierce opens the clusters whose border an edge crosses.
func (n *nesting) pierce(e *Edge) {
	if n.holds(e.From, e.To) || n.holds(e.To, e.From) {
		return
	}
	from, to := n.around(e.From), n.around(e.To)
	for c := from; c != None && !n.within(to, c); c = n.Clusters[c].Parent {
		n.closed[c] = false
	}
	for c := to; c != None && !n.within(from, c); c = n.Clusters[c].Parent {
		n.closed[c] = false
	}
}

// inside places what is in a closed cluster (or in the graph: None), from 0, 0.
func (n *nesting) inside(cluster int, d Direction) (Size, error) {
	f := &n.flats[cluster+1]
	for _, c := range f.closed {
		if err := n.box(c, d); err != nil {
			return Size{}, err
		}
	}
	parts := n.parts(f, d)
	for _, p := range parts {
		if err := p.layout(); err != nil {
			return Size{}, err
		}
	}
	return n.pack(parts, d), nil
}

// box places the inside of a closed cluster and gives it its size.
func (n *nesting) box(cluster int, around Direction) error {
	c := &n.Clusters[cluster]
	d := c.Direction
	if d == Default {
		d = around
	}
	size, err := n.inside(cluster, d)
	if err != nil {
		return err
	}
	c.Size = Size{max(size.Width, c.Title.Width) + 2*pad, size.Height + c.Title.Height + 2*pad}
	if size.Height == 0 {
		c.Height -= pad
	}
	n.shiftInside(cluster, Point{(c.Width - size.Width) / 2, pad + c.Title.Height})
	return nil
}

// shift moves a closed cluster with all that is in it.
func (n *nesting) shift(cluster int, by Point) {
	n.Clusters[cluster].Point = n.Clusters[cluster].add(by)
	n.shiftInside(cluster, by)
}

func (n *nesting) shiftInside(cluster int, by Point) {
	f := &n.flats[cluster+1]
	for _, i := range f.nodes {
		n.Nodes[i].Point = n.Nodes[i].add(by)
	}
	for _, i := range f.edges {
		e := &n.Edges[i]
		e.LabelAt = e.LabelAt.add(by)
		for k := range e.Path {
			e.Path[k] = e.Path[k].add(by)
		}
	}
	for _, c := range f.open {
		n.Clusters[c].Point = n.Clusters[c].add(by)
	}
	for _, c := range f.closed {
		n.shift(c, by)
	}
}

func (p Point) add(q Point) Point { return Point{p.X + q.X, p.Y + q.Y} }
