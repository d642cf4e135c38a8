package settings_test

import (
	"io/fs"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"wpengine/docsite/settings"
	"wpengine/e2e/testkit/golden"
)

// site is a file system with what settings may name.
func site(yaml string) fs.FS {
	files := fstest.MapFS{settings.Name: {Data: []byte(yaml)}}
	for _, name := range []string{
		"content/index.md", "content/changelog/1.md", "old/index.md", "api.yaml", "shop.json", "brand/logo.svg", "brand/dark.svg", "brand/icon.svg", "site.css", "templates/page.html",
	} {
		files[name] = &fstest.MapFile{Data: []byte("x")}
	}
	return files
}

// full says everything that can be said.
const full = `
title: Acme API
description: All about it.
logo: { light: brand/logo.svg, dark: ./brand/dark.svg, alt: Acme, href: https://acme.example }
favicon: brand/icon.svg
base_url: https://docs.acme.example/api
base_path: /docs/
spec: shop.json

# Where the guides are.
content: content
out: build/site
colours:
  accent: { light: "rgb(11 110 79)", dark: "#5FD0A4" }
css: [site.css]
templates: templates
nav:
  - guides
  - { title: Reference, to: reference }
  - title: More
    items:
      - { title: Blog, to: "https://blog.acme.example" }
      - guides/start.md#first
footer:
  text: © Acme
  columns:
    - title: Company
      links: [{ title: Jobs, to: "https://acme.example/jobs" }, index.md]
announcement: { text: New!, href: changelog/, id: v2, dismissible: yes }
redirects:
  /old: guides/start.md
  /old.html: https://acme.example
servers:
  - https://api.acme.example/v1
  - { url: "https://sandbox.acme.example", description: Sandbox }
proxy_url: https://try.acme.example/
edit_url: https://github.com/acme/docs/edit/main/content/{path}
last_updated: front-matter
languages: [en, { code: ar }, { code: zh-Hant, label: 中文, dir: ltr }]
versions:
  - { name: v2.0, label: 2 (latest), latest: true }
  - { name: v1, content: old, spec: api.yaml }
search: { exclude: [internal, "*/draft-*"] }
llms: off
samples: [go, curl]
try_it: false
feedback: https://acme.example/feedback
changelog: changelog
social_pictures: no
show_internal: true
robots: noindex
`

func TestLoadReadsAllThatCanBeSet(t *testing.T) {
	got, problems := settings.Load(site(full), settings.Name)
	for _, p := range problems {
		t.Error(p)
	}
	want := &settings.Settings{
		Title: "Acme API", Description: "All about it.",
		Logo:    settings.Logo{Light: "brand/logo.svg", Dark: "brand/dark.svg", Alt: "Acme", Href: "https://acme.example", At: settings.Position{Line: 4, Column: 7}},
		Favicon: "brand/icon.svg", BaseURL: "https://docs.acme.example/api", BasePath: "/docs",
		Spec: "shop.json", Content: "content", Out: "build/site",
		Colours: settings.Colours{Accent: settings.Accent{Light: "#0b6e4f", Dark: "#5fd0a4"}},
		CSS:     []string{"site.css"}, Templates: "templates",
		Nav: []settings.NavItem{
			{To: "guides", At: settings.Position{Line: 18, Column: 5}},
			{Title: "Reference", To: "reference", At: settings.Position{Line: 19, Column: 5}},
			{Title: "More", At: settings.Position{Line: 20, Column: 5}, Items: []settings.Link{
				{Title: "Blog", To: "https://blog.acme.example", At: settings.Position{Line: 22, Column: 9}},
				{To: "guides/start.md#first", At: settings.Position{Line: 23, Column: 9}},
			}},
		},
		Footer: settings.Footer{Text: "© Acme", At: settings.Position{Line: 25, Column: 3}, Columns: []settings.Column{{Title: "Company", At: settings.Position{Line: 27, Column: 7}, Links: []settings.Link{
			{Title: "Jobs", To: "https://acme.example/jobs", At: settings.Position{Line: 28, Column: 15}},
			{To: "index.md", At: settings.Position{Line: 28, Column: 65}},
		}}}},
		Announcement: settings.Announcement{Text: "New!", Href: "changelog/", ID: "v2", Dismissible: true, At: settings.Position{Line: 29, Column: 15}},
		Redirects: settings.Redirects{
			{From: "/old/", To: "guides/start.md", At: settings.Position{Line: 31, Column: 3}},
			{From: "/old.html", To: "https://acme.example", At: settings.Position{Line: 32, Column: 3}},
		},
		Servers: []settings.Server{
			{URL: "https://api.acme.example/v1", At: settings.Position{Line: 34, Column: 5}},
			{URL: "https://sandbox.acme.example", Description: "Sandbox", At: settings.Position{Line: 35, Column: 5}},
		},
		ProxyURL: "https://try.acme.example/", EditURL: "https://github.com/acme/docs/edit/main/content/{path}", LastUpdated: "front-matter",
		Languages: []settings.Language{
			{Code: "en", Label: "English", Dir: "ltr", At: settings.Position{Line: 39, Column: 13}},
			{Code: "ar", Label: "العربية", Dir: "rtl", At: settings.Position{Line: 39, Column: 17}},
			{Code: "zh-Hant", Label: "中文", Dir: "ltr", At: settings.Position{Line: 39, Column: 31}},
		},
		Versions: []settings.Version{
			{Name: "v2.0", Label: "2 (latest)", Content: "content", Spec: "shop.json", Latest: true, At: settings.Position{Line: 41, Column: 5}},
			{Name: "v1", Label: "v1", Content: "old", At: settings.Position{Line: 42, Column: 5}, Spec: "api.yaml"},
		},
		Search: settings.Search{Enabled: true, Exclude: []string{"internal", "*/draft-*"}}, Samples: []string{"go", "curl"},
		Feedback: "https://acme.example/feedback", Changelog: "changelog", ShowInternal: true, Robots: "noindex",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}

func TestAnEmptyFileHasTheDefaults(t *testing.T) {
	for _, text := range []string{"", "# nothing\n", "---\n", "{}"} {
		got, problems := settings.Load(site(text), settings.Name)
		if len(problems) > 0 {
			t.Errorf("%q: %v", text, problems)
		}
		want := settings.Default()
		want.Content, want.Out = "content", "site"
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q: -want +got\n%s", text, diff)
		}
	}
}

// TestMistakesAreFoundAllAtOnce has its file and what is said of it in testdata.
func TestMistakesAreFoundAllAtOnce(t *testing.T) {
	archive, err := txtar.ParseFile("testdata/mistakes.txtar")
	if err != nil {
		t.Fatal(err)
	}
	files := fstest.MapFS{}
	for _, f := range archive.Files {
		files[f.Name] = &fstest.MapFile{Data: f.Data}
	}
	_, problems := settings.Load(files, settings.Name)
	golden.File(t, "testdata/mistakes.golden.txt", lines(problems))
}

func lines(problems []settings.Problem) string {
	var out strings.Builder
	for _, p := range problems {
		out.WriteString(p.String() + "\n")
	}
	return out.String()
}

// wrong are files with one mistake, and what is said of it. Those that the schema can't see say so.
var wrong = []struct {
	yaml, want string
	unseen     bool
}{
	{"titel: x", `1:1: unknown key "titel"; did you mean "title"?`, false},
	{"colors: {}", `1:1: unknown key "colors"; did you mean "colours"?`, false},
	{"logo: {lihgt: brand/logo.svg, light: brand/logo.svg}", `1:8: unknown key "lihgt" in logo; did you mean "light"?`, false},
	{"footer: {zebra: 1}", `1:10: unknown key "zebra" in footer; it can be text, columns`, false},
	{"- title", `1:1: settings are lines of "key: value", such as "title: Acme API"`, false},
	{"title: [a]", "1:8: title must be a text", false},
	{"title:", "1:7: title has no value; write one, or leave the line out", false},
	{"title: true", "1:8: title must be a text; if true is one, put it into quotes", false},
	{"css: []\ntitle: a\ntitle: b", `3:1: "title" is here twice, first in line 2; keep one`, true},
	{"title: &a x", "1:8: title: anchors (&) and aliases (*) can't be used here; write the value out", true},
	{"llms: perhaps", "1:7: llms must be on or off", false},
	{"footer: text", "1:9: footer must be keys and values; it can say text, columns", false},
	{"favicon: brand/logo.png", `1:10: favicon "brand/logo.png" is not there: no such file; did you mean "brand/logo.svg"?`, true},
	{"favicon: brand", `1:10: favicon "brand" is a folder; name a file`, true},
	{"content: api.yaml", `1:10: content "api.yaml" is a file; name a folder`, true},
	{"spec: https://example.com/api.yaml", `1:7: spec "https://example.com/api.yaml" is on the network, where nothing is ever fetched from; save it beside docsite.yaml and name the file`, false},
	{`favicon: 'C:\logo.svg'`, `1:10: favicon "C:\\logo.svg" would be another file on other machines; name it relative to the folder of docsite.yaml, with slashes`, false},
	{"base_url: https://example.com/?a", `1:11: base_url "https://example.com/?a" must end with its path: nothing after a ? or a #`, true},
	{"base_path: /a/../b", `1:12: base_path "/a/../b" must be a plain path such as /docs, without ?, #, spaces or ..`, true},
	{"colours: {accent: green}", `1:19: colours.accent "green" is not a colour; write it as #0b6e4f, rgb(11 110 79), hsl(161 82% 24%) or oklch(48% 0.1 165)`, false},
	{"colours: {accent: '#ffd400'}", `1:19: colours.accent "#ffd400" can't be read well on a light ground: its contrast is 1.27:1 and must be at least 4.5:1; the nearest colour that has it is #836c00`, true},
	{"colours: {accent: {dark: '#0b6e4f'}}", `1:26: colours.accent.dark "#0b6e4f" can't be read well on a dark ground: its contrast is 2.37:1 and must be at least 4.5:1; the nearest colour that has it is #489d7b`, true},
	{"nav: [javascript:alert(1)]", `1:7: nav[0] "javascript:alert(1)" must be a page such as guides/start.md, a folder, reference, or an address that begins with https://`, false},
	{"nav: [{to: ../x}]", `1:12: nav[0].to "../x" leads out of the site; name pages from the content's folder, as guides/start.md`, true},
	{"redirects: {/a: /b, /b: guides}", `1:13: redirects: /a/ leads to another old address; name where that leads, guides`, true},
	{"redirects: {/: guides}", `1:13: redirects: / is the first page, and can't lead elsewhere; move index.md`, false},
	{"redirects: [/a]", `1:12: redirects must be lines of "/old/address: guides/new.md"`, false},
	{"languages: {code: pt-br}", `1:19: languages.code "pt-br" is written pt-BR`, false},
	{"versions: [1.0, '1.0']", `1:17: versions: the name "1.0" is taken by another version or a language; give it another`, true},
	{"spec: [api.yaml, shop.json]", `1:7: spec is one document, as a site is of one API; make a site of each, and let nav lead from one to the other`, false},
	{"favicon: shop.json", `1:10: favicon "shop.json" is no picture: the name of one ends in .svg, .png, .ico, .jpg, .jpeg, .gif, .webp, .avif`, true},
	{"css: api.yaml", `1:6: css "api.yaml" is no style sheet: the name of one ends in .css`, true},
	{"logo: none.svg", `1:7: logo "none.svg" is not there: no such file`, true},
	{"logo: {dark: brand/dark.svg}", `1:7: logo lacks light, the picture on a light ground`, true},
	{"edit_url: https://github.com/acme", `1:11: edit_url "https://github.com/acme" lacks {path}, which stands for the guide's file: https://github.com/acme/docs/edit/main/content/{path}`, false},
	{"samples: Python", `1:10: samples "Python" must be one of curl, typescript, python, go, csharp, java, php, ruby, rust; did you mean "python"?`, false},
	{"changelog: news", `1:12: changelog "news": there is no such folder in content`, true},
	{"title: a\n---\ntitle: b", `docsite.yaml: there is a second document after a line "---"; keep one`, true},
	{"title: a\n\tb: c", `2:1: this is not YAML: a line is indented with a tab; use spaces`, true},
}

func TestAMistakeIsSaidWithItsPlaceAndItsRemedy(t *testing.T) {
	for _, test := range wrong {
		_, problems := settings.Load(site(test.yaml), settings.Name)
		got := strings.TrimSuffix(lines(problems), "\n")
		if got != "docsite.yaml:"+test.want && got != test.want {
			t.Errorf("%s\n got %s\nwant docsite.yaml:%s", test.yaml, got, test.want)
		}
	}
}

func TestAFileThatIsNotThereSaysHowToGetOne(t *testing.T) {
	got, problems := settings.Load(fstest.MapFS{}, "docs/docsite.yaml")
	if diff := cmp.Diff(settings.Default(), got); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	if want := "docs/docsite.yaml: no such file; \"docsite new DIR\" starts a site that has one\n"; lines(problems) != want {
		t.Errorf("got %q, want %q", lines(problems), want)
	}
}

// TestFilesOutsideAreLeftToTheirReaders has a specification beside the folder of the site.
func TestFilesAreRelativeToTheFolderOfTheSettings(t *testing.T) {
	files := fstest.MapFS{
		"docs/docsite.yaml": {Data: []byte("spec: ../api.yaml\ncontent: guides\nfavicon: ../icons/a.svg\n")},
		"docs/guides/a.md":  {Data: []byte("x")},
		"api.yaml":          {Data: []byte("x")},
	}
	got, problems := settings.Load(files, "docs/docsite.yaml")
	if want := "docs/docsite.yaml:3:10: favicon \"../icons/a.svg\" is not there: no such file\n"; lines(problems) != want {
		t.Errorf("got %q, want %q", lines(problems), want)
	}
	if got.Spec != "../api.yaml" || got.Content != "guides" {
		t.Errorf("got %q, %q", got.Spec, got.Content)
	}
	below, err := fs.Sub(files, "docs")
	if err != nil {
		t.Fatal(err)
	}
	if _, problems := settings.Load(below, settings.Name); len(problems) > 0 {
		t.Errorf("files outside of what can be seen: %v", problems)
	}
}

func TestFoldersThatTheFileDoesNotNameAreThoseOfANewSite(t *testing.T) {
	for _, test := range []struct{ yaml, content, spec string }{
		{"title: a", "content", ""},
		{"content: old", "old", ""},
		{"versions: [{name: v1, content: old}, {name: v2, latest: on, spec: api.yaml}]", "content", "api.yaml"},
		{"versions: [{name: v2, content: old}, {name: v1, spec: api.yaml}]\nspec: shop.json", "old", "shop.json"},
	} {
		got, problems := settings.Load(site(test.yaml), settings.Name)
		if len(problems) > 0 || got.Content != test.content || got.Spec != test.spec || got.Out != "site" {
			t.Errorf("%s: content %q, spec %q, out %q, %v", test.yaml, got.Content, got.Spec, got.Out, problems)
		}
	}
	files := fstest.MapFS{settings.Name: {Data: []byte("title: a")}}
	if got, _ := settings.Load(files, settings.Name); got.Content != "" {
		t.Errorf("content %q, which isn't there", got.Content)
	}
}

func TestSearchLeavesOutWhatIsExcluded(t *testing.T) {
	s := settings.Search{Exclude: []string{"internal", "guides/draft-*", "*/secret.md"}}
	var out []string
	for _, name := range []string{"internal/a/b.md", "internal.md", "guides/draft-1.md", "guides/draft-x/y.md", "a/secret.md", "a/b/secret.md", "guides/start.md", "index.md"} {
		if s.Excludes(name) {
			out = append(out, name)
		}
	}
	if want := []string{"internal/a/b.md", "guides/draft-1.md", "guides/draft-x/y.md", "a/secret.md"}; !slices.Equal(out, want) {
		t.Errorf("left out %v, want %v", out, want)
	}
}

func FuzzLoadNeverFails(f *testing.F) {
	f.Add(full)
	for _, test := range wrong {
		f.Add(test.yaml)
	}
	f.Fuzz(func(t *testing.T, yaml string) {
		got, problems := settings.Load(site(yaml), settings.Name)
		if got == nil {
			t.Fatal("no settings")
		}
		if css := got.Stylesheet(); len(problems) == 0 && strings.ContainsAny(css, "<>\"'@\\") {
			t.Errorf("a style sheet that says %q", css)
		}
	})
}
