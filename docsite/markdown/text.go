package markdown

import (
	"strings"

	"golang.org/x/net/html"
)

// Section is what stands under one heading, as plain text, for a search.
type Section struct {
	ID      string // of the heading; "" for what stands before the first
	Heading string
	Text    string
}

// Sections is the guide's text by heading.
func (d *Document) Sections() []Section {
	sections := []Section{{}}
	next := 0
	z := html.NewTokenizer(strings.NewReader(string(d.HTML)))
	for kind := z.Next(); kind != html.ErrorToken; kind = z.Next() {
		token := z.Token()
		if token.Type == html.StartTagToken && next < len(d.Headings) {
			for _, attr := range token.Attr {
				if attr.Key == "id" && attr.Val == d.Headings[next].ID {
					sections = append(sections, Section{ID: attr.Val, Heading: d.Headings[next].Text})
					next++
					break
				}
			}
		}
		if token.Type == html.TextToken {
			sections[len(sections)-1].Text += token.Data
		}
	}
	return sections
}

// Markdown is the guide as Markdown that is good to read on its own: without its
// front matter. A nil resolver leaves links as they were written.
func (d *Document) Markdown(_ Resolver) string {
	text := string(d.source)
	if rest, ok := strings.CutPrefix(text, "---\n"); ok {
		if _, body, ok := strings.Cut(rest, "\n---\n"); ok {
			text = body
		}
	}
	return strings.TrimLeft(text, "\n")
}
