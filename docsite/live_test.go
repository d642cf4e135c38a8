package docsite

import (
	"bufio"
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"
)

// TestAPageHearsWhatItMissed: that there is a newer site than the one it is of, or why there is none, which came while it
// was not listening.
func TestAPageHearsWhatItMissed(t *testing.T) {
	build := func() *Site {
		config := testConfig(t)
		config.Spec, config.BasePath, config.Live, config.Assets = nil, "/docs", true, os.DirFS("../assets")
		config.Content = fstest.MapFS{"index.md": {Data: []byte("# Home\n")}}
		return mustNew(t, config)
	}
	first := build()
	live := NewLive(first)
	server := httptest.NewServer(live)
	defer server.Close()
	script := regexp.MustCompile(`<script src="assets/reload\.\w+\.js(\?\w+)" defer>`)
	loaded := func() string {
		m := script.FindStringSubmatch(get(t, live.site.Load(), "/docs/"))
		if m == nil {
			t.Fatal("the page does not say which build it is of")
		}
		return m[1]
	}
	old := loaded()
	hears := func(build, want string, happens func()) {
		t.Helper()
		request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, server.URL+"/docs/_docsite/events"+build, nil)
		if err != nil {
			t.Fatal(err)
		}
		answer, err := http.DefaultClient.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = answer.Body.Close() }()
		for lines := bufio.NewScanner(answer.Body); lines.Scan(); {
			data, isEvent := strings.CutPrefix(lines.Text(), "data: ")
			if lines.Text() == ": listening" {
				happens()
			} else if isEvent {
				if data != want {
					t.Errorf("a page hears %s, want %s", data, want)
				}
				return
			}
		}
		t.Error("the stream ended")
	}
	nothing := func() {}
	hears(old, `{"kind":"reload"}`, func() { live.Replace(build()) })
	hears(old, `{"kind":"reload"}`, nothing)
	live.Failed(errors.New("docsite.yaml:1: no"))
	hears(loaded(), `{"kind":"failed","message":"docsite.yaml:1: no"}`, nothing)
	hears(old, `{"kind":"reload"}`, nothing)
	live.Replace(build())
	hears(loaded(), `{"kind":"failed","message":"again"}`, func() { live.Failed(errors.New("again")) })
}
