package crawler

import (
	"encoding/json"
	"time"
)

// Article is a page as search engines show it: with the way that leads to it.
type Article struct {
	Title, Description string
	URL                string // absolute, as all addresses here
	Picture            string // "" for none
	Language           string
	Modified           time.Time
	Authors            []string
	Site, SiteURL      string
	Crumbs             []Crumb // from the first page to the one above
}

// Crumb is a page on the way to another.
type Crumb struct{ Title, URL string }

// LinkedData describes a page in the terms of schema.org, as JSON for
// <script type="application/ld+json">. It holds no <, > or &, so nothing in it can end the
// element. Such an element is data and not run, and a policy of script-src 'self' lets it be.
func (a Article) LinkedData() []byte {
	article := object{
		"@type": "TechArticle", "@id": a.URL, "url": a.URL, "headline": a.Title,
		"isPartOf": object{"@type": "WebSite", "name": a.Site, "url": a.SiteURL},
	}
	article.set("description", a.Description)
	article.set("image", a.Picture)
	article.set("inLanguage", a.Language)
	var authors []object
	for _, name := range a.Authors {
		authors = append(authors, object{"@type": "Person", "name": name})
	}
	if authors != nil {
		article["author"] = authors
	}
	if !a.Modified.IsZero() {
		article["dateModified"] = a.Modified.UTC().Format(time.RFC3339)
	}
	graph := []object{article}
	if len(a.Crumbs) > 0 {
		var items []object
		for i, c := range append(a.Crumbs[:len(a.Crumbs):len(a.Crumbs)], Crumb{a.Title, a.URL}) {
			items = append(items, object{"@type": "ListItem", "position": i + 1, "name": c.Title, "item": c.URL})
		}
		graph = append(graph, object{"@type": "BreadcrumbList", "itemListElement": items})
	}
	data, err := json.Marshal(object{"@context": "https://schema.org", "@graph": graph})
	if err != nil {
		panic("crawler: " + err.Error()) // texts and numbers alone are always JSON
	}
	return data
}

type object map[string]any

// set leaves out what is empty.
func (o object) set(name, text string) {
	if text != "" {
		o[name] = text
	}
}
