package markdown

import (
	"cmp"
	"slices"
	"strings"
)

// edit is a change that makes the text readable as Markdown alone: a line of ours
// becomes words.
type edit struct {
	from, to int
	kind     editKind
	words    string
	link     int // among the document's links or parts
}

type editKind uint8

const (
	lineEdit editKind = iota // words in place of a line
	linkEdit                 // a link in place of an operation's name
	partEdit                 // a link in place of a part of the spec
)

// editDirective notes what a container is without its colons.
func (w *writer) editDirective(n *directive, title string) {
	words := ""
	if title != "" {
		words = "**" + title + "**\n"
	}
	w.d.edits = append(w.d.edits, edit{from: n.begin.Start, to: n.begin.Stop, words: words})
	if n.end.Len() > 0 {
		w.d.edits = append(w.d.edits, edit{from: n.end.Start, to: n.end.Stop})
	}
}

// Markdown is the guide as Markdown that is good to read on its own: its front
// matter gone, what it includes in place, containers as their words, operations as
// links. Other links stay as they were written. A nil resolver leaves the names of
// operations.
func (d *Document) Markdown(resolver Resolver) string {
	edits := slices.SortedStableFunc(slices.Values(d.edits), func(a, b edit) int { return cmp.Compare(a.from, b.from) })
	var out strings.Builder
	out.Grow(len(d.text))
	from := 0
	for _, e := range edits {
		if e.from < from {
			continue
		}
		out.Write(d.text[from:e.from])
		switch e.kind {
		case lineEdit:
			if e.words == "" {
				out.WriteString("\n")
			}
			out.WriteString(e.words)
		case linkEdit:
			out.WriteString(d.operationWords(d.Links, e, resolver))
		case partEdit:
			part := d.parts[e.link]
			link := edit{words: part.Name}
			if part.Kind != SchemaTable {
				out.WriteString(d.operationWords([]Link{{Kind: Operation, To: part.Name, File: part.File, Line: part.Line}}, link, resolver) + "\n")
			} else {
				out.WriteString("`" + part.Name + "`\n")
			}
		}
		from = e.to
	}
	out.Write(d.text[from:])
	return strings.TrimLeft(out.String(), "\n")
}

// operationWords is a link to an operation, or its name.
func (d *Document) operationWords(links []Link, e edit, resolver Resolver) string {
	if resolver != nil && e.link >= 0 {
		if target, err := resolver.Link(links[e.link]); err == nil {
			return "[" + e.words + "](" + target.Href + ")"
		}
	}
	return "`" + e.words + "`"
}
