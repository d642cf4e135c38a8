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
	finder := pointerFinder{found: map[*Node]string{}}
	files := map[int32]bool{}
	for _, n := range r.warned {
		finder.found[n] = ""
		files[n.place()] = true
	}
	for file, name := range r.names {
		if files[int32(file)] {
			finder.find(r.files[name], 0)
		}
	}
	for i, n := range r.warned {
		r.doc.Warnings[i].Pointer = finder.found[n]
	}
}

// place is the file that a node is in.
func (n *Node) place() int32 {
	if n == nil {
		return -1
	}
	return n.file
}

// pointerFinder goes through values and looks for some.
type pointerFinder struct {
	found map[*Node]string // those that are looked for, and their pointers
	path  []pointerStep
}

// pointerStep is a way into a value.
type pointerStep struct {
	array bool
	index int
	key   string
}

func (f *pointerFinder) find(n *Node, depth int) {
	if at, wanted := f.found[n]; wanted && at == "" {
		f.found[n] = f.pointer()
	}
	if depth > maxDepth {
		return
	}
	for i, m := range n.listed() {
		f.path = append(f.path, pointerStep{n.kind == Array, i, m.key})
		f.find(m.value, depth+1)
		f.path = f.path[:len(f.path)-1]
	}
}

func (f *pointerFinder) pointer() string {
	var b strings.Builder
	b.WriteByte('#')
	for _, step := range f.path {
		b.WriteByte('/')
		if step.array {
			b.WriteString(strconv.Itoa(step.index))
		} else {
			b.WriteString(escapePointer(step.key))
		}
	}
	return b.String()
}

func (r *reader) sortWarnings() {
	slices.SortStableFunc(r.doc.Warnings, func(a, b Warning) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column), cmp.Compare(a.Message, b.Message))
	})
}
