package handset

import (
	"embed"
	"html/template"
	"net/http"
	"net/url"
	"strings"
	"unicode/utf8"

	"wpengine/engine/api"
)

//go:embed templates/*.html
var templateFiles embed.FS

// templates are part of the program, so one that does not parse is a fault of the program.
func templates() *template.Template {
	return template.Must(template.ParseFS(templateFiles, "templates/*.html"))
}

// frame is what stands around every page.
type frame struct {
	Title                  string
	CSS, ThemeJS, JS, Icon string
	Path                   string
}

func (h *Handset) frame(title string) frame {
	return frame{
		Title: title, CSS: h.files.Address("handset.css"), ThemeJS: h.files.Address("theme.js"), JS: h.files.Address("handset.js"),
		Icon: h.files.Address("favicon.svg"), Path: Path,
	}
}

// problemPage says what went wrong.
type problemPage struct {
	frame
	Detail string
}

// phonesPage is the page with the phones.
type phonesPage struct {
	frame
	Account string // whom the session stands for
	Demo    bool   // whether it was got without a key
	Guest   bool   // whether its visitor is signed in to the dashboard
	Panes   []pane
}

// pane is one of the two phones that are shown side by side.
type pane struct {
	Side, Label string
	Phones      []api.Phone
	Phone       *api.Phone // nil: none is chosen
	Chats       []chat
	Chat        *chat // nil: none is open
	Messages    []message
	Other       []member // what the address says about the other pane
}

// member is a member of the page's address.
type member struct{ Name, Value string }

// sides are the panes. In the page's address ?left= has the phone of the left one, and ?leftChat= its open chat.
var sides = [...]member{{"left", "First phone"}, {"right", "Second phone"}}

// maxPhones is how many phones can be chosen from, the first by number.
const maxPhones = 1000

// servePhones writes the page with the phones.
func (h *Handset) servePhones(w http.ResponseWriter, r *http.Request) {
	s, caller, err := h.visitor(w, r)
	if err != nil {
		h.fail(w, r, err)
		return
	}
	if s == nil {
		http.Redirect(w, r, Path+"/sign-in", http.StatusSeeOther)
		return
	}
	end, err := s.request(r.Context()) // all that two phones have is read for the page
	if err != nil {
		h.fail(w, r, err)
		return
	}
	defer end()
	page, err := h.phonesPage(r, caller)
	if err != nil {
		h.fail(w, r, err)
		return
	}
	page.Guest = s.host != nil && !s.demo
	h.write(w, r, http.StatusOK, "phones", page)
}

func (h *Handset) phonesPage(r *http.Request, caller api.Caller) (*phonesPage, error) {
	ctx := api.WithCaller(r.Context(), caller)
	page := &phonesPage{frame: h.frame("Phones"), Account: caller.Email, Demo: caller.Key == nil}
	var phones []api.Phone
	for request := (&api.ListPhonesRequest{Limit: pageSize}); len(phones) < maxPhones; {
		list, err := h.phones.ListPhones(ctx, request)
		if err != nil {
			return nil, err
		}
		phones = append(phones, list.Items...)
		if request.Cursor = list.NextCursor; request.Cursor == nil {
			break
		}
	}
	query := r.URL.Query()
	for i, side := range sides {
		p := pane{Side: side.Name, Label: side.Value, Phones: phones, Other: others(query, side.Name)}
		p.Phone = chosen(phones, query, side.Name, i)
		if p.Phone != nil {
			all, err := h.history(ctx, p.Phone.Phone)
			if err != nil {
				return nil, err
			}
			p.show(all, query.Get(side.Name+"Chat"))
		}
		page.Panes = append(page.Panes, p)
	}
	return page, nil
}

// chosen finds the phone of a pane: the one in the address or, where the address says nothing, the one at its place.
func chosen(phones []api.Phone, query url.Values, side string, place int) *api.Phone {
	if !query.Has(side) {
		if place < len(phones) {
			return &phones[place]
		}
		return nil
	}
	for i := range phones {
		if phones[i].Phone == query.Get(side) {
			return &phones[i]
		}
	}
	return nil
}

// others are the members of the address that are about the other pane.
func others(query url.Values, side string) (members []member) {
	for _, other := range sides {
		for _, name := range []string{other.Name, other.Name + "Chat"} {
			if other.Name != side && query.Has(name) {
				members = append(members, member{name, query.Get(name)})
			}
		}
	}
	return members
}

// Query is the page's address with another chat open in this pane, "" for none.
func (p pane) Query(chat string) string {
	q := url.Values{}
	for _, m := range p.Other {
		q.Set(m.Name, m.Value)
	}
	q.Set(p.Side, p.Phone.Phone)
	if chat != "" {
		q.Set(p.Side+"Chat", chat)
	}
	return Path + "?" + q.Encode()
}

// maxText is the length of a message, in characters; the API has the same bound.
const maxText = 65536

// send sends what was typed into a page whose script doesn't run.
func (h *Handset) send(w http.ResponseWriter, r *http.Request) {
	caller, end, err := h.open(r, (*session).request)
	if err != nil {
		h.fail(w, r, err)
		return
	}
	defer end()
	r.Body = http.MaxBytesReader(w, r.Body, maxForm)
	text := strings.ReplaceAll(r.PostFormValue("text"), "\r\n", "\n")
	if length := utf8.RuneCountInString(text); strings.TrimSpace(text) == "" || length > maxText {
		h.fail(w, r, api.Errorf(api.CodeInvalidRequest, "A message has 1 to %d characters, this one has %d. Go back and change it.", maxText, length))
		return
	}
	_, err = h.phones.SendMessage(api.WithCaller(r.Context(), caller), textMessage(r.PostFormValue("phone"), r.PostFormValue("chat"), text))
	if err != nil {
		h.fail(w, r, err)
		return
	}
	side := r.PostFormValue("side")
	q := url.Values{}
	for _, m := range others(r.PostForm, side) {
		q.Set(m.Name, m.Value)
	}
	if side == sides[0].Name || side == sides[1].Name {
		q.Set(side, r.PostFormValue("phone"))
		q.Set(side+"Chat", r.PostFormValue("chat"))
	}
	http.Redirect(w, r, Path+"?"+q.Encode(), http.StatusSeeOther)
}

func textMessage(phone, chat, text string) *api.SendSandboxMessageRequest {
	return &api.SendSandboxMessageRequest{Phone: phone, JID: chat, Message: api.SandboxContent{Text: &text}}
}
