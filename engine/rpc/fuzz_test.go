package rpc_test

import (
	"bytes"
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"wpengine/engine/ratelimit"
	"wpengine/engine/rpc"
)

// plenty is a budget without end.
type plenty struct{}

func (plenty) Take(context.Context, string, int) (ratelimit.Decision, error) {
	return ratelimit.Decision{Allowed: true, Limit: 1000, Remaining: 999}, nil
}

func (p plenty) Peek(ctx context.Context, account string, limit int) (ratelimit.Decision, error) {
	return p.Take(ctx, account, limit)
}

// bound is what a method returns in the fuzz test: its request arrived.
type bound struct {
	Bound bool `json:"bound"`
}

// bindOnly returns the error of binding a body to the request's type. The method behind it is nobody's and panics, which
// says that the binding went well.
func bindOnly(ctx context.Context, call func(context.Context, []byte) (any, error), body []byte) (err error) {
	defer func() { _ = recover() }()
	_, err = call(ctx, body)
	return err
}

// FuzzBody insists that no body, whatever it is, gets an internal error: what the strict reading and the schema let
// pass can be bound to the generated types, and means the same to encoding/json as it did to the schema.
func FuzzBody(f *testing.F) {
	spec, err := engineSpec()
	if err != nil {
		f.Fatal(err)
	}
	table := operations()
	for i := range table {
		call := table[i].Call
		table[i].Call = func(ctx context.Context, body []byte) (any, error) {
			if err := bindOnly(ctx, call, body); err != nil {
				return nil, err
			}
			return bound{true}, nil
		}
	}
	server, err := rpc.New(rpc.Config{
		Spec: spec, Operations: table, Keys: testKeys(), Budget: plenty{}, Limit: func(string) int { return 1000 },
		Logger: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		f.Fatal(err)
	}
	for i, op := range spec.Operations {
		example, err := json.Marshal(op.Op.RequestBody.Value.Content["application/json"].Example)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(uint8(i), example)
	}
	for _, body := range []string{
		`{"limit":1.0}`, `{"limit":1e2}`, `{"limit":1e-400}`, `{"limit":-0}`, `{"limit":1e999999999}`, `{"limit":9223372036854775808}`,
		`{"name":"x","expiresAt":"2016-12-31T23:59:60Z"}`, `{"name":"x","expiresAt":"2026-01-01t00:00:00z"}`, `{"name":"\ud800"}`,
		`{"a":{"a":{"a":[[[[]]]]}}}`, `{"limit":5} {}`, "{\"cursor\":\"\xff\"}", `{"clientid":"x","clientId":"y"}`, `{"waitSeconds":null}`, ``,
	} {
		for i, op := range spec.Operations {
			if strings.HasSuffix(op.Name, "ist") || op.ID == "apiKeys.create" || op.ID == "clients.getQr" {
				f.Add(uint8(i), []byte(body))
			}
		}
	}
	f.Fuzz(func(t *testing.T, which uint8, body []byte) {
		op := spec.Operations[int(which)%len(spec.Operations)]
		r := httptest.NewRequest(http.MethodPost, "/api/rpc"+op.Path, bytes.NewReader(body))
		r.Header.Set("Content-Type", "application/json")
		r.Header.Set("x-api-key", adminKey)
		w := httptest.NewRecorder()
		server.ServeHTTP(w, r)
		if w.Code != 200 && w.Code != 400 && w.Code != 413 {
			t.Errorf("%s %q: %d %s", op.ID, body, w.Code, w.Body)
		}
		if !json.Valid(w.Body.Bytes()) {
			t.Errorf("%s %q: the answer is not JSON: %q", op.ID, body, w.Body)
		}
		if w.Code == 200 && !json.Valid(body) {
			t.Errorf("%s took what is not JSON: %q", op.ID, body)
		}
	})
}
