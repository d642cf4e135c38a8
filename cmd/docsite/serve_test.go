package main

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// TestASiteForLocalReadersHasNoOtherNames: a name that is made to lead to this machine would let a page of another site read it.
func TestASiteForLocalReadersHasNoOtherNames(t *testing.T) {
	site := forLocalReaders(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "Secret") }), "https://Docs.example.com/x/")
	for host, want := range map[string]int{
		"localhost": 200, "localhost:8081": 200, "LOCALHOST:1": 200, "127.0.0.1:8081": 200, "[::1]:8081": 200, "[::1]": 200, "::1": 200, "192.168.1.2:8081": 200,
		"docs.example.com": 200, "docs.example.com:443": 200, "": 200,
		"evil.example": 421, "evil.example:8081": 421, "localhost.evil.example": 421, "127.0.0.1.evil.example:80": 421, "docs.example.com.evil.example": 421, "0x7f.1": 421,
	} {
		r := httptest.NewRequest(http.MethodGet, "/docs/", nil)
		r.Host = host
		w := httptest.NewRecorder()
		site.ServeHTTP(w, r)
		if w.Code != want || strings.Contains(w.Body.String(), "Secret") != (want == 200) {
			t.Errorf("%q: %d %s", host, w.Code, w.Body)
		}
	}
	r, w := httptest.NewRequest(http.MethodGet, "http://evil.example/docs/", nil), httptest.NewRecorder()
	forLocalReaders(http.NotFoundHandler(), "").ServeHTTP(w, r)
	if want := `evil.example is no name that it has. Open it at localhost; or say "base_url: https://evil.example" in docsite.yaml`; !strings.Contains(w.Body.String(), want) {
		t.Errorf("it says %s", w.Body)
	}
}
