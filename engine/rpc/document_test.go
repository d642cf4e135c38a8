package rpc_test

import (
	"compress/gzip"
	"io"
	"net/http"
	"testing"
	"testing/fstest"

	"wpengine/openapi"
)

func TestSpecIsServed(t *testing.T) {
	h := start(t)
	for _, name := range []string{"openapi.json", "openapi.yaml"} {
		t.Run(name, func(t *testing.T) {
			get := func(method string, header ...string) *http.Response {
				t.Helper()
				r, err := http.NewRequest(method, h.http.URL+"/api/"+name, nil)
				if err != nil {
					t.Fatal(err)
				}
				for i := 0; i < len(header); i += 2 {
					r.Header.Set(header[i], header[i+1])
				}
				resp, err := http.DefaultTransport.RoundTrip(r)
				if err != nil {
					t.Fatal(err)
				}
				t.Cleanup(func() { resp.Body.Close() })
				return resp
			}
			plain := get("GET", "Accept-Encoding", "identity")
			text, err := io.ReadAll(plain.Body)
			if err != nil {
				t.Fatal(err)
			}
			spec, err := openapi.Load(fstest.MapFS{name: {Data: text}}, name)
			if err != nil {
				t.Fatal(err)
			}
			if len(spec.Operations) != len(h.config.Operations) {
				t.Errorf("%d operations, want %d", len(spec.Operations), len(h.config.Operations))
			}
			packed := get("GET", "Accept-Encoding", "br, gzip;q=0.5")
			unpacked, err := gzip.NewReader(packed.Body)
			if err != nil {
				t.Fatal(err)
			}
			if again, err := io.ReadAll(unpacked); err != nil || string(again) != string(text) {
				t.Errorf("compressed it is another document: %v", err)
			}
			if packed.Header.Get("ETag") == plain.Header.Get("ETag") || packed.Header.Get("Vary") != "Accept-Encoding" {
				t.Errorf("a cache would mix them up: %v", packed.Header)
			}
			if got := get("GET", "Accept-Encoding", "gzip;q=0"); got.Header.Get("Content-Encoding") != "" {
				t.Error("compressed for somebody who doesn't want that")
			}
			if got := get("GET", "If-None-Match", plain.Header.Get("ETag"), "Accept-Encoding", "identity"); got.StatusCode != 304 {
				t.Errorf("with the ETag: %d", got.StatusCode)
			}
			if got := get("HEAD"); got.StatusCode != 200 {
				t.Errorf("HEAD: %d", got.StatusCode)
			}
			if got := get("POST"); got.StatusCode != 405 || got.Header.Get("Allow") != "GET, HEAD" || got.Header.Get("Content-Type") != "application/problem+json" {
				t.Errorf("POST: %d %v", got.StatusCode, got.Header)
			}
		})
	}
}
