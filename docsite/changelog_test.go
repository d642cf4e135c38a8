package docsite

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/net/html"

	"wpengine/docsite/settings"
)

// changingConfig is a site of guides with a changelog, whose releases have names that say nothing of their order.
func changingConfig(t *testing.T) Config {
	t.Helper()
	config := testConfig(t)
	config.BaseURL = "https://docs.example.com/"
	config.Content = fstest.MapFS{
		"index.md":             {Data: []byte("# Home\n")},
		"changelog/_meta.yaml": {Data: []byte("title: What is new\n")},
		"changelog/alpha.md":   {Data: []byte("---\ntitle: Alpha\ndate: 2026-01-05\n---\nThe first.\n")},
		"changelog/middle.md":  {Data: []byte("---\ntitle: Middle\ndate: 2026-02-05\n---\nThe second.\n")},
		"changelog/beta.md":    {Data: []byte("---\ntitle: Beta\ndate: 2026-03-05\n---\nThe third.\n")},
		"changelog/pinned.md":  {Data: []byte("---\ntitle: Pinned\norder: 1\ndate: 2020-01-01\n---\nHow to read this.\n")},
	}
	config.Settings = &settings.Settings{Changelog: "changelog", LastUpdated: "front-matter",
		Nav: []settings.NavItem{{To: "changelog"}, {Title: "More", Items: []settings.Link{{Title: "Forum", To: "https://forum.example.com"}}}}}
	return config
}

func TestChangelogIsNewestFirst(t *testing.T) {
	root, err := html.Parse(strings.NewReader(get(t, mustNew(t, changingConfig(t)), "/docs/changelog/")))
	if err != nil {
		t.Fatal(err)
	}
	var cards, dates, sidebar []string
	for n := range root.Descendants() {
		switch {
		case attribute(n, "class") == "card-title":
			cards = append(cards, textOf(n))
		case n.Data == "time":
			dates = append(dates, attribute(n, "datetime"))
		case attribute(n, "class") == "nav-label":
			sidebar = append(sidebar, textOf(n))
		}
	}
	want := []string{"Pinned", "Beta", "Middle", "Alpha"}
	if !slices.Equal(cards, want) {
		t.Errorf("cards %q, want %q", cards, want)
	}
	if want := []string{"2020-01-01", "2026-03-05", "2026-02-05", "2026-01-05"}; !slices.Equal(dates, want) {
		t.Errorf("dates %q, want %q", dates, want)
	}
	if at := slices.Index(sidebar, want[0]); at < 0 || at+4 > len(sidebar) || !slices.Equal(sidebar[at:at+4], want) {
		t.Errorf("sidebar %q, want %q in it", sidebar, want)
	}
}

// TestTheChangelogShowsItsFeed: browsers do not say that a page has one.
func TestTheChangelogShowsItsFeed(t *testing.T) {
	site := mustNew(t, changingConfig(t))
	for page, want := range map[string]string{
		"/docs/changelog/": `<a href="../changelog/feed.xml" type="application/rss+xml">RSS</a>`, "/docs/changelog/beta/": `<a href="../../changelog/feed.xml" type="application/rss+xml">RSS</a>`, "/docs/": "",
	} {
		if got := get(t, site, page); strings.Contains(got, "RSS</a>") != (want != "") || !strings.Contains(got, want) {
			t.Errorf("%s has no link %q, or another", page, want)
		}
	}
}

// TestSidebarHasWhatANarrowTopBarHides wants in the sidebar, which is a sheet there, what leads elsewhere.
func TestSidebarHasWhatANarrowTopBarHides(t *testing.T) {
	root, err := html.Parse(strings.NewReader(get(t, mustNew(t, changingConfig(t)), "/docs/")))
	if err != nil {
		t.Fatal(err)
	}
	sidebar := find(root, func(n *html.Node) bool { return attribute(n, "id") == sidebarID })
	if find(sidebar, func(n *html.Node) bool { return attribute(n, "href") == "https://forum.example.com" }) == nil {
		t.Error("a link of the top bar that leads elsewhere isn't in the sidebar")
	}
	places := find(root, func(n *html.Node) bool { return attribute(n, "class") == "places" })
	if link := find(places, func(n *html.Node) bool { return n.Data == "a" }); textOf(link) != "What is new" {
		t.Errorf("the top bar calls a section %q, the sidebar %q", textOf(link), "What is new")
	}
}
