package request_test

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"wpengine/docsite/request"
	"wpengine/openapi/document"
)

const spec = `
openapi: 3.2.0
info: { title: T, version: '1' }
paths:
  /pets/{id}/{undeclared}?kind={id}#one:
    get:
      operationId: get
      parameters:
        - { name: id, in: path, required: true, schema: { type: string } }
        - { name: limit, in: query, schema: { type: integer } }
        - { name: where, in: query, style: deepObject, schema: { type: object } }
        - { name: X-Trace, in: header, required: true, schema: { type: string } }
        - { name: Authorization, in: header, required: true, schema: { type: string } }
        - { name: seen, in: cookie, schema: { type: array, items: { type: string } }, explode: false }
      responses: { '200': { description: ok, content: { text/plain: {}, application/json: {} } } }
  /search:
    get:
      operationId: search
      parameters: [{ name: q, in: querystring, content: { application/json: { schema: { type: object } } } }]
    post:
      operationId: searchForm
      parameters: [{ name: q, in: querystring, content: { application/x-www-form-urlencoded: { schema: { type: object } } } }]
  /upload:
    post:
      operationId: upload
      requestBody:
        required: true
        content:
          multipart/form-data:
            schema:
              properties: { file: { type: string, format: binary }, tags: { type: array, items: { type: string } }, meta: { type: object, properties: { a: { type: integer } } }, where: { type: object }, csv: { type: array, items: { type: string } } }
            example: { tags: [a, b], meta: { a: 1 }, where: { x: 1, y: [2] }, csv: [a, b] }
            encoding: { file: { contentType: 'image/png, image/jpeg' }, where: { style: deepObject, explode: true }, csv: { style: pipeDelimited, explode: false } }
  /form:
    post:
      operationId: form
      requestBody:
        content:
          application/x-www-form-urlencoded:
            schema: { type: object }
            example: { plain: 'a b&c', list: [1, 2], nested: { a: { b: 1 } }, json: { a: [1] }, spaces: [x, y] }
            encoding: { json: { contentType: application/json }, spaces: { style: spaceDelimited, explode: false } }
  /secret:
    get:
      operationId: secret
      security: [{ key: [], basic: [] }, { token: [a] }, { query: [], session: [] }, { mtls: [] }, {}]
components:
  securitySchemes:
    key: { type: apiKey, in: header, name: X-Key }
    query: { type: apiKey, in: query, name: api key }
    session: { type: apiKey, in: cookie, name: sid }
    basic: { type: http, scheme: basic }
    token: { type: oauth2, flows: {} }
    mtls: { type: mutualTLS }
`

func calls(t *testing.T) map[string]*request.Call {
	t.Helper()
	doc, err := document.Load(fstest.MapFS{"t.yaml": {Data: []byte(spec)}}, "t.yaml")
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]*request.Call{}
	for _, op := range doc.Operations {
		all[op.ID] = request.Of(op)
	}
	return all
}

// values reads places, names and values: {"query": {"limit": 1}}.
func values(t *testing.T, text string) request.Values {
	t.Helper()
	all := request.Values{}
	n := document.NewNull()
	if err := n.UnmarshalJSON([]byte(text)); err != nil {
		t.Fatal(err)
	}
	for in, named := range n.Members() {
		all[in] = map[string]*document.Node{}
		for name, value := range named.Members() {
			all[in][name] = value
		}
	}
	return all
}

var boundary = regexp.MustCompile(`[0-9a-f]{60}`)

// written is a request as it goes out, but for what every request has.
func written(t *testing.T, r *http.Request) string {
	t.Helper()
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s\n", r.Method, r.URL)
	for _, name := range slices.Sorted(maps.Keys(r.Header)) {
		fmt.Fprintf(&b, "%s: %s\n", name, strings.Join(r.Header[name], " | "))
	}
	if r.Body != nil {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Fatal(err)
		}
		b.Write(body)
	}
	return boundary.ReplaceAllString(strings.ReplaceAll(b.String(), "\r\n", "\n"), "BOUNDARY")
}

func TestRequestsAreBuilt(t *testing.T) {
	all := calls(t)
	credential := map[string]request.Credential{
		"key": {Value: " k "}, "basic": {Username: "ada", Password: "p:w"}, "token": {Value: "t"}, "query": {Value: "a&b"}, "session": {Value: "s"},
	}
	pick := func(names ...string) map[string]request.Credential {
		some := map[string]request.Credential{}
		for _, name := range names {
			some[name] = credential[name]
		}
		return some
	}
	for _, test := range []struct {
		name, op string
		in       request.Input
		want     string
	}{
		{"parameters everywhere", "get", request.Input{Values: values(t, `{"path":{"id":"a/b?&#","undeclared":"x y"},"query":{"limit":5,"where":{"a":["b"]}},"header":{"X-Trace":"1"},"cookie":{"seen":["a","b;c"]}}`)},
			"GET https://api.example/v1/pets/a%2Fb%3F&%23/x%20y?kind=a%2Fb%3F%26%23&limit=5&where%5Ba%5D%5B0%5D=b\nAccept: application/json, text/plain\nCookie: seen=a,b%3Bc\nX-Trace: 1\n"},
		{"a whole query of JSON", "search", request.Input{Values: values(t, `{"querystring":{"q":{"a":"b&c"}}}`)}, "GET https://api.example/v1/search?%7B%22a%22%3A%22b%26c%22%7D\nAccept: */*\n"},
		{"a whole query of a form", "searchForm", request.Input{Values: values(t, `{"querystring":{"q":{"a":[1,2],"b":"x y"}}}`)}, "POST https://api.example/v1/search?a=1&a=2&b=x%20y\nAccept: */*\n"},
		{"two credentials at once", "secret", request.Input{Credentials: pick("basic", "key", "token")}, "GET https://api.example/v1/secret\nAccept: */*\nAuthorization: Basic YWRhOnA6dw==\nX-Key: k\n"},
		{"the first alternative that is complete", "secret", request.Input{Credentials: pick("basic", "token")}, "GET https://api.example/v1/secret\nAccept: */*\nAuthorization: Bearer t\n"},
		{"a query and a cookie", "secret", request.Input{Credentials: pick("query", "session")}, "GET https://api.example/v1/secret?api%20key=a%26b\nAccept: */*\nCookie: sid=s\n"},
		{"without a credential it goes as it is", "secret", request.Input{}, "GET https://api.example/v1/secret\nAccept: */*\n"},
		{"a body that is missing", "upload", request.Input{}, "POST https://api.example/v1/upload\nAccept: */*\nContent-Type: multipart/form-data\n"},
		{"a body", "form", request.Input{Body: []byte("a=b")}, "POST https://api.example/v1/form\nAccept: */*\nContent-Type: application/x-www-form-urlencoded\na=b"},
		{"parts", "upload", request.Input{Parts: []request.Part{{Name: `a"b`, Text: "x"}, {Name: "f", File: true, FileName: "f.png", Content: []byte("\x89"), MediaType: "image/png"}}},
			"POST https://api.example/v1/upload\nAccept: */*\nContent-Type: multipart/form-data; boundary=BOUNDARY\n--BOUNDARY\nContent-Disposition: form-data; name=\"a%22b\"\n\nx\n" +
				"--BOUNDARY\nContent-Disposition: form-data; name=\"f\"; filename=\"f.png\"\nContent-Type: image/png\n\n\x89\n--BOUNDARY--\n"},
	} {
		r, err := all[test.op].Request(t.Context(), "https://api.example/v1/", test.in)
		if err != nil {
			t.Errorf("%s: %v", test.name, err)
			continue
		}
		if diff := cmp.Diff(test.want, written(t, r)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.name, diff)
		}
	}
}

func TestWhatMakesNoRequestIsSaid(t *testing.T) {
	all := calls(t)
	good := `{"path":{"id":"a","undeclared":"b"},"header":{"X-Trace":"1"}}`
	for _, test := range []struct {
		op   string
		in   request.Input
		want string
	}{
		{"get", request.Input{}, `the path parameter "id" is required`},
		{"get", request.Input{Values: values(t, `{"path":{"id":"a","undeclared":"b"}}`)}, `the header parameter "X-Trace" is required`},
		{"get", request.Input{Values: values(t, `{"path":{"id":"..","undeclared":"b"},"header":{"X-Trace":"1"}}`)}, `".." can't be a segment of the path`},
		{"get", request.Input{Values: values(t, `{"path":{"id":"","undeclared":"b"},"header":{"X-Trace":"1"}}`)}, `the path parameter "id" is empty`},
		{"get", request.Input{Values: values(t, `{"path":{"id":"a","undeclared":"b"},"header":{"X-Trace":"1\r\nX: y"}}`)}, "the value of X-Trace has a line break"},
		{"get", request.Input{Values: values(t, `{"query":{"other":1}}`)}, `get has no query parameter "other"`},
		{"get", request.Input{Values: values(t, good), Body: []byte("x")}, "get takes no body"},
		{"form", request.Input{Body: []byte("x"), MediaType: "text/plain"}, `form takes no body of type "text/plain"`},
		{"form", request.Input{Parts: []request.Part{{Name: "a"}}}, `a body of type "application/x-www-form-urlencoded" has no parts`},
		{"upload", request.Input{Parts: []request.Part{{Name: "a\x00"}}}, "has a character that can't be in its head"},
		{"secret", request.Input{Credentials: map[string]request.Credential{"other": {Value: "x"}}}, `secret has no security scheme "other"`},
		{"secret", request.Input{Credentials: map[string]request.Credential{"basic": {Username: "a:b"}, "key": {Value: "k"}}}, "can't have a colon"},
		{"secret", request.Input{Credentials: map[string]request.Credential{"session": {Value: "a;b"}, "query": {Value: "k"}}}, "a cookie can't have"},
	} {
		_, err := all[test.op].Request(t.Context(), "https://api.example", test.in)
		var wrong *request.InputError
		if !errors.As(err, &wrong) || !strings.Contains(wrong.Message, test.want) {
			t.Errorf("%s: %v, want %s", test.op, err, test.want)
		}
	}
}

// TestServersWithoutAHostGetNothing: the first segment of the path would be the host, and the key would go there.
func TestServersWithoutAHostGetNothing(t *testing.T) {
	_, err := calls(t)["form"].Request(t.Context(), "https://", request.Input{Body: []byte("a=b")})
	var wrong *request.InputError
	if !errors.As(err, &wrong) || wrong.Message != "the server https:// has no host" {
		t.Error(err)
	}
}

func TestFormsAreWrittenAsTheirEncodingsSay(t *testing.T) {
	all := calls(t)
	body := all["form"].Bodies[0]
	if got, want := request.Examples(body.Content, 0)[0].Text,
		"plain=a%20b%26c&list=1&list=2&nested%5Ba%5D%5Bb%5D=1&json=%7B%22a%22%3A%5B1%5D%7D&spaces=x%20y"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	body = all["upload"].Bodies[0]
	want := []request.Part{
		{Name: "tags", Text: "a"}, {Name: "tags", Text: "b"}, {Name: "meta", Text: `{"a":1}`, MediaType: "application/json"},
		{Name: "where[x]", Text: "1"}, {Name: "where[y][0]", Text: "2"}, {Name: "csv", Text: "a|b"}, {Name: "file", File: true, MediaType: "image/png"},
	}
	if diff := cmp.Diff(want, body.Parts(request.Examples(body.Content, 0))); diff != "" {
		t.Errorf("parts (-want +got):\n%s", diff)
	}
}
