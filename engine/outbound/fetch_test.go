package outbound

import (
	"bytes"
	"context"
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// server answers like a server that means well, and like some that don't.
func server(t *testing.T) *httptest.Server {
	t.Helper()
	mux := http.NewServeMux()
	mux.HandleFunc("/files/picture.png", func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Cookie") != "" || r.Header.Get("Referer") != "" {
			t.Errorf("the request has %v", r.Header)
		}
		w.Header().Set("Content-Type", "image/png")
		http.SetCookie(w, &http.Cookie{Name: "track", Value: "you"})
		_, _ = w.Write([]byte("a picture"))
	})
	mux.HandleFunc("/moved", func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "/files/picture.png", http.StatusFound)
	})
	mux.HandleFunc("/round", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/round", http.StatusFound) })
	mux.HandleFunc("/ftp", func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "ftp://example.com/x", http.StatusFound)
	})
	mux.HandleFunc("/numbers", func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "http://2130706433/", http.StatusFound)
	})
	mux.HandleFunc("/large", func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(bytes.Repeat([]byte("x"), 2000)) })
	mux.HandleFunc("/endless", func(w http.ResponseWriter, r *http.Request) {
		for r.Context().Err() == nil {
			if _, err := w.Write(bytes.Repeat([]byte("x"), 100)); err != nil {
				return
			}
			w.(http.Flusher).Flush()
		}
	})
	mux.HandleFunc("/short", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", "500")
		_, _ = w.Write([]byte("not that much"))
	})
	mux.HandleFunc("/slow", func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
	mux.HandleFunc("/teapot", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusTeapot) })
	s := httptest.NewServer(mux)
	t.Cleanup(s.Close)
	return s
}

func TestFetch(t *testing.T) {
	s, f := server(t), NewFetcher(true)
	for _, path := range []string{"/files/picture.png?size=large", "/moved"} {
		got, err := f.Fetch(t.Context(), s.URL+path, 1000, nil)
		if err != nil || string(got.Data) != "a picture" || got.ContentType != "image/png" || got.Name != "picture.png" {
			t.Errorf("%s: %+v, %v", path, got, err)
		}
	}
}

func TestFetchRefuses(t *testing.T) {
	s, f := server(t), NewFetcher(true)
	for path, want := range map[string]string{
		"/round": "too many redirects", "/ftp": ErrURL.Error(), "/numbers": ErrURL.Error(), "/large": ErrTooLarge.Error(), "/endless": ErrTooLarge.Error(),
		"/short": "ended too early", "/teapot": "status 418", "/nothing": "status 404",
	} {
		if got, err := f.Fetch(t.Context(), s.URL+path, 1000, nil); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %d bytes, %v; want %q", path, len(got.Data), err, want)
		}
	}
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if _, err := f.Fetch(ctx, s.URL+"/slow", 1000, nil); err == nil || !strings.Contains(err.Error(), "in time") {
		t.Errorf("a slow server: %v", err)
	}
	gone := httptest.NewServer(http.NotFoundHandler())
	gone.Close()
	if _, err := f.Fetch(t.Context(), gone.URL, 1000, nil); err == nil || !strings.Contains(err.Error(), "nothing answers") {
		t.Errorf("no server: %v", err)
	}
}

func TestFetchAsksPublicServersAlone(t *testing.T) {
	s, f := server(t), NewFetcher(false)
	_, port, err := net.SplitHostPort(s.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	for _, from := range []string{
		s.URL, "http://localhost:" + port, "http://[::1]:" + port, "http://[::ffff:127.0.0.1]:" + port, "http://127.1.2.3:" + port, "http://0.0.0.0:" + port,
		"http://[64:ff9b::7f00:1]:" + port, "http://169.254.169.254/latest/meta-data/", "http://10.0.0.1", "https://192.168.0.1",
	} {
		if _, err := f.Fetch(t.Context(), from, 1000, nil); !errors.Is(err, ErrPrivate) {
			t.Errorf("%s: %v", from, err)
		}
	}
	for _, from := range []string{
		"", "x", "/etc/passwd", "file:///etc/passwd", "ftp://example.com/x", "gopher://example.com", "http://", "http:///x", "https://user:secret@example.com/x",
		"http://127.1:" + port, "http://2130706433:" + port, "http://0x7f.1:" + port, "http://１２７.０.０.１:" + port, "http://exa mple", "http://%zz", "javascript:alert(1)",
	} {
		if _, err := f.Fetch(t.Context(), from, 1000, nil); !errors.Is(err, ErrURL) {
			t.Errorf("%q: %v", from, err)
		}
	}
}

// TestRedirectToAPrivateAddressIsRefused goes through a server that passes for public.
func TestRedirectToAPrivateAddressIsRefused(t *testing.T) {
	inside := server(t)
	outside := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, inside.URL+"/files/picture.png", http.StatusFound)
	}))
	defer outside.Close()
	f := NewFetcher(false)
	transport := f.client.Transport.(*http.Transport)
	guarded := transport.DialContext
	transport.DialContext = func(ctx context.Context, network, address string) (net.Conn, error) {
		if address == "public.example:80" { // as if the name led to a public address
			return net.Dial(network, outside.Listener.Addr().String())
		}
		return guarded(ctx, network, address)
	}
	if _, err := f.Fetch(t.Context(), "http://public.example/", 1000, nil); !errors.Is(err, ErrPrivate) {
		t.Errorf("got %v", err)
	}
}

func TestFetchesAreBoundedInNumber(t *testing.T) {
	s, f := server(t), NewFetcher(true)
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, maxParallel)
	for range maxParallel {
		go func() {
			_, err := f.Fetch(ctx, s.URL+"/slow", 1000, nil)
			done <- err
		}()
	}
	for late := time.Now().Add(time.Minute); len(f.places) < maxParallel; time.Sleep(time.Millisecond) {
		if time.Now().After(late) {
			t.Fatalf("%d are under way", len(f.places))
		}
	}
	hasty, stop := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer stop()
	if _, err := f.Fetch(hasty, s.URL+"/files/picture.png", 1000, nil); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("one too many: %v", err)
	}
	cancel()
	for range maxParallel {
		if err := <-done; !errors.Is(err, context.Canceled) {
			t.Errorf("a fetch that was given up: %v", err)
		}
	}
}
