package layered

import "slices"

// order puts the items of every rank in an order in which few edges cross. A group stays together,
// and groups have the same order in all ranks.
func (p *part) order() {
	p.first()
	best, crossings := p.snapshot(nil), p.crossings()
	for round, idle := 0, 0; crossings > 0 && idle < 4 && round < 24; round++ {
		p.sweep(round%2 == 0, round%4 >= 2)
		p.exchange()
		if c := p.crossings(); c < crossings {
			best, crossings, idle = p.snapshot(best), c, 0
		} else {
			idle++
		}
	}
	k := 0
	for r := range p.ranks {
		k += copy(p.ranks[r], best[k:])
		p.count(r)
	}
}

func (p *part) snapshot(into []int) []int {
	into = into[:0]
	for _, rank := range p.ranks {
		into = append(into, rank...)
	}
	return into
}

// count tells the items of a rank their places.
func (p *part) count(r int) {
	for at, k := range p.ranks[r] {
		p.items[k].at = at
	}
}

// first is the order to start from: that in which the edges are met, from the first vertices on.
func (p *part) first() {
	seen := make([]bool, len(p.items))
	next := make([]int, len(p.ranks))
	var visit func(k int)
	visit = func(k int) {
		seen[k] = true
		i := &p.items[k]
		i.key = next[i.rank]
		next[i.rank]++
		for _, s := range p.down.of(k) {
			if lower := p.segs[s].lower; !seen[lower] {
				visit(lower)
			}
		}
	}
	for _, rank := range p.ranks {
		for _, k := range rank {
			if !seen[k] {
				visit(k)
			}
		}
	}
	sums := make([][2]int, len(p.groups))
	for k := range p.items {
		i := &p.items[k]
		i.key = 2*i.key - next[i.rank]
		if i.kind == aVertex {
			for g := i.group; g != None; g = p.groups[g].parent {
				sums[g][0] += i.key << scale
				sums[g][1]++
			}
		}
		i.key <<= scale
	}
	for g, sum := range sums {
		p.groups[g].key = sum[0] / max(1, sum[1])
	}
	for r := range p.ranks {
		p.sort(r, false)
	}
}

// scale is the binary digits after the point that means of places have.
const scale = 10

// middle is how far to the right of the middle of its rank an item is.
func (p *part) middle(k int) int {
	i := &p.items[k]
	return 2*i.at - len(p.ranks[i.rank]) + 1
}

// sweep puts the items of every rank where their neighbours in the rank before are, from the first
// rank down or from the last one up. With late, of two that want the same place the later one comes first.
func (p *part) sweep(down, late bool) {
	p.pull()
	in, last := p.up, 0
	if !down {
		in, last = p.down, len(p.ranks)-1
	}
	for r := range p.ranks {
		if !down {
			r = last - r
		}
		for _, k := range p.ranks[r] {
			sum, weight := 0, 0
			for _, s := range in.of(k) {
				g := &p.segs[s]
				sum += g.weight * p.middle(g.upper+g.lower-k)
				weight += g.weight
			}
			if weight == 0 {
				sum, weight = p.middle(k), 1
			}
			p.items[k].key = (sum << scale) / weight
		}
		p.sort(r, late)
	}
}

// pull finds where the groups want to be: where those are whom edges join with them.
func (p *part) pull() {
	if len(p.groups) == 0 {
		return
	}
	type mean struct{ sum, weight int }
	outside, own := make([]mean, len(p.groups)), make([]mean, len(p.groups))
	for i := range p.segs {
		s := &p.segs[i]
		if s.arc == None {
			continue
		}
		from, to := p.items[s.upper].group, p.items[s.lower].group
		meet := p.meet(from, to)
		for g := from; g != meet; g = p.groups[g].parent {
			outside[g].sum += p.middle(s.lower)
			outside[g].weight++
		}
		for g := to; g != meet; g = p.groups[g].parent {
			outside[g].sum += p.middle(s.upper)
			outside[g].weight++
		}
	}
	for k := range p.items {
		for g := p.items[k].group; g != None; g = p.groups[g].parent {
			own[g].sum += p.middle(k)
			own[g].weight++
		}
	}
	for g := range p.groups {
		m := outside[g]
		if m.weight == 0 {
			m = own[g]
		}
		p.groups[g].key = (m.sum << scale) / max(1, m.weight)
	}
}

// sort puts the items of a rank in the order of their keys, groups kept together.
func (p *part) sort(r int, late bool) {
	rank := p.ranks[r]
	if len(p.groups) == 0 && slices.IsSortedFunc(rank, func(a, b int) int { return p.items[a].key - p.items[b].key }) && !late {
		p.count(r)
		return
	}
	slices.SortFunc(rank, func(a, b int) int { return p.compare(a, b, late) })
	p.count(r)
}

// compare says which of two items of a rank comes first. Items of different groups are compared as
// the groups, or the one group and the item, that lie directly in the group which they share.
func (p *part) compare(a, b int, late bool) int {
	x, y := &p.items[a], &p.items[b]
	if x.group == y.group {
		if x.kind.border() || y.kind.border() {
			return x.side() - y.side()
		}
		return tied(x.key-y.key, x.at-y.at, late)
	}
	meet := p.meet(x.group, y.group)
	g, h := p.childOf(meet, x.group), p.childOf(meet, y.group)
	switch {
	case g == None && x.kind.border():
		return x.side()
	case h == None && y.kind.border():
		return -y.side()
	case g == None:
		return tied(x.key-p.groups[h].key, 1, false)
	case h == None:
		return tied(p.groups[g].key-y.key, -1, false)
	}
	return tied(p.groups[g].key-p.groups[h].key, g-h, false)
}

// tied is the first number unless it is 0.
func tied(first, second int, late bool) int {
	switch {
	case first != 0:
		return first
	case late:
		return -second
	}
	return second
}

// side is -1 for a left border, 1 for a right one, and 0 for anything else.
func (i *item) side() int {
	switch i.kind {
	case aLeft:
		return -1
	case aRight:
		return 1
	}
	return 0
}

// childOf is the group directly in outer that g is or is in; None if g is outer.
func (p *part) childOf(outer, g int) int {
	child := None
	for ; g != outer; g = p.groups[g].parent {
		child = g
	}
	return child
}
