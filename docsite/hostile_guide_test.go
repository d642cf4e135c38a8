package docsite

import (
	"fmt"
	"io/fs"
	"path"
	"strings"
	"testing"
	"testing/fstest"

	"gopkg.in/yaml.v3"
)

// hostileGuide has a text wherever a guide can have one.
func hostileGuide(t *testing.T, text string) []byte {
	t.Helper()
	front, err := yaml.Marshal(map[string]any{"title": text, "description": text, "label": text, "tags": []string{text}, "redirects": []string{"/" + text}})
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Appendf(nil, "---\n%[2]s---\n# %[1]s\n\nText %[1]s text.\n\n## %[1]s {#%[1]s}\n\n## Two %[1]s\n\n[%[1]s](%[1]s) [x](<%[1]s>) [y][z] ![%[1]s](%[1]s \"%[1]s\") ![x](<p.png?%[1]s>) `%[1]s` "+
		"**%[1]s** [[%[1]s]] [[things/get|%[1]s]] :%[1]s: $%[1]s$ <%[1]s> <a href=\"%[1]s\" title='%[1]s' id=\"%[1]s\" class=\"%[1]s\">a</a> <img src=\"%[1]s\" alt=\"%[1]s\">[^1]\n\n[z]: %[1]s\n\n"+
		"[^1]: %[1]s\n\n```%[1]s title=\"%[1]s\" {1}\n%[1]s\n```\n\n:::note %[1]s\n%[1]s\n:::\n\n:::tabs\n== %[1]s\n%[1]s\n== Two\n:::\n\n:::details %[1]s\nx\n:::\n\n| %[1]s | b |\n|---|---|\n| %[1]s | b |\n\n"+
		"- [ ] %[1]s\n\nterm %[1]s\n: %[1]s\n\n> [!NOTE]\n> %[1]s\n\n```mermaid\ngraph LR\n  a[\"%[1]s\"] -->|\"%[1]s\"| b\n```\n\n$$\n\\text{%[1]s}\n$$\n\n<div title=\"%[1]s\">\n%[1]s\n</div>\n\n{{< x %[1]s >}}\n",
		text, front)
}

// TestTextsOfGuidesStayTexts: what stands in a guide, in its name and in that of its folder makes pages of our elements
// alone, in files with names that are good anywhere.
func TestTextsOfGuidesStayTexts(t *testing.T) {
	for name, text := range hostileTexts {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			content := fstest.MapFS{
				"index.md": {Data: []byte("# Home\n\n[a](a.md)\n")}, "p.png": {Data: []byte("\x89PNG")},
				"a.md": {Data: hostileGuide(t, text)}, "A/index.md": {Data: hostileGuide(t, text)}, "A/_meta.yaml": {Data: fmt.Appendf(nil, "title: %q\n", "x")},
			}
			config := testConfig(t)
			config.Content, config.Static, config.BaseURL = content, true, "https://docs.example/"
			checkSite(t, mustNew(t, config))
		})
	}
}

// TestNamesOfGuidesBecomeSafeAddresses: files of every name that a disk can have, at once.
func TestNamesOfGuidesBecomeSafeAddresses(t *testing.T) {
	content := fstest.MapFS{"index.md": {Data: []byte("# Home\n")}}
	add := func(name string) {
		if fs.ValidPath(name) {
			text := "# T\n\n## One\n"
			if path.Ext(name) != ".md" {
				text = "{}"
			}
			content[name] = &fstest.MapFile{Data: []byte(text)}
		}
	}
	for _, text := range hostileTexts {
		text = strings.Trim(text, "/")
		for _, name := range []string{"a" + text + ".md", text + ".md", text + "/index.md", "f/" + text + "b/c.md", text + ".png", "F/" + text + ".md"} {
			add(name)
		}
	}
	for _, name := range []string{
		"con.md", "nul/x.md", "CON/y.md", "com1.x.md", "aux.txt", "a.md", "A.md", "a/b.md", "A/B.md", "straße.md", "strasse.md", "é.md", "e\u0301.md", "K.md", "\u212a.md",
		"...md", "....md", ".md", "x..md", "x .md", " x.md", "-x.md", "index/index.md", "index/index/index.md", "_index.md", "404.md", "404.html", "search/index.md", "openapi.json",
		"openapi.json/x.md", "types.ts/x.md", "assets/x.md", "reference/index.md", "reference/things/get.md", "llms.txt", "llms.txt.md", "sitemap.xml", "robots.txt", ".docsite/x.md", "index.html", "a/index.html",
	} {
		add(name)
	}
	config := testConfig(t)
	config.Content, config.Static, config.BaseURL = content, true, "https://docs.example/"
	site := mustNew(t, config)
	checkSite(t, site)
	if guides := len(site.builder.editions[0].guides); guides < 150 {
		t.Errorf("%d guides are not all", guides)
	}
}
