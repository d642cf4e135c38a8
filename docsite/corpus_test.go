package docsite

import (
	"bytes"
	"fmt"
	"html"
	"io/fs"
	"maps"
	"net/url"
	"os"
	"path"
	"slices"
	"strings"
	"testing"

	nethtml "golang.org/x/net/html"

	"wpengine/e2e/testkit/corpus"
	"wpengine/e2e/testkit/golden"
	"wpengine/openapi/document"
)

// TestEverySpecOfTheCorpusBecomesASite: a page for every operation and every webhook that the index counts, and no link
// that leads nowhere.
func TestEverySpecOfTheCorpusBecomesASite(t *testing.T) {
	for _, want := range corpus.Descriptions(t) {
		if !want.Valid {
			continue
		}
		t.Run(want.Name, func(t *testing.T) {
			t.Parallel()
			spec, err := document.Load(want.Open())
			if err != nil {
				t.Fatal(err)
			}
			site := mustNew(t, Config{Spec: spec, Assets: os.DirFS("../assets"), Static: true})
			pages := crawl(t, site)
			operations, webhooks := 0, 0
			for name := range pages {
				if parts := strings.Split(name, "/"); len(parts) == 4 && parts[0] == "reference" {
					switch parts[1] {
					case "webhooks":
						webhooks++
					case "schemas":
					default:
						operations++
					}
				}
			}
			hidden := func(all []*document.Operation) (n int) {
				for _, op := range all {
					if op.Internal || op.Group != nil && op.Group.Tag != nil && op.Group.Tag.Internal {
						n++
					}
				}
				return n
			}
			if least := want.Operations - hidden(spec.Operations); operations < least {
				t.Errorf("%d pages of operations, want %d", operations, least)
			}
			if least := want.Webhooks - hidden(spec.Webhooks); webhooks < least {
				t.Errorf("%d pages of webhooks, want %d", webhooks, least)
			}
		})
	}
}

// TestEveryTreeOfTheCorpusBecomesASite: a page for every guide, whatever generator it was written for.
func TestEveryTreeOfTheCorpusBecomesASite(t *testing.T) {
	for _, tree := range corpus.Trees(t) {
		if tree.Files == 0 {
			continue // a suite of examples
		}
		t.Run(tree.Name, func(t *testing.T) {
			t.Parallel()
			content := os.DirFS(tree.Dir)
			site := mustNew(t, Config{Content: content, ContentName: tree.Name, Assets: os.DirFS("../assets"), Static: true, Drafts: true})
			crawl(t, site)
			guides := len(site.builder.editions[0].guides)
			files := 0
			err := fs.WalkDir(content, ".", func(name string, entry fs.DirEntry, err error) error {
				base := path.Base(name)
				switch {
				case err != nil:
					return err
				case entry.IsDir() && base[0] == '_': // parts of guides
					return fs.SkipDir
				case path.Ext(name) == ".md" && (base[0] != '_' || isIndex(name)):
					files++
				}
				return nil
			})
			if err != nil || guides != files {
				t.Errorf("%d guides of %d files (%v)", guides, files, err)
			}
			compareKinds(t, tree.Name, site.Problems())
		})
	}
}

// compareKinds keeps how many problems of each kind a tree has: all of them would be thousands of lines.
func compareKinds(t *testing.T, name string, problems Problems) {
	t.Helper()
	kinds := map[string]int{}
	for _, p := range problems {
		kinds[p.Rule]++
	}
	var said strings.Builder
	for _, rule := range slices.Sorted(maps.Keys(kinds)) {
		fmt.Fprintf(&said, "%s %d\n", rule, kinds[rule])
	}
	golden.File(t, "testdata/trees/"+name+".txt", said.String())
}

// seenPage is what a crawler remembers of a page.
type seenPage struct {
	ids   map[string]bool
	links []string
}

// crawl makes every page of a site and follows every link of it. It checks one page in many with a parser of HTML.
func crawl(t *testing.T, site *Site) map[string]seenPage {
	t.Helper()
	b := site.builder
	pages := make([]seenPage, len(b.pages))
	err := parallel(len(b.pages), func(i int) error {
		var out bytes.Buffer
		if err := b.render(&out, b.pages[i]); err != nil {
			return err
		}
		pages[i] = readPage(out.String())
		if i%25 == 0 {
			for _, wrong := range unsound(out.String()) {
				t.Errorf("/%s: %s", b.pages[i].path, wrong)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	byName, wrong := map[string]seenPage{}, 0
	for i, p := range b.pages {
		byName[exportName(p.path)] = pages[i]
	}
	for name, p := range byName {
		for _, link := range p.links {
			if problem := deadLink(byName, b.files, name, link); problem != "" {
				if wrong++; wrong < 10 {
					t.Errorf("%s: %s", name, problem)
				}
			}
		}
	}
	checkFound(t, b, byName)
	return byName
}

// checkFound looks whether what a search finds is there. A field for which its
// page of the reference has no room is one click away (and opened by a script
// when an address names it), so that of those pages only the page must be there.
func checkFound(t *testing.T, b *builder, pages map[string]seenPage) {
	t.Helper()
	wrong := 0
	for _, p := range b.pages {
		for _, e := range b.entries(p) {
			page, id, _ := strings.Cut(e.URL, "#")
			there, ok := pages[exportName(page)]
			if ok && (id == "" || there.ids[id] || p.made != nil) {
				continue
			}
			if wrong++; wrong < 10 {
				t.Errorf("a search finds %q at %s, which is not there", e.Title, e.URL)
			}
		}
	}
	if wrong > 0 {
		t.Errorf("%d of what a search finds are not there", wrong)
	}
}

// readPage finds ids and links in HTML that we wrote.
func readPage(text string) seenPage {
	p := seenPage{ids: map[string]bool{}}
	for {
		i := strings.IndexByte(text, '<')
		if i < 0 {
			return p
		}
		text = text[i+1:]
		end := strings.IndexByte(text, '>')
		if end < 0 {
			return p
		}
		tag := text[:end]
		for _, attr := range []string{` id="`, ` href="`, ` src="`} {
			if _, rest, ok := strings.Cut(tag, attr); ok {
				value, _, _ := strings.Cut(rest, `"`)
				if value = html.UnescapeString(value); attr == ` id="` {
					p.ids[value] = true
				} else {
					p.links = append(p.links, value)
				}
			}
		}
		text = text[end:]
	}
}

// deadLink says why a link leads nowhere, or nothing.
func deadLink(pages map[string]seenPage, files map[string]*file, from, link string) string {
	if strings.HasPrefix(link, "http://") || strings.HasPrefix(link, "https://") || strings.HasPrefix(link, "mailto:") || strings.HasPrefix(link, "tel:") || strings.HasPrefix(link, "//") {
		return ""
	}
	u, err := url.Parse(link)
	if err != nil {
		return fmt.Sprintf("link %q is no address", link)
	}
	if u.Scheme == "http" || u.Scheme == "https" {
		return "" // with one slash, where its author meant two
	}
	if u.Scheme != "" {
		return fmt.Sprintf("link %q has a scheme that leads nowhere", link)
	}
	to := from
	if u.Path != "" {
		to = path.Join(path.Dir(from), u.Path)
	}
	p, isPage := pages[to]
	switch {
	case !isPage && files[to] == nil && files[strings.TrimSuffix(to, "index.html")] == nil:
		return fmt.Sprintf("link %q leads nowhere", link)
	case isPage && u.Fragment != "" && !p.ids[u.Fragment]:
		return fmt.Sprintf("link %q: nothing has that id", link)
	}
	return ""
}

// unsound is what a parser and a strict policy find wrong with a page.
func unsound(text string) (wrong []string) {
	root, err := nethtml.Parse(strings.NewReader(text))
	if err != nil {
		return []string{err.Error()}
	}
	ids := map[string]bool{}
	for n := range root.Descendants() {
		if n.Type != nethtml.ElementNode {
			continue
		}
		if n.Data == "script" && attribute(n, "src") == "" && attribute(n, "type") != "application/ld+json" || n.Data == "style" || n.Data == "iframe" || n.Data == "object" {
			wrong = append(wrong, "a <"+n.Data+">")
		}
		for _, a := range n.Attr {
			switch {
			case a.Key == "style" || strings.HasPrefix(a.Key, "on"):
				wrong = append(wrong, fmt.Sprintf("<%s %s=%q>", n.Data, a.Key, a.Val))
			case a.Key == "id" && ids[a.Val]:
				wrong = append(wrong, fmt.Sprintf("the id %q twice", a.Val))
			case a.Key == "id":
				ids[a.Val] = true
			case (a.Key == "href" || a.Key == "src") && strings.HasPrefix(strings.ToLower(strings.TrimSpace(a.Val)), "javascript:"):
				wrong = append(wrong, fmt.Sprintf("%s=%q", a.Key, a.Val))
			}
		}
	}
	return wrong
}
