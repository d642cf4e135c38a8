// Package dashboard is the pages for people who are signed in, and the ones by which they get there.
//
// pages.go is the table of contents: a page is a row there, a file that is named after it, and a template. A page is
// written here and works without scripts: forms post, and the answer leads on to a page that says what was done. It
// calls the operations of the API with its visitor as the caller, so what the API refuses the pages refuse.
//
// Who is signed in is known by a session, see [session]; its cookie is good for the API too, for requests of our own
// pages. lobby.go has the pages before the sign-in.
package dashboard

import (
	"context"
	"errors"
	"fmt"
	"html/template"
	"io/fs"
	"log/slog"
	"net/http"
	"net/netip"
	"net/url"
	"time"

	"wpengine/engine/account"
	"wpengine/engine/account/audit"
	"wpengine/engine/account/factor"
	"wpengine/engine/account/openid"
	"wpengine/engine/account/passkey"
	"wpengine/engine/account/pending"
	"wpengine/engine/account/session"
	"wpengine/engine/api"
	"wpengine/engine/seal"
	"wpengine/engine/usage"
	"wpengine/engine/web"
	"wpengine/openapi"
)

// Home is the page that one comes to by signing in.
const Home = "/account"

// Config is what a Dashboard is made of.
type Config struct {
	Accounts *account.Accounts // required
	Sessions *session.Sessions // required
	Audit    *audit.Log        // required
	Factors  *factor.Factors   // required
	Passkeys *passkey.Passkeys // required
	OpenID   *openid.Provider  // by which people may sign in too; nil for none
	Usage    *usage.Counter    // required
	Spec     *openapi.Spec     // required: what there is to be called
	Assets   fs.FS             // required: dashboard.gen.css, dashboard.gen.js, theme.gen.js and favicon.svg
	Logger   *slog.Logger      // required

	// Call carries out an operation of the API for the caller in the context, as rpc.Server has it. Required.
	Call func(ctx context.Context, operation string, request any) (response any, err error)

	// Charge is Call at the price that a request with a key has. Required.
	Charge func(ctx context.Context, operation string, request any) (response any, err error)

	// Status tells how the engine as a whole is. Required.
	Status func(context.Context) (Status, error)

	// ClientsChanged returns a channel that is closed when something about the clients of an account next changes. Without it
	// the pages ask every few seconds.
	ClientsChanged func(userID string) <-chan struct{}

	// PublicURL is the address by which others reach the server, "" if there is no other than that of the machine.
	PublicURL string

	// TrustedProxies are the reverse proxies whose X-Forwarded-For is believed.
	TrustedProxies []netip.Prefix

	// Phones is the page with the virtual phones, "" on the real network, which has none.
	Phones string

	// OpenSignup lets everybody make an account who comes by.
	OpenSignup bool

	// Now is the time; that of the machine if nil.
	Now func() time.Time
}

// Dashboard answers everything at Paths.
type Dashboard struct {
	Config
	files    *web.Files
	signedIn web.Cookie // the session
	known    web.Cookie // that somebody has signed in from this browser before
	halfway  web.Cookie // a sign-in that lacks its second step
	asked    web.Cookie // the question that a passkey is to answer
	left     web.Cookie // what waits for whoever went to another service
	between  *pending.Pending[halfway]
	proofs   *pending.Pending[struct{}] // the sessions of those who have shown a moment ago who they are
	origin   *http.CrossOriginProtection
	table    []*Page
	views    map[string]*template.Template // by the name of a page
	sent     sentForms
	streams  streams
	mux      *http.ServeMux
}

// New returns a Dashboard.
func New(c Config) (*Dashboard, error) {
	d := &Dashboard{
		Config: c, origin: http.NewCrossOriginProtection(), mux: http.NewServeMux(), streams: streams{open: map[string]int{}, over: make(chan struct{})},
		between: &pending.Pending[halfway]{Time: halfwayTime, Now: c.Now}, proofs: &pending.Pending[struct{}]{Time: session.FreshTime, Now: c.Now},
	}
	tls := false
	if c.PublicURL != "" {
		public, err := url.Parse(c.PublicURL)
		if err != nil {
			return nil, fmt.Errorf("dashboard: the public URL: %w", err)
		}
		tls = public.Scheme == "https"
		if err := d.origin.AddTrustedOrigin(c.PublicURL); err != nil { // a reverse proxy may call us by another name
			return nil, fmt.Errorf("dashboard: the public URL: %w", err)
		}
	}
	// Lax, because a link in a mail to a page of ours should open it. What changes something is a POST, and those are
	// refused to others whatever cookies they have.
	d.signedIn = web.Cookie{Name: "wpengine-session", TLS: tls, SameSite: http.SameSiteLaxMode, MaxAge: session.Lifetime}
	d.known = web.Cookie{Name: "wpengine-known", TLS: tls, SameSite: http.SameSiteStrictMode, MaxAge: account.KnownFor}
	d.halfway = web.Cookie{Name: "wpengine-halfway", TLS: tls, SameSite: http.SameSiteLaxMode, MaxAge: halfwayTime}
	d.asked = web.Cookie{Name: "wpengine-asked", TLS: tls, SameSite: http.SameSiteStrictMode, MaxAge: halfwayTime}
	// Lax: whoever comes back comes from elsewhere.
	d.left = web.Cookie{Name: "wpengine-left", TLS: tls, SameSite: http.SameSiteLaxMode, MaxAge: halfwayTime * 2}
	var err error
	if d.files, err = web.ReadFiles(c.Assets, Home+"/assets", "dashboard.gen.css", "dashboard.gen.js", "theme.gen.js", "favicon.svg"); err != nil {
		return nil, err
	}
	d.table = d.pages()
	d.views = views(d.table)
	d.route()
	return d, nil
}

// Paths are what a Dashboard answers, as patterns of a mux.
func (d *Dashboard) Paths() []string {
	return []string{"/sign-in", "/sign-in/", "/sign-out", "/sign-up", "/setup", "/invitation", "/reset", "/account", "/account/", "/admin", "/admin/"}
}

func (d *Dashboard) route() {
	d.mux.Handle("GET "+Home+"/assets/{name}", d.files)
	d.lobby()
	for _, p := range d.table {
		d.mux.Handle("GET "+p.Path, d.serve(p, p.Show))
		if p.Submit != nil {
			d.mux.Handle("POST "+p.Path, d.serve(p, p.Submit))
		}
		for name, do := range p.Do {
			d.mux.Handle("POST "+p.Path+"/"+name, d.serve(p, do))
		}
		for name, get := range p.Get {
			d.mux.Handle("GET "+p.Path+"/"+name, d.serve(p, get))
		}
	}
	// Who has typed something wrong is told so on a page, if they are signed in.
	nowhere := &Page{Name: "problem", Title: "Not found"}
	d.mux.Handle("GET /account/", d.serve(nowhere, notFound))
	d.mux.Handle("GET /admin/", d.serve(nowhere, notFound))
	d.mux.Handle("GET /admin", d.serve(nowhere, notFound))
}

func notFound(v *Visit) error {
	return api.Errorf(api.CodeNotFound, "There is no page at %s.", web.Clip(v.Request.URL.Path))
}

// ServeHTTP answers a request.
func (d *Dashboard) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	web.Guard(w.Header())
	if err := d.origin.Check(r); err != nil {
		d.refuse(w, r, api.Errorf(api.CodeForbidden, "This comes from a page of another site. Open the page here and do it there."))
		return
	}
	d.mux.ServeHTTP(w, r)
}

// asProblem makes of any error one that a person may read. What isn't meant for them is for the log.
func (d *Dashboard) asProblem(r *http.Request, err error) *api.Error {
	shown := new(api.Error)
	if errors.As(err, &shown) {
		return shown
	}
	if r.Context().Err() == nil {
		d.Logger.ErrorContext(r.Context(), "dashboard", "page", r.Pattern, "error", err)
	}
	if errors.Is(err, seal.ErrKey) {
		return api.Errorf(api.CodeUnavailable, "The server can't read second factors: its secret.key is not the one of its database. Whoever runs it can put that file back, or take the second factor of your account away.")
	}
	return api.Errorf(api.CodeInternal, "Something went wrong on our side. The server's log has more.")
}
