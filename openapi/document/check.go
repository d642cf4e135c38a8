package document

import (
	"slices"
	"strconv"
	"strings"
)

// The functions in this file look for what is wrong in the document as a whole, once it is read.

// check warns of it.
func (r *reader) check() {
	if !r.swagger {
		r.checkComponentNames()
	}
	r.checkSamePaths()
	r.checkTags()
}

// checkComponentNames warns of names that a reference cannot have. One warning is enough: where there is one, there
// often are hundreds.
func (r *reader) checkComponentNames() {
	for _, kind := range componentMembers {
		strange, first := 0, ""
		var at *Node
		for name, n := range r.doc.Root.Get("components").Get(kind).Members() {
			if strings.IndexFunc(name, isStrange) < 0 || extension(name) {
				continue
			}
			if strange++; strange == 1 {
				first, at = name, n
			}
		}
		switch strange {
		case 0:
		case 1:
			r.warn(at, "the name %q has more than letters, digits, dots, dashes and underscores", first)
		default:
			r.warn(at, "the name %q has more than letters, digits, dots, dashes and underscores, and so have %d others here", first, strange-1)
		}
	}
}

// isStrange reports what a component's name cannot have.
func isStrange(c rune) bool {
	return (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && (c < '0' || c > '9') && c != '.' && c != '-' && c != '_'
}

// checkSamePaths warns of paths that differ only in the names of their parameters, which requests don't have.
func (r *reader) checkSamePaths() {
	seen := map[string]string{}
	for path, item := range r.doc.Root.Get("paths").Members() {
		if extension(path) {
			continue
		}
		if before, _, ok := strings.Cut(path, "?"); ok {
			r.warn(item, "a path has no query: what follows %s has to be parameters", before)
		}
		shape := nameless(path)
		if other, ok := seen[shape]; ok && other != path {
			r.warn(item, "the path %s is the same as %s", path, other)
			continue
		}
		seen[shape] = path
	}
}

// nameless is a path without the names of its parameters.
func nameless(path string) string {
	var b strings.Builder
	for {
		before, rest, _ := strings.Cut(path, "{")
		_, after, found := strings.Cut(rest, "}")
		if !found {
			return b.String() + path
		}
		b.WriteString(before)
		b.WriteString("{}")
		path = after
	}
}

// checkTags warns of tags that others name and that there are not.
func (r *reader) checkTags() {
	known := map[string]bool{}
	for _, tag := range r.doc.Tags {
		known[tag.Name] = true
	}
	for item := range r.doc.Root.Get("tags").Items() {
		if parent := item.Get("parent"); parent != nil && !known[parent.Text()] {
			r.warn(parent, "there is no tag %q", parent.Text())
		}
	}
	for group := range r.doc.Root.Get("x-tagGroups").Items() {
		for tag := range group.Get("tags").Items() {
			if !known[tag.Text()] {
				r.warn(tag, "there is no tag %q", tag.Text())
			}
		}
	}
}

// checkBounds warns of a schema that no value fits.
func (r *reader) checkBounds(s *Schema, n *Node) {
	for _, pair := range [...]struct {
		least, most       *uint64
		leastKey, mostKey string
	}{
		{s.MinLength, s.MaxLength, "minLength", "maxLength"},
		{s.MinItems, s.MaxItems, "minItems", "maxItems"},
		{s.MinProperties, s.MaxProperties, "minProperties", "maxProperties"},
	} {
		if pair.least != nil && pair.most != nil && *pair.least > *pair.most {
			r.warn(n.Get(pair.leastKey), "%s is more than %s, so that no value fits", pair.leastKey, pair.mostKey)
		}
	}
	if s.Minimum == "" || s.Maximum == "" {
		return
	}
	least, err1 := strconv.ParseFloat(s.Minimum, 64)
	most, err2 := strconv.ParseFloat(s.Maximum, 64)
	if err1 == nil && err2 == nil && least > most {
		r.warn(n.Get("minimum"), "minimum is more than maximum, so that no value fits")
	}
}

// checkEnum warns of an enum that allows nothing, or something twice, and of texts for its values that are too few or
// too many.
func (r *reader) checkEnum(n *Node, values []*Node) {
	if len(values) == 0 {
		r.warn(n.Get("enum"), "enum has to have a value, or nothing is allowed")
	}
	type scalar struct {
		kind Kind
		text string
	}
	const few = 16 // of which each is compared with each
	seen := map[scalar]bool{}
	for i, value := range values {
		twice := false
		switch {
		case value.Len() > 0:
		case len(values) <= few:
			twice = slices.ContainsFunc(values[:i], func(n *Node) bool { return n.Len() == 0 && n.Kind() == value.Kind() && n.Text() == value.Text() })
		default:
			key := scalar{value.Kind(), value.Text()}
			twice = seen[key]
			seen[key] = true
		}
		if twice {
			r.warn(value, "enum has %s twice", value.AppendJSON(nil, ""))
		}
	}
	for _, key := range slices.Concat(enumNames, enumDescriptions) {
		if texts := n.Get(key); texts.Kind() == Array && texts.Len() != len(values) {
			r.warn(texts, "%s has %d texts for %d values", key, texts.Len(), len(values))
		}
	}
}
