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
		ref := r.child(n, "$ref")
		if ref.Kind() != String {
			return n
		}
		to, err := r.resolve(ref)
		if err != nil {
			r.warn(ref, "%v", err)
			return nil
		}
		n = to
	}
	r.warn(n, "these references lead to each other without end")
	return nil
}

// resolve is what a reference leads to. The way there may lead through other references.
func (r *reader) resolve(ref *Node) (*Node, error) {
	if r.resolving++; r.resolving > maxRefs {
		r.resolving--
		return nil, errors.New("these references lead to each other without end")
	}
	defer func() { r.resolving-- }()
	if within := r.resourceOf(ref); within != nil {
		if n := r.inResource(within, ref.text); n != nil {
			return n, nil
		}
	}
	key := target{ref.file, ref.text}
	if n := r.targets[key]; n != nil {
		return n, nil
	}
	n, err := r.lookUp(ref.file, ref.text)
	if err != nil {
		return nil, err
	}
	if n == nil {
		return nil, fmt.Errorf("the reference %q leads nowhere", short(ref.text))
	}
	r.targets[key] = n
	return n, nil
}

func (r *reader) lookUp(file int32, ref string) (*Node, error) {
	address, fragment, _ := strings.Cut(ref, "#")
	root := r.files[r.names[file]]
	if address != "" {
		var err error
		if root, err = r.addressed(file, address); err != nil {
			return nil, err
		}
	}
	if fragment == "" {
		return root, nil
	}
	if decoded, err := url.PathUnescape(fragment); err == nil {
		fragment = decoded
	}
	if fragment[0] != '/' {
		if n := r.anchor(root, fragment); n != nil || !strings.Contains(fragment, "/") {
			return n, nil
		}
		fragment = "/" + fragment // "#definitions/Pet", which many write and most readers take
	}
	return r.at(root, fragment), nil
}

// addressed is the file, or the schema with the $id, that an address means, seen from a file.
func (r *reader) addressed(file int32, address string) (*Node, error) {
	name, err := r.fileOf(file, address)
	if err == nil {
		var root *Node
		if root, err = r.file(name); err == nil {
			return root, nil
		}
		if errors.Is(err, fs.ErrNotExist) {
			err = fmt.Errorf("the reference to %s leads nowhere: there is no file %s", short(address), short(name))
		} else {
			err = fmt.Errorf("the reference to %s cannot be followed: %w", short(address), err)
		}
	}
	if n := r.identified(address); n != nil {
		return n, nil
	}
	return nil, err
}

// included is a text that stands elsewhere: in a member of a file, or, where the file isn't JSON or YAML, as all of it.
// No version of OpenAPI has that, and tools that put files together have made it common.
func (r *reader) included(ref *Node) string {
	key := target{ref.file, ref.text}
	address, fragment, _ := strings.Cut(ref.text, "#")
	name, err := r.fileOf(ref.file, address)
	whole := err == nil && address != "" && fragment == "" && !slices.Contains([]string{".json", ".yaml", ".yml", ".gz"}, path.Ext(name))
	if whole && r.targets[key] == nil {
		text, err := r.readAll(name)
		if err != nil {
			r.warn(ref, "the reference %q cannot be followed: %v", ref.text, err)
			return ""
		}
		r.targets[key] = &Node{kind: String, text: strings.ToValidUTF8(text, "\uFFFD"), file: -1}
	}
	n, err := r.resolve(ref)
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
		return "", fmt.Errorf("the reference to %s is not followed: only files beside the document are read; save it there and refer to the file", short(address))
	}
	name := path.Join(path.Dir(r.names[file]), u.Path)
	if !fs.ValidPath(name) {
		return "", fmt.Errorf("the reference to %s leads out of the folder that is read; start the program in a folder above both files", short(address))
	}
	return name, nil
}

// at follows a JSON pointer (RFC 6901), through references where the way leads through one.
func (r *reader) at(n *Node, pointer string) *Node {
	for segment := range strings.SplitSeq(pointer[1:], "/") {
		segment = unescapePointer(segment)
		next := r.child(n, segment)
		if next == nil && r.child(n, "$ref") != nil {
			if to := r.deref(n); to != nil && to != n {
				next = r.child(to, segment)
			}
		}
		if n = next; n == nil {
			return nil
		}
	}
	return n
}

// exactlyAt follows a JSON pointer, and no reference.
func (r *reader) exactlyAt(n *Node, pointer string) *Node {
	for segment := range strings.SplitSeq(pointer[1:], "/") {
		if n = r.child(n, unescapePointer(segment)); n == nil {
			return nil
		}
	}
	return n
}

// child is an object's member or an array's item, found in no time however many there are.
func (r *reader) child(n *Node, name string) *Node {
	const few = 64 // for which an index isn't worth it
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

// escapePointer is a name as a segment of a JSON pointer.
func escapePointer(name string) string {
	return strings.ReplaceAll(strings.ReplaceAll(name, "~", "~0"), "/", "~1")
}

func unescapePointer(segment string) string {
	if !strings.Contains(segment, "~") {
		return segment
	}
	return strings.ReplaceAll(strings.ReplaceAll(segment, "~1", "/"), "~0", "~")
}
