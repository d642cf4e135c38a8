package tryit

import (
	"compress/gzip"
	"encoding/binary"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
)

// TestNoAnswerIsOneOfOurs has a server that does what it can to be the site.
func TestNoAnswerIsOneOfOurs(t *testing.T) {
	zipped := func() string {
		var b strings.Builder
		w := gzip.NewWriter(&b)
		_, _ = io.WriteString(w, strings.Repeat("x", 1<<20)) // into memory
		_ = w.Close()
		return b.String()
	}()
	end := func() string {
		frame := append(make([]byte, frameHeader), `{"bytes":1}`...)
		frame[0] = frameEnd
		binary.BigEndian.PutUint32(frame[1:], uint32(len(frame)-frameHeader))
		return string(frame)
	}()
	many := strings.Repeat("X-A: b\r\n", 1000)
	const unshown = "\x00" // a header that isn't to be shown
	for _, row := range []struct {
		name, answer string
		code         string
		shown        map[string]string
		body         string
	}{
		{"cookies", "200 OK\r\nSet-Cookie: session=evil\r\nSet-Cookie2: a=evil\r\nContent-Length: 2\r\n\r\nok", "", map[string]string{"Set-Cookie": unshown, "Set-Cookie2": unshown}, "ok"},
		{"a policy of its own", "200 OK\r\nContent-Security-Policy: default-src *\r\nContent-Length: 2\r\n\r\nok", "", map[string]string{"Content-Security-Policy": "default-src *"}, "ok"},
		{"HSTS", "200 OK\r\nStrict-Transport-Security: max-age=9; includeSubDomains\r\nContent-Length: 2\r\n\r\nok", "", map[string]string{"Strict-Transport-Security": "max-age=9; includeSubDomains"}, "ok"},
		{"CORS for everybody", "200 OK\r\nAccess-Control-Allow-Origin: *\r\nAccess-Control-Allow-Credentials: true\r\nContent-Length: 2\r\n\r\nok", "", map[string]string{"Access-Control-Allow-Origin": "*"}, "ok"},
		{"the end of all data", "200 OK\r\nClear-Site-Data: \"*\"\r\nContent-Length: 2\r\n\r\nok", "", nil, "ok"},
		{"a refresh", "200 OK\r\nRefresh: 0; url=http://evil.example\r\nContent-Length: 2\r\n\r\nok", "", nil, "ok"},
		{"a service worker", "200 OK\r\nService-Worker-Allowed: /\r\nContent-Type: text/javascript\r\nContent-Length: 2\r\n\r\nok", "", nil, "ok"},
		{"a preload", "200 OK\r\nLink: <http://evil.example>; rel=preload\r\nContent-Length: 2\r\n\r\nok", "", nil, "ok"},
		{"reports", "200 OK\r\nReport-To: {}\r\nNEL: {}\r\nAlt-Svc: h3=\":443\"\r\nContent-Length: 2\r\n\r\nok", "", nil, "ok"},
		{"a type that is shown", "200 OK\r\nContent-Disposition: inline\r\nX-Content-Type-Options: sniff\r\nCache-Control: public\r\nContent-Type: text/html\r\nContent-Length: 25\r\n\r\n<script>alert(1)</script>", "", map[string]string{"Content-Type": "text/html"}, "<script>alert(1)</script>"},
		{"frames", "200 OK\r\nContent-Length: 20\r\n\r\n" + (end + "evil evil evil")[:20], "", nil, (end + "evil evil evil")[:20]},
		{"a login of the connection", "401 No\r\nWww-Authenticate: NTLM\r\nContent-Length: 2\r\n\r\nno", "", map[string]string{"Www-Authenticate": "NTLM"}, "no"},
		{"a login of a proxy", "407 No\r\nProxy-Authenticate: Basic\r\nContent-Length: 2\r\n\r\nno", "", map[string]string{"Proxy-Authenticate": unshown}, "no"},
		{"a redirect into the cloud", "302 Found\r\nLocation: http://169.254.169.254/latest/meta-data/\r\nContent-Length: 0\r\n\r\n", "", map[string]string{"Location": "http://169.254.169.254/latest/meta-data/"}, ""},
		{"a redirect inside", "307 Go\r\nLocation: http://INSIDE/\r\nContent-Length: 0\r\n\r\n", "", nil, ""},
		{"a redirect to a file", "301 Go\r\nLocation: file:///etc/passwd\r\nContent-Length: 0\r\n\r\n", "", nil, ""},
		{"a redirect to nowhere", "302 Found\r\nLocation: ::\r\nContent-Length: 0\r\n\r\n", "", map[string]string{"Location": "::"}, ""},
		{"too much zipped", "200 OK\r\nContent-Encoding: gzip\r\nConnection: close\r\n\r\n" + zipped, "", map[string]string{"Content-Encoding": "gzip"}, zipped},
		{"no zip", "200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\n\r\nok", "", nil, "ok"},
		{"headers of the connection", "200 OK\r\nConnection: X-A\r\nKeep-Alive: timeout=5\r\nTe: trailers\r\nX-A: b\r\nContent-Length: 2\r\n\r\nok", "", map[string]string{"Keep-Alive": unshown, "Te": unshown, "Connection": unshown}, "ok"},
		{"trailers", "200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: Set-Cookie\r\n\r\n2\r\nok\r\n0\r\nSet-Cookie: session=evil\r\n\r\n", "", map[string]string{"Set-Cookie": unshown, "Trailer": unshown}, "ok"},
		{"many headers", "200 OK\r\n" + many + "Content-Length: 2\r\n\r\nok", "", nil, "ok"},
		{"a header that is no text", "200 OK\r\nX-A: \xff\xfe\r\nContent-Length: 2\r\n\r\nok", "", map[string]string{"X-A": "\uFFFD"}, "ok"},
		{"a status beyond all", "999 Evil\r\nContent-Length: 2\r\n\r\nok", "", nil, "ok"},
		{"a reason of its own", "200 <script>alert(1)</script>\r\nContent-Length: 2\r\n\r\nok", "", nil, "ok"},
		{"a second answer", "200 OK\r\nContent-Length: 2\r\n\r\nokHTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil", "", nil, "ok"},
		{"an early hint", "103 Hints\r\nLink: </evil>; rel=preload\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", "", map[string]string{"Link": unshown}, "ok"},
		{"to be continued", "100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", "", nil, "ok"},
		{"hints without an end", strings.Repeat("103 Hints\r\n\r\nHTTP/1.1 ", 1000) + "200 OK\r\nContent-Length: 2\r\n\r\nok", "", nil, "ok"},
		{"a body where there is none", "204 No Content\r\nContent-Length: 4\r\n\r\nevil", "", nil, ""},
		{"a body of what hasn't changed", "304 Not Modified\r\nContent-Length: 4\r\n\r\nevil", "", nil, ""},
		{"a part that nobody asked for", "206 Partial Content\r\nContent-Range: bytes 5-6/99999999999999999999\r\nContent-Length: 2\r\n\r\nok", "", map[string]string{"Content-Range": "bytes 5-6/99999999999999999999"}, "ok"},
		{"a part beyond all", "416 No\r\nContent-Range: bytes */-1\r\nContent-Length: 0\r\n\r\n", "", nil, ""},
		{"a cookie on a line that goes on", "200 OK\r\nX-A: b\r\n Set-Cookie: session=evil\r\nContent-Length: 2\r\n\r\nok", "", map[string]string{"Set-Cookie": unshown}, "ok"},
		{"a cookie after a line break alone", "200 OK\r\nX-A: b\nSet-Cookie: session=evil\r\nContent-Length: 2\r\n\r\nok", "", map[string]string{"X-A": "b", "Set-Cookie": unshown}, "ok"},
		{"a cookie in other letters", "200 OK\r\nsEt-cOOkie: session=evil\r\nContent-Length: 2\r\n\r\nok", "", map[string]string{"Set-Cookie": unshown}, "ok"},
		{"a length and chunks", "200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nokok\r\n0\r\n\r\n", "", map[string]string{"Content-Length": unshown}, "okok"},
		{"chunks twice", "200 OK\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n", "upstream_not_http", nil, ""},
		{"chunks within others", "200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n", "upstream_not_http", nil, ""},
		{"a length with a sign", "200 OK\r\nContent-Length: +2\r\n\r\nok", "upstream_not_http", nil, ""},
		{"a header without a colon", "200 OK\r\nevil\r\nContent-Length: 2\r\n\r\nok", "upstream_not_http", nil, ""},
		{"a status of four digits", "2000 OK\r\n\r\n", "upstream_not_http", nil, ""},
		{"a status below all", "-20 OK\r\n\r\n", "upstream_not_http", nil, ""},
		{"nothing but hints", "103 Hints\r\nLink: </evil>\r\n\r\n", "upstream_hung_up", nil, ""},
		{"a stream of events with a cookie in it", "200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\ndata: Set-Cookie: evil\n\n", "", nil, "data: Set-Cookie: evil\n\n"},
		{"brotli that is none", "200 OK\r\nContent-Encoding: br\r\nContent-Length: 2\r\n\r\nok", "", map[string]string{"Content-Encoding": "br"}, "ok"},
		{"large hints", strings.Repeat("103 Hints\r\nX: "+strings.Repeat("x", 4<<10)+"\r\n\r\nHTTP/1.1 ", 100) + "200 OK\r\n\r\n", "upstream_headers", nil, ""},
		{"large headers", "200 OK\r\nX: " + strings.Repeat("x", 300<<10) + "\r\n\r\n", "upstream_headers", nil, ""},
		{"another protocol", "101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n", "upstream_upgrade", nil, ""},
		{"two lengths", "200 OK\r\nContent-Length: 2\r\nContent-Length: 4\r\n\r\nevil", "upstream_not_http", nil, ""},
		{"a length below nothing", "200 OK\r\nContent-Length: -2\r\n\r\nok", "upstream_not_http", nil, ""},
		{"chunks by another name", "200 OK\r\nTransfer-Encoding: evil\r\n\r\nok", "upstream_not_http", nil, ""},
		{"a header with a blank before its colon", "200 OK\r\nSet-Cookie : evil\r\nContent-Length: 2\r\n\r\nok", "", map[string]string{"Set-Cookie ": unshown}, "ok"},
		{"a status that is a word", "OK OK\r\n\r\n", "upstream_not_http", nil, ""},
		{"less than it said", "200 OK\r\nContent-Length: 20\r\nConnection: close\r\n\r\nok", "answer_cut", nil, "ok"},
		{"less than a chunk", "200 OK\r\nTransfer-Encoding: chunked\r\n\r\n20\r\nok", "answer_cut", nil, "ok"},
		{"no last chunk", "200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n", "answer_cut", nil, "ok"},
		{"a chunk of another number", "200 OK\r\nTransfer-Encoding: chunked\r\n\r\nevil\r\nok\r\n", "answer_malformed", nil, ""},
		{"a chunk beyond all", "200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\nok\r\n", "answer_malformed", nil, ""},
		{"a chunk longer than it said", "200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nokevil\r\n0\r\n\r\n", "answer_malformed", nil, "ok"},
	} {
		t.Run(row.name, func(t *testing.T) {
			a := newArena(t, Config{})
			a.saw.answer = "HTTP/1.1 " + strings.ReplaceAll(row.answer, inside, a.inside.Addr().String())
			a.t = t
			w := a.do(a.request("pets/open", `{}`))
			var got result
			code := ""
			if w.Header().Get("Content-Type") == MediaType {
				if got = opened(t, w.Body); got.Problem != nil {
					code = got.Problem.Code
				}
			} else {
				code = codeOf(t, w)
			}
			if code != row.code || got.Body != row.body {
				t.Errorf("it ended with %q after %q, want %q after %q", code, got.Body, row.code, row.body)
			}
			for name, want := range row.shown {
				i := slices.IndexFunc(got.Headers, func(h [2]string) bool { return h[0] == name })
				if want == unshown && i >= 0 || want != unshown && (i < 0 || got.Headers[i][1] != want) {
					t.Errorf("of %s it shows %v", name, got.Headers)
				}
			}
			if strings.Contains(got.StatusText, "script") {
				t.Errorf("the status is %q", got.StatusText)
			}
			a.check(t, w.Header(), "POST /api/open", nil)
			if names := slices.Sorted(maps.Keys(w.Header())); !slices.Equal(names, ours) && !slices.Equal(names, slices.Sorted(slices.Values(append(slices.Clone(ours), "Retry-After")))) {
				t.Errorf("the answer has the headers %v", names)
			}
		})
	}
}

// ours are all headers that an answer has.
var ours = []string{"Cache-Control", "Content-Disposition", "Content-Security-Policy", "Content-Type", "Cross-Origin-Resource-Policy", "Referrer-Policy", "X-Accel-Buffering", "X-Content-Type-Options"}

// TestNoAnswerTakesTheReadersMemory has a server that sends a little, zipped, of very much.
func TestNoAnswerTakesTheReadersMemory(t *testing.T) {
	asked := ""
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { asked = r.Header.Get("Accept-Encoding") }))
	defer server.Close()
	newPanel(t, server.URL).send("pets/open", `{}`)
	if asked != "" {
		t.Errorf("the server is asked for %q, which would have to be unpacked", asked)
	}
}
