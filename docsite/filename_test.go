package docsite

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"wpengine/docsite/settings"
)

// TestEveryFileFindsAPlace: what is called like a file of the site, or is in a folder that is, gets another name, and nothing of
// anybody is lost.
func TestEveryFileFindsAPlace(t *testing.T) {
	config := testConfig(t)
	config.Static, config.Settings, config.BaseURL = true, settings.Default(), "https://docs.example.com/"
	config.Settings.Changelog = "changelog"
	content := fstest.MapFS{"index.md": {Data: []byte("# Home\n\nMine: index.md\n")}, "slug.md": {Data: []byte("---\nslug: _redirects\n---\n# S\n\nMine: slug.md\n")}}
	for _, name := range []string{
		"sitemap.xml/a.txt", "sitemap.xml/b/c.txt", "SITEMAP.XML-2/a.txt", "404.html/a.txt", "404.html/index.md", "llms.txt/a/b.md", "search/index.js", "search/index.js.md",
		"changelog/feed.xml.md", "changelog/feed.xml/a.md", "changelog/x.md", "robots.txt.md", "page.mdx", "page.md/a.txt", "same.md", "SAME/a.txt",
		"Page/index.html", "reference/server/ping/try.js", "reference/server/ping/index.html", "reference/server/ping.mdx", "openapi.json", "openapi.yaml/a.txt", "_index.md", "dir/_index.md", "dir.md", "dir/index.html",
	} {
		content[name] = &fstest.MapFile{Data: []byte("# A\n\nMine: " + name + "\n")}
	}
	config.Content = content
	site := mustNew(t, config)
	out := filepath.Join(t.TempDir(), "out")
	if _, err := site.Export(context.Background(), out, nil); err != nil {
		t.Fatal(err)
	}
	left, folded := map[string]bool{}, map[string]string{}
	for name := range content {
		left[name] = true
	}
	err := filepath.WalkDir(out, func(name string, entry os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if first, again := folded[strings.ToLower(name)]; again {
			t.Errorf("%s and %s are one where disks do not tell case apart", first, name)
		}
		if !entry.IsDir() {
			folded[strings.ToLower(name)] = name
		}
		if entry.IsDir() || strings.HasSuffix(name, ".md") || strings.Contains(filepath.Base(name), "llms") {
			return nil
		}
		text, err := os.ReadFile(name)
		if _, said, mine := strings.Cut(string(text), "Mine: "); mine {
			said, _, _ = strings.Cut(said, "\n")
			said, _, _ = strings.Cut(said, "<")
			said, _, _ = strings.Cut(said, `"`)
			delete(left, said)
		}
		return err
	})
	if err != nil || len(left) > 0 {
		t.Errorf("%v; lost: %v", err, keys(left))
	}
	for _, name := range []string{"sitemap.xml", "404.html", "changelog/feed.xml", "robots.txt", "openapi.json"} {
		text, err := os.ReadFile(filepath.Join(out, filepath.FromSlash(name)))
		if err != nil || strings.HasPrefix(string(text), "# A") {
			t.Errorf("%s is not that of the site: %v", name, err)
		}
	}
}

func TestAFileThatHasAnotherAddressIsUsed(t *testing.T) {
	config := testConfig(t)
	config.Spec = nil
	config.Content = fstest.MapFS{
		"index.md": {Data: []byte("# Home\n\n![A hundred](100%25.png) [Terms](sitemap.xml/terms.txt) [One](v1/index.md)\n")}, "100%.png": {}, "sitemap.xml/terms.txt": {}, "v1/index.md": {Data: []byte("# One\n")},
	}
	problems, err := mustNew(t, config).Review()
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range problems {
		if p.Rule == "unused" {
			t.Error(p)
		}
	}
}
