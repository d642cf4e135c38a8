package docsite

import (
	"html"
	"slices"
	"strings"
)

// hasID reports whether something on the page can be linked to by the id.
func (b *builder) hasID(p *page, id string) bool { return slices.Contains(b.ids(p), id) }

// ids are what can be linked to on a page. Those of a page of the reference are known only when it is rendered; few
// guides link to one.
func (b *builder) ids(p *page) []string {
	all := []string{contentID, sidebarID, contentsID}
	switch {
	case p.guide != nil:
		return append(all, p.guide.IDs...)
	case p.made != nil:
		body, _ := p.edition.reference.Render(p.made)
		return append(all, idsIn(string(body))...)
	}
	return all
}

// idsIn finds the ids in HTML that we wrote.
func idsIn(body string) (ids []string) {
	for {
		_, rest, found := strings.Cut(body, ` id="`)
		if !found {
			return ids
		}
		id, rest, _ := strings.Cut(rest, `"`)
		ids = append(ids, html.UnescapeString(id))
		body = rest
	}
}
