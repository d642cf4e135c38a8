package rpc_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wpengine/engine/api"
)

func TestBodyThatIsNotStrictJSON(t *testing.T) {
	h := start(t)
	nested := func(n int) string { return `{"a":` + strings.Repeat("[", n) + strings.Repeat("]", n) + `}` }
	tests := []struct{ name, body, detail, pointer string }{
		{"empty", "", "The request body is empty. Send a JSON object; {} when there is nothing to say.", ""},
		{"blank", " \r\n", "The request body is empty. Send a JSON object; {} when there is nothing to say.", ""},
		{"a list", `[{}]`, "The request body is not a JSON object. Send an object, {…}.", ""},
		{"a text", `"{}"`, "The request body is not a JSON object. Send an object, {…}.", ""},
		{"null", `null`, "The request body is not a JSON object. Send an object, {…}.", ""},
		{"a number", `12`, "The request body is not a JSON object. Send an object, {…}.", ""},
		{"a form", "clientId=1", "The request body is not valid JSON at line 1, column 1: invalid character 'c' at start of value.", ""},
		{"byte order mark", "\xef\xbb\xbf{}", "The request body begins with a byte order mark. Send plain UTF-8 without one.", ""},
		{"UTF-16", "{\x00}\x00", "The request body is not valid JSON at line 1, column 2: invalid character '\\x00' at start of value.", ""},
		{"invalid UTF-8", "{\"ä\": \"\xe4\"}", "The request body is not valid UTF-8 at line 1, column 8.", ""},
		{"half a surrogate pair", `{"a":"\ud83d"}`, "The request body is not valid JSON at line 1, column 7: invalid surrogate pair `\\ud83d\"}` in string.", ""},
		{"member twice", `{"a":1,"b":2,"a":3}`, "The request body has the member /a twice, the second time at line 1, column 14.", "/a"},
		{"member twice, escaped", `{"a/b":1,"\u0061/b":3}`, "The request body has the member /a~1b twice, the second time at line 1, column 10.", "/a~1b"},
		{"member twice, inside", "{\"m\":[{},\n  {\"x\":1, \"x\":1}]}", "The request body has the member /m/1/x twice, the second time at line 2, column 11.", "/m/1/x"},
		{"trailing word", `{} true`, "The request body goes on after the JSON object: line 1, column 4.", ""},
		{"two objects", "{}\n{}", "The request body goes on after the JSON object: line 2, column 1.", ""},
		{"cut off", `{"clientId":"0198f2f4`, "The request body is not valid JSON: it ends too early, at line 1, column 22.", ""},
		{"trailing comma", "{\n \"a\": 1,\n}", "The request body is not valid JSON at line 2, column 8: a comma before the end of an object or array.", ""},
		{"single quotes", `{'a':1}`, `The request body is not valid JSON at line 1, column 2: invalid character '\'' at start of value.`, ""},
		{"comment", `{} // hello`, "The request body goes on after the JSON object: line 1, column 4.", ""},
		{"a raw line break in a text", "{\"a\":\"x\ny\"}", `The request body is not valid JSON at line 1, column 8: invalid character '\n' in string (expecting non-control character).`, ""},
		{"NaN", `{"a":NaN}`, "The request body is not valid JSON at line 1, column 6: invalid character 'N' at start of value.", ""},
		{"too deep", nested(64), "The request body has more than 64 objects and arrays within each other.", ""},
		{"far too deep", nested(200_000), "The request body has more than 64 objects and arrays within each other.", ""},
		{"too many", `{"a":[` + strings.Repeat("0,", 100_000) + `0]}`, "The request body has more than 100000 values.", ""},
		{"a number that fills the memory", `{"a":1e999999999}`, "/a is out of range: numbers reach from -9007199254740991 to 9007199254740991.", "/a"},
		{"a number that isn't exact", `{"a":[0,9007199254740993]}`, "/a/1 is out of range: numbers reach from -9007199254740991 to 9007199254740991.", "/a/1"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := h.post("server/ping", tt.body)
			if got.StatusCode != 400 || got.problem.Code != api.CodeInvalidRequest || got.problem.Detail != tt.detail {
				t.Fatalf("%d %s\nwant %s", got.StatusCode, got.body, tt.detail)
			}
			pointer := ""
			if len(got.problem.Errors) > 0 {
				pointer = got.problem.Errors[0].Pointer
			}
			if pointer != tt.pointer {
				t.Errorf("pointer %q, want %q", pointer, tt.pointer)
			}
		})
	}
	if n := h.spent(); n != 0 {
		t.Errorf("refused requests cost %d", n)
	}
}

func TestEachMistakeInTheBodyIsNamed(t *testing.T) {
	h := start(t)
	tests := []struct {
		name, operation, body string
		want                  []api.FieldError
	}{
		{"nothing", "whatsapp/sendMessage", `{}`, []api.FieldError{
			{Pointer: "/clientId", Detail: "is required"}, {Pointer: "/jid", Detail: "is required"}, {Pointer: "/message", Detail: "is required"},
		}},
		{"wrong names", "whatsapp/sendMessage", `{"client_id":"` + clientID + `","jid":"+15551234567","mesage":{"text":"x"},"zzzzzzzz":1}`, []api.FieldError{
			{Pointer: "/clientId", Detail: "is required"},
			{Pointer: "/client_id", Detail: "is not a member of this object; did you mean `clientId`?"},
			{Pointer: "/mesage", Detail: "is not a member of this object; did you mean `message`?"},
			{Pointer: "/message", Detail: "is required"},
			{Pointer: "/zzzzzzzz", Detail: "is not a member of this object, which takes clientId, jid, message, options"},
		}},
		{"wrong types", "whatsapp/sendMessage", `{"clientId":7,"jid":null,"message":["x"]}`, []api.FieldError{
			{Pointer: "/clientId", Detail: "must be a string, not a number"},
			{Pointer: "/jid", Detail: "must be a string, not null"},
			{Pointer: "/message", Detail: "must be an object, not an array"},
		}},
		{"wrong values", "whatsapp/sendMessage", `{"clientId":"7","jid":"+1","message":{"text":""}}`, []api.FieldError{
			{Pointer: "/clientId", Detail: "must be a UUID"},
			{Pointer: "/jid", Detail: "must have at least 5 characters"},
			{Pointer: "/message/text", Detail: "must have at least 1 character"},
		}},
		{"none of several", "whatsapp/sendMessage", `{"clientId":"` + clientID + `","jid":"+15551234567","message":{}}`, []api.FieldError{
			{Pointer: "/message", Detail: "must have exactly one member: audio or contact or document or image or location or poll or reaction or sticker or text or video"},
		}},
		{"enum", "clients/getQr", `{"clientId":"` + clientID + `","format":"gif"}`, []api.FieldError{
			{Pointer: "/format", Detail: "must be one of text, png, svg"},
		}},
		{"bounds", "clients/list", `{"limit":201,"cursor":""}`, []api.FieldError{
			{Pointer: "/cursor", Detail: "must have at least 1 character"}, {Pointer: "/limit", Detail: "must be at most 200"},
		}},
		{"fraction", "clients/list", `{"limit":1.5}`, []api.FieldError{{Pointer: "/limit", Detail: "must be an integer, not a number"}}},
		{"none at all", "server/ping", `{"x/~y":1}`, []api.FieldError{{Pointer: "/x~1~0y", Detail: "is not a member of this object, which has none"}}},
		{"leap second", "apiKeys/create", `{"name":"x","expiresAt":"2016-12-31T23:59:60Z"}`, []api.FieldError{
			{Pointer: "/expiresAt", Detail: "must be a date and time as in RFC 3339, such as 2026-03-01T12:00:00Z"},
		}},
		{"year 10000 in UTC", "apiKeys/create", `{"name":"x","expiresAt":"9999-12-31T23:59:59-23:59"}`, []api.FieldError{
			{Pointer: "/expiresAt", Detail: "must be a date and time as in RFC 3339, such as 2026-03-01T12:00:00Z"},
		}},
		{"year before 0 in UTC", "apiKeys/create", `{"name":"x","expiresAt":"0000-01-01T00:00:00+23:59"}`, []api.FieldError{
			{Pointer: "/expiresAt", Detail: "must be a date and time as in RFC 3339, such as 2026-03-01T12:00:00Z"},
		}},
		{"lists", "apiKeys/create", `{"name":"` + strings.Repeat("n", 101) + `","scopes":["a.b","*","a.b"]}`, []api.FieldError{
			{Pointer: "/name", Detail: "must have at most 100 characters, and has 101"},
			{Pointer: "/scopes", Detail: "has the same item twice, at 0 and at 2"},
			{Pointer: "/scopes/1", Detail: `must match the pattern ^[a-z][A-Za-z]*\.([a-z][A-Za-z]*|\*)$`},
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := h.post(tt.operation, tt.body)
			want := "The request body does not match the schema of " + strings.Replace(tt.operation, "/", ".", 1) + "."
			if got.StatusCode != 400 || got.problem.Detail != want {
				t.Errorf("%d %s", got.StatusCode, got.body)
			}
			if diff := cmp.Diff(tt.want, got.problem.Errors); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestListOfMistakesIsBounded(t *testing.T) {
	h := start(t)
	var b strings.Builder
	for i := range 5000 {
		fmt.Fprintf(&b, `,"%d%s":1`, i, strings.Repeat("x", 150))
	}
	got := h.post("server/ping", `{"a":1`+b.String()+`}`)
	if len(got.problem.Errors) != 20 || !strings.Contains(got.problem.Detail, "These are the first 20 of ") || len(got.body) > 8<<10 {
		t.Errorf("%d errors in %d bytes: %s", len(got.problem.Errors), len(got.body), got.problem.Detail)
	}
}
