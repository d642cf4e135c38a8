package docsite

import (
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/net/html"

	"wpengine/openapi/document"
)

// markup is a page as a reader of HTML sees it.
type markup struct {
	ids   map[string]bool
	links []string // of elements that load or lead to something
}

func parse(t *testing.T, text string) markup {
	t.Helper()
	root, err := html.Parse(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	doc := markup{ids: map[string]bool{}}
	for n := range root.Descendants() {
		for _, attr := range n.Attr {
			switch attr.Key {
			case "id":
				doc.ids[attr.Val] = true
			case "href", "src":
				doc.links = append(doc.links, attr.Val)
			}
		}
	}
	return doc
}

// TestEveryLinkOfTheServedSiteLeadsSomewhere walks the whole site as a browser would.
func TestEveryLinkOfTheServedSiteLeadsSomewhere(t *testing.T) {
	for name, config := range map[string]Config{"testdata": testConfig(t), "product": productConfig(t)} {
		for _, base := range []string{"/docs", "/a/b", ""} {
			t.Run(name+" at "+base+"/", func(t *testing.T) {
				config.BasePath = base
				site := mustNew(t, config)
				seen := map[string]markup{}
				queue := []string{base + "/"}
				for len(queue) > 0 {
					at := queue[0]
					queue = queue[1:]
					if _, ok := seen[at]; ok {
						continue
					}
					body := get(t, site, at)
					if !strings.HasSuffix(at, "/") { // a file, not a page
						seen[at] = markup{}
						continue
					}
					doc := parse(t, body)
					seen[at] = doc
					for _, link := range doc.links {
						if to := follow(t, at, link); to != nil {
							queue = append(queue, to.Path)
						}
					}
				}
				checkAnchors(t, seen)
				for file := range site.builder.files {
					if _, ok := seen[base+"/"+file]; !ok && strings.HasSuffix(file, "/") {
						t.Errorf("no link leads to /%s", file)
					}
				}
			})
		}
	}
}

// follow resolves a link found on a page, or gives nil if it leads off the site.
func follow(t *testing.T, at, link string) *url.URL {
	t.Helper()
	u, err := url.Parse(link)
	if err != nil {
		t.Fatalf("%s: %v", at, err)
	}
	if u.Scheme != "" || u.Host != "" {
		return nil
	}
	if strings.HasPrefix(link, "/") {
		t.Errorf("%s: link %q is not relative", at, link)
	}
	return (&url.URL{Path: at}).ResolveReference(u)
}

func checkAnchors(t *testing.T, pages map[string]markup) {
	t.Helper()
	for at, doc := range pages {
		for _, link := range doc.links {
			to := follow(t, at, link)
			if to != nil && to.Fragment != "" && !pages[to.Path].ids[to.Fragment] {
				t.Errorf("%s: link %q: nothing has that id", at, link)
			}
		}
	}
}

// TestEveryLinkOfTheExportIsAFile follows the links of the written files: each leads
// to a file below the folder, named in full, so that the folder works wherever it
// is put, and from disk.
func TestEveryLinkOfTheExportIsAFile(t *testing.T) {
	for name, config := range map[string]Config{"testdata": testConfig(t), "product": productConfig(t)} {
		t.Run(name, func(t *testing.T) {
			config.Static = true
			dir := filepath.Join(t.TempDir(), "out")
			if _, err := mustNew(t, config).Export(t.Context(), dir, nil); err != nil {
				t.Fatal(err)
			}
			pages, files := map[string]markup{}, os.DirFS(dir)
			err := fs.WalkDir(files, ".", func(name string, entry fs.DirEntry, err error) error {
				if err != nil || entry.IsDir() || path.Ext(name) != ".html" {
					return err
				}
				text, err := fs.ReadFile(files, name)
				if err != nil {
					return err
				}
				pages["/"+name] = parse(t, string(text))
				return nil
			})
			if err != nil || len(pages) < 5 {
				t.Fatalf("%d pages: %v", len(pages), err)
			}
			for at, doc := range pages {
				for _, link := range doc.links {
					to := follow(t, at, link)
					if to == nil {
						continue
					}
					if outside(at, link) {
						t.Errorf("%s: link %q leaves the folder", at, link)
					}
					if info, err := fs.Stat(files, strings.TrimPrefix(to.Path, "/")); err != nil || info.IsDir() {
						t.Errorf("%s: link %q is not a file", at, link)
					}
				}
			}
			checkAnchors(t, pages)
		})
	}
}

// outside reports whether a relative link climbs above the root.
func outside(at, link string) bool {
	depth := strings.Count(at, "/") - 1
	for part := range strings.SplitSeq(link, "/") {
		if part == ".." {
			depth--
		}
		if depth < 0 {
			return true
		}
	}
	return false
}

func TestPictureKeepsItsPlaceFree(t *testing.T) {
	page := get(t, mustNew(t, testConfig(t)), "/docs/guides/start/")
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	img := find(root, func(n *html.Node) bool { return n.Data == "img" })
	for key, want := range map[string]string{"src": "../../guides/square.png", "alt": "A green square", "width": "24", "height": "24"} {
		if got := attribute(img, key); got != want {
			t.Errorf("%s=%q, want %q", key, got, want)
		}
	}
}

func TestSidebarFollowsOrderFoldersAndSpec(t *testing.T) {
	page := get(t, mustNew(t, testConfig(t)), "/docs/guides/pairing/qr/")
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	sidebar := find(root, func(n *html.Node) bool { return attribute(n, "id") == sidebarID })
	var labels, open []string
	for n := range sidebar.Descendants() {
		switch {
		case attribute(n, "class") == "nav-label", attribute(n, "class") == "nav-title", n.Data == "summary":
			labels = append(labels, textOf(n))
		case n.Data == "details" && has(n, "open"):
			open = append(open, textOf(n.FirstChild))
		}
	}
	want := []string{"Overview", "Guides", "Getting started", "Errors", "Pairing", "Pair with a QR code",
		"API reference", "Overview", "Server", "Overview", "ping", "Things", "Overview", "get", "Schemas", "Overview", "Empty", "Pong"}
	if !slices.Equal(labels, want) {
		t.Errorf("sidebar %q\nwant    %q", labels, want)
	}
	if !slices.Equal(open, []string{"Pairing"}) {
		t.Errorf("open: %q", open)
	}
	current := find(sidebar, func(n *html.Node) bool { return attribute(n, "aria-current") == "page" })
	if current == nil || textOf(current) != "Pair with a QR code" {
		t.Error("the page's own entry is not marked")
	}
	previous, next := find(root, relation("prev")), find(root, relation("next"))
	if attribute(previous, "href") != "../../../guides/errors/" || attribute(next, "href") != "../../../reference/" {
		t.Errorf("previous %q, next %q", attribute(previous, "href"), attribute(next, "href"))
	}
}

// TestSidebarOfALargeSiteStaysSmall counts the links: a page lists its own group, and
// of every other the page that does.
func TestSidebarOfALargeSiteStaysSmall(t *testing.T) {
	var spec strings.Builder
	spec.WriteString("openapi: 3.1.0\ninfo: { title: Large, version: 1.0.0 }\npaths:\n")
	const groups, each = 4, 50
	for i := range groups * each {
		fmt.Fprintf(&spec, "  /g%d/op%d: { post: { operationId: g%d.op%d, tags: [g%d], responses: { '200': { description: OK } } } }\n",
			i/each, i, i/each, i, i/each)
	}
	config := testConfig(t)
	config.Content = fstest.MapFS{"index.md": {Data: []byte("# Home\n")}}
	var err error
	config.Spec, err = document.Load(fstest.MapFS{"large.yaml": {Data: []byte(spec.String())}}, "large.yaml")
	if err != nil {
		t.Fatal(err)
	}
	root, err := html.Parse(strings.NewReader(get(t, mustNew(t, config), "/docs/reference/g1/op60/")))
	if err != nil {
		t.Fatal(err)
	}
	links := 0
	for n := range find(root, func(n *html.Node) bool { return attribute(n, "id") == sidebarID }).Descendants() {
		if n.Data == "a" {
			links++
		}
	}
	if want := 1 + 1 + (1 + each) + (groups - 1); links != want { // home, overview, its group, the others
		t.Errorf("%d links, want %d", links, want)
	}
}

func relation(rel string) func(*html.Node) bool {
	return func(n *html.Node) bool { return n.Data == "a" && attribute(n, "rel") == rel }
}

func find(root *html.Node, match func(*html.Node) bool) *html.Node {
	for n := range root.Descendants() {
		if n.Type == html.ElementNode && match(n) {
			return n
		}
	}
	return nil
}

func attribute(n *html.Node, key string) string {
	if n == nil {
		return ""
	}
	for _, attr := range n.Attr {
		if attr.Key == key {
			return attr.Val
		}
	}
	return ""
}

func has(n *html.Node, key string) bool {
	return slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == key })
}

func textOf(n *html.Node) string {
	var out strings.Builder
	if n.Type == html.TextNode {
		out.WriteString(n.Data)
	}
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			out.WriteString(d.Data)
		}
	}
	return strings.TrimSpace(out.String())
}
