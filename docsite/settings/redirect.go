package settings

import (
	"strings"

	"gopkg.in/yaml.v3"
)

// Redirect leads from an address that pages once had to where they are now.
type Redirect struct {
	From string // "/old/page/": a path from the site's root, always with a slash at its end unless it names a file
	To   string // like [Link].To
	At   Position
}

// Redirects are written as a mapping from old to new, each old address once.
type Redirects []Redirect

func (rs *Redirects) read(r *reader, n *yaml.Node, key string) {
	if n.Kind != yaml.MappingNode {
		r.wrong(n, `%s must be lines of "/old/address: guides/new.md"`, key)
		return
	}
	if len(n.Content)/2 > maxList {
		r.wrong(n, "%s has %d entries; at most %d are possible", key, len(n.Content)/2, maxList)
		return
	}
	froms := map[string]*yaml.Node{}
	for i, from := range r.keys(n, key) {
		at, value := n.Content[2*i], n.Content[2*i+1]
		if from == "" {
			continue // said already
		}
		if err := rooted(from); err != nil {
			r.wrong(at, "%s: the old address %q %v", key, from, err)
			continue
		}
		from = asPage(from)
		if from == "/" {
			r.wrong(at, "%s: / is the first page, and can't lead elsewhere; move index.md", key)
			continue
		}
		if first := froms[from]; first != nil {
			r.wrong(at, "%s: %q is the same address as %q in line %d; keep one", key, at.Value, first.Value, first.Line)
			continue
		}
		froms[from] = at
		if value.Kind == yaml.AliasNode {
			r.wrong(value, "%s: aliases (*) can't be used here; write the value out", key)
			continue
		}
		if to, ok := r.text(value, key+" "+from); ok {
			to = r.kind(value, key+" "+from, "link", to)
			*rs = append(*rs, Redirect{From: from, To: to, At: Position{at.Line, at.Column}})
		}
	}
	rs.follow(r, key)
}

// asPage gives an address the slash at its end that pages have; "/old.html" is a file.
func asPage(address string) string {
	last := address[strings.LastIndexByte(address, '/')+1:]
	if last == "" || strings.Contains(last, ".") {
		return address
	}
	return address + "/"
}

// follow refuses redirects that lead to others: a reader would be sent twice, or round and round.
func (rs Redirects) follow(r *reader, key string) {
	next := map[string]string{}
	for _, redirect := range rs {
		next[redirect.From] = redirect.To
	}
	for _, redirect := range rs {
		at := &yaml.Node{Line: redirect.At.Line, Column: redirect.At.Column}
		end, steps := target(redirect.To), 0
		for ; steps <= len(rs) && next[end] != ""; steps++ {
			end = target(next[end])
		}
		switch {
		case steps > len(rs):
			r.wrong(at, "%s: %s goes round in a circle; let one of them name a page that is there", key, redirect.From)
		case steps > 0:
			r.wrong(at, "%s: %s leads to another old address; name where that leads, %s", key, redirect.From, end)
		}
	}
}

// target is the address a link from the site's root leads to, without its anchor.
func target(link string) string {
	link, _, _ = strings.Cut(link, "#")
	if !strings.HasPrefix(link, "/") {
		return link
	}
	return asPage(link)
}
