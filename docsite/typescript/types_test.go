package typescript_test

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/evanw/esbuild/pkg/api"
	"github.com/google/go-cmp/cmp"

	"wpengine/docsite/typescript"
	"wpengine/openapi/document"
)

var update = flag.Bool("update", false, "write the golden files anew")

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
	const name = "testdata/api.golden.ts"
	if *update {
		if err := os.WriteFile(name, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	if all := string(typescript.Types(load(t), typescript.Options{Internal: true})); strings.Contains(got, "hidden") || !strings.Contains(all, "hidden") {
		t.Error("what is internal is there, or isn't where it is wanted")
	}
}

func TestASchemaIsWrittenAloneAsItIsInTheFile(t *testing.T) {
	doc := load(t)
	all := string(typescript.Types(doc, typescript.Options{}))
	for _, s := range doc.Schemas {
		if one := typescript.Schema(doc, s); !strings.Contains(all, "\n"+one) {
			t.Errorf("%s is\n%s", s.Name, one)
		}
	}
}

// TestEveryDescriptionOfTheCorpusIsTypeScript has esbuild read what is written.
func TestEveryDescriptionOfTheCorpusIsTypeScript(t *testing.T) {
	corpus := os.Getenv("WPENGINE_CORPUS")
	if corpus == "" {
		corpus = "../../../shared/corpus"
	}
	if _, err := os.Stat(corpus); err != nil {
		t.Skipf("there is no corpus at %s; WPENGINE_CORPUS says where it is", corpus)
	}
	names, err := filepath.Glob(filepath.Join(corpus, "specs", "*"))
	if err != nil || len(names) == 0 {
		t.Fatalf("no descriptions in %s: %v", corpus, err)
	}
	for _, name := range names {
		if info, err := os.Stat(name); err != nil || info.IsDir() {
			continue
		}
		doc, err := document.Load(os.DirFS(filepath.Dir(name)), filepath.Base(name))
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
