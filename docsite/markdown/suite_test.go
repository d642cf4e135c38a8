package markdown

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/renderer/html"
	nethtml "golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"wpengine/e2e/testkit/corpus"
)

// example is one of a suite's.
type example struct {
	Markdown string `json:"markdown"`
	HTML     string `json:"html"`
	Example  int    `json:"example"`
	Section  string `json:"section"`
}

// TestSuitesPassAsGoldmarkPassesThem runs the examples of CommonMark and of GitHub. What
// bare goldmark makes of them as it is written, we do, except where testdata/suites.txt
// says why not.
func TestSuitesPassAsGoldmarkPassesThem(t *testing.T) {
	const known = "testdata/suites.txt"
	github := goldmark.New(goldmark.WithExtensions(extension.GFM), goldmark.WithRendererOptions(html.WithUnsafe()))
	var differ []string
	for _, suite := range []string{"commonmark/spec.json", "gfm/spec.json", "gfm/extensions.json", "gfm/regression.json"} {
		text, err := os.ReadFile(filepath.Join(corpus.Dir(t), "md", filepath.FromSlash(suite)))
		if err != nil {
			t.Fatal(err)
		}
		var examples []example
		if err := json.Unmarshal(text, &examples); err != nil {
			t.Fatal(err)
		}
		r := New(Options{Math: func(tex string, _ bool) (string, error) { return tex, nil }})
		for _, e := range examples {
			var bare bytes.Buffer
			if err := github.Convert([]byte(e.Markdown), &bare); err != nil {
				t.Fatal(err)
			}
			if normal(bare.String()) != normal(e.HTML) {
				continue // goldmark doesn't either
			}
			ours, _ := r.Parse("a.md", []byte("# T\n\n"+e.Markdown)).Render(nil)
			if normal(string(ours)) != normal(e.HTML) {
				differ = append(differ, fmt.Sprintf("%s %d", suite, e.Example))
				if testing.Verbose() {
					t.Logf("%s %d %s\n%q\n%s", suite, e.Example, e.Section, e.Markdown, cmp.Diff(normal(e.HTML), normal(string(ours))))
				}
			}
		}
	}
	text, err := os.ReadFile(known)
	if err != nil {
		t.Fatal(err)
	}
	var want []string
	for line := range strings.Lines(string(text)) {
		if name, _, _ := strings.Cut(line, ":"); strings.Contains(name, ".json ") {
			want = append(want, strings.TrimSpace(name))
		}
	}
	slices.Sort(want)
	slices.Sort(differ)
	if diff := cmp.Diff(want, differ); diff != "" {
		t.Errorf("examples that differ from what is written (-%s +now); run with -v to see them:\n%s", known, diff)
	}
}

// normal is HTML without what pages of ours have besides: anchors and ids of headings,
// boxes around tables and code, colours. White space counts in code only.
func normal(text string) string {
	nodes, err := nethtml.ParseFragment(strings.NewReader(text), &nethtml.Node{Type: nethtml.ElementNode, Data: "body", DataAtom: atom.Body})
	if err != nil {
		return err.Error()
	}
	var out strings.Builder
	for _, n := range nodes {
		writeNormal(&out, n, false)
	}
	return strings.TrimSpace(spaceAroundBlocks.ReplaceAllString(out.String(), "$1"))
}

var spaceAroundBlocks = regexp.MustCompile(` *(</?(?:p|div|ul|ol|li|h\d|blockquote|pre|table|thead|tbody|tr|td|th|hr|dl|dt|dd|details|summary|br)\b[^>]*>) *`)

func writeNormal(out *strings.Builder, n *nethtml.Node, pre bool) {
	attrs := map[string]string{}
	for _, a := range n.Attr {
		attrs[a.Key] = a.Val
	}
	class := attrs["class"]
	switch {
	case n.Type == nethtml.TextNode && pre:
		out.WriteString(nethtml.EscapeString(n.Data))
		return
	case n.Type == nethtml.TextNode:
		text := nethtml.EscapeString(n.Data)
		if strings.TrimSpace(text) == "" {
			out.WriteString(" ")
			return
		}
		out.WriteString(regexp.MustCompile(`\s+`).ReplaceAllString(text, " "))
		return
	case n.Type != nethtml.ElementNode:
		return
	case n.Data == "figure" && n.LastChild != nil && n.LastChild.Data == "figcaption":
		image := n.FirstChild
		image.Attr = append(image.Attr, nethtml.Attribute{Key: "title", Val: n.LastChild.FirstChild.Data})
		n.Data, n.LastChild.Data, n.LastChild.FirstChild.Data = "p", "span", ""
		out.WriteString("<p>")
		writeNormal(out, image, false)
		out.WriteString("</p>")
		return
	case class == "anchor" || class == "copy needs-js":
		return
	case n.Data == "input" || strings.HasPrefix(class, "task"):
		if _, done := attrs["checked"]; done || class == "task task-done" {
			out.WriteString("[x]")
		} else {
			out.WriteString("[ ]")
		}
		return
	}
	bare := n.Data == "span" && pre || n.Data == "div" && (strings.HasPrefix(class, "code") || class == "table-scroll")
	if !bare {
		writeTag(out, n, attrs)
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		writeNormal(out, c, pre || n.Data == "pre")
	}
	if !bare && n.DataAtom != atom.Br && n.DataAtom != atom.Hr && n.DataAtom != atom.Img {
		out.WriteString("</" + n.Data + ">")
	}
}

func writeTag(out *strings.Builder, n *nethtml.Node, attrs map[string]string) {
	if n.Data == "h1" {
		n.Data = "h2" // the title is the page's
	}
	if align, ok := strings.CutPrefix(attrs["class"], "align-"); ok {
		attrs["align"] = align
	}
	if align, ok := strings.CutPrefix(attrs["style"], "text-align:"); ok {
		attrs["align"] = align
	}
	for _, key := range []string{"href", "src"} {
		if address, err := url.PathUnescape(attrs[key]); err == nil && attrs[key] != "" {
			attrs[key] = address
		}
	}
	if attrs["alt"] == "" {
		delete(attrs, "alt")
	}
	for _, key := range []string{"loading", "decoding", "scope", "style"} {
		delete(attrs, key)
	}
	if n.Data[0] == 'h' || strings.HasPrefix(attrs["class"], "align-") {
		delete(attrs, "id")
	}
	if !strings.HasPrefix(attrs["class"], "language-") {
		delete(attrs, "class")
	}
	if class := strings.Fields(attrs["class"]); len(class) > 0 {
		attrs["class"] = class[0]
	}
	out.WriteString("<" + n.Data)
	for _, key := range slices.Sorted(maps.Keys(attrs)) {
		fmt.Fprintf(out, " %s=%q", key, attrs[key])
	}
	out.WriteString(">")
}
