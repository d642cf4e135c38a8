package rpc_test

import (
	"context"
	"errors"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"wpengine/engine/api"
	"wpengine/engine/rpc"
	"wpengine/engine/store"
)

// once sends a message with an Idempotency-Key.
func (h *harness) once(idempotencyKey, body string) reply {
	h.t.Helper()
	r := h.request("whatsapp/sendMessage", body)
	r.Header.Set("Idempotency-Key", idempotencyKey)
	return h.do(r)
}

// counted serves whatsapp.sendMessage, and counts how often.
func counted(calls *atomic.Int32) setting {
	return serving("whatsapp.sendMessage", func(ctx context.Context, body []byte) (any, error) {
		calls.Add(1)
		return sent(ctx, body)
	})
}

func TestSameKeyAndBodyIsDoneOnce(t *testing.T) {
	var calls atomic.Int32
	h := start(t, counted(&calls))
	first := h.once("order-1", sendBody)
	sameOtherwiseWritten := `{ "message": {"text": "\u0068i"}, "jid": "+15551234567", "clientId": "` + clientID + `" }`
	for _, body := range []string{sendBody, sameOtherwiseWritten} {
		again := h.once("order-1", body)
		if again.StatusCode != 200 || again.body != first.body || again.Header.Get("Idempotency-Replayed") != "true" {
			t.Errorf("%d %v %s", again.StatusCode, again.Header, again.body)
		}
	}
	if first.Header.Get("Idempotency-Replayed") != "" {
		t.Error("the first answer says that it was replayed")
	}
	if n := calls.Load(); n != 1 {
		t.Errorf("done %d times", n)
	}
	if got := h.once("order-2", sendBody); got.StatusCode != 200 || calls.Load() != 2 {
		t.Errorf("another key: %d, done %d times", got.StatusCode, calls.Load())
	}
	if n := h.spent(); n != 4 {
		t.Errorf("four answers cost %d", n)
	}
}

func TestSameKeyWithAnotherBodyIsRefused(t *testing.T) {
	var calls atomic.Int32
	h := start(t, counted(&calls))
	h.once("order-1", sendBody)
	got := h.once("order-1", strings.Replace(sendBody, "hi", "ho", 1))
	if got.problem.Code != api.CodeIdempotencyMismatch || calls.Load() != 1 || h.spent() != 1 {
		t.Errorf("%d %s, done %d times, cost %d", got.StatusCode, got.body, calls.Load(), h.spent())
	}
}

func TestKeysOfAccountsAndOperationsAreApart(t *testing.T) {
	var calls atomic.Int32
	h := start(t, counted(&calls), serving("clients.logout", func(context.Context, []byte) (any, error) {
		calls.Add(1)
		return nil, api.Errorf(api.CodeNotFound, "No client.")
	}))
	h.once("k", sendBody)
	r := h.request("whatsapp/sendMessage", sendBody)
	r.Header.Set("Idempotency-Key", "k")
	r.Header.Set("x-api-key", otherKey)
	if got := h.do(r); got.StatusCode != 200 || got.Header.Get("Idempotency-Replayed") != "" {
		t.Errorf("another account: %d %v", got.StatusCode, got.Header)
	}
	r = h.request("clients/logout", `{"clientId":"`+clientID+`"}`)
	r.Header.Set("Idempotency-Key", "k")
	if got := h.do(r); got.StatusCode != 404 || got.Header.Get("Idempotency-Replayed") != "" {
		t.Errorf("another operation: %d %v", got.StatusCode, got.Header)
	}
	if n := calls.Load(); n != 3 {
		t.Errorf("done %d times, want 3", n)
	}
}

func TestRetryWhileTheFirstIsRunningIsToldToWait(t *testing.T) {
	running, goOn := make(chan struct{}), make(chan struct{})
	h := start(t, serving("whatsapp.sendMessage", func(ctx context.Context, body []byte) (any, error) {
		close(running)
		<-goOn
		return sent(ctx, body)
	}))
	first := make(chan reply)
	go func() { first <- h.once("k", sendBody) }()
	<-running
	got := h.once("k", sendBody)
	if got.problem.Code != api.CodeIdempotencyConflict || got.Header.Get("Retry-After") != "1" {
		t.Errorf("%d %v %s", got.StatusCode, got.Header, got.body)
	}
	if got := h.once("k", strings.Replace(sendBody, "hi", "ho", 1)); got.problem.Code != api.CodeIdempotencyMismatch {
		t.Errorf("another body: %d %s", got.StatusCode, got.body)
	}
	close(goOn)
	if got := <-first; got.StatusCode != 200 {
		t.Errorf("the first: %d %s", got.StatusCode, got.body)
	}
}

// TestWriteGoesOnWhenTheCallerHangsUp is why keys are there: a connection is lost after the message went out, and
// the retry must hear of it and not send another.
func TestWriteGoesOnWhenTheCallerHangsUp(t *testing.T) {
	var calls atomic.Int32
	running, gone := make(chan struct{}), make(chan struct{})
	h := start(t, serving("whatsapp.sendMessage", func(ctx context.Context, body []byte) (any, error) {
		calls.Add(1)
		close(running)
		<-gone
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if api.IdempotencyKeyFrom(ctx) != "k" || api.CallerFrom(ctx).UserID != account {
			return nil, errors.New("the method doesn't know the key or the caller")
		}
		return sent(ctx, body)
	}))
	ctx, hangUp := context.WithCancel(context.Background())
	r := h.request("whatsapp/sendMessage", sendBody).WithContext(ctx)
	r.Header.Set("Idempotency-Key", "k")
	go func() {
		<-running
		hangUp()
	}()
	if _, err := h.http.Client().Do(r); err == nil {
		t.Fatal("the caller got an answer")
	}
	close(gone)
	got := h.once("k", sendBody)
	for got.problem.Code == api.CodeIdempotencyConflict { // until the first is done
		got = h.once("k", sendBody)
	}
	if got.StatusCode != 200 || got.Header.Get("Idempotency-Replayed") != "true" || calls.Load() != 1 {
		t.Errorf("%d %v %s, done %d times", got.StatusCode, got.Header, got.body, calls.Load())
	}
}

func TestWhichAnswersAreKept(t *testing.T) {
	tests := []struct {
		name string
		err  error
		kept bool
	}{
		{"success", nil, true},
		{"not found", api.Errorf(api.CodeNotFound, "No."), true},
		{"recipient not on WhatsApp", api.Errorf(api.CodeRecipientNotOnWhatsapp, "No."), true},
		{"forbidden", api.Errorf(api.CodeForbidden, "No."), true},
		{"conflict", api.Errorf(api.CodeConflict, "No."), true},
		{"wrong input", api.Errorf(api.CodeInvalidRequest, "No."), false},
		{"not connected", api.Errorf(api.CodeClientNotConnected, "No."), false},
		{"not paired", api.Errorf(api.CodeClientNotPaired, "No."), false},
		{"reachout timelock", api.Errorf(api.CodeReachoutTimelocked, "No."), false},
		{"rate limited", api.Errorf(api.CodeRateLimited, "No."), false},
		{"WhatsApp error", api.Errorf(api.CodeWhatsappError, "No."), false},
		{"internal", errors.New("no"), false},
		{"unavailable", api.Errorf(api.CodeUnavailable, "No."), false},
	}
	var next error
	var calls int
	h := start(t, serving("whatsapp.sendMessage", func(ctx context.Context, body []byte) (any, error) {
		if calls++; next != nil {
			return nil, next
		}
		return sent(ctx, body)
	}))
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			next, calls = tt.err, 0
			key := strings.ReplaceAll(tt.name, " ", "-")
			first, second := h.once(key, sendBody), h.once(key, sendBody)
			if replayed := second.Header.Get("Idempotency-Replayed") != ""; replayed != tt.kept || (calls == 1) != tt.kept {
				t.Errorf("replayed %v, done %d times", replayed, calls)
			}
			if second.StatusCode != first.StatusCode || tt.kept && second.body != first.body {
				t.Errorf("first %d %s\nthen  %d %s", first.StatusCode, first.body, second.StatusCode, second.body)
			}
		})
	}
}

func TestPanicFreesTheKey(t *testing.T) {
	calls := 0
	h := start(t, serving("whatsapp.sendMessage", func(ctx context.Context, body []byte) (any, error) {
		if calls++; calls == 1 {
			panic("once")
		}
		return sent(ctx, body)
	}))
	if got := h.once("k", sendBody); got.StatusCode != 500 {
		t.Errorf("%d %s", got.StatusCode, got.body)
	}
	if got := h.once("k", sendBody); got.StatusCode != 200 || got.Header.Get("Idempotency-Replayed") != "" {
		t.Errorf("%d %s", got.StatusCode, got.body)
	}
}

func TestWriteIsBoundedInTime(t *testing.T) {
	h := start(t, configured(func(c *rpc.Config) { c.WriteTimeout = 20 * time.Millisecond }),
		serving("whatsapp.sendMessage", func(ctx context.Context, _ []byte) (any, error) {
			<-ctx.Done()
			return nil, ctx.Err()
		}))
	if got := h.once("k", sendBody); got.problem.Code != api.CodeUnavailable || got.problem.Detail != "This took longer than 20ms. Try again." {
		t.Errorf("%d %s", got.StatusCode, got.body)
	}
}

func TestIdempotencyKeyIsChecked(t *testing.T) {
	h := start(t, serving("whatsapp.sendMessage", sent))
	tests := []struct {
		name   string
		keys   []string
		detail string
	}{
		{"empty", []string{""}, "Idempotency-Key must have 1 to 255 characters, and has 0."},
		{"long", []string{strings.Repeat("k", 256)}, "Idempotency-Key must have 1 to 255 characters, and has 256."},
		{"space", []string{"order 1"}, "Idempotency-Key must be of visible ASCII characters, without spaces."},
		{"umlaut", []string{"schlüssel"}, "Idempotency-Key must be of visible ASCII characters, without spaces."},
		{"two", []string{"a", "b"}, "There is more than one Idempotency-Key header. Send one."},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := h.request("whatsapp/sendMessage", sendBody)
			r.Header["Idempotency-Key"] = tt.keys
			if got := h.do(r); got.problem.Code != api.CodeInvalidRequest || got.problem.Detail != tt.detail {
				t.Errorf("%d %s", got.StatusCode, got.body)
			}
		})
	}
	r := h.request("server/ping", `{}`)
	r.Header["Idempotency-Key"] = []string{"an operation", "that takes none"}
	if got := h.do(r); got.StatusCode != 200 {
		t.Errorf("an operation without: %d %s", got.StatusCode, got.body)
	}
}

// brokenSends fails where it is told to.
type brokenSends struct {
	rpc.Sends
	begin, complete error
}

func (b *brokenSends) Begin(ctx context.Context, account, operation, key string, hash []byte, now time.Time) (store.Send, bool, error) {
	if b.begin != nil {
		return store.Send{}, false, b.begin
	}
	return b.Sends.Begin(ctx, account, operation, key, hash, now)
}

func (b *brokenSends) Complete(ctx context.Context, account, operation, key string, status int, body []byte) error {
	if b.complete != nil {
		return b.complete
	}
	return b.Sends.Complete(ctx, account, operation, key, status, body)
}

func TestStoreThatFails(t *testing.T) {
	var calls atomic.Int32
	broken := &brokenSends{}
	h := start(t, counted(&calls), configured(func(c *rpc.Config) { broken.Sends, c.Sends = c.Sends, broken }))
	broken.begin = errors.New("disk full")
	if got := h.once("k", sendBody); got.problem.Code != api.CodeUnavailable || calls.Load() != 0 || h.spent() != 0 {
		t.Errorf("nothing may be done that can't be remembered: %d %s, done %d times", got.StatusCode, got.body, calls.Load())
	}
	broken.begin, broken.complete = nil, errors.New("disk full")
	if got := h.once("k", sendBody); got.StatusCode != 200 || calls.Load() != 1 {
		t.Errorf("what is done is answered: %d %s", got.StatusCode, got.body)
	}
	if got := h.once("k", sendBody); got.problem.Code != api.CodeIdempotencyConflict || calls.Load() != 1 {
		t.Errorf("and not done again: %d %s, done %d times", got.StatusCode, got.body, calls.Load())
	}
}
