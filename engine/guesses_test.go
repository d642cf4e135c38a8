package engine

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"wpengine/assets"
)

// TestRestartForgivesNoGuesses guesses until it has to wait, and goes on at a server that has started anew.
func TestRestartForgivesNoGuesses(t *testing.T) {
	data := t.TempDir()
	start := func() *Engine {
		e, err := New(t.Context(), Config{Data: data, Network: NetworkSandbox, Logger: slog.New(slog.DiscardHandler), Assets: assets.Engine()})
		if err != nil {
			t.Fatal(err)
		}
		return e
	}
	guess := func(e *Engine) int {
		r := httptest.NewRequest(http.MethodPost, "/sign-in", strings.NewReader(url.Values{"email": {"ada@example.com"}, "password": {"a guess"}}.Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		w := httptest.NewRecorder()
		e.ServeHTTP(w, r)
		return w.Code
	}
	e := start()
	for status := guess(e); status != http.StatusTooManyRequests; status = guess(e) {
		if status != http.StatusUnauthorized {
			t.Fatal(status)
		}
	}
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
	e = start()
	waits := false
	for range 5 { // as many as are free at first; now each would have to wait longer than the one before
		waits = waits || guess(e) == http.StatusTooManyRequests
	}
	if !waits {
		t.Error("a restart gives more guesses")
	}
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
}
