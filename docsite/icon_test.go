package docsite

import (
	"strings"
	"testing"
	"testing/fstest"
)

func TestPagesHaveIconsInTheSidebarAndNamesAtTheirEnd(t *testing.T) {
	config := testConfig(t)
	config.Spec = nil
	config.Languages = []Language{{Code: "de"}}
	config.Content = fstest.MapFS{
		"index.md":        {Data: []byte("---\nicon: 🏡\nauthors: [Ada, {name: <Alan>}]\n---\n# Home\n")},
		"guides/index.md": {Data: []byte("---\nicon: ../img/g.svg\n---\n# Guides\n")},
		"guides/a.md":     {Data: []byte("---\nicon: rocket\n---\n# A\n")},
		"guides/b.md":     {Data: []byte("---\nicon: gone.png\n---\n# B\n")},
		"guides/c.md":     {Data: []byte("---\nicon: https://example.com/x.png\n---\n# C\n")},
		"guides/d.md":     {Data: []byte("---\nicon: \"<b>\"\n---\n# D\n")},
		"guides/e.md":     {Data: []byte("---\nicon: \"<\"\n---\n# E\n")},
		"img/g.svg":       {Data: []byte(`<svg xmlns="http://www.w3.org/2000/svg"/>`)},
	}
	site := mustNew(t, config)
	body := ask(site, "GET", "/docs/").Body.String()
	for _, want := range []string{
		`<span class="nav-label"><span class="nav-icon" aria-hidden="true">🏡</span>Home</span>`,
		`<p class="nav-title"><img class="nav-icon" src="img/g.svg" alt="" width="16" height="16">Guides</p>`,
		`<span class="nav-icon" aria-hidden="true">&lt;</span>E`,
		`<span class="nav-label">D</span>`,
		`<span>Von Ada, &lt;Alan&gt;</span>`,
	} {
		if !strings.Contains(body, want) {
			t.Errorf("the first page lacks %s", want)
		}
	}
	if page := ask(site, "GET", "/docs/guides/e/").Body.String(); !strings.Contains(page, `src="../../img/g.svg"`) || strings.Contains(page, "Von ") {
		t.Error("a page further below has another way to the picture, and nobody's names")
	}
	problems, err := site.Review()
	if err != nil {
		t.Fatal(err)
	}
	var told []string
	for _, p := range problems {
		if p.Rule == "icon" || p.Rule == "unused" {
			told = append(told, p.String())
		}
	}
	want := []string{
		`content/guides/a.md:1: icon "rocket": there is no set of icons to take it from; give an emoji, or the name of a picture`,
		`content/guides/b.md:1: icon "gone.png": no file content/guides/gone.png; give an emoji`,
		`content/guides/c.md:1: icon "https://example.com/x.png": a picture of another site can't be one`,
		`content/guides/d.md:1: icon "<b>": there is no set of icons`,
	}
	if len(told) != len(want) {
		t.Fatalf("told of:\n%s", strings.Join(told, "\n"))
	}
	for i := range want {
		if !strings.HasPrefix(told[i], want[i]) {
			t.Errorf("told %s\nwant %s", told[i], want[i])
		}
	}
}
