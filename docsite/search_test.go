package docsite

import (
	"fmt"
	"net/http"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"wpengine/openapi/document"
)

// foundIn are the addresses of everything that a search finds in an edition.
func foundIn(site *Site, edition int) map[string]string {
	b, found := site.builder, map[string]string{}
	e := b.editions[edition]
	for _, p := range append(b.pagesOf(e, false), b.pagesOf(b.referenceOf(e), true)...) {
		for _, entry := range b.entries(p) {
			found[entry.URL] = entry.Title
		}
	}
	return found
}

const searchSpec = `openapi: 3.1.0
info: {title: Pets, version: "1"}
paths:
  /pets:
    post:
      operationId: addPet
      summary: Add a pet
      requestBody: {content: {application/json: {schema: {type: object, properties: {tag: {type: string}}}}}}
  /secret:
    get: {operationId: secret, x-internal: true}
webhooks:
  gone: {post: {summary: A pet has gone}}
components:
  schemas:
    Pet: {type: object, properties: {name: {type: string}}}
    Hidden: {type: object, x-internal: true, properties: {key: {type: string}}}
`

func TestSearchFindsWhatReadersMaySee(t *testing.T) {
	content := fstest.MapFS{
		"index.md":      {Data: []byte("# Home\n\nWelcome.\n\n## First steps\n\nGo.\n")},
		"unlisted.md":   {Data: []byte("---\nunlisted: true\n---\n# Unlisted\n\nOnly for those who know.\n")},
		"draft.md":      {Data: []byte("---\ndraft: true\n---\n# Draft\n\nNot yet.\n")},
		"de/index.md":   {Data: []byte("# Willkommen\n\n## Erste Schritte\n\nLos.\n")},
		"de/nur-de.md":  {Data: []byte("# Nur hier\n\nText.\n")},
		"guides/one.md": {Data: []byte("# One\n\nText.\n")},
	}
	spec, err := document.Load(fstest.MapFS{"spec.yaml": {Data: []byte(searchSpec)}}, "spec.yaml")
	if err != nil {
		t.Fatal(err)
	}
	site := mustNew(t, Config{Content: content, Spec: spec, Assets: os.DirFS("../assets"), Languages: []Language{{Code: "en"}, {Code: "de"}}})
	for edition, want := range []map[string]string{
		{
			"./": "Home", "./#first-steps": "First steps", "guides/one/": "One",
			"reference/operations/addPet/": "Add a pet", "reference/operations/addPet/#body.tag": "tag",
			"reference/webhooks/gone/": "A pet has gone", "reference/schemas/Pet/": "Pet", "reference/schemas/Pet/#field.name": "name",
		},
		{"de/": "Willkommen", "de/#erste-schritte": "Erste Schritte", "de/nur-de/": "Nur hier", "reference/operations/addPet/": "Add a pet"},
	} {
		found := foundIn(site, edition)
		for url, title := range want {
			if found[url] != title {
				t.Errorf("edition %d: at %q a search finds %q, want %q; there are %q", edition, url, found[url], title, found)
			}
		}
		for url := range found {
			if strings.Contains(url, "unlisted") || strings.Contains(url, "draft") || strings.Contains(url, "ecret") || strings.Contains(url, "Hidden") {
				t.Errorf("edition %d: a search finds %s", edition, url)
			}
		}
	}
}

// manyGuides are enough for an index of several files.
func manyGuides() fstest.MapFS {
	content := fstest.MapFS{"index.md": {Data: []byte("# Home\n\nWelcome.\n")}}
	for i := range 700 {
		content[fmt.Sprintf("guides/page-%d.md", i)] = &fstest.MapFile{Data: fmt.Appendf(nil, "# Page %d\n\nIt is about topic%dx, and %s.\n", i, i, strings.Repeat("more ", i%90))}
	}
	return content
}

func TestSearchIsSentInParts(t *testing.T) {
	site := mustNew(t, Config{Content: manyGuides(), Assets: os.DirFS("../assets"), BasePath: "/docs"})
	head := ask(site, http.MethodGet, "/docs/search/index.js")
	if got := head.Header(); head.Code != 200 || got.Get("Cache-Control") != "no-cache" || !strings.HasPrefix(got.Get("Content-Type"), "text/javascript") {
		t.Errorf("the head is sent with %d %v", head.Code, got)
	}
	_, rest, _ := strings.Cut(head.Body.String(), `"folder":"`)
	folder, _, _ := strings.Cut(rest, `"`)
	part := ask(site, http.MethodGet, "/docs/search/"+folder+"/t0.js")
	if folder == "" || part.Code != 200 || !strings.Contains(part.Header().Get("Cache-Control"), "immutable") {
		t.Errorf("the first part of %q is sent with %d %v", folder, part.Code, part.Header())
	}
	if got := ask(site, http.MethodGet, "/docs/search/"+folder+"/t999.js").Code; got != 404 {
		t.Errorf("a part that isn't there is sent with %d", got)
	}
	if page := get(t, site, "/docs/guides/page-7/"); !strings.Contains(page, `data-search-index="../../search/index.js"`) {
		t.Error("the page has no search")
	}
	if lost := ask(site, http.MethodGet, "/docs/nowhere").Body.String(); !strings.Contains(lost, "data-search-address") || !strings.Contains(lost, `data-search-index="/docs/search/index.js"`) {
		t.Error("the page of what isn't there offers no search")
	}
}
