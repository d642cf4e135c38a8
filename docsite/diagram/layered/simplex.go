package layered

// simplex is the network simplex: of all whole numbers for its variables that keep the rules, it
// finds those with the least sum of each rule's weight times its distance. See Gansner, Koutsofios,
// North and Vo, "A Technique for Drawing Directed Graphs" (1993).
//
// A spanning tree of rules that are kept to the letter ("tight") fixes all variables. A rule in the
// tree whose cut value is negative is better replaced by another; when there is none, the numbers
// are the best.
type simplex struct {
	count int // of variables
	rules []rule
	value []int

	of      incidence // rules by their variables
	cut     []int
	inTree  []bool
	tree    []int   // the rules in the tree
	place   []int   // of a rule in tree
	branch  [][]int // the tree's rules at a variable
	parent  []int   // the tree's rule towards its root
	low     []int   // the least number in the subtree below a variable, in postorder
	number  []int
	ordered []int // variables by number
	work    int   // how much may still be done
}

// rule says that to is at least so far from from.
type rule struct{ from, to, distance, weight int }

// incidence lists indices by another index: those of i are list[start[i]:start[i+1]].
type incidence struct{ start, list []int }

func (in incidence) of(i int) []int { return in.list[in.start[i]:in.start[i+1]] }

// incident sorts count things by the one or two indices, below n, that each has. A negative index
// is none.
func incident(n, count int, ends func(i int) (a, b int)) incidence {
	in := incidence{start: make([]int, n+2)}
	for i := range count {
		a, b := ends(i)
		in.start[a+2]++
		if b >= 0 {
			in.start[b+2]++
		}
	}
	for i := range n {
		in.start[i+2] += in.start[i+1]
	}
	in.list = make([]int, in.start[n+1])
	for i := range count {
		a, b := ends(i)
		in.list[in.start[a+1]] = i
		in.start[a+1]++
		if b >= 0 {
			in.list[in.start[b+1]] = i
			in.start[b+1]++
		}
	}
	return in
}

// most is how much a simplex may do, in visits of a variable or rule: about a tenth of a second. What is not the best by then
// is still right.
const most = 4_000_000

// solve finds the values and reports whether the rules, which must join all variables, can be kept.
// With balance, variables that could as well be elsewhere are put in the middle.
func (s *simplex) solve(balance bool) bool {
	if s.count == 0 {
		return true
	}
	s.of = incident(s.count, len(s.rules), func(i int) (a, b int) { return s.rules[i].from, s.rules[i].to })
	s.work = most
	if !s.feasible() {
		return false
	}
	s.grow()
	s.renumber(0, -1, 0)
	s.cuts()
	for start := 0; s.work > 0; {
		out := s.leaving(&start)
		if out < 0 {
			break
		}
		s.exchange(out, s.entering(out))
	}
	if balance {
		s.balance()
	}
	return true
}

func (s *simplex) slack(i int) int {
	r := &s.rules[i]
	return s.value[r.to] - s.value[r.from] - r.distance
}

// feasible gives every variable the least value that keeps the rules; there is none if they run in
// a circle.
func (s *simplex) feasible() bool {
	s.value = make([]int, s.count)
	waits := make([]int, s.count)
	for i := range s.rules {
		waits[s.rules[i].to]++
	}
	ready := make([]int, 0, s.count)
	for v, w := range waits {
		if w == 0 {
			ready = append(ready, v)
		}
	}
	for k := 0; k < len(ready); k++ {
		v := ready[k]
		for _, i := range s.of.of(v) {
			r := &s.rules[i]
			if r.from != v {
				continue
			}
			s.value[r.to] = max(s.value[r.to], s.value[v]+r.distance)
			if waits[r.to]--; waits[r.to] == 0 {
				ready = append(ready, r.to)
			}
		}
	}
	return len(ready) == s.count
}

// grow makes a tree of tight rules, moving what it has until a rule out of it is tight.
func (s *simplex) grow() {
	s.inTree = make([]bool, len(s.rules))
	s.place = make([]int, len(s.rules))
	s.cut = make([]int, len(s.rules))
	s.tree = make([]int, 0, s.count-1)
	s.branch = make([][]int, s.count)
	room := make([]int, len(s.of.list))
	for v := range s.branch {
		from, to := s.of.start[v], s.of.start[v+1]
		s.branch[v] = room[from:from:to] // a variable has no more rules in the tree than it has
	}
	reached := make([]bool, s.count)
	members := make([]int, 0, s.count)
	reach := func(v int) {
		reached[v] = true
		for next := len(members); ; next++ {
			if next == len(members) {
				members = append(members, v)
			}
			for _, i := range s.of.of(members[next]) {
				r := &s.rules[i]
				other := r.from + r.to - members[next]
				if !reached[other] && s.slack(i) == 0 {
					reached[other] = true
					members = append(members, other)
					s.plant(i)
				}
			}
			if next == len(members)-1 {
				return
			}
		}
	}
	reach(0)
	for len(members) < s.count {
		best, least := -1, 0
		for i := range s.rules {
			r := &s.rules[i]
			if reached[r.from] != reached[r.to] {
				if slack := s.slack(i); best < 0 || slack < least {
					best, least = i, slack
				}
			}
		}
		r := &s.rules[best]
		new := r.to
		if reached[r.to] {
			new, least = r.from, -least
		}
		for _, v := range members {
			s.value[v] += least
		}
		s.plant(best)
		reach(new)
	}
}

// plant puts a rule into the tree.
func (s *simplex) plant(i int) {
	r := &s.rules[i]
	s.inTree[i] = true
	s.place[i] = len(s.tree)
	s.tree = append(s.tree, i)
	s.branch[r.from] = append(s.branch[r.from], i)
	s.branch[r.to] = append(s.branch[r.to], i)
}

// renumber numbers the subtree below v in postorder, from next on.
func (s *simplex) renumber(v, parent, next int) int {
	if s.number == nil {
		s.number, s.low, s.parent, s.ordered = make([]int, s.count), make([]int, s.count), make([]int, s.count), make([]int, s.count)
	}
	s.parent[v], s.low[v] = parent, next
	for _, i := range s.branch[v] {
		if i != parent {
			next = s.renumber(s.rules[i].from+s.rules[i].to-v, i, next)
		}
	}
	s.number[v], s.ordered[next] = next, v
	s.work--
	return next + 1
}

// cuts gives the rules of the tree their cut values: the weight of all rules that run the same way
// between the two parts into which it cuts the tree, less that of those which run the other way.
func (s *simplex) cuts() {
	for _, v := range s.ordered[:s.count-1] {
		e := s.parent[v]
		tail := s.rules[e].from == v
		sum := s.rules[e].weight
		for _, i := range s.of.of(v) {
			if i == e {
				continue
			}
			r := &s.rules[i]
			crossing := r.weight
			if s.inTree[i] {
				crossing -= s.cut[i]
			}
			if (r.from == v) == tail {
				sum += crossing
			} else {
				sum -= crossing
			}
		}
		s.cut[e] = sum
	}
}

// below is the end of a rule of the tree that is further from the root.
func (s *simplex) below(i int) int {
	r := &s.rules[i]
	if s.number[r.from] < s.number[r.to] {
		return r.from
	}
	return r.to
}

// leaving finds a rule of the tree that is better replaced, or -1: the worst of some.
func (s *simplex) leaving(start *int) int {
	best, found := -1, 0
	for range s.tree {
		i := s.tree[*start]
		if *start++; *start == len(s.tree) {
			*start = 0
		}
		s.work--
		if s.cut[i] < 0 {
			if best < 0 || s.cut[i] < s.cut[best] {
				best = i
			}
			if found++; found == 30 {
				break
			}
		}
	}
	return best
}

// entering finds the rule that can replace one of the tree: of those that run the other way between
// its two parts, the one with the least slack. There is one if its cut value is not its weight.
func (s *simplex) entering(out int) int {
	v := s.below(out)
	tail := s.rules[out].from == v
	low, high := s.low[v], s.number[v]
	best, least := -1, 0
	for _, w := range s.ordered[low : high+1] {
		for _, i := range s.of.of(w) {
			r := &s.rules[i]
			other := r.from
			if !tail {
				other = r.to
			}
			if n := s.number[other]; other == w || low <= n && n <= high {
				continue
			}
			if slack := s.slack(i); best < 0 || slack < least {
				best, least = i, slack
			}
		}
		s.work -= 4
	}
	return best
}

// shift moves the subtree below a rule of the tree.
func (s *simplex) shift(i, by int) {
	v := s.below(i)
	if s.rules[i].from == v {
		by = -by
	}
	for _, w := range s.ordered[s.low[v] : s.number[v]+1] {
		s.value[w] += by
	}
}

// exchange replaces a rule of the tree by another.
func (s *simplex) exchange(out, in int) {
	s.shift(out, s.slack(in))
	value := s.cut[out]
	r := s.rules[in]
	root := s.climb(r.from, r.to, value, true)
	s.climb(r.to, r.from, value, false)
	s.cut[in], s.cut[out] = -value, 0
	s.inTree[in], s.inTree[out] = true, false
	s.place[in] = s.place[out]
	s.tree[s.place[in]] = in
	for _, v := range []int{s.rules[out].from, s.rules[out].to} {
		b := s.branch[v]
		for k := range b {
			if b[k] == out {
				b[k] = b[len(b)-1]
				s.branch[v] = b[:len(b)-1]
				break
			}
		}
	}
	s.branch[r.from] = append(s.branch[r.from], in)
	s.branch[r.to] = append(s.branch[r.to], in)
	s.renumber(root, s.parent[root], s.low[root])
}

// climb goes from v up to the variable that has w below it too, and counts the cut values on the
// way anew.
func (s *simplex) climb(v, w, value int, tail bool) int {
	for s.number[w] < s.low[v] || s.number[w] > s.number[v] {
		e := s.parent[v]
		r := &s.rules[e]
		if (r.from == v) == tail {
			s.cut[e] += value
		} else {
			s.cut[e] -= value
		}
		v = r.from + r.to - v
	}
	return v
}

// balance puts what could as well be elsewhere into the middle of where it could be.
func (s *simplex) balance() {
	for _, i := range s.tree {
		if s.cut[i] != 0 {
			continue
		}
		in := s.entering(i)
		if in < 0 {
			continue
		}
		if half := s.slack(in) / 2; half > 0 {
			s.shift(i, half)
		}
	}
}
