package document

import (
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"path"
	"slices"
	"strconv"
	"strings"
)

// maxRefs is how many references may follow each other.
const maxRefs = 64

// deref follows $ref until there is something else. It gives nil, and a warning, for one that leads nowhere.
func (r *reader) deref(n *Node) *Node {
	for range maxRefs {
		ref := n.Get("$ref")
		if ref.Kind() != String {
			return n
		}
		to, err := r.resolve(n.file, ref.Text())
		if err != nil {
			r.warn(ref, "%v", err)
			return nil
		}
		n = to
	}
	r.warn(n, "these references lead to each other without end")
	return nil
}

// resolve is what a reference in a file leads to.
func (r *reader) resolve(file int32, ref string) (*Node, error) {
	key := target{file, ref}
	if n, ok := r.targets[key]; ok {
		if n == nil {
			return nil, fmt.Errorf("the reference %q leads nowhere", ref)
		}
		return n, nil
	}
	n, err := r.lookUp(file, ref)
	if err == nil && n == nil {
		err = fmt.Errorf("the reference %q leads nowhere", ref)
	}
	if err != nil {
		return nil, err
	}
	r.targets[key] = n
	return n, nil
}

func (r *reader) lookUp(file int32, ref string) (*Node, error) {
	address, fragment, _ := strings.Cut(ref, "#")
	root := r.files[r.names[file]]
	if address != "" {
		name, err := r.fileOf(file, address)
		if err != nil {
			return nil, err
		}
		if root, err = r.file(name); errors.Is(err, fs.ErrNotExist) {
			return nil, fmt.Errorf("the reference %q leads nowhere: there is no file %s", ref, name)
		} else if err != nil {
			return nil, fmt.Errorf("the reference %q cannot be followed: %w", ref, err)
		}
	}
	if fragment == "" {
		return root, nil
	}
	if decoded, err := url.PathUnescape(fragment); err == nil {
		fragment = decoded
	}
	if fragment[0] != '/' {
		if n := r.anchor(root, fragment); n != nil {
			return n, nil
		}
		if !strings.Contains(fragment, "/") {
			return nil, nil
		}
		fragment = "/" + fragment // "#definitions/Pet", which many write and most readers take
	}
	return r.at(root, fragment), nil
}

// included is a text that stands elsewhere: in a member of a file, or, where the file isn't JSON or YAML, as all of it.
// No version of OpenAPI has that, and tools that put files together have made it common.
func (r *reader) included(ref *Node) string {
	address, fragment, _ := strings.Cut(ref.text, "#")
	name, err := r.fileOf(ref.file, address)
	if err == nil && address != "" && fragment == "" && !slices.Contains([]string{".json", ".yaml", ".yml", ".gz"}, path.Ext(name)) {
		text, err := r.readAll(name)
		if err != nil {
			r.warn(ref, "the reference %q cannot be followed: %v", ref.text, err)
		}
		return strings.ToValidUTF8(text, "\uFFFD")
	}
	n, err := r.resolve(ref.file, ref.text)
	switch {
	case err != nil:
		r.warn(ref, "%v", err)
	case n.Kind() == Array, n.Kind() == Object:
		r.warn(ref, "the reference %q has to lead to a text", ref.text)
	default:
		return n.text
	}
	return ""
}

// fileOf is the file that an address means, seen from a file.
func (r *reader) fileOf(file int32, address string) (string, error) {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "" || u.Host != "" {
		return "", fmt.Errorf("the reference to %s is not followed: only files beside the document are read; save it there and refer to the file", address)
	}
	name := path.Join(path.Dir(r.names[file]), u.Path)
	if !fs.ValidPath(name) {
		return "", fmt.Errorf("the reference to %s leads out of the document's folder", address)
	}
	return name, nil
}

// at follows a JSON pointer (RFC 6901), through references where the way leads through one.
func (r *reader) at(n *Node, pointer string) *Node {
	for range maxRefs {
		segment, rest, more := strings.Cut(pointer[1:], "/")
		segment = strings.ReplaceAll(strings.ReplaceAll(segment, "~1", "/"), "~0", "~")
		next := r.child(n, segment)
		if next == nil && n.Get("$ref") != nil {
			if to := r.deref(n); to != nil && to != n {
				next = r.child(to, segment)
			}
		}
		if next == nil || !more {
			return next
		}
		n, pointer = next, "/"+rest
	}
	return nil
}

// child is an object's member or an array's item.
func (r *reader) child(n *Node, name string) *Node {
	const few = 16
	switch {
	case n.Kind() == Array:
		i, err := strconv.Atoi(name)
		if err != nil || i < 0 || i >= len(n.list) {
			return nil
		}
		return n.list[i].value
	case n.Len() <= few:
		return n.Get(name)
	}
	index := r.indexes[n]
	if index == nil {
		index = make(map[string]*Node, n.Len())
		for key, value := range n.Members() {
			index[key] = value
		}
		r.indexes[n] = index
	}
	return index[name]
}

// anchor is the schema of the file that has the $anchor, $dynamicAnchor or $id.
func (r *reader) anchor(root *Node, name string) *Node {
	anchors, ok := r.anchors[root.file]
	if !ok {
		anchors = map[string]*Node{}
		r.anchors[root.file] = anchors
		collectAnchors(root, anchors, 0)
	}
	return anchors[name]
}

func collectAnchors(n *Node, into map[string]*Node, depth int) {
	if depth > maxDepth {
		return
	}
	for key, value := range n.Members() {
		if (key == "$anchor" || key == "$dynamicAnchor") && value.Kind() == String && into[value.text] == nil {
			into[value.text] = n
		}
		collectAnchors(value, into, depth+1)
	}
	for item := range n.Items() {
		collectAnchors(item, into, depth+1)
	}
}

// escapePointer is a name as a segment of a JSON pointer.
func escapePointer(name string) string {
	return strings.ReplaceAll(strings.ReplaceAll(name, "~", "~0"), "/", "~1")
}
