package dashboard_test

import (
	"bufio"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"wpengine/engine/dashboard"
)

// TestPageIsToldWhenAClientChanges reads the stream of events as a browser does, until the session and then the server
// end it.
func TestPageIsToldWhenAClientChanges(t *testing.T) {
	changed := make(chan chan struct{}, 10) // what each waiter waits for
	s := open(t, func(c *dashboard.Config) {
		c.ClientsChanged = func(string) <-chan struct{} {
			next := make(chan struct{})
			changed <- next
			return next
		}
	})
	server := httptest.NewServer(s.dashboard)
	defer server.Close()
	follow := func() (v *visitor, lines *bufio.Scanner) {
		t.Helper()
		v = s.in()
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, server.URL+"/account/clients/events", nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Host = v.host // the cookie's
		for name, value := range v.cookies {
			r.AddCookie(&http.Cookie{Name: name, Value: value})
		}
		resp, err := server.Client().Do(r)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = resp.Body.Close() })
		if got := resp.Header.Get("Content-Type"); resp.StatusCode != 200 || got != "text/event-stream" {
			t.Fatalf("%s %s", resp.Status, got)
		}
		lines = bufio.NewScanner(resp.Body)
		if !lines.Scan() || lines.Text() != ":" {
			t.Fatalf("the stream begins with %q", lines.Text())
		}
		return v, lines
	}
	told := func(lines *bufio.Scanner) (all string) {
		for lines.Scan() {
			if all += lines.Text(); strings.HasPrefix(lines.Text(), "data") {
				break
			}
		}
		return all
	}
	wait := func() chan struct{} {
		t.Helper()
		select {
		case c := <-changed:
			return c
		case <-time.After(20 * time.Second):
			t.Fatal("nobody waits for a change")
			return nil
		}
	}
	v, lines := follow()
	close(wait())
	if got := told(lines); got != "data: changed" {
		t.Errorf("a change: %q", got)
	}
	next := wait()
	v.do("/sign-out", "x", "")
	close(next)
	if got := told(lines); got != "" {
		t.Errorf("a session that is over is told %q", got)
	}
	_, lines = follow()
	s.dashboard.Drain()
	if got := told(lines); got != "" {
		t.Errorf("a server that stops says %q", got)
	}
	other := s.visitor()
	if got := other.do("/account/clients/events"); got.StatusCode != http.StatusSeeOther {
		t.Errorf("nobody: %s", got.Status)
	}
}
