package sample

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wpengine/docsite/request"
	"wpengine/docsite/schema"
	"wpengine/e2e/testkit/corpus"
	"wpengine/openapi/document"
)

// echoed is a call whose samples are run.
type echoed struct {
	name string
	call *request.Call
	api  string
}

// fileText is what is in the file that samples send.
var fileText = []byte("\x89PNG\r\n\x1a\n\x00\xff not a picture")

// echoCases are calls of every style, place and kind of body: of our own descriptions, and of others where they are there.
// The first few of them are enough for languages whose programs take long to run.
func echoCases(t *testing.T) (all []echoed, few int) {
	t.Helper()
	add := func(dir, name string, most int) {
		doc, err := document.Load(os.DirFS(dir), name)
		if err != nil {
			t.Fatal(err)
		}
		for _, op := range doc.Operations[:min(len(doc.Operations), most)] {
			op.CodeSamples = nil
			all = append(all, echoed{name + " " + op.ID, request.Of(op), doc.Info.Title})
		}
	}
	const every = 1000
	add("testdata", "hard.yaml", every)
	add("../testdata", "spec.yaml", every)
	add("../../openapi", "openapi.yaml", 3)
	few = len(all)
	dir, ok := corpus.Find(t)
	if !ok {
		t.Logf("without the descriptions of others: there is no corpus at %s (WPENGINE_CORPUS names another place)", dir)
		return all, few
	}
	specs := filepath.Join(dir, "specs")
	add(specs, "oas-3.0-parameters-style.json", every)
	add(specs, "oas-3.0-file-uploads.json", every)
	add(specs, "oas-3.0-security.json", every)
	add(specs, "oas-3.2-features.yaml", every)
	add(specs, "swagger-petstore.yaml", 10)
	add(specs, "gotify-2.0.json", 10)
	add(specs, "2ch-cyrillic.yml", 5)
	return all, few
}

// heard is a request as it arrived.
type heard struct {
	method, uri string
	header      http.Header
	body        []byte
}

// echo is a server that keeps what arrives, by who sent it.
type echo struct {
	*httptest.Server
	mu    sync.Mutex
	heard map[string]heard // by "language/number"
}

func newEcho(t *testing.T) *echo {
	t.Helper()
	e := &echo{heard: map[string]heard{}}
	e.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		parts := strings.SplitN(r.RequestURI, "/", 4) // "", language, number, the rest
		if len(parts) == 4 {
			e.mu.Lock()
			e.heard[parts[1]+"/"+parts[2]] = heard{r.Method, "/" + parts[3], r.Header, body}
			e.mu.Unlock()
		}
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, `{"answer": 42}`)
	}))
	t.Cleanup(e.Close)
	return e
}

func (e *echo) of(language string, number int) heard {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.heard[fmt.Sprintf("%s/%d", language, number)]
}

// credential is what all secrets are in the tests: what a query has to escape, and other places leave.
const credential = "the&key"

// expect sends the request as package request builds it.
func (e *echo) expect(t *testing.T, number int, c *request.Call) {
	t.Helper()
	in := request.Input{Values: c.ExampleValues(), Credentials: map[string]request.Credential{}}
	for _, requirement := range c.Security {
		sendable := !slices.ContainsFunc(requirement, func(s request.Scheme) bool { return !s.Sendable() })
		if len(requirement) == 0 || !sendable {
			continue
		}
		for _, s := range requirement {
			in.Credentials[s.ID] = request.Credential{Value: credential}
			if s.Basic() {
				in.Credentials[s.ID] = request.Credential{Username: "ada", Password: "pa:ss"}
			}
		}
		break
	}
	if len(c.Bodies) > 0 {
		body := c.Bodies[0]
		examples := request.Examples(body.Content, schema.Request)
		switch {
		case body.Multipart():
			in.Parts = body.Parts(examples)
			for i := range in.Parts {
				if in.Parts[i].File {
					in.Parts[i].FileName, in.Parts[i].Content = anyFile, fileText
				}
			}
		case body.Binary() || len(examples) == 0:
			in.Body = fileText
		default:
			in.Body = []byte(examples[0].Text)
		}
	}
	r, err := c.Request(t.Context(), fmt.Sprintf("%s/expected/%d/base", e.URL, number), in)
	if err != nil {
		t.Fatalf("%s: %v", c.Operation.ID, err)
	}
	answer, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		t.Fatalf("%s: %v", c.Operation.ID, err)
	}
	_ = answer.Body.Close()
}

// environment has a value for every secret of the samples.
func environment(t *testing.T, cases []echoed) []string {
	t.Helper()
	env := append(os.Environ(), "NO_PROXY=*", "no_proxy=*")
	for _, c := range cases {
		for _, s := range secrets(c.call, c.api, nil) {
			value := credential
			if s.Basic {
				value = "ada:pa:ss"
			}
			env = append(env, s.Env+"="+value)
		}
	}
	return env
}

// ours are the headers that every client adds to a request.
var ours = []string{
	"Accept", "Accept-Encoding", "Accept-Language", "Connection", "Content-Length", "Http2-Settings", "Sec-Fetch-Mode", "Transfer-Encoding", "Upgrade", "User-Agent",
	"Expect",
}

// compare says what differs between two requests that should say the same.
func compare(t *testing.T, want, got heard) string {
	t.Helper()
	normal := func(h heard) map[string]any {
		headers := map[string]string{}
		for name, values := range h.header {
			if !slices.Contains(ours, name) {
				headers[name] = strings.Join(values, " | ")
			}
		}
		if cookies := strings.Split(headers["Cookie"], "; "); len(cookies) > 1 {
			slices.Sort(cookies)
			headers["Cookie"] = strings.Join(cookies, "; ")
		}
		body := any(string(h.body))
		kind, parameters, _ := mime.ParseMediaType(h.header.Get("Content-Type"))
		switch {
		case strings.HasPrefix(kind, "multipart/"):
			headers["Content-Type"] = kind
			body = partsOf(t, h.body, parameters["boundary"])
		case request.IsJSON(kind):
			body = compact(h.body)
		case len(h.body) == 0:
			delete(headers, "Content-Type") // some name it without a body
		}
		return map[string]any{"method": h.method, "uri": normalURI(h.uri), "headers": headers, "body": body}
	}
	return cmp.Diff(normal(want), normal(got))
}

// normalURI levels what clients may escape or not, and a space that is a plus.
func normalURI(uri string) string {
	path, query, _ := strings.Cut(uri, "?")
	level := func(s string) string {
		var b strings.Builder
		for i := 0; i < len(s); i++ {
			if s[i] != '%' || i+2 >= len(s) {
				b.WriteByte(s[i])
				continue
			}
			decoded, err := url.PathUnescape(s[i : i+3])
			if err == nil && strings.ContainsAny(decoded, "'()*!~$-._@:abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") {
				b.WriteString(decoded)
			} else {
				b.WriteString(strings.ToUpper(s[i : i+3]))
			}
			i += 2
		}
		return b.String()
	}
	return level(path) + "?" + level(strings.ReplaceAll(query, "+", "%20"))
}

func compact(text []byte) string {
	var value any
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	if err := d.Decode(&value); err != nil {
		return string(text)
	}
	level(&value)
	out, _ := json.Marshal(value)
	return string(out)
}

// level writes numbers that are the same in the same way.
func level(value *any) {
	switch v := (*value).(type) {
	case json.Number:
		if x, err := v.Float64(); err == nil && len(v.String()) < 16 {
			*value = x
		}
	case []any:
		for i := range v {
			level(&v[i])
		}
	case map[string]any:
		for name, member := range v {
			level(&member)
			v[name] = member
		}
	}
}

// partsOf are the parts of a form: name, file name, type of those that are no plain text, and content.
func partsOf(t *testing.T, body []byte, boundary string) []string {
	t.Helper()
	var all []string
	for r := multipart.NewReader(bytes.NewReader(body), boundary); ; {
		part, err := r.NextPart()
		if err != nil {
			if err != io.EOF {
				all = append(all, "error: "+err.Error())
			}
			return all
		}
		content, _ := io.ReadAll(part)
		kind := part.Header.Get("Content-Type")
		if base, _, _ := mime.ParseMediaType(kind); base == "text/plain" {
			kind = ""
		}
		name := part.FormName()
		if decoded, err := url.PathUnescape(name); err == nil {
			name = decoded
		}
		all = append(all, fmt.Sprintf("%s %s %s %q", name, part.FileName(), kind, strings.ReplaceAll(string(content), "\r\n", "\n")))
	}
}
