package rpc_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"wpengine/engine/api"
)

const foreign = "https://crm.example"

// asks is what a browser asks before a page of another site may call an operation.
func (h *harness) asks(operation string, headers ...string) *http.Request {
	r := h.request(operation, "")
	r.Method, r.Header = http.MethodOptions, http.Header{}
	r.Header.Set("Origin", foreign)
	r.Header.Set("Access-Control-Request-Method", "POST")
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	return r
}

func TestPagesOfAnySiteMaySendAKey(t *testing.T) {
	h := start(t)
	for _, operation := range []string{"server/ping", "no/such"} { // so that the page sees the 404
		got := h.do(h.asks(operation, "Access-Control-Request-Headers", "content-type,x-api-key"))
		if got.StatusCode != 204 || got.Header.Get("Access-Control-Allow-Origin") != "*" || got.Header.Get("Access-Control-Allow-Methods") != "POST" {
			t.Errorf("%s: %s %v", operation, got.Status, got.Header)
		}
		allowed := strings.Split(strings.ToLower(got.Header.Get("Access-Control-Allow-Headers")), ", ")
		for _, name := range []string{"content-type", "x-api-key", "idempotency-key", "x-request-id"} {
			if !slices.Contains(allowed, name) {
				t.Errorf("%s must not be sent: %v", name, allowed)
			}
		}
	}
	if n := h.spent(); n != 0 || len(h.lines()) != 0 {
		t.Errorf("the questions have cost %d requests, and the log has %v", n, h.lines())
	}
	for name, c := range map[string]struct {
		operation string
		change    func(*http.Request)
		status    int
	}{
		"good":         {"server/ping", func(*http.Request) {}, 200},
		"no key":       {"server/ping", without("x-api-key"), 401},
		"refused":      {"server/ping", with("x-api-key", scopedKey), 403},
		"wrong body":   {"clients/create", func(*http.Request) {}, 400},
		"no operation": {"server/pong", func(*http.Request) {}, 404},
	} {
		r := h.request(c.operation, `{}`)
		r.Header.Set("Origin", foreign)
		c.change(r)
		got := h.do(r)
		exposed := strings.Split(strings.ToLower(got.Header.Get("Access-Control-Expose-Headers")), ", ")
		if got.StatusCode != c.status || got.Header.Get("Access-Control-Allow-Origin") != "*" || !slices.Contains(exposed, "ratelimit") || !slices.Contains(exposed, "retry-after") {
			t.Errorf("%s: %s %v", name, got.Status, got.Header)
		}
	}
}

// TestNoAnswerAllowsCredentials goes by what browsers go by: without this header they show no page of another site the
// answer to a request with a cookie.
func TestNoAnswerAllowsCredentials(t *testing.T) {
	v := &visitors{}
	h := visited(t, v)
	requests := map[string]*http.Request{
		"question":                        h.asks("clients/list"),
		"question with a cookie":          h.asks("clients/list", "Cookie", "session=1"),
		"key":                             h.browses("clients/list", "x-api-key", goodKey, "Origin", foreign, "Sec-Fetch-Site", "cross-site"),
		"session":                         h.browses("clients/list", "Origin", foreign, "Sec-Fetch-Site", "cross-site"),
		"session of the same site":        h.browses("clients/list", "Origin", foreign, "Sec-Fetch-Site", "same-site"),
		"session of the same origin":      h.browses("clients/list", "Origin", h.http.URL, "Sec-Fetch-Site", "same-origin"),
		"session without Sec-Fetch-Site":  h.browses("clients/list", "Origin", foreign),
		"session of a page without one":   h.browses("clients/list", "Origin", "null"),
		"session and Authorization: none": h.browses("clients/list", "Origin", foreign, "Authorization", "Basic YTpi"),
	}
	for name, r := range requests {
		got := h.do(r)
		if got.Header.Get("Access-Control-Allow-Credentials") != "" {
			t.Errorf("%s: credentials are allowed", name)
		}
		if allowed := got.Header.Get("Access-Control-Allow-Origin"); strings.HasPrefix(name, "session of") && allowed != "" || allowed != "" && allowed != "*" {
			t.Errorf("%s: Access-Control-Allow-Origin is %q", name, allowed)
		}
	}
	if n := v.begun - v.ended; n != 0 {
		t.Errorf("%d sessions go on", n)
	}
}

func TestOptionsIsNoWayToCallAnOperation(t *testing.T) {
	h := start(t)
	r := h.asks("server/ping")
	r.Header.Del("Access-Control-Request-Method")
	r.Header.Set("x-api-key", goodKey)
	if got := h.do(r); got.StatusCode != 405 || got.problem.Code != api.CodeMethodNotAllowed {
		t.Errorf("%d %s", got.StatusCode, got.body)
	}
}
