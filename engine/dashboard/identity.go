package dashboard

import (
	"errors"
	"net/http"

	"wpengine/engine/account"
	"wpengine/engine/account/openid"
	"wpengine/engine/account/session"
	"wpengine/engine/api"
	"wpengine/engine/store"
)

const identityPath = "/account/security/identity"

// identityPage is how the account stands to the service that people may sign in by.
type identityPage struct {
	Service string // "" if there is none
	Linked  bool
	Person  store.Identity
}

func (d *Dashboard) identityOf(v *Visit) (identityPage, error) {
	if d.OpenID == nil {
		return identityPage{}, nil
	}
	page := identityPage{Service: d.OpenID.Name}
	var err error
	page.Person, err = d.Accounts.Linked(v.Request.Context(), d.OpenID.Issuer, v.Caller.UserID)
	if errors.Is(err, store.ErrNotFound) {
		return page, nil
	}
	page.Linked = err == nil
	return page, err
}

func (d *Dashboard) showIdentity(v *Visit) error {
	page, err := d.identityOf(v)
	if err != nil {
		return err
	}
	if page.Service == "" {
		return api.Errorf(api.CodeNotFound, "Nobody signs in by another service here.")
	}
	return v.Show(http.StatusOK, page)
}

// leavePage leads on to the service. It is a page and not a redirect, because a browser must not be led from a form of
// ours to elsewhere.
type leavePage struct{ Service, Address string }

// linkIdentity sends the visitor to the service to show who they are there.
func (d *Dashboard) linkIdentity(v *Visit) error {
	if d.OpenID == nil {
		return api.Errorf(api.CodeNotFound, "Nobody signs in by another service here.")
	}
	key, address, err := d.OpenID.Ask(v.Request.Context(), openid.Purpose{To: "/account/security", Session: v.Session.ID})
	if err != nil {
		return err
	}
	d.left.Set(v.Writer, v.Request, key)
	d.lobbyPage(v.Writer, v.Request, http.StatusOK, "leave", "On to "+d.OpenID.Name, leavePage{d.OpenID.Name, address})
	return nil
}

// unlinkIdentity ends that the visitor signs in by the service, if they can sign in another way.
func (d *Dashboard) unlinkIdentity(v *Visit) error {
	if d.OpenID == nil {
		return api.Errorf(api.CodeNotFound, "Nobody signs in by another service here.")
	}
	ctx := v.Request.Context()
	user, err := d.Accounts.User(ctx, v.Caller.UserID)
	if err != nil {
		return err
	}
	passkeys, err := d.Passkeys.List(ctx, user.ID)
	if err != nil {
		return err
	}
	if user.PasswordHash == "" && len(passkeys) == 0 {
		return api.Errorf(api.CodeConflict, "The account has neither a password nor a passkey, so nobody could sign in to it any more. Add a passkey first, or have whoever runs this server make you a link to choose a password.")
	}
	if err := d.Accounts.Unlink(ctx, d.OpenID.Name, d.OpenID.Issuer); err != nil {
		return err
	}
	return v.Done("/account/security", "The account is not linked to "+d.OpenID.Name+" any more.")
}

// askProvider sends whoever signs in to the service.
func (d *Dashboard) askProvider(w http.ResponseWriter, r *http.Request) {
	if d.OpenID == nil {
		d.refuse(w, r, api.Errorf(api.CodeNotFound, "Nobody signs in by another service here."))
		return
	}
	key, address, err := d.OpenID.Ask(d.stranger(r), openid.Purpose{To: d.next(r.FormValue("next"))})
	if err != nil {
		d.refuse(w, r, err)
		return
	}
	d.left.Set(w, r, key)
	http.Redirect(w, r, address, http.StatusSeeOther)
}

// fromProvider takes whoever comes back from the service: to be signed in, or to be linked to the account that they are
// signed in to.
func (d *Dashboard) fromProvider(w http.ResponseWriter, r *http.Request) {
	if err := d.takeAnswer(w, r.WithContext(d.stranger(r))); err != nil {
		d.refuse(w, r, err)
	}
}

func (d *Dashboard) takeAnswer(w http.ResponseWriter, r *http.Request) error {
	if d.OpenID == nil {
		return api.Errorf(api.CodeNotFound, "Nobody signs in by another service here.")
	}
	who, purpose, err := d.OpenID.Answer(r.Context(), d.left.Of(r), r.URL.Query())
	d.left.Set(w, r, "")
	if err != nil {
		return err
	}
	if purpose.Session != "" {
		return d.linkTo(w, r, who, purpose)
	}
	user, linked, err := d.Accounts.Recognize(r.Context(), who, d.OpenSignup)
	if err != nil {
		return err
	}
	h := halfway{user: user, method: session.ByOpenID, to: purpose.To}
	if !linked {
		h.link = &who
		h.notice = "The account is linked to " + who.Service + " now."
	}
	return d.enter(w, r, h)
}

// linkTo links somebody to the account of the session that has sent them, if it is still theirs.
func (d *Dashboard) linkTo(w http.ResponseWriter, r *http.Request, who account.Identity, purpose openid.Purpose) error {
	s, err := d.visitor(r)
	if errors.Is(err, session.ErrOver) || err == nil && s.ID != purpose.Session {
		return api.Errorf(api.CodeForbidden, "The session that began this is over. Sign in, and link the account anew.")
	}
	if err != nil {
		return err
	}
	ctx := api.WithCaller(r.Context(), s.Caller)
	if err := d.Accounts.Link(ctx, s.Caller.UserID, who); err != nil {
		return err
	}
	if err := d.Sessions.SetNotice(ctx, s.ID, "The account is linked to "+who.Service+" now."); err != nil {
		return err
	}
	http.Redirect(w, r, purpose.To, http.StatusSeeOther)
	return nil
}
