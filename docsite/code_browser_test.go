package docsite_test

import (
	"net/http/httptest"
	"os"
	"testing"
	"testing/fstest"

	"github.com/chromedp/chromedp"

	"wpengine/docsite"
	"wpengine/e2e/testkit/chromium"
)

// TestTabOfANumberedLineIsAsWideAsAnyOther measures where the words of a line begin:
// a line number must not take part of the first tab.
func TestTabOfANumberedLineIsAsWideAsAnyOther(t *testing.T) {
	const guide = "# Home\n\n```go lines=99\nif ok {\n\n\tbreak\n}\n```\n\n```go\n\tbreak\n\n```\n"
	site, err := docsite.New(docsite.Config{
		Content: fstest.MapFS{"index.md": {Data: []byte(guide)}}, Assets: os.DirFS("../assets"), BasePath: "/docs",
	})
	if err != nil {
		t.Fatal(err)
	}
	docs := httptest.NewServer(site)
	defer docs.Close()
	b := newBrowser(t)
	b.do(chromedp.EmulateViewport(800, 600), chromedp.Navigate(docs.URL+"/docs/"))
	const measure = `(() => {
		const [numbered, plain] = document.querySelectorAll("pre > code");
		const word = (code) => [...code.querySelectorAll(".k")].find((k) => k.textContent.startsWith("break")).getBoundingClientRect().left;
		const lines = [...numbered.querySelectorAll(".line")];
		const start = lines[0].querySelector(".k").getBoundingClientRect().left;
		const heights = new Set(lines.map((line) => Math.round(line.getBoundingClientRect().height)));
		const indent = Math.round(word(numbered) - start), want = Math.round(word(plain) - plain.getBoundingClientRect().left);
		getSelection().selectAllChildren(numbered);
		return JSON.stringify({ same: indent === want && want > 20, heights: heights.size, lines: lines.length, copied: getSelection().toString() });
	})()`
	if got, want := b.js(measure), `{"same":true,"heights":1,"lines":4,"copied":"if ok {\n\n\tbreak\n}"}`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// TestAPageIsCopiedAsMarkdown: one press copies what the page has at its address with .md.
func TestAPageIsCopiedAsMarkdown(t *testing.T) {
	site, err := docsite.New(docsite.Config{
		Content: fstest.MapFS{"guides/a.md": {Data: []byte("# Home\n\nSome *text*.\n")}}, Assets: os.DirFS("../assets"), BasePath: "/docs",
	})
	if err != nil {
		t.Fatal(err)
	}
	docs := httptest.NewServer(site)
	defer docs.Close()
	b := newBrowser(t)
	b.do(chromedp.Navigate(docs.URL+"/docs/guides/a/"), chromedp.Evaluate[chromedp.Void](`navigator.clipboard.write = async ([item]) => {
		document.documentElement.dataset.copied = await (await item.getType("text/plain")).text();
	}`))
	b.do(chromium.Click("[data-copy-page]"), chromedp.WaitVisible(chromedp.CSS("[data-copy-page][data-done]")))
	b.says(`document.documentElement.dataset.copied`, "# Home\n\nSome *text*.\n")
	b.says(`document.querySelector("[data-copy-page]").textContent`, "Copied")
}
