package crawler

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

var day = time.Date(2024, 2, 29, 1, 0, 0, 0, time.FixedZone("", 3600))

const base = "https://docs.acme.example/"

func TestASitemapListsPagesWithTheirDatesAndLanguages(t *testing.T) {
	files := Sitemap(base, []Page{
		{URL: base, Modified: day},
		{URL: base + "a/?x=1&y=<2>", Alternates: []Alternate{{"en", base + "a/"}, {"de", base + "de/a/"}}},
	})
	want := xml.Header + `<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">
<url><loc>https://docs.acme.example/</loc><lastmod>2024-02-29T00:00:00Z</lastmod></url>
<url><loc>https://docs.acme.example/a/?x=1&amp;y=&lt;2&gt;</loc><xhtml:link rel="alternate" hreflang="en" href="https://docs.acme.example/a/"/><xhtml:link rel="alternate" hreflang="de" href="https://docs.acme.example/de/a/"/></url>
</urlset>
`
	if diff := cmp.Diff([]File{{"sitemap.xml", []byte(want)}}, files); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}

func TestALargeSitemapIsSplit(t *testing.T) {
	var pages []Page
	for i := range 120_000 {
		pages = append(pages, Page{URL: fmt.Sprintf("%s%d/", base, i), Modified: day.Add(time.Duration(i) * time.Second)})
	}
	files := Sitemap(base, pages)
	var names []string
	seen := map[string]bool{}
	for _, f := range files {
		names = append(names, f.Name)
		var urls struct {
			URL []struct {
				Loc string `xml:"loc"`
			} `xml:"url"`
		}
		if err := xml.Unmarshal(f.Body, &urls); err != nil {
			t.Fatal(err)
		}
		if len(urls.URL) > 50_000 {
			t.Errorf("%s has %d pages", f.Name, len(urls.URL))
		}
		for _, u := range urls.URL {
			seen[u.Loc] = true
		}
	}
	if want := []string{"sitemap.xml", "sitemap-1.xml", "sitemap-2.xml", "sitemap-3.xml"}; !slices.Equal(names, want) || len(seen) != len(pages) {
		t.Errorf("got %v with %d pages", names, len(seen))
	}
	want := xml.Header + `<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<sitemap><loc>https://docs.acme.example/sitemap-1.xml</loc><lastmod>2024-02-29T13:53:19Z</lastmod></sitemap>
<sitemap><loc>https://docs.acme.example/sitemap-2.xml</loc><lastmod>2024-03-01T03:46:39Z</lastmod></sitemap>
<sitemap><loc>https://docs.acme.example/sitemap-3.xml</loc><lastmod>2024-03-01T09:19:59Z</lastmod></sitemap>
</sitemapindex>
`
	if diff := cmp.Diff(want, string(files[0].Body)); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}

func TestASitemapIsSplitAtItsSizeToo(t *testing.T) {
	var pages []Page
	for i := range 100 {
		pages = append(pages, Page{URL: fmt.Sprintf("%s%d/%s", base, i, strings.Repeat("x", 500))})
	}
	n := 0
	for _, part := range splitSitemap(pages, maxURLs, 10_000) {
		if len(part.body) > 10_000 {
			t.Errorf("a part has %d bytes", len(part.body))
		}
		n += bytes.Count(part.body, []byte("<loc>"))
	}
	if n != len(pages) {
		t.Errorf("%d pages are listed", n)
	}
}

func TestRobotsNameTheSitemapUnlessTheSiteIsNotListed(t *testing.T) {
	if got, want := string(Robots(base, true)), "User-agent: *\nAllow: /\n\nSitemap: https://docs.acme.example/sitemap.xml\n"; got != want {
		t.Errorf("got %q", got)
	}
	if got, want := string(Robots(base, false)), "User-agent: *\nAllow: /\n"; got != want {
		t.Errorf("got %q", got)
	}
}

var acme = Site{Title: "Acme\nAPI", Summary: "Everything  about\nit.", Index: base + "llms.txt", Full: base + "llms-full.txt"}

func TestLLMsListsSections(t *testing.T) {
	var many []Link
	for i := range 502 {
		many = append(many, Link{Title: fmt.Sprint(i), URL: fmt.Sprint(base, i)})
	}
	var out strings.Builder
	err := WriteLLMs(&out, acme, []Section{
		{Title: "Guides", Links: []Link{{"Getting\nstarted [now]", base + "guides/start (1).md", "First\n# steps"}, {"Errors", base + "guides/errors.md", ""}}},
		{Title: "Empty"},
		{Title: "Pets", URL: base + "reference/pets/index.md", Links: many},
	})
	if err != nil {
		t.Fatal(err)
	}
	got := out.String()
	want := `# Acme API

> Everything about it.

Everything in one file: https://docs.acme.example/llms-full.txt

## Guides

- [Getting started \[now\]](https://docs.acme.example/guides/start%20%281%29.md): First # steps
- [Errors](https://docs.acme.example/guides/errors.md)

## Pets

- [0](https://docs.acme.example/0)
`
	if diff := cmp.Diff(want, got[:min(len(got), len(want))]); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	if end := "\n- [499](https://docs.acme.example/499)\n- and 2 more: see [Pets](https://docs.acme.example/reference/pets/index.md)\n"; !strings.HasSuffix(got, end) {
		t.Errorf("it ends %q", got[len(got)-100:])
	}
}

func TestFullHasEveryPageWithItsTitleOnce(t *testing.T) {
	var out strings.Builder
	err := WriteFull(&out, Site{Title: "Acme"}, slices.Values([]Text{
		{"Start", base + "start/", []byte("# Start\n\nWords.\n\n## More\n")},
		{"Errors", base + "errors/", []byte("Codes.")},
		{"Empty", base + "empty/", nil},
		{"Other", base + "other/", []byte("# Another title\n")},
	}))
	want := `# Acme

# Start

Source: https://docs.acme.example/start/

Words.

## More

# Errors

Source: https://docs.acme.example/errors/

Codes.

# Empty

Source: https://docs.acme.example/empty/

# Other

Source: https://docs.acme.example/other/

# Another title
`
	if diff := cmp.Diff(want, out.String()); diff != "" || err != nil {
		t.Errorf("%v\n-want +got\n%s", err, diff)
	}
}

func TestFullEndsWhereItWouldBeTooLarge(t *testing.T) {
	var out strings.Builder
	pages := make([]Text, 100)
	for i := range pages {
		pages[i] = Text{Title: fmt.Sprint(i), Markdown: bytes.Repeat([]byte("word "), 20)}
	}
	pages[99].Markdown = nil // would fit, but has its place behind those that don't
	if err := writeFull(&out, acme, slices.Values(pages), 1000); err != nil {
		t.Fatal(err)
	}
	if got := out.String(); len(got) > 1500 || !strings.HasSuffix(got, "# The rest\n\n90 more pages don't fit into this file. They are listed in https://docs.acme.example/llms.txt\n") {
		t.Errorf("%d bytes: %s", len(got), got[max(0, len(got)-200):])
	}
}

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("disk full") }

func TestAWriterThatFailsIsReported(t *testing.T) {
	if err := WriteLLMs(full{}, acme, nil); err == nil {
		t.Error("llms.txt: no error")
	}
	if err := WriteFull(full{}, acme, slices.Values([]Text{{}})); err == nil {
		t.Error("llms-full.txt: no error")
	}
}

func TestLinkedDataDescribesThePageAndTheWayToIt(t *testing.T) {
	crumbs := []Crumb{{"Acme", base}, {"Guides", base + "guides/"}}
	a := Article{Title: "</script><script>alert(1)</script> & more", Description: "Words.", URL: base + "guides/a/", Language: "en", Modified: day,
		Site: "Acme", Authors: []string{"Ada"}, SiteURL: base, Picture: base + "a.png", Crumbs: crumbs}
	got := a.LinkedData()
	if bytes.ContainsAny(got, "<>&") {
		t.Errorf("it could end its element: %s", got)
	}
	want := `{"@context":"https://schema.org","@graph":[` +
		`{"@id":"https://docs.acme.example/guides/a/","@type":"TechArticle","author":[{"@type":"Person","name":"Ada"}],"dateModified":"2024-02-29T00:00:00Z","description":"Words.",` +
		`"headline":"</script><script>alert(1)</script> & more","image":"https://docs.acme.example/a.png","inLanguage":"en",` +
		`"isPartOf":{"@type":"WebSite","name":"Acme","url":"https://docs.acme.example/"},"url":"https://docs.acme.example/guides/a/"},` +
		`{"@type":"BreadcrumbList","itemListElement":[` +
		`{"@type":"ListItem","item":"https://docs.acme.example/","name":"Acme","position":1},` +
		`{"@type":"ListItem","item":"https://docs.acme.example/guides/","name":"Guides","position":2},` +
		`{"@type":"ListItem","item":"https://docs.acme.example/guides/a/","name":"</script><script>alert(1)</script> & more","position":3}]}]}`
	var a1, a2 any
	if err := errors.Join(json.Unmarshal(got, &a1), json.Unmarshal([]byte(want), &a2)); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(a2, a1); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	if bare := string(Article{Title: "x", URL: base}.LinkedData()); strings.Contains(bare, "BreadcrumbList") || strings.Contains(bare, "dateModified") {
		t.Errorf("a page without a way to it is %s", bare)
	}
}
