package docsite

import (
	"regexp"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// TestPagesAreSound checks the structure of every page: what a screen reader, a
// strict content policy and a real parser need.
func TestPagesAreSound(t *testing.T) {
	for name, config := range map[string]Config{"testdata": testConfig(t), "product": productConfig(t)} {
		site := mustNew(t, config)
		pages := map[string]string{"404": bytesOf(t, site.builder.notFound)}
		for path, f := range site.builder.files {
			if path == "" || strings.HasSuffix(path, "/") {
				pages["/"+path] = bytesOf(t, f)
			}
		}
		for path, text := range pages {
			t.Run(name+path, func(t *testing.T) {
				checkNesting(t, text)
				root, err := html.Parse(strings.NewReader(text))
				if err != nil {
					t.Fatal(err)
				}
				checkStructure(t, root)
				checkNames(t, root)
				checkPolicy(t, root)
			})
		}
	}
}

// bytesOf makes a file of the site.
func bytesOf(t *testing.T, f *file) string {
	t.Helper()
	body, err := f.make()
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}

// checkStructure wants the landmarks once, headings in order and ids unique.
func checkStructure(t *testing.T, root *html.Node) {
	t.Helper()
	count, ids, level := map[string]int{}, map[string]bool{}, 0
	for n := range root.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		count[n.Data]++
		if id := attribute(n, "id"); id != "" {
			if ids[id] {
				t.Errorf("id %q twice", id)
			}
			ids[id] = true
		}
		if len(n.Data) == 2 && n.Data[0] == 'h' && n.Data[1] >= '1' && n.Data[1] <= '6' {
			now := int(n.Data[1] - '0')
			if now > level+1 {
				t.Errorf("heading %q jumps from level %d to %d", textOf(n), level, now)
			}
			level = now
		}
	}
	for element, want := range map[string]int{"h1": 1, "main": 1, "title": 1, "article": 1} {
		if count[element] != want {
			t.Errorf("%d <%s>, want %d", count[element], element, want)
		}
	}
	if attribute(find(root, func(n *html.Node) bool { return n.Data == "html" }), "lang") == "" {
		t.Error("the page does not say its language")
	}
	skip := find(root, func(n *html.Node) bool { return n.Data == "a" })
	if attribute(skip, "href") != "#"+contentID || !ids[contentID] {
		t.Error("the first link must skip to the content")
	}
}

// checkNames wants a name for everything a reader can use or must be told about.
func checkNames(t *testing.T, root *html.Node) {
	t.Helper()
	labels := map[string]bool{}
	for n := range root.Descendants() {
		if n.Data == "label" {
			labels[attribute(n, "for")] = true
		}
	}
	for n := range root.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		named := attribute(n, "aria-label") != "" || attribute(n, "aria-labelledby") != ""
		switch n.Data {
		case "a", "button", "summary":
			if !named && textOf(n) == "" {
				t.Errorf("<%s %v> has no name", n.Data, n.Attr)
			}
		case "nav":
			if !named {
				t.Errorf("<nav %v> has no name", n.Attr)
			}
		case "img":
			if attribute(n, "alt") == "" {
				t.Errorf("<img %v> has no text", n.Attr)
			}
		case "input", "select", "textarea":
			if !named && attribute(n, "type") != "hidden" && !labels[attribute(n, "id")] {
				t.Errorf("<%s %v> has no label", n.Data, n.Attr)
			}
		}
	}
}

var inlineHandler = regexp.MustCompile(`^on[a-z]+$`)

// checkPolicy wants nothing inline: the policy would block it in the browser.
func checkPolicy(t *testing.T, root *html.Node) {
	t.Helper()
	for n := range root.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		if n.Data == "style" || (n.Data == "script" && (attribute(n, "src") == "" || n.FirstChild != nil)) {
			t.Errorf("inline <%s>", n.Data)
		}
		for _, attr := range n.Attr {
			if attr.Key == "style" || inlineHandler.MatchString(attr.Key) || attr.Key == "data-line" {
				t.Errorf("<%s> has the attribute %s=%q", n.Data, attr.Key, attr.Val)
			}
		}
	}
}

// checkNesting fails when an element is not closed, or closed in another's place: a
// browser would repair the page in its own way.
func checkNesting(t *testing.T, text string) {
	t.Helper()
	void := map[string]bool{"meta": true, "link": true, "input": true, "img": true, "br": true, "hr": true}
	var open []string
	z := html.NewTokenizer(strings.NewReader(text))
	for {
		kind := z.Next()
		if kind == html.ErrorToken {
			if len(open) > 0 {
				t.Errorf("never closed: %v", open)
			}
			return
		}
		name, _ := z.TagName()
		switch {
		case kind == html.StartTagToken && !void[string(name)]:
			open = append(open, string(name))
		case kind == html.EndTagToken:
			if len(open) == 0 || open[len(open)-1] != string(name) {
				t.Fatalf("</%s> closes %v", name, open)
			}
			open = open[:len(open)-1]
		}
	}
}
