package handset

import (
	"errors"
	"net"
	"net/http"
	"net/netip"
	"strings"

	"wpengine/engine/api"
	"wpengine/engine/web"
)

// maxForm is how much of a form is read: the longest has a message, each byte of which may be three.
const maxForm = 1 << 20

// signInPage is the form that asks for a key.
type signInPage struct {
	frame
	Problem string // with the key that was sent
	Demo    bool   // whether one may come in without a key
	Guests  bool   // whether one may come in from the dashboard
}

// serveSignIn shows the form.
func (h *Handset) serveSignIn(w http.ResponseWriter, r *http.Request) {
	h.write(w, r, http.StatusOK, "sign-in", h.signInPage(""))
}

func (h *Handset) signInPage(problem string) signInPage {
	return signInPage{frame: h.frame("Sign in"), Problem: problem, Demo: h.demo.Load() != nil, Guests: h.guest != nil}
}

// signIn begins a session for the account of a key.
func (h *Handset) signIn(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, maxForm)
	key := strings.TrimSpace(r.PostFormValue("key"))
	caller, err := h.keys.Verify(r.Context(), key)
	if err == nil {
		err = enough(caller.Key)
	}
	shown := new(api.Error)
	if errors.As(err, &shown) {
		h.log.InfoContext(r.Context(), "handset: sign-in refused", "code", shown.Code)
		h.write(w, r, shown.Code.Status(), "sign-in", h.signInPage(shown.Detail))
		return
	}
	if err != nil {
		h.fail(w, r, err)
		return
	}
	h.sessions.end(h.cookie.Of(r))
	cookie, _ := h.sessions.begin(caller.UserID, key, nil)
	h.cookie.Set(w, r, cookie)
	h.log.InfoContext(r.Context(), "handset: signed in", "account", caller.UserID, "key", caller.Key.ID)
	http.Redirect(w, r, Path, http.StatusSeeOther)
}

// enough says what a key lacks to sign in with. Its other limits hold for the session too.
func enough(key *api.CallerKey) error {
	if len(key.AllowedIPs) > 0 {
		return api.Errorf(api.CodeForbidden, "This key is for certain addresses only, and a session can be used from anywhere. Sign in with another key.")
	}
	for _, scope := range key.Scopes {
		if scope == "sandbox.*" {
			return nil
		}
	}
	if len(key.Scopes) > 0 {
		return api.Errorf(api.CodeForbidden, "The key's scopes do not include sandbox.*, which this page needs. Sign in with another key.")
	}
	return nil
}

// signOut ends the session.
func (h *Handset) signOut(w http.ResponseWriter, r *http.Request) {
	h.sessions.end(h.cookie.Of(r))
	h.cookie.Set(w, r, "")
	http.Redirect(w, r, Path+"/sign-in", http.StatusSeeOther)
}

// visitor returns the session of who opens the page, and whom it stands for; no session, if they have none. Who is
// signed in to the dashboard gets one, and in the demo everybody.
func (h *Handset) visitor(w http.ResponseWriter, r *http.Request) (s *session, caller api.Caller, err error) {
	if s := h.sessions.find(h.cookie.Of(r)); s != nil {
		caller, err := h.caller(r, s)
		if shown := new(api.Error); !errors.As(err, &shown) || shown.Code != api.CodeUnauthenticated {
			return s, caller, err
		}
		h.sessions.end(h.cookie.Of(r)) // what it was begun with is good no more
	}
	if !navigates(r) {
		return nil, api.Caller{}, nil
	}
	host, demo, err := h.welcome(r)
	if host == nil || err != nil {
		return nil, api.Caller{}, err
	}
	caller, err = host(r.Context())
	if shown := new(api.Error); errors.As(err, &shown) && shown.Code == api.CodeUnauthenticated {
		return nil, api.Caller{}, nil // the demo is over: others may come in with a key
	}
	if err != nil {
		return nil, api.Caller{}, err
	}
	cookie, s := h.sessions.begin(caller.UserID, "", host)
	s.demo = demo
	h.cookie.Set(w, r, cookie)
	caller, err = h.caller(r, s)
	return s, caller, err
}

// welcome returns whose phones somebody may use who has shown no key: their own, if they are signed in to the dashboard,
// else those of the demo. It is nil where there is neither.
func (h *Handset) welcome(r *http.Request) (host Host, demo bool, err error) {
	if h.guest != nil {
		if host, err = h.guest(r); host != nil || err != nil {
			return host, false, err
		}
	}
	open := h.demo.Load()
	if open == nil {
		return nil, false, nil
	}
	if !h.ownHost(r) {
		return nil, false, strangeHost(r)
	}
	return *open, true, nil
}

// navigates reports whether a person goes to a page, rather than some page asks for a picture at its address.
func navigates(r *http.Request) bool {
	dest := r.Header.Get("Sec-Fetch-Dest")
	return dest == "" || dest == "document"
}

// ownHost reports whether the request names this server in a way that only this server is meant by. The demo lets
// everybody in, so a site whose name is made to lead to this machine, by DNS rebinding, could else use it.
func (h *Handset) ownHost(r *http.Request) bool {
	if h.public != nil && strings.EqualFold(r.Host, h.public.Host) {
		return true
	}
	host := r.Host
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	host = strings.ToLower(strings.Trim(host, "[]"))
	if _, err := netip.ParseAddr(host); err == nil {
		return true // no name leads there
	}
	return host == "localhost" || strings.HasSuffix(host, ".localhost")
}

func strangeHost(r *http.Request) error {
	return api.Errorf(api.CodeForbidden, "The demo is open at this machine's own address only, not at %q. If that is its name, start it with --public-url.", web.Clip(r.Host))
}
