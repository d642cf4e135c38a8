package rpc

import (
	"net/http"

	"github.com/google/uuid"
)

// requestID returns the caller's id for the request if there is one and it is fit for a log line, else a new one.
func requestID(h http.Header) string {
	if given := h["X-Request-Id"]; len(given) == 1 && sane(given[0]) {
		return given[0]
	}
	id, err := uuid.NewV7()
	if err != nil {
		// The system has no randomness left to give. The time alone tells requests apart well enough for a log.
		return uuid.Nil.String()
	}
	return id.String()
}

func sane(id string) bool {
	if len(id) == 0 || len(id) > 128 {
		return false
	}
	for i := range len(id) {
		switch c := id[i]; {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9', c == '.', c == '_', c == '-':
		default:
			return false
		}
	}
	return true
}

// instance names the request in a problem.
func instance(id string) string {
	if len(id) == 36 && uuid.Validate(id) == nil {
		return "urn:uuid:" + id
	}
	return "urn:request:" + id
}
