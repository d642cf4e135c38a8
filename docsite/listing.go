package docsite

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
)

// addListings makes a page for each folder of guides that has no index.md, so
// that cutting an address short always leads somewhere.
func (b *builder) addListings() error {
	have := map[string]bool{}
	for _, p := range b.pages {
		have[p.path] = true
	}
	var made []*page
	for _, p := range b.pages {
		if p.layout != "guide" {
			continue
		}
		for dir := parentPath(p.path); dir != "" && !have[dir]; dir = parentPath(dir) {
			have[dir] = true
			listing, err := b.listing(dir)
			if err != nil {
				return err
			}
			made = append(made, listing)
		}
	}
	b.pages = append(b.pages, made...)
	return nil
}

// parentPath is the folder a page is in: of guides/errors/ it is guides/.
func parentPath(p string) string {
	return p[:strings.LastIndexByte(strings.TrimSuffix(p, "/"), '/')+1]
}

// listing is the page of a folder: a card for each guide in it, however deep.
func (b *builder) listing(dir string) (*page, error) {
	var inside []*page
	for _, p := range b.pages {
		if p.layout == "guide" && strings.HasPrefix(p.path, dir) {
			inside = append(inside, p)
		}
	}
	slices.SortFunc(inside, comparePages)
	type card struct{ Href, Title, Description string }
	var cards []card
	for _, p := range inside {
		cards = append(cards, card{"/" + p.path, p.title, p.description})
	}
	var body bytes.Buffer
	if err := templates().ExecuteTemplate(&body, "listing.html", cards); err != nil {
		return nil, fmt.Errorf("docsite: %w", err)
	}
	meta := b.folder(strings.TrimSuffix(dir, "/"))
	return &page{path: dir, title: meta.Title, label: meta.Title, description: meta.Description, lead: meta.Description,
		layout: "listing", body: body.String(), source: b.contentFile(dir)}, nil
}
