package web

import (
	"net"
	"net/http"
	"time"
)

// Cookie is a cookie that is for nobody but this server: no script reads it, and over TLS no other host can set it.
type Cookie struct {
	Name     string        // without what an address adds to it
	TLS      bool          // whether others reach the server over TLS, even if a request doesn't come so
	SameSite http.SameSite // required
	MaxAge   time.Duration // required
}

// name has the port in it: cookies are for all ports of a host, and two engines on one machine would take each other's
// away. Over TLS it begins with __Host-, and the browser then takes it from this very host only.
func (c Cookie) name(r *http.Request) string {
	name := c.Name
	if _, port, err := net.SplitHostPort(r.Host); err == nil {
		name += "-" + port
	}
	if c.secure(r) {
		name = "__Host-" + name
	}
	return name
}

func (c Cookie) secure(r *http.Request) bool { return c.TLS || r.TLS != nil }

// Set gives the browser the cookie, or takes it away if the value is "". It is for the whole host, because the API is.
func (c Cookie) Set(w http.ResponseWriter, r *http.Request, value string) {
	made := &http.Cookie{
		Name: c.name(r), Value: value, Path: "/", HttpOnly: true, SameSite: c.SameSite, Secure: c.secure(r), MaxAge: int(c.MaxAge / time.Second),
	}
	if value == "" {
		made.MaxAge = -1
	}
	http.SetCookie(w, made)
}

// Of returns the value of the cookie that a request has, or "".
func (c Cookie) Of(r *http.Request) string {
	found, err := r.Cookie(c.name(r))
	if err != nil {
		return ""
	}
	return found.Value
}
