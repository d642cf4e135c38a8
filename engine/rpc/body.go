package rpc

import (
	"bytes"
	"errors"
	"io"
	"mime"
	"net/http"
	"os"
	"strings"
	"time"

	"wpengine/engine/api"
)

// maxPooled is how large a buffer may be to be kept for the next request.
const maxPooled = 64 << 10

func (s *Server) buffer() *bytes.Buffer { return s.buffers.Get().(*bytes.Buffer) }

func (s *Server) recycle(buffers ...*bytes.Buffer) {
	for _, b := range buffers {
		if b.Cap() <= maxPooled {
			b.Reset()
			s.buffers.Put(b)
		}
	}
}

// checkMediaType refuses a body that isn't plain JSON, before it is read.
func checkMediaType(h http.Header) error {
	for _, coding := range h["Content-Encoding"] {
		if !strings.EqualFold(strings.TrimSpace(coding), "identity") {
			return api.Errorf(api.CodeUnsupportedMediaType, "Content-Encoding is %q; send the body as it is.", clip(coding))
		}
	}
	given := h["Content-Type"]
	switch {
	case len(given) == 0 || len(given) == 1 && given[0] == "":
		return api.Errorf(api.CodeUnsupportedMediaType, "There is no Content-Type; send application/json.")
	case len(given) > 1:
		return api.Errorf(api.CodeUnsupportedMediaType, "There is more than one Content-Type; send application/json.")
	case given[0] == "application/json":
		return nil
	}
	media, params, err := mime.ParseMediaType(given[0])
	if err != nil || media != "application/json" {
		return api.Errorf(api.CodeUnsupportedMediaType, "Content-Type is %q; send application/json.", clip(given[0]))
	}
	if charset, ok := params["charset"]; ok && !strings.EqualFold(charset, "utf-8") {
		return api.Errorf(api.CodeUnsupportedMediaType, "The charset is %q; send the JSON as UTF-8.", clip(charset))
	}
	return nil
}

// readBody reads the body into x.in, as much of it as the operation takes.
func (s *Server) readBody(x *exchange) error {
	limit, announced := x.op.limit, x.r.ContentLength
	if announced > limit {
		return tooLarge(limit)
	}
	// What is announced is believed up to a point: it may never come.
	x.in.Grow(int(min(max(announced, 0), maxPooled/2)) + bytes.MinRead)
	_, err := x.in.ReadFrom(http.MaxBytesReader(x.w, x.r.Body, limit))
	var over *http.MaxBytesError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &over):
		return tooLarge(limit)
	case errors.Is(err, os.ErrDeadlineExceeded):
		return api.Errorf(api.CodeInvalidRequest, "The request body did not arrive within %s.", s.bodyTimeout)
	case errors.Is(err, io.ErrUnexpectedEOF):
		return api.Errorf(api.CodeInvalidRequest, "The request body ends before it is complete.")
	}
	return api.Errorf(api.CodeInvalidRequest, "The request body could not be read.").Because(err)
}

// expectBody bounds the time that the body of a request may take to arrive, whether we read it or net/http does, to
// throw it away before it sends an answer that came without.
func (s *Server) expectBody(x *exchange) {
	if x.r.ContentLength != 0 {
		// A writer that can't set deadlines is a test's, and its bodies are there already.
		_ = http.NewResponseController(x.w).SetReadDeadline(x.started.Add(s.bodyTimeout))
	}
}

// haveBody takes the bound away. Left there, it would end the wait for the caller's hanging up, and so the request.
func (s *Server) haveBody(x *exchange) {
	if x.r.ContentLength != 0 {
		_ = http.NewResponseController(x.w).SetReadDeadline(time.Time{})
	}
}

func tooLarge(limit int64) error {
	return api.Errorf(api.CodePayloadTooLarge, "The request body is larger than %d bytes.", limit)
}
