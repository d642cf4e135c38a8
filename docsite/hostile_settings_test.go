package docsite

import (
	"bytes"
	"cmp"
	"encoding/xml"
	"fmt"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"gopkg.in/yaml.v3"

	"wpengine/docsite/settings"
)

// hostileSettings has a text wherever docsite.yaml can have one of the author's own.
func hostileSettings(t *testing.T, text string) *settings.Settings {
	t.Helper()
	type m = map[string]any
	said := cmp.Or(strings.TrimSpace(text), "x")
	link := m{"title": said, "to": "index.md"}
	file, err := yaml.Marshal(m{
		"title": text, "description": text, "logo": m{"light": "logo.svg", "alt": text}, "favicon": "logo.svg", "changelog": "a", "base_url": "https://docs.example/",
		"nav":          []any{link, m{"title": said, "items": []any{link, m{"title": said, "to": "https://example.com/"}}}},
		"footer":       m{"text": text + "\n\n[" + text + "](" + text + ")\n\n<a href=\"" + text + "\">" + text + "</a>", "columns": []any{m{"title": said, "links": []any{link}}}},
		"announcement": m{"text": said, "href": "index.md", "id": "one", "dismissible": true},
		"versions":     []any{m{"name": "v2", "label": said, "latest": true}, m{"name": "v1", "label": said}},
		"languages":    []any{m{"code": "en", "label": said}, m{"code": "de", "label": said}},
		"content":      ".",
	})
	if err != nil {
		t.Fatal(err)
	}
	read, problems := settings.Load(fstest.MapFS{"docsite.yaml": {Data: file}, "logo.svg": {Data: []byte("<svg/>")}, "a/x.md": {}, "de/x.md": {}}, "docsite.yaml")
	for _, p := range problems { // not that a text is none
		if !strings.Contains(p.Message, "has no value") {
			t.Error(p)
		}
	}
	return read
}

// TestTextsOfSettingsStayTexts: what docsite.yaml says stands on every page, and the changelog's entries in a feed.
func TestTextsOfSettingsStayTexts(t *testing.T) {
	for name, text := range hostileTexts {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			config := testConfig(t)
			config.Settings = hostileSettings(t, text)
			logo := fmt.Sprintf("<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"><script>alert(1)</script><title>%s</title></svg>", text)
			config.Files = fstest.MapFS{"logo.svg": {Data: []byte(logo)}}
			config.Content = fstest.MapFS{
				"index.md": {Data: []byte("# Home\n\n[a](a/one.md)\n")}, "de/index.md": {Data: hostileGuide(t, text)}, "p.png": {Data: []byte("\x89PNG")},
				"a/index.md": {Data: []byte("# Changes\n")}, "a/one.md": {Data: hostileGuide(t, text)}, "a/_meta.yaml": {Data: fmt.Appendf(nil, "title: %q\n", "x")},
			}
			config.Title, config.Description, config.BaseURL, config.Static = text, text, config.Settings.BaseURL, true
			for _, l := range config.Settings.Languages {
				config.Languages = append(config.Languages, Language{Code: l.Code, Label: l.Label})
			}
			config.VersionLabel = config.Settings.Versions[0].Label
			config.Versions = []Version{{Name: "v1", Label: config.Settings.Versions[1].Label, Content: config.Content}}
			config.Assets = os.DirFS("../assets")
			site := mustNew(t, config)
			checkSite(t, site)
			checkFeed(t, site)
		})
	}
}

// checkFeed looks at the HTML that readers of a feed get.
func checkFeed(t *testing.T, site *Site) {
	t.Helper()
	body, err := site.builder.files["a/feed.xml"].make()
	if err != nil {
		t.Fatal(err)
	}
	var feed struct {
		Items []struct {
			Link    string `xml:"link"`
			Content string `xml:"encoded"`
		} `xml:"channel>item"`
	}
	if err := xml.NewDecoder(bytes.NewReader(body)).Decode(&feed); err != nil || len(feed.Items) == 0 {
		t.Fatalf("%v, %d entries", err, len(feed.Items))
	}
	for _, item := range feed.Items {
		if !strings.HasPrefix(item.Link, "https://docs.example/") || item.Content == "" {
			t.Errorf("the entry %q has %d bytes", item.Link, len(item.Content))
		}
		for _, wrong := range checkPage([]byte(`<div class="prose">` + item.Content + `</div>`)) {
			t.Error("feed: " + wrong)
		}
	}
}
