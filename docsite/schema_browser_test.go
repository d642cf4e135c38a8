package docsite_test

import (
	"net/http/httptest"
	"os"
	"testing"
	"testing/fstest"

	"github.com/chromedp/chromedp"

	"wpengine/docsite"
	"wpengine/openapi/document"
)

// nestedSpec has schemas deeper in each other than a page shows.
const nestedSpec = `
openapi: 3.1.0
info: { title: Nested API, version: '1' }
paths:
  /things:
    post:
      operationId: makeThing
      tags: [things]
      requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/A' } } } }
      responses: { '200': { description: done } }
components:
  schemas:
    A: { type: object, properties: { b: { $ref: '#/components/schemas/B' } } }
    B: { type: object, properties: { c: { $ref: '#/components/schemas/C' } } }
    C: { type: object, properties: { d: { $ref: '#/components/schemas/D' } } }
    D: { type: object, properties: { e: { oneOf: [{ $ref: '#/components/schemas/Cat' }, { $ref: '#/components/schemas/Dog' }] } } }
    Cat: { type: object, properties: { lives: { type: integer, description: 'Nine, see [the dog](#/components/schemas/Dog).' } } }
    Dog: { type: object, properties: { owner: { type: object, properties: { name: { type: string } } } } }
`

func nestedSite(t *testing.T) string {
	t.Helper()
	spec, err := document.Load(fstest.MapFS{"spec.yaml": {Data: []byte(nestedSpec)}}, "spec.yaml")
	if err != nil {
		t.Fatal(err)
	}
	site, err := docsite.New(docsite.Config{Spec: spec, Assets: os.DirFS("../assets"), BasePath: "/docs"})
	if err != nil {
		t.Fatal(err)
	}
	docs := httptest.NewServer(site)
	t.Cleanup(docs.Close)
	return docs.URL + "/docs/reference/things/makeThing/"
}

// shows reports, as JavaScript, whether an element is there once and can be seen.
func shows(id string) string {
	return `document.querySelectorAll('[id="` + id + `"]').length === 1 && document.getElementById("` + id + `").getBoundingClientRect().height > 0`
}

func TestSchemaOpensInPlace(t *testing.T) {
	address := nestedSite(t)
	b := newBrowser(t)
	b.do(chromedp.Navigate(address))
	b.wait(`document.readyState === "complete"`)
	b.js(`(() => { for (const d of document.querySelectorAll("details")) d.open = true; document.getElementById("body.b.c.d").querySelector("a[data-schema]").click(); return ""; })()`)
	b.wait(shows("body.b.c.d.e"))
	b.wait(`document.activeElement.tagName === "SUMMARY" && location.pathname.endsWith("/makeThing/")`)
	link := b.js(`document.querySelector('[id="body.b.c.d.e"] a[data-schema]').href`)
	if want := "/docs/reference/schemas/Cat/#fields"; len(link) < len(want) || link[len(link)-len(want):] != want {
		t.Errorf("the link of what was fetched leads to %s, want …%s", link, want)
	}
}

// TestAddressOfAFieldThatIsFetched: an address with the id of a field works however deep the field is.
func TestAddressOfAFieldThatIsFetched(t *testing.T) {
	address := nestedSite(t)
	b := newBrowser(t)
	b.do(chromedp.Navigate(address + "#body.b.c.d.e.Dog.owner.name"))
	b.wait(shows("body.b.c.d.e.Dog.owner.name"))
	b.wait(`document.getElementById("body.b.c.d.e.Dog").checked && !document.getElementById("body.b.c.d.e.Cat").checked`)
	// And one that isn't there shows what is nearest.
	b.do(chromedp.Navigate(address + "?again#body.b.nothing.at.all"))
	b.wait(shows("body.b"))
}
