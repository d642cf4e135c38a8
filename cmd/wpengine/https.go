package main

import (
	"net/http"
	"strings"
)

// strictTransport is for how long browsers come by HTTPS alone to a host that they have seen by HTTPS once: a year.
const strictTransport = "max-age=31536000"

// onlyByHTTPS tells browsers to come by HTTPS alone, RFC 6797, if that is how the server is reached.
func onlyByHTTPS(h http.Handler, publicURL string) http.Handler {
	if !strings.HasPrefix(publicURL, "https://") {
		return h
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Strict-Transport-Security", strictTransport)
		h.ServeHTTP(w, r)
	})
}
