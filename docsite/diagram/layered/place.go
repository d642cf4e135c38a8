package layered

// edgeGap lies between an edge and what it passes.
const edgeGap = 16

// place gives the items their places across the ranks: none too near to another, and the edges as straight
// as can be. A group's border is one number for all its ranks, so groups are rectangles. It reports
// false if that can't be.
func (p *part) place() bool {
	p.spread()
	s := simplex{rules: make([]rule, 0, 2*len(p.items)+2*len(p.segs))}
	variable := p.variables(&s)
	for _, rank := range p.ranks {
		for at := 1; at < len(rank); at++ {
			a, b := rank[at-1], rank[at]
			s.rules = append(s.rules, rule{variable[a], variable[b], p.apart(a, b), 0})
		}
	}
	for i := range p.segs {
		g := &p.segs[i]
		if g.arc == None {
			continue
		}
		upper, lower := p.aside(g, true), p.aside(g, false)
		most := max(upper, lower)
		s.rules = append(s.rules,
			rule{s.count, variable[g.upper], most - upper, g.weight},
			rule{s.count, variable[g.lower], most - lower, g.weight})
		s.count++
	}
	for i := range p.arcs {
		if a := &p.arcs[i]; a.over {
			s.rules = append(s.rules, rule{s.count, variable[a.from], 0, 1}, rule{s.count, variable[a.to], 0, 1})
			s.count++
		}
	}
	if !s.solve(true) {
		return false
	}
	left, right := 0, 0
	for k := range p.items {
		i := &p.items[k]
		i.x = s.value[variable[k]]
		if k == 0 {
			left, right = i.x, i.x
		}
		left, right = min(left, i.x-i.left), max(right, i.x+i.right)
	}
	for k := range p.items {
		p.items[k].x -= left
	}
	p.width = right - left
	return true
}

// variables says which variable is the place of each item.
func (p *part) variables(s *simplex) []int {
	variable := make([]int, len(p.items))
	borders := make([][2]int, len(p.groups))
	s.count = 0
	for k := range p.items {
		i := &p.items[k]
		if i.kind.border() {
			b := &borders[i.of][i.kind-aLeft]
			if *b == 0 {
				s.count++
				*b = s.count
			}
			variable[k] = *b - 1
			continue
		}
		variable[k] = s.count
		s.count++
	}
	for g, b := range borders {
		s.rules = append(s.rules, rule{b[0] - 1, b[1] - 1, p.groups[g].breadth, 2})
	}
	return variable
}

// apart is how far the middles of two neighbours are from each other at least.
func (p *part) apart(a, b int) int {
	x, y := &p.items[a], &p.items[b]
	reach := x.right + y.left
	switch {
	case x.kind == aLeft && (y.group == x.group || y.kind == aLeft):
		return reach + p.groups[x.group].left
	case y.kind == aRight && (x.group == y.group || x.kind == aRight):
		return reach + p.groups[y.group].right
	case x.kind == aVertex && y.kind == aVertex:
		return reach + p.n.NodeGap
	case x.kind.border() && y.kind.border():
		return reach + p.n.NodeGap
	case x.kind == aLabel || y.kind == aLabel:
		return reach + edgeGap*2/3
	}
	return reach + edgeGap
}

// aside is how far from the middle of a vertex a piece of an edge touches it.
func (p *part) aside(g *seg, upper bool) int {
	k := g.lower
	if upper {
		k = g.upper
	}
	if p.items[k].kind != aVertex {
		return 0
	}
	if upper {
		return p.arcs[g.arc].offFrom
	}
	return p.arcs[g.arc].offTo
}

// pack puts parts beside each other, and below each other what gets too broad.
func (n *nesting) pack(parts []*part, d Direction) Size {
	breadth := n.Breadth
	if d.sideways() {
		breadth = breadth * 2 / 3
	}
	for _, p := range parts {
		breadth = max(breadth, p.width)
	}
	gap := max(n.NodeGap, 24)
	var x, y, height, width int
	for _, p := range parts {
		if x > 0 && x+p.width > breadth {
			x, y, height = 0, y+height+gap, 0
		}
		p.at = Point{x, y}
		x += p.width + gap
		width, height = max(width, x-gap), max(height, p.height)
	}
	whole := Size{width, y + height}
	for _, p := range parts {
		p.deliver(whole)
	}
	if d.sideways() {
		return whole.turned()
	}
	return whole
}
