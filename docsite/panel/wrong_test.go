package panel

import (
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wpengine/docsite/request"
	"wpengine/openapi/document"
)

// wrongOf is what the panel says of inputs that make no request: place, name and words.
const wrongOf = `
	import { buildRequest } from "./tryit-request";
	globalThis.self = globalThis;
	function answer({ script, input }) {
		(0, eval)(script);
		try {
			return [buildRequest(self.docsiteModel, { server: { index: 0, variables: {} }, values: {}, credentials: {}, mediaType: "", ...input }).url];
		} catch (wrong) {
			return [wrong.place, wrong.name, wrong.message];
		}
	}
`

// wrongCase is an input, and what is said: the URL if it makes a request.
type wrongCase struct {
	op    string
	input map[string]any
	want  []string
}

func TestPanelSaysWhichFieldIsWrong(t *testing.T) {
	doc, err := document.Load(os.DirFS("testdata"), "requests.yaml")
	if err != nil {
		t.Fatal(err)
	}
	scripts := map[string]string{}
	models := New(doc, Options{Upstreams: []string{upstream}})
	for _, op := range doc.Operations {
		scripts[op.ID] = string(models.Script(op))
	}
	type object = map[string]any
	cases := []wrongCase{
		{"styles", object{}, []string{"path", "p1", "p1 is required"}},
		{"headers", object{"values": object{"header": object{"X-Key": "a"}}}, []string{"header", "X-Key", "the operation has no header parameter X-Key"}},
		{"headers", object{"values": object{"header": object{"x-key": "a\r\nb: c"}}}, []string{"header", "x-key", "the value of x-key has a line break or another character that a header can't have"}},
		{"headers", object{"values": object{"header": object{"Connection": "a"}}}, []string{"header", "Connection", "Connection can't be sent as a header"}},
		{"headers", object{"credentials": object{"other": object{"value": "a"}}}, []string{"credential", "other", "the operation has no security scheme other"}},
		{"headers", object{"credentials": object{"basic": object{"username": "a:b"}}}, []string{"credential", "basic", "a user name for HTTP Basic can't have a colon"}},
		{"headers", object{"credentials": object{"session": object{"value": "a;b"}}}, []string{"credential", "session", "the API key has a character that a cookie can't have"}},
		{"headers", object{"body": "x"}, []string{"body", "", "the operation takes no body"}},
		{"form", object{"body": "x", "mediaType": "text/plain"}, []string{"body", "", "the operation takes no body of type text/plain"}},
		{"form", object{"parts": []object{{"name": "a", "value": "b"}}}, []string{"body", "", "a body of type application/x-www-form-urlencoded has no parts"}},
		{"upload", object{"parts": []object{{"name": "a\x00", "value": "b"}}}, []string{"body", "a\x00", "the part a\x00 has a character that can't be in its head"}},
		{"form", object{"server": object{"index": 1, "variables": object{}}}, []string{"server", "", "there is no such server"}},
		{"form", object{"server": object{"index": 0, "variables": object{"host": "evil.example"}}}, []string{"server", "host", "the server has no variable host"}},
	}
	for i, got := range said(t, cases, scripts) {
		if diff := cmp.Diff(cases[i].want, got); diff != "" {
			t.Errorf("%s, %v (-want +got):\n%s", cases[i].op, cases[i].input, diff)
		}
	}
}

func said(t *testing.T, cases []wrongCase, scripts map[string]string) (answers [][]string) {
	t.Helper()
	inputs := make([]map[string]any, len(cases))
	for i, c := range cases {
		inputs[i] = map[string]any{"script": scripts[c.op], "input": c.input}
	}
	inNode(t, wrongOf, inputs, &answers)
	return answers
}

func TestPanelSendsNothingWithoutAHost(t *testing.T) {
	op := load(t, "openapi: 3.0.3\ninfo: { title: T, version: '1' }\nservers: [{ url: 'https://' }]\npaths: { /a: { get: { operationId: a, responses: {} } } }\n").Operations[0]
	got := said(t, []wrongCase{{op: "a"}}, map[string]string{"a": string(New(&document.Document{}, Options{}).Script(op))})
	if diff := cmp.Diff([][]string{{"server", "", "the server https:// has no host"}}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestServersAreChosenAsTheProxyLetsThem: a link can't send a reader's key to somebody else's host.
func TestServersAreChosenAsTheProxyLetsThem(t *testing.T) {
	doc := load(t, `
openapi: 3.0.3
info: { title: T, version: '1' }
servers:
  - { url: 'https://{tenant}.example.com/{version}/{region}', variables: { tenant: { default: a }, version: { default: v1 }, region: { default: eu, enum: [us] } } }
  - { url: 'https://{host}/x', variables: { host: { default: a.example } } }
  - { url: 'https://{name}.co.uk:{port}/', variables: { name: { default: a }, port: { default: '80' } } }
  - { url: '{scheme}://a.example.com/{a}?b={b}', variables: { scheme: { default: https }, a: { default: a }, b: { default: b } } }
paths: { /a: { get: { operationId: a, responses: {} } } }
`)
	op := doc.Operations[0]
	scripts := map[string]string{"a": string(New(doc, Options{}).Script(op))}
	texts := []string{"b", "B-1", "-b", "", "b.c", "evil.example/", "b@c", "b/c", "..", "b/../c", "b?c", "b#c", "%2e", "b\n", "us", "a\\b", "443", "xn--a", "b/", "$&"}
	var cases []wrongCase
	refused := 0
	for i, server := range op.Servers {
		for _, v := range server.Variables {
			for _, text := range texts {
				if text == v.Default {
					continue
				}
				var want []string
				if address, err := request.ServerURLWith(server, map[string]string{v.Name: text}); err == nil {
					built, err := request.Of(op).Request(t.Context(), address, request.Input{})
					if err != nil {
						t.Fatal(err)
					}
					want = []string{built.URL.String()}
				} else {
					refused++
				}
				cases = append(cases, wrongCase{"a", map[string]any{"server": map[string]any{"index": i, "variables": map[string]string{v.Name: text}}}, want})
			}
		}
	}
	for i, got := range said(t, cases, scripts) {
		if want := cases[i].want; want == nil && len(got) == 1 || want != nil && !cmp.Equal(want, got) {
			t.Errorf("%v: %q, want %q", cases[i].input, got, want)
		}
	}
	if refused == 0 || refused == len(cases) {
		t.Errorf("%d of %d are refused", refused, len(cases))
	}
}
