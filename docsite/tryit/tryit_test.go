package tryit

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"mime/multipart"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/textproto"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"wpengine/openapi/document"
)

// trySpec has an operation for each way in which a request can be put together.
const trySpec = `
openapi: 3.1.0
info: { title: Pets, version: '1' }
servers: [{ url: 'http://127.0.0.1:9/api' }]
tags: [{ name: pets }]
paths:
  /pets/{id}/{file}:
    parameters:
      - { name: id, in: path, required: true, schema: { type: string } }
      - { name: file, in: path, required: true, schema: { type: string } }
    get:
      tags: [pets]
      operationId: pets.get
      parameters:
        - { name: tag, in: query, schema: { type: array, items: { type: string } } }
        - { name: X-Trace, in: header, schema: { type: string } }
        - { name: theme, in: cookie, schema: { type: string } }
      responses: { '200': { description: ok, content: { application/json: {} } } }
  /pets:
    post:
      tags: [pets]
      operationId: pets.add
      security: [{ header: [] }]
      x-body-limit: 64
      requestBody: { content: { application/json: { schema: { type: object } } } }
      responses: { '200': { description: ok } }
  /put: { put: { tags: [pets], operationId: pets.put, requestBody: { required: true, content: { application/json: {} } }, responses: { '200': { description: ok } } } }
  /query: { post: { tags: [pets], operationId: pets.query, security: [{ query: [] }], responses: { '200': { description: ok } } } }
  /cookie: { post: { tags: [pets], operationId: pets.cookie, security: [{ cookie: [] }], responses: { '200': { description: ok } } } }
  /basic: { post: { tags: [pets], operationId: pets.basic, security: [{ basic: [] }], responses: { '200': { description: ok } } } }
  /bearer: { post: { tags: [pets], operationId: pets.bearer, security: [{ bearer: [] }, { header: [] }], responses: { '200': { description: ok } } } }
  /both: { post: { tags: [pets], operationId: pets.both, security: [{}, { header: [], query: [] }], responses: { '200': { description: ok } } } }
  /open: { post: { tags: [pets], operationId: pets.open, responses: { '200': { description: ok } } } }
components:
  securitySchemes:
    header: { type: apiKey, in: header, name: x-api-key }
    query: { type: apiKey, in: query, name: api_key }
    cookie: { type: apiKey, in: cookie, name: session }
    basic: { type: http, scheme: basic }
    bearer: { type: http, scheme: bearer }
`

// tryKey is a credential that must not turn up where it has no business.
const tryKey = "wpe_S3cretS3cret"

// panel posts to a proxy as the panel of a page does.
type panel struct {
	t     testing.TB
	proxy *Proxy
	log   *bytes.Buffer
}

func newPanel(t *testing.T, upstreams ...string) *panel {
	t.Helper()
	return newPanelOf(t, Config{Upstreams: upstreams})
}

func newPanelOf(t *testing.T, config Config) *panel {
	t.Helper()
	return newPanelOfSpec(t, trySpec, config)
}

// form is a message as a panel posts it, with the files that it names.
func form(t testing.TB, message string, files ...[2]string) (body, contentType string) {
	t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	part := func(name, mediaType, content string) {
		out, err := w.CreatePart(textproto.MIMEHeader{"Content-Disposition": {`form-data; name="` + name + `"; filename="blob"`}, "Content-Type": {mediaType}})
		if err == nil {
			_, err = io.WriteString(out, content)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	part("message", "application/json", message)
	for _, file := range files {
		part(file[0], "application/octet-stream", file[1])
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String(), w.FormDataContentType()
}

func (p *panel) request(operation, message string, files ...[2]string) *http.Request {
	p.t.Helper()
	body, contentType := form(p.t, message, files...)
	r := httptest.NewRequest(http.MethodPost, "http://docs.example/docs/proxy/"+operation, strings.NewReader(body))
	r.Header.Set("Content-Type", contentType)
	r.Header.Set("X-Try-It", "1")
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	return r
}

func (p *panel) do(r *http.Request) *httptest.ResponseRecorder {
	p.t.Helper()
	w := httptest.NewRecorder()
	p.proxy.ServeHTTP(w, r)
	if strings.Contains(p.log.String(), "S3cret") {
		p.t.Errorf("the log has a credential: %s", p.log)
	}
	return w
}

// result is an answer of the server, taken out of its envelope.
type result struct {
	answerHead
	Body    string
	End     answerEnd
	Problem *problem // instead of End
}

// opened reads an envelope, and insists that it is whole.
func opened(t testing.TB, envelope io.Reader) (r result) {
	t.Helper()
	for kinds := ""; ; {
		var header [frameHeader]byte
		if _, err := io.ReadFull(envelope, header[:]); err != nil {
			t.Fatalf("after frames %s: %v", kinds, err)
		}
		payload := make([]byte, binary.BigEndian.Uint32(header[1:]))
		if _, err := io.ReadFull(envelope, payload); err != nil {
			t.Fatalf("after frames %s: %v", kinds, err)
		}
		if (kinds == "") != (header[0] == frameHead) {
			t.Fatalf("after frames %s: %c", kinds, header[0])
		}
		var err error
		switch header[0] {
		case frameHead:
			err = json.Unmarshal(payload, &r.answerHead)
		case frameData:
			r.Body += string(payload)
		case frameEnd, frameProblem:
			if header[0] == frameEnd {
				err = json.Unmarshal(payload, &r.End)
			} else {
				err = json.Unmarshal(payload, &r.Problem)
			}
			if n, _ := envelope.Read(header[:]); err != nil || n > 0 {
				t.Fatalf("%v, %d bytes after the last frame", err, n)
			}
			return r
		}
		if kinds += string(header[0]); err != nil {
			t.Fatal(err)
		}
	}
}

// send expects an answer of the server.
func (p *panel) send(operation, message string, files ...[2]string) result {
	p.t.Helper()
	w := p.do(p.request(operation, message, files...))
	if w.Code != http.StatusOK || w.Header().Get("Content-Type") != MediaType {
		p.t.Fatalf("%s: status %d, %s: %s", operation, w.Code, w.Header().Get("Content-Type"), w.Body)
	}
	return opened(p.t, w.Body)
}

// refused expects a problem with the code.
func (p *panel) refused(r *http.Request, status int, code string) problem {
	p.t.Helper()
	w := p.do(r)
	var problem problem
	if err := json.Unmarshal(w.Body.Bytes(), &problem); err != nil {
		p.t.Fatalf("no problem: %v: %s", err, w.Body)
	}
	if w.Code != status || problem.Code != code || problem.Title == "" || problem.Detail == "" {
		p.t.Errorf("answer %d %+v, want %d %s", w.Code, problem, status, code)
	}
	if strings.Contains(w.Body.String(), "S3cret") {
		p.t.Errorf("the answer has the credential: %s", w.Body)
	}
	return problem
}

// echo answers with the request line and the headers that came.
func echo(t *testing.T) *httptest.Server {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		fmt.Fprintf(w, "%s %s\n", r.Method, r.RequestURI)
		r.Header.Del("Content-Length")
		_ = r.Header.Write(w)
		fmt.Fprintf(w, "\n%s", body)
	}))
	t.Cleanup(server.Close)
	return server
}

func TestTryItBuildsTheRequestFromNothing(t *testing.T) {
	p := newPanel(t, echo(t).URL+"/api")
	r := p.request("pets/add", `{"credentials": {"header": {"value": " `+tryKey+` "}}, "mediaType": "application/json", "body": "{\"a\": 1}"}`)
	for name, value := range map[string]string{
		"Cookie": "session=docs", "X-Forwarded-For": "10.0.0.9", "Forwarded": "for=10.0.0.9", "Authorization": "Bearer mine",
		"Referer": "http://docs.example/docs/", "User-Agent": "Browser/1", "X-Custom": "1", "Origin": "http://docs.example",
	} {
		r.Header.Set(name, value)
	}
	result := opened(t, p.do(r).Body)
	want := "POST /api/pets\nAccept: */*\r\nConnection: close\r\nContent-Type: application/json\r\nUser-Agent: docsite-try-it/1\r\nX-Api-Key: " + tryKey + "\r\n\n{\"a\": 1}"
	if diff := cmp.Diff(want, result.Body); diff != "" {
		t.Errorf("the server got (-want +got):\n%s", diff)
	}
}

func TestTryItPlacesParameters(t *testing.T) {
	p := newPanel(t, echo(t).URL+"/api/")
	got := p.send("pets/get", `{"values": {"path": {"id": "a b/..c", "file": "?#%2e.."}, "query": {"tag": ["x&y=1", "ü"]}, "header": {"X-Trace": "t1"}, "cookie": {"theme": "dark"}}}`).Body
	for _, want := range []string{"GET /api/pets/a%20b%2F..c/%3F%23%252e..?tag=x%26y%3D1&tag=%C3%BC\n", "X-Trace: t1\r\n", "Cookie: theme=dark\r\n", "Accept: application/json\r\n"} {
		if !strings.Contains(got, want) {
			t.Errorf("the server got\n%s\nwithout %q", got, want)
		}
	}
}

func TestTryItPlacesCredentials(t *testing.T) {
	p := newPanel(t, echo(t).URL)
	value := `{"value": "` + tryKey + `"}`
	for _, test := range []struct{ operation, credentials, want string }{
		{"pets/add", `"header": ` + value, "X-Api-Key: " + tryKey + "\r\n"},
		{"pets/query", `"query": ` + value, "POST /query?api_key=" + tryKey + "\n"},
		{"pets/query", `"query": {"value": "a&b"}`, "POST /query?api_key=a%26b\n"},
		{"pets/cookie", `"cookie": ` + value, "Cookie: session=" + tryKey + "\r\n"},
		{"pets/basic", `"basic": {"username": "ada", "password": "pa:ss"}`, "Authorization: Basic YWRhOnBhOnNz\r\n"},
		{"pets/bearer", `"bearer": ` + value, "Authorization: Bearer " + tryKey + "\r\n"},
		{"pets/bearer", `"header": ` + value, "X-Api-Key: " + tryKey + "\r\n"},
		{"pets/both", `"header": {"value": "h"}, "query": {"value": "q"}`, "POST /both?api_key=q\n"},
		{"pets/both", `"header": {"value": "h"}, "query": {"value": "q"}`, "X-Api-Key: h\r\n"},
	} {
		if got := p.send(test.operation, `{"credentials": {`+test.credentials+`}}`).Body; !strings.Contains(got, test.want) {
			t.Errorf("%s with %s: the server got\n%s\nwithout %q", test.operation, test.credentials, got, test.want)
		}
	}
	if got := p.send("pets/add", `{}`).Body; strings.Contains(got, "Api-Key") {
		t.Errorf("without a credential the server got\n%s", got)
	}
}

func TestTryItNamesTheTypeOfAnEmptyBody(t *testing.T) {
	p := newPanel(t, echo(t).URL)
	for operation, want := range map[string]bool{"pets/add": false, "pets/put": true} {
		got := p.send(operation, `{"mediaType": "application/json", "body": ""}`).Body
		if strings.Contains(got, "Content-Type: application/json\r\n") != want {
			t.Errorf("%s: the server got\n%s", operation, got)
		}
	}
}

func TestTryItWaitsOnlySoLongForAMessage(t *testing.T) {
	p := newPanel(t, echo(t).URL)
	p.proxy.bounds.arrival = time.Millisecond
	site := httptest.NewServer(p.proxy)
	defer site.Close()
	conn, err := net.Dial("tcp", site.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	fmt.Fprint(conn, "POST /docs/proxy/pets/add HTTP/1.1\r\nHost: docs.example\r\nX-Try-It: 1\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: 99\r\n\r\n--b")
	answer, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil || answer.StatusCode != http.StatusRequestTimeout || !strings.Contains(string(body), "slow_message") {
		t.Errorf("%d, %v: %s", answer.StatusCode, err, body)
	}
}

// TestNobodyIsWaitedForWhoIsRefused: whoever may not come in takes no connection by sending nothing.
func TestNobodyIsWaitedForWhoIsRefused(t *testing.T) {
	p := newPanelOf(t, Config{Upstreams: []string{echo(t).URL}, Origins: []string{"https://docs.example"}})
	p.proxy.bounds.unread = time.Millisecond
	site := httptest.NewServer(p.proxy)
	defer site.Close()
	for head, want := range map[string]int{
		"POST /docs/proxy/pets/add HTTP/1.1\r\nOrigin: https://evil.example\r\n":                                           http.StatusForbidden,
		"GET /docs/proxy/pets/add HTTP/1.1\r\nOrigin: https://docs.example\r\n":                                            http.StatusMethodNotAllowed,
		"POST /docs/proxy/pets/none HTTP/1.1\r\nOrigin: https://docs.example\r\nX-Try-It: 1\r\n":                           http.StatusNotFound,
		"OPTIONS /docs/proxy/pets/add HTTP/1.1\r\nOrigin: https://docs.example\r\nAccess-Control-Request-Method: POST\r\n": http.StatusNoContent,
	} {
		if got := raw(t, site.Listener.Addr().String(), head+"Host: docs.example\r\nContent-Length: 99\r\n\r\n", 1); len(got) != 1 || got[0] != want {
			t.Errorf("%s is answered %v, want %d", head, got, want)
		}
	}
}

func TestTryItRefusesWhatTheSpecHasNot(t *testing.T) {
	p := newPanel(t, echo(t).URL)
	path := `"path": {"id": "1", "file": "f"}`
	for name, test := range map[string]struct{ operation, message, code string }{
		"an unknown operation":            {"pets/steal", `{}`, "unknown_operation"},
		"a path for an operation":         {"../admin", `{}`, "unknown_operation"},
		"an unknown server":               {"pets/open", `{"server": {"index": 1}}`, "unknown_server"},
		"a negative server":               {"pets/open", `{"server": {"index": -1}}`, "unknown_server"},
		"a server by URL":                 {"pets/open", `{"server": "http://10.0.0.1/"}`, "invalid_message"},
		"more than a message":             {"pets/open", `{} {}`, "invalid_message"},
		"a member of its own":             {"pets/open", `{"url": "http://10.0.0.1/"}`, "invalid_message"},
		"no JSON":                         {"pets/open", `server=0`, "invalid_message"},
		"an unknown header":               {"pets/open", `{"values": {"header": {"Host": "evil"}}}`, "invalid_input"},
		"an unknown query parameter":      {"pets/get", `{"values": {` + path + `, "query": {"admin": "1"}}}`, "invalid_input"},
		"another scheme":                  {"pets/add", `{"credentials": {"bearer": {"value": "x"}}}`, "invalid_input"},
		"a body where there is none":      {"pets/open", `{"body": "x"}`, "invalid_input"},
		"another content type":            {"pets/add", `{"mediaType": "text/plain", "body": "x"}`, "invalid_input"},
		"no path parameter":               {"pets/get", `{}`, "invalid_input"},
		"an empty path parameter":         {"pets/get", `{"values": {"path": {"id": "", "file": "f"}}}`, "invalid_input"},
		"a dot segment":                   {"pets/get", `{"values": {"path": {"id": "..", "file": "f"}}}`, "invalid_input"},
		"a single dot":                    {"pets/get", `{"values": {"path": {"id": "1", "file": "."}}}`, "invalid_input"},
		"a line break in a header":        {"pets/get", `{"values": {` + path + `, "header": {"X-Trace": "1\r\nX-Admin: 1"}}}`, "invalid_input"},
		"a line break in a key":           {"pets/add", `{"credentials": {"header": {"value": "` + tryKey + `\r\nX-Admin: 1"}}}`, "invalid_input"},
		"a second cookie in a key":        {"pets/cookie", `{"credentials": {"cookie": {"value": "x; admin=1"}}}`, "invalid_input"},
		"a colon in a user name":          {"pets/basic", `{"credentials": {"basic": {"username": "a:b", "password": "c"}}}`, "invalid_input"},
		"a body over the operation's own": {"pets/add", `{"body": "` + strings.Repeat("x", 65) + `"}`, "body_too_large"},
		"a message without end":           {"pets/add", `{"body": "` + strings.Repeat("x", 1<<20) + `"}`, "body_too_large"},
	} {
		t.Run(name, func(t *testing.T) {
			status := http.StatusBadRequest
			switch test.code {
			case "unknown_operation":
				status = http.StatusNotFound
			case "body_too_large":
				status = http.StatusRequestEntityTooLarge
			}
			p.t = t
			p.refused(p.request(test.operation, test.message), status, test.code)
		})
	}
}

func TestTryItIsForPagesOfThisSite(t *testing.T) {
	p := newPanel(t, echo(t).URL)
	change := func(header, value string) *http.Request {
		r := p.request("pets/open", `{}`)
		r.Header.Set(header, value)
		return r
	}
	p.refused(change("Sec-Fetch-Site", "cross-site"), http.StatusForbidden, "cross_origin")
	p.refused(change("Sec-Fetch-Site", "same-site"), http.StatusForbidden, "cross_origin")
	old := change("Origin", "http://evil.example")
	old.Header.Del("Sec-Fetch-Site")
	p.refused(old, http.StatusForbidden, "cross_origin")
	p.refused(change("Content-Type", "text/plain"), http.StatusUnsupportedMediaType, "unsupported_media_type")
	get := p.request("pets/open", `{}`)
	get.Method = http.MethodGet
	p.refused(get, http.StatusMethodNotAllowed, "method_not_allowed")
}

func TestTryItShowsTheAnswer(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Set-Cookie", "session=upstream")
		w.Header().Set("X-Request-Id", "r1")
		w.Header().Set("Content-Type", "application/problem+json")
		w.Header().Set("Date", "Sun, 01 Mar 2026 12:00:00 GMT")
		w.WriteHeader(http.StatusTeapot)
		_, _ = io.WriteString(w, `{"a": "ü"}`)
	}))
	defer server.Close()
	p := newPanel(t, server.URL)
	w := p.do(p.request("pets/open", `{}`))
	if got := w.Header().Get("Set-Cookie"); got != "" {
		t.Errorf("the site's answer sets a cookie: %s", got)
	}
	got := opened(t, w.Body)
	got.Milliseconds, got.End.Milliseconds = 0, 0
	want := result{
		answerHead: answerHead{
			Status: 418, StatusText: "I'm a teapot",
			Headers: [][2]string{{"Content-Length", "11"}, {"Content-Type", "application/problem+json"}, {"Date", "Sun, 01 Mar 2026 12:00:00 GMT"}, {"X-Request-Id", "r1"}},
		},
		Body: `{"a": "ü"}`, End: answerEnd{Bytes: 11},
	}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(result{})); diff != "" {
		t.Errorf("answer (-want +got):\n%s", diff)
	}
}

func TestTryItFollowsNoRedirect(t *testing.T) {
	var reached bool
	elsewhere := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { reached = true }))
	defer elsewhere.Close()
	server := httptest.NewServer(http.RedirectHandler(elsewhere.URL+"/other", http.StatusTemporaryRedirect))
	defer server.Close()
	result := newPanel(t, server.URL).send("pets/add", `{"credentials": {"header": {"value": "`+tryKey+`"}}, "body": "{}"}`)
	if result.Status != http.StatusTemporaryRedirect || reached {
		t.Errorf("status %d, the other server reached: %v", result.Status, reached)
	}
}

func TestTryItCutsAnEndlessAnswer(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for {
			if _, err := io.WriteString(w, strings.Repeat("x", 1<<16)); err != nil {
				return // the proxy has seen enough
			}
		}
	}))
	defer server.Close()
	result := newPanel(t, server.URL).send("pets/open", `{}`)
	if !result.End.Truncated || result.End.Bytes != 25<<20 || len(result.Body) != 25<<20 {
		t.Errorf("truncated %v, %d bytes said, %d passed on", result.End.Truncated, result.End.Bytes, len(result.Body))
	}
}

// listener answers each connection with text, whatever it is sent, or hangs up.
func listener(t *testing.T, text string) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			_, _ = io.WriteString(c, text)
			if text != "" {
				_, _ = c.Read(make([]byte, 1))
			}
			_ = c.Close()
		}
	}()
	return "http://" + l.Addr().String()
}

func TestTryItSaysWhyThereIsNoAnswer(t *testing.T) {
	closed, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_ = closed.Close()
	release := make(chan struct{})
	slow := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { <-release }))
	defer slow.Close()
	defer close(release)
	https := httptest.NewTLSServer(http.NotFoundHandler())
	https.Config.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, 0)
	defer https.Close()
	for name, test := range map[string]struct {
		upstream string
		status   int
		code     string
	}{
		"down":                     {"http://" + closed.Addr().String(), http.StatusBadGateway, "upstream_down"},
		"slow":                     {slow.URL, http.StatusGatewayTimeout, "upstream_slow"},
		"not HTTP":                 {listener(t, "SSH-2.0-OpenSSH_9.9\r\n"), http.StatusBadGateway, "upstream_not_http"},
		"HTTPS where it says HTTP": {strings.Replace(listener(t, "HTTP/1.1 400 Bad Request\r\n\r\n"), "http:", "https:", 1), http.StatusBadGateway, "upstream_not_http"},
		"hangs up":                 {listener(t, ""), http.StatusBadGateway, "upstream_hung_up"},
		"a bad certificate":        {https.URL, http.StatusBadGateway, "upstream_certificate"},
		"no such host":             {"http://no-such-host.invalid", http.StatusBadGateway, "upstream_unknown"},
	} {
		t.Run(name, func(t *testing.T) {
			p := newPanel(t, test.upstream)
			if name == "slow" {
				p.proxy.bounds.firstByte = 50 * time.Millisecond
			}
			p.refused(p.request("pets/query", `{"credentials": {"query": {"value": "`+tryKey+`"}}}`), test.status, test.code)
		})
	}
}

func TestTryItReachesNothingPrivateThatOnlyTheSpecNames(t *testing.T) {
	server := echo(t)
	p := newPanel(t) // the spec's own server is at 127.0.0.1
	p.refused(p.request("pets/open", `{}`), http.StatusBadGateway, "upstream_private")
	if got := newPanel(t, server.URL).send("pets/open", `{}`).Status; got != http.StatusOK {
		t.Errorf("a server that the operator names answers %d", got)
	}
	for address, want := range map[string]bool{
		"93.184.216.34": true, "2606:2800:220:1::1": true,
		"127.0.0.1": false, "10.1.2.3": false, "172.16.0.1": false, "192.168.1.1": false, "169.254.169.254": false,
		"100.64.0.1": false, "0.0.0.0": false, "224.0.0.1": false, "255.255.255.255": false, "198.18.0.1": false,
		"::1": false, "::": false, "fe80::1": false, "fd00::1": false, "::ffff:127.0.0.1": false, "64:ff9b::7f00:1": false, "2002:7f00:1::": false,
	} {
		if err := onlyPublic("tcp", netip.AddrPortFrom(netip.MustParseAddr(address), 80).String(), nil); (err == nil) != want {
			t.Errorf("%s: %v", address, err)
		}
	}
}

func TestTryItBoundsWhatRunsAtOnce(t *testing.T) {
	p := newPanel(t, echo(t).URL)
	p.proxy.bounds.calls, p.proxy.bounds.perClient = 2, 1
	var leave []func()
	for i := range 2 {
		one, err := p.proxy.limits.enter(netip.AddrFrom4([4]byte{10, 0, 0, byte(i)}), p.proxy.bounds)
		if err != nil {
			t.Fatal(err)
		}
		leave = append(leave, one)
	}
	if got := p.refused(p.request("pets/open", `{}`), http.StatusServiceUnavailable, "busy").RetryAfter; got == 0 {
		t.Error("a reader isn't told when to send it again")
	}
	leave[0]()
	p.send("pets/open", `{}`)
	p.send("pets/open", `{}`) // a finished call gives its place back

	r := p.request("pets/open", `{}`)
	r.RemoteAddr = "10.0.0.1:1234"
	if got := p.refused(r, http.StatusTooManyRequests, "too_many").RetryAfter; got == 0 {
		t.Error("a reader isn't told when to send it again")
	}
}

func TestTryItRefusesUpstreamsThatAreNone(t *testing.T) {
	for _, base := range []string{"localhost:8080", "ftp://example.com", "http://", "https://u:p@example.com", "https://example.com?x=1"} {
		if _, err := New(Config{Spec: &document.Document{}, Upstreams: []string{base}}); err == nil || !strings.Contains(err.Error(), base) {
			t.Errorf("%s: %v", base, err)
		}
	}
}
