package reference_test

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"testing"

	"wpengine/openapi/document"
)

// corpus holds public specs to try ours on; it is not part of the project.
const corpus = "../../../shared/corpus"

func TestPagesOfPublicSpecs(t *testing.T) {
	index, err := os.Open(filepath.Join(corpus, "INDEX.tsv"))
	if err != nil {
		t.Skip("skipped: there is no ../shared/corpus beside the project")
	}
	defer func() { _ = index.Close() }() // only read
	r := csv.NewReader(index)
	r.Comma, r.LazyQuotes, r.FieldsPerRecord = '\t', true, -1
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range rows[1:] {
		name := row[0]
		t.Run(filepath.Base(name), func(t *testing.T) {
			t.Parallel()
			spec, err := document.Load(os.DirFS(corpus), name)
			if err != nil {
				t.Skipf("not a description of an API: %v", err)
			}
			checkPages(t, spec)
		})
	}
}

// checkPages looks for what would break a site made of the pages: links and headings without
// their elements, ids given twice, inline code.
func checkPages(t *testing.T, spec *document.Document) {
	t.Helper()
	byPath := pages(t, spec)
	ids := map[string]map[string]bool{}
	links := map[string][]string{}
	for path, p := range byPath {
		found, to := elements(t, p)
		ids[path], links[path] = map[string]bool{}, to
		for id := range found {
			ids[path][id] = true
		}
		for _, h := range p.Headings {
			if !ids[path][h.ID] {
				t.Errorf("%s has no element for its heading %q", path, h.ID)
			}
		}
		if len(p.Body) > 500_000 {
			t.Errorf("%s has %d bytes", path, len(p.Body))
		}
	}
	for path, all := range links {
		for _, link := range all {
			checkLink(t, ids, path, link)
		}
	}
	for _, op := range spec.Operations {
		if path := "reference/" + op.Group.Slug + "/" + op.Slug + "/"; !op.Internal && byPath[path].Page == nil {
			t.Errorf("%s %s has no page", op.Method, op.Path)
		}
	}
	for _, op := range spec.Webhooks {
		if path := "reference/webhooks/" + op.Slug + "/"; !op.Internal && byPath[path].Page == nil {
			t.Errorf("webhook %s has no page", op.Webhook)
		}
	}
	for _, s := range spec.Schemas {
		if path := "reference/schemas/" + s.Slug + "/"; !s.Internal && byPath[path].Page == nil {
			t.Errorf("schema %s has no page", s.Name)
		}
	}
}
