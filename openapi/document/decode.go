package document

import (
	"slices"
	"strconv"
	"strings"

	"github.com/agnivade/levenshtein"
)

// The functions in this file read one member of an object as what it should be. What it isn't is a warning, and as
// good as left out.

// text is a member that is a text. A number or a boolean is taken as it is written: version: 1.0.
func (r *reader) text(n *Node, key string) string {
	value := n.Get(key)
	switch value.Kind() {
	case String, Number:
		return value.text
	case Bool:
		r.warn(value, "%s has to be a text; it is %s", key, value.text)
		return value.text
	case Array, Object:
		if ref := value.Get("$ref"); ref.Kind() == String {
			return r.included(ref)
		}
		r.warn(value, "%s has to be a text", key)
	}
	return ""
}

func (r *reader) flag(n *Node, key string) bool {
	value := n.Get(key)
	switch {
	case value == nil, value.kind == Null:
		return false
	case value.kind == Bool, value.kind == String && (value.text == "true" || value.text == "false"):
		return value.text == "true"
	}
	r.warn(value, "%s has to be true or false", key)
	return false
}

// count is a member that is a whole number from 0; nil if it isn't there.
func (r *reader) count(n *Node, key string) *uint64 {
	value := n.Get(key)
	if value == nil || value.kind == Null {
		return nil
	}
	if i, err := strconv.ParseUint(value.text, 10, 64); err == nil {
		return &i
	}
	if f, err := strconv.ParseFloat(value.text, 64); err == nil && f >= 0 && f == float64(uint64(f)) {
		i := uint64(f)
		return &i
	}
	r.warn(value, "%s has to be a whole number, 0 or more", key)
	return nil
}

// number is a member that is a number, as it is written.
func (r *reader) number(n *Node, key string) string {
	value := n.Get(key)
	switch {
	case value == nil, value.kind == Null:
		return ""
	case value.kind == Number, value.kind == String && isNumber(value.text):
		return value.text
	}
	r.warn(value, "%s has to be a number", key)
	return ""
}

// list is a member that is a list. One value that is none is a list of it.
func (r *reader) list(n *Node, key string) []*Node {
	value := n.Get(key)
	switch {
	case value == nil, value.kind == Null:
		return nil
	case value.kind != Array:
		r.warn(value, "%s has to be a list", key)
		return []*Node{value}
	}
	all := make([]*Node, len(value.list))
	for i, m := range value.list {
		all[i] = m.value
	}
	return all
}

// texts is a member that is a list of texts.
func (r *reader) texts(n *Node, key string) []string {
	var all []string
	for _, item := range r.list(n, key) {
		switch item.Kind() {
		case String, Number, Bool:
			all = append(all, item.text)
		default:
			r.warn(item, "%s has to be a list of texts", key)
		}
	}
	return all
}

// object is a member that is an object, or nil.
func (r *reader) object(n *Node, key string) *Node {
	value := n.Get(key)
	switch {
	case value == nil, value.kind == Null:
		return nil
	case value.kind != Object:
		r.warn(value, "%s has to be an object", key)
		return nil
	}
	return value
}

// spend counts parts that an operation gets. A few references can make a document of a megabyte stand for billions of
// them; it reports whether there may be more.
func (r *reader) spend(parts int) bool {
	if r.parts += parts; r.parts <= maxParts {
		return true
	}
	r.warn(r.doc.Root, "with what is referred to written out, the document has more than %d parameters and answers; the rest is left out", maxParts)
	return false
}

// extension reports the name of an extension, which may be anything.
func extension(name string) bool { return strings.HasPrefix(name, "x-") }

// checkMembers warns of members that an object cannot have.
func (r *reader) checkMembers(n *Node, what string, known []string) {
	if n.Kind() != Object {
		return
	}
	for _, m := range n.list {
		if slices.Contains(known, m.key) || extension(m.key) {
			continue
		}
		if to := moved(what, m.key); to != "" && !r.swagger {
			r.warn(m.value, "%s has no member %q; OpenAPI 3 has that in %s", what, m.key, to)
		} else if near := r.nearest(m.key, known); near != "" {
			r.warn(m.value, "%s has no member %q; did you mean %q?", what, m.key, near)
		} else {
			r.warn(m.value, "%s has no member %q", what, m.key)
		}
	}
}

// oneOf reports a text that is one of some; else it warns, with the one that was most likely meant.
func (r *reader) oneOf(n *Node, what, text string, known ...string) bool {
	if slices.Contains(known, text) {
		return true
	}
	if near := r.nearest(text, known); near != "" {
		r.warn(n, "there is no %s %q; did you mean %q?", what, text, near)
	} else {
		r.warn(n, "there is no %s %q; it can be %s", what, text, alternatives(known))
	}
	return false
}

// alternatives are texts as people list them.
func alternatives(texts []string) string {
	if len(texts) == 1 {
		return texts[0]
	}
	return strings.Join(texts[:len(texts)-1], ", ") + " or " + texts[len(texts)-1]
}

// nearest is the known name that a misspelt one most likely meant, or "". It is no good for thousands of them.
func (r *reader) nearest(name string, known []string) string {
	const longest, most = 40, 200_000
	if r.guesses += len(known); len(name) > longest || r.guesses > most {
		return ""
	}
	best, distance := "", min(len(name)/3, 3)+1
	lower := strings.ToLower(name)
	for _, k := range known {
		if d := levenshtein.ComputeDistance(lower, strings.ToLower(k)); d < distance {
			best, distance = k, d
		}
	}
	return best
}
