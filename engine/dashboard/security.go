package dashboard

import (
	"errors"
	"net/http"

	"wpengine/engine/account"
	"wpengine/engine/account/audit"
	"wpengine/engine/account/factor"
	"wpengine/engine/account/passkey"
	"wpengine/engine/account/session"
)

// auditPage is how many events of the audit log are on a page.
const auditPage = 25

// securityPage has what keeps an account its owner's.
type securityPage struct {
	Password   form
	Factor     factor.State
	Passkeys   []passkey.Passkey
	Identity   identityPage
	NoPasskeys string // why there can be none
	Sessions   []sessionRow
	Events     []audit.Event
	Older      string // the id after which the next page goes on, "" if there is none
	First      bool   // this is the first page of the log
}

// sessionRow is a session in the list.
type sessionRow struct {
	session.Other
	Browser string
	How     string // it was begun
	Current bool
}

func newPasswordForm(email string) form {
	return form{Fields: []*field{
		{Name: "email", Label: "Account", Type: "email", Complete: "username", Value: email, Fixed: true}, // for password managers
		{Name: "current", Label: "Current password", Type: "password", Complete: "current-password", Max: 256},
		newPassword("new", "New password"),
	}}
}

func (d *Dashboard) showSecurity(v *Visit) error {
	return d.security(v, http.StatusOK, newPasswordForm(v.Caller.Email))
}

func (d *Dashboard) security(v *Visit, status int, password form) error {
	ctx := v.Request.Context()
	page := &securityPage{Password: password, First: v.Value("after") == ""}
	var err error
	if page.Factor, err = d.Factors.State(ctx, v.Caller.UserID); err != nil {
		return err
	}
	page.NoPasskeys = d.Passkeys.Problem()
	if page.Passkeys, err = d.Passkeys.List(ctx, v.Caller.UserID); err != nil {
		return err
	}
	if page.Identity, err = d.identityOf(v); err != nil {
		return err
	}
	open, err := d.Sessions.List(ctx, v.Caller.UserID)
	if err != nil {
		return err
	}
	for _, s := range open {
		page.Sessions = append(page.Sessions, sessionRow{s, browser(s.Agent), d.how(s.Method), s.ID == v.Session.ID})
	}
	if page.Events, err = d.Audit.Of(ctx, v.Caller.UserID, v.Value("after"), auditPage+1); err != nil {
		return err
	}
	if len(page.Events) > auditPage {
		page.Events = page.Events[:auditPage]
		page.Older = page.Events[auditPage-1].ID
	}
	return v.Show(status, page)
}

func (d *Dashboard) changePassword(v *Visit) error {
	user, err := d.Accounts.ChangePassword(v.Request.Context(), account.Change{
		Current: v.Request.PostFormValue("current"), New: v.Request.PostFormValue("new"), Session: v.Session.ID,
	})
	if err != nil {
		again := newPasswordForm(v.Caller.Email)
		if status := again.explain(v.Writer, err); status != 0 {
			return d.security(v, status, again)
		}
		return err
	}
	d.known.Set(v.Writer, v.Request, d.Accounts.Know(d.known.Of(v.Request), user)) // the change ended what it had
	return v.Done("/account/security", "The password is changed. All other sessions are signed out.")
}

// endSession signs one session out: another, or this one.
func (d *Dashboard) endSession(v *Visit) error {
	id := v.Request.PostFormValue("id")
	err := d.Sessions.End(v.Request.Context(), v.Caller.UserID, id)
	if errors.Is(err, session.ErrOver) {
		return v.Done("/account/security", "That session was over already.")
	}
	if err != nil {
		return err
	}
	d.Audit.Record(v.Request.Context(), audit.SessionEnded, v.Caller.UserID, "")
	if id == v.Session.ID {
		d.signedIn.Set(v.Writer, v.Request, "")
		http.Redirect(v.Writer, v.Request, "/sign-in?notice=signed-out", http.StatusSeeOther)
		return nil
	}
	return v.Done("/account/security", "The session is signed out.")
}

func (d *Dashboard) endOtherSessions(v *Visit) error {
	if err := d.Sessions.EndOthers(v.Request.Context(), v.Caller.UserID, v.Session.ID); err != nil {
		return err
	}
	d.Audit.Record(v.Request.Context(), audit.SessionsEnded, v.Caller.UserID, "")
	return v.Done("/account/security", "All other sessions are signed out.")
}
