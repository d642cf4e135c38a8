package main

import (
	"errors"
	"io"
	"net/http"
	"time"
)

// arrivalTime is how long the body of a request may take to arrive. Whoever reads one may set a time of their own.
const arrivalTime = time.Minute

// arriving bounds the time in which bodies arrive, also those that nobody reads: net/http waits for them, to throw them
// away, before it sends an answer that came without.
func arriving(h http.Handler, within time.Duration) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.ContentLength != 0 {
			connection := http.NewResponseController(w)
			_ = connection.SetReadDeadline(time.Now().Add(within)) // a connection that has none needs none
			r.Body = &arrival{r.Body, connection}
		}
		h.ServeHTTP(w, r)
	})
}

// arrival is a body whose bound is gone when it is there. Left there, it would end the wait for the caller's hanging up,
// and so the request.
type arrival struct {
	io.ReadCloser
	connection *http.ResponseController
}

// Read implements [io.Reader].
func (a *arrival) Read(p []byte) (int, error) {
	n, err := a.ReadCloser.Read(p)
	if errors.Is(err, io.EOF) {
		_ = a.connection.SetReadDeadline(time.Time{})
	}
	return n, err
}
