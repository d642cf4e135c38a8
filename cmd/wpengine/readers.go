package main

import (
	"context"
	"crypto/rand"
	"net/http"
	"sync"
)

// readerHeader is on the requests that the docs send to the engine for a reader.
const readerHeader = "X-Docs-Reader"

// readers let the engine see where a call comes from that a reader of the docs tries. It comes from this machine, and without
// more a key that is for this machine alone would be good for everybody who finds the docs, and one that is for an office for nobody there.
type readers struct {
	calls sync.Map // the panel's *http.Request by a text that nobody can guess
}

// readerKey is where the context of a panel's request has that text.
type readerKey struct{}

// docs keeps the request of a panel as long as it takes.
func (x *readers) docs(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPost {
			id := rand.Text()
			x.calls.Store(id, r)
			defer x.calls.Delete(id)
			r = r.WithContext(context.WithValue(r.Context(), readerKey{}, id))
		}
		h.ServeHTTP(w, r)
	})
}

// sending marks a request of the docs with the one that it is for.
func (x *readers) sending(r *http.Request) {
	if id, ok := r.Context().Value(readerKey{}).(string); ok {
		r.Header.Set(readerHeader, id)
	}
}

// engine gives a request of the docs the address of the reader, as the engine would see it without them: by the connection and by
// what reverse proxies say.
func (x *readers) engine(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if id := r.Header.Get(readerHeader); id != "" {
			if of, ok := x.calls.LoadAndDelete(id); ok {
				reader := of.(*http.Request)
				r.RemoteAddr = reader.RemoteAddr
				r.Header["X-Forwarded-For"] = reader.Header["X-Forwarded-For"]
			}
			r.Header.Del(readerHeader)
		}
		h.ServeHTTP(w, r)
	})
}
