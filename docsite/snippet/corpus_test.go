package snippet_test

import (
	"testing"

	"wpengine/docsite/markdown"
	"wpengine/docsite/snippet"
	"wpengine/e2e/testkit/corpus"
)

// TestCodeOfOthersIsRead reads all code in other people's guides: none of it may be too much, and where it names
// another server, nothing is said of it.
func TestCodeOfOthersIsRead(t *testing.T) {
	_, api := pets(t)
	reader := markdown.New(markdown.Options{KeepCode: true})
	requests := 0
	corpus.Guides(t, "md", func(name string, content []byte) {
		for _, block := range reader.Parse(name, content).Blocks {
			for _, r := range snippet.Find(block.Language, block.Source) {
				requests++
				if text := api.Check(r); text != "" {
					t.Errorf("%s:%d: %s", name, block.Line+1+r.Line, text)
				}
			}
		}
	})
	if requests < 20 {
		t.Errorf("%d requests; the corpus has dozens", requests)
	}
}
