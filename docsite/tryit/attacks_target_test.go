package tryit

import (
	"net/http"
	"strconv"
	"strings"
	"testing"
)

// TestNoMessageNamesATarget tries to say in the panel's message where the request goes, how, or with what besides.
func TestNoMessageNamesATarget(t *testing.T) {
	const none, message, input, server = "", "invalid_message", "invalid_input", "unknown_server"
	attacks(t, Config{}, []attack{
		{name: "a URL", message: `{"url": "http://INSIDE/"}`, code: message},
		{name: "a target", message: `{"target": "http://INSIDE/"}`, code: message},
		{name: "a host", message: `{"host": "INSIDE"}`, code: message},
		{name: "a base", message: `{"server": {"base": "http://INSIDE/"}}`, code: message},
		{name: "a server's URL", message: `{"server": {"url": "http://INSIDE/"}}`, code: message},
		{name: "a server that is a text", message: `{"server": "http://INSIDE/"}`, code: message},
		{name: "a server's number that is a text", message: `{"server": {"index": "http://INSIDE/"}}`, code: message},
		{name: "half a server", message: `{"server": {"index": 0.5}}`, code: message},
		{name: "another server", message: `{"server": {"index": 1}}`, code: server},
		{name: "a server before the first", message: `{"server": {"index": -1}}`, code: server},
		{name: "a server beyond all numbers", message: `{"server": {"index": 99999999999999999999}}`, code: message},
		{name: "two servers, the last one wrong", message: `{"server": {"index": 0}, "server": {"index": 7}}`, code: server},
		{name: "a server in capitals", message: `{"SERVER": {"index": 7}}`, code: server},
		{name: "variables that the operator's server has not", message: `{"server": {"variables": {"host": "INSIDE"}}}`, code: "invalid_server"},
		{name: "a method", message: `{"method": "DELETE"}`, code: message},
		{name: "a path", message: `{"path": "/admin"}`, code: message},
		{name: "headers", message: `{"headers": {"X-Admin": "evil"}}`, code: message},
		{name: "a place for the host", message: `{"values": {"host": {"name": "INSIDE"}}}`, code: input},
		{name: "a place for the server", message: `{"values": {"server": {"url": "http://INSIDE/"}}}`, code: input},
		{name: "a prototype", message: `{"values": {"__proto__": {"url": "http://INSIDE/"}}}`, code: input},
		{name: "a parameter in another place", operation: "pets/path", message: `{"values": {"path": {"dir": "a", "file": "b"}, "query": {"dir": "x"}}}`, code: input},
		{name: "a parameter in other letters", operation: "pets/head", message: `{"values": {"header": {"x-trace": "evil"}}}`, code: input},
		{name: "a credential with an address", message: `{"credentials": {"http://INSIDE/": {"value": "evil"}}}`, code: input},
		{name: "a credential of another operation", message: `{"credentials": {"header": {"value": "evil"}}}`, code: input},
		{name: "a credential with more to it", operation: "pets/add", message: `{"credentials": {"header": {"value": "a", "in": "query"}}}`, code: message},
		{name: "two messages in one", message: `{} {"server": {"index": 7}}`, code: message},
		{name: "a list of messages", message: `[{}]`, code: message},
		{name: "a message that is a text", message: `"http://INSIDE/"`, code: message},
		{name: "no message", message: ` `, code: message},
		{name: "half a message", message: `{"server": {"index": 0}`, code: message},
		{name: "a message of another encoding", message: "\xff\xfe{\x00}\x00", code: message},
		{name: "a deep message", operation: "pets/query", message: `{"values": {"query": {"q": ` + strings.Repeat("[", 20_001) + strings.Repeat("]", 20_001) + `}}}`, code: message},
		{name: "a wide message", operation: "pets/query", message: `{"values": {"query": {"q": [` + strings.Repeat("0,", 20_000) + `0]}}}`, code: "too_many_values"},
		{name: "commas and brackets that are text", operation: "pets/query", message: `{"values": {"query": {"q": "` + strings.Repeat(`,[{\"`, 8000) + `"}}}`,
			saw: "GET /api/query?q=" + strings.Repeat("%2C%5B%7B%22", 8000)},
		{name: "a body from a URL", operation: "pets/add", message: `{"bodyFile": "http://INSIDE/"}`, code: message},
		{name: "a body from a file of ours", operation: "pets/add", message: `{"bodyFile": "/etc/passwd"}`, code: message},
		{name: "a body from a file above", operation: "pets/add", message: `{"bodyFile": "../../go.mod"}`, code: message},
		{name: "a part from a file of ours", operation: "pets/upload", message: `{"parts": [{"name": "a", "file": "file:///etc/passwd"}]}`, code: message},
		{name: "a part from the message", operation: "pets/upload", message: `{"parts": [{"name": "a", "file": "message"}]}`, code: message},
		{name: "one file as many parts", operation: "pets/upload", files: [][2]string{{"f0", "x"}, {"f1", ""}},
			message: `{"parts": [{"name": "a", "file": "f0"}, {"name": "a", "file": "f0"}]}`, code: message},
		{name: "a file that nothing names", files: [][2]string{{"f0", "x"}}, code: message},
		{name: "two files of one name", operation: "pets/upload", files: [][2]string{{"f0", "x"}, {"f0", "y"}}, message: `{"parts": [{"name": "a", "file": "f0"}]}`, code: message},
		{name: "a file without a name", files: [][2]string{{"", "x"}}, code: message},
		{name: "more files than anybody has", operation: "pets/upload", files: make([][2]string, mostFiles+1), code: message},
		{name: "two bodies", operation: "pets/add", message: `{"body": "{}", "bodyFile": "f0"}`, files: [][2]string{{"f0", "{}"}}, code: message},
		{name: "a second message", message: `{}`, files: [][2]string{{"message", `{"server": {"index": 7}}`}}, code: message},
		{name: "nothing wrong", message: `{"server": {"index": 0}}`, saw: "POST /api/open", code: none},
	})
}

// TestNoAddressNamesATarget tries to say it in the address that the message is posted to.
func TestNoAddressNamesATarget(t *testing.T) {
	const unknown = "unknown_operation"
	path := func(path string) func(*http.Request) {
		return func(r *http.Request) { r.URL.Path, r.URL.RawPath = "/docs/proxy/"+path, "" }
	}
	attacks(t, Config{}, []attack{
		{name: "a URL", operation: "http://INSIDE/", code: unknown},
		{name: "a host", operation: "/INSIDE/", code: unknown},
		{name: "a URL after the operation", operation: "pets/open/http://INSIDE/", code: unknown},
		{name: "a path after the operation", operation: "pets/open/admin", code: unknown},
		{name: "a slash after the operation", operation: "pets/open/", code: unknown},
		{name: "a slash before it", operation: "/pets/open", code: unknown},
		{name: "two slashes in it", operation: "pets//open", code: unknown},
		{name: "a way up", operation: "pets/open/../../admin", code: unknown},
		{name: "a way up, escaped", operation: "%2e%2e/%2e%2e/admin", code: unknown},
		{name: "a way up and down again", operation: "pets/../pets/open", code: unknown},
		{name: "slashes escaped", operation: "..%2f..%2fadmin", code: unknown},
		{name: "the operation's slash escaped", operation: "pets%2Fopen", saw: "POST /api/open"},
		{name: "the operation's slash escaped twice", operation: "pets%252Fopen", code: unknown},
		{name: "a backslash", operation: `pets\open`, code: unknown},
		{name: "other letters", operation: "PETS/OPEN", code: unknown},
		{name: "a path parameter", operation: "pets/open;url=http:%2f%2fINSIDE", code: unknown},
		{name: "an end of text", operation: "pets/open%00", code: unknown},
		{name: "a line break", operation: "pets/open%0d%0aX-Admin:%20evil", code: unknown},
		{name: "a blank", operation: "pets/open%20HTTP/1.1", code: unknown},
		{name: "a fragment in the path", change: path("pets/open#http://INSIDE/"), code: unknown},
		{name: "a question mark in the path", change: path("pets/open?url=http://INSIDE/"), code: unknown},
		{name: "no UTF-8", change: path("pets/open\xff"), code: unknown},
		{name: "nothing", change: path(""), code: unknown},
		{name: "not the proxy's path", change: func(r *http.Request) { r.URL.Path = "/pets/open" }, code: unknown},
		{name: "an operation that is not shown", operation: "pets/internal", code: unknown},
		{name: "the operation's id", operation: "pets.open", code: unknown},
		{name: "the operation's own path", operation: "api/open", code: unknown},
		{name: "a URL in the query", operation: "pets/open?url=http://INSIDE/", saw: "POST /api/open"},
		{name: "a target in the query", operation: "pets/open?target=http://INSIDE/&server=1&index=1", saw: "POST /api/open"},
		{name: "a method in the query", operation: "pets/open?_method=DELETE&method=DELETE", saw: "POST /api/open"},
		{name: "a scheme and a host in the request", change: func(r *http.Request) { r.URL.Scheme, r.URL.Host = "http", "evil.example" }, saw: "POST /api/open"},
	})
}

// TestNoHeaderOfTheBrowserGoesOn sends what browsers, other proxies and attackers add.
func TestNoHeaderOfTheBrowserGoesOn(t *testing.T) {
	var rows []attack
	for _, name := range []string{
		"Cookie", "Authorization", "Proxy-Authorization", "X-Api-Key", "Referer", "User-Agent", "From", "Accept", "Accept-Language", "Accept-Encoding",
		"X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Forwarded-Port", "X-Forwarded-Prefix", "X-Real-Ip", "Forwarded", "Via", "X-Client-Ip",
		"True-Client-Ip", "Cf-Connecting-Ip", "X-Original-Url", "X-Rewrite-Url", "X-Original-Host", "X-Host", "X-Target-Url", "X-Proxy-Url", "Destination",
		"X-Http-Method-Override", "X-Http-Method", "X-Method-Override", "Range", "If-None-Match", "Expect", "Te", "Trailer", "Upgrade", "Keep-Alive", "Max-Forwards",
		"X-Trace", "Content-Encoding", "Content-Location", "Traceparent", "Sec-Websocket-Protocol", "X_Forwarded_For",
	} {
		rows = append(rows, attack{name: name, change: header(name, "evil"), saw: "POST /api/open"})
	}
	upgrade := func(to string) func(*http.Request) {
		return func(r *http.Request) {
			r.Header.Set("Connection", "Upgrade, HTTP2-Settings")
			r.Header.Set("Upgrade", to)
			r.Header.Set("Sec-Websocket-Key", "dGhlIHNhbXBsZSBub25jZQ==")
			r.Header.Set("Sec-Websocket-Version", "13")
			r.Header.Set("Http2-Settings", "AAMAAABkAAQAAP__")
		}
	}
	rows = append(rows,
		attack{name: "an upgrade to WebSocket", change: upgrade("websocket"), saw: "POST /api/open"},
		attack{name: "an upgrade to HTTP/2", change: upgrade("h2c"), saw: "POST /api/open"},
		attack{name: "a header named by Connection", change: func(r *http.Request) {
			r.Header.Set("Connection", "X-Try-It, X-Api-Key")
			r.Header.Set("X-Api-Key", "evil")
		}, saw: "POST /api/open"},
		attack{name: "another host", change: func(r *http.Request) { r.Host = "evil.example" }, saw: "POST /api/open"},
		attack{name: "a host with a line break", change: func(r *http.Request) { r.Host = "evil.example\r\nX-Admin: 1" }, saw: "POST /api/open"},
		attack{name: "a trailer", change: func(r *http.Request) { r.Trailer = http.Header{"X-Api-Key": {"evil"}} }, saw: "POST /api/open"},
	)
	for i, method := range []string{"GET", "HEAD", "PUT", "PATCH", "DELETE", "TRACE", "OPTIONS", "CONNECT", "QUERY", "post", "POST evil"} {
		rows = append(rows, attack{name: "method " + strconv.Itoa(i) + " " + method, change: func(r *http.Request) { r.Method = method }, code: "method_not_allowed"})
	}
	attacks(t, Config{}, rows)
}

// TestNoPageOfAnotherSiteGetsIn comes from where no panel of the site is.
func TestNoPageOfAnotherSiteGetsIn(t *testing.T) {
	const cross, noPanel, media = "cross_origin", "not_a_panel", "unsupported_media_type"
	from := func(origin ...string) func(*http.Request) {
		return func(r *http.Request) {
			r.Header.Del("Sec-Fetch-Site")
			r.Header["Origin"] = origin
		}
	}
	attacks(t, Config{}, []attack{
		{name: "another site", change: header("Sec-Fetch-Site", "cross-site"), code: cross},
		{name: "a neighbour of the site", change: header("Sec-Fetch-Site", "same-site"), code: cross},
		{name: "who knows", change: header("Sec-Fetch-Site", "evil"), code: cross},
		{name: "another origin", change: from("http://evil.example"), code: cross},
		{name: "a sandbox", change: from("null"), code: cross},
		{name: "the site's name and more", change: from("http://docs.example.evil.example"), code: cross},
		{name: "more and the site's name", change: from("http://evil-docs.example"), code: cross},
		{name: "the site as a user", change: from("http://docs.example@evil.example"), code: cross},
		{name: "another port", change: from("http://docs.example:81"), code: cross},
		{name: "two origins", change: from("http://docs.example", "http://evil.example"), code: cross},
		{name: "two origins in one", change: from("http://docs.example http://evil.example"), code: cross},
		{name: "an operation that isn't there", operation: "pets/evil", change: header("Sec-Fetch-Site", "cross-site"), code: cross},
		{name: "a question of another site", change: func(r *http.Request) {
			r.Method = http.MethodOptions
			r.Header.Set("Access-Control-Request-Method", "POST")
			r.Header.Set("Access-Control-Request-Headers", "x-try-it")
			r.Header.Set("Origin", "http://evil.example")
			r.Header.Set("Sec-Fetch-Site", "cross-site")
		}, code: "method_not_allowed"}, // and so the browser sends no more
		{name: "a form", change: func(r *http.Request) { r.Header.Del("X-Try-It") }, code: noPanel},
		{name: "a header without its value", change: header("X-Try-It", ""), code: noPanel},
		{name: "a header with another value", change: header("X-Try-It", "true"), code: noPanel},
		{name: "two values of the header", change: func(r *http.Request) { r.Header["X-Try-It"] = []string{"0", "1"} }, code: noPanel},
		{name: "plain text", change: header("Content-Type", "text/plain"), code: media},
		{name: "fields", change: header("Content-Type", "application/x-www-form-urlencoded"), code: media},
		{name: "JSON", change: header("Content-Type", "application/json"), code: media},
		{name: "no boundary", change: header("Content-Type", "multipart/form-data"), code: media},
		{name: "another boundary", change: header("Content-Type", "multipart/form-data; boundary=evil"), code: "invalid_message"},
		{name: "a mixed form", change: header("Content-Type", "multipart/mixed; boundary=evil"), code: media},
		{name: "no type", change: func(r *http.Request) { r.Header.Del("Content-Type") }, code: media},
		{name: "the site itself", change: from("http://docs.example"), saw: "POST /api/open"},
	})
}

// TestNoPageOfAnUnnamedSiteGetsIn is that for a proxy that stands alone.
func TestNoPageOfAnUnnamedSiteGetsIn(t *testing.T) {
	var rows []attack
	for _, origin := range []string{
		"", "null", "https://evil.example", "http://docs.example", "https://docs.example.evil.example", "https://evil.docs.example", "https://docs.example:444", "https://docs.example.",
		"https://docs.example/", "https://DOCS.example", "https://docs.example\x00", "https://docs.example https://evil.example", "//docs.example", "docs.example", "*",
	} {
		rows = append(rows, attack{name: origin, change: func(r *http.Request) {
			r.Header.Set("Sec-Fetch-Site", "same-origin") // as only the browser could tell
			if origin != "" {
				r.Header.Set("Origin", origin)
			}
		}, code: "cross_origin"})
	}
	attacks(t, Config{Origins: []string{"https://docs.example"}}, rows)
}
