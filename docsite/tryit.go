package docsite

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"mime"
	"net/http"
	"os"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"wpengine/docsite/reference"
	"wpengine/docsite/request"
)

const (
	// tryBody is what a request's body may have, if the spec doesn't say.
	tryBody = 1 << 20
	// tryAnswer is how much of an answer is passed on.
	tryAnswer = 4 << 20
	// tryEnvelope is what a panel's message may have around the body.
	tryEnvelope = 64 << 10
	// tryTime is how long a call may take: longer than any operation of ours waits for news.
	tryTime = 60 * time.Second
	// tryArrival is how long the panel's message may take to arrive.
	tryArrival = 30 * time.Second
	// tryCalls is how many calls may run at once. Each may hold an answer in memory.
	tryCalls = 64
	// tryAgent is the User-Agent of all requests: a reader's own says who they are.
	tryAgent = "docsite-try-it/1"
)

// proxy sends requests for the panel on an operation's page. The panel posts JSON to
// proxy/<group>/<operation>; what it says there is at most which of the operator's servers, the
// values of parameters that the spec has, a body and a credential. All the rest of the request
// that goes out is made here, from the spec: see [request.Call.Request].
//
// Answers of the server come back in an envelope, as tryResult, so that they can't be taken for
// the proxy's own: those are problems with a status and a code. No cookie and no header of the
// server reaches the reader's browser as such.
//
// The credential is in memory while the call runs, and nowhere else. It is never logged.
type proxy struct {
	prefix    string                   // of the paths it is asked under
	calls     map[string]*request.Call // by "group/operation"
	upstreams []upstream
	origin    *http.CrossOriginProtection
	slots     chan struct{}
	timeout   time.Duration
	arrival   time.Duration
	logger    *slog.Logger
}

func newProxy(config Config) (*proxy, error) {
	p := &proxy{
		prefix: config.BasePath + "/" + proxyPath, calls: map[string]*request.Call{}, origin: http.NewCrossOriginProtection(),
		slots: make(chan struct{}, tryCalls), timeout: tryTime, arrival: tryArrival, logger: config.Logger,
	}
	for _, op := range config.Spec.Operations {
		p.calls[op.Group.Slug+"/"+op.Slug] = request.Of(op)
	}
	var err error
	p.upstreams, err = upstreams(config)
	return p, err
}

// tryMessage is what the panel posts.
type tryMessage struct {
	Upstream    int                           `json:"upstream"` // index of the operator's list
	Values      request.Values                `json:"values"`
	Credentials map[string]request.Credential `json:"credentials"`
	MediaType   string                        `json:"mediaType"`
	Body        string                        `json:"body"`
}

// tryResult is an answer of the server.
type tryResult struct {
	Status       int         `json:"status"`
	StatusText   string      `json:"statusText"`
	Headers      [][2]string `json:"headers"`
	Body         string      `json:"body"`
	Encoding     string      `json:"encoding"` // of Body: "text" or "base64"
	Bytes        int         `json:"bytes"`
	Truncated    bool        `json:"truncated"` // the answer has more than was passed on
	Milliseconds int64       `json:"milliseconds"`
}

// tryProblem is why there is no answer of the server.
type tryProblem struct {
	Status int    `json:"status"`
	Code   string `json:"code"`
	Title  string `json:"title"`
	Detail string `json:"detail"`
	cause  error  // for the log; never has the URL, which may hold a key
}

func (e *tryProblem) Error() string { return e.Code }

func problemf(status int, code, title, format string, args ...any) *tryProblem {
	return &tryProblem{Status: status, Code: code, Title: title, Detail: fmt.Sprintf(format, args...)}
}

// ServeHTTP implements [http.Handler].
func (p *proxy) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	start := time.Now()
	name := strings.TrimPrefix(r.URL.Path, p.prefix)
	result, err := p.serve(w, r, name)
	var problem *tryProblem
	switch {
	case errors.As(err, &problem):
		p.logger.LogAttrs(r.Context(), slog.LevelWarn, "try-it: no answer", slog.String("operation", p.known(name)),
			slog.String("code", problem.Code), slog.Any("cause", problem.cause), slog.Duration("took", time.Since(start)))
		p.send(w, problem.Status, "application/problem+json", problem)
	case err != nil: // the reader left
	default:
		p.logger.LogAttrs(r.Context(), slog.LevelInfo, "try-it", slog.String("operation", name),
			slog.Int("status", result.Status), slog.Duration("took", time.Since(start)))
		p.send(w, http.StatusOK, "application/json", result)
	}
}

// known keeps a made-up operation, whatever is in its name, out of the log.
func (p *proxy) known(name string) string {
	if p.calls[name] == nil {
		return "unknown"
	}
	return name
}

func (p *proxy) send(w http.ResponseWriter, status int, mediaType string, value any) {
	body, err := json.Marshal(value)
	if err != nil {
		http.Error(w, "The answer can't be written.", http.StatusInternalServerError)
		return
	}
	h := w.Header()
	h.Set("Content-Type", mediaType)
	h.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = w.Write(body) // the reader left
}

// serve checks that the message is one of a panel of this site, and sends what it asks for.
func (p *proxy) serve(w http.ResponseWriter, r *http.Request, name string) (*tryResult, error) {
	if r.Method != http.MethodPost {
		w.Header().Set("Allow", http.MethodPost)
		return nil, problemf(http.StatusMethodNotAllowed, "method_not_allowed", "Only POST is answered here", "The panel of an operation's page posts to this address.")
	}
	if err := p.origin.Check(r); err != nil {
		return nil, problemf(http.StatusForbidden, "cross_origin", "This came from another site", "Only pages of this site may send requests through it.")
	}
	if mediaType, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || mediaType != "application/json" {
		return nil, problemf(http.StatusUnsupportedMediaType, "unsupported_media_type", "This is not JSON", "The panel sends application/json.")
	}
	call := p.calls[name]
	if call == nil {
		return nil, problemf(http.StatusNotFound, "unknown_operation", "No such operation", "The spec of this site has no such operation. Reload the page.")
	}
	message, err := p.readMessage(w, r, call)
	if err != nil {
		return nil, err
	}
	if message.Upstream < 0 || message.Upstream >= len(p.upstreams) {
		return nil, problemf(http.StatusBadRequest, "unknown_upstream", "No such server", "The site has %d servers to send to. Reload the page.", len(p.upstreams))
	}
	select {
	case p.slots <- struct{}{}:
		defer func() { <-p.slots }()
	default:
		return nil, problemf(http.StatusServiceUnavailable, "busy", "Too many requests at once", "Others are trying things too. Send it again in a moment.")
	}
	ctx, cancel := context.WithTimeout(r.Context(), p.timeout)
	defer cancel()
	return p.call(ctx, call, p.upstreams[message.Upstream], message)
}

// readMessage reads what the panel posted, bounded by what the operation takes and in time.
func (p *proxy) readMessage(w http.ResponseWriter, r *http.Request, call *request.Call) (*tryMessage, error) {
	limit := call.BodyLimit
	if limit == 0 {
		limit = tryBody
	}
	// The limit is lifted only when the message is there, because it would end the wait for the
	// answer as well: without it, net/http would wait for the rest of a message that failed.
	connection := http.NewResponseController(w)
	_ = connection.SetReadDeadline(time.Now().Add(p.arrival))
	tooLarge := problemf(http.StatusRequestEntityTooLarge, "body_too_large", "The body is too large", "This operation takes up to %d bytes.", limit)
	var message tryMessage
	// Quotes and line breaks are two bytes in a JSON string.
	decoder := json.NewDecoder(http.MaxBytesReader(w, r.Body, 2*limit+tryEnvelope))
	decoder.DisallowUnknownFields()
	err := decoder.Decode(&message)
	if err == nil {
		if _, err = decoder.Token(); err == nil {
			err = errors.New("there is more after the message")
		} else if errors.Is(err, io.EOF) {
			err = nil
		}
	}
	var exceeded *http.MaxBytesError
	switch {
	case errors.As(err, &exceeded):
		return nil, tooLarge
	case errors.Is(err, os.ErrDeadlineExceeded):
		return nil, problemf(http.StatusRequestTimeout, "slow_message", "The request came too slowly", "This site waited %v for it. Is the connection good?", p.arrival)
	case err != nil:
		return nil, problemf(http.StatusBadRequest, "invalid_message", "The panel's message can't be read", "Reload the page; it may be older than the server.")
	case int64(len(message.Body)) > limit:
		return nil, tooLarge
	}
	_ = connection.SetReadDeadline(time.Time{})
	return &message, nil
}

// call sends the request and reads the answer.
func (p *proxy) call(ctx context.Context, call *request.Call, to upstream, message *tryMessage) (*tryResult, error) {
	if to.problem != nil {
		return nil, to.problem
	}
	req, err := call.Request(ctx, to.base, request.Input{
		Values: message.Values, Credentials: message.Credentials, MediaType: message.MediaType, Body: []byte(message.Body),
	})
	var wrong *request.InputError
	if errors.As(err, &wrong) {
		return nil, problemf(http.StatusBadRequest, "invalid_input", "This can't be sent", "%s", sentence(wrong.Message))
	}
	if err != nil {
		return nil, &tryProblem{Status: http.StatusInternalServerError, Code: "internal", Title: "This can't be sent", Detail: "Something is wrong with the site. Its log has more.", cause: err}
	}
	req.Header.Set("User-Agent", tryAgent)
	start := time.Now()
	resp, err := to.client.Do(req)
	if err != nil {
		return nil, p.noAnswer(ctx, to, err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(io.LimitReader(resp.Body, tryAnswer+1))
	took := time.Since(start)
	if err != nil {
		return nil, p.noAnswer(ctx, to, err)
	}
	result := &tryResult{Status: resp.StatusCode, StatusText: reference.StatusText(resp.StatusCode), Headers: shownHeaders(resp.Header), Milliseconds: took.Milliseconds()}
	if len(body) > tryAnswer {
		body, result.Truncated = body[:tryAnswer], true
	}
	result.Bytes = len(body)
	result.Body, result.Encoding = encodeBody(body, result.Truncated)
	return result, nil
}

// encodeBody is the body as it fits in JSON: as text, if it is text. What was cut may end in
// the middle of a character.
func encodeBody(body []byte, truncated bool) (text, encoding string) {
	whole := body
	for i := 0; truncated && i < utf8.UTFMax-1 && len(whole) > 0 && !utf8.Valid(whole[max(0, len(whole)-utf8.UTFMax):]); i++ {
		whole = whole[:len(whole)-1]
	}
	if utf8.Valid(whole) {
		return string(whole), "text"
	}
	return base64.StdEncoding.EncodeToString(body), "base64"
}

// shownHeaders are the answer's headers by name, but for those between two neighbours and for
// cookies: a session of the server has no business on this site.
func shownHeaders(header http.Header) [][2]string {
	all := [][2]string{}
	for _, name := range slices.Sorted(maps.Keys(header)) {
		switch name {
		case "Set-Cookie", "Set-Cookie2", "Connection", "Keep-Alive", "Proxy-Authenticate", "Proxy-Authorization",
			"Proxy-Connection", "Te", "Trailer", "Transfer-Encoding", "Upgrade":
			continue
		}
		for _, value := range header[name] {
			all = append(all, [2]string{name, strings.ToValidUTF8(value, "\uFFFD")})
		}
	}
	return all
}

// sentence makes one of an error's text.
func sentence(s string) string {
	first, size := utf8.DecodeRuneInString(s)
	return strings.ToUpper(string(first)) + s[size:] + "."
}
