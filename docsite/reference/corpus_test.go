package reference_test

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"wpengine/docsite/markdown"
	"wpengine/docsite/reference"
	"wpengine/openapi/document"
)

// corpus is the folder of other people's descriptions, beside the project.
func corpus(t testing.TB) string {
	t.Helper()
	dir := os.Getenv("WPENGINE_CORPUS")
	if dir == "" {
		dir = "../../../shared/corpus"
	}
	if _, err := os.Stat(filepath.Join(dir, "INDEX.tsv")); err != nil {
		t.Skipf("there is no corpus of descriptions at %s (WPENGINE_CORPUS names another place)", dir)
	}
	return dir
}

// corpusFiles are the entry files of the corpus, as [corpusSpec] takes them.
func corpusFiles(t testing.TB) (files []string) {
	t.Helper()
	index, err := os.Open(filepath.Join(corpus(t), "INDEX.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = index.Close() }() // only read
	r := csv.NewReader(index)
	r.Comma, r.LazyQuotes, r.FieldsPerRecord = '\t', true, -1
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range rows[1:] {
		files = append(files, row[0])
	}
	return files
}

// corpusSpec loads a description. Those of several files lie in a folder each, which their references may not leave.
func corpusSpec(t testing.TB, file string) *document.Document {
	t.Helper()
	folder, name := filepath.Split(file)
	if first, rest, nested := strings.Cut(strings.TrimPrefix(file, "specs/"), "/"); nested {
		folder, name = filepath.Join("specs", first), rest
	}
	spec, err := document.Load(os.DirFS(filepath.Join(corpus(t), folder)), name)
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
	for _, name := range corpusFiles(t) {
		t.Run(strings.TrimPrefix(name, "specs/"), func(t *testing.T) {
			t.Parallel()
			checkPages(t, corpusSpec(t, name))
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
