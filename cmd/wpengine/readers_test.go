package main

import (
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// TestEngineSeesWhereReadersAre: what a key allows by address, the docs neither widen nor narrow.
func TestEngineSeesWhereReadersAre(t *testing.T) {
	readers := new(readers)
	seen := make(chan string, 1)
	engine := httptest.NewServer(readers.engine(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		host, _, _ := strings.Cut(r.RemoteAddr, ":")
		seen <- fmt.Sprint(host, r.Header["X-Forwarded-For"], r.Header.Get(readerHeader))
	})))
	defer engine.Close()
	docs, err := newDocs("http://localhost", engine.URL, nil, readers, nil, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		name, from string
		header     map[string]string
		want       string
	}{
		{"a reader", "203.0.113.7:4000", nil, "203.0.113.7[]"},
		{"a reader behind a proxy", "10.0.0.1:4000", map[string]string{"X-Forwarded-For": "203.0.113.7"}, "10.0.0.1[203.0.113.7]"},
		{"a reader who makes one up", "203.0.113.7:4000", map[string]string{readerHeader: "evil"}, "203.0.113.7[]"},
	} {
		t.Run(test.name, func(t *testing.T) {
			r := httptest.NewRequest(http.MethodPost, "http://localhost/docs/proxy/server/ping", strings.NewReader("--b\r\nContent-Disposition: form-data; name=\"message\"\r\n\r\n{}\r\n--b--\r\n"))
			r.RemoteAddr = test.from
			r.Header.Set("Content-Type", "multipart/form-data; boundary=b")
			r.Header.Set("X-Try-It", "1")
			for name, value := range test.header {
				r.Header.Set(name, value)
			}
			w := httptest.NewRecorder()
			docs.ServeHTTP(w, r)
			select {
			case got := <-seen:
				if got != test.want {
					t.Errorf("the engine sees %s, want %s", got, test.want)
				}
			default:
				t.Errorf("the engine sees nothing: %d %s", w.Code, w.Body)
			}
		})
	}
	left := 0
	readers.calls.Range(func(_, _ any) bool { left++; return true })
	if left > 0 {
		t.Errorf("%d calls are kept", left)
	}

	t.Run("a caller who makes one up", func(t *testing.T) {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, engine.URL, nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set(readerHeader, "evil")
		resp, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		_ = resp.Body.Close()
		if got := <-seen; got != "127.0.0.1[]" {
			t.Errorf("the engine sees %s", got)
		}
	})
}
