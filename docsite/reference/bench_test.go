package reference_test

import (
	"sync"
	"sync/atomic"
	"testing"

	"wpengine/docsite/reference"
	"wpengine/e2e/testkit/corpus"
)

// BenchmarkReference renders every page of a large description on two goroutines, as the site does.
func BenchmarkReference(b *testing.B) {
	for _, test := range []struct{ name, file string }{
		{"github", "github-rest-3.0.json.gz"}, {"stripe", "stripe-2023-09.yaml"},
	} {
		b.Run(test.name, func(b *testing.B) {
			spec := corpusSpec(b, corpus.Named(b, test.file))
			b.ReportAllocs()
			var bytes atomic.Int64
			pages := 0
			for b.Loop() {
				r := reference.New(spec, asSite())
				all := r.Pages()
				pages = len(all)
				bytes.Store(0)
				var next atomic.Int64
				var wait sync.WaitGroup
				for range 2 {
					wait.Go(func() {
						for {
							i := int(next.Add(1)) - 1
							if i >= len(all) {
								return
							}
							body, _ := r.Render(all[i])
							bytes.Add(int64(len(body)))
						}
					})
				}
				wait.Wait()
			}
			b.ReportMetric(float64(pages), "pages")
			b.ReportMetric(float64(bytes.Load())/float64(pages), "bytes/page")
		})
	}
}
