// Package bench holds the benchmarks that the README quotes. Each compares the engine with a
// named baseline in the same run, because only the ratio means anything on another machine.
package bench

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// BenchmarkPing measures server/ping through the full stack: TCP, key, budget, validation,
// method, answer. Its baseline is a bare net/http handler that writes the same bytes.
func BenchmarkPing(b *testing.B) {
	e := newEngine(b)
	b.Run("bare", func(b *testing.B) {
		const answer = `{"ok":true,"time":"2026-03-01T12:00:00.000000000Z","version":"1.0.0"}`
		bare := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			_, _ = io.Copy(io.Discard, r.Body)
			w.Header().Set("Content-Type", "application/json")
			_, _ = io.WriteString(w, answer)
		}))
		defer bare.Close()
		ping(b, bare.URL, "none")
	})
	b.Run("engine", func(b *testing.B) { ping(b, e.url, e.key) })
}

// ping posts {} to server/ping from as many connections as there are processors.
func ping(b *testing.B, origin, key string) {
	b.ReportAllocs()
	b.RunParallel(func(pb *testing.PB) {
		client := &http.Client{Transport: &http.Transport{}}
		defer client.CloseIdleConnections()
		for pb.Next() {
			post(b, client, origin, key, "server/ping", `{}`)
		}
	})
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "req/s")
}

func post(b *testing.B, client *http.Client, origin, key, operation, body string) {
	req, err := http.NewRequest(http.MethodPost, origin+"/api/rpc/"+operation, strings.NewReader(body))
	if err != nil {
		b.Error(err)
		return
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("X-Api-Key", key)
	resp, err := client.Do(req)
	if err != nil {
		b.Error(err)
		return
	}
	answer, _ := io.ReadAll(resp.Body)
	_ = resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		b.Errorf("%s: %s %s", operation, resp.Status, answer)
	}
}
