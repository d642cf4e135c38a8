package sandbox

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"net/http"
	"strconv"
	"time"

	"wpengine/engine/api"
)

const (
	heartbeat   = 15 * time.Second // so that no proxy takes a silent stream for a dead one
	eventRetry  = 2 * time.Second  // after which a browser comes back when the stream has ended
	eventWrites = 30 * time.Second // for one event to leave
)

// ServeEvents streams what happens to one of the caller's phones, ?phone=+15551234567, as Server-Sent Events
// until the reader goes. An event is named by the Kind of its PhoneEvent; its data has the API's shapes:
//
//	message, changed    SandboxMessage
//	progress            {"messageId", "status", "chat": Identity}
//	read, channel       {"chat": Identity}
//	typing              {"chat": Identity, "from": Identity, "state": "composing", "recording" or "paused"}
//	linked, unlinked    LinkedDevice
//	profile             Phone
//	call                {"chat": Identity, "from": Identity, "callId", "state", "video"}
//	resync              {}
//
// A reader that has lost the stream, or gets resync, reads the phone anew.
func (s *Service) ServeEvents(w http.ResponseWriter, r *http.Request) {
	p, err := s.phone(r.Context(), r.URL.Query().Get("phone"))
	if err != nil {
		refuse(w, err)
		return
	}
	stream := eventStream{w: w, control: http.NewResponseController(w)}
	events := p.Watch(r.Context())
	h := w.Header()
	h.Set("Content-Type", "text/event-stream")
	h.Set("Cache-Control", "no-store")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Accel-Buffering", "no") // nginx would collect the events
	stream.write(fmt.Appendf(nil, "retry: %d\n\n", eventRetry.Milliseconds()))
	pulse := time.NewTicker(s.heartbeat)
	defer pulse.Stop()
	for stream.err == nil {
		select {
		case e, ok := <-events:
			if !ok {
				return
			}
			stream.send(e.Kind, eventView(p, e))
		case <-pulse.C:
			stream.write([]byte(":\n\n"))
		}
	}
	// The server ends the request's context when this returns, and that ends the watching.
}

// eventStream writes Server-Sent Events.
type eventStream struct {
	w       http.ResponseWriter
	control *http.ResponseController
	err     error // why the reader can't be reached any more
}

func (s *eventStream) send(name string, data any) {
	var b bytes.Buffer
	fmt.Fprintf(&b, "event: %s\ndata: ", name)
	e := json.NewEncoder(&b) // ends with a line feed, and has no other
	e.SetEscapeHTML(false)
	if s.err = e.Encode(data); s.err == nil {
		b.WriteByte('\n')
		s.write(b.Bytes())
	}
}

// write sends bytes at once. The deadline for each write takes the place of the server's own, which is for
// the answer as a whole.
func (s *eventStream) write(data []byte) {
	err := s.control.SetWriteDeadline(time.Now().Add(eventWrites))
	if err != nil && !errors.Is(err, http.ErrNotSupported) {
		s.err = err
		return
	}
	if _, s.err = s.w.Write(data); s.err == nil {
		s.err = s.control.Flush()
	}
}

// eventView is the data of an event.
func eventView(p *Phone, e PhoneEvent) any {
	type object = map[string]any
	switch e.Kind {
	case EventMessage, EventChanged:
		return messageView(*e.Message)
	case EventProgress:
		return object{"messageId": e.MessageID, "status": e.Progress, "chat": identityView(e.Chat)}
	case EventRead, EventChannel:
		return object{"chat": identityView(e.Chat)}
	case EventTyping:
		return object{"chat": identityView(e.Chat), "from": identityView(e.From), "state": e.Typing}
	case EventLinked, EventUnlinked:
		return api.LinkedDevice{JID: e.Device.JID.String(), LID: e.Device.LID.String()}
	case EventProfile:
		return phoneView(p)
	case EventCall:
		return object{
			"chat": identityView(e.Chat), "from": identityView(e.From),
			"callId": e.Call.ID, "state": e.Call.State, "video": e.Call.Video,
		}
	}
	return object{}
}

// refuse answers a request that isn't for an operation of the API, in the API's form.
func refuse(w http.ResponseWriter, err error) {
	shown := new(api.Error)
	if !errors.As(err, &shown) {
		shown = api.Errorf(api.CodeInternal, "Something went wrong on our side.")
	}
	body, err := json.Marshal(api.Problem{
		Type: "/docs/guides/errors/#" + string(shown.Code), Title: shown.Code.Title(), Status: shown.Code.Status(),
		Detail: shown.Detail, Code: shown.Code, Errors: shown.Fields,
	})
	if err != nil {
		http.Error(w, shown.Detail, http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/problem+json")
	w.Header().Set("Cache-Control", "no-store")
	if shown.RetryAfter > 0 {
		w.Header().Set("Retry-After", strconv.Itoa(int(math.Ceil(shown.RetryAfter.Seconds()))))
	}
	w.WriteHeader(shown.Code.Status())
	_, _ = w.Write(body)
}
