package tryit

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"testing"

	"wpengine/docsite/request"
)

// fuzzBase is where requests of the fuzz tests go.
const fuzzBase = "https://api.example.com:8443/v1"

// FuzzRequestStaysWhatTheSpecSays builds requests of whatever a panel could say, and reads them as a server would.
func FuzzRequestStaysWhatTheSpecSays(f *testing.F) {
	calls := newPanelOfSpec(f, attackSpec, Config{Internal: true}).proxy.calls
	names := slices.Sorted(maps.Keys(calls))
	for _, seed := range []struct{ operation, message string }{
		{"pets/path", `{"values": {"path": {"dir": "a b/c", "file": "..%2f"}}}`},
		{"pets/path", `{"values": {"path": {"dir": ["a", "b"], "file": {"c": "d"}}}}`},
		{"pets/pair", `{"values": {"path": {"x": ".", "y": "."}}}`},
		{"pets/label", `{"values": {"path": {"v": ["a", ".."]}}}`},
		{"pets/matrix", `{"values": {"path": {"v": {"/../": "b"}}}}`},
		{"pets/query", `{"values": {"query": {"q": "a&b", "list": ["c", "d,e"], "free": "/?#\r\n", "deep": {"f": {"g": [1]}}, "filter": {"h": null}}}}`},
		{"pets/head", `{"values": {"header": {"X-Trace": ["a", "b"], "User-Agent": "me"}, "cookie": {"theme": "c; d", "prefs": {"e": "f"}}}}`},
		{"pets/add", `{"mediaType": "application/json", "body": "{}", "credentials": {"header": {"value": "k\r\n"}}}`},
		{"pets/upload", `{"parts": [{"name": "a\"\r\n", "value": "b", "mediaType": "text/plain"}, {"name": "", "value": "--"}]}`},
		{"pets/keyquery", `{"credentials": {"query": {"value": "k&l#m"}}}`},
		{"pets/keycookie", `{"credentials": {"cookie": {"value": "k"}}}`},
		{"pets/keybasic", `{"credentials": {"basic": {"username": "u\n", "password": "p"}}}`},
		{"pets/keybearer", `{"credentials": {"bearer": {"value": "t"}}}`},
	} {
		f.Add(uint8(slices.Index(names, seed.operation)), seed.message)
	}
	f.Fuzz(func(t *testing.T, which uint8, text string) {
		call := calls[names[int(which)%len(names)]]
		var m message
		if json.Unmarshal([]byte(text), &m) != nil {
			t.Skip()
		}
		input, err := m.input()
		var req *http.Request
		if err == nil {
			req, err = build(t.Context(), call, fuzzBase, input)
		}
		var p *problem
		if errors.As(err, &p) && p.Code != "internal" {
			return
		}
		if err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		staysWithin(t, call, req)
	})
}

// staysWithin insists that a request is one of the call and one alone.
func staysWithin(t *testing.T, call *request.Call, req *http.Request) {
	t.Helper()
	pattern := regexp.MustCompile(`\{[^}]*\}`).ReplaceAllString(strings.NewReplacer(".", `\.`).Replace("/v1"+call.Path), "[^/?#]+")
	path, _, _ := strings.Cut(req.URL.RequestURI(), "?")
	if !regexp.MustCompile("^" + strings.ReplaceAll(pattern, "+[^/?#]+", "[^/?#]+") + "$").MatchString(path) {
		t.Errorf("%s goes to the path %s", call.Path, path)
	}
	var wire bytes.Buffer
	if err := req.Write(&wire); err != nil {
		t.Fatal(err)
	}
	text := wire.String()
	from := bufio.NewReader(&wire)
	got, err := http.ReadRequest(from)
	if err != nil {
		t.Fatalf("%v:\n%s", err, text)
	}
	if _, err := io.Copy(io.Discard, got.Body); err != nil {
		t.Fatalf("%v:\n%s", err, text)
	}
	if rest, _ := io.ReadAll(from); len(rest) > 0 {
		t.Errorf("after the request there is %q", rest)
	}
	if got.Method != call.Method || got.Host != "api.example.com:8443" || got.RequestURI != req.URL.RequestURI() || req.URL.Scheme != "https" {
		t.Errorf("it is %s %s at %s", got.Method, got.RequestURI, got.Host)
	}
	for name := range got.Header {
		if !slices.Contains(headersOf, name) {
			t.Errorf("it has the header %s:\n%s", name, text)
		}
	}
	if strings.ContainsFunc(got.RequestURI, func(r rune) bool { return r <= ' ' || r >= 0x7F }) {
		t.Errorf("its address is %q", got.RequestURI)
	}
}

// transported is a transport that keeps the request.
type transported struct{ req *http.Request }

// RoundTrip implements [http.RoundTripper].
func (k *transported) RoundTrip(r *http.Request) (*http.Response, error) {
	k.req = r
	return &http.Response{StatusCode: http.StatusNoContent, Header: http.Header{}, Body: http.NoBody}, nil
}

// FuzzPathIsAnOperationOrNothing posts to whatever address there could be.
func FuzzPathIsAnOperationOrNothing(f *testing.F) {
	a := newPanelOfSpec(f, attackSpec, Config{Upstreams: []string{fuzzBase}})
	body, contentType := form(f, `{}`)
	for _, seed := range []string{
		"/docs/proxy/pets/open", "/docs/proxy/pets%2Fopen", "/docs/proxy//pets/open", "/docs/proxy/pets/open/", "/docs/proxy/../proxy/pets/open", "/docs/proxy/pets/open?url=http://x",
		"/docs/proxy/pets/open%00", "/docs/proxy/pets/path", "/docs/proxy/http://x/", "pets/open", "/docs/proxy/pets/internal", "//docs/proxy/pets/open",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, target string) {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, target, strings.NewReader(body))
		if err != nil {
			t.Skip()
		}
		r.Header.Set("Content-Type", contentType)
		r.Header.Set("X-Try-It", "1")
		kept := new(transported)
		a.proxy.servers.upstreams[0].transport = kept
		a.t = t
		w := httptest.NewRecorder()
		a.proxy.ServeHTTP(w, r)
		name, ok := strings.CutPrefix(r.URL.Path, "/docs/proxy/")
		call := a.proxy.calls[name]
		switch code := codeOf(t, w); {
		case !ok || call == nil:
			if code != "unknown_operation" || kept.req != nil {
				t.Errorf("%q is no operation, and ended with %q", r.URL.Path, code)
			}
		case code == "" && kept.req != nil:
			staysWithin(t, call, kept.req)
		case code != "invalid_input" || kept.req != nil: // a parameter is missing
			t.Errorf("%q ended with %q", r.URL.Path, code)
		}
	})
}

// FuzzMessageIsNoLargerThanItWas reads whatever is posted.
func FuzzMessageIsNoLargerThanItWas(f *testing.F) {
	for _, files := range [][][2]string{nil, {{"f0", "x"}}, {{"f0", "x"}, {"f1", "--"}}} {
		body, contentType := form(f, `{"values": {"query": {"q": [1, {"a": "b"}]}}, "body": "x", "parts": [{"name": "a", "file": "f0"}]}`, files...)
		f.Add(body, strings.TrimPrefix(contentType, "multipart/form-data; boundary="))
	}
	f.Add("--b\r\nContent-Disposition: form-data; name=message\r\n\r\n{}\r\n--b--", "b")
	f.Add("--b\nContent-Disposition: form-data; name=message\n\n{\n}\n--b--\n\n--b", "b")
	f.Fuzz(func(t *testing.T, body, boundary string) {
		m, err := readMessage(strings.NewReader(body), boundary)
		if err != nil {
			return
		}
		input, err := m.input()
		if err != nil {
			return
		}
		size := len(input.Body)
		for _, part := range input.Parts {
			size += len(part.Text) + len(part.Content)
		}
		if most := 3 * len(body); size > most { // what is no UTF-8 becomes three bytes
			t.Errorf("%d bytes have become %d", len(body), size)
		}
	})
}
