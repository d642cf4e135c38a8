package markdown

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/net/html"
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

// Resolver is what a page asks of the site around it when it is rendered.
type Resolver interface {
	// Link is where a link of the page's own site leads; those to elsewhere are not
	// asked for. An error says why it leads nowhere: it becomes a warning, and the
	// words stay without the link.
	Link(link Link) (Target, error)
	// Part is a part of the spec as HTML, which is taken as it is.
	Part(part Part) ([]byte, error)
}

// Parse reads a guide: everything that needs no other page. The name is the
// file's, from the root of the content.
func (r *Renderer) Parse(name string, source []byte) *Document {
	d := r.LegacyDocument(source)
	d.Name = name
	z := html.NewTokenizer(strings.NewReader(string(d.HTML)))
	for kind := z.Next(); kind != html.ErrorToken; kind = z.Next() {
		token := z.Token()
		if link, at, ok := linkOf(token, name); ok && at >= 0 {
			d.Links = append(d.Links, link)
		}
		for _, attr := range token.Attr {
			if attr.Key == "id" {
				d.IDs = append(d.IDs, attr.Val)
			}
		}
	}
	return d
}

// Render writes the guide's HTML. A nil resolver leaves links as they were written.
func (d *Document) Render(resolver Resolver) ([]byte, []Problem) {
	return rewrite(string(d.HTML), d.Name, resolver)
}

// Fragment renders a text that stands inside another page, such as a description
// in a spec. Its headings get no ids and start at level 3.
func (r *Renderer) Fragment(source string, resolver Resolver) ([]byte, []Problem) {
	known := func(id string) bool {
		if resolver == nil {
			return false
		}
		_, err := resolver.Link(Link{Kind: Operation, To: id})
		return err == nil
	}
	text, problems := r.LegacyFragment(source, known)
	out, more := rewrite(string(text), "", resolver)
	return out, append(problems, more...)
}

// linkOf reads a tag's address; at is the place of the attribute.
func linkOf(token html.Token, name string) (link Link, at int, ok bool) {
	key := map[string]string{"a": "href", "img": "src"}[token.Data]
	if key == "" || (token.Type != html.StartTagToken && token.Type != html.SelfClosingTagToken) {
		return link, -1, false
	}
	link, at = Link{File: name}, -1
	for i, attr := range token.Attr {
		switch attr.Key {
		case key:
			link.To, at = attr.Val, i
		case LineAttribute:
			link.Line, _ = strconv.Atoi(attr.Val)
		}
	}
	if key == "src" {
		link.Kind = Image
	}
	if id, is := strings.CutPrefix(link.To, OperationScheme+":"); is {
		link.Kind, link.To = Operation, id
	}
	return link, at, true
}

func rewrite(text, name string, resolver Resolver) ([]byte, []Problem) {
	var out bytes.Buffer
	var problems []Problem
	z := html.NewTokenizer(strings.NewReader(text))
	for {
		kind := z.Next()
		if kind == html.ErrorToken {
			return out.Bytes(), problems
		}
		raw := string(z.Raw()) // before Token, which consumes it
		token := z.Token()
		link, at, ok := linkOf(token, name)
		if !ok {
			out.WriteString(raw)
			continue
		}
		fmt.Fprintf(&out, "<%s", token.Data)
		for i, attr := range token.Attr {
			switch {
			case attr.Key == LineAttribute:
			case i == at && resolver != nil && !strings.Contains(attr.Val, "://") && !strings.HasPrefix(attr.Val, "mailto:") && !strings.HasPrefix(attr.Val, "tel:"):
				to, err := resolver.Link(link)
				if err != nil {
					problems = append(problems, Problem{Line: link.Line, Message: err.Error()})
					continue
				}
				fmt.Fprintf(&out, ` %s="%s"`, attr.Key, html.EscapeString(to.Href))
				if to.Width > 0 {
					fmt.Fprintf(&out, ` width="%d" height="%d"`, to.Width, to.Height)
				}
			default:
				fmt.Fprintf(&out, ` %s="%s"`, attr.Key, html.EscapeString(attr.Val))
			}
		}
		out.WriteString(">")
	}
}
