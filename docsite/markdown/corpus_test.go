package markdown

import (
	"bytes"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	"golang.org/x/net/html"

	"wpengine/e2e/testkit/corpus"
)

var trees = []string{"electron", "hugodocs", "opentelemetry"}

// guide is a file of a tree.
type guide struct {
	name string
	text []byte
}

func tree(tb testing.TB, name string) (guides []guide, size int64) {
	tb.Helper()
	corpus.Guides(tb, "md/"+name, func(file string, text []byte) {
		guides = append(guides, guide{file, text})
		size += int64(len(text))
	})
	return guides, size
}

// treeOptions read the files of a tree.
func treeOptions(tb testing.TB, name string) Options {
	return Options{File: func(file string) ([]byte, error) {
		return os.ReadFile(filepath.Join(corpus.Dir(tb), "md", name, filepath.FromSlash(file)))
	}}
}

func TestTreesOfOthersAreReadable(t *testing.T) {
	for _, name := range trees {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			guides, _ := tree(t, name)
			r := New(treeOptions(t, name))
			for _, g := range guides {
				doc := r.Parse(g.name, g.text)
				out, _ := doc.Render(testSite{})
				if err := sound(string(out)); err != nil {
					t.Errorf("%s: %v", g.name, err)
				}
				if _, err := html.Parse(bytes.NewReader(out)); err != nil {
					t.Errorf("%s: %v", g.name, err)
				}
				if doc.Title == "" {
					t.Errorf("%s has no title", g.name)
				}
				for _, p := range doc.Problems {
					if p.Severity == Error {
						t.Errorf("%s:%d: %s", g.name, p.Line, p.Message)
					}
				}
			}
		})
	}
}

func TestGuidesAreParsedAndRenderedAtOnce(t *testing.T) {
	text, err := os.ReadFile("testdata/directive.txtar")
	if err != nil {
		t.Fatal(err)
	}
	r := New(testOptions(nil))
	doc := r.Parse("a.md", text)
	want, _ := doc.Render(testSite{})
	markdown := doc.Markdown(testSite{})
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			for range 5 {
				if got, _ := r.Parse("a.md", text).Render(testSite{}); !bytes.Equal(got, want) {
					t.Error("parsed at once, the guide is another")
				}
				if got, _ := doc.Render(testSite{}); !bytes.Equal(got, want) {
					t.Error("rendered at once, the guide is another")
				}
				if doc.Markdown(testSite{}) != markdown {
					t.Error("its Markdown is another")
				}
				doc.Sections()
				r.Fragment("Some *words* [a](b.md)", testSite{})
			}
		})
	}
	group.Wait()
}

// BenchmarkTrees renders every guide of a tree. Its baseline is goldmark alone, by turns in the same run: ratio is our time by its.
func BenchmarkTrees(b *testing.B) {
	for _, name := range trees {
		guides, size := tree(b, name)
		r := New(treeOptions(b, name))
		bare := goldmark.New(goldmark.WithExtensions(extension.GFM))
		b.Run(name, func(b *testing.B) {
			b.SetBytes(size)
			var ours, theirs time.Duration
			for b.Loop() {
				start := time.Now()
				for _, g := range guides {
					r.Parse(g.name, g.text).Render(testSite{})
				}
				ours += time.Since(start)
				b.StopTimer()
				start = time.Now()
				for _, g := range guides {
					var out bytes.Buffer
					if err := bare.Convert(g.text, &out); err != nil {
						b.Fatal(err)
					}
				}
				theirs += time.Since(start)
				b.StartTimer()
			}
			b.ReportMetric(float64(ours)/float64(theirs), "ratio")
		})
	}
}
