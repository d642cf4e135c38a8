package dashboard

import (
	"encoding/json"
	"net/http"

	"wpengine/engine/account/passkey"
	"wpengine/engine/account/session"
	"wpengine/engine/api"
)

const (
	passkeysPath   = "/account/security/passkeys"
	passkeyAddPath = passkeysPath + "/add"
)

// passkeyAddPage is the form by which a passkey is added. A script fills in the answer of the device.
type passkeyAddPage struct {
	form
	Unavailable string // why there can be no passkeys here
}

func (d *Dashboard) newPasskeyAddPage(v *Visit) *passkeyAddPage {
	page := &passkeyAddPage{Unavailable: d.Passkeys.Problem()}
	page.Hidden = map[string]string{"answer": ""}
	page.Fields = []*field{{Name: "name", Label: "Name", Max: 100, Value: browser(v.Caller.Agent), Complete: "off", Hint: "To tell your passkeys apart: the device, or the password manager that keeps it."}}
	return page
}

func (d *Dashboard) showPasskeyAdd(v *Visit) error {
	return v.Show(http.StatusOK, d.newPasskeyAddPage(v))
}

// askToAdd tells the script what to ask the device for.
func (d *Dashboard) askToAdd(v *Visit) error {
	options, err := d.Passkeys.AskToAdd(v.Request.Context(), v.Session.ID)
	return answerScript(v.Writer, options, d.orProblem(v.Request, err))
}

func (d *Dashboard) addPasskey(v *Visit) error {
	err := d.Passkeys.Add(v.Request.Context(), v.Session.ID, v.Request.PostFormValue("name"), v.Request.PostFormValue("answer"))
	if err != nil {
		page := d.newPasskeyAddPage(v)
		page.fill(v.Request)
		if status := page.explain(v.Writer, err); status != 0 {
			return v.Show(status, page)
		}
		return err
	}
	return v.Done("/account/security", "The passkey is added. The sign-in takes it from now on.")
}

// passkeyOf returns the passkey of the visitor's account that the form or the address names.
func (d *Dashboard) passkeyOf(v *Visit) (passkey.Passkey, error) {
	list, err := d.Passkeys.List(v.Request.Context(), v.Caller.UserID)
	if err != nil {
		return passkey.Passkey{}, err
	}
	for _, one := range list {
		if one.ID == v.Value("id") {
			return one, nil
		}
	}
	return passkey.Passkey{}, api.Errorf(api.CodeNotFound, "The account has no such passkey.")
}

func (d *Dashboard) askAboutPasskey(v *Visit) error {
	one, err := d.passkeyOf(v)
	if err != nil {
		return err
	}
	return v.Show(http.StatusOK, one)
}

func (d *Dashboard) removePasskey(v *Visit) error {
	one, err := d.passkeyOf(v)
	if err != nil {
		return err
	}
	if err := d.Passkeys.Remove(v.Request.Context(), one.ID); err != nil {
		return err
	}
	return v.Done("/account/security", "The passkey "+one.Name+" is removed. Remove it from the device too.")
}

// askForPasskey tells the script of the sign-in what to ask for. The browser gets the key to the question in a cookie, so
// that the answer is taken from no other.
func (d *Dashboard) askForPasskey(w http.ResponseWriter, r *http.Request) error {
	key, options, err := d.Passkeys.AskToSignIn(r.Context(), d.asked.Of(r))
	if err == nil {
		d.asked.Set(w, r, key)
	}
	return answerScript(w, options, d.orProblem(r, err))
}

// signInByPasskey begins a session for the account whose passkey has answered. There is no second step: the device has
// asked its owner who they are.
func (d *Dashboard) signInByPasskey(w http.ResponseWriter, r *http.Request) error {
	user, err := d.Passkeys.SignIn(r.Context(), d.asked.Of(r), r.PostFormValue("answer"))
	d.asked.Set(w, r, "")
	if err != nil {
		page := d.signInPage(r)
		page.Offer = false // what was refused
		status := page.explain(w, err)
		if status == 0 {
			return err
		}
		d.lobbyPage(w, r, status, "sign-in", "Sign in", page)
		return nil
	}
	return d.welcome(w, r, halfway{user: user, method: session.ByPasskey, to: d.next(r.PostFormValue("next"))})
}

// orProblem makes of any error one that a person may read.
func (d *Dashboard) orProblem(r *http.Request, err error) *api.Error {
	if err == nil {
		return nil
	}
	return d.asProblem(r, err)
}

// answerScript answers a script: with what it asked for, or with what went wrong.
func answerScript(w http.ResponseWriter, made any, wrong *api.Error) error {
	status := http.StatusOK
	if wrong != nil {
		status, made = wrong.Code.Status(), struct {
			Detail string `json:"detail"`
		}{wrong.Detail}
		retryAfter(w, wrong)
	}
	body, err := json.Marshal(made)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write(body) // the reader left
	return nil
}
