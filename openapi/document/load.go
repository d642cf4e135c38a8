package document

import (
	"bytes"
	"cmp"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// What is read of a document, at most: more is an attack or a mistake.
const (
	maxFileBytes = 256 << 20
	maxFiles     = 20_000
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

	seen    map[Warning]bool
	warned  map[int]*Node    // by the number of the warning
	targets map[target]*Node // what references lead to
	indexes map[*Node]map[string]*Node
	anchors map[int32]map[string]*Node // of each file

	schemas  map[*Node]*Schema
	named    map[*Node]string // nodes that are named schemas, and their names
	schemes  map[string]*SecurityScheme
	byNode   map[*Node]*Operation
	depth    int
	consumes []string // Swagger 2.0: the document's own
	produces []string

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
		seen: map[Warning]bool{}, warned: map[int]*Node{}, targets: map[target]*Node{}, indexes: map[*Node]map[string]*Node{}, anchors: map[int32]map[string]*Node{},
		schemas: map[*Node]*Schema{}, named: map[*Node]string{}, schemes: map[string]*SecurityScheme{}, byNode: map[*Node]*Operation{},
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

func (r *reader) parse(name string) (*Node, error) {
	if len(r.names) >= maxFiles {
		return nil, fmt.Errorf("%s: the document has more than %d files", name, maxFiles)
	}
	data, err := readAll(r.fsys, name)
	if err != nil {
		return nil, err
	}
	r.names = append(r.names, name)
	file := int32(len(r.names) - 1)
	warn := func(line, column int, message string) {
		r.note(Warning{Position: Position{name, line, column}, Message: message})
	}
	n, err := parseText(data, name, file, warn)
	var syntax *syntaxError
	if errors.As(err, &syntax) {
		return nil, fmt.Errorf("%s:%d:%d: %s", name, syntax.line, syntax.column, syntax.message)
	}
	return n, err
}

// parseText reads JSON or YAML. What looks like JSON and isn't may still be YAML, of which JSON is a part.
func parseText(data []byte, name string, file int32, warn func(int, int, string)) (*Node, error) {
	trimmed := bytes.TrimLeft(bytes.TrimPrefix(data, []byte("\uFEFF")), " \t\r\n")
	json := path.Ext(strings.TrimSuffix(name, ".gz")) == ".json"
	if len(trimmed) == 0 {
		return nil, &syntaxError{1, 1, "the file is empty"}
	}
	if !utf8.Valid(data) {
		warn(0, 0, "the file has bytes that are no UTF-8; they are shown as \uFFFD")
		data = bytes.ToValidUTF8(data, []byte("\uFFFD"))
	}
	if !json && trimmed[0] != '{' && trimmed[0] != '[' {
		return parseYAML(data, file, warn)
	}
	n, err := parseJSON(string(data), file, warn)
	if err == nil || json {
		return n, err
	}
	if n, second := parseYAML(data, file, warn); second == nil {
		return n, nil
	}
	return nil, err
}

func readAll(fsys fs.FS, name string) ([]byte, error) {
	f, err := fsys.Open(name)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, plain(err))
	}
	defer func() { _ = f.Close() }() // only read
	var from io.Reader = f
	if path.Ext(name) == ".gz" {
		unpacked, err := gzip.NewReader(f)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		from = unpacked
	}
	data, err := io.ReadAll(io.LimitReader(from, maxFileBytes+1))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, plain(err))
	}
	if len(data) > maxFileBytes {
		return nil, fmt.Errorf("%s: the file has more than %d MiB", name, maxFileBytes>>20)
	}
	return data, nil
}

// plain is an error of a file system without the path, which the message has already.
func plain(err error) error {
	var at *fs.PathError
	if errors.As(err, &at) {
		return at.Err
	}
	return err
}

// checkKind refuses what describes no API.
func (r *reader) checkKind(name string, root *Node) error {
	if root.Kind() != Object {
		return fmt.Errorf("%s: this is no API description: it has to be an object with a member openapi or swagger", name)
	}
	openapi, swagger := root.Get("openapi"), root.Get("swagger")
	switch {
	case swagger != nil:
		r.swagger, r.early = true, true
		r.doc.Format = "swagger " + swagger.Text()
		if !strings.HasPrefix(swagger.Text(), "2") {
			r.warn(swagger, "Swagger %q is read as 2.0", swagger.Text())
		}
	case openapi != nil:
		r.early = strings.HasPrefix(openapi.Text(), "3.0")
		r.doc.Format = "openapi " + openapi.Text()
		if !strings.HasPrefix(openapi.Text(), "3.") {
			r.warn(openapi, "OpenAPI %q is read as 3.1", openapi.Text())
		}
	case root.Get("asyncapi") != nil:
		return fmt.Errorf("%s: this is an AsyncAPI document; docs can be made of OpenAPI and Swagger", name)
	case root.Get("paths") != nil || root.Get("webhooks") != nil || root.Get("components") != nil:
		r.doc.Format = "openapi"
		r.warn(root, "there is no member openapi, such as openapi: 3.1.0, so the document is read as that")
	default:
		return fmt.Errorf("%s: this is no API description: it has neither a member openapi, such as openapi: 3.1.0, nor swagger", name)
	}
	return nil
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
