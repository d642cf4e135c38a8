package sample

import (
	"testing"

	"wpengine/docsite/request"
	"wpengine/e2e/testkit/corpus"
	"wpengine/openapi/document"
)

// BenchmarkFor writes the samples of every operation of a large description, in the usual languages.
func BenchmarkFor(b *testing.B) {
	doc, err := document.Load(corpus.Named(b, "github-rest-3.0.json.gz").Open())
	if err != nil {
		b.Fatal(err)
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
