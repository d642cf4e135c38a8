package markdown

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"
	"golang.org/x/tools/txtar"
)

var update = flag.Bool("update", false, "write the expected results anew")

// TestExtensionsRenderAsWritten runs the cases of testdata, one file an extension:
// name.md is the source, name.html what it becomes, name.problems what is wrong
// with it.
func TestExtensionsRenderAsWritten(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	renderer := New(Options{})
	for _, file := range files {
		archive, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		want := map[string]string{}
		for _, f := range archive.Files {
			want[f.Name] = string(f.Data)
		}
		fresh := &txtar.Archive{Comment: archive.Comment}
		for _, f := range archive.Files {
			name, ok := strings.CutSuffix(f.Name, ".md")
			if !ok {
				continue
			}
			doc := renderer.LegacyDocument(f.Data)
			fresh.Files = append(fresh.Files, f, txtar.File{Name: name + ".html", Data: []byte(doc.HTML)})
			if len(doc.Problems) > 0 {
				fresh.Files = append(fresh.Files, txtar.File{Name: name + ".problems", Data: []byte(problemText(doc.Problems))})
			}
			t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar")+"/"+name, func(t *testing.T) {
				if len(doc.Problems) == 0 {
					checkNesting(t, string(doc.HTML))
				}
				if *update {
					return
				}
				if diff := cmp.Diff(want[name+".html"], string(doc.HTML)); diff != "" {
					t.Errorf("HTML (-want +got):\n%s", diff)
				}
				if diff := cmp.Diff(want[name+".problems"], problemText(doc.Problems)); diff != "" {
					t.Errorf("problems (-want +got):\n%s", diff)
				}
			})
		}
		if *update {
			if err := os.WriteFile(file, txtar.Format(fresh), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func problemText(problems []Problem) string {
	var out strings.Builder
	for _, p := range problems {
		fmt.Fprintf(&out, "%d: %s\n", p.Line, p.Message)
	}
	return out.String()
}

// checkNesting fails when elements are not closed in the order they were opened.
func checkNesting(t *testing.T, text string) {
	t.Helper()
	var open []string
	z := html.NewTokenizer(strings.NewReader(text))
	for {
		switch z.Next() {
		case html.ErrorToken:
			if len(open) > 0 {
				t.Errorf("never closed: %v", open)
			}
			return
		case html.StartTagToken:
			switch name := z.Token().Data; name {
			case "input", "img", "br", "hr":
			default:
				open = append(open, name)
			}
		case html.EndTagToken:
			name := z.Token().Data
			if len(open) == 0 || open[len(open)-1] != name {
				t.Fatalf("</%s> closes %v", name, open)
			}
			open = open[:len(open)-1]
		}
	}
}

func TestFrontMatterDescribesTheGuide(t *testing.T) {
	doc := New(Options{}).LegacyDocument([]byte("---\ntitle: Keys\nlabel: API keys\ndescription: Make one.\nslug: api-keys\norder: 2\ntags: [a, b]\ntoc: 3\n---\n# Another title\n\nText.\n"))
	order, toc := 2.0, 3
	want := Front{Title: "Keys", Label: "API keys", Description: "Make one.", Slug: "api-keys", Order: &order, Tags: []string{"a", "b"}, TOC: &toc}
	if diff := cmp.Diff(want, doc.Front); diff != "" {
		t.Errorf("front matter (-want +got):\n%s", diff)
	}
	if doc.Title != "Keys" || doc.Description != "Make one." || len(doc.Problems) > 0 {
		t.Errorf("title %q, description %q, problems %v", doc.Title, doc.Description, doc.Problems)
	}
	if strings.Contains(string(doc.HTML), "<h1") {
		t.Errorf("the title must be left to the frame: %s", doc.HTML)
	}
}

func TestTitleAndDescriptionComeFromTheTextWithoutFrontMatter(t *testing.T) {
	doc := New(Options{}).LegacyDocument([]byte("# Send `one` *message*\n\n> quote\n\nThe first [paragraph](x.md) of\nthe text. " + strings.Repeat("And more words. ", 20) + "\n"))
	if want := "Send one message"; doc.Title != want {
		t.Errorf("title %q, want %q", doc.Title, want)
	}
	if !strings.HasPrefix(doc.Description, "The first paragraph of the text. And more") || !strings.HasSuffix(doc.Description, "…") || len([]rune(doc.Description)) > descriptionLength {
		t.Errorf("description %q", doc.Description)
	}
}

func TestFrontMatterMistakesNameTheirLine(t *testing.T) {
	for _, tt := range []struct{ name, source, want string }{
		{"unknown key", "---\ntitle: T\ndesciption: D\n---\n", `3: unknown front matter key "desciption"; it can be title, label, description, slug, order, draft, tags, toc`},
		{"wrong type", "---\ntitle: T\norder: first\n---\n", "3: front matter: cannot unmarshal !!str `first` into float64"},
		{"not a mapping", "---\n- title\n---\n# T\n", `2: front matter must be a list of "key: value" lines`},
		{"bad YAML", "---\ntitle: T\nlabel: [a\n---\n# T\n", "2: front matter: did not find expected ',' or ']'"},
		{"bad slug", "---\ntitle: T\nslug: API Keys\n---\n", `3: slug "API Keys" must be lower-case words joined by hyphens`},
		{"bad depth", "---\ntitle: T\ntoc: 9\n---\n", "3: toc is the deepest heading level to list: 2, 3 or 4, or 0 for no list"},
		{"no title", "Only text.\n", `1: no title: start the guide with "# A heading" or give a title in its front matter`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := strings.TrimSpace(problemText(New(Options{}).LegacyDocument([]byte(tt.source)).Problems))
			if got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}

func TestHeadingIDsAreUniqueAndReadable(t *testing.T) {
	doc := New(Options{}).LegacyDocument([]byte("# T\n\n## Create a key\n\n## Create a key\n\n## `whatsapp.sendMessage`\n\n### Mine {#create-a-key-3}\n\n## Create a key\n\n## Ünïcode straße\n\n## ?!\n"))
	var got []string
	for _, h := range doc.Headings {
		got = append(got, h.ID)
	}
	want := []string{"create-a-key", "create-a-key-2", "whatsapp-sendmessage", "create-a-key-3", "create-a-key-4", "ünïcode-straße", "section"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("ids (-want +got):\n%s", diff)
	}
}

func TestFragmentHasNoIDsAndLowerHeadings(t *testing.T) {
	out, problems := New(Options{}).LegacyFragment("# One\n\nSee [it](op:server.ping).\n", nil)
	if len(problems) > 0 || !strings.HasPrefix(string(out), "<h3>One</h3>") {
		t.Errorf("got %s, problems %v", out, problems)
	}
}

func TestWordInBracketsOfAFragmentIsALinkIfItIsKnown(t *testing.T) {
	known := func(id string) bool { return id == "addPet" }
	got, _ := New(Options{}).LegacyFragment("[[addPet]] [[note]] [[pets/addPte]]", known)
	want := `<p><a href="op:addPet" data-line="1"><code>addPet</code></a> [[note]] ` +
		`<a href="op:pets/addPte" data-line="1"><code>pets/addPte</code></a></p>` + "\n"
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Errorf("HTML (-want +got):\n%s", diff)
	}
}

func TestHTMLInAFragmentIsShownAsText(t *testing.T) {
	for source, want := range map[string]string{
		"Use <b>bold</b> <script>alert(1)</script>":      "<p>Use &lt;b&gt;bold&lt;/b&gt; &lt;script&gt;alert(1)&lt;/script&gt;</p>\n",
		"<div onclick=x()>\n<img src=x>\n</div>\n\nText": "<p>&lt;div onclick=x()&gt;\n&lt;img src=x&gt;\n&lt;/div&gt;</p>\n<p>Text</p>\n",
		"<!-- not -->\n\nText <!-- this -->":             "<p>Text </p>\n",
		"An <kbd>open one":                               "<p>An &lt;kbd&gt;open one</p>\n",
	} {
		if got, _ := New(Options{}).LegacyFragment(source, nil); string(got) != want {
			t.Errorf("%q:\ngot  %q\nwant %q", source, got, want)
		}
	}
}

func FuzzGuideIsWellFormed(f *testing.F) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil {
		f.Fatal(err)
	}
	for _, file := range files {
		archive, err := txtar.ParseFile(file)
		if err != nil {
			f.Fatal(err)
		}
		for _, part := range archive.Files {
			if strings.HasSuffix(part.Name, ".md") {
				f.Add(string(part.Data))
			}
		}
	}
	f.Fuzz(func(t *testing.T, source string) {
		doc := New(Options{}).LegacyDocument([]byte(source))
		if len(doc.Problems) == 0 {
			checkNesting(t, string(doc.HTML))
		}
		fragment, _ := New(Options{}).LegacyFragment(source, nil)
		checkNesting(t, string(fragment))
		if strings.Contains(string(fragment), "<script") {
			t.Errorf("a script got through: %s", fragment)
		}
	})
}
