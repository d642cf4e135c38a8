package dashboard

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"wpengine/engine/account/session"
	"wpengine/engine/api"
	"wpengine/engine/web"
)

// maxForm is how much of a form is read.
const maxForm = 64 << 10

// Visit is a request by somebody who is signed in, for a page that they may see.
type Visit struct {
	Writer  http.ResponseWriter
	Request *http.Request // its context knows the caller, so it is what services are called with
	Caller  api.Caller
	Session session.Session

	dashboard *Dashboard
	page      *Page
}

// Show answers with the page's template. It sees data as its dot.
func (v *Visit) Show(status int, data any) error {
	d := v.dashboard
	frame := d.frame(v.page.Title)
	if about, ok := data.(interface{ About() string }); ok {
		frame.About = about.About()
	}
	frame.Caller, frame.Groups, frame.Notice, frame.Body = &v.Caller, d.navigation(v.Caller, v.page), v.Session.Notice, data
	if err := d.write(v.Writer, status, v.page.Name, frame); err != nil {
		return err
	}
	if v.Session.Notice != "" {
		if err := d.Sessions.SetNotice(v.Request.Context(), v.Session.ID, ""); err != nil { // it will be said twice
			d.Logger.ErrorContext(v.Request.Context(), "dashboard", "page", v.Request.Pattern, "error", err)
		}
	}
	return nil
}

// Done leads on to a path of ours, whose page then says what was done.
func (v *Visit) Done(path, notice string) error {
	if err := v.dashboard.Sessions.SetNotice(v.Request.Context(), v.Session.ID, notice); err != nil {
		return err
	}
	http.Redirect(v.Writer, v.Request, path, http.StatusSeeOther)
	return nil
}

// Other makes another page of the table the one that Show answers with.
func (v *Visit) Other(path string) {
	for _, p := range v.dashboard.table {
		if p.Path == path {
			v.page = p
		}
	}
}

// call carries out an operation of the API for the visitor. The error is an *api.Error if they may read it.
func call[Response any](v *Visit, operation string, request any) (*Response, error) {
	made, err := v.dashboard.Call(v.Request.Context(), operation, request)
	return answered[Response](operation, made, err)
}

// charged is call for what a tier bounds, whoever asks: the making of clients, and what reaches WhatsApp.
func charged[Response any](v *Visit, operation string, request any) (*Response, error) {
	made, err := v.dashboard.Charge(v.Request.Context(), operation, request)
	return answered[Response](operation, made, err)
}

func answered[Response any](operation string, made any, err error) (*Response, error) {
	if err != nil {
		return nil, err
	}
	response, ok := made.(*Response)
	if !ok {
		return nil, fmt.Errorf("dashboard: %s answers with %T", operation, made)
	}
	return response, nil
}

// Value returns a member of the form that was sent, or of the address.
func (v *Visit) Value(name string) string { return v.Request.FormValue(name) }

// serve is what happens before a page's handler: it finds out who is asking, and whether they may.
func (d *Dashboard) serve(p *Page, handle Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r.Body = http.MaxBytesReader(w, r.Body, cmp.Or(p.MaxForm, maxForm))
		s, err := d.visitor(r)
		var unread error
		if err == nil && r.Method == http.MethodPost {
			// Once more when the form is there: the session may have ended while that was on its way.
			unread = readForm(r)
			s, err = d.visitor(r)
		}
		if errors.Is(err, session.ErrOver) {
			d.askToSignIn(w, r, p)
			return
		}
		if err != nil {
			d.refuse(w, r, err)
			return
		}
		v := &Visit{Writer: w, Request: r.WithContext(api.WithCaller(r.Context(), s.Caller)), Caller: s.Caller, Session: s, dashboard: d, page: p}
		if !p.permits(s.Caller) {
			err = api.Errorf(api.CodeForbidden, "This page is for administrators.")
		} else if err = unread; err == nil {
			var may bool
			if may, err = d.proved(v); may {
				err = handle(v)
			}
		}
		if err != nil {
			v.problem(err)
		}
	})
}

// readForm reads a form, so that what is wrong with it is said once.
func readForm(r *http.Request) error {
	err := r.ParseForm()
	if err == nil {
		err = r.ParseMultipartForm(maxProxyList) // no form is longer, so nothing is written to disk
	}
	if errors.Is(err, http.ErrNotMultipart) {
		err = nil
	}
	if tooLong := new(http.MaxBytesError); errors.As(err, &tooLong) {
		return api.Errorf(api.CodePayloadTooLarge, "The form is too long.")
	}
	if err != nil {
		return api.Errorf(api.CodeInvalidRequest, "The form could not be read.")
	}
	return nil
}

// visitor returns the session of a request, or session.ErrOver if it has none.
func (d *Dashboard) visitor(r *http.Request) (session.Session, error) {
	secret := d.signedIn.Of(r)
	if secret == "" {
		return session.Session{}, session.ErrOver
	}
	address, agent := web.Origin(r, d.TrustedProxies)
	s, err := d.Sessions.Find(r.Context(), secret, address, agent)
	if err == nil && !s.Fresh {
		_, proved := d.proofs.Get(s.ID)
		s.Caller.Unproved = !proved
	}
	return s, err
}

// Guest tells the page with the virtual phones who is signed in here, so that they need no key there: who they are is
// asked on each use, and they may no more when their session is over. It is nil if nobody is.
func (d *Dashboard) Guest(r *http.Request) (func(context.Context) (api.Caller, error), error) {
	if _, err := d.visitor(r); errors.Is(err, session.ErrOver) {
		return nil, nil
	} else if err != nil {
		return nil, err
	}
	secret := d.signedIn.Of(r)
	address, agent := web.Origin(r, d.TrustedProxies)
	return func(ctx context.Context) (api.Caller, error) {
		s, err := d.Sessions.Find(ctx, secret, address, agent)
		if errors.Is(err, session.ErrOver) {
			err = api.Errorf(api.CodeUnauthenticated, "Your session is over. Sign in again.")
		}
		return s.Caller, err
	}, nil
}

// problem says on a page what went wrong.
func (v *Visit) problem(err error) {
	d := v.dashboard
	shown := d.asProblem(v.Request, err)
	retryAfter(v.Writer, shown)
	v.page = &Page{Name: "problem", Title: shown.Code.Title()}
	if err := v.Show(shown.Code.Status(), problem{shown.Detail, Home, "Back to the start"}); err != nil {
		d.Logger.ErrorContext(v.Request.Context(), "dashboard", "page", v.Request.Pattern, "error", err)
		http.Error(v.Writer, "Something went wrong on our side.", http.StatusInternalServerError)
	}
}

// byScript reports whether a script asks, which sees no page that it is led to.
func byScript(r *http.Request) bool {
	if mode := r.Header.Get("Sec-Fetch-Mode"); mode != "" {
		return mode != "navigate"
	}
	return r.Method == http.MethodPost && r.Header.Get("Content-Type") == "" // a form has one
}

// askToSignIn leads to the sign-in, and from there back. A script is only told, because it wouldn't see the page.
func (d *Dashboard) askToSignIn(w http.ResponseWriter, r *http.Request, p *Page) {
	if byScript(r) {
		http.Error(w, "Your session is over. Sign in again.", http.StatusUnauthorized)
		return
	}
	to := url.URL{Path: "/sign-in"}
	if p.Path != "" && p.Path != Home {
		to.RawQuery = url.Values{"next": {p.Path}}.Encode()
	}
	http.Redirect(w, r, to.String(), http.StatusSeeOther)
}

// next returns where to go after the sign-in: to a page of the table, of the one thing that it is about, and nowhere else.
func (d *Dashboard) next(asked string) string {
	path, query, _ := strings.Cut(asked, "?")
	values, err := url.ParseQuery(query)
	if err == nil && (d.has(path) || d.Phones != "" && path == d.Phones) && (asked == path || asked == at(path, values.Get("id"))) {
		return asked
	}
	return Home
}

// handsetHeader is what the page with the virtual phones sends along. It has a session of its own, which may stand for
// another account: that one is meant then.
const handsetHeader = "X-Wpengine-Page"

// Open makes a Dashboard one of the rpc.Sessions of the API: who is signed in may call what their account may. It costs
// them what a call with a key costs.
func (d *Dashboard) Open(r *http.Request) (*api.Visit, error) {
	if d.signedIn.Of(r) == "" || r.Header.Get(handsetHeader) == "handset" {
		return nil, nil
	}
	s, err := d.visitor(r)
	if errors.Is(err, session.ErrOver) {
		return nil, api.Errorf(api.CodeUnauthenticated, "Your session is over. Sign in again, or send an API key in the x-api-key header.")
	}
	if err != nil {
		return nil, err
	}
	return &api.Visit{Caller: s.Caller}, nil
}
