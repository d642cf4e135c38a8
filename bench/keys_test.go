package bench

import (
	"bytes"
	"database/sql"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"wpengine/engine/api"
	"wpengine/engine/apikey"
	"wpengine/engine/ratelimit"
	"wpengine/engine/store"
)

const (
	manyKeys = 100_000
	fewKeys  = 100
)

// BenchmarkKeys measures what it costs to find out whose a key is and to take a request out of the account's budget. Its
// baseline is the same handler without. Another store has a thousand times as many keys. All run by turns, so that a busy
// machine is busy for all.
func BenchmarkKeys(b *testing.B) {
	bare := newWire(b, "bare", http.HandlerFunc(answerPing), "")
	few, many := newDesk(b, fewKeys), newDesk(b, manyKeys)
	ways := []*wire{
		newWire(b, "few", few.guard(false), few.key), newWire(b, "many", many.guard(false), many.key),
		newWire(b, "few-looked-up", few.guard(true), few.key), newWire(b, "many-looked-up", many.guard(true), many.key),
	}
	all := append([]*wire{bare}, ways...)
	for b.Loop() {
		rand.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] }) // none is always behind the same other
		for _, w := range all {
			w.burst(b)
		}
	}
	b.ReportMetric(0, "ns/op")
	for _, w := range ways {
		b.ReportMetric(middle(ratios(w.perSecond, bare.perSecond)), w.name+"/bare")
		b.ReportMetric(middle(ratios(w.perCPU, bare.perCPU)), w.name+"/bare-by-cpu")
	}
	for _, pair := range [][2]*wire{{ways[0], ways[1]}, {ways[2], ways[3]}} {
		b.ReportMetric(middle(ratios(pair[1].perCPU, pair[0].perCPU)), pair[1].name+"/"+pair[0].name+"-by-cpu")
	}
	b.ReportMetric(middle(bare.perSecond), "bare/s")
}

// answerPing answers what server.ping does, and does nothing else.
func answerPing(w http.ResponseWriter, r *http.Request) {
	_, _ = io.Copy(io.Discard, r.Body)
	const answer = `{"ok":true,"time":"2026-03-01T12:00:00.000000000Z","version":"1.0.0"}` + "\n"
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Content-Length", strconv.Itoa(len(answer)))
	_, _ = io.WriteString(w, answer)
}

// desk is keys and budgets with a store, in which there is one key that we know.
type desk struct {
	keys    *apikey.Keys
	budget  *ratelimit.Limiter
	account string
	key     string
}

func newDesk(b *testing.B, keys int) *desk {
	b.Helper()
	path := filepath.Join(b.TempDir(), store.FileName)
	s, err := store.Open(b.Context(), store.Options{Path: path})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = s.Close() })
	fill(b, path, keys)
	log := slog.New(slog.DiscardHandler)
	d := &desk{keys: apikey.New(apikey.Config{Keys: s.Keys, Clients: s.Clients, Logger: log}), budget: ratelimit.New(s.Budgets, log), account: store.NewID()}
	b.Cleanup(func() { _, _ = d.keys.Close(), d.budget.Close() })
	if err := s.Users.Insert(b.Context(), store.User{ID: d.account, Email: "ada@example.com", Role: "user", Tier: "pro"}); err != nil {
		b.Fatal(err)
	}
	made, err := d.keys.Create(api.WithCaller(b.Context(), api.Caller{UserID: d.account}), &api.CreateApiKeyRequest{Name: "bench"})
	if err != nil {
		b.Fatal(err)
	}
	d.key = made.Key
	return d
}

// fill adds keys to a store, a hundred of each account.
func fill(b *testing.B, path string, keys int) {
	b.Helper()
	db, err := sql.Open("sqlite3", path)
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close()
	for _, statement := range []string{
		`INSERT INTO users (id, email, name, password_hash, role, tier, disabled, created_at)
			WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < ` + fmt.Sprint(keys/100-1) + `)
			SELECT 'user' || i, 'user' || i || '@example.com', '', '', 'user', 'free', 0, 0 FROM n`,
		`INSERT INTO api_keys (id, user_id, name, hash, prefix, last4, scopes, client_ids, allowed_ips, created_at, expires_at, revoked_at, last_used_at)
			WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < ` + fmt.Sprint(keys-1) + `)
			SELECT lower(hex(randomblob(16))), 'user' || i / 100, 'crm', randomblob(32), 'wpe_k7Qd', 'x9Za', '[]', '[]', '[]', 0, 0, 0, 0 FROM n`,
	} {
		if _, err := db.ExecContext(b.Context(), statement); err != nil {
			b.Fatal(err)
		}
	}
}

// guard is the handler behind the desk. A key is remembered for a moment, unless each is to be looked up.
func (d *desk) guard(lookUp bool) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if lookUp {
			d.keys.ForgetAccount(d.account)
		}
		caller, err := d.keys.Verify(r.Context(), r.Header.Get("X-Api-Key"))
		if err != nil {
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		decision, err := d.budget.Take(r.Context(), caller.UserID, 1<<40)
		if err != nil || !decision.Allowed {
			w.WriteHeader(http.StatusTooManyRequests)
			return
		}
		decision.WriteHeader(w.Header(), "hour")
		answerPing(w, r)
	})
}

const (
	wireConnections = 4
	wireBurst       = 100 // requests on each connection
)

// wire is a server and connections to it that speak as little HTTP as they can, so that what is measured is the server.
type wire struct {
	name              string
	conns             []net.Conn
	request           []byte
	perSecond, perCPU []float64 // requests, of bursts
}

func newWire(b *testing.B, name string, handler http.Handler, key string) *wire {
	b.Helper()
	server := httptest.NewServer(handler)
	b.Cleanup(server.Close)
	w := &wire{name: name, request: []byte("POST /api/rpc/server/ping HTTP/1.1\r\nHost: wa\r\nContent-Type: application/json\r\nX-Api-Key: " + key + "\r\nContent-Length: 2\r\n\r\n{}")}
	for range wireConnections {
		conn, err := net.Dial("tcp", server.Listener.Addr().String())
		if err != nil {
			b.Fatal(err)
		}
		b.Cleanup(func() { _ = conn.Close() })
		w.conns = append(w.conns, conn)
	}
	return w
}

// burst sends a burst of requests on each connection, one after the other.
func (w *wire) burst(b *testing.B) {
	b.Helper()
	began, spent := time.Now(), processors(b)
	done := make(chan error, len(w.conns))
	for _, conn := range w.conns {
		go func() { done <- exchange(conn, w.request) }()
	}
	for range w.conns {
		if err := <-done; err != nil {
			b.Fatalf("%s: %v", w.name, err)
		}
	}
	const requests = wireConnections * wireBurst
	w.perSecond = append(w.perSecond, requests/time.Since(began).Seconds())
	w.perCPU = append(w.perCPU, requests/(processors(b)-spent).Seconds())
}

func exchange(conn net.Conn, request []byte) error {
	buf := make([]byte, 4096)
	for range wireBurst {
		if _, err := conn.Write(request); err != nil {
			return err
		}
		n, err := conn.Read(buf)
		if err != nil || !bytes.HasPrefix(buf[:n], []byte("HTTP/1.1 200")) || buf[n-1] != '\n' {
			return fmt.Errorf("%w %s", err, buf[:n])
		}
	}
	return nil
}
