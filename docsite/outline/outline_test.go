package outline_test

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"wpengine/docsite/outline"
	"wpengine/openapi/document"
)

var update = flag.Bool("update", false, "write the golden files anew")

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
	const name = "testdata/api.golden.md"
	if *update {
		if err := os.WriteFile(name, got.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got.String()); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}

// TestEveryPageOfTheCorpusIsShort writes all pages of all descriptions in the corpus.
func TestEveryPageOfTheCorpusIsShort(t *testing.T) {
	corpus := os.Getenv("WPENGINE_CORPUS")
	if corpus == "" {
		corpus = "../../../shared/corpus"
	}
	if _, err := os.Stat(corpus); err != nil {
		t.Skipf("there is no corpus at %s; WPENGINE_CORPUS says where it is", corpus)
	}
	var names []string
	for _, pattern := range []string{"*", "*/*.yaml"} {
		found, err := filepath.Glob(filepath.Join(corpus, "specs", pattern))
		if err != nil || len(found) == 0 {
			t.Fatalf("no descriptions in %s: %v", corpus, err)
		}
		names = append(names, found...)
	}
	for _, name := range names {
		if info, err := os.Stat(name); err != nil || info.IsDir() {
			continue
		}
		doc, err := document.Load(os.DirFS(filepath.Dir(name)), filepath.Base(name))
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
