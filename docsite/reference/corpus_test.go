package reference_test

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"testing"

	"wpengine/openapi"
)

// corpus holds public specs to try ours on; it is not part of the project.
const corpus = "../../../shared/corpus"

// Specs beyond this many bytes cost more time than all others together, and little in them is not
// in those. WPENGINE_TEST_LARGE_SPECS=1 has them read too.
const largeSpec = 1 << 20

func TestPagesOfPublicSpecs(t *testing.T) {
	index, err := os.Open(filepath.Join(corpus, "INDEX.tsv"))
	if err != nil {
		t.Skip("skipped: there is no ../shared/corpus beside the project")
	}
	defer index.Close()
	r := csv.NewReader(index)
	r.Comma, r.LazyQuotes, r.FieldsPerRecord = '\t', true, -1
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	result := -1
	for i, name := range rows[0] {
		if name == "kin_result" {
			result = i
		}
	}
	if result < 0 {
		t.Fatal("the index has no column kin_result")
	}
	for _, row := range rows[1:] {
		if len(row) <= result || row[result] != "pass" {
			continue
		}
		name := row[0]
		if info, err := os.Stat(filepath.Join(corpus, name)); err == nil && info.Size() > largeSpec && os.Getenv("WPENGINE_TEST_LARGE_SPECS") == "" {
			continue
		}
		t.Run(filepath.Base(name), func(t *testing.T) {
			t.Parallel()
			spec, err := openapi.Load(os.DirFS(corpus), name)
			if err != nil {
				t.Skipf("not a spec that openapi loads: %v", err)
			}
			checkPages(t, spec)
		})
	}
}

// checkPages looks for what would break a site made of the pages: links and headings without
// their elements, ids given twice, inline code.
func checkPages(t *testing.T, spec *openapi.Spec) {
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
		if len(p.Body) > 2<<20 {
			t.Errorf("%s has %d bytes", path, len(p.Body))
		}
	}
	for path, all := range links {
		for _, link := range all {
			checkLink(t, ids, path, link)
		}
	}
	if want := 1 + len(spec.Groups) + len(spec.Operations); len(byPath) != want {
		t.Errorf("%d pages, want %d", len(byPath), want)
	}
}
