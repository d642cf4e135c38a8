package markdown

import (
	"errors"
	"strconv"
)

// LinkKind is what a [Link] is for.
type LinkKind int

// Hyperlink leads to a page or a file, Image to a picture, and Operation names an
// operation of the spec: its To is the id, "addPet" or "pets/addPet".
const (
	Hyperlink LinkKind = iota
	Image
	Operation
)

// Link is a link or picture as its author wrote it.
type Link struct {
	Kind LinkKind
	To   string
	File string // it was written in and is relative to: the guide's own, or an included one
	Line int
}

// Target is where a link leads.
type Target struct {
	Href          string // as it is to be in the page
	Width, Height int    // of a picture in pixels, 0 if unknown
}

// PartKind is what a [Part] shows.
type PartKind string

// The parts of a spec that a guide can show.
const (
	OperationCard PartKind = "operation" // :::operation pets/addPet
	SchemaTable   PartKind = "schema"    // :::schema Pet
	Samples       PartKind = "samples"   // :::samples pets/addPet
)

// Part is a part of the spec that a guide shows.
type Part struct {
	Kind PartKind
	Name string
	File string
	Line int
}

// ErrNotALink is what [Resolver.Link] says of a link that isn't meant as one, such as
// a word in double brackets in a text of somebody else's: the words stay, and
// nobody is told.
var ErrNotALink = errors.New("not a link")

// Resolver is what a page asks of the site around it when it is rendered.
type Resolver interface {
	// Link is where a link of the page's own site leads; those to elsewhere are not
	// asked for. An error says why it leads nowhere: it becomes a warning, and the
	// words stay without the link.
	Link(link Link) (Target, error)
	// Part is a part of the spec as HTML, which is taken as it is.
	Part(part Part) ([]byte, error)
}

// hole is a place of the HTML that depends on other pages.
type hole struct {
	at   int // offset in the HTML
	kind holeKind
	n    int // among the document's links, or its parts
}

type holeKind uint8

const (
	linkHole  holeKind = iota // the href of a link
	imageHole                 // the src of a picture, and its size
	sizedHole                 // the src of a picture that has its size
	nameHole                  // a link to an operation, as a whole: its id is shown
	wordHole                  // the same in a fragment, where it may be no link
	partHole
)

// Render writes the guide's HTML. A nil resolver leaves links as they were written.
func (d *Document) Render(resolver Resolver) ([]byte, []Problem) {
	return d.Append(make([]byte, 0, len(d.html)+len(d.holes)*48), resolver)
}

// Append appends the guide's HTML to a page.
func (d *Document) Append(out []byte, resolver Resolver) ([]byte, []Problem) {
	var problems []Problem
	from := 0
	for _, h := range d.holes {
		out = append(out, d.html[from:h.at]...)
		from = h.at
		var p *Problem
		if h.kind == partHole {
			out, p = d.fillPart(out, d.parts[h.n], resolver)
		} else {
			out, p = d.fillLink(out, d.Links[h.n], h.kind, resolver)
		}
		if p != nil {
			if p.File == d.Name {
				p.File = ""
			}
			problems = append(problems, *p)
		}
	}
	return append(out, d.html[from:]...), problems
}

func (d *Document) fillPart(out []byte, part Part, resolver Resolver) ([]byte, *Problem) {
	var problem *Problem
	if resolver != nil {
		html, err := resolver.Part(part)
		if err == nil {
			return append(out, html...), nil
		}
		problem = &Problem{File: part.File, Line: part.Line, Message: err.Error()}
	}
	return appendEscaped(append(out, "<p><code>"...), part.Name, "</code></p>\n"), problem
}

func (d *Document) fillLink(out []byte, link Link, kind holeKind, resolver Resolver) ([]byte, *Problem) {
	target, err := Target{Href: link.To}, error(nil)
	switch {
	case resolver != nil:
		target, err = resolver.Link(link)
	case kind == wordHole:
		err = ErrNotALink
	case link.Kind == Operation:
		target.Href = OperationScheme + ":" + link.To
	}
	var problem *Problem
	if err != nil && !errors.Is(err, ErrNotALink) && kind != wordHole {
		problem = &Problem{File: link.File, Line: link.Line, Message: err.Error()}
	}
	switch kind {
	case wordHole, nameHole:
		if err != nil && problem == nil {
			return appendEscaped(append(out, "[["...), link.To, "]]"), nil
		}
		out = append(out, "<a"...)
		out = appendAddress(out, " href", target.Href, err == nil)
		return appendEscaped(append(out, "><code>"...), link.To, "</code></a>"), problem
	case linkHole:
		return appendAddress(out, " href", target.Href, err == nil), problem
	}
	out = appendAddress(out, " src", target.Href, err == nil) // without one, its text shows in its place
	if kind == imageHole && target.Width > 0 && target.Height > 0 {
		out = append(strconv.AppendInt(append(out, ` width="`...), int64(target.Width), 10), '"')
		out = append(strconv.AppendInt(append(out, ` height="`...), int64(target.Height), 10), '"')
	}
	return out, problem
}

// appendAddress appends an attribute with an address. A link that leads nowhere
// has none.
func appendAddress(out []byte, name, address string, ok bool) []byte {
	if !ok {
		return out
	}
	out = append(append(out, name...), `="`...)
	out = appendURL(out, address)
	return append(out, '"')
}
