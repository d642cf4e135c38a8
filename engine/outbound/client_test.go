package outbound

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

func TestClientGoesNoFurtherThanItMay(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/away" {
			http.Redirect(w, r, "/there", http.StatusFound)
			return
		}
		_, _ = io.WriteString(w, strings.Repeat("x", 1000))
	}))
	defer server.Close()
	if _, err := NewClient(false, time.Minute, 1000).Get(server.URL); !errors.Is(err, ErrPrivate) {
		t.Errorf("a private address: %v", err)
	}
	if _, err := NewClient(true, time.Minute, 1000).Get("http://ada:secret@example.com"); !errors.Is(err, ErrURL) {
		t.Errorf("no address of a server: %v", err)
	}
	resp, err := NewClient(true, time.Minute, 1000).Get(server.URL + "/away")
	if err != nil || resp.StatusCode != http.StatusFound {
		t.Errorf("a redirect: %v %v", resp, err)
	}
	for size, want := range map[int64]bool{1000: true, 999: false} {
		resp, err := NewClient(true, time.Minute, size).Get(server.URL)
		if err != nil {
			t.Fatal(err)
		}
		if body, err := io.ReadAll(resp.Body); (err == nil) != want {
			t.Errorf("%d of at most %d bytes: %v", len(body), size, err)
		}
	}
}
