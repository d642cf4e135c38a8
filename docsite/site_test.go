package docsite

import (
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"wpengine/e2e/testkit/golden"
	"wpengine/openapi/document"
)

// testAssets stand for the real ones, whose names change with their content.
func testAssets() fs.FS {
	return fstest.MapFS{
		"site.gen.css":  {Data: []byte("body{}")},
		"site.gen.js":   {Data: []byte("1;")},
		"theme.gen.js":  {Data: []byte("2;")},
		"tryit.gen.js":  {Data: []byte("3;")},
		"favicon.svg":   {Data: []byte("<svg/>")},
		"notes.txt":     {Data: []byte("not published")},
		"css/other.css": {Data: []byte("not published")},
	}
}

// testConfig is the site of testdata.
func testConfig(t *testing.T) Config {
	t.Helper()
	spec, err := document.Load(os.DirFS("testdata"), "spec.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return Config{
		Content: os.DirFS("testdata/content"), ContentName: "content",
		Assets: testAssets(), Spec: spec, SpecName: "spec", BasePath: "/docs",
	}
}

// productConfig is the site of the product: its own guides and its own spec.
func productConfig(t *testing.T) Config {
	t.Helper()
	spec, err := document.Load(os.DirFS("../openapi"), "openapi.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return Config{
		Content: os.DirFS("../content"), ContentName: "content",
		Assets: os.DirFS("../assets"), Spec: spec, SpecName: "openapi", BasePath: "/docs",
	}
}

func mustNew(t *testing.T, config Config) *Site {
	t.Helper()
	site, err := New(config)
	if err != nil {
		t.Fatal(err)
	}
	return site
}

// get fetches a page of the site.
func get(t *testing.T, h http.Handler, path string) string {
	t.Helper()
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
	if w.Code != http.StatusOK {
		t.Fatalf("GET %s: %d", path, w.Code)
	}
	return w.Body.String()
}

func TestGuidePageIsFramed(t *testing.T) {
	got := get(t, mustNew(t, testConfig(t)), "/docs/guides/start/")
	golden.File(t, "testdata/start.golden.html", got)
}

func TestSiteNeedsItsParts(t *testing.T) {
	for _, tt := range []struct {
		name   string
		change func(*Config)
		want   string
	}{
		{"nothing", func(c *Config) { c.Content = nil }, "there is nothing to make a site of"},
		{"no assets", func(c *Config) { c.Assets = nil }, "Config.Assets is required"},
		{"no style sheet", func(c *Config) { c.Assets = fstest.MapFS{} }, `the assets lack site.gen.css; run "make generate"`},
		{"base path", func(c *Config) { c.BasePath = "docs" }, `base path "docs" must start with a slash`},
		{"base URL", func(c *Config) { c.BaseURL = "docs.example.com" }, `base URL "docs.example.com" must look like https://`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			config := testConfig(t)
			config.Spec = nil
			tt.change(&config)
			if _, err := New(config); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want %q", err, tt.want)
			}
		})
	}
}

func TestALinkThatLeadsNowhereIsToldWhatToPutInItsPlace(t *testing.T) {
	config := testConfig(t)
	config.Strict = true
	for link, want := range map[string]string{
		"starts.md":              "start.md",
		"../guide/errors.md":     "errors.md",
		"/guides/eror.md":        "/guides/errors.md",
		"eror/":                  "errors/",
		"/help/errors/":          "/guides/errors/",
		"/guides/eror#codes":     "/guides/errors/",
		"../pictures/lgo.png":    "../logo.png",
		"/guides/logo.png":       "/logo.png",
		"/reference/thing.get":   "",
		"/reference/things/gte/": "/reference/things/get/",
	} {
		config.Content = fstest.MapFS{
			"index.md":         {Data: []byte("# Home\n\n![a](logo.png)\n")},
			"logo.png":         {Data: []byte("a")},
			"guides/start.md":  {Data: []byte("# Start\n\n[a](" + link + ")\n")},
			"guides/errors.md": {Data: []byte("# Errors\n\n## Codes\n")},
		}
		_, err := New(config)
		var got string
		if err != nil {
			_, got, _ = strings.Cut(err.Error(), "did you mean ")
		}
		if quoted := fmt.Sprintf("%q?", want); err == nil || got != quoted && want+got != "" {
			t.Errorf("%s: got %v, want %s", link, err, quoted)
		}
	}
}

func TestMistakesAreListedTogetherWithFileAndLine(t *testing.T) {
	config := testConfig(t)
	config.Strict = true
	config.Content = fstest.MapFS{
		"index.md":          {Data: []byte("# Home\n\n[a](guides/eror.md)\n\n[b](guides/errors.md#cods)\n[c](/guides/errors)\n")},
		"guides/errors.md":  {Data: []byte("---\ntitle: Errors\nslgu: x\n---\n## Codes\n\n[[server/pong]] [d](op:things.gte)\n\n![x](none.png)\n\n## Again {#same}\n\n## And again {#same}\n")},
		"guides/draft.md":   {Data: []byte("---\ntitle: Draft\ndraft: true\n---\n")},
		"guides/links.md":   {Data: []byte("# Links\n\n[e](draft.md) [f](#nothing) [g](../errors/) [h](/nowhere/)\n\n<b>bold</b>\n")},
		"guides/copy.md":    {Data: []byte("---\ntitle: Copy\nslug: errors\n---\n")},
		"guides/_meta.yaml": {Data: []byte("title: Guides\ntitel: Guides\n")},
	}
	_, err := New(config)
	var problems Problems
	if !errors.As(err, &problems) {
		t.Fatalf("want Problems, got %v", err)
	}
	want := strings.TrimPrefix(`
content/guides/_meta.yaml:2: unknown key "titel"; did you mean "title"?
content/guides/errors.md:1: its address /guides/errors/ is taken by content/guides/copy.md, so it is at /guides/errors-2/; give one of them another slug
content/guides/errors.md:3: unknown front matter key "slgu"; did you mean "slug"?
content/guides/errors.md:7: no operation "server/pong" in the spec; did you mean "server/ping"?
content/guides/errors.md:7: no operation "things.gte" in the spec; did you mean "things.get"?
content/guides/errors.md:9: link "none.png": no file content/guides/none.png
content/guides/errors.md:13: the id "same" is taken on this page; this one becomes "same-1"
content/guides/links.md:3: link "#nothing": content/guides/links.md has no heading or element with the id "nothing"
content/guides/links.md:3: link "/nowhere/": the site has no such page
content/guides/links.md:3: link "draft.md" leads to a draft, which readers cannot open
content/index.md:3: link "guides/eror.md": no file content/guides/eror.md; did you mean "guides/errors.md"?
content/index.md:5: link "guides/errors.md#cods": content/guides/errors.md has no heading or element with the id "cods"; did you mean "codes"?`, "\n")
	if diff := cmp.Diff(strings.Split(want, "\n"), strings.Split(problems.Error(), "\n")); diff != "" {
		t.Errorf("problems (-want +got):\n%s", diff)
	}
}

// TestGuideLinksToOperationsByAnyID has a spec as others write them: ids without a
// group, and an operation without an id.
func TestGuideLinksToOperationsByAnyID(t *testing.T) {
	spec := `openapi: 3.0.3
info: { title: Pets, version: 1.0.0, description: "Not [[data]] but [[listPets]]." }
paths:
  /pets:
    get: { operationId: listPets, tags: [pets], responses: { '200': { description: OK } } }
    post: { operationId: addPet, tags: [pets], responses: { '200': { description: OK } } }
    delete: { tags: [pets], responses: { '200': { description: OK } } }
`
	config := testConfig(t)
	var err error
	config.Spec, err = document.Load(fstest.MapFS{"pets.yaml": {Data: []byte(spec)}}, "pets.yaml")
	if err != nil {
		t.Fatal(err)
	}
	guide := func(text string) fs.FS {
		return fstest.MapFS{"index.md": {Data: []byte("# Home\n\n" + text + "\n")}}
	}

	config.Content = guide("[[addPet]] [[pets/addPet]] [[listPets|all]] [x](op:listPets) [[pets.delete-pets]] [[pets/delete-pets]]")
	site := mustNew(t, config)
	page := get(t, site, "/docs/")
	for _, want := range []string{
		`<a href="reference/pets/addPet/"><code>addPet</code></a> <a href="reference/pets/addPet/"><code>pets/addPet</code></a> `,
		`<a href="reference/pets/listPets/">all</a> <a href="reference/pets/listPets/">x</a> `,
		`<a href="reference/pets/delete-pets/"><code>pets.delete-pets</code></a> <a href="reference/pets/delete-pets/"><code>pets/delete-pets</code></a>`,
	} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %s", want)
		}
	}
	if page := get(t, site, "/docs/reference/"); !strings.Contains(page, `Not [[data]] but <a href="../reference/pets/listPets/">`) {
		t.Error("in a description of the spec, an operation's id is no link, or another word is one")
	}

	config.Strict = true
	config.Content = guide("[[listPet]]\n[[pets/listPet]]\n[[pets.addPet]]\n[[ADDPET]]\n[[note]]")
	_, err = New(config)
	want := `content/index.md:3: no operation "listPet" in the spec; did you mean "listPets"?
content/index.md:4: no operation "pets/listPet" in the spec; did you mean "pets/listPets"?
content/index.md:5: no operation "pets.addPet" in the spec; did you mean "pets/addPet"?
content/index.md:6: no operation "ADDPET" in the spec; did you mean "addPet"?
content/index.md:7: no operation "note" in the spec`
	if diff := cmp.Diff(want, fmt.Sprint(err)); diff != "" {
		t.Errorf("problems (-want +got):\n%s", diff)
	}

	config.Spec, config.Content = nil, guide("[[addPet]]")
	if _, err := New(config); err == nil || err.Error() != `content/index.md:3: no operation "addPet": the site has no spec` {
		t.Errorf("without a spec: %v", err)
	}
}

func TestBrokenLinkInTheSpecNamesItsFile(t *testing.T) {
	config := testConfig(t)
	config.Content = fstest.MapFS{"index.md": {Data: []byte("# Home\n")}} // without the guide the spec links to
	problems, err := mustNew(t, config).Check()
	if err != nil {
		t.Fatal(err)
	}
	err = problems
	if !strings.Contains(err.Error(), "spec/spec.yaml") || !strings.Contains(err.Error(), `link "/guides/errors/#codes": the site has no such page`) {
		t.Errorf("got %v", err)
	}
}

func TestSiteOfGuidesAloneNeedsNoSpec(t *testing.T) {
	config := testConfig(t)
	config.Spec = nil
	site := mustNew(t, config)
	if page := get(t, site, "/docs/"); strings.Contains(page, "API reference") {
		t.Error("a site without a spec has no reference")
	}
}

func TestDraftIsNotPublished(t *testing.T) {
	site := mustNew(t, testConfig(t))
	w := httptest.NewRecorder()
	site.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/docs/guides/hidden/", nil))
	if w.Code != http.StatusNotFound {
		t.Errorf("draft: %d, want 404", w.Code)
	}
}
