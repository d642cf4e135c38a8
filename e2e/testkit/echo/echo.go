// Package echo runs programs that send requests, in the languages that samples are written in, and tells what arrived.
package echo

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
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Request is a request as it arrived.
type Request struct {
	Method, URI string
	Header      http.Header
	Body        []byte
}

// Server keeps what arrives, by who sent it.
type Server struct {
	*httptest.Server
	mu    sync.Mutex
	heard map[string]Request // by "sender/number"
}

// New is a server that is there until the test ends.
func New(t *testing.T) *Server {
	t.Helper()
	s := &Server{heard: map[string]Request{}}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		parts := strings.SplitN(r.RequestURI, "/", 4) // "", sender, number, the rest
		if len(parts) == 4 {
			s.mu.Lock()
			s.heard[parts[1]+"/"+parts[2]] = Request{r.Method, "/" + parts[3], r.Header, body}
			s.mu.Unlock()
		}
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, `{"answer": 42}`)
	}))
	t.Cleanup(s.Close)
	return s
}

// Base is the server's URL for a sender's request of a number.
func (s *Server) Base(sender string, number int) string {
	return fmt.Sprintf("%s/%s/%d/base", s.URL, sender, number)
}

// Of is what arrived at the base of that sender and number.
func (s *Server) Of(sender string, number int) Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	r := s.heard[fmt.Sprintf("%s/%d", sender, number)]
	switch sender {
	case "curl": // a shell has no words to escape a key with
		r.URI = strings.ReplaceAll(r.URI, "="+Credential, "="+url.QueryEscape(Credential))
	case "typescript": // what is no file but has a type can only be sent as one
		r.Body = bytes.ReplaceAll(r.Body, []byte(`; filename="blob"`), nil)
	}
	return r
}

// ours are the headers that every client adds to a request.
var ours = []string{
	"Accept", "Accept-Encoding", "Accept-Language", "Connection", "Content-Length", "Http2-Settings", "Sec-Fetch-Mode", "Transfer-Encoding", "Upgrade", "User-Agent",
	"Expect",
}

// Diff says what differs between two requests that should say the same.
func Diff(t *testing.T, want, got Request) string {
	t.Helper()
	normal := func(r Request) map[string]any {
		headers := map[string]string{}
		for name, values := range r.Header {
			if !slices.Contains(ours, name) {
				headers[name] = strings.Join(values, " | ")
			}
		}
		if cookies := strings.Split(headers["Cookie"], "; "); len(cookies) > 1 {
			slices.Sort(cookies)
			headers["Cookie"] = strings.Join(cookies, "; ")
		}
		body := any(string(r.Body))
		kind, parameters, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
		switch {
		case strings.HasPrefix(kind, "multipart/"):
			headers["Content-Type"] = kind
			body = partsOf(t, r.Body, parameters["boundary"])
		case strings.HasSuffix(kind, "/json"), strings.HasSuffix(kind, "+json"):
			body = compact(r.Body)
		case len(r.Body) == 0:
			delete(headers, "Content-Type") // some name it without a body
		}
		return map[string]any{"method": r.Method, "uri": normalURI(r.URI), "headers": headers, "body": body}
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
			if err == nil && strings.ContainsAny(decoded, "'()*!~$-._@:[]abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") {
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
