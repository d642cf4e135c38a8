package docsite

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func exported(t *testing.T, config Config, dir string) map[string]string {
	t.Helper()
	config.Static = true
	if _, err := mustNew(t, config).Export(t.Context(), dir, nil); err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	err := filepath.WalkDir(dir, func(name string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := os.ReadFile(name)
		rel, _ := filepath.Rel(dir, name)
		files[filepath.ToSlash(rel)] = string(content)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func TestExportIsTheSameEachTime(t *testing.T) {
	dir := t.TempDir()
	first := exported(t, testConfig(t), filepath.Join(dir, "a"))
	second := exported(t, testConfig(t), filepath.Join(dir, "deep", "b"))
	if diff := cmp.Diff(first, second); diff != "" {
		t.Errorf("two exports differ:\n%s", diff)
	}
	for _, want := range []string{"index.html", "404.html", "guides/start/index.html", "guides/index.html", "guides/square.png",
		"reference/server/ping/index.html", "openapi.json", "openapi.yaml", "types.ts", manifestName} {
		if _, ok := first[want]; !ok {
			t.Errorf("the export lacks %s", want)
		}
	}
	if _, ok := first["sitemap.xml"]; ok {
		t.Error("a site map needs an address")
	}
}

func TestExportReplacesAFormerOne(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "out")
	exported(t, testConfig(t), dir)
	if err := os.WriteFile(filepath.Join(dir, "stale.html"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	files := exported(t, testConfig(t), dir)
	if _, ok := files["stale.html"]; ok {
		t.Error("a page of the former export is still there")
	}
	beside, err := os.ReadDir(filepath.Dir(dir))
	if err != nil || len(beside) != 1 {
		t.Errorf("left beside the export: %v %v", beside, err)
	}
}

func TestExportSparesWhatIsNotItsOwn(t *testing.T) {
	dir := t.TempDir()
	mine := filepath.Join(dir, "thesis.txt")
	if err := os.WriteFile(mine, []byte("years of work"), 0o644); err != nil {
		t.Fatal(err)
	}
	config := testConfig(t)
	config.Static = true
	_, err := mustNew(t, config).Export(t.Context(), dir, nil)
	if err == nil || !strings.Contains(err.Error(), "is not empty and not a former build") {
		t.Errorf("got %v", err)
	}
	if got, err := os.ReadFile(mine); err != nil || string(got) != "years of work" {
		t.Errorf("the file is gone: %v", err)
	}
}

func TestAddressOfTheSiteIsKnownWhereItMustBe(t *testing.T) {
	config := testConfig(t)
	config.BaseURL = "https://docs.example.com/acme"
	files := exported(t, config, filepath.Join(t.TempDir(), "out"))
	for file, want := range map[string]string{
		"sitemap.xml":             "<loc>https://docs.example.com/acme/guides/start/</loc>",
		"guides/start/index.html": `<link rel="canonical" href="https://docs.example.com/acme/guides/start/">`,
		"404.html":                `href="/acme/guides/start/index.html"`,
	} {
		if !strings.Contains(files[file], want) {
			t.Errorf("%s lacks %s", file, want)
		}
	}
}

func TestExportedPageCarriesItsPolicy(t *testing.T) {
	files := exported(t, testConfig(t), filepath.Join(t.TempDir(), "out"))
	if page := files["index.html"]; !strings.Contains(page, "Content-Security-Policy") || strings.Contains(page, "unsafe") {
		t.Error("no policy in the page")
	}
}

func TestExportedPanelPostsToTheProxyAndThePolicyLetsIt(t *testing.T) {
	config := testConfig(t)
	page := func() string {
		return exported(t, config, filepath.Join(t.TempDir(), "out"))["reference/server/ping/index.html"]
	}
	if got := page(); strings.Contains(got, "data-proxy") {
		t.Error("without a proxy, a page says that there is one")
	}
	config.ProxyURL = "https://try.example.com:8443/api"
	got := page()
	for _, want := range []string{`data-proxy="https://try.example.com:8443/api/server/ping"`, `connect-src &#39;self&#39; https://try.example.com:8443;`, `data-panel="../../../assets/tryit`} {
		if !strings.Contains(got, want) {
			t.Errorf("the page lacks %s", want)
		}
	}
	for _, bad := range []string{"try.example.com", "https://try.example.com?to=", "ftp://try.example.com", "https://u:p@try.example.com"} {
		config.ProxyURL = bad
		if _, err := New(config); err == nil || !strings.Contains(err.Error(), bad) {
			t.Errorf("%s: %v", bad, err)
		}
	}
}
