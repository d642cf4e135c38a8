package snippet_test

import (
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"testing"

	"wpengine/docsite/markdown"
	"wpengine/docsite/snippet"
)

// TestCodeOfOthersIsRead reads all code in other people's guides: none of it may be too much, and where it names
// another server, nothing is said of it.
func TestCodeOfOthersIsRead(t *testing.T) {
	dir := os.Getenv("WPENGINE_CORPUS")
	if dir == "" {
		dir = "../../../shared/corpus"
	}
	if _, err := os.Stat(filepath.Join(dir, "md")); err != nil {
		t.Skipf("there is no corpus of guides at %s (WPENGINE_CORPUS names another place)", dir)
	}
	_, api := pets(t)
	reader := markdown.New(markdown.Options{KeepCode: true})
	requests := 0
	err := fs.WalkDir(os.DirFS(dir), "md", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || path.Ext(name) != ".md" {
			return err
		}
		content, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name)))
		if err != nil {
			return err
		}
		for _, block := range reader.Parse(name, content).Blocks {
			for _, r := range snippet.Find(block.Language, block.Source) {
				requests++
				if text := api.Check(r); text != "" {
					t.Errorf("%s:%d: %s", name, block.Line+1+r.Line, text)
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if requests < 20 {
		t.Errorf("%d requests; the corpus has dozens", requests)
	}
}
