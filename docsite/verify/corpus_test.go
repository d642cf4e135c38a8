package verify_test

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"wpengine/docsite/verify"
	"wpengine/openapi/document"
)

// corpusSpecs are other people's descriptions, beside the project.
func corpusSpecs(t *testing.T) map[string]*document.Document {
	t.Helper()
	dir := os.Getenv("WPENGINE_CORPUS")
	if dir == "" {
		dir = "../../../shared/corpus"
	}
	index, err := os.Open(filepath.Join(dir, "INDEX.tsv"))
	if err != nil {
		t.Skipf("there is no corpus of descriptions at %s (WPENGINE_CORPUS names another place)", dir)
	}
	defer func() { _ = index.Close() }() // only read
	r := csv.NewReader(index)
	r.Comma, r.LazyQuotes, r.FieldsPerRecord = '\t', true, -1
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	specs := map[string]*document.Document{}
	for _, row := range rows[1:] {
		folder, name := filepath.Split(row[0])
		if first, rest, nested := strings.Cut(strings.TrimPrefix(row[0], "specs/"), "/"); nested {
			folder, name = filepath.Join("specs", first), rest
		}
		if doc, err := document.Load(os.DirFS(filepath.Join(dir, folder)), name); err == nil {
			specs[row[0]] = doc
		}
	}
	return specs
}

// TestExamplesOfOthersAreAllChecked reads everything there is: each finding has a place, and no schema that somebody
// uses takes more steps than there may be.
func TestExamplesOfOthersAreAllChecked(t *testing.T) {
	total := 0
	for file, doc := range corpusSpecs(t) {
		for _, f := range verify.Examples(doc) {
			total++
			if f.Line == 0 {
				t.Errorf("%s: nobody knows where this is: %s", file, f.Message)
			}
			if strings.Contains(f.Message, "cannot be checked") {
				t.Errorf("%s:%d: %s", file, f.Line, f.Message)
			}
		}
	}
	if total < 100 {
		t.Errorf("%d findings; the corpus has hundreds of examples that do not fit", total)
	}
}
