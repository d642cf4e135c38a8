package rpc_test

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	"wpengine/engine/api"
	"wpengine/engine/ratelimit"
	"wpengine/engine/rpc"
)

// ledger is a ledger that forgets.
type ledger struct{}

func (ledger) Load(context.Context, string) ([]byte, error)  { return nil, nil }
func (ledger) Save(context.Context, map[string][]byte) error { return nil }

// pinger serves server.ping by its generated method.
type pinger struct{ api.ServerService }

func (pinger) Ping(context.Context, *api.PingRequest) (*api.PingResponse, error) {
	return &api.PingResponse{Ok: true, Time: time.Now().UTC(), Version: "1.0.0"}, nil
}

// texter serves whatsapp.sendMessage and sends nothing.
type texter struct{ api.WhatsappService }

func (texter) SendMessage(context.Context, *api.SendMessageRequest) (*api.SendMessageResponse, error) {
	return &api.SendMessageResponse{MessageID: "3EB0C431C26A1D9E5F3A7B", Timestamp: time.Now().UTC(), Recipient: api.Identity{JID: "15551234567@s.whatsapp.net"}, Status: "sent"}, nil
}

// benchServer has everything that a request passes, but for the look-up of its key and the store: the budget is real,
// and the log is written, to nowhere.
func benchServer(b *testing.B) *rpc.Server {
	spec, err := engineSpec()
	if err != nil {
		b.Fatal(err)
	}
	limiter := ratelimit.New(ledger{}, slog.New(slog.DiscardHandler))
	b.Cleanup(func() { _ = limiter.Close() })
	server, err := rpc.New(rpc.Config{
		Spec: spec, Keys: testKeys(), Budget: limiter, Limit: func(string) int { return 1 << 40 },
		Operations: api.Operations(pinger{}, clientsOf{}, texter{}, apiKeysOf{}, accountOf{}, proxyOf{}, sandboxOf{}),
		Logger:     slog.New(slog.NewJSONHandler(io.Discard, nil)),
	})
	if err != nil {
		b.Fatal(err)
	}
	return server
}

// bare is the least that a handler can do for the same answer: it reads the body and writes the same bytes.
func bare(w http.ResponseWriter, r *http.Request) {
	_, _ = io.Copy(io.Discard, r.Body)
	const body = `{"ok":true,"time":"2026-03-01T12:00:00.123456789Z","version":"1.0.0"}` + "\n"
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	_, _ = io.WriteString(w, body)
}

func benchRequest(url, operation, body string) *http.Request {
	r, err := http.NewRequest(http.MethodPost, url+"/api/rpc/"+operation, strings.NewReader(body))
	if err != nil {
		panic(err)
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("x-api-key", goodKey)
	return r
}

// BenchmarkPing compares server.ping with the bare handler over real connections; "of_bare" is how many requests it
// answers for each of the bare one's. Both run in turns, so that a busy machine is busy for both.
func BenchmarkPing(b *testing.B) {
	full, least := listen(b, benchServer(b)), listen(b, http.HandlerFunc(bare))
	var fullTime, bareTime time.Duration
	for b.Loop() {
		bareTime += least.burst(b)
		fullTime += full.burst(b)
	}
	const requests = connections * burst
	b.ReportMetric(float64(b.N*requests)/fullTime.Seconds(), "req/s")
	b.ReportMetric(float64(b.N*requests)/bareTime.Seconds(), "bare_req/s")
	b.ReportMetric(bareTime.Seconds()/fullTime.Seconds(), "of_bare")
	b.ReportMetric(0, "ns/op")
}

const (
	connections = 8
	burst       = 250 // requests on each connection
)

// load is a listener and connections to it that speak as little HTTP as they can, so that what is measured is the server.
type load struct {
	conns   []net.Conn
	request []byte
}

func listen(b *testing.B, h http.Handler) *load {
	server := httptest.NewServer(h)
	b.Cleanup(server.Close)
	var request bytes.Buffer
	if err := benchRequest(server.URL, "server/ping", `{}`).Write(&request); err != nil {
		b.Fatal(err)
	}
	l := &load{request: request.Bytes()}
	for range connections {
		conn, err := net.Dial("tcp", server.Listener.Addr().String())
		if err != nil {
			b.Fatal(err)
		}
		b.Cleanup(func() { _ = conn.Close() })
		l.conns = append(l.conns, conn)
	}
	return l
}

// burst sends a burst of requests on each connection, one after the other, and returns how long all took.
func (l *load) burst(b *testing.B) time.Duration {
	started := time.Now()
	done := make(chan error, len(l.conns))
	for _, conn := range l.conns {
		go func() {
			buf := make([]byte, 4096)
			var err error
			for range burst {
				if _, err = conn.Write(l.request); err != nil {
					break
				}
				var n int
				if n, err = conn.Read(buf); err != nil || !bytes.HasPrefix(buf[:n], []byte("HTTP/1.1 200")) || buf[n-1] != '\n' {
					b.Errorf("%v %s", err, buf[:n])
					break
				}
			}
			done <- err
		}()
	}
	for range l.conns {
		if err := <-done; err != nil {
			b.Error(err)
		}
	}
	return time.Since(started)
}

// BenchmarkServe is the cost of a request without a network.
func BenchmarkServe(b *testing.B) {
	server := benchServer(b)
	handlers := []struct {
		name            string
		handler         http.Handler
		operation, body string
	}{
		{"bare", http.HandlerFunc(bare), "server/ping", `{}`},
		{"ping", server, "server/ping", `{}`},
		{"sendMessage", server, "whatsapp/sendMessage", sendBody},
		{"refused", server, "whatsapp/sendMessage", `{}`},
	}
	for _, bb := range handlers {
		b.Run(bb.name, func(b *testing.B) {
			r := benchRequest("http://test", bb.operation, bb.body)
			body := strings.NewReader(bb.body)
			r.Body = io.NopCloser(body)
			w := &discarder{header: http.Header{}}
			b.ReportAllocs()
			for b.Loop() {
				body.Reset(bb.body)
				clear(w.header)
				bb.handler.ServeHTTP(w, r)
			}
		})
	}
}

// discarder is a ResponseWriter that keeps nothing.
type discarder struct{ header http.Header }

func (d *discarder) Header() http.Header            { return d.header }
func (d *discarder) Write(data []byte) (int, error) { return len(data), nil }
func (d *discarder) WriteHeader(int)                {}
