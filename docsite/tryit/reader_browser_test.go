package tryit_test

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync/atomic"
	"testing"
	"testing/fstest"
	"time"

	"github.com/chromedp/chromedp"

	"wpengine/docsite"
	"wpengine/docsite/tryit"
	"wpengine/e2e/testkit/chromium"
	"wpengine/openapi/document"
)

func TestMain(m *testing.M) { os.Exit(chromium.Main(m)) }

// reader is somebody on the page of an operation, whose proxy is another one for each call.
type reader struct {
	t     *testing.T
	page  context.Context
	spec  *document.Document
	site  string // its origin
	proxy atomic.Pointer[tryit.Proxy]
}

func newReader(t *testing.T) *reader {
	t.Helper()
	r := &reader{t: t, page: chromium.Page(t)}
	var err error
	r.spec, err = document.Load(fstest.MapFS{"a.yaml": {Data: []byte(`
openapi: 3.1.0
info: { title: Orders, version: '1' }
paths: { /orders: { get: { operationId: list, tags: [orders], responses: { '200': { description: The list. } } } } }
`)}}, "a.yaml")
	if err != nil {
		t.Fatal(err)
	}
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) { r.proxy.Load().ServeHTTP(w, q) }))
	t.Cleanup(proxy.Close)
	site, err := docsite.New(docsite.Config{Spec: r.spec, Assets: os.DirFS("../../assets"), Static: true, ProxyURL: proxy.URL})
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if _, err := site.Export(t.Context(), dir, nil); err != nil {
		t.Fatal(err)
	}
	files := httptest.NewServer(http.FileServer(http.Dir(dir)))
	t.Cleanup(files.Close)
	r.site = files.URL
	r.do(chromedp.Navigate(r.site + "/reference/orders/list/"))
	return r
}

func (r *reader) do(steps ...chromedp.Action[chromedp.Void]) {
	r.t.Helper()
	if err := chromedp.Do(r.page, steps...); err != nil {
		r.t.Fatal(err)
	}
}

// sends presses Send, and returns what the panel says when nothing more comes.
func (r *reader) sends(proxy *tryit.Proxy) string {
	r.t.Helper()
	r.proxy.Store(proxy)
	r.do(chromium.Click("[data-send]"))
	const ended = `document.querySelector("[data-answer]").getAttribute("aria-busy") === "false" && !document.querySelector("[data-send]").hasAttribute("data-busy")`
	if _, err := chromedp.Run(r.page, chromedp.Poll[bool](ended, chromedp.WithPollingTimeout(time.Minute))); err != nil {
		r.t.Fatal(err)
	}
	said, err := chromedp.Run(r.page, chromedp.Evaluate[string](`document.querySelector(".tryit").innerText`))
	if err != nil {
		r.t.Fatal(err)
	}
	return said
}

// serve is a server of which one row of a table speaks.
func serve(t *testing.T, answer http.HandlerFunc) string {
	t.Helper()
	s := httptest.NewServer(answer)
	t.Cleanup(s.Close)
	return s.URL
}

// TestReadersAreToldWhyThereIsNoAnswer goes through what can be wrong with a server and the way to it, and reads what the panel says.
func TestReadersAreToldWhyThereIsNoAnswer(t *testing.T) {
	down, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_ = down.Close()
	secure := httptest.NewUnstartedServer(http.NotFoundHandler())
	secure.Config.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, 0)
	secure.StartTLS()
	defer secure.Close()
	release := make(chan struct{})
	begins := func(w http.ResponseWriter) {
		_, _ = io.WriteString(w, "the beginning\n")
		_ = http.NewResponseController(w).Flush()
	}
	well := serve(t, func(w http.ResponseWriter, _ *http.Request) { begins(w) })
	silent := serve(t, func(http.ResponseWriter, *http.Request) { <-release })
	stalls := serve(t, func(w http.ResponseWriter, _ *http.Request) { begins(w); <-release })
	drips := serve(t, func(w http.ResponseWriter, r *http.Request) {
		for tick := time.NewTicker(100 * time.Millisecond); ; {
			select {
			case <-tick.C:
				begins(w)
			case <-r.Context().Done():
				return
			}
		}
	})
	heavy := serve(t, func(w http.ResponseWriter, _ *http.Request) { w.Header().Set("X-Heavy", strings.Repeat("x", 300<<10)) })
	defer close(release)
	_, port, _ := net.SplitHostPort(strings.TrimPrefix(well, "http://"))

	inside, cloud := [][]string{{"127.0.0.1"}}, [][]string{{"169.254.169.254"}}
	r := newReader(t)
	for _, row := range []struct {
		name, upstream string
		tryit.Conditions
		private bool // what the operator allows
		want    []string
	}{
		{"well", well, tryit.Conditions{}, false, []string{"200 OK", "the beginning"}},
		{"down", "http://" + down.Addr().String(), tryit.Conditions{}, false, []string{"The server is down", "Nothing is listening at " + down.Addr().String()}},
		{"no such name", "http://api.example", tryit.Conditions{Names: map[string][][]string{}}, false, []string{"The server can't be found", "There is no host named api.example."}},
		{"no name server", "http://api.example", tryit.Conditions{}, false, []string{"The server's name can't be looked up", "did not say where api.example is"}},
		{"inside the network", "http://api.example:" + port, tryit.Conditions{Names: map[string][][]string{"api.example": inside}}, false, []string{"The server is on a private network", "--allow-private"}},
		{"metadata", "http://api.example", tryit.Conditions{Names: map[string][][]string{"api.example": cloud}}, true, []string{"The server is at no address for servers", "nothing was sent"}},
		{"no trust", secure.URL, tryit.Conditions{}, false, []string{"The server can't be trusted", "comes from nobody whom this site trusts"}},
		{"no encryption", strings.Replace(well, "http:", "https:", 1), tryit.Conditions{}, false, []string{"The server doesn't speak HTTPS", "Is the port the right one?"}},
		{"slow", silent, tryit.Conditions{FirstByte: 200 * time.Millisecond}, false, []string{"The server is too slow", "did not answer within 200ms"}},
		{"stalled", stalls, tryit.Conditions{Idle: time.Second}, false, []string{"200 OK", "The answer stopped coming", "sent nothing for 1s", "the beginning"}},
		{"too long", drips, tryit.Conditions{FirstByte: 3 * time.Second, Total: time.Millisecond}, false, []string{"200 OK", "The answer took too long", "the beginning"}},
		{"heavy headers", heavy, tryit.Conditions{}, false, []string{"The answer's headers are too large", "more than 256 KiB"}},
		{"full", well, tryit.Conditions{Full: true}, false, []string{"Too many requests at once", "1 second to go"}},
	} {
		t.Run(row.name, func(t *testing.T) {
			said := r.sends(tryit.NewUnder(t, tryit.Config{Spec: r.spec, Prefix: "/", Upstreams: []string{row.upstream}, AllowPrivate: row.private, Origins: []string{r.site}}, row.Conditions))
			for _, want := range row.want {
				if !strings.Contains(said, want) {
					t.Errorf("the panel doesn't say %q:\n%s", want, said)
				}
			}
		})
	}
}

// TestReadersSeeANameChangeItsMind has a name that leads to the API at one time and to where a cloud keeps secrets, or to nowhere, at the next. The
// operator allows names inside.
func TestReadersSeeANameChangeItsMind(t *testing.T) {
	var reached atomic.Int32
	api := serve(t, func(w http.ResponseWriter, _ *http.Request) { fmt.Fprintf(w, "call %d", reached.Add(1)) })
	_, port, _ := net.SplitHostPort(strings.TrimPrefix(api, "http://"))
	names := map[string][][]string{"api.example": {{"127.0.0.1"}, {"169.254.169.254"}, {"127.0.0.1"}, {"0.0.0.0"}}}
	r := newReader(t)
	proxy := tryit.NewUnder(t, tryit.Config{Spec: r.spec, Prefix: "/", Upstreams: []string{"http://api.example:" + port}, AllowPrivate: true, Origins: []string{r.site}}, tryit.Conditions{Names: names})
	const refused = "The server is at no address for servers"
	for i, want := range []string{"call 1", refused, "call 2", refused} {
		if said := r.sends(proxy); !strings.Contains(said, want) || strings.Contains(said, refused) != (want == refused) {
			t.Errorf("after %d calls the panel doesn't say %q:\n%s", i, want, said)
		}
	}
	if n := reached.Load(); n != 2 {
		t.Errorf("%d calls came, want 2", n)
	}
}
