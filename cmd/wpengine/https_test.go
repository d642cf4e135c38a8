package main

import (
	"net/http"
	"net/http/httptest"
	"testing"
)

func TestBrowsersComeByHTTPSWhereItIsThere(t *testing.T) {
	for publicURL, want := range map[string]string{"": "", "http://wa.example.com": "", "https://wa.example.com": "max-age=31536000"} {
		w := httptest.NewRecorder()
		onlyByHTTPS(http.NotFoundHandler(), publicURL).ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/", nil))
		if got := w.Header().Get("Strict-Transport-Security"); got != want || w.Code != http.StatusNotFound {
			t.Errorf("%q: %q, want %q", publicURL, got, want)
		}
	}
}
