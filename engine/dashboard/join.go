package dashboard

import (
	"cmp"
	"net/http"

	"wpengine/engine/account"
	"wpengine/engine/account/session"
	"wpengine/engine/api"
)

// joinPage is the form by which somebody makes an account.
type joinPage struct {
	form
	Action string
	Lead   string
	Button string
}

const passwordHint = "10 characters or more. Three or four words that have nothing to do with each other are good, and so is a password manager."

// leads say why somebody is here.
var leads = map[string]string{
	account.Setup:      "This makes the first account. It is an administrator's: it may invite others and look after the engine.",
	account.Invitation: "You are invited to this WP Engine. Choose a password, and the account is yours.",
	"sign-up":          "An account has clients, which are linked WhatsApp devices, and API keys for the programs that use them.",
}

func newJoinPage(kind, email string) *joinPage {
	page := &joinPage{Action: "/" + kind, Lead: leads[kind], Button: "Create account"}
	page.Fields = []*field{
		{Name: "email", Label: "E-mail address", Type: "email", Complete: "username", Max: 254, Value: email, Fixed: email != "", Focus: email == ""},
		{Name: "name", Label: "Name", Complete: "name", Max: 100, Optional: true, Focus: email != ""},
		newPassword("password", "Password"),
	}
	return page
}

func newPassword(name, label string) *field {
	return &field{Name: name, Label: label, Type: "password", Complete: "new-password", Max: 256, Hint: passwordHint}
}

var joinTitles = map[string]string{account.Setup: "Set up WP Engine", account.Invitation: "Accept the invitation"}

// showJoin shows what a link leads to. The link isn't used up by that: programs look at links too, before people do.
func (d *Dashboard) showJoin(kind string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		token := r.FormValue("token")
		waiting, err := d.Accounts.Waiting(r.Context(), kind, token)
		if err != nil {
			d.refuse(w, r, err)
			return
		}
		page := newJoinPage(kind, waiting.Email)
		page.Hidden = map[string]string{"token": token}
		d.lobbyPage(w, r, http.StatusOK, "join", joinTitles[kind], page)
	}
}

// join makes the account that a link is for, and signs its owner in.
func (d *Dashboard) join(kind string) func(http.ResponseWriter, *http.Request) error {
	return func(w http.ResponseWriter, r *http.Request) error {
		token := r.PostFormValue("token")
		waiting, err := d.Accounts.Waiting(r.Context(), kind, token)
		if err != nil {
			return err
		}
		user, err := d.Accounts.Join(r.Context(), kind, token, account.NewAccount{
			Email: r.PostFormValue("email"), Name: r.PostFormValue("name"), Password: r.PostFormValue("password"),
		})
		if err != nil {
			page := newJoinPage(kind, waiting.Email)
			page.Hidden = map[string]string{"token": token}
			return d.again(w, r, "join", joinTitles[kind], page, &page.form, err)
		}
		return d.enter(w, r, halfway{user: user, method: session.ByLink, notice: "Welcome, " + cmp.Or(user.Name, user.Email) + ". The account is made.", to: Home})
	}
}

// again shows a form of the lobby once more, with what is wrong.
func (d *Dashboard) again(w http.ResponseWriter, r *http.Request, name, title string, page any, f *form, err error) error {
	f.fill(r)
	status := f.explain(w, err)
	if status == 0 || status == http.StatusNotFound {
		return err
	}
	d.lobbyPage(w, r, status, name, title, page)
	return nil
}

func (d *Dashboard) showSignUp(w http.ResponseWriter, r *http.Request) {
	if err := d.signUpOpen(); err != nil {
		d.refuse(w, r, err)
		return
	}
	d.lobbyPage(w, r, http.StatusOK, "join", "Create an account", newJoinPage("sign-up", ""))
}

// signUpOpen says that not everybody may make an account, if that is so.
func (d *Dashboard) signUpOpen() error {
	if d.OpenSignup {
		return nil
	}
	return api.Errorf(api.CodeForbidden, "Accounts are made by invitation here. Ask whoever runs this server for one.")
}

// signUp makes an account for whoever asks.
func (d *Dashboard) signUp(w http.ResponseWriter, r *http.Request) error {
	if err := d.signUpOpen(); err != nil {
		return err
	}
	user, err := d.Accounts.SignUp(r.Context(), r.PostFormValue("email"), r.PostFormValue("name"), r.PostFormValue("password"))
	if err != nil {
		page := newJoinPage("sign-up", "")
		return d.again(w, r, "join", "Create an account", page, &page.form, err)
	}
	return d.enter(w, r, halfway{user: user, method: session.ByPassword, notice: "Welcome, " + cmp.Or(user.Name, user.Email) + ". The account is made.", to: Home})
}

// resetPage is the form by which somebody chooses another password.
type resetPage struct {
	form
	Email string
}

func newResetPage(token, email string) *resetPage {
	page := &resetPage{Email: email}
	page.Hidden = map[string]string{"token": token}
	chosen := newPassword("password", "New password")
	chosen.Focus = true
	page.Fields = []*field{
		{Name: "email", Label: "E-mail address", Type: "email", Complete: "username", Value: email, Fixed: true}, // for password managers
		chosen,
	}
	return page
}

func (d *Dashboard) showReset(w http.ResponseWriter, r *http.Request) {
	token := r.FormValue("token")
	waiting, err := d.Accounts.Waiting(r.Context(), account.Reset, token)
	if err != nil {
		d.refuse(w, r, err)
		return
	}
	d.lobbyPage(w, r, http.StatusOK, "reset", "Choose a new password", newResetPage(token, waiting.Email))
}

// reset uses a link to give its account another password, and signs its owner in.
func (d *Dashboard) reset(w http.ResponseWriter, r *http.Request) error {
	token := r.PostFormValue("token")
	waiting, err := d.Accounts.Waiting(r.Context(), account.Reset, token)
	if err != nil {
		return err
	}
	user, err := d.Accounts.Reset(r.Context(), token, r.PostFormValue("password"))
	if err != nil {
		page := newResetPage(token, waiting.Email)
		return d.again(w, r, "reset", "Choose a new password", page, &page.form, err)
	}
	return d.enter(w, r, halfway{user: user, method: session.ByLink, notice: "The password is changed, and all other sessions are signed out.", to: Home})
}
