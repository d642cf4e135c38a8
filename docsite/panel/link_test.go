package panel

import (
	"encoding/base64"
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// linkSpec has secrets of all kinds, and what only looks like them.
const linkSpec = `
openapi: 3.1.0
info: { title: T, version: '1' }
servers:
  - { url: 'https://{tenant}.example.com/{version}', variables: { tenant: { default: api }, version: { default: v1 } } }
  - { url: 'https://{region}.example.com', variables: { region: { default: eu, enum: [eu, us] } } }
paths:
  /a/{id}:
    post:
      operationId: a
      security: [{ key: [], cookie: [] }]
      parameters:
        - { name: id, in: path, required: true, schema: { type: string } }
        - { name: constructor, in: query, schema: { type: string } }
        - { name: where, in: query, schema: { type: object, additionalProperties: { $ref: '#/components/schemas/Secret' } } }
        - { name: pin, in: query, schema: { allOf: [{ $ref: '#/components/schemas/Secret' }] } }
        - { name: pageToken, in: query, schema: { type: string } }
        - { name: access_token, in: query, schema: { type: string } }
        - { name: K, in: header, schema: { type: string } }
        - { name: sid, in: cookie, schema: { type: string } }
        - { name: theme, in: cookie, schema: { type: string } }
      requestBody:
        content:
          application/json:
            schema:
              oneOf:
                - { type: object, properties: { code: { $ref: '#/components/schemas/Secret' }, max_tokens: { type: integer }, list: { type: array, items: { properties: { clientSecret: { type: string } } } } } }
                - { type: object, patternProperties: { '^x-': { type: string, format: password } } }
          text/plain: {}
          multipart/form-data: { schema: { type: object, properties: { file: { type: string, format: binary } } } }
      responses: {}
components:
  schemas: { Secret: { type: string, format: password } }
  securitySchemes: { key: { type: apiKey, in: header, name: k }, cookie: { type: apiKey, in: cookie, name: theme } }
`

// linked is what a program for Node makes of an input: the text in its link, what is left out, why there is no link.
const linkOfInput = `
	import { linkOf, readLink } from "./tryit-link";
	import { inputOf, stateOf } from "./tryit-state";
	globalThis.self = globalThis;
	function answer({ script, input, hash }) {
		(0, eval)(script);
		const model = self.docsiteModel;
		if (hash !== undefined) {
			const read = readLink(model, hash);
			return "wrong" in read ? [read.wrong] : [JSON.stringify(inputOf(read))];
		}
		const { state, left } = stateOf(model, { server: { index: 0, variables: {} }, values: {}, credentials: {}, mediaType: "", ...input });
		const link = linkOf(state);
		if ("wrong" in link) {
			return [link.wrong, left.join()];
		}
		const told = new TextDecoder().decode(Uint8Array.from(atob(link.hash.slice(5).replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0)));
		return [told, left.join(), JSON.stringify(inputOf(readLink(model, link.hash)))];
	}
`

// linkAnswers are those of linkOfInput.
func linkAnswers(t *testing.T, member string, values []any) (answers [][]string) {
	t.Helper()
	doc := load(t, linkSpec)
	script := string(New(doc, Options{}).Script(doc.Operations[0]))
	inputs := make([]map[string]any, len(values))
	for i, value := range values {
		inputs[i] = map[string]any{"script": script, member: value}
	}
	inNode(t, linkOfInput, inputs, &answers)
	return answers
}

// TestLinksHaveNoSecrets: neither credentials nor what a description, a name or the credentials themselves tell to be one.
func TestLinksHaveNoSecrets(t *testing.T) {
	tests := []struct{ input, told, left string }{
		{`{}`, `{"v":1,"values":{}}`, ""},
		{`{"credentials":{"key":{"value":"topsecret"}}}`, `{"v":1,"values":{}}`, ""},
		{`{"values":{"path":{"id":"ü/→😀"},"query":{"constructor":"a","pageToken":"p"}}}`, `{"v":1,"values":{"path":{"id":"ü/→😀"},"query":{"constructor":"a","pageToken":"p"}}}`, ""},
		{`{"values":{"query":{"pin":"1234","access_token":"x","where":{"a":"b"}},"header":{"K":"k"},"cookie":{"sid":"1","theme":"2"}}}`, `{"v":1,"values":{"query":{"where":{}}}}`, "a,pin,access_token,K,sid,theme"},
		{`{"values":{"path":{"id":"has topsecret in it"}},"credentials":{"key":{"value":" topsecret "}}}`, `{"v":1,"values":{}}`, "id"},
		{`{"mediaType":"application/json","body":"{\"code\": \"1\", \"max_tokens\": 10,\"n\": 1.50}"}`, `{"v":1,"values":{},"mediaType":"application/json","text":"{\n  \"max_tokens\": 10,\n  \"n\": 1.50\n}"}`, "code"},
		{`{"mediaType":"application/json","body":"{\"n\":  1.50}"}`, `{"v":1,"values":{},"mediaType":"application/json","text":"{\"n\":  1.50}"}`, ""},
		{`{"mediaType":"application/json","body":"{\"list\": [{\"clientSecret\": \"x\", \"password\": true}], \"x-a\": \"y\"}"}`, `{"v":1,"values":{},"mediaType":"application/json","text":"{\n  \"list\": [\n    {\n      \"password\": true\n    }\n  ]\n}"}`, "clientSecret,x-a"},
		{`{"mediaType":"application/json","body":"{\"a\": \"topsecret\"}","credentials":{"key":{"value":"topsecret"}}}`, `{"v":1,"values":{},"mediaType":"application/json","text":"{}"}`, "a"},
		{`{"mediaType":"application/json","body":"{\"a\": \"socks5://me:topsecret@proxy.example:1080\", \"b\": \"https://a.example/?to=b@c\", \"Ocp-Apim-Subscription-Key\": \"topsecret\"}"}`,
			`{"v":1,"values":{},"mediaType":"application/json","text":"{\n  \"b\": \"https://a.example/?to=b@c\"\n}"}`, "a,Ocp-Apim-Subscription-Key"},
		{`{"mediaType":"text/plain","body":"postgres://me:topsecret@db/x"}`, `{"v":1,"values":{},"mediaType":"text/plain"}`, "the body"},
		{`{"values":{"path":{"id":"https://topsecret@a.example/"}}}`, `{"v":1,"values":{}}`, "id"},
		{`{"mediaType":"application/json","body":"{\"a\": "}`, `{"v":1,"values":{},"mediaType":"application/json"}`, "the body"},
		{`{"mediaType":"text/plain","body":"some\n\twords"}`, `{"v":1,"values":{},"mediaType":"text/plain","text":"some\n\twords"}`, ""},
		{`{"mediaType":"text/plain","body":"<Password>x</Password>"}`, `{"v":1,"values":{},"mediaType":"text/plain"}`, "the body"},
		{`{"mediaType":"multipart/form-data","fields":"{\"title\": \"x\"}","parts":[{"name":"file","fileName":"f"}]}`, `{"v":1,"values":{},"mediaType":"multipart/form-data","text":"{\"title\": \"x\"}"}`, ""},
		{`{"server":{"index":0,"variables":{"tenant":"evil","version":"v2"}}}`, `{"v":1,"server":{"index":0,"variables":{"version":"v2"}},"values":{}}`, ""},
		{`{"server":{"index":1,"variables":{"region":"us"}}}`, `{"v":1,"server":{"index":1,"variables":{"region":"us"}},"values":{}}`, ""},
		{`{"values":{"path":{"id":"a\r\nb"}}}`, `What is filled in has characters that can't be seen, or line breaks outside of the body. A link can't have those.`, ""},
		{`{"mediaType":"text/plain","body":"` + strings.Repeat("x", 20000) + `"}`, "What is filled in is too long for a link.", ""},
	}
	var inputs []any
	for _, test := range tests {
		inputs = append(inputs, json.RawMessage(test.input))
	}
	for i, got := range linkAnswers(t, "input", inputs) {
		if diff := cmp.Diff([]string{tests[i].told, tests[i].left}, got[:2]); diff != "" {
			t.Errorf("%.300s (-want +got):\n%s", tests[i].input, diff)
		}
		if len(got) > 2 && strings.Contains(got[2], "topsecret") {
			t.Errorf("%s: %s", tests[i].input, got[2])
		}
	}
}

// TestHostileLinksFillInWhatTheFormHas: nothing else, on no other host, and nothing that can't be seen.
func TestHostileLinksFillInWhatTheFormHas(t *testing.T) {
	const none = `{"server":{"index":0,"variables":{}},"values":{},"credentials":{},"mediaType":""}`
	damaged := "The link is damaged, so nothing is filled in. As a rule a part of it is missing."
	unseen := "The link has characters that can't be seen. Nobody needs those for good, so nothing is filled in."
	tests := []struct{ told, want string }{
		{`{"v":1}`, none}, {`{"v":2}`, damaged}, {`{}`, damaged}, {`[]`, damaged}, {`null`, damaged}, {`"v"`, damaged}, {`{"v":1`, damaged}, {"{\"v\":1,\"a\":\"\xff\"}", damaged},
		{`{"v":1,"server":{"index":9}}`, none}, {`{"v":1,"server":{"index":-1}}`, none}, {`{"v":1,"server":{"index":"0"}}`, none}, {`{"v":1,"server":{"index":0.5}}`, none},
		{`{"v":1,"server":{"index":0,"variables":{"tenant":"evil","other":"x","version":"../x","__proto__":{"a":1}}}}`, none},
		{`{"v":1,"server":{"index":0,"variables":{"version":"@evil.example/"}}}`, none},
		{`{"v":1,"server":{"index":1,"variables":{"region":"evil.example/"}}}`, `{"server":{"index":1,"variables":{}},"values":{},"credentials":{},"mediaType":""}`},
		{`{"v":1,"server":{"index":1,"variables":{"region":["us"]}},"url":"https://evil.example","method":"DELETE","path":"/x"}`, `{"server":{"index":1,"variables":{}},"values":{},"credentials":{},"mediaType":""}`},
		{`{"v":1,"credentials":{"key":{"value":"mine"}},"values":{"header":{"K":"x","Host":"evil.example"},"cookie":{"theme":"x"},"query":{"access_token":"x"}}}`, none},
		{`{"v":1,"values":{"__proto__":{"id":"x"},"constructor":{"id":"x"},"path":{"__proto__":"x","toString":"y"}}}`, none},
		{`{"v":1,"values":[],"mediaType":["text/plain"],"text":5}`, none}, {`{"v":1,"mediaType":"text/evil"}`, none},
		{`{"v":1,"values":{"path":{"id":{"a":[1,null]}}}}`, `{"server":{"index":0,"variables":{}},"values":{"path":{"id":{"a":[1,null]}}},"credentials":{},"mediaType":""}`},
		{`{"v":1,"values":{"path":{"id":"a\r\nX-Evil: 1"}}}`, unseen}, {`{"v":1,"values":{"path":{"id":"\u0000"}}}`, unseen}, {`{"v":1,"values":{"path":{"id":"a\u202eb"}}}`, unseen},
		{`{"v":1,"values":{"path":{"id":"\ud800"}}}`, unseen}, {`{"v":1,"values":{"path":{"a\u0085":1}}}`, unseen}, {`{"v":1,"text":"a\u0008"}`, unseen}, {`{"v":1,"text":"\"a\\u202eb\""}`, unseen},
		{`{"v":1,"values":{"path":{"id":` + strings.Repeat("[", 5000) + strings.Repeat("]", 5000) + `}}}`, unseen},
		{`{"v":1,"text":"a\r\n\tb"}`, `{"server":{"index":0,"variables":{}},"values":{},"credentials":{},"mediaType":"","body":"a\r\n\tb"}`},
		{`{"v":1,"text":"` + strings.Repeat("x", 20000) + `"}`, damaged},
	}
	var hashes []any
	for _, test := range tests {
		hashes = append(hashes, "#try="+base64.RawURLEncoding.EncodeToString([]byte(test.told)))
	}
	plain := len(hashes)
	hashes = append(hashes, "#try=", "#try=%7B%7D", "#try=a b", "#try=e", "#try=<script>")
	for i, got := range linkAnswers(t, "hash", hashes) {
		want, told := damaged, ""
		if i < plain {
			want, told = tests[i].want, tests[i].told
		}
		if len(got) != 1 || got[0] != want {
			t.Errorf("%v, %.200s: %q, want %q", i, told, got, want)
		}
	}
}
