package docsite_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/chromedp/chromedp"

	"wpengine/docsite"
)

// TestSearchLeadsToThePage looks for something in an exported site, from a folder.
func TestSearchLeadsToThePage(t *testing.T) {
	content := fstest.MapFS{"index.md": {Data: []byte("# Home\n\nWelcome.\n")}}
	for i := range 700 {
		content[fmt.Sprintf("guides/page-%d.md", i)] = &fstest.MapFile{Data: fmt.Appendf(nil, "# Page %d\n\nIt is about topic%dx.\n%s", i, i, strings.Repeat("More. ", 50))}
	}
	site, err := docsite.New(docsite.Config{Content: content, Assets: os.DirFS("../assets"), Static: true})
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(t.TempDir(), "site")
	if _, err := site.Export(t.Context(), dir, nil); err != nil {
		t.Fatal(err)
	}
	b := newBrowser(t)
	b.do(chromedp.Navigate("file://"+filepath.ToSlash(dir)+"/guides/page-3/index.html"), chromedp.KeyEvent("/"), chromedp.WaitVisible(chromedp.CSS("dialog.search[open]")))
	b.do(chromedp.KeyEvent("topic77x"), chromedp.WaitVisible(chromedp.CSS(`.search-result[href="../../guides/page-77/index.html"]`)))
	b.says(`document.querySelector(".search-result").innerText`, "Page 77\nIt is about topic77x.")
	if _, err := os.Stat(filepath.Join(dir, "guides/page-77/index.html")); err != nil {
		t.Error(err)
	}
}
