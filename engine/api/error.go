package api

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"
)

// Error is an error that the caller of an operation gets to see. Every other error reaches the
// caller as CodeInternal, and the log in full.
type Error struct {
	Code       Code
	Detail     string        // what happened and what to do, for people
	Fields     []FieldError  // with CodeInvalidRequest
	WACode     int           // WhatsApp's own code with CodeWhatsappError, or 0
	RetryAfter time.Duration // when to try again, or 0
	Err        error         // the cause, for the log only
}

// Errorf makes an Error. A cause given with %w is kept for the log; its text is in the detail,
// so wrap only what a caller may read.
func Errorf(code Code, format string, args ...any) *Error {
	err := fmt.Errorf(format, args...)
	return &Error{Code: code, Detail: err.Error(), Err: errors.Unwrap(err)}
}

// Invalid makes an Error for one wrong member of a request. The pointer names it, "" for the body as a whole; the
// detail goes on from there: "must have at least 1 character".
func Invalid(pointer, detail string) *Error {
	subject := pointer
	if subject == "" {
		subject = "The request body"
	}
	return &Error{
		Code: CodeInvalidRequest, Detail: subject + " " + detail + ".",
		Fields: []FieldError{{Pointer: pointer, Detail: detail}},
	}
}

// Because returns e with the cause err, which is logged and not shown.
func (e *Error) Because(err error) *Error {
	e.Err = err
	return e
}

// Error implements error.
func (e *Error) Error() string {
	if e.Err != nil && !strings.Contains(e.Detail, e.Err.Error()) {
		return string(e.Code) + ": " + e.Detail + ": " + e.Err.Error()
	}
	return string(e.Code) + ": " + e.Detail
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// statuses has the HTTP status of every code; a test insists that none is missing.
var statuses = map[Code]int{
	CodeInvalidRequest:         http.StatusBadRequest,
	CodeUnauthenticated:        http.StatusUnauthorized,
	CodeForbidden:              http.StatusForbidden,
	CodeNotFound:               http.StatusNotFound,
	CodeMethodNotAllowed:       http.StatusMethodNotAllowed,
	CodeConflict:               http.StatusConflict,
	CodeIdempotencyConflict:    http.StatusConflict,
	CodeIdempotencyMismatch:    http.StatusUnprocessableEntity,
	CodePayloadTooLarge:        http.StatusRequestEntityTooLarge,
	CodeUnsupportedMediaType:   http.StatusUnsupportedMediaType,
	CodeRateLimited:            http.StatusTooManyRequests,
	CodeClientNotPaired:        http.StatusConflict,
	CodeClientNotConnected:     http.StatusConflict,
	CodeRecipientNotOnWhatsapp: http.StatusUnprocessableEntity,
	CodeReachoutTimelocked:     http.StatusForbidden,
	CodeMediaUnavailable:       http.StatusUnprocessableEntity,
	CodeWhatsappError:          http.StatusBadGateway,
	CodeCapabilityUnavailable:  http.StatusNotImplemented,
	CodeInternal:               http.StatusInternalServerError,
	CodeUnavailable:            http.StatusServiceUnavailable,
}

// Status returns the HTTP status that the code is sent with.
func (c Code) Status() int {
	if s, ok := statuses[c]; ok {
		return s
	}
	return http.StatusInternalServerError
}

// Title returns the code in words: "Client not paired".
func (c Code) Title() string {
	switch c {
	case CodeInternal:
		return "Internal error"
	case CodeRecipientNotOnWhatsapp:
		return "Recipient not on WhatsApp"
	case CodeWhatsappError:
		return "WhatsApp error"
	}
	words := strings.ReplaceAll(string(c), "_", " ")
	return strings.ToUpper(words[:1]) + words[1:]
}
