package sample

import (
	"os"
	"path/filepath"
	"testing"

	"wpengine/docsite/request"
	"wpengine/openapi/document"
)

// BenchmarkFor writes the samples of every operation of a large description, in the usual languages.
func BenchmarkFor(b *testing.B) {
	dir := os.Getenv("WPENGINE_CORPUS")
	if dir == "" {
		dir = "../../../shared/corpus"
	}
	doc, err := document.Load(os.DirFS(filepath.Join(dir, "specs")), "github-rest-3.0.json.gz")
	if err != nil {
		b.Skipf("there is no corpus of descriptions: %v", err)
	}
	b.ReportAllocs()
	for b.Loop() {
		for _, op := range doc.Operations {
			if _, err := For(request.Of(op), Options{API: doc.Info.Title, ServerURL: "https://api.github.com"}); err != nil {
				b.Fatal(err)
			}
		}
	}
	b.ReportMetric(float64(len(doc.Operations)), "operations")
}
