package rpc_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"wpengine/engine/api"
	"wpengine/engine/rpc"
)

const sendBody = `{"clientId":"` + clientID + `","jid":"+15551234567","message":{"text":"hi"}}`

func sent(context.Context, []byte) (any, error) {
	return &api.SendMessageResponse{
		MessageID: "3EB0", Timestamp: time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC),
		Recipient: api.Identity{JID: "15551234567@s.whatsapp.net"}, Status: "sent",
	}, nil
}

func TestAnswerHasWhatTheMethodReturns(t *testing.T) {
	h := start(t)
	got := h.post("server/ping", `{}`)
	if want := `{"ok":true,"time":"2026-03-01T12:00:00Z","version":"test"}` + "\n"; got.StatusCode != 200 || got.body != want {
		t.Fatalf("%d %s", got.StatusCode, got.body)
	}
	want := map[string]string{
		"Content-Type": "application/json", "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff",
		"Ratelimit-Policy": `"hour";q=1000;w=3600`, "Access-Control-Allow-Origin": "",
	}
	for name, value := range want {
		if got.Header.Get(name) != value {
			t.Errorf("%s is %q, want %q", name, got.Header.Get(name), value)
		}
	}
	if !strings.HasPrefix(got.Header.Get("RateLimit"), `"hour";r=999;t=`) {
		t.Errorf("RateLimit is %q", got.Header.Get("RateLimit"))
	}
}

// TestEachMistakeHasItsOwnProblem is the list of everything that can be wrong with a request before its body is looked at.
func TestEachMistakeHasItsOwnProblem(t *testing.T) {
	h := start(t, serving("proxy.list", func(context.Context, []byte) (any, error) {
		return &api.ListProxiesResponse{Items: []api.Proxy{}}, nil
	}))
	tests := []struct {
		name   string
		change func(*http.Request)
		status int
		code   api.Code
		detail string
	}{
		{"unknown group", path("/api/rpc/nothing/at/all"), 404, "not_found", "There is no operation at /api/rpc/nothing/at/all. All there are is in /api/openapi.json."},
		{"unknown operation", path("/api/rpc/server/pong"), 404, "not_found", "There is no operation at /api/rpc/server/pong. Did you mean /api/rpc/server/ping?"},
		{"wrong case", path("/api/rpc/clients/getQR"), 404, "not_found", "There is no operation at /api/rpc/clients/getQR. Did you mean /api/rpc/clients/getQr?"},
		{"trailing slash", path("/api/rpc/server/ping/"), 404, "not_found", "There is nothing at /api/rpc/server/ping/; server.ping is at /api/rpc/server/ping."},
		{"double slash", path("/api/rpc//server/ping"), 404, "not_found", "There is nothing at /api/rpc//server/ping; server.ping is at /api/rpc/server/ping."},
		{"another version of the API", path("/api/v1/messages"), 404, "not_found", "There is no operation at /api/v1/messages. All there are is in /api/openapi.json."},
		{"GET", method("GET"), 405, "method_not_allowed", "server.ping is called with POST, not GET."},
		{"OPTIONS", method("OPTIONS"), 405, "method_not_allowed", "server.ping is called with POST, not OPTIONS."},
		{"no key", without("x-api-key"), 401, "unauthenticated", "Send an API key in the x-api-key header."},
		{"empty key", with("x-api-key", ""), 401, "unauthenticated", "Send an API key in the x-api-key header."},
		{"unknown key", with("x-api-key", "wpe_unknown"), 401, "unauthenticated", "The API key is not known."},
		{"two keys", with("x-api-key", goodKey, goodKey), 401, "unauthenticated", "There is more than one x-api-key header. Send one."},
		{"a key of a kilobyte", with("x-api-key", strings.Repeat("k", 1024)), 401, "unauthenticated", "What is in the x-api-key header is too long to be an API key."},
		{"bearer token", func(r *http.Request) { without("x-api-key")(r); r.Header.Set("Authorization", "Bearer "+goodKey) }, 401, "unauthenticated", "Send the API key in the x-api-key header, not in Authorization."},
		{"expired key", with("x-api-key", oldKey), 401, "unauthenticated", "The API key has expired. Create a new one, or rotate it before it expires."},
		{"out of scope", with("x-api-key", scopedKey), 403, "forbidden", "The API key's scopes do not include server.ping. Use a key that has server.ping or server.*."},
		{"from elsewhere", with("x-api-key", officeKey), 403, "forbidden", "The API key may not be used from 127.0.0.1. Its allowedIps say from where."},
		{"from elsewhere, says otherwise", func(r *http.Request) {
			with("x-api-key", officeKey)(r)
			r.Header.Set("X-Forwarded-For", "203.0.113.7")
		}, 403, "forbidden", "The API key may not be used from 127.0.0.1. Its allowedIps say from where."},
		{"not an administrator", path("/api/rpc/proxy/list"), 403, "forbidden", "proxy.list is for administrators."},
		{"no content type", without("Content-Type"), 415, "unsupported_media_type", "There is no Content-Type; send application/json."},
		{"a form", with("Content-Type", "application/x-www-form-urlencoded"), 415, "unsupported_media_type", `Content-Type is "application/x-www-form-urlencoded"; send application/json.`},
		{"two content types", with("Content-Type", "application/json", "text/plain"), 415, "unsupported_media_type", "There is more than one Content-Type; send application/json."},
		{"another charset", with("Content-Type", "application/json; charset=latin1"), 415, "unsupported_media_type", `The charset is "latin1"; send the JSON as UTF-8.`},
		{"compressed", with("Content-Encoding", "gzip"), 415, "unsupported_media_type", `Content-Encoding is "gzip"; send the body as it is.`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := h.request("server/ping", `{}`)
			tt.change(r)
			got := h.do(r)
			want := api.Problem{
				Type: "/docs/guides/errors/#" + string(tt.code), Title: tt.code.Title(), Status: tt.status,
				Detail: tt.detail, Instance: "urn:uuid:" + got.Header.Get("X-Request-Id"), Code: tt.code,
			}
			if diff := cmp.Diff(want, got.problem); diff != "" || got.StatusCode != tt.status {
				t.Errorf("%d (-want +got):\n%s", got.StatusCode, diff)
			}
		})
	}
	if n := h.spent(); n != 0 {
		t.Errorf("refused requests cost %d", n)
	}
}

func path(p string) func(*http.Request) { return func(r *http.Request) { r.URL.Path = p } }

func method(m string) func(*http.Request) { return func(r *http.Request) { r.Method = m } }

func without(name string) func(*http.Request) { return func(r *http.Request) { r.Header.Del(name) } }

func with(name string, values ...string) func(*http.Request) {
	return func(r *http.Request) { r.Header[http.CanonicalHeaderKey(name)] = values }
}

func TestTheseAreFine(t *testing.T) {
	h := start(t, configured(func(c *rpc.Config) { c.TrustedProxies = []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")} }),
		serving("whatsapp.sendMessage", sent), serving("clients.list", func(context.Context, []byte) (any, error) {
			return &api.ListClientsResponse{Items: []api.Client{}}, nil
		}))
	tests := []struct {
		name, operation, body string
		change                func(*http.Request)
	}{
		{"charset", "server/ping", `{}`, with("Content-Type", "application/json; charset=UTF-8")},
		{"identity", "server/ping", `{}`, with("Content-Encoding", "identity")},
		{"white space", "server/ping", " {\r\n}\t\n", nil},
		{"scope of the group", "clients/list", `{"limit":1}`, with("x-api-key", scopedKey)},
		{"scope of the operation", "whatsapp/sendMessage", sendBody, with("x-api-key", scopedKey)},
		{"the key's client", "whatsapp/sendMessage", sendBody, with("x-api-key", clientKey)},
		{"the key's client in upper case", "whatsapp/sendMessage", strings.Replace(sendBody, clientID, strings.ToUpper(clientID), 1), with("x-api-key", clientKey)},
		{"an integer written as a fraction", "clients/list", `{"limit":1.0}`, nil},
		{"an integer with an exponent", "clients/list", `{"limit":2e1}`, nil},
		{"from the office, through the proxy", "server/ping", `{}`, func(r *http.Request) {
			with("x-api-key", officeKey)(r)
			r.Header.Set("X-Forwarded-For", "198.51.100.1, 203.0.113.9")
		}},
		{"chunked", "server/ping", `{}`, func(r *http.Request) { r.ContentLength = -1 }},
		{"query", "server/ping", `{}`, func(r *http.Request) { r.URL.RawQuery = "x=1" }},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := h.request(tt.operation, tt.body)
			if tt.change != nil {
				tt.change(r)
			}
			if got := h.do(r); got.StatusCode != 200 {
				t.Errorf("%d %s", got.StatusCode, got.body)
			}
		})
	}
}

func TestAnothersClientIsNotFound(t *testing.T) {
	h := start(t, serving("whatsapp.sendMessage", func(context.Context, []byte) (any, error) {
		t.Error("the method was called")
		return nil, errors.New("called")
	}))
	r := h.request("whatsapp/sendMessage", strings.Replace(sendBody, clientID, otherID, 1))
	r.Header.Set("x-api-key", clientKey)
	got := h.do(r)
	if got.problem.Code != api.CodeNotFound || got.problem.Detail != "No client "+otherID+"." {
		t.Errorf("%d %s", got.StatusCode, got.body)
	}
	if n := h.spent(); n != 1 {
		t.Errorf("it costs %d, want 1 as for a client that isn't there", n)
	}
}

func TestBodyIsBounded(t *testing.T) {
	h := start(t)
	tests := []struct {
		name   string
		body   io.Reader
		status int
	}{
		{"announced", strings.NewReader(`{"x":"` + strings.Repeat("x", 1<<20) + `"}`), 413},
		{"chunked", io.MultiReader(strings.NewReader(`{"x":"`), strings.NewReader(strings.Repeat("x", 1<<20)), strings.NewReader(`"}`)), 413},
		{"as large as may be", strings.NewReader(`{` + strings.Repeat(" ", 1<<20-2) + `}`), 200},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := h.request("server/ping", "")
			body, _ := http.NewRequest(http.MethodPost, r.URL.String(), tt.body)
			body.Header = r.Header
			got := h.do(body)
			if got.StatusCode != tt.status {
				t.Errorf("%d %s", got.StatusCode, got.body)
			}
			if tt.status == 413 && got.problem.Detail != "The request body is larger than 1048576 bytes." {
				t.Errorf("detail %q", got.problem.Detail)
			}
		})
	}
}

// TestRefusedBeforeTheBodyIsAskedFor speaks HTTP by hand: a caller who asks first whether to send the body is told no
// without a 100 Continue.
func TestRefusedBeforeTheBodyIsAskedFor(t *testing.T) {
	h := start(t)
	for key, want := range map[string]string{"wpe_unknown": "HTTP/1.1 401 Unauthorized", goodKey: "HTTP/1.1 100 Continue"} {
		conn, err := net.Dial("tcp", h.http.Listener.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		fmt.Fprintf(conn, "POST /api/rpc/server/ping HTTP/1.1\r\nHost: test\r\nx-api-key: %s\r\nContent-Type: application/json\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n", key)
		line, err := bufio.NewReader(conn).ReadString('\n')
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.TrimSpace(line); got != want {
			t.Errorf("%s: %s, want %s", key, got, want)
		}
	}
}

// TestBodyThatDoesNotComeIsNotWaitedFor is about a caller who announces a body and doesn't send it all. Without a bound
// they would have a connection for as long as they like, even without a key: net/http waits for the body before it
// sends the refusal.
func TestBodyThatDoesNotComeIsNotWaitedFor(t *testing.T) {
	h := start(t, configured(func(c *rpc.Config) { c.BodyTimeout = 50 * time.Millisecond }))
	for key, want := range map[string]string{goodKey: "did not arrive within 50ms", "wpe_unknown": "not known"} {
		conn, err := net.Dial("tcp", h.http.Listener.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		fmt.Fprintf(conn, "POST /api/rpc/server/ping HTTP/1.1\r\nHost: test\r\nx-api-key: %s\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{", key)
		resp, err := http.ReadResponse(bufio.NewReader(conn), nil)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(resp.Body)
		if err != nil || !strings.Contains(string(body), want) {
			t.Errorf("%d %s %v", resp.StatusCode, body, err)
		}
	}
}

// revocable are keys of which each is good the first time.
type revocable struct {
	rpc.Keys
	asked chan struct{} // closed by the first who asks
}

func (k revocable) Verify(ctx context.Context, presented string) (api.Caller, error) {
	select {
	case <-k.asked:
		return api.Caller{}, api.Errorf(api.CodeUnauthenticated, "The API key has been revoked.")
	default:
		close(k.asked)
		return k.Keys.Verify(ctx, presented)
	}
}

func TestKeyThatIsRevokedWhileTheBodyIsOnItsWayIsGoodForNothing(t *testing.T) {
	keys := revocable{testKeys(), make(chan struct{})}
	h := start(t, configured(func(c *rpc.Config) { c.Keys, c.BodyTimeout = keys, 3*time.Second }))
	conn, err := net.Dial("tcp", h.http.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	fmt.Fprintf(conn, "POST /api/rpc/server/ping HTTP/1.1\r\nHost: test\r\nx-api-key: %s\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{", goodKey)
	<-keys.asked
	time.Sleep(150 * time.Millisecond) // so long on its way
	fmt.Fprint(conn, "}")
	if resp, err := http.ReadResponse(bufio.NewReader(conn), nil); err != nil || resp.StatusCode != http.StatusUnauthorized {
		t.Error(resp, err)
	}
}

// TestMethodOutlivesTheBodyTimeout would fail if the deadline for the body stayed: it ends the server's wait for the
// caller's hanging up, and so the method's context.
func TestMethodOutlivesTheBodyTimeout(t *testing.T) {
	const timeout = 30 * time.Millisecond
	h := start(t, configured(func(c *rpc.Config) { c.BodyTimeout = timeout }), serving("server.ping", func(ctx context.Context, _ []byte) (any, error) {
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(4 * timeout):
			return ping(ctx, nil)
		}
	}))
	if got := h.post("server/ping", `{}`); got.StatusCode != 200 {
		t.Errorf("%d %s", got.StatusCode, got.body)
	}
}

func TestErrorsOfMethods(t *testing.T) {
	var next error
	h := start(t, serving("whatsapp.sendMessage", func(context.Context, []byte) (any, error) { return nil, next }))
	secret := errors.New("dial 10.0.0.7: the password is hunter2")
	tests := []struct {
		name   string
		err    error
		status int
		detail string
		header string
		cost   int
	}{
		{"its own", api.Errorf(api.CodeClientNotConnected, "Client %q is not connected.", "crm"), 409, `Client "crm" is not connected.`, "", 1},
		{"wrapped", fmt.Errorf("send: %w", api.Errorf(api.CodeNotFound, "No client x.")), 404, "No client x.", "", 1},
		{"with a wait", &api.Error{Code: api.CodeRateLimited, Detail: "Too fast.", RetryAfter: 1500 * time.Millisecond}, 429, "Too fast.", "2", 0},
		{"a wrong number", api.Errorf(api.CodeInvalidRequest, "No such number."), 400, "No such number.", "", 0},
		{"any other", secret, 500, "Something went wrong on our side. Quote the request id when you report it.", "", 1},
		{"without a code", &api.Error{Detail: "hunter2"}, 500, "Something went wrong on our side. Quote the request id when you report it.", "", 1},
		{"unavailable", api.Errorf(api.CodeUnavailable, "Later.").Because(secret), 503, "Later.", "1", 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			next = tt.err
			before := h.spent()
			got := h.post("whatsapp/sendMessage", sendBody)
			if got.StatusCode != tt.status || got.problem.Detail != tt.detail || got.Header.Get("Retry-After") != tt.header {
				t.Errorf("%d %v %s", got.StatusCode, got.Header, got.body)
			}
			if cost := h.spent() - before; cost != tt.cost {
				t.Errorf("it costs %d, want %d", cost, tt.cost)
			}
			if strings.Contains(got.body, "hunter2") {
				t.Error("the caller reads the cause")
			}
		})
	}
}

func TestPanicOfMethodIsLoggedAndNotShown(t *testing.T) {
	h := start(t, serving("server.ping", func(context.Context, []byte) (any, error) { panic("hunter2") }))
	got := h.post("server/ping", `{}`)
	if got.StatusCode != 500 || strings.Contains(got.body, "hunter2") {
		t.Errorf("%d %s", got.StatusCode, got.body)
	}
	line := h.lines()[0]
	if line["level"] != "ERROR" || line["error"] != "panic: hunter2" || !strings.Contains(fmt.Sprint(line["stack"]), "serve_test.go") {
		t.Errorf("logged %v", line)
	}
}

func TestResponseThatIsNoObjectIsAnInternalError(t *testing.T) {
	for name, response := range map[string]any{"nil": (*api.PingResponse)(nil), "channel": make(chan int), "list": []int{1}} {
		t.Run(name, func(t *testing.T) {
			h := start(t, serving("server.ping", func(context.Context, []byte) (any, error) { return response, nil }))
			if got := h.post("server/ping", `{}`); got.problem.Code != api.CodeInternal {
				t.Errorf("%d %s", got.StatusCode, got.body)
			}
		})
	}
}

// TestKeyMaySpendLessThanItsAccount counts the requests of a key twice: for itself, and for its account.
func TestKeyMaySpendLessThanItsAccount(t *testing.T) {
	h := start(t, limited(5))
	with := func(key, operation, body string) reply {
		r := h.request(operation, body)
		r.Header.Set("x-api-key", key)
		return h.do(r)
	}
	got := with(cappedKey, "server/ping", `{}`)
	if !strings.Contains(got.Header.Get("RateLimit"), `"hour";r=4;t=`) || !strings.Contains(got.Header.Get("RateLimit"), `, "key";r=2;t=`) ||
		got.Header.Get("RateLimit-Policy") != `"hour";q=5;w=3600, "key";q=3;w=3600` {
		t.Errorf("%v", got.Header)
	}
	if got := with(cappedKey, "server/ping", `{"x":1}`); got.StatusCode != 400 || !strings.Contains(got.Header.Get("RateLimit"), `"key";r=2;t=`) {
		t.Errorf("what is refused costs: %v", got.Header)
	}
	for range 2 {
		with(cappedKey, "server/ping", `{}`)
	}
	got = with(cappedKey, "server/ping", `{}`)
	if got.StatusCode != 429 || !strings.HasPrefix(got.problem.Detail, "The key's own limit of 3 requests an hour is spent.") ||
		!strings.Contains(got.Header.Get("RateLimit"), `"hour";r=2;t=`) || got.Header.Get("Retry-After") == "" {
		t.Errorf("%d %s %v", got.StatusCode, got.body, got.Header)
	}
	for range 2 {
		if got := h.post("server/ping", `{}`); got.StatusCode != 200 || strings.Contains(got.Header.Get("RateLimit"), "key") {
			t.Errorf("another key of the account: %d %v", got.StatusCode, got.Header)
		}
	}
	if got := h.post("server/ping", `{}`); got.StatusCode != 429 {
		t.Errorf("the account has five: %d", got.StatusCode)
	}
	if got := with(cappedKey, "server/ping", `{}`); got.StatusCode != 429 {
		t.Errorf("%d", got.StatusCode)
	}
}

// TestKeyIsNotChargedForAnAccountThatIsSpent has the account's budget end before the key's own.
func TestKeyIsNotChargedForAnAccountThatIsSpent(t *testing.T) {
	h := start(t, limited(1))
	h.post("server/ping", `{}`)
	r := h.request("server/ping", `{}`)
	r.Header.Set("x-api-key", cappedKey)
	if got := h.do(r); !strings.HasPrefix(got.problem.Detail, "The budget of 1 requests") || !strings.Contains(got.Header.Get("RateLimit"), `"key";r=3;t=0`) {
		t.Errorf("%d %s %v", got.StatusCode, got.body, got.Header)
	}
}

func TestBudgetIsExact(t *testing.T) {
	h := start(t, limited(3))
	for _, body := range []string{`{}`, `{"x":1}`, `{}`, `nonsense`, `{}`} {
		h.post("server/ping", body)
	}
	got := h.post("server/ping", `{}`)
	if got.problem.Code != api.CodeRateLimited || got.Header.Get("Retry-After") == "" || !strings.HasPrefix(got.Header.Get("RateLimit"), `"hour";r=0;t=`) {
		t.Errorf("%d %v", got.StatusCode, got.Header)
	}
	if !strings.HasPrefix(got.problem.Detail, "The budget of 3 requests an hour is spent. The next request is free in 3") {
		t.Error(got.problem.Detail)
	}
	r := h.request("server/ping", `{}`)
	r.Header.Set("x-api-key", scopedKey) // of the same account
	if got := h.do(r); got.problem.Code != api.CodeForbidden || got.Header.Get("RateLimit") == "" || got.Header.Get("Retry-After") != "" {
		t.Errorf("forbidden with an empty budget: %d %v", got.StatusCode, got.Header)
	}
	r.Header.Set("x-api-key", otherKey)
	if got := h.post("server/ping", `{}`); got.StatusCode != 429 {
		t.Errorf("and again: %d", got.StatusCode)
	}
}

func TestRequestID(t *testing.T) {
	h := start(t)
	for given, kept := range map[string]bool{
		"order-1042.retry_2": true, strings.Repeat("x", 128): true,
		strings.Repeat("x", 129): false, "two words": false, "naïve": false, `a"b`: false, "": false,
	} {
		r := h.request("server/ping", `{"x":1}`)
		r.Header["X-Request-Id"] = []string{given}
		got := h.do(r)
		id := got.Header.Get("X-Request-Id")
		if (id == given) != kept || id == "" {
			t.Errorf("given %q, got %q", given, id)
		}
		if want := "urn:request:" + given; kept && got.problem.Instance != want {
			t.Errorf("instance %q, want %q", got.problem.Instance, want)
		}
	}
}

func TestLogHasOneLineWithoutSecrets(t *testing.T) {
	h := start(t, serving("whatsapp.sendMessage", sent))
	r := h.request("whatsapp/sendMessage", strings.Replace(sendBody, "hi", "a secret text", 1))
	r.Header.Set("X-Request-Id", "mine")
	got := h.do(r)
	lines := h.lines()
	if len(lines) != 1 {
		t.Fatalf("%d lines", len(lines))
	}
	line := lines[0]
	if d, ok := line["duration"].(float64); !ok || d <= 0 {
		t.Errorf("duration %v", line["duration"])
	}
	delete(line, "time")
	delete(line, "duration")
	want := map[string]any{
		"level": "INFO", "msg": "rpc", "operation": "whatsapp.sendMessage", "status": 200.0, "request_id": "mine",
		"account": account, "key": "key-good", "bytes_in": float64(r.ContentLength), "bytes_out": float64(len(got.body)),
	}
	if diff := cmp.Diff(want, line); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestCallerWhoHangsUpIsNotAnError(t *testing.T) {
	called, ended := make(chan struct{}), make(chan struct{})
	h := start(t, serving("server.ping", func(ctx context.Context, _ []byte) (any, error) {
		close(called)
		<-ctx.Done()
		defer close(ended)
		return nil, fmt.Errorf("wait: %w", ctx.Err())
	}))
	ctx, hangUp := context.WithCancel(context.Background())
	go func() {
		<-called
		hangUp()
	}()
	if _, err := h.http.Client().Do(h.request("server/ping", `{}`).WithContext(ctx)); !errors.Is(err, context.Canceled) {
		t.Errorf("the caller got %v", err)
	}
	<-ended
	h.http.Close() // waits for the handler
	line := h.lines()[0]
	if line["status"] != 499.0 || line["level"] != "INFO" {
		t.Errorf("logged %v", line)
	}
}

func TestDrainingServerRefuses(t *testing.T) {
	h := start(t)
	h.server.Drain()
	got := h.post("server/ping", `{}`)
	if got.problem.Code != api.CodeUnavailable || got.Header.Get("Retry-After") != "1" || !got.Close {
		t.Errorf("%d %v %s", got.StatusCode, got.Header, got.body)
	}
}

func TestServerRefusesTableThatIsNotTheSpec(t *testing.T) {
	h := start(t)
	tests := []struct {
		name   string
		change func([]api.Operation) []api.Operation
		want   string
	}{
		{"one missing", func(ops []api.Operation) []api.Operation { return ops[1:] }, "server.ping is in the spec, and there is no method for it"},
		{"one too many", func(ops []api.Operation) []api.Operation { return append(ops, api.Operation{ID: "server.pong"}) }, "there is a method for server.pong, which is not in the spec"},
		{"another role", func(ops []api.Operation) []api.Operation { ops[0].Role = "admin"; return ops }, "the method for server.ping was generated from another spec"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := h.config
			c.Operations = tt.change(operations())
			if _, err := rpc.New(c); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error %v", err)
			}
		})
	}
}
