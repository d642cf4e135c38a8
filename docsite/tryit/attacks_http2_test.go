package tryit

import (
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"
)

// newHTTP2 is a panel whose server answers by HTTP/2.
func newHTTP2(t *testing.T, answer http.HandlerFunc) *panel {
	t.Helper()
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.ProtoMajor != 2 {
			t.Errorf("the server is spoken to in %s", r.Proto)
		}
		answer(w, r)
	}))
	server.EnableHTTP2 = true
	server.Config.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, 0)
	server.StartTLS()
	t.Cleanup(server.Close)
	p := newPanel(t, server.URL)
	transport := newTransport(nil, nil)
	transport.TLSClientConfig = server.Client().Transport.(*http.Transport).TLSClientConfig.Clone()
	transport.TLSClientConfig.NextProtos = nil // as it is for others
	p.proxy.servers.upstreams[0].transport = transport
	return p
}

// TestNoAnswerOfHTTP2IsOneOfOurs has a server that does in HTTP/2 what it can to be the site, or to keep it busy.
func TestNoAnswerOfHTTP2IsOneOfOurs(t *testing.T) {
	for _, row := range []struct {
		name   string
		answer http.HandlerFunc
		code   string
		body   string
	}{
		{"a cookie", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Set-Cookie", "session=evil")
			fmt.Fprint(w, "ok")
		}, "", "ok"},
		{"a cookie in a trailer", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Trailer", "Set-Cookie")
			fmt.Fprint(w, "ok")
			w.Header().Set("Set-Cookie", "session=evil")
			w.Header().Set(http.TrailerPrefix+"Set-Cookie2", "a=evil")
		}, "", "ok"},
		{"a cookie in an early hint", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Set-Cookie", "session=evil")
			w.WriteHeader(http.StatusEarlyHints)
			w.Header().Del("Set-Cookie")
			fmt.Fprint(w, "ok")
		}, "", "ok"},
		{"hints without an end", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("X-A", strings.Repeat("x", 4<<10))
			for range 100 {
				w.WriteHeader(http.StatusEarlyHints)
			}
			w.Header().Del("X-A")
			fmt.Fprint(w, "ok")
		}, "upstream_headers", ""},
		{"large headers", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("X-A", strings.Repeat("x", 2*headerBytes))
		}, "upstream_headers", ""},
		{"very many headers", func(w http.ResponseWriter, _ *http.Request) {
			for i := range 20_000 {
				w.Header().Set(fmt.Sprint("X-", i), "b")
			}
		}, "upstream_headers", ""},
		{"an end before the headers", func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, "upstream_hung_up", ""},
		{"an end in the middle", func(w http.ResponseWriter, _ *http.Request) {
			fmt.Fprint(w, "ok")
			_ = http.NewResponseController(w).Flush()
			panic(http.ErrAbortHandler)
		}, "answer_cut", "ok"},
		{"less than it said", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "20")
			fmt.Fprint(w, "ok")
		}, "answer_cut", "ok"},
		{"a redirect inside", func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "http://169.254.169.254/", http.StatusTemporaryRedirect)
		}, "", ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			p := newHTTP2(t, row.answer)
			w := p.do(p.request("pets/open", `{}`))
			body := w.Body.Bytes()
			if got := codeOf(t, w); got != row.code {
				t.Errorf("it ended with %q, want %q", got, row.code)
			}
			if w.Header().Get("Content-Type") == MediaType {
				got := opened(t, strings.NewReader(string(body)))
				if got.Body != row.body || slices.ContainsFunc(got.Headers, func(h [2]string) bool { return strings.HasPrefix(h[0], "Set-Cookie") || h[0] == "Trailer" }) {
					t.Errorf("it shows %q after %v", got.Body, got.Headers)
				}
			}
			for name := range w.Header() {
				if !slices.Contains(ours, name) {
					t.Errorf("the answer has the header %s", name)
				}
			}
		})
	}
}

// TestEndlessHTTP2EndsWhenTheReaderLeaves: a stream of one connection holds nothing after it.
func TestEndlessHTTP2EndsWhenTheReaderLeaves(t *testing.T) {
	gone := make(chan struct{})
	p := newHTTP2(t, func(w http.ResponseWriter, r *http.Request) {
		for r.Context().Err() == nil {
			if _, err := fmt.Fprint(w, "data: x\n\n"); err != nil || http.NewResponseController(w).Flush() != nil {
				break
			}
		}
		close(gone)
	})
	p.proxy.bounds.answer = 1 << 20
	if got := p.send("pets/open", `{}`); !got.End.Truncated {
		t.Errorf("it ends with %+v", got.End)
	}
	select {
	case <-gone:
	case <-time.After(20 * time.Second):
		t.Error("the server is still sending")
	}
}
