package document

import (
	"cmp"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strconv"
)

// What is read of a document, at most: more is an attack or a mistake.
const (
	maxFileBytes = 256 << 20
	maxFiles     = 20_000
	maxParts     = 500_000 // operations, parameters, answers, contents and headers, counted wherever they are referred to
)

// Load reads the description that fsys has under name, and what it refers to. References may name other files of
// fsys by relative paths; nothing is ever fetched from a network. A file that ends in .gz is unpacked.
//
// The error says that there is no such file, that it isn't JSON or YAML, or that it describes no API. Everything else
// that is wrong is in [Document.Warnings].
func Load(fsys fs.FS, name string) (*Document, error) {
	name = path.Clean(name)
	r := newReader(fsys)
	root, err := r.file(name)
	if err != nil {
		return nil, err
	}
	if err := r.checkKind(name, root); err != nil {
		return nil, err
	}
	r.doc.Root = root
	r.document(root)
	r.readLater()
	r.arrange()
	r.doc.Files, r.doc.targets = r.names, r.targets
	r.findPointers()
	r.sortWarnings()
	return r.doc, nil
}

// reader turns files into a Document.
type reader struct {
	fsys    fs.FS
	names   []string // of the files that were read; a node's file is an index of it
	files   map[string]*Node
	failed  map[string]error
	doc     *Document
	swagger bool // 2.0
	early   bool // 3.0, where $ref hides its siblings

	seen      map[Warning]bool
	warned    map[int]*Node    // by the number of the warning
	targets   map[target]*Node // what references lead to
	indexes   map[*Node]map[string]*Node
	anchors   map[*Node]map[string]*Node // of files and schemas
	hasIDs    []bool                     // of each file: whether there may be an $id or $self in it
	resources map[int32]*resources       // of the files that were looked through

	parametersBy map[*Node]*Parameter
	headersBy    map[*Node]*Parameter
	bodies       map[*Node]*RequestBody
	responsesBy  map[*Node]*Response

	slab      []Schema // that are allocated and not used yet
	schemas   map[*Node]*Schema
	later     []*Schema        // to be read yet
	named     map[*Node]string // nodes that are named schemas, and their names
	schemes   map[string]*SecurityScheme
	byNode    map[*Node]*Operation
	resolving int // how many references one leads through
	parts     int // that were read so far
	depth     int
	consumes  []string // Swagger 2.0: the document's own
	produces  []string

	open       []openLink
	inCallback bool
}

// target is a reference as it stands in a file.
type target struct {
	file int32
	ref  string
}

func newReader(fsys fs.FS) *reader {
	return &reader{
		fsys: fsys, files: map[string]*Node{}, failed: map[string]error{}, doc: &Document{},
		seen: map[Warning]bool{}, warned: map[int]*Node{}, targets: map[target]*Node{}, indexes: map[*Node]map[string]*Node{}, anchors: map[*Node]map[string]*Node{}, resources: map[int32]*resources{},
		parametersBy: map[*Node]*Parameter{}, headersBy: map[*Node]*Parameter{}, bodies: map[*Node]*RequestBody{}, responsesBy: map[*Node]*Response{},
		named: map[*Node]string{}, schemes: map[string]*SecurityScheme{}, byNode: map[*Node]*Operation{},
	}
}

// file reads a file, once.
func (r *reader) file(name string) (*Node, error) {
	if n, ok := r.files[name]; ok {
		return n, nil
	}
	if err, ok := r.failed[name]; ok {
		return nil, err
	}
	n, err := r.parse(name)
	if err != nil {
		r.failed[name] = err
		return nil, err
	}
	r.files[name] = n
	return n, nil
}

// position is where a node is written.
func (r *reader) position(n *Node) Position {
	if n == nil || n.line == 0 || int(n.file) >= len(r.names) {
		return Position{}
	}
	return Position{r.names[n.file], int(n.line), int(n.column)}
}

// warn notes a defect at a node.
func (r *reader) warn(n *Node, format string, args ...any) {
	w := Warning{Position: r.position(n), Message: fmt.Sprintf(format, args...)}
	if r.note(w) {
		r.warned[len(r.doc.Warnings)-1] = n
	}
}

// note keeps a warning, unless it is there already.
func (r *reader) note(w Warning) bool {
	if r.seen[w] {
		return false
	}
	r.seen[w] = true
	r.doc.Warnings = append(r.doc.Warnings, w)
	return true
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
