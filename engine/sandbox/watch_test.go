package sandbox_test

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"go.mau.fi/whatsmeow/types"
	"go.mau.fi/whatsmeow/types/events"

	"wpengine/engine/api"
	"wpengine/engine/sandbox"
)

// next waits for the next event of a kind.
func next(t *testing.T, events <-chan sandbox.PhoneEvent, kind string) sandbox.PhoneEvent {
	t.Helper()
	for late := time.After(patience); ; {
		select {
		case e, ok := <-events:
			if !ok {
				t.Fatalf("the events ended before one of kind %s", kind)
			}
			if e.Kind == kind {
				return e
			}
		case <-late:
			t.Fatalf("no event of kind %s", kind)
		}
	}
}

func TestWatchTellsWhatHappensToThePhone(t *testing.T) {
	n := start(t, nil)
	alice := phone(t, n, "15550000001", "Alice", sandbox.PersonaSilent)
	bob := phone(t, n, "15550000002", "Bob", sandbox.PersonaEcho)
	seen := alice.Watch(t.Context())
	a := link(t, n, alice, newDevice(t))
	if e := next(t, seen, sandbox.EventLinked); e.Device.JID != *a.Store.ID {
		t.Errorf("%+v", e)
	}
	sent := a.Say(bob.Info().JID, "hello")
	if e := next(t, seen, sandbox.EventMessage); e.Message.ID != sent.ID || e.Message.Direction != sandbox.DirectionOut || e.Chat.Phone != "+15550000002" {
		t.Errorf("%+v", e)
	}
	e := next(t, seen, sandbox.EventProgress)
	if e.Progress == sandbox.ProgressDelivered { // unless the recipient was quicker than the phone
		e = next(t, seen, sandbox.EventProgress)
	}
	if e.MessageID != sent.ID || e.Progress != sandbox.ProgressRead || e.Chat.Phone != "+15550000002" {
		t.Errorf("%+v", e)
	}
	if e := next(t, seen, sandbox.EventMessage); e.Message.Text != "hello" || e.Message.Direction != sandbox.DirectionIn || e.Chat.Name != "Bob" {
		t.Errorf("%+v", e)
	}

	heard := bob.Watch(t.Context())
	for _, state := range []types.ChatPresence{types.ChatPresenceComposing, types.ChatPresencePaused} {
		if err := a.SendChatPresence(t.Context(), bob.Info().JID, state, ""); err != nil {
			t.Fatal(err)
		}
		if e := next(t, heard, sandbox.EventTyping); e.Typing != string(state) || e.From.Name != "Alice" || e.Chat.Name != "Alice" {
			t.Errorf("%+v", e)
		}
	}
	if err := bob.Delete(t.Context()); err != nil {
		t.Fatal(err)
	}
	for range heard { // it ends
	}
}

func TestAMessageIsUnreadUntilItsChatIsRead(t *testing.T) {
	n := start(t, nil)
	alice := phone(t, n, "15550000001", "Alice", sandbox.PersonaSilent)
	bob := phone(t, n, "15550000002", "Bob", sandbox.PersonaSilent)
	seen := bob.Watch(t.Context())
	if _, err := alice.SendText(t.Context(), bob.Info().JID, "hello"); err != nil {
		t.Fatal(err)
	}
	if e := next(t, seen, sandbox.EventMessage); !e.Message.Unread {
		t.Errorf("%+v", e.Message)
	}
	unread := func(p *sandbox.Phone) bool {
		t.Helper()
		messages, _, err := p.Messages(t.Context(), "", 10)
		if err != nil || len(messages) != 1 {
			t.Fatal(messages, err)
		}
		return messages[0].Unread
	}
	if !unread(bob) || unread(alice) {
		t.Errorf("unread at Bob's: %v, at Alice's: %v", unread(bob), unread(alice))
	}
	if err := bob.MarkRead(t.Context(), alice.Info().JID); err != nil {
		t.Fatal(err)
	}
	if e := next(t, seen, sandbox.EventRead); e.Chat.Name != "Alice" {
		t.Errorf("%+v", e)
	}
	if unread(bob) {
		t.Error("it is unread still")
	}
}

func TestWhoWatchesTooSlowlyIsToldToReadAnew(t *testing.T) {
	n := start(t, nil)
	alice := phone(t, n, "15550000001", "Alice", sandbox.PersonaSilent)
	bob := phone(t, n, "15550000002", "Bob", sandbox.PersonaSilent)
	ctx, stop := context.WithCancel(t.Context())
	events := bob.Watch(ctx)
	for i := range 600 {
		if _, err := alice.SendText(t.Context(), bob.Info().JID, fmt.Sprint(i)); err != nil {
			t.Fatal(err)
		}
	}
	hears(t, bob, "599")
	resyncs, last := 0, ""
	for last != "599" {
		e := <-events
		if e.Kind == sandbox.EventResync {
			resyncs++
		} else {
			last = e.Message.Text
		}
	}
	if resyncs != 1 {
		t.Errorf("%d times told to read anew, want once", resyncs)
	}
	stop()
	for range events { // it ends
	}
}

// stream is a browser that reads the events of a phone.
type stream struct {
	t     *testing.T
	lines *bufio.Scanner
}

// event waits for the next event with a name, and decodes its data.
func (s stream) event(name string, data any) {
	s.t.Helper()
	found := false
	for s.lines.Scan() {
		line := s.lines.Text()
		if text, ok := strings.CutPrefix(line, "data: "); ok && found {
			if err := json.Unmarshal([]byte(text), data); err != nil {
				s.t.Fatal(err)
			}
			return
		}
		found = line == "event: "+name
	}
	s.t.Fatalf("the stream ended before %s: %v", name, s.lines.Err())
}

func TestServeEventsOutlivesTheServersWriteTimeout(t *testing.T) {
	n := start(t, nil)
	s := sandbox.NewService(n, clients{})
	bob, err := n.CreatePhone(t.Context(), sandbox.PhoneSpec{Number: "15550000002", Name: "Bob", Owner: "ada"})
	if err != nil {
		t.Fatal(err)
	}
	alice, err := n.CreatePhone(t.Context(), sandbox.PhoneSpec{Number: "15550000001", Name: "Alice", Owner: "eve"})
	if err != nil {
		t.Fatal(err)
	}
	ended := make(chan struct{}, 1)
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.ServeEvents(w, r.WithContext(api.WithCaller(r.Context(), api.Caller{UserID: "ada"})))
		ended <- struct{}{}
	}))
	server.Config.WriteTimeout = 50 * time.Millisecond
	server.Start()
	defer server.Close()
	get := func(number string) *http.Response {
		t.Helper()
		r, err := server.Client().Get(server.URL + "?phone=" + url.QueryEscape(number))
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	refused := get("+15550000001") // somebody else's
	if refused.StatusCode != http.StatusNotFound || refused.Header.Get("Content-Type") != "application/problem+json" {
		t.Errorf("%s %v", refused.Status, refused.Header)
	}
	_ = refused.Body.Close()
	<-ended

	r := get("+15550000002")
	if got := r.Header.Get("Content-Type"); got != "text/event-stream" {
		t.Errorf("the stream is %s", got)
	}
	lines := stream{t, bufio.NewScanner(r.Body)}
	time.Sleep(2 * server.Config.WriteTimeout) // the only way to be late
	if _, err := alice.SendText(t.Context(), bob.Info().JID, "still there?"); err != nil {
		t.Fatal(err)
	}
	var m api.SandboxMessage
	if lines.event("message", &m); m.Text != "still there?" || m.Direction != api.SandboxMessageDirectionIn || *m.From.Name != "Alice" {
		t.Errorf("%+v", m)
	}
	_ = r.Body.Close()
	<-ended // when the reader goes

	r = get("+15550000002")
	if err := n.Close(); err != nil {
		t.Fatal(err)
	}
	<-ended // when the network closes
	_ = r.Body.Close()
}

func TestWatchedPhoneIsOnline(t *testing.T) {
	n := start(t, nil)
	alice := phone(t, n, "15550000001", "Alice", sandbox.PersonaSilent)
	bob := phone(t, n, "15550000002", "Bob", sandbox.PersonaSilent)
	a := link(t, n, alice, newDevice(t))
	if err := a.SubscribePresence(t.Context(), bob.Info().JID); err != nil {
		t.Fatal(err)
	}
	away := func(is bool) func(*events.Presence) bool {
		return func(p *events.Presence) bool { return p.Unavailable == is }
	}
	await(a, "that Bob isn't there", away(true))
	a.Forget()
	ctx, stop := context.WithCancel(t.Context())
	seen := bob.Watch(ctx)
	await(a, "that Bob is there", away(false))
	a.Forget()
	stop()
	for range seen { // it ends
	}
	await(a, "that Bob has gone", away(true))
}
