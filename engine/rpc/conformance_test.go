package rpc_test

import (
	"maps"
	"net/http"
	"strings"
	"testing"

	"wpengine/engine/rpc"
)

// TestConformanceFindsWhatTheSpecDoesNotPromise keeps every other test of an answer from passing for nothing.
func TestConformanceFindsWhatTheSpecDoesNotPromise(t *testing.T) {
	spec, err := engineSpec()
	if err != nil {
		t.Fatal(err)
	}
	c, err := rpc.NewConformance(spec)
	if err != nil {
		t.Fatal(err)
	}
	const ping, pong = "/api/rpc/server/ping", "/api/rpc/server/pong"
	good := http.Header{
		"Content-Type": {"application/json"}, "X-Request-Id": {"x"}, "Ratelimit": {`"hour";r=1;t=1`}, "Ratelimit-Policy": {`"hour";q=1;w=3600`},
	}
	header := func(change func(http.Header)) http.Header {
		h := maps.Clone(good)
		change(h)
		return h
	}
	problem := func(h http.Header) { h["Content-Type"] = []string{"application/problem+json"} }
	const pinged = `{"ok":true,"time":"2026-03-01T12:00:00Z","version":"1"}`
	const refused = `{"type":"/x","title":"X","status":404,"detail":"x","instance":"urn:request:x","code":"not_found"}`
	tests := []struct {
		name, path string
		status     int
		header     http.Header
		body, want string
	}{
		{"as promised", ping, 200, good, pinged, ""},
		{"member too many", ping, 200, good, strings.Replace(pinged, "{", `{"x":1,`, 1), "is not what the spec says"},
		{"not JSON", ping, 200, good, "ok", "the body is not JSON"},
		{"no request id", ping, 200, header(func(h http.Header) { delete(h, "X-Request-Id") }), pinged, "the header X-Request-Id is missing"},
		{"wrong type", ping, 200, header(problem), pinged, "Content-Type is"},
		{"status not listed", ping, 404, header(problem), refused, "the spec does not list the status 404"},
		{"no such operation", pong, 404, header(problem), refused, ""},
		{"a problem with an unknown code", pong, 404, header(problem), strings.Replace(refused, "not_found", "oops", 1), "is not what the spec says"},
		{"wait is no number", ping, 429, header(func(h http.Header) { problem(h); h["Retry-After"] = []string{"soon"} }), strings.Replace(refused, "404", "429", 1), "the header Retry-After"},
		{"no wait", ping, 429, header(problem), strings.Replace(refused, "404", "429", 1), "the header Retry-After is missing"},
		{"wait is a number", ping, 429, header(func(h http.Header) { problem(h); h["Retry-After"] = []string{"7"} }), strings.Replace(refused, "404", "429", 1), ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			err := c.Check(tt.path, tt.status, tt.header, []byte(tt.body))
			if tt.want == "" && err != nil || tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want)) {
				t.Errorf("%v, want %q", err, tt.want)
			}
		})
	}
}
