package tryit

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/fstest"
	"time"

	"wpengine/openapi/document"
)

// The attacks are tables, one a file. Each row says what must happen, and what the server must see of it: one request line, or
// nothing. What holds for all of them is in [arena.attack].

// attackSpec has an operation for each way in which a reader's text becomes part of a request.
const attackSpec = `
openapi: 3.1.0
info: { title: Pets, version: '1' }
servers: [{ url: 'http://127.0.0.1:9/api' }]
tags: [{ name: pets }]
paths:
  /open: { post: { tags: [pets], operationId: pets.open, responses: { '200': { description: ok } } } }
  /internal: { post: { tags: [pets], operationId: pets.internal, x-internal: true, responses: { '200': { description: ok } } } }
  /a/{dir}/{file}:
    parameters:
      - { name: dir, in: path, required: true, schema: { type: string } }
      - { name: file, in: path, required: true, schema: { type: string } }
    get: { tags: [pets], operationId: pets.path, responses: { '200': { description: ok } } }
  /pair/{x}{y}: { get: { tags: [pets], operationId: pets.pair, responses: { '200': { description: ok } } } }
  /label/{v}: { get: { tags: [pets], operationId: pets.label, parameters: [{ name: v, in: path, required: true, style: label, schema: {} }], responses: { '200': { description: ok } } } }
  /matrix/{v}: { get: { tags: [pets], operationId: pets.matrix, parameters: [{ name: v, in: path, required: true, style: matrix, schema: {} }], responses: { '200': { description: ok } } } }
  /query:
    get:
      tags: [pets]
      operationId: pets.query
      parameters:
        - { name: q, in: query, schema: { type: string } }
        - { name: list, in: query, explode: false, schema: { type: array, items: { type: string } } }
        - { name: free, in: query, allowReserved: true, schema: { type: string } }
        - { name: deep, in: query, style: deepObject, schema: { type: object } }
        - { name: filter, in: query, schema: { type: object } }
      responses: { '200': { description: ok } }
  /head:
    get:
      tags: [pets]
      operationId: pets.head
      parameters:
        - { name: X-Trace, in: header, schema: {} }
        - { name: X-Forwarded-For, in: header, schema: { type: string } }
        - { name: x_real_ip, in: header, schema: { type: string } }
        - { name: X-Envoy-External-Address, in: header, schema: { type: string } }
        - { name: Remote-User, in: header, schema: { type: string } }
        - { name: X-Original-URI, in: header, schema: { type: string } }
        - { name: Host, in: header, schema: { type: string } }
        - { name: Transfer-Encoding, in: header, schema: { type: string } }
        - { name: Content-Length, in: header, schema: { type: string } }
        - { name: Connection, in: header, schema: { type: string } }
        - { name: Origin, in: header, schema: { type: string } }
        - { name: User-Agent, in: header, schema: { type: string } }
        - { name: theme, in: cookie, schema: { type: string } }
        - { name: prefs, in: cookie, explode: false, schema: { type: object } }
      responses: { '200': { description: ok } }
  /add:
    post:
      tags: [pets]
      operationId: pets.add
      security: [{ header: [] }]
      x-body-limit: 64
      requestBody: { content: { application/json: { schema: { type: object } } } }
      responses: { '200': { description: ok } }
  /upload:
    post:
      tags: [pets]
      operationId: pets.upload
      x-body-limit: 4096
      requestBody: { content: { multipart/form-data: { schema: { type: object } } } }
      responses: { '200': { description: ok } }
  /keyquery: { get: { tags: [pets], operationId: pets.keyquery, security: [{ query: [] }], responses: { '200': { description: ok } } } }
  /keycookie: { get: { tags: [pets], operationId: pets.keycookie, security: [{ cookie: [] }], responses: { '200': { description: ok } } } }
  /keybasic: { get: { tags: [pets], operationId: pets.keybasic, security: [{ basic: [] }], responses: { '200': { description: ok } } } }
  /keybearer: { get: { tags: [pets], operationId: pets.keybearer, security: [{ bearer: [] }], responses: { '200': { description: ok } } } }
components:
  securitySchemes:
    header: { type: apiKey, in: header, name: x-api-key }
    query: { type: apiKey, in: query, name: api_key }
    cookie: { type: apiKey, in: cookie, name: session }
    basic: { type: http, scheme: basic }
    bearer: { type: http, scheme: bearer }
`

// inside stands in a row for the address of a server that nothing may reach, and canary is in what must not get anywhere.
const (
	inside = "INSIDE"
	canary = "evil"
)

// arena is a proxy between an attacker and a server that writes down what comes, and one that nothing may come to.
type arena struct {
	*panel
	saw     *witness
	inside  net.Listener
	reached atomic.Int32
}

func newArena(t *testing.T, config Config) *arena {
	t.Helper()
	a := &arena{saw: newWitness(t)}
	config.Upstreams = []string{"http://" + a.saw.address() + "/api"}
	a.panel = newPanelOfSpec(t, attackSpec, config)
	var err error
	if a.inside, err = net.Listen("tcp", "127.0.0.1:0"); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = a.inside.Close() })
	go func() {
		for {
			c, err := a.inside.Accept()
			if err != nil {
				return
			}
			a.reached.Add(1)
			_ = c.Close()
		}
	}()
	return a
}

func newPanelOfSpec(t testing.TB, text string, config Config) *panel {
	t.Helper()
	spec, err := document.Load(fstest.MapFS{"pets.yaml": {Data: []byte(text)}}, "pets.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var log bytes.Buffer
	config.Spec, config.Prefix, config.Logger = spec, "/docs/proxy/", slog.New(slog.NewTextHandler(&log, nil))
	p, err := New(config)
	if err != nil {
		t.Fatal(err)
	}
	return &panel{t, p, &log}
}

// witness is a server that writes down the bytes of each connection, and answers all alike.
type witness struct {
	answer   string
	listener net.Listener
	mu       sync.Mutex
	seen     []string
	done     sync.WaitGroup
}

func newWitness(t testing.TB) *witness {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	w := &witness{listener: l, answer: "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok"}
	w.done.Go(func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			w.done.Go(func() { w.serve(c) })
		}
	})
	t.Cleanup(func() {
		_ = l.Close()
		w.done.Wait()
	})
	return w
}

func (w *witness) address() string { return w.listener.Addr().String() }

func (w *witness) serve(c net.Conn) {
	defer c.Close()
	_ = c.SetDeadline(time.Now().Add(time.Minute))
	var text bytes.Buffer
	r, err := http.ReadRequest(bufio.NewReader(io.TeeReader(c, &text)))
	if err == nil {
		_, err = io.Copy(io.Discard, r.Body)
	}
	if err != nil && !errors.Is(err, io.EOF) {
		text.WriteString("\nNOT A REQUEST: " + err.Error())
	}
	w.mu.Lock()
	w.seen = append(w.seen, text.String())
	w.mu.Unlock()
	_, _ = io.WriteString(c, w.answer) // it may be too much
}

// take is what came since the last time.
func (w *witness) take() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	seen := w.seen
	w.seen = nil
	return seen
}

// attack is a row: what is sent, and what has to become of it.
type attack struct {
	name      string
	operation string // the path that it is posted to; pets/open if empty
	message   string // {} if empty
	files     [][2]string
	change    func(*http.Request)

	code string   // of the problem; "" for an answer of the server
	saw  string   // the request line that the server saw; "" for nothing
	with []string // that had these lines
}

// header is a change that sets a header.
func header(name, value string) func(*http.Request) {
	return func(r *http.Request) { r.Header.Set(name, value) }
}

// headersOf are all that a request may have for what the spec says of the operations.
var headersOf = []string{
	"Host", "User-Agent", "Accept", "Connection", "Content-Type", "Content-Length",
	"Authorization", "Cookie", "X-Api-Key", "X-Trace",
}

// attack does what a row says, and checks it and what holds for every attack: the server sees one whole request or nothing, no header that
// the spec doesn't have, nothing of what the browser adds; nobody else is reached; and the answer can be no page of the site.
func (a *arena) attack(t *testing.T, row attack) {
	t.Helper()
	a.t = t
	fill := func(s string) string { return strings.ReplaceAll(s, inside, a.inside.Addr().String()) }
	if row.operation == "" {
		row.operation = "pets/open"
	}
	if row.message == "" {
		row.message = `{}`
	}
	r := a.request(fill(row.operation), fill(row.message), row.files...)
	if row.change != nil {
		row.change(r)
	}
	w := a.do(r)
	code := codeOf(t, w)
	if code != row.code {
		t.Errorf("it ended with %q, want %q: %s", code, row.code, w.Body)
	}
	a.check(t, w.Header(), row.saw, row.with)
}

func codeOf(t *testing.T, w *httptest.ResponseRecorder) string {
	t.Helper()
	if w.Header().Get("Content-Type") == MediaType {
		if got := opened(t, w.Body); got.Problem != nil {
			return got.Problem.Code
		}
		return ""
	}
	var p problem
	if err := json.Unmarshal(w.Body.Bytes(), &p); err != nil || w.Header().Get("Content-Type") != "application/problem+json" {
		t.Errorf("%d: neither an answer nor a problem: %s", w.Code, w.Body)
	}
	if p.Status != w.Code || p.Title == "" || p.Detail == "" {
		t.Errorf("%d: a problem without words: %+v", w.Code, p)
	}
	return p.Code
}

func (a *arena) check(t *testing.T, answer http.Header, saw string, with []string) {
	t.Helper()
	var want []string
	if saw != "" {
		want = []string{saw + " HTTP/1.1"}
	}
	var lines []string
	seen := a.saw.take()
	for _, text := range seen {
		line, rest, _ := strings.Cut(text, "\r\n")
		lines = append(lines, line)
		head, _, _ := strings.Cut(rest, "\r\n\r\n")
		for line := range strings.SplitSeq(head, "\r\n") {
			name, _, _ := strings.Cut(line, ":")
			if !slices.Contains(headersOf, name) {
				t.Errorf("the server saw the header %q", line)
			}
			if strings.Contains(line, canary) && !slices.Contains(with, line) {
				t.Errorf("the server saw %q", line)
			}
		}
		for _, line := range with {
			if !strings.Contains("\r\n"+rest, "\r\n"+line+"\r\n") {
				t.Errorf("the server did not see %q but\n%s", line, text)
			}
		}
		if !strings.Contains(text, "\r\nHost: "+a.saw.address()+"\r\n") || strings.Contains(text, "NOT A REQUEST") {
			t.Errorf("the server saw\n%s", text)
		}
	}
	if !slices.Equal(lines, want) {
		t.Errorf("the server saw %q, want %q", lines, want)
	}
	if a.reached.Swap(0) > 0 {
		t.Error("a server was reached that nobody named")
	}
	for name, want := range map[string]string{"X-Content-Type-Options": "nosniff", "Cache-Control": "no-store", "Content-Disposition": "attachment"} {
		if answer.Get(name) != want {
			t.Errorf("the answer's %s is %q", name, answer.Get(name))
		}
	}
	if !strings.HasPrefix(answer.Get("Content-Security-Policy"), "sandbox;") || answer.Get("Set-Cookie") != "" || answer.Get("Access-Control-Allow-Origin") != "" {
		t.Errorf("the answer has the headers %v", answer)
	}
}

// attacks runs a table.
func attacks(t *testing.T, config Config, rows []attack) {
	t.Helper()
	a := newArena(t, config)
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) { a.attack(t, row) })
	}
}
