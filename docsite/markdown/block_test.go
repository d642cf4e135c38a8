package markdown_test

import (
	"io/fs"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wpengine/docsite/markdown"
)

func TestBlocksOfCodeAreKeptForWhoAsks(t *testing.T) {
	const guide = "---\ntitle: A\n---\n\n```sh title=\"a.sh\"\none\n```\n\n:::tabs\n== B\n\n```js\ntwo\n```\n:::\n\n> ```py file=\"c.py\"\n> ```\n"
	files := func(name string) ([]byte, error) {
		if name == "guides/c.py" {
			return []byte("three\n"), nil
		}
		return nil, fs.ErrNotExist
	}
	type block struct {
		File                    string
		Line                    int
		Language, Title, Source string
	}
	var got []block
	for _, b := range markdown.New(markdown.Options{KeepCode: true, File: files}).Parse("guides/a.md", []byte(guide)).Blocks {
		got = append(got, block{b.File, b.Line, b.Language, b.Title, b.Source})
	}
	want := []block{
		{"guides/a.md", 5, "sh", "a.sh", "one\n"},
		{"guides/a.md", 12, "js", "", "two\n"},
		{"guides/a.md", 17, "py", "", "three\n"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if kept := markdown.New(markdown.Options{}).Parse("guides/a.md", []byte(guide)).Blocks; kept != nil {
		t.Errorf("a build keeps %d blocks", len(kept))
	}
}
