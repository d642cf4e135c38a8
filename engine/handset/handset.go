// Package handset is the page at /sandbox: the virtual phones of the simulated network, to look at and to use in a
// browser.
//
// The page is written here, and shows what the phones have to a browser without scripts too. With them it lives:
// it hears of events at /sandbox/events, and calls the operations of the API at /api/rpc/ like everybody else. It
// has no key for that but a session, a cookie that its visitor got for showing a key once, for being signed in to
// the dashboard, or, in the demo, for coming. See session.go for what a session is, signin.go for how one begins, page.go for what is written.
package handset

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"html/template"
	"io/fs"
	"log/slog"
	"net/http"
	"net/url"
	"sync/atomic"
	"time"

	"wpengine/engine/api"
	"wpengine/engine/web"
)

// Path is where the handset is; everything of it is at or below it.
const Path = "/sandbox"

// Phones are the virtual phones of callers; a sandbox.Service.
type Phones interface {
	ListPhones(context.Context, *api.ListPhonesRequest) (*api.ListPhonesResponse, error)
	ListMessages(context.Context, *api.ListSandboxMessagesRequest) (*api.ListSandboxMessagesResponse, error)
	SendMessage(context.Context, *api.SendSandboxMessageRequest) (*api.SendSandboxMessageResponse, error)

	// ServeEvents streams what happens to a phone of the caller in the request's context, ServeMedia serves the file
	// of a message of it.
	ServeEvents(http.ResponseWriter, *http.Request)
	ServeMedia(http.ResponseWriter, *http.Request)
}

// Keys knows who presents a key; an apikey.Keys.
type Keys interface {
	Verify(ctx context.Context, presented string) (api.Caller, error)
}

// Config is what a Handset is made of.
type Config struct {
	Phones Phones       // required
	Keys   Keys         // required
	Assets fs.FS        // required: handset.gen.css, handset.gen.js, theme.gen.js and favicon.svg
	Logger *slog.Logger // required

	// Guest tells who is signed in to the dashboard in the browser that a request is from; they need no key. It is nil,
	// or answers nil, if nobody is.
	Guest func(*http.Request) (Host, error)

	// PublicURL is the address by which others reach the server, "" if there is no other than that of the machine.
	PublicURL string
}

// Handset answers everything at and below Path.
type Handset struct {
	phones   Phones
	keys     Keys
	guest    func(*http.Request) (Host, error)
	log      *slog.Logger
	public   *url.URL // nil without a PublicURL
	files    *web.Files
	cookie   web.Cookie
	pages    *template.Template
	sessions sessions
	demo     atomic.Pointer[Host]
	check    time.Duration // how often a stream looks whether it may go on
	origin   *http.CrossOriginProtection
	mux      *http.ServeMux

	streaming context.Context // ends when the streams should
	drain     context.CancelFunc
}

// New returns a Handset for the phones.
func New(c Config) (*Handset, error) {
	h := &Handset{
		phones: c.Phones, keys: c.Keys, guest: c.Guest, log: c.Logger, pages: templates(),
		sessions: sessions{now: time.Now}, check: streamCheck, origin: http.NewCrossOriginProtection(), mux: http.NewServeMux(),
	}
	var err error
	if h.files, err = web.ReadFiles(c.Assets, Path+"/assets", "handset.gen.css", "handset.gen.js", "theme.gen.js", "favicon.svg"); err != nil {
		return nil, err
	}
	if c.PublicURL != "" {
		if h.public, err = url.Parse(c.PublicURL); err != nil {
			return nil, fmt.Errorf("handset: the public URL: %w", err)
		}
	}
	h.cookie = web.Cookie{Name: "wpengine-handset", TLS: h.public != nil && h.public.Scheme == "https", SameSite: http.SameSiteStrictMode, MaxAge: sessionTime}
	h.streaming, h.drain = context.WithCancel(context.Background())
	h.mux.HandleFunc("GET "+Path, h.servePhones)
	h.mux.HandleFunc("GET "+Path+"/sign-in", h.serveSignIn)
	h.mux.HandleFunc("POST "+Path+"/sign-in", h.signIn)
	h.mux.HandleFunc("POST "+Path+"/sign-out", h.signOut)
	h.mux.HandleFunc("POST "+Path+"/send", h.send)
	h.mux.HandleFunc("GET "+Path+"/events", h.events)
	h.mux.HandleFunc("GET "+Path+"/media", h.media)
	h.mux.Handle("GET "+Path+"/assets/{name}", h.files)
	h.mux.HandleFunc("GET "+Path+"/{$}", func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, Path, http.StatusMovedPermanently)
	})
	return h, nil
}

// Host tells whose phones somebody without a key may use, which is asked on each use. The error is an *api.Error if they may
// no more.
type Host func(ctx context.Context) (api.Caller, error)

// OpenTo lets everybody who comes use the phones of an account, without a key: that of the demo.
func (h *Handset) OpenTo(host Host) { h.demo.Store(&host) }

// Drain ends the streams of events, which would go on as long as somebody looks.
func (h *Handset) Drain() { h.drain() }

// ServeHTTP answers a request.
func (h *Handset) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	web.Guard(w.Header())
	if err := h.origin.Check(r); err != nil {
		h.fail(w, r, api.Errorf(api.CodeForbidden, "This comes from a page of another site. Open %s and do it there.", Path))
		return
	}
	h.mux.ServeHTTP(w, r)
}

// write sends a page, all of it or none.
func (h *Handset) write(w http.ResponseWriter, r *http.Request, status int, name string, data any) {
	var page bytes.Buffer
	if err := h.pages.ExecuteTemplate(&page, name, data); err != nil {
		h.log.ErrorContext(r.Context(), "handset", "page", name, "error", err)
		http.Error(w, "Something went wrong on our side.", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write(page.Bytes()) // the reader left
}

// fail says on a page what went wrong.
func (h *Handset) fail(w http.ResponseWriter, r *http.Request, err error) {
	shown := new(api.Error)
	if !errors.As(err, &shown) {
		if r.Context().Err() == nil {
			h.log.ErrorContext(r.Context(), "handset", "path", r.URL.Path, "error", err)
		}
		shown = api.Errorf(api.CodeInternal, "Something went wrong on our side. The server's log has more.")
	}
	h.write(w, r, shown.Code.Status(), "problem", problemPage{frame: h.frame(shown.Code.Title()), Detail: shown.Detail})
}

const (
	streamTime  = 15 * time.Minute // how long a stream of events may go on; the page then asks for another
	streamCheck = 2 * time.Second  // and how long it goes on for whoever has lost the right to look
)

// events streams what happens to one of the visitor's phones.
func (h *Handset) events(w http.ResponseWriter, r *http.Request) {
	caller, end, err := h.open(r, (*session).stream)
	if err != nil {
		h.fail(w, r, err)
		return
	}
	defer end()
	ctx, cancel := context.WithTimeout(api.WithCaller(r.Context(), caller), streamTime)
	defer cancel()
	defer context.AfterFunc(h.streaming, cancel)()
	go h.look(ctx, cancel, r)
	h.phones.ServeEvents(w, r.WithContext(ctx))
}

// look ends a stream when its session or what that was begun with is good no more.
func (h *Handset) look(ctx context.Context, end context.CancelFunc, r *http.Request) {
	check := time.NewTicker(h.check)
	defer check.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-check.C:
			s := h.sessions.find(h.cookie.Of(r))
			if s == nil {
				end()
				return
			}
			shown := new(api.Error)
			if _, err := h.caller(r, s); errors.As(err, &shown) && shown.Code == api.CodeUnauthenticated {
				end()
				return
			}
		}
	}
}

// media serves the file of a message. Whatever it is, it must not act as a page of ours.
func (h *Handset) media(w http.ResponseWriter, r *http.Request) {
	caller, end, err := h.open(r, (*session).file)
	if err != nil {
		h.fail(w, r, err)
		return
	}
	defer end()
	w.Header().Set("Content-Security-Policy", "default-src 'none'; sandbox")
	h.phones.ServeMedia(w, r.WithContext(api.WithCaller(r.Context(), caller)))
}
