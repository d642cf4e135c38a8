package dashboard

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"net/http"
	"strconv"
	"time"

	"wpengine/engine/api"
)

//go:embed templates/*.html
var templateFiles embed.FS

// lobbyPages are the pages before the sign-in, each with a template of its name.
var lobbyPages = []string{"sign-in", "sign-out", "join", "reset", "refused", "code", "leave"}

// views are the templates of all pages. They are part of the program, so one that does not parse is a fault of the
// program.
func views(table []*Page) map[string]*template.Template {
	frame := template.Must(template.New("frame").Funcs(words).ParseFS(templateFiles, "templates/frame.html", "templates/form.html"))
	names := append([]string{"problem"}, lobbyPages...)
	for _, p := range table {
		names = append(names, p.Name)
	}
	all := map[string]*template.Template{}
	for _, name := range names {
		all[name] = template.Must(template.Must(frame.Clone()).ParseFS(templateFiles, "templates/"+name+".html"))
	}
	return all
}

// words are what templates write that isn't text.
var words = template.FuncMap{
	"grouped": grouped,
	"stateOf": func(state api.ClientState) clientState { return clientStates[state] },
	"exact":   func(t time.Time) string { return t.UTC().Format(time.RFC3339) },
	"day":     func(t time.Time) string { return t.UTC().Format("2 Jan") },
	"clock":   func(t time.Time) string { return t.UTC().Format("2 Jan 2006, 15:04 UTC") },
}

// frame is what stands around every page.
type frame struct {
	Title                  string
	About                  string // which of its kind the page is about, or ""
	CSS, ThemeJS, JS, Icon string
	Home                   string

	Caller *api.Caller // nil for who isn't signed in
	Groups []places
	Notice string // said once
	Body   any    // what the page's own template sees
}

func (d *Dashboard) frame(title string) frame {
	return frame{
		Title: title, CSS: d.files.Address("dashboard.css"), ThemeJS: d.files.Address("theme.js"), JS: d.files.Address("dashboard.js"),
		Icon: d.files.Address("favicon.svg"), Home: Home,
	}
}

// problem says what went wrong, and where to go from there.
type problem struct{ Detail, Path, Label string }

// write sends a page, all of it or none: then the answer is still to be given.
func (d *Dashboard) write(w http.ResponseWriter, status int, name string, f frame) error {
	var page bytes.Buffer
	if err := d.views[name].ExecuteTemplate(&page, "page", f); err != nil {
		return fmt.Errorf("dashboard: page %s: %w", name, err)
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write(page.Bytes()) // the reader left
	return nil
}

// refuse says to somebody who isn't signed in what went wrong.
func (d *Dashboard) refuse(w http.ResponseWriter, r *http.Request, err error) {
	shown := d.asProblem(r, err)
	retryAfter(w, shown)
	d.lobbyPage(w, r, shown.Code.Status(), "refused", shown.Code.Title(), problem{shown.Detail, "/sign-in", "Go to the sign-in"})
}

// lobbyPage sends a page to somebody who isn't signed in.
func (d *Dashboard) lobbyPage(w http.ResponseWriter, r *http.Request, status int, name, title string, body any) {
	f := d.frame(title)
	f.Body = body
	if err := d.write(w, status, name, f); err != nil {
		d.Logger.ErrorContext(r.Context(), "dashboard", "error", err)
		http.Error(w, "Something went wrong on our side.", http.StatusInternalServerError)
	}
}

func retryAfter(w http.ResponseWriter, e *api.Error) {
	if e.RetryAfter > 0 {
		w.Header().Set("Retry-After", strconv.Itoa(int((e.RetryAfter+time.Second-1)/time.Second)))
	}
}
