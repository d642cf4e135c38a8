package document

import (
	"compress/gzip"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"testing"
	"testing/fstest"

	"gopkg.in/yaml.v3"

	"wpengine/e2e/testkit/corpus"
)

// BenchmarkLoad reads the largest documents of the corpus. Its baselines make a tree of the text and
// nothing of the tree.
func BenchmarkLoad(b *testing.B) {
	dir := corpus.Dir(b)
	github, stripe := corpusText(b, dir, "github-rest-3.0.json.gz"), corpusText(b, dir, "stripe-2023-09.yaml")
	load := func(name string, text []byte) func(*testing.B) {
		fsys := fstest.MapFS{name: {Data: text}}
		return func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := Load(fsys, name); err != nil {
					b.Fatal(err)
				}
			}
		}
	}
	b.Run("github", load("github.json", github))
	b.Run("github/baseline encoding-json", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			var v any
			if err := json.Unmarshal(github, &v); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("stripe", load("stripe.yaml", stripe))
	b.Run("stripe/baseline yaml.v3", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			var v yaml.Node
			if err := yaml.Unmarshal(stripe, &v); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// BenchmarkWrite writes what BenchmarkLoad reads.
func BenchmarkWrite(b *testing.B) {
	dir := corpus.Dir(b)
	for _, name := range []string{"github-rest-3.0.json.gz", "stripe-2023-09.yaml"} {
		doc, err := Load(os.DirFS(filepath.Join(dir, "specs")), name)
		if err != nil {
			b.Fatal(err)
		}
		for _, format := range []struct {
			name  string
			write func() []byte
		}{{"JSON", doc.JSON}, {"YAML", doc.YAML}} {
			b.Run(name+"/"+format.name, func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					b.SetBytes(int64(len(format.write())))
				}
			})
		}
	}
}

func corpusText(b *testing.B, dir, name string) []byte {
	b.Helper()
	f, err := os.Open(filepath.Join(dir, "specs", name))
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = f.Close() }() // only read
	var from io.Reader = f
	if filepath.Ext(name) == ".gz" {
		if from, err = gzip.NewReader(f); err != nil {
			b.Fatal(err)
		}
	}
	text, err := io.ReadAll(from)
	if err != nil {
		b.Fatal(err)
	}
	return text
}
