package reference_test

import (
	"sync"
	"testing"

	"wpengine/docsite/markdown"
	"wpengine/docsite/reference"
	"wpengine/e2e/testkit/corpus"
	"wpengine/openapi/document"
)

// corpusSpec loads a description of the corpus.
func corpusSpec(t testing.TB, d corpus.Description) *document.Document {
	t.Helper()
	spec, err := document.Load(d.Open())
	if err != nil {
		t.Skipf("not a description of an API: %v", err)
	}
	return spec
}

// asSite are options as the site has them: Markdown, rendered once each, coloured code, a proxy.
func asSite() reference.Options {
	r := markdown.New(markdown.Options{})
	var made sync.Map
	return reference.Options{
		TryIt: true,
		Markdown: func(source, _ string, _ document.Position) string {
			if html, ok := made.Load(source); ok {
				return html.(string)
			}
			html, _ := r.Fragment(source, nil)
			made.Store(source, string(html))
			return string(html)
		},
		Code: func(to []byte, language, code string) []byte {
			return markdown.Code{Language: language, Source: code}.Append(to)
		},
	}
}

func TestPagesOfPublicSpecs(t *testing.T) {
	for _, d := range corpus.Descriptions(t) {
		t.Run(d.Name, func(t *testing.T) {
			t.Parallel()
			checkPages(t, corpusSpec(t, d))
		})
	}
}

// checkPages looks for what would break a site made of the pages: HTML that isn't right, links and headings without their
// elements, things without a page.
func checkPages(t *testing.T, spec *document.Document) {
	t.Helper()
	r := reference.New(spec, reference.Options{TryIt: true})
	byPath := map[string]scanned{}
	for _, p := range r.Pages() {
		if _, twice := byPath[p.Path]; twice {
			t.Errorf("two pages have the path %s", p.Path)
		}
		body, headings := r.Render(p)
		found := scan(t, p.Path, string(body))
		for _, h := range headings {
			if !found.ids[h.ID] {
				t.Errorf("%s has no element for its heading %q", p.Path, h.ID)
			}
		}
		byPath[p.Path] = found
	}
	for path, found := range byPath {
		for _, l := range found.links {
			checkLink(t, byPath, path, l)
		}
	}
	for _, op := range spec.Operations {
		if path := "reference/" + op.Group.Slug + "/" + op.Slug + "/"; !op.Internal && (op.Group.Tag == nil || !op.Group.Tag.Internal) && byPath[path].ids == nil {
			t.Errorf("%s %s has no page", op.Method, op.Path)
		}
	}
	for _, op := range spec.Webhooks {
		if path := "reference/webhooks/" + op.Slug + "/"; !op.Internal && byPath[path].ids == nil {
			t.Errorf("webhook %s has no page", op.Webhook)
		}
	}
	for _, s := range spec.Schemas {
		if path := "reference/schemas/" + s.Slug + "/"; !s.Internal && byPath[path].ids == nil {
			t.Errorf("schema %s has no page", s.Name)
		}
	}
}
