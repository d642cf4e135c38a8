package reference_test

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"golang.org/x/net/html"
	"golang.org/x/tools/txtar"

	"wpengine/docsite/reference"
	"wpengine/e2e/testkit/golden"
	"wpengine/openapi/document"
)

func everything(t testing.TB) *document.Document {
	t.Helper()
	spec, err := document.Load(os.DirFS("testdata"), "everything.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return spec
}

// TestPagesOfEverything keeps the pages of a spec that has one of everything, for people to read when they change.
func TestPagesOfEverything(t *testing.T) {
	spec := everything(t)
	checkPages(t, spec)
	r := reference.New(spec, reference.Options{TryIt: true, Languages: []string{"curl"}})
	var got txtar.Archive
	for _, p := range r.Pages() {
		body, _ := r.Render(p)
		if _, err := html.Parse(bytes.NewReader(body)); err != nil {
			t.Errorf("%s: %v", p.Path, err)
		}
		got.Files = append(got.Files, txtar.File{Name: p.Path, Data: body})
	}
	golden.File(t, "testdata/everything.golden.txtar", txtar.Format(&got))
}

// TestInternalThingsAreLeftOut: what is marked x-internal is on no page, unless somebody asks for it.
func TestInternalThingsAreLeftOut(t *testing.T) {
	spec := everything(t)
	internal := []string{"readSecret", "Hidden", "query.hidden", ".internal"}
	for _, shown := range []bool{false, true} {
		r := reference.New(spec, reference.Options{Internal: shown})
		var all strings.Builder
		for _, p := range r.Pages() {
			body, _ := r.Render(p)
			all.WriteString(p.Path)
			all.Write(body)
		}
		for _, name := range internal {
			if strings.Contains(all.String(), name) != shown {
				t.Errorf("%s is on a page: %v, want %v", name, !shown, shown)
			}
		}
	}
}
