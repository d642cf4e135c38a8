package outline_test

import (
	"bytes"
	"os"
	"strings"
	"testing"
	"time"

	"wpengine/docsite/outline"
	"wpengine/e2e/testkit/corpus"
	"wpengine/e2e/testkit/golden"
	"wpengine/openapi/document"
)

func TestTheReferenceIsMarkdown(t *testing.T) {
	doc, err := document.Load(os.DirFS("testdata"), "api.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var got bytes.Buffer
	for _, g := range doc.Groups {
		got.Write(outline.Group(g))
	}
	for _, op := range doc.Operations {
		got.Write(outline.Operation(op))
	}
	for _, op := range doc.Webhooks {
		got.Write(outline.Operation(op))
	}
	for _, s := range doc.Schemas {
		got.Write(outline.Schema(s))
	}
	golden.File(t, "testdata/api.golden.md", got.Bytes())
}

// TestEveryPageOfTheCorpusIsShort writes all pages of all descriptions in the corpus.
func TestEveryPageOfTheCorpusIsShort(t *testing.T) {
	for _, d := range corpus.Descriptions(t) {
		name := d.Name
		doc, err := document.Load(d.Open())
		if err != nil {
			continue // what can't be read is the reader's business
		}
		start := time.Now()
		for _, op := range append(doc.Operations, doc.Webhooks...) {
			isShort(t, name+" "+op.ID, outline.Operation(op), len(op.Description))
		}
		for _, s := range doc.Schemas {
			isShort(t, name+" "+s.Name, outline.Schema(s), len(s.Description))
		}
		if took := time.Since(start); took > 5*time.Second {
			t.Errorf("%s took %s", name, took)
		}
	}
}

func isShort(t *testing.T, name string, page []byte, description int) {
	t.Helper()
	if len(page) > 150_000+description {
		t.Errorf("%s has %d bytes", name, len(page))
	}
	if first, _, _ := strings.Cut(string(page), "\n"); !strings.HasPrefix(first, "# ") || strings.TrimSpace(first) == "#" {
		t.Errorf("%s begins %q", name, first)
	}
}
