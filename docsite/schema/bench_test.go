package schema_test

import (
	"testing"

	"wpengine/docsite/schema"
	"wpengine/e2e/testkit/corpus"
	"wpengine/openapi/document"
)

// BenchmarkOf merges every schema of a large description, wherever it stands.
func BenchmarkOf(b *testing.B) {
	for _, file := range []string{"github-rest-3.0.json.gz", "stripe-2023-09.yaml"} {
		b.Run(file, func(b *testing.B) {
			doc := load(corpus.Named(b, file))
			seen := map[*document.Schema]bool{}
			var all []*document.Schema
			var walk func(s *document.Schema)
			walk = func(s *document.Schema) {
				if !seen[s] {
					seen[s] = true
					all = append(all, s)
					s.Each(walk)
				}
			}
			for _, p := range places(doc) {
				walk(p.schema)
			}
			b.ReportAllocs()
			for b.Loop() {
				for _, s := range all {
					schema.Of(s)
				}
			}
			b.ReportMetric(float64(len(all)), "schemas")
		})
	}
}

// BenchmarkExample makes an example for every place of a large description that shows one.
func BenchmarkExample(b *testing.B) {
	for _, file := range []string{"github-rest-3.0.json.gz", "stripe-2023-09.yaml"} {
		b.Run(file, func(b *testing.B) {
			all := places(load(corpus.Named(b, file)))
			b.ReportAllocs()
			for b.Loop() {
				for _, p := range all {
					mode := schema.Request
					if p.answer {
						mode = schema.Response
					}
					schema.Example(p.schema, mode)
				}
			}
			b.ReportMetric(float64(len(all)), "examples")
		})
	}
}
