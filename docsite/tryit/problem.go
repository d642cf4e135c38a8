package tryit

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"unicode/utf8"
)

// problem is why there is no answer of the server, or no end of it, in words for a reader.
type problem struct {
	Status     int    `json:"status,omitempty"`
	Code       string `json:"code"`
	Title      string `json:"title"`
	Detail     string `json:"detail"`
	RetryAfter int    `json:"retryAfter,omitempty"` // seconds
	cause      error  // for the log; never has what a reader or a server sent
}

// Error is the code: the words are for the reader alone.
func (p *problem) Error() string { return p.Code }

func problemf(status int, code, title, format string, args ...any) *problem {
	return &problem{Status: status, Code: code, Title: title, Detail: fmt.Sprintf(format, args...)}
}

// send answers with the problem, where nothing else has been answered.
func (p *problem) send(w http.ResponseWriter) {
	h := w.Header()
	h.Set("Content-Type", "application/problem+json")
	if p.RetryAfter > 0 {
		h.Set("Retry-After", strconv.Itoa(p.RetryAfter))
	}
	w.WriteHeader(p.Status)
	_, _ = w.Write(p.json()) // the reader left
}

func (p *problem) json() []byte {
	text, err := json.Marshal(p)
	if err != nil {
		return nil // can't be: it is texts and numbers
	}
	return text
}

// sentence makes one of an error's text.
func sentence(s string) string {
	first, size := utf8.DecodeRuneInString(s)
	return strings.ToUpper(string(first)) + s[size:] + "."
}
