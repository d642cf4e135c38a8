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

// TestLinksInATranslationLeadToWhatIsNotTranslated: to guides and pictures of the first language, of the same version.
func TestLinksInATranslationLeadToWhatIsNotTranslated(t *testing.T) {
	config := testConfig(t)
	config.Spec, config.BasePath = nil, "/docs"
	config.Languages = []Language{{Code: "en"}, {Code: "de"}}
	picture := &fstest.MapFile{Data: []byte("<svg/>")}
	config.Content = fstest.MapFS{
		"index.md": {Data: []byte("# Home\n")}, "guides/a.md": {Data: []byte("# A\n")}, "guides/b.md": {Data: []byte("# B\n\n## Two\n")}, "img/x.svg": picture,
		"de/index.md":    {Data: []byte("# Start\n")},
		"de/guides/a.md": {Data: []byte("# A\n\n[b](b.md#two) [index](../index.md) [root](/guides/b/) [none](c.md)\n\n![x](../img/x.svg)\n")},
	}
	config.Versions = []Version{{Name: "v1", ContentName: "old", Content: fstest.MapFS{
		"index.md": {Data: []byte("# Home\n")}, "guides/b.md": {Data: []byte("# Old B\n")}, "de/guides/a.md": {Data: []byte("# A\n\n[b](b.md)\n")},
	}}}
	site := mustNew(t, config)
	page := get(t, site, "/docs/de/guides/a/")
	for _, want := range []string{`<a href="../../../guides/b/#two">b</a>`, `<a href="../../../de/">index</a>`, `<a href="../../../guides/b/">root</a>`, `src="../../../img/x.svg"`} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %s", want)
		}
	}
	if page := get(t, site, "/docs/v1/de/guides/a/"); !strings.Contains(page, `<a href="../../../../v1/guides/b/">b</a>`) {
		t.Error("the page of v1 leads to another version")
	}
	if got, want := site.Problems().Error(), `content/de/guides/a.md:3: link "c.md": no file content/de/guides/c.md`; !strings.HasPrefix(got, want) || len(site.Problems()) != 1 {
		t.Errorf("got %s, want %s", got, want)
	}
}

// TestASlugWithASlashIsTheWholeAddress, as guides from Docusaurus mean it; links by the file's name still lead there.
func TestASlugWithASlashIsTheWholeAddress(t *testing.T) {
	config := testConfig(t)
	config.Spec, config.BasePath = nil, "/docs"
	config.Content = fstest.MapFS{
		"guides/intro.md": {Data: []byte("---\nslug: /\n---\n# Intro\n\n[there](deep.md) [again](/moved/here)\n")},
		"guides/deep.md":  {Data: []byte("---\nslug: /moved/here\n---\n# Deep\n\n[back](intro.md)\n")},
	}
	site := mustNew(t, config)
	if home := get(t, site, "/docs/"); !strings.Contains(home, "<h1>Intro</h1>") || strings.Count(home, `href="moved/here/"`) < 3 {
		t.Errorf("the first page is not the intro, or leads elsewhere: %s", home)
	}
	if page := get(t, site, "/docs/moved/here/"); !strings.Contains(page, "<h1>Deep</h1>") || !strings.Contains(page, `<a href="../../">back</a>`) {
		t.Errorf("the page is not at its address, or leads elsewhere: %s", page)
	}
	if len(site.Problems()) > 0 {
		t.Error(site.Problems())
	}
}
