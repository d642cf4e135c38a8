package document

import (
	"fmt"
	"slices"
)

// slabs hands out nodes and members from large pieces of memory: one allocation for thousands.
type slabs struct {
	file    int32
	made    int // how many nodes
	nodes   []Node
	members []member
	stack   []member // of all values that are still open
	size    int      // of the next piece
}

// slab is how many nodes or members are allocated at once, at most: a short text needs few.
const slab = 2048

// slabsFor are for the values of a text.
func slabsFor(text string, file int32) slabs {
	const bytesPerValue = 16 // few texts have more values
	return slabs{file: file, size: min(len(text)/bytesPerValue+8, slab)}
}

func (s *slabs) node(kind Kind, line, column int) *Node {
	if len(s.nodes) == 0 {
		s.nodes = make([]Node, s.size)
	}
	s.made++
	n := &s.nodes[0]
	s.nodes = s.nodes[1:]
	n.kind, n.file, n.line, n.column = kind, s.file, int32(line), int32(column)
	return n
}

// keep takes the members from base on off the stack, to where they stay.
func (s *slabs) keep(base int) []member {
	list := s.stack[base:]
	if len(list) == 0 {
		return nil
	}
	if len(list) > s.size/8 { // or much of a piece might stay unused
		s.stack = s.stack[:base]
		return slices.Clone(list)
	}
	if len(list) > len(s.members) {
		s.members = make([]member, s.size)
	}
	kept := s.members[:len(list):len(list)]
	s.members = s.members[len(list):]
	copy(kept, list)
	s.stack = s.stack[:base]
	return kept
}

// warnTwice warns of a name that an object has twice.
func warnTwice(n *Node, warn warner) {
	const few = 16 // of which each is compared with each
	if len(n.list) > few {
		seen := make(map[string]bool, len(n.list))
		for _, m := range n.list {
			if seen[m.key] {
				sayTwice(m, warn)
			}
			seen[m.key] = true
		}
		return
	}
	for i, m := range n.list {
		for _, other := range n.list[:i] {
			if other.key == m.key {
				sayTwice(m, warn)
				break
			}
		}
	}
}

func sayTwice(m member, warn warner) {
	warn(int(m.value.line), int(m.value.column), fmt.Sprintf("%q is there twice; the last one counts", short(m.key)))
}
