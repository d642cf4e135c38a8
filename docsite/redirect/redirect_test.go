package redirect_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"

	"wpengine/docsite/redirect"
)

// found are the addresses in a page: of the refresh, the canonical one and of the link.
func found(t *testing.T, page []byte) (refresh, canonical, link string) {
	t.Helper()
	root, err := html.Parse(strings.NewReader(string(page)))
	if err != nil {
		t.Fatal(err)
	}
	for n := range root.Descendants() {
		attr := map[string]string{}
		for _, a := range n.Attr {
			attr[a.Key] = a.Val
		}
		switch {
		case n.Data == "meta" && attr["http-equiv"] == "refresh":
			refresh = strings.TrimPrefix(attr["content"], "0; url=")
		case n.Data == "link":
			canonical = attr["href"]
		case n.Data == "a":
			link = attr["href"]
		case n.Data == "script":
			t.Errorf("there is a script in\n%s", page)
		}
	}
	return refresh, canonical, link
}

func TestAPageLeadsOnInThreeWays(t *testing.T) {
	refresh, canonical, link := found(t, redirect.Page{Href: "../guides/start/index.html#a", Canonical: "https://docs.example/guides/start/", Title: "Start"}.HTML())
	if refresh != "../guides/start/index.html#a" || link != refresh || canonical != "https://docs.example/guides/start/" {
		t.Errorf("got %q, %q, %q", refresh, canonical, link)
	}
}

func TestAPageIsSafeWhateverItIsTold(t *testing.T) {
	for href, want := range map[string]string{
		"javascript:alert(1)":          "./",
		"JavaScript:alert(1)":          "./",
		"data:text/html,x":             "./",
		`"><script>alert(1)</script>`:  "%22%3E%3Cscript%3Ealert(1)%3C/script%3E",
		"a' b":                         "a%27%20b",
		"../x:y/":                      "../x:y/",
		"https://example.com/?a=1&b=2": "https://example.com/?a=1&b=2",
		"mailto:a@example.com":         "mailto:a@example.com",
		"java\nscript:alert(1)":        "./",
		"guides/öl/":                   "guides/öl/",
	} {
		page := redirect.Page{Href: href, Title: `</title><script>x</script>`, Language: `"><script>`}.HTML()
		if refresh, canonical, link := found(t, page); refresh != want || link != want || canonical != want {
			t.Errorf("%q became %q, %q, %q; want %q", href, refresh, canonical, link, want)
		}
	}
}

func TestHostsAreToldOfBothSpellings(t *testing.T) {
	got := redirect.Hosts("/docs", []redirect.Rule{{"/old/", "/guides/new/#a"}, {"/old.html", "https://example.com/"}, {"/a b/", "/c d/"}})
	want := `/docs/old/ /docs/guides/new/#a 301
/docs/old /docs/guides/new/#a 301
/docs/old.html https://example.com/ 301
/docs/a%20b/ /docs/c%20d/ 301
/docs/a%20b /docs/c%20d/ 301
`
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}
