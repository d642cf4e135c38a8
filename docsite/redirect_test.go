package docsite

import (
	"context"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"wpengine/docsite/settings"
)

// TestOldAddressesLeaveWhatIsThere: on a disk that does not tell case apart a page would be lost, and a file has no folder.
func TestOldAddressesLeaveWhatIsThere(t *testing.T) {
	config := testConfig(t)
	config.Spec, config.Static, config.Settings = nil, true, settings.Default()
	config.Content = fstest.MapFS{
		"index.md":       {Data: []byte("---\nredirects: [/first/, /FIRST/, /Guides/One/, /guides/one/]\n---\n# Home\n")},
		"guides/one.md":  {Data: []byte("# One\n")},
		"x.html.md":      {Data: []byte("# Two\n")},
		"pictures/a.png": {Data: []byte("a")},
	}
	for from, line := range map[string]int{"/x.html": 3, "/pictures/a.png/": 4, "/PICTURES/A.png/b/": 5, "/pictures/": 6, "/Search/": 7} {
		config.Settings.Redirects = append(config.Settings.Redirects, settings.Redirect{From: from, To: "/guides/one/", At: settings.Position{Line: line}})
	}
	slices.SortFunc(config.Settings.Redirects, func(a, b settings.Redirect) int { return a.At.Line - b.At.Line })
	site := mustNew(t, config)
	var got []string
	for _, p := range site.Problems() {
		if p.Rule == "redirect" {
			got = append(got, p.String())
		}
	}
	want := []string{
		`content/index.md:1: a file or folder of the site stands at "/FIRST/", or would where disks do not tell case apart, so nothing can lead on from there`,
		`content/index.md:1: a file or folder of the site stands at "/Guides/One/", or would where disks do not tell case apart, so nothing can lead on from there`,
		`content/index.md:1: there is a page at "/guides/one/", so nothing can lead on from there`,
		`docsite.yaml:3: a file or folder of the site stands at "/x.html", or would where disks do not tell case apart, so nothing can lead on from there`,
		`docsite.yaml:4: a file or folder of the site stands at "/pictures/a.png/", or would where disks do not tell case apart, so nothing can lead on from there`,
		`docsite.yaml:5: a file or folder of the site stands at "/PICTURES/A.png/b/", or would where disks do not tell case apart, so nothing can lead on from there`,
	}
	for i := range max(len(got), len(want)) {
		if i >= len(got) || i >= len(want) || got[i] != want[i] {
			t.Fatalf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
	}
	if _, err := site.Export(context.Background(), filepath.Join(t.TempDir(), "out"), nil); err != nil {
		t.Error(err)
	}
}

// TestOldAddressesLeadToThePlaceOnThePage: by a file, by a server's answer, and by what hosts read; in the language of the page.
func TestOldAddressesLeadToThePlaceOnThePage(t *testing.T) {
	config := testConfig(t)
	config.Spec, config.Settings, config.BasePath = nil, settings.Default(), "/docs"
	config.Languages = []Language{{Code: "en"}, {Code: "de"}}
	config.Content = fstest.MapFS{
		"index.md":    {Data: []byte("# Home\n")},
		"errors.md":   {Data: []byte("# Errors\n\n## All codes {#codes}\n")},
		"de/index.md": {Data: []byte("---\nredirects: [/alt/]\n---\n# Start\n")},
	}
	config.Settings.Redirects = []settings.Redirect{{From: "/v1/errors.html", To: "errors.md#codes"}, {From: "/none/", To: "errors.md#nothing"}}
	served := mustNew(t, config)
	if got := served.Problems().Error(); !strings.Contains(got, `content/errors.md has no heading or element with the id "nothing"`) {
		t.Errorf("told %q", got)
	}
	answer := httptest.NewRecorder()
	served.ServeHTTP(answer, httptest.NewRequest("GET", "/docs/v1/errors.html?x=1", nil))
	if got := answer.Header().Get("Location"); got != "/docs/errors/?x=1#codes" {
		t.Errorf("the server leads to %s", got)
	}
	config.Static = true
	dir := filepath.Join(t.TempDir(), "out")
	if _, err := mustNew(t, config).Export(context.Background(), dir, nil); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{
		"v1/errors.html": `content="0; url=../errors/index.html#codes"`,
		"_redirects":     "/v1/errors.html /errors/#codes 301",
		"alt/index.html": `<html lang="de">`,
	} {
		if text, err := os.ReadFile(filepath.Join(dir, name)); err != nil || !strings.Contains(string(text), want) {
			t.Errorf("%s lacks %s (%v): %s", name, want, err, text)
		}
	}
	if text, _ := os.ReadFile(filepath.Join(dir, "alt/index.html")); !strings.Contains(string(text), "<h1>Diese Seite ist umgezogen</h1>") {
		t.Errorf("not said in German: %s", text)
	}
}
