package document

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// position is where a node is written.
func (r *reader) position(n *Node) Position {
	if n == nil || n.line == 0 || int(n.file) >= len(r.names) {
		return Position{}
	}
	return Position{r.names[n.file], int(n.line), int(n.column)}
}

// How much is said of defects, at most.
const (
	maxWarnings = 5000
	maxQuoted   = 300 // bytes of a text of the document
)

// warn notes a defect at a node.
func (r *reader) warn(n *Node, format string, args ...any) {
	if len(r.doc.Warnings) > maxWarnings {
		return
	}
	for i, arg := range args {
		if text, ok := arg.(string); ok {
			args[i] = short(text)
		}
	}
	if origin := r.origins[n]; origin != nil {
		n = origin
	}
	w := Warning{Position: r.position(n), Message: fmt.Sprintf(format, args...)}
	if r.note(w) {
		r.warned[len(r.doc.Warnings)-1] = n
	}
}

// note keeps a warning, unless it is there already.
func (r *reader) note(w Warning) bool {
	if len(r.doc.Warnings) > maxWarnings || r.seen[w] {
		return false
	}
	if len(r.doc.Warnings) == maxWarnings {
		w = Warning{Position: Position{File: r.names[0]}, Message: fmt.Sprintf("there are more than %d defects; the rest is not listed", maxWarnings)}
	}
	r.seen[w] = true
	r.doc.Warnings = append(r.doc.Warnings, w)
	return true
}

// short is a text of the document as a message has it.
func short(text string) string {
	if len(text) <= maxQuoted {
		return text
	}
	return strings.ToValidUTF8(text[:maxQuoted], "") + "…"
}

// derived is a node that is made of another, of which warnings speak.
func (r *reader) derived(n, origin *Node) *Node {
	r.origins[n] = origin
	return n
}

// findPointers says of each warning where in its file the node is. Few documents have many, so pointers are not kept
// while reading.
func (r *reader) findPointers() {
	wanted := map[*Node]string{}
	for _, n := range r.warned {
		wanted[n] = ""
	}
	if len(wanted) == 0 {
		return
	}
	for _, name := range r.names {
		findPointers(r.files[name], "#", wanted, 0)
	}
	for i, n := range r.warned {
		r.doc.Warnings[i].Pointer = wanted[n]
	}
}

func findPointers(n *Node, pointer string, wanted map[*Node]string, depth int) {
	if at, ok := wanted[n]; ok && at == "" {
		wanted[n] = pointer
	}
	if depth > maxDepth {
		return
	}
	for i, m := range n.listed() {
		if m.value.Len() == 0 {
			if at, ok := wanted[m.value]; !ok || at != "" {
				continue // no need to make its pointer
			}
		}
		if n.kind == Array {
			findPointers(m.value, pointer+"/"+strconv.Itoa(i), wanted, depth+1)
		} else {
			findPointers(m.value, pointer+"/"+escapePointer(m.key), wanted, depth+1)
		}
	}
}

func (r *reader) sortWarnings() {
	slices.SortStableFunc(r.doc.Warnings, func(a, b Warning) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column), cmp.Compare(a.Message, b.Message))
	})
}
