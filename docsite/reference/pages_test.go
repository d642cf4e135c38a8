package reference_test

import (
	"net/url"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/net/html"

	"wpengine/docsite/reference"
	"wpengine/openapi/document"
)

// page is a page with its inside.
type page struct {
	*reference.Page
	Body     string
	Headings []reference.Heading
}

func engine(t *testing.T) *document.Document {
	t.Helper()
	spec, err := document.Load(os.DirFS("../../openapi"), "openapi.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return spec
}

func pages(t *testing.T, spec *document.Document) map[string]page {
	t.Helper()
	return pagesWith(t, spec, reference.Options{TryIt: true})
}

func pagesWith(t *testing.T, spec *document.Document, opts reference.Options) map[string]page {
	t.Helper()
	r := reference.New(spec, opts)
	byPath := map[string]page{}
	for _, p := range r.Pages() {
		if _, twice := byPath[p.Path]; twice {
			t.Errorf("two pages have the path %s", p.Path)
		}
		body, headings := r.Render(p)
		byPath[p.Path] = page{p, string(body), headings}
	}
	return byPath
}

// elements returns the page's elements that have an id, and the addresses of its links. It
// fails the test for an id that two elements have.
func elements(t *testing.T, p page) (ids map[string]*html.Node, links []string) {
	t.Helper()
	root, err := html.Parse(strings.NewReader(p.Body))
	if err != nil {
		t.Fatalf("%s: %v", p.Path, err)
	}
	ids = map[string]*html.Node{}
	for n := range root.Descendants() {
		for _, a := range n.Attr {
			switch {
			case a.Key == "id" && ids[a.Val] != nil:
				t.Errorf("%s: two elements have the id %q", p.Path, a.Val)
			case a.Key == "id":
				ids[a.Val] = n
			case a.Key == "href":
				links = append(links, a.Val)
			case a.Key == "style" || strings.HasPrefix(a.Key, "on"):
				t.Errorf("%s: <%s %s=%q> needs a policy that allows inline code", p.Path, n.Data, a.Key, a.Val)
			}
		}
		if n.Type == html.ElementNode && n.Data == "script" { // the text "script" is harmless
			t.Errorf("%s has a <script>", p.Path)
		}
	}
	return ids, links
}

// textOf is what a reader sees in the element, white space as one space.
func textOf(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data + " ")
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

// checkLink follows a link within the reference.
func checkLink(t *testing.T, pages map[string]scanned, from string, l link) {
	t.Helper()
	u, err := url.Parse(l.to)
	if err != nil {
		t.Errorf("%s: link %q: %v", from, l.to, err)
		return
	}
	to := from
	if u.Host != "" || u.Scheme == "mailto" || u.Path == "/openapi.json" || u.Path == "/openapi.yaml" {
		return
	}
	if u.Path != "" {
		to = strings.TrimPrefix(u.Path, "/")
	}
	switch page, ok := pages[to]; {
	case !ok:
		t.Errorf("%s: link %q leads to no page", from, l.to)
	case u.Fragment != "" && !page.ids[u.Fragment]:
		t.Errorf("%s: link %q leads to nothing on the page", from, l.to)
	case l.inside && !page.openable[u.Fragment]:
		t.Errorf("%s: link %q leads to nothing that can be opened in place", from, l.to)
	}
}

func TestPagesOfTheEngine(t *testing.T) {
	checkPages(t, engine(t))
}

func TestOverviewNamesTheServerOfTheSite(t *testing.T) {
	for _, test := range []struct{ server, want string }{
		{"", "Your WP Engine http://localhost:8080/api/rpc It is {origin}/api/rpc ,"},
		{"https://engine.example/api/rpc/", "Base URL https://engine.example/api/rpc Authentication"},
	} {
		made := pagesWith(t, engine(t), reference.Options{ServerURL: test.server})
		root, err := html.Parse(strings.NewReader(made["reference/"].Body))
		if err != nil {
			t.Fatal(err)
		}
		if got := textOf(root); !strings.Contains(got, test.want) {
			t.Errorf("server %q: the overview is\n%s", test.server, got)
		}
	}
}

// TestTagsAreShown: an operation is on the page of each of its tags, a webhook under its own, and what is said under a tag
// that nothing has stands on the overview.
func TestTagsAreShown(t *testing.T) {
	spec, err := document.Load(fstest.MapFS{"api.yaml": {Data: []byte(`
openapi: 3.1.0
info: { title: T, version: '1' }
tags:
  - { name: intro, x-displayName: Introduction, description: How to begin. }
  - { name: hidden, description: Not for readers., x-internal: true }
  - { name: a, description: The first. }
  - { name: b, description: The second. }
  - { name: sent, description: What we send. }
paths:
  /one: { get: { tags: [a, b], operationId: one, description: 'Gets one. And more.', responses: { '200': { description: ok } } } }
  /two: { get: { tags: [b, c], operationId: two, responses: { '200': { description: ok } } } }
webhooks:
  hook: { post: { tags: [sent], summary: A hook, responses: { '200': { description: ok } } } }
`)}}, "api.yaml")
	if err != nil {
		t.Fatal(err)
	}
	made := pages(t, spec)
	for path, want := range map[string]string{
		"reference/a/":        "a The first. GET one Gets one.",
		"reference/b/":        "b The second. GET two In other groups GET one Gets one.",
		"reference/c/":        "c GET two",
		"reference/webhooks/": "Webhooks What the API sends by itself, and to where you say. sent What we send. POST A hook",
		"reference/":          "API reference T 1 Introduction How to begin. Base URL",
	} {
		root, err := html.Parse(strings.NewReader(made[path].Body))
		if err != nil {
			t.Fatal(err)
		}
		if got := textOf(root); !strings.HasPrefix(got, want) {
			t.Errorf("%s is\n%s\nwant\n%s", path, got, want)
		}
	}
}
