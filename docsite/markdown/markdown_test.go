package markdown

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"
	"gopkg.in/yaml.v3"

	"wpengine/e2e/testkit/golden"
)

// TestGuidesRenderAsWritten runs the cases of testdata, one file an extension: name.md is
// the source, name.html what it becomes, name.problems what is wrong with it. Other
// files can be included.
func TestGuidesRenderAsWritten(t *testing.T) {
	golden.Run(t, ".md", []string{".html", ".problems"}, func(t *testing.T, c golden.Case) []string {
		doc := New(testOptions(c.Files)).Parse(c.Name, []byte(c.Text))
		out, problems := doc.Render(testSite{})
		if err := sound(string(out)); err != nil {
			t.Error(err)
		}
		return []string{string(out), problemText(append(doc.Problems, problems...))}
	})
}

// testOptions are files, and diagrams and formulas that show what they were made of.
func testOptions(files map[string]string) Options {
	made := func(name string) func(string) (string, error) {
		return func(source string) (string, error) {
			if strings.Contains(source, "wrong") {
				return "", errors.New("it is wrong")
			}
			return "<" + name + ">" + html.EscapeString(strings.TrimSpace(source)) + "</" + name + ">", nil
		}
	}
	return Options{
		File: func(name string) ([]byte, error) {
			if text, ok := files[name]; ok {
				return []byte(text), nil
			}
			return nil, fs.ErrNotExist
		},
		Diagram:  made("svg"),
		Math:     func(tex string, _ bool) (string, error) { return made("math")(tex) },
		Reserved: []string{"site-content"},
	}
}

// testSite resolves every link to what it asks for, with the line it was written on.
type testSite struct{}

func (testSite) Link(link Link) (Target, error) {
	switch {
	case strings.Contains(link.To, "nowhere"):
		return Target{}, fmt.Errorf("link %q leads nowhere", link.To)
	case link.Kind == Image:
		return Target{Href: fmt.Sprintf("/%s?line=%d", link.To, link.Line), Width: 40, Height: 30}, nil
	case link.Kind == Operation:
		return Target{Href: fmt.Sprintf("/reference/%s?line=%d", link.To, link.Line)}, nil
	}
	return Target{Href: fmt.Sprintf("%s?line=%d", link.To, link.Line)}, nil
}

func (testSite) Part(part Part) ([]byte, error) {
	if strings.Contains(part.Name, "nowhere") {
		return nil, fmt.Errorf("no %s %q", part.Kind, part.Name)
	}
	return fmt.Appendf(nil, "<p>the %s %s of line %d</p>\n", part.Kind, part.Name, part.Line), nil
}

func problemText(problems []Problem) string {
	var out strings.Builder
	for _, p := range problems {
		if p.File != "" {
			out.WriteString(p.File + ":")
		}
		fmt.Fprintf(&out, "%d: %s\n", p.Line, p.Message)
	}
	return out.String()
}

// sound reports what no page may have: elements that are not closed in the order they
// were opened, scripts and handlers, styles, addresses that run.
func sound(text string) error {
	var open []string
	z := html.NewTokenizer(strings.NewReader(text))
	for {
		kind := z.Next()
		token := z.Token()
		switch kind {
		case html.ErrorToken:
			if len(open) > 0 {
				return fmt.Errorf("never closed: %v", open)
			}
			return nil
		case html.StartTagToken:
			switch token.Data {
			case "script", "style", "iframe", "object", "embed", "form", "base", "link", "meta":
				return fmt.Errorf("<%s> got through", token.Data)
			case "input", "img", "br", "hr", "col", "wbr":
			default:
				open = append(open, token.Data)
			}
			for _, a := range token.Attr {
				value := strings.ToLower(strings.Join(strings.Fields(a.Val), ""))
				if strings.HasPrefix(a.Key, "on") || a.Key == "style" || strings.HasPrefix(value, "javascript:") || strings.HasPrefix(value, "data:") {
					return fmt.Errorf("%s=%q got through", a.Key, a.Val)
				}
			}
		case html.EndTagToken:
			if len(open) == 0 || open[len(open)-1] != token.Data {
				return fmt.Errorf("</%s> closes %v", token.Data, open)
			}
			open = open[:len(open)-1]
		}
	}
}

func TestFrontMatterDescribesTheGuide(t *testing.T) {
	order, toc := 2.0, 3
	want := Front{
		Title: "Keys", Label: "API keys", Description: "Make one.", Slug: "api-keys", Order: &order, Tags: []string{"a", "b"}, TOC: &toc,
		Icon: "key", Redirects: []string{"/old", "/older"}, Date: time.Date(2026, 1, 31, 0, 0, 0, 0, time.UTC), Authors: []string{"Ann", "Bo"},
	}
	for name, front := range map[string]string{
		"YAML":       "---\ntitle: Keys\nlabel: API keys\ndescription: Make one.\nslug: api-keys\norder: 2\ntags: [a, b]\ntoc: 3\nicon: key\nredirects: [/old, /older]\ndate: 2026-01-31\nauthors: [Ann, {name: Bo}]\n---\n",
		"TOML":       "+++\ntitle = \"Keys\"\nlabel = \"API keys\"\ndescription = \"Make one.\"\nslug = \"api-keys\"\norder = 2\ntags = [\"a\", \"b\"]\ntoc = 3\nicon = \"key\"\nredirects = [\"/old\", \"/older\"]\ndate = 2026-01-31T00:00:00Z\nauthors = [\"Ann\", \"Bo\"]\n+++\n",
		"Hugo":       "---\nTitle: Keys\nlinkTitle: API keys\nsummary: Make one.\nslug: api-keys\nweight: 2\nkeywords: a, b\ntoc: 3\nicon: key\naliases:\n  - /old\n  - /older\ndate: 2026-01-31\nauthor: [Ann, Bo]\nlayout: x\nparams:\n  a: 1\n---\n",
		"Docusaurus": "---\ntitle: Keys\nsidebar_label: API keys\ndescription: Make one.\nslug: /x/api-keys\nsidebar_position: 2\ntags: [a, b]\ntoc_max_heading_level: 3\nicon: key\nredirect_from: [/old, /older]\ndate: 2026-01-31\nauthors: [Ann, Bo]\nhide_title: true\n---\n",
	} {
		t.Run(name, func(t *testing.T) {
			want := want
			if name == "Docusaurus" {
				want.Slug = "/x/api-keys"
			}
			doc := New(Options{}).Parse("keys.md", []byte(front+"# Another title\n\nText.\n"))
			if diff := cmp.Diff(want, doc.Front); diff != "" {
				t.Errorf("front matter (-want +got):\n%s", diff)
			}
			if doc.Title != "Keys" || doc.Description != "Make one." || len(doc.Problems) > 0 {
				t.Errorf("title %q, description %q, problems %v", doc.Title, doc.Description, doc.Problems)
			}
			if out, _ := doc.Render(nil); strings.Contains(string(out), "<h1") {
				t.Errorf("the title must be left to the frame: %s", out)
			}
		})
	}
}

func TestPlainFrontMatterIsReadAsYAMLReadsIt(t *testing.T) {
	read := 0
	for _, matter := range []string{
		"title: Keys\norder: 2\ndraft: true\n", "title: Keys and more, with commas\n", "title: 12 monkeys\n", "title: A  \nweight: -3\n", "title: yes\n",
		"title: A: b\n", "title: \"q\"\n", "title: 'it''s'\n", "title: 1.5\n", "title: 0o7\n", "title: 007\n", "title:\n", "title: A #1\n", "title: A#1\n", "title: null\n",
		"date: 2026-01-01\n", "title: True\n", "", "tags: [a, b c, 3]\n", "tags: []\n", "tags:\n  - a\n  - \"b\"\n", "tags:\n- a\n- b: c\n", "# note\n\ntitle: A\n",
		"aliases:\n  - /a/b\n  - c\n   - d\n", "title: über\n", "title: /a:b\n", "title: @x\n", "title: A\n  b\n", "tags: [a, [b]]\n", "tags: [a,,b]\n", "a: b\na: c\n",
		"params:\n  x: {y: 1}\ntitle: T\n", "title: a: \n", "title: \"a\\n\"\n", "x y: z\n", "title: - a\n", "title: 99999999999\n", "TITLE: A\n", "a-b: c\n", "\ttitle: x\n",
	} {
		plain, ok := readPlain(matter)
		if !ok {
			continue
		}
		read++
		var want map[string]any
		if err := yaml.Unmarshal([]byte(matter), &want); err != nil {
			t.Errorf("%q is no YAML: %v", matter, err)
		}
		for _, s := range plain {
			if diff := cmp.Diff(want[s.key], s.value); diff != "" {
				t.Errorf("%q (-YAML +plain):\n%s", matter, diff)
			}
		}
	}
	if read < 15 {
		t.Errorf("only %d were read as plain", read)
	}
}

func TestLineEndsOfOthersAreLineEnds(t *testing.T) {
	const text = "---\ntitle: T\ntags:\n  - a\n---\n:::note Title\nText [a](b.md)\\\nmore.\n:::\n\n```go {1}\nx\n```\n\n{{< tip >}}\nText.\n{{< /tip >}}\n"
	r := New(Options{})
	want := r.Parse("a.md", []byte(text))
	html, _ := want.Render(testSite{})
	for _, end := range []string{"\r\n", "\r"} {
		doc := r.Parse("a.md", []byte(strings.ReplaceAll(text, "\n", end)))
		if got, _ := doc.Render(testSite{}); string(got) != string(html) || len(doc.Problems) > 0 || doc.Title != "T" {
			t.Errorf("%q: %s\n%v", end, cmp.Diff(string(html), string(got)), doc.Problems)
		}
	}
}

func TestTitleAndDescriptionComeFromTheTextWithoutFrontMatter(t *testing.T) {
	doc := New(Options{}).Parse("a.md", []byte("# Send `one` *message*\n\n> quote\n\n![](badge.svg)\n\nThe first [paragraph](x.md) of\nthe text. "+strings.Repeat("And more words. ", 20)+"\n"))
	if want := "Send one message"; doc.Title != want {
		t.Errorf("title %q, want %q", doc.Title, want)
	}
	if !strings.HasPrefix(doc.Description, "The first paragraph of the text. And more") || !strings.HasSuffix(doc.Description, "…") || len([]rune(doc.Description)) > descriptionLength {
		t.Errorf("description %q", doc.Description)
	}
}

func TestFileNameIsTheTitleOfLastResort(t *testing.T) {
	for name, want := range map[string]string{
		"getting-started.md": "Getting started", "api/index.md": "Api", "api/README.md": "Api", "index.md": "Index", "über_uns.md": "Über uns", "-.md": "Untitled",
	} {
		if doc := New(Options{}).Parse(name, []byte("Only text.\n")); doc.Title != want || len(doc.Problems) != 1 {
			t.Errorf("%s: %q, %v", name, doc.Title, doc.Problems)
		}
	}
}

func TestFrontMatterMistakesNameTheirLine(t *testing.T) {
	const keys = "title, label, description, slug, order, draft, tags, toc, icon, redirects, date, updated, authors, unlisted"
	for _, tt := range []struct{ name, source, want string }{
		{"misspelt key", "---\ntitle: T\ndesciption: D\n---\n", `3: unknown front matter key "desciption"; did you mean "description"?`},
		{"unknown key", "---\ntitle: T\nflavour: D\n---\n", `3: unknown front matter key "flavour"; it can be ` + keys},
		{"wrong type", "---\ntitle: T\norder: first\n---\n", `3: front matter: order must be a number, not "first"`},
		{"not a mapping", "---\n- title\n---\n# T\n", `2: front matter: it must be a list of "key: value" lines`},
		{"bad YAML", "---\ntitle: T\nlabel: [a\n---\n# T\n", `3: front matter: this is not YAML: a list that begins with "[" is never closed, or lacks a comma`},
		{"bad YAML and no heading", "---\ntitle: a: b\n---\nText.\n", `2: front matter: this is not YAML: there is a second ": " in a line, or the line stands too far right; a text with a colon needs quotes, as in title: "Errors: all of them"`},
		{"never closed", "---\ntitle: T\n\nText.\n", `1: the front matter is never closed; end it with a line "---"`},
		{"TOML never closed", "+++\ntitle = \"T\"\n# T\n", `1: the front matter is never closed; end it with a line "+++"`},
		{"bad TOML", "+++\ntitle = \"T\"\nlabel = a\n+++\n# T\n", `3: front matter: expected value but found "a" instead`},
		{"bad whole slug", "---\ntitle: T\nslug: /x/API Keys\n---\n", `3: slug "API Keys" must be lower-case words joined by hyphens; it becomes "api-keys"`},
		{"bad slug", "---\ntitle: T\nslug: API Keys\n---\n", `3: slug "API Keys" must be lower-case words joined by hyphens; it becomes "api-keys"`},
		{"bad depth", "---\ntitle: T\ntoc: 9\n---\n", "3: toc is the deepest heading level to list: 2, 3 or 4, or 0 for no list"},
		{"bad date", "---\ntitle: T\ndate: soon\n---\n", `3: front matter: date must be a date such as 2026-01-31, not "soon"`},
		{"no title of a part", "---\ndraft: true\n---\nOnly text.\n", ""},
		{"no title", "Only text.\n", `1: no title: start the guide with "# A heading" or give a title in its front matter`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := strings.TrimSpace(problemText(New(Options{}).Parse("a.md", []byte(tt.source)).Problems))
			if got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}

func TestImportsOfMDXAreNoMistake(t *testing.T) {
	doc := New(Options{}).Parse("a.mdx", []byte("import Tabs from '@theme/Tabs';\n\n# T\n\n<Foo>words</Foo>\n"))
	if len(doc.Problems) != 2 || doc.Problems[0].Severity != Advice || doc.Problems[1].Severity != Warning {
		t.Errorf("problems: %v", doc.Problems)
	}
}

func TestWhatIsNoTextIsAnError(t *testing.T) {
	doc := New(Options{}).Parse("a.md", []byte("\xFF\xFE#\x00 \x00T\x00"))
	if len(doc.Problems) != 1 || doc.Problems[0].Severity != Error {
		t.Errorf("problems: %v", doc.Problems)
	}
	doc = New(Options{}).Parse("a.md", []byte("# Caf\xE9\n"))
	if len(doc.Problems) != 1 || doc.Problems[0].Severity != Warning || doc.Title != "Caf\uFFFD" {
		t.Errorf("title %q, problems %v", doc.Title, doc.Problems)
	}
}

func TestHeadingIDsAreThoseOfGitHub(t *testing.T) {
	doc := New(Options{Reserved: []string{"site-content"}}).Parse("a.md", []byte("# T\n\n## Create a key\n\n## Create a key\n\n## `whatsapp.sendMessage(x)`\n\n### Mine {#create-a-key-2}\n\n## Create a key\n\n"+
		"## Ünïcode straße\n\n## ?!\n\n## 日本語 の見出し\n\n## One & *two*_three\n\n## Site content\n\n## Other { #own-id .x }\n\n## GET /pets/{petId}\n"))
	var got []string
	for _, h := range doc.Headings {
		got = append(got, h.ID)
	}
	want := []string{"create-a-key", "create-a-key-1", "whatsappsendmessagex", "create-a-key-2", "create-a-key-3", "ünïcode-straße", "section", "日本語-の見出し", "one--two_three", "site-content-1", "own-id", "get-petspetid"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("ids (-want +got):\n%s", diff)
	}
}

func TestTakenIDsAreToldAndChanged(t *testing.T) {
	doc := New(Options{Reserved: []string{"site-content"}}).Parse("a.md", []byte("# T\n\n## A {#x}\n\n## B {#x}\n\n## C {#site-content}\n\n<a name=\"x\"></a>\n"))
	want := []string{"x", "x-1", "site-content-1", "x-2"}
	if diff := cmp.Diff(want, doc.IDs); diff != "" || len(doc.Problems) != 3 {
		t.Errorf("ids (-want +got):\n%s\n%v", diff, doc.Problems)
	}
}

func TestFragmentHasNoIDsAndLowerHeadings(t *testing.T) {
	out, problems := New(Options{}).Fragment("# One\n\n<a name=x></a>See [it](op:server.ping).\n", nil)
	if len(problems) > 0 || !strings.HasPrefix(string(out), "<h3>One</h3>") || strings.Contains(string(out), "id=") {
		t.Errorf("got %s, problems %v", out, problems)
	}
}

func TestPlainFragmentIsTheSameWithAndWithoutParser(t *testing.T) {
	r := New(Options{})
	for _, text := range []string{"The id of a pet.", "It's \"quoted\", 50% of 3 - 2 = 1; ok?", "A", "Two  spaces.", "Ends with a dot.", "a/b", "v1.2", "x^2"} {
		if !plainParagraph(text) {
			t.Errorf("%q is plain", text)
		}
		short, _ := r.Fragment(text, nil)
		long, _ := r.Fragment(" "+text, nil)
		if string(short) != string(long) {
			t.Errorf("%q:\n%s\n%s", text, short, long)
		}
	}
	for _, text := range []string{"", "1. A", "- A", "A *b*", "A\nb", "www.example.com", "a@example.com", "http://example.com", "A :tada:", "A & b", "A  ", "    A"} {
		if plainParagraph(text) {
			t.Errorf("%q is not plain", text)
		}
	}
}

type knownOperations map[string]bool

func (k knownOperations) Link(link Link) (Target, error) {
	if link.Kind == Operation && !k[link.To] {
		if !strings.ContainsAny(link.To, "./") {
			return Target{}, ErrNotALink
		}
		return Target{}, fmt.Errorf("no operation %q", link.To)
	}
	return Target{Href: "op/" + link.To}, nil
}

func (knownOperations) Part(Part) ([]byte, error) { return nil, errors.New("none") }

func TestWordInBracketsOfAFragmentIsALinkIfItIsKnown(t *testing.T) {
	got, problems := New(Options{}).Fragment("[[addPet]] [[note]] [[pets/addPte]]", knownOperations{"addPet": true})
	want := `<p><a href="op/addPet"><code>addPet</code></a> [[note]] <a><code>pets/addPte</code></a></p>` + "\n"
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Errorf("HTML (-want +got):\n%s", diff)
	}
	if want := "1: no operation \"pets/addPte\"\n"; problemText(problems) != want {
		t.Errorf("problems %v", problems)
	}
}

func TestHTMLInAFragmentIsSanitised(t *testing.T) {
	for source, want := range map[string]string{
		"Use <b>bold</b> <script>alert(1)</script> words":      "<p>Use <b>bold</b>  words</p>\n",
		"<p>One</p><p onclick=x()>Two":                         "<p>One</p><p>Two</p>\n",
		"<div onclick=x()>\n<img src=x>\n</div>\n\nText":       "<div>\n<img src=\"op/x\" alt=\"\" loading=\"lazy\" decoding=\"async\">\n</div>\n<p>Text</p>\n",
		"<!-- not -->\n\nText <!-- this -->":                   "<p>Text </p>\n",
		"An <kbd>open one":                                     "<p>An <kbd>open one</kbd></p>\n",
		"Bearer <token> and <YOUR_KEY>":                        "<p>Bearer &lt;token&gt; and &lt;YOUR_KEY&gt;</p>\n",
		"<a href=\"javascript:alert(1)\">x</a>":                "<p><a>x</a></p>\n",
		"<a href=\" java\tscript:alert(1)\">x</a>":             "<p><a>x</a></p>\n",
		"[x](javascript&colon;alert(1)) [y](<java\\script:x>)": "<p><a>x</a> <a href=\"op/java%5Cscript:x\">y</a></p>\n",
	} {
		got, _ := New(Options{}).Fragment(source, knownOperations{})
		if string(got) != want {
			t.Errorf("%q:\ngot  %q\nwant %q", source, got, want)
		}
		if err := sound(string(got)); err != nil {
			t.Errorf("%q: %v", source, err)
		}
	}
}

func TestSectionsHoldTheWordsUnderEachHeading(t *testing.T) {
	doc := New(Options{}).Parse("a.md", []byte("# T\n\nBefore & *more*.\n\n## One\n\nText `code`\nof it.\n\n- item\n\n```go\nfunc x()\n```\n\n### Two\n\n| a | b |\n|---|---|\n| c | d |\n"))
	want := []Section{
		{"", "", "Before & more.\n"},
		{"one", "One", "Text code of it.\nitem\nfunc x()\n"},
		{"two", "Two", "a b\nc d\n"},
	}
	if diff := cmp.Diff(want, doc.Sections()); diff != "" {
		t.Errorf("sections (-want +got):\n%s", diff)
	}
}

func TestMarkdownStandsAlone(t *testing.T) {
	files := map[string]string{"part.md": "---\ntitle: P\n---\nThe part.\n"}
	doc := New(testOptions(files)).Parse("a.md", []byte("---\ntitle: T\n---\n# T\n\n:::tabs\n== Go\n\nText [[addPet]].\n\n== Java\n\n> [!NOTE]\n> Note.\n:::\n\n"+
		":::warning Careful\nText.\n:::\n\n:::include part.md\n\n:::operation pets/addPet\n\n```\n:::tabs\n```\n"))
	want := "# T\n\n\n**Go**\n\nText [addPet](/reference/addPet?line=9).\n\n**Java**\n\n> [!NOTE]\n> Note.\n\n\n**Careful**\nText.\n\n\nThe part.\n\n\n[pets/addPet](/reference/pets/addPet?line=23)\n\n```\n:::tabs\n```\n"
	if diff := cmp.Diff(want, doc.Markdown(testSite{})); diff != "" {
		t.Errorf("Markdown (-want +got):\n%s", diff)
	}
}

func TestProblemsOfAnIncludedFileNameIt(t *testing.T) {
	files := map[string]string{"x/part.md": "# Part\n\n\n[a](b.md)\n"}
	doc := New(testOptions(files)).Parse("a.md", []byte("# T\n\n:::include x/part.md\n"))
	if want := "x/part.md:1: a page has one title; make \"Part\" a \"##\" heading\n"; problemText(doc.Problems) != want {
		t.Errorf("problems: %s", problemText(doc.Problems))
	}
	want := []Link{{To: "b.md", File: "x/part.md", Line: 4}}
	if diff := cmp.Diff(want, doc.Links); diff != "" {
		t.Errorf("links (-want +got):\n%s", diff)
	}
}
