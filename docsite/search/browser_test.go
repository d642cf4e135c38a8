package search

import (
	"context"
	"mime"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"wpengine/e2e/testkit/chromium"
)

func TestMain(m *testing.M) { os.Exit(chromium.Main(m)) }

// browser is a page in a headless Chromium.
type browser struct {
	t   *testing.T
	ctx context.Context
}

// newBrowser opens a page; chromium.Page says what fails the test.
func newBrowser(t *testing.T) *browser {
	t.Helper()
	return &browser{t, chromium.Page(t)}
}

func (b *browser) do(steps ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	if err := chromedp.Do(b.ctx, steps...); err != nil {
		b.t.Fatal(err)
	}
}

// wait waits until the expression is true in the page, or in the one after it.
func (b *browser) wait(expression string) {
	b.t.Helper()
	for deadline := time.Now().Add(60 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		// While one page takes the place of another there is none to ask.
		is, err := chromedp.Run(b.ctx, chromedp.Evaluate[bool]("Boolean("+expression+")"))
		if is && err == nil {
			return
		}
		if time.Now().After(deadline) {
			b.t.Fatalf("%s is not true (%v); the page is %.3000s", expression, err, b.js(`document.body?.innerText`))
		}
	}
}

func (b *browser) js(expression string) string {
	b.t.Helper()
	v, err := chromedp.Run(b.ctx, chromedp.Evaluate[string]("String("+expression+")"))
	if err != nil {
		b.t.Fatalf("%s: %v", expression, err)
	}
	return v
}

// is compares what an expression makes.
func (b *browser) is(expression, want string) {
	b.t.Helper()
	if got := b.js(expression); got != want {
		b.t.Errorf("%s is %q, want %q", expression, got, want)
	}
}

// press presses a key, with modifiers: 2 is Ctrl.
func (b *browser) press(key string, modifiers ...chromedp.Modifier) {
	b.t.Helper()
	b.do(chromedp.KeyEvent(key, chromedp.KeyModifiers(modifiers...)))
}

// shown are the names of groups and in them the titles of results, as the dialog shows them.
const shown = `[...document.querySelectorAll(".search-kind, .search-title bdi, .search-more")].map((e) => e.innerText).join(", ")`

// look types a query in place of the last, and waits for what it finds.
func (b *browser) look(query, want string) {
	b.t.Helper()
	b.do(chromedp.Evaluate[chromedp.Void](`document.querySelector(".search-input").select()`))
	if query == "" {
		b.press("\b")
	} else {
		b.do(chromedp.KeyEvent(query))
	}
	deadline := time.Now().Add(60 * time.Second)
	for {
		got := b.js(shown)
		if got == want {
			return
		}
		if time.Now().After(deadline) {
			b.t.Errorf("%q shows %s, want %s", query, got, want)
			return
		}
		time.Sleep(20 * time.Millisecond) // between looks at the page
	}
}

// site writes a site of a page for each address, with the index and the search, and returns its folder.
func site(t *testing.T, index *Index, dir string, addresses ...string) string {
	t.Helper()
	root := t.TempDir()
	write := func(name string, content []byte) {
		name = filepath.Join(root, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, content, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	page, err := os.ReadFile("testdata/page.html")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"theme.gen.js", "site.gen.css", "site.gen.js", "search.gen.js", "search.gen.css"} {
		content, err := os.ReadFile("../../assets/" + name)
		if err != nil {
			t.Fatal(err)
		}
		write(name, content)
	}
	for name, content := range index.Files {
		write(name, content)
	}
	for _, address := range append(addresses, "index.html") {
		up := strings.Repeat("../", strings.Count(address, "/"))
		body := ""
		if address == "404.html" {
			up, body = "/", `<p><button type="button" class="button needs-js" data-search data-search-address>Search</button></p>`
		}
		write(address, []byte(strings.NewReplacer("ROOT", up, "DIR", dir, "BODY", body).Replace(string(page))))
	}
	return root
}

// static serves a folder as any web server does, and counts what it sends.
type static struct {
	root string
	mu   sync.Mutex
	sent []string
}

func (s *static) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	s.sent = append(s.sent, strings.TrimPrefix(r.URL.Path, "/"))
	s.mu.Unlock()
	content, err := os.ReadFile(filepath.Join(s.root, filepath.FromSlash(r.URL.Path)))
	w.Header().Set("Content-Type", mime.TypeByExtension(filepath.Ext(r.URL.Path)))
	if err != nil {
		content, _ = os.ReadFile(filepath.Join(s.root, "404.html"))
		w.Header().Set("Content-Type", "text/html")
		w.WriteHeader(http.StatusNotFound)
	}
	_, _ = w.Write(content)
}

// requests are the names of what was sent, in order, and are forgotten.
func (s *static) requests() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	sent := s.sent
	s.sent = nil
	slices.Sort(sent)
	return sent
}

func serve(t *testing.T, root string) (*static, string) {
	t.Helper()
	files := &static{root: root}
	server := httptest.NewServer(files)
	t.Cleanup(server.Close)
	return files, server.URL + "/"
}
