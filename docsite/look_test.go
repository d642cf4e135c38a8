package docsite

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"wpengine/docsite/settings"
)

// lookConfig is a site of two guides with settings of its own.
func lookConfig(t *testing.T, change func(*settings.Settings)) Config {
	config := testConfig(t)
	config.Spec = nil
	config.BasePath = "/docs"
	config.Content = fstest.MapFS{
		"index.md":        {Data: []byte("# Home\n")},
		"guides/start.md": {Data: []byte("# Start\n")},
		"terms.pdf":       {Data: []byte("%PDF")},
	}
	config.FilesName = "sites/acme"
	config.Settings = settings.Default()
	change(config.Settings)
	return config
}

func TestTheFootersTextLinksFromTheRootOnEveryPage(t *testing.T) {
	site := mustNew(t, lookConfig(t, func(s *settings.Settings) {
		s.Footer.Text = "[Start](guides/start.md), [terms](/terms.pdf), [us](https://acme.example)"
	}))
	for page, want := range map[string]string{
		"/docs/":              `<a href="guides/start/">Start</a>, <a href="terms`,
		"/docs/guides/start/": `<a href="../../guides/start/">Start</a>, <a href="../../terms`,
	} {
		if got := get(t, site, page); !strings.Contains(got, want) || !strings.Contains(got, `href="https://acme.example"`) {
			_, foot, _ := strings.Cut(got, "site-foot-text")
			t.Errorf("%s lacks %s: %.300s", page, want, foot)
		}
	}
	if problems := site.Problems(); len(problems) > 0 {
		t.Error(problems)
	}
	if unused(t, site, "content/terms.pdf") {
		t.Error("the footer leads to terms.pdf")
	}
	if site = mustNew(t, lookConfig(t, func(*settings.Settings) {})); !unused(t, site, "content/terms.pdf") {
		t.Error("nothing leads to terms.pdf, and nobody says so")
	}
}

// unused reports whether the site's author is told that nothing leads to a file.
func unused(t *testing.T, site *Site, file string) bool {
	t.Helper()
	advice, err := site.Review()
	if err != nil {
		t.Fatal(err)
	}
	return slices.ContainsFunc(advice, func(p Problem) bool { return p.File == file && p.Rule == "unused" })
}

func TestLinksOfTheSettingsThatLeadNowhereAreToldWithTheirPlace(t *testing.T) {
	site := mustNew(t, lookConfig(t, func(s *settings.Settings) {
		s.Logo = settings.Logo{Href: "hoem.md", At: settings.Position{Line: 2, Column: 7}}
		s.Footer = settings.Footer{Text: "[a](guides/strat.md)", At: settings.Position{Line: 4, Column: 3}}
		s.Announcement = settings.Announcement{Text: "New", Href: "news", At: settings.Position{Line: 6, Column: 3}}
	}))
	want := strings.TrimPrefix(`
sites/acme/docsite.yaml:2: link "hoem.md": no file content/hoem.md
sites/acme/docsite.yaml:4: footer.text: link "/guides/strat.md": no file content/guides/strat.md; did you mean "/guides/start.md"?
sites/acme/docsite.yaml:6: link "news" leads nowhere; link to a guide by its file, "errors.md", or from the root, "/guides/errors/"`, "\n")
	if got := site.Problems().Error(); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestTheAuthorsTemplatesTakeThePlaceOfOurs(t *testing.T) {
	config := lookConfig(t, func(s *settings.Settings) { s.Templates = "parts" })
	config.Templates = fstest.MapFS{
		"foot.html":  {Data: []byte("{{define \"body-end\"}}<p>{{.Title}}, {{template \"words\"}}</p>{{end}}\n{{define \"words\"}}our last words{{end}}")},
		"brand.html": {Data: []byte(`{{define "brand"}}<b>Acme</b>{{end}}{{define "head-end"}}<script src="{{.Root}}terms.pdf"></script>{{end}}`)},
	}
	site := mustNew(t, config)
	page := get(t, site, "/docs/guides/start/")
	for _, want := range []string{"<p>Start, our last words</p>", "<b>Acme</b></a>", `<script src="../../terms.pdf">`} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %s", want)
		}
	}
	if unused(t, site, "content/terms.pdf") {
		t.Error("a template leads to terms.pdf")
	}
	for text, want := range map[string]string{
		"\n{{define \"body-ned\"}}x{{end}}":   `a.html:2: no page shows the template "body-ned"; did you mean "body-end"?`,
		"{{define \"body-end\"}}\n{{if}}":     `a.html:2: missing value for if`,
		"{{define \"footer\"}}{{.No}}{{end}}": `a.html:1: executing "footer" at <.No>: can't evaluate field No: pages have no such field`,
	} {
		config.Templates = fstest.MapFS{"a.html": {Data: []byte(text)}}
		site, err := New(config)
		if err == nil {
			_, err = site.Check()
		}
		var problems Problems
		if !errors.As(err, &problems) || !strings.HasPrefix(problems.Error(), "sites/acme/parts/"+want) {
			t.Errorf("%q: got %v, want %s", text, err, want)
		}
	}
}

func TestAGuideSaysEverythingInItsLanguageAndIncludesFilesOfItsOwnFolder(t *testing.T) {
	guide := &fstest.MapFile{Data: []byte("# A\n\n> [!TIP]\n> a\n\n```sh\nls\n```\n\n:::include part.md\n\n:::include shared.md\n")}
	site := mustNew(t, Config{
		Assets:    testConfig(t).Assets,
		Languages: []Language{{Code: "en"}, {Code: "ar"}},
		Content: fstest.MapFS{
			"index.md": guide, "part.md": {Data: []byte("English part")}, "shared.md": {Data: []byte("what all share")},
			"ar/index.md": guide, "ar/part.md": {Data: []byte("Arabic part")},
		},
		Versions: []Version{{Name: "v1", Content: fstest.MapFS{
			"index.md": guide, "part.md": {Data: []byte("old part")}, "shared.md": {Data: []byte("what was shared")},
		}}},
	})
	for page, wants := range map[string][]string{
		"/":    {`<p class="callout-title">Tip</p>`, "data-copy>Copy</button>", "English part", "what all share"},
		"/ar/": {`<p class="callout-title">نصيحة</p>`, `data-copy="تم النسخ" data-copy-by-key="اضغط Ctrl+C">نسخ</button>`, "Arabic part", "what all share"},
		"/v1/": {`<p class="callout-title">Tip</p>`, "old part", "what was shared"},
	} {
		text := get(t, site, page)
		for _, want := range wants {
			if !strings.Contains(text, want) {
				t.Errorf("%s lacks %s", page, want)
			}
		}
	}
}

// TestPagesNameTheirTranslationsAndTheirSources: search engines take what a page calls its translation for one, so the first
// page of a language is none; and the guides of an old version are in another folder.
func TestPagesNameTheirTranslationsAndTheirSources(t *testing.T) {
	config := lookConfig(t, func(s *settings.Settings) {
		s.EditURL = "https://git.example/edit/main/docs/{path}"
		s.Nav = []settings.NavItem{{To: "reference"}}
	})
	config.Spec, config.ContentName = testConfig(t).Spec, "site/docs"
	config.Languages = []Language{{Code: "en", Label: "English"}, {Code: "de", Label: "Deutsch"}, {Code: "fr", Label: "Français"}}
	config.BaseURL = "https://docs.example/"
	config.Content = fstest.MapFS{
		"index.md": {Data: []byte("# Home\n")}, "de/index.md": {Data: []byte("# Start\n")}, "fr/index.md": {Data: []byte("# Accueil\n")},
		"a b.md": {Data: []byte("# A\n")}, "de/a b.md": {Data: []byte("# A\n")},
		"b.md": {Data: []byte("# B\n")},
	}
	config.Versions = []Version{{Name: "v1", ContentName: "site/docs-v1", Content: fstest.MapFS{"a b.md": {Data: []byte("# Old\n")}}}}
	site := mustNew(t, config)
	for page, want := range map[string][]string{
		"/docs/a-b/": {
			`<link rel="alternate" hreflang="en" href="https://docs.example/a-b/">`, `<link rel="alternate" hreflang="de" href="https://docs.example/de/a-b/">`,
			`<a href="https://git.example/edit/main/docs/a%20b.md"`, `<a href="../fr/" lang="fr"`,
		},
		"/docs/de/a-b/": {`<a href="https://git.example/edit/main/docs/de/a%20b.md"`, `>API-Referenz</a>`},
		"/docs/v1/a-b/": {`<a href="https://git.example/edit/main/docs-v1/a%20b.md"`},
	} {
		got := get(t, site, page)
		for _, text := range want {
			if !strings.Contains(got, text) {
				t.Errorf("%s lacks %s", page, text)
			}
		}
		if strings.Contains(got, `rel="alternate" hreflang="fr"`) {
			t.Errorf("%s has no French translation, and names one", page)
		}
	}
	if got := get(t, site, "/docs/b/"); strings.Contains(got, `rel="alternate" hreflang`) {
		t.Error("b.md is in one language, and names translations")
	}
}
