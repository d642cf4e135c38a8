package docsite

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
)

// ask sends a request with headers "Name: value" to the site.
func ask(h http.Handler, method, path string, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, path, nil)
	for _, header := range headers {
		name, value, _ := strings.Cut(header, ": ")
		r.Header.Set(name, value)
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func TestPagesAreSentWithTheirPolicy(t *testing.T) {
	site := mustNew(t, testConfig(t))
	for _, path := range []string{"/docs/", "/docs/guides/start/", "/docs/nowhere/", "/docs/openapi.json", "/docs/reference/things/get/"} {
		h := ask(site, http.MethodGet, path).Header()
		want := site.builder.policy
		if strings.HasSuffix(path, "/get/") {
			want = site.builder.panelPolicy
		}
		if got := h.Get("Content-Security-Policy"); got != want || strings.Contains(got, "unsafe") {
			t.Errorf("%s: policy %q", path, got)
		}
		if h.Get("X-Content-Type-Options") != "nosniff" || h.Get("Referrer-Policy") == "" {
			t.Errorf("%s: headers %v", path, h)
		}
	}
}

func TestAnswersFollowHTTP(t *testing.T) {
	site := mustNew(t, testConfig(t))
	asset := siteFile(t, site, "assets/site.", ".css")
	for _, tt := range []struct {
		method, path string
		status       int
		header, want string
	}{
		{"GET", "/docs/", 200, "Content-Type", "text/html; charset=utf-8"},
		{"GET", "/docs/", 200, "Cache-Control", "no-cache"},
		{"HEAD", "/docs/guides/start/", 200, "Content-Type", "text/html; charset=utf-8"},
		{"GET", "/docs/" + asset, 200, "Cache-Control", "public, max-age=31536000, immutable"},
		{"GET", "/docs/guides/square.png", 200, "Content-Type", "image/png"},
		{"GET", "/docs/openapi.json", 200, "Content-Type", "application/json"},
		{"GET", "/docs/openapi.yaml", 200, "Content-Type", "application/yaml"},
		{"GET", "/docs/types.ts", 200, "Content-Type", "text/plain; charset=utf-8"},
		{"GET", "/docs", 301, "Location", "/docs/"},
		{"GET", "/docs/guides/start", 301, "Location", "/docs/guides/start/"},
		{"GET", "/docs/guides/start?a=b", 301, "Location", "/docs/guides/start/?a=b"},
		{"GET", "/docs/guides/start/index.html", 301, "Location", "/docs/guides/start/"},
		{"GET", "/docs/index.html", 301, "Location", "/docs/"},
		{"GET", "/docs/nowhere/", 404, "Content-Type", "text/html; charset=utf-8"},
		{"GET", "/docs//example.com", 404, "Location", ""},
		{"GET", "/docs/guides/_meta.yaml", 404, "ETag", ""},
		{"GET", "/docs/404.html", 404, "ETag", ""},
		{"GET", "/elsewhere", 404, "ETag", ""},
		{"POST", "/docs/", 405, "Allow", "GET, HEAD"},
	} {
		w := ask(site, tt.method, tt.path)
		if w.Code != tt.status || w.Header().Get(tt.header) != tt.want {
			t.Errorf("%s %s: %d, %s %q; want %d, %q", tt.method, tt.path, w.Code, tt.header, w.Header().Get(tt.header), tt.status, tt.want)
		}
		if tt.method == "HEAD" && (w.Body.Len() > 0 || w.Header().Get("Content-Length") == "") {
			t.Errorf("HEAD %s: %d bytes, Content-Length %q", tt.path, w.Body.Len(), w.Header().Get("Content-Length"))
		}
	}
}

func TestUnchangedPageIsNotSentAgain(t *testing.T) {
	site := mustNew(t, testConfig(t))
	for _, encoding := range []string{"identity", "gzip"} {
		tag := ask(site, "GET", "/docs/guides/start/", "Accept-Encoding: "+encoding).Header().Get("ETag")
		w := ask(site, "GET", "/docs/guides/start/", "Accept-Encoding: "+encoding, "If-None-Match: "+tag)
		if tag == "" || w.Code != http.StatusNotModified || w.Body.Len() > 0 {
			t.Errorf("%s, tag %s: %d with %d bytes", encoding, tag, w.Code, w.Body.Len())
		}
	}
}

func TestPagesArePackedForWhoTakesIt(t *testing.T) {
	site := mustNew(t, testConfig(t))
	plain := ask(site, "GET", "/docs/guides/start/")
	for _, tt := range []struct {
		accept string
		packed bool
	}{
		{"gzip", true}, {"br, gzip;q=0.5", true}, {"*", true}, {"gzip;q=0", false}, {"br", false}, {"", false}, {"gzip; q=nonsense", false},
	} {
		w := ask(site, "GET", "/docs/guides/start/", "Accept-Encoding: "+tt.accept)
		if packed := w.Header().Get("Content-Encoding") == "gzip"; packed != tt.packed {
			t.Errorf("Accept-Encoding %q: packed %v", tt.accept, packed)
			continue
		}
		if w.Header().Get("Vary") != "Accept-Encoding" {
			t.Errorf("Accept-Encoding %q: Vary %q", tt.accept, w.Header().Get("Vary"))
		}
		if !tt.packed {
			continue
		}
		if got := w.Header().Get("Content-Length"); got != strconv.Itoa(w.Body.Len()) {
			t.Errorf("Accept-Encoding %q: Content-Length %s for %d bytes", tt.accept, got, w.Body.Len())
		}
		z, err := gzip.NewReader(w.Body)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(z)
		if err != nil || !bytes.Equal(body, plain.Body.Bytes()) {
			t.Errorf("Accept-Encoding %q: another page (%v)", tt.accept, err)
		}
	}
}

func TestLostReaderFindsTheWay(t *testing.T) {
	page := ask(mustNew(t, testConfig(t)), "GET", "/docs/a/b/c/").Body.String()
	for _, want := range []string{`href="/docs/guides/start/"`, `href="/docs/assets/site.`, "Page not found", `content="noindex"`} {
		if !strings.Contains(page, want) {
			t.Errorf("the page for a wrong address lacks %s", want)
		}
	}
}

// siteFile finds a file of the site by how its name begins and ends.
func siteFile(t *testing.T, s *Site, prefix, suffix string) string {
	t.Helper()
	for name := range s.builder.files {
		if strings.HasPrefix(name, prefix) && strings.HasSuffix(name, suffix) {
			return name
		}
	}
	t.Fatalf("no file %s…%s", prefix, suffix)
	return ""
}
