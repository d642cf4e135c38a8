package layered

// rank gives every vertex its rank: as few ranks between the ends of edges as can be, clusters
// kept together. It reports false if there is none.
func (p *part) rank() bool {
	p.unloop()
	if !p.ranked(true) && !p.ranked(false) {
		return false
	}
	least := p.vertices[0].rank
	for v := range p.vertices {
		least = min(least, p.vertices[v].rank)
	}
	for v := range p.vertices {
		p.vertices[v].rank -= least
	}
	for i := range p.groups {
		p.groups[i].first = -1
	}
	for v := range p.vertices {
		x := &p.vertices[v]
		for g := x.group; g != None; g = p.groups[g].parent {
			if q := &p.groups[g]; q.first < 0 {
				q.first, q.last = x.rank, x.rank
			} else {
				q.first, q.last = min(q.first, x.rank), max(q.last, x.rank)
			}
		}
	}
	return true
}

// unloop turns arcs round so that they run in no circle.
func (p *part) unloop() {
	out := incident(len(p.vertices), len(p.arcs), func(i int) (a, b int) { return p.arcs[i].from, -1 })
	const fresh, open, done = 0, 1, 2
	state := make([]uint8, len(p.vertices))
	var visit func(v int)
	visit = func(v int) {
		state[v] = open
		for _, i := range out.of(v) {
			switch a := &p.arcs[i]; state[a.to] {
			case open:
				a.turned = true
			case fresh:
				visit(a.to)
			}
		}
		state[v] = done
	}
	entered := make([]bool, len(p.vertices))
	for i := range p.arcs {
		entered[p.arcs[i].to] = true
	}
	for _, sources := range []bool{true, false} {
		for v := range p.vertices {
			if state[v] == fresh && entered[v] != sources {
				visit(v)
			}
		}
	}
	for i := range p.arcs {
		if a := &p.arcs[i]; a.turned {
			a.from, a.to = a.to, a.from
			a.upper, a.lower = a.lower, a.upper
		}
	}
}

// ranked ranks the vertices. With whole, an edge of a cluster is above or below all of it, which
// can't always be.
func (p *part) ranked(whole bool) bool {
	count := len(p.vertices)
	s := simplex{count: count + 2*len(p.groups), rules: make([]rule, 0, len(p.arcs)+2*count+3*len(p.groups))}
	top := func(g int) int { return count + 2*g }
	bottom := func(g int) int { return count + 2*g + 1 }
	special := false
	for i := range p.arcs {
		a := &p.arcs[i]
		span := a.span
		if p.half {
			span *= 2
		}
		s.rules = append(s.rules, rule{a.from, a.to, span, 1})
		if a.upper != None || a.lower != None {
			special = true
			from, to := a.from, a.to
			if a.upper != None {
				from = bottom(a.upper)
			}
			if a.lower != None {
				to = top(a.lower)
			}
			if whole {
				s.rules = append(s.rules, rule{from, to, span, 1})
			}
		}
	}
	if !whole && !special {
		return false
	}
	for v := range p.vertices {
		if g := p.vertices[v].group; g != None {
			s.rules = append(s.rules, rule{top(g), v, 0, 0}, rule{v, bottom(g), 0, 0})
		}
	}
	for g := range p.groups {
		s.rules = append(s.rules, rule{top(g), bottom(g), 0, 2})
		if parent := p.groups[g].parent; parent != None {
			s.rules = append(s.rules, rule{top(parent), top(g), 0, 0}, rule{bottom(g), bottom(parent), 0, 0})
		}
	}
	if !s.solve(false) {
		return false
	}
	for v := range p.vertices {
		p.vertices[v].rank = s.value[v]
	}
	return true
}
