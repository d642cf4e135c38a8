// Package web is what the engine's pages and its API have in common: the address of whom they answer, finished files,
// cookies, and the headers that keep a browser from doing more with a page than the page is for.
package web

import (
	"net/http"
	"strings"
)

// policy lets pages use our own files and nothing inline, so that text which found its way into a page could still
// not run there.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; media-src 'self'; " +
	"connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// Guard sets the headers that every answer of a page's handler has, whoever writes it. Others are not told where a visitor
// was, because the address of a page may be a secret. We are: without, a browser would say of a form that it comes from
// nowhere, and over plain HTTP it says nothing else about that.
func Guard(h http.Header) {
	h.Set("Content-Security-Policy", policy)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "same-origin")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Cache-Control", "no-store")
}

// Clip bounds what is repeated of a request.
func Clip(s string) string {
	if len(s) > 100 {
		s = s[:100]
	}
	return strings.ToValidUTF8(s, "")
}
