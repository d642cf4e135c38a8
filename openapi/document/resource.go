package document

import (
	"net/url"
	"strings"
)

// resources are the schemas of a file that have an $id: references inside of them are seen from there, and others can
// refer to them by it.
type resources struct {
	ids    map[string]*Node // by $id, $self included, and by what it is with those around it
	inside map[*Node]*Node  // of references in them, by the text of the reference
}

// resourceOf is the schema with an $id that a reference stands in, or nil.
func (r *reader) resourceOf(ref *Node) *Node {
	if ref.file < 0 || !r.hasIDs[ref.file] {
		return nil
	}
	return r.resourcesOf(ref.file).inside[ref]
}

func (r *reader) resourcesOf(file int32) *resources {
	all := r.resources[file]
	if all == nil {
		all = &resources{ids: map[string]*Node{}, inside: map[*Node]*Node{}}
		r.resources[file] = all
		root := r.files[r.names[file]]
		base, _ := url.Parse(root.Get("$self").Text())
		if base == nil {
			base = &url.URL{}
		}
		if self := base.String(); self != "" {
			all.ids[self] = root
		}
		all.collect(root, nil, base, 0)
	}
	return all
}

func (all *resources) collect(n, within *Node, base *url.URL, depth int) {
	if depth > maxDepth {
		return
	}
	if id := n.Get("$id"); id.Kind() == String && !strings.HasPrefix(id.text, "#") {
		if u, err := base.Parse(id.text); err == nil {
			base, within = u, n
			all.ids[strings.TrimSuffix(id.text, "#")] = n
			all.ids[strings.TrimSuffix(u.String(), "#")] = n
		}
	}
	for _, m := range n.listed() {
		if within != nil && m.value.Kind() == String && (m.key == "$ref" || m.key == "$dynamicRef") {
			all.inside[m.value] = within
		}
		all.collect(m.value, within, base, depth+1)
	}
}

// identified is the schema, or the file, that says of itself that this is its address.
func (r *reader) identified(address string) *Node {
	for file, has := range r.hasIDs {
		if !has {
			continue
		}
		if n := r.resourcesOf(int32(file)).ids[address]; n != nil {
			return n
		}
	}
	return nil
}

// inResource is what a reference leads to inside the schema with an $id that it stands in; nil if it leads elsewhere.
func (r *reader) inResource(within *Node, ref string) *Node {
	fragment, own := strings.CutPrefix(ref, "#")
	if !own {
		all := r.resourcesOf(within.file)
		base, err := url.Parse(within.Get("$id").Text())
		if err != nil {
			return nil
		}
		u, err := base.Parse(ref)
		if err != nil {
			return nil
		}
		fragment, u.Fragment, u.RawFragment = u.Fragment, "", ""
		if within = all.ids[u.String()]; within == nil {
			return nil
		}
	} else if decoded, err := url.PathUnescape(fragment); err == nil {
		fragment = decoded
	}
	switch {
	case fragment == "":
		return within
	case fragment[0] == '/':
		return r.exactlyAt(within, fragment)
	}
	return r.anchor(within, fragment)
}

// anchor is the schema in a file, or in one of its schemas, that has the $anchor or $dynamicAnchor, or the $id with #
// that was one before.
func (r *reader) anchor(root *Node, name string) *Node {
	anchors, ok := r.anchors[root]
	if !ok {
		anchors = map[string]*Node{}
		r.anchors[root] = anchors
		collectAnchors(root, anchors, 0)
	}
	return anchors[name]
}

func collectAnchors(n *Node, into map[string]*Node, depth int) {
	if depth > maxDepth {
		return
	}
	for _, m := range n.listed() {
		if m.value.Kind() == String {
			name := m.value.text
			switch {
			case m.key == "$anchor", m.key == "$dynamicAnchor":
			case m.key == "$id" && strings.HasPrefix(name, "#"):
				name = name[1:]
			default:
				continue
			}
			if into[name] == nil {
				into[name] = n
			}
			continue
		}
		collectAnchors(m.value, into, depth+1)
	}
}
