package typescript_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/evanw/esbuild/pkg/api"

	"wpengine/docsite/typescript"
	"wpengine/e2e/testkit/corpus"
	"wpengine/e2e/testkit/golden"
	"wpengine/openapi/document"
)

func load(t *testing.T) *document.Document {
	t.Helper()
	doc, err := document.Load(os.DirFS("testdata"), "api.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

func TestSchemasAndOperationsAreTypes(t *testing.T) {
	got := string(typescript.Types(load(t), typescript.Options{}))
	golden.File(t, "testdata/api.golden.ts", got)
	if all := string(typescript.Types(load(t), typescript.Options{Internal: true})); strings.Contains(strings.ToLower(got), "hidden") || !strings.Contains(all, "hidden") {
		t.Error("what is internal is there, or isn't where it is wanted")
	}
}

// TestEveryDescriptionOfTheCorpusIsTypeScript has esbuild read what is written.
func TestEveryDescriptionOfTheCorpusIsTypeScript(t *testing.T) {
	for _, d := range corpus.Descriptions(t) {
		name := d.Name
		doc, err := document.Load(d.Open())
		if err != nil {
			continue // what can't be read is the reader's business
		}
		types := string(typescript.Types(doc, typescript.Options{Internal: true}))
		if dir := os.Getenv("DOCSITE_TYPES"); dir != "" { // to have the compiler of TypeScript look at them
			if err := os.WriteFile(filepath.Join(dir, filepath.Base(name)+".ts"), []byte(types), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		result := api.Transform(types, api.TransformOptions{Loader: api.LoaderTS})
		for _, e := range result.Errors {
			t.Errorf("%s:%d: %s: %s", name, e.Location.Line, e.Text, e.Location.LineText)
		}
	}
}
