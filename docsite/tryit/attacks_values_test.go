package tryit

import (
	"encoding/json"
	"strings"
	"testing"
)

// quoted is a text as JSON.
func quoted(s string) string {
	text, _ := json.Marshal(s) // a text always is
	return string(text)
}

// TestNoPathParameterLeavesItsPlace fills in what another path could be made of.
func TestNoPathParameterLeavesItsPlace(t *testing.T) {
	const input, target = "invalid_input", "invalid_target"
	file := func(name, value, code, saw string) attack {
		if saw != "" {
			saw = "GET /api/a/d/" + saw
		}
		return attack{name: name, operation: "pets/path", message: `{"values": {"path": {"dir": "d", "file": ` + quoted(value) + `}}}`, code: code, saw: saw}
	}
	raw := func(name, operation, path, code, saw string) attack {
		return attack{name: name, operation: operation, message: `{"values": {"path": {` + path + `}}}`, code: code, saw: saw}
	}
	attacks(t, Config{}, []attack{
		file("a dot segment", "..", input, ""),
		file("a dot", ".", input, ""),
		file("an escaped dot segment", "%2e%2e", target, ""),
		file("half of it escaped", ".%2E", target, ""),
		file("escaped twice", "%252e%252e", "", "%25252e%25252e"),
		file("a way up", "../admin", target, ""),
		file("a way up, escaped", "..%2fadmin", target, ""),
		file("a way up, escaped twice", "%252e%252e%252fadmin", "", "%25252e%25252e%25252fadmin"),
		file("a way up, escaped, behind a percent sign", "50%/%2e%2e/admin", target, ""),
		file("a percent sign", "50%", "", "50%25"),
		file("a way up for Windows", `..\admin`, target, ""),
		file("a way up for Windows, escaped", `..%5cadmin`, target, ""),
		file("a way up in the middle", "a/../../admin", target, ""),
		file("a way up at the end", "a/..", target, ""),
		file("a stay in the middle", "a/./b", target, ""),
		file("a way up for Tomcat", "..;/admin", target, ""),
		file("a way up for Tomcat, escaped", "..%3b/admin", target, ""),
		file("a way up in both kinds of slashes", `a\../b`, target, ""),
		file("three dots", "...", "", "..."),
		file("dots in a name", "a..b", "", "a..b"),
		file("dots and an end of text", "..\x00", target, ""),
		file("a way up before an end of text", "..\x00.png/admin", target, ""),
		file("a way up before an end of text, escaped", "..%00/admin", target, ""),
		file("dots and a blank", ".. /admin", target, ""),
		file("dots and a blank, escaped", "..%20/admin", target, ""),
		file("dots and a line break", "..\r\n", target, ""),
		file("wide dots", "．．", target, ""),
		file("a wide slash", "..／admin", target, ""),
		file("wide letters", "ａ．．／", "", "%EF%BD%81%EF%BC%8E%EF%BC%8E%EF%BC%8F"),
		file("leaders for dots", "\u2024\u2024", target, ""),
		file("a fraction for a slash", "..\u2215admin", target, ""),
		file("overlong dots", "%c0%ae%c0%ae", target, ""),
		file("overlong dots and slashes", "%c0%ae%c0%ae%c0%afadmin", target, ""),
		file("a slash", "a/b", "", "a%2Fb"),
		file("two slashes and a host", "//evil.example/", "", "%2F%2Fevil.example%2F"),
		file("a URL", "http://evil.example/", "", "http:%2F%2Fevil.example%2F"),
		file("a user", "@evil.example", "", "@evil.example"),
		file("a port", ":80@evil.example:80", "", ":80@evil.example:80"),
		file("a query", "?admin=1", "", "%3Fadmin=1"),
		file("a query, escaped", "%3fadmin=1", "", "%253fadmin=1"),
		file("a fragment", "#evil", "", "%23evil"),
		file("a path parameter", ";admin=1", "", "%3Badmin=1"),
		file("a line break", "\r\nX-Admin: evil", "", "%0D%0AX-Admin:%20evil"),
		file("the end of the request", " HTTP/1.1\r\nHost: evil\r\n\r\nGET /admin", "", "%20HTTP%2F1.1%0D%0AHost:%20evil%0D%0A%0D%0AGET%20%2Fadmin"),
		file("an end of text", "a\x00.png", "", "a%00.png"),
		file("another parameter", "{dir}", "", "%7Bdir%7D"),
		file("nothing", "", input, ""),
		file("a very long name", strings.Repeat("x", 300<<10), "head_too_large", ""),
		raw("nothing at all", "pets/path", `"dir": "d"`, input, ""),
		raw("a null", "pets/path", `"dir": "d", "file": null`, input, ""),
		raw("a list with a way up", "pets/path", `"dir": "d", "file": ["..", "admin"]`, "", "GET /api/a/d/..,admin"),
		raw("a list of one", "pets/path", `"dir": "d", "file": [".."]`, input, ""),
		raw("an object", "pets/path", `"dir": "d", "file": {"../admin": 1}`, target, ""),
		raw("a deep object", "pets/path", `"dir": "d", "file": [{"a": "/../admin"}]`, target, ""),
		raw("two halves of a dot segment", "pets/pair", `"x": ".", "y": "."`, input, ""),
		raw("two halves of an escape", "pets/pair", `"x": "%", "y": "2e"`, target, ""),
		raw("two halves of a way up", "pets/pair", `"x": "..", "y": "/admin"`, target, ""),
		raw("a label that makes two dots", "pets/label", `"v": "."`, input, ""),
		raw("a label that goes up", "pets/label", `"v": "./admin"`, target, ""),
		raw("a label of nothing", "pets/label", `"v": ""`, input, ""),
		raw("a matrix that goes up", "pets/matrix", `"v": "/../admin"`, target, ""),
		raw("a matrix with a name", "pets/matrix", `"v": {"a/../b": "1"}`, target, ""),
		raw("a way up in the first", "pets/path", `"dir": "..", "file": ".."`, input, ""),
		raw("both together", "pets/path", `"dir": "a/..", "file": "../b"`, target, ""),
	})
}

// TestNoOtherParameterLeavesItsPlace fills in what more parameters, headers or requests could be made of.
func TestNoOtherParameterLeavesItsPlace(t *testing.T) {
	const input = "invalid_input"
	row := func(name, operation, place, values, code, saw string, with ...string) attack {
		return attack{name: name, operation: "pets/" + operation, message: `{"values": {"` + place + `": {` + values + `}}}`, code: code, saw: saw, with: with}
	}
	attacks(t, Config{}, []attack{
		row("another parameter", "query", "query", `"q": "1&admin=1"`, "", "GET /api/query?q=1%26admin%3D1"),
		row("a fragment", "query", "query", `"q": "1#evil"`, "", "GET /api/query?q=1%23evil"),
		row("a second question mark", "query", "query", `"q": "?a=b"`, "", "GET /api/query?q=%3Fa%3Db"),
		row("a line break", "query", "query", `"q": "1\r\nX-Admin: evil"`, "", "GET /api/query?q=1%0D%0AX-Admin%3A%20evil"),
		row("the end of the request", "query", "query", `"q": " HTTP/1.1\r\n\r\n"`, "", "GET /api/query?q=%20HTTP%2F1.1%0D%0A%0D%0A"),
		row("no characters", "query", "query", `"q": "\ud800"`, "", "GET /api/query?q=%EF%BF%BD"),
		row("an object for a text", "query", "query", `"q": {"admin": "1"}`, input, ""),
		row("a list for a text", "query", "query", `"q": ["1", "2&admin=1"]`, "", "GET /api/query?q=1&q=2%26admin%3D1"),
		row("a list with its separator", "query", "query", `"list": ["a,b", "c&d"]`, "", "GET /api/query?list=a%2Cb,c%26d"),
		row("reserved characters that end the value", "query", "query", `"free": "a&b=c#d+e f"`, "", "GET /api/query?free=a%26b%3Dc%23d%2Be%20f"),
		row("a line break among reserved characters", "query", "query", `"free": "/?\r\nX-Admin: evil"`, "", "GET /api/query?free=/?%0D%0AX-Admin:%20evil"),
		row("a name in brackets", "query", "query", `"deep": {"a]&admin": "1"}`, "", "GET /api/query?deep%5Ba%5D%26admin%5D=1"),
		row("a name of an object", "query", "query", `"filter": {"a&admin": "1=2"}`, "", "GET /api/query?a%26admin=1%3D2"),
		row("a parameter that isn't there", "query", "query", `"admin": "1"`, input, ""),
		row("a name with more to it", "query", "query", `"q&admin": "1"`, input, ""),
		row("a very long one", "query", "query", `"q": "`+strings.Repeat("&", 100<<10)+`"`, "head_too_large", ""),
		row("one longer than any message", "query", "query", `"q": "`+strings.Repeat("x", 22<<20)+`"`, "body_too_large", ""),

		row("a line break in a header", "head", "header", `"X-Trace": "1\r\nX-Admin: evil"`, input, ""),
		row("half a line break in a header", "head", "header", `"X-Trace": "1\nX-Admin: evil"`, input, ""),
		row("the other half", "head", "header", `"X-Trace": "1\rX-Admin: evil"`, input, ""),
		row("the end of the headers", "head", "header", `"X-Trace": "1\r\n\r\nGET /admin HTTP/1.1"`, input, ""),
		row("an end of text in a header", "head", "header", `"X-Trace": "1\u0000"`, input, ""),
		row("a line break that is none in a header", "head", "header", `"X-Trace": "1\u560d\u560aX-Admin: 1"`, "", "GET /api/head", "X-Trace: 1嘍嘊X-Admin: 1"),
		row("a line break in a list", "head", "header", `"X-Trace": ["a", "b\r\nX-Admin: evil"]`, input, ""),
		row("a line break in a name", "head", "header", `"X-Trace": {"a\r\nX-Admin": "evil"}`, input, ""),
		row("a header with a line break", "head", "header", `"X-Trace\r\nX-Admin": "evil"`, input, ""),
		row("a header that isn't there", "head", "header", `"X-Admin": "evil"`, input, ""),
		row("a very long header", "head", "header", `"X-Trace": "`+strings.Repeat("x", 300<<10)+`"`, "head_too_large", ""),
		row("another host", "head", "header", `"Host": "evil.example"`, input, ""),
		row("chunks", "head", "header", `"Transfer-Encoding": "chunked"`, input, ""),
		row("a length", "head", "header", `"Content-Length": "5"`, input, ""),
		row("a connection", "head", "header", `"Connection": "X-Api-Key"`, input, ""),
		row("another origin", "head", "header", `"Origin": "https://evil.example"`, input, ""),
		row("another sender", "head", "header", `"X-Forwarded-For": "127.0.0.1"`, input, ""),
		row("another sender, underlined", "head", "header", `"x_real_ip": "127.0.0.1"`, input, ""),
		row("another sender for Envoy", "head", "header", `"X-Envoy-External-Address": "127.0.0.1"`, input, ""),
		row("another user", "head", "header", `"Remote-User": "evil"`, input, ""),
		row("another path", "head", "header", `"X-Original-URI": "/admin"`, input, ""),
		row("a list with another sender", "head", "header", `"X-Trace": ["a", "X-Real-Ip: evil"]`, "", "GET /api/head", "X-Trace: a,X-Real-Ip: evil"),
		row("a user agent that the spec asks for", "head", "header", `"User-Agent": "me"`, "", "GET /api/head", "User-Agent: me"),

		row("a second cookie", "head", "cookie", `"theme": "a; session=evil"`, "", "GET /api/head", "Cookie: theme=a%3B%20session%3Devil"),
		row("a cookie's line break", "head", "cookie", `"theme": "a\r\nX-Admin: evil"`, "", "GET /api/head", "Cookie: theme=a%0D%0AX-Admin%3A%20evil"),
		row("a cookie's object", "head", "cookie", `"theme": {"session": "evil"}`, input, ""),
		row("a cookie of lists", "head", "cookie", `"prefs": {"a,b;c": "d;e"}`, "", "GET /api/head", "Cookie: prefs=a%2Cb%3Bc,d%3Be"),
		row("a cookie that isn't there", "head", "cookie", `"session": "evil"`, input, ""),
	})
}

// TestNoCredentialLeavesItsPlace pastes what more could be made of than a credential.
func TestNoCredentialLeavesItsPlace(t *testing.T) {
	const input = "invalid_input"
	row := func(name, operation, credentials, code, saw string, with ...string) attack {
		return attack{name: name, operation: "pets/" + operation, message: `{"credentials": {` + credentials + `}}`, code: code, saw: saw, with: with}
	}
	attacks(t, Config{}, []attack{
		row("a line break in a header", "add", `"header": {"value": "k\r\nX-Admin: evil"}`, input, ""),
		row("an end of text", "add", `"header": {"value": "k\u0000"}`, input, ""),
		row("breaks around it", "add", `"header": {"value": "\r\n k \r\n"}`, "", "POST /api/add", "X-Api-Key: k"),
		row("another parameter", "keyquery", `"query": {"value": "k&admin=1#"}`, "", "GET /api/keyquery?api_key=k%26admin%3D1%23"),
		row("the end of the request", "keyquery", `"query": {"value": "k HTTP/1.1\r\nHost: evil"}`, "", "GET /api/keyquery?api_key=k%20HTTP%2F1.1%0D%0AHost%3A%20evil"),
		row("a second cookie", "keycookie", `"cookie": {"value": "k; admin=1"}`, input, ""),
		row("a cookie's line break", "keycookie", `"cookie": {"value": "k\r\nX-Admin: evil"}`, input, ""),
		row("a user name with a colon", "keybasic", `"basic": {"username": "a:b", "password": "c"}`, input, ""),
		row("a user name with a line break", "keybasic", `"basic": {"username": "a\r\nX-Admin", "password": ": evil"}`, "", "GET /api/keybasic", "Authorization: Basic YQ0KWC1BZG1pbjo6IGV2aWw="),
		row("a token with a line break", "keybearer", `"bearer": {"value": "t\r\nX-Admin: evil"}`, input, ""),
		row("a token with another scheme", "keybearer", `"bearer": {"value": "Basic t"}`, "", "GET /api/keybearer", "Authorization: Bearer Basic t"),
		row("a very long token", "keybearer", `"bearer": {"value": "`+strings.Repeat("x", 300<<10)+`"}`, "head_too_large", ""),
	})
}

// TestNoBodyLeavesItsPlace sends bodies that could become another request, another part or too much.
func TestNoBodyLeavesItsPlace(t *testing.T) {
	const input, large = "invalid_input", "body_too_large"
	upload := func(name, parts, code, saw string, with ...string) attack {
		return attack{name: name, operation: "pets/upload", message: `{"parts": [` + parts + `]}`, code: code, saw: saw, with: with}
	}
	attacks(t, Config{}, []attack{
		{name: "a request in the body", operation: "pets/add", message: `{"body": "0\r\n\r\nGET /admin HTTP/1.1\r\nHost: evil\r\n\r\n"}`, saw: "POST /api/add", with: []string{"Content-Length: 40"}},
		{name: "a type with a line break", operation: "pets/add", message: `{"mediaType": "application/json\r\nX-Admin: evil", "body": "{}"}`, code: input},
		{name: "another type", operation: "pets/add", message: `{"mediaType": "text/html", "body": "{}"}`, code: input},
		{name: "the type with a parameter", operation: "pets/add", message: `{"mediaType": "application/json; charset=utf-7", "body": "{}"}`, code: input},
		{name: "a body where there is none", message: `{"body": "x"}`, code: input},
		{name: "parts where there are none", message: `{"parts": [{"name": "a", "value": "b"}]}`, code: input},
		{name: "parts of JSON", operation: "pets/add", message: `{"parts": [{"name": "a", "value": "b"}]}`, code: input},
		{name: "a body over the limit", operation: "pets/add", message: `{"body": "` + strings.Repeat("x", 65) + `"}`, code: large},
		{name: "a file over the limit", operation: "pets/add", message: `{"bodyFile": "f0"}`, files: [][2]string{{"f0", strings.Repeat("x", 65)}}, code: large},
		{name: "parts over the limit together", operation: "pets/upload", message: `{"parts": [{"name": "a", "value": "` + strings.Repeat("x", 3000) + `"}, {"name": "b", "file": "f0"}]}`, files: [][2]string{{"f0", strings.Repeat("x", 3000)}}, code: large},
		{name: "a message without an end", operation: "pets/add", message: `{"body": "` + strings.Repeat("x", 2<<20) + `"}`, code: large},
		{name: "more parts than anybody has", operation: "pets/upload", message: `{"parts": [{}` + strings.Repeat(",{}", 20_000) + `]}`, code: "too_many_values"},
		{name: "more credentials than anybody has", operation: "pets/add", message: `{"credentials": {"a": {}` + strings.Repeat(`,"a":{}`, 20_000) + `}}`, code: "too_many_values"},
		upload("a part's name with quotes and breaks", `{"name": "a\"; filename=\"x\r\nX: 1", "value": "b"}`, "", "POST /api/upload", `Content-Disposition: form-data; name="a%22; filename=%22x%0D%0AX: 1"`),
		upload("a part's type with a line break", `{"name": "a", "value": "b", "mediaType": "text/plain\r\n\r\nevil"}`, input, ""),
		upload("a part's name with an end of text", `{"name": "a\u0000", "value": "b"}`, input, ""),
		upload("a part with a boundary", `{"name": "a", "value": "\r\n--evil--\r\n\r\nGET /admin HTTP/1.1\r\n\r\n"}`, "", "POST /api/upload"),
		{name: "a file's name with quotes and breaks", operation: "pets/upload", message: `{"parts": [{"name": "a", "file": "f0", "fileName": "../\"\r\nX: 1"}]}`, files: [][2]string{{"f0", "x"}}, saw: "POST /api/upload",
			with: []string{`Content-Disposition: form-data; name="a"; filename="../%22%0D%0AX: 1"`}},
	})
}
