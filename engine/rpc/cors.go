package rpc

import (
	"net/http"
	"strings"
)

// Pages of any site may call operations with a key: it is the page that has the key and sends it, so nothing is done in
// anybody's name who doesn't know. It is otherwise with cookies, which a browser sends along whoever asks. Browsers show
// no page an answer to a request with cookies unless the answer allows that by name, which none of ours does; and what
// would change something is refused before, see permitSession.

// corsHeaders are the header values of that. They are shared by all answers, so nobody may write to them.
type corsHeaders struct {
	anyone, exposed, methods, headers, age []string
}

func newCORSHeaders() corsHeaders {
	return corsHeaders{
		anyone:  []string{"*"},
		exposed: []string{"RateLimit, RateLimit-Policy, Retry-After, X-Request-Id, Idempotency-Replayed"},
		methods: []string{"POST"},
		headers: []string{"Content-Type, X-Api-Key, Idempotency-Key, X-Request-Id"},
		age:     []string{"7200"}, // as long as browsers remember it at the most
	}
}

// preflight answers the question with which a browser begins a call by a page of another site: what may be sent? It
// reports whether the request was such a question. That costs its asker nothing, and the log has the call itself.
func (s *Server) preflight(w http.ResponseWriter, r *http.Request) bool {
	if r.Method != http.MethodOptions || !strings.HasPrefix(r.URL.Path, "/api/rpc/") || len(r.Header["Access-Control-Request-Method"]) == 0 {
		return false
	}
	h := w.Header()
	h["Access-Control-Allow-Origin"] = s.cors.anyone
	h["Access-Control-Allow-Methods"] = s.cors.methods
	h["Access-Control-Allow-Headers"] = s.cors.headers
	h["Access-Control-Max-Age"] = s.cors.age
	w.WriteHeader(http.StatusNoContent)
	return true
}

// share lets the page of another site read the answer, errors too, unless it is one to a session.
func (s *Server) share(h http.Header, x *exchange) {
	if x.visit != nil || len(x.r.Header["Origin"]) == 0 {
		return
	}
	h["Access-Control-Allow-Origin"] = s.cors.anyone
	h["Access-Control-Expose-Headers"] = s.cors.exposed
}
