package dashboard

import (
	"net/http"
	"net/url"

	"wpengine/engine/api"
)

const confirmPath = "/account/confirm"

// confirmPage asks who is at the keyboard. What would let somebody stay who has found the browser open needs that.
type confirmPage struct {
	form
	Nothing bool // there is nothing to ask for: a sign-in is the proof
}

// proved reports whether the visitor has shown a moment ago who they are, and else leads them to where they can.
func (v *Visit) proved() bool {
	if v.hasProved() {
		return true
	}
	next := v.page.Path
	if id := v.Value("id"); id != "" {
		next = at(next, id)
	}
	to := url.URL{Path: confirmPath, RawQuery: url.Values{"next": {next}}.Encode()}
	http.Redirect(v.Writer, v.Request, to.String(), http.StatusSeeOther)
	return false
}

func (v *Visit) hasProved() bool {
	_, ok := v.dashboard.proofs.Get(v.Session.ID)
	return ok || v.Session.Fresh
}

// proof is the part of a form by which somebody shows who they are: what the account has of a password and a second
// factor.
func (d *Dashboard) proof(v *Visit) ([]*field, error) {
	ctx := v.Request.Context()
	user, err := d.Accounts.User(ctx, v.Caller.UserID)
	if err != nil {
		return nil, err
	}
	state, err := d.Factors.State(ctx, user.ID)
	if err != nil {
		return nil, err
	}
	var fields []*field
	if user.PasswordHash != "" {
		fields = append(fields,
			&field{Name: "email", Label: "Account", Type: "email", Complete: "username", Value: user.Email, Fixed: true}, // for password managers
			&field{Name: "current", Label: "Password", Type: "password", Complete: "current-password", Max: 256})
	}
	if state.On {
		code := newCodeField(false)
		code.Hint = "The six digits that your authenticator app shows now, or a recovery code."
		code.Mode = ""
		fields = append(fields, code)
	}
	return fields, nil
}

// prove insists on what proof asks for.
func (d *Dashboard) prove(v *Visit) error {
	fields, err := d.proof(v)
	if err != nil {
		return err
	}
	for _, f := range fields {
		switch f.Name {
		case "current":
			err = d.Accounts.Prove(v.Request.Context(), v.Request.PostFormValue("current"), v.Session.ID)
		case "code":
			err = d.checkCode(v)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (d *Dashboard) newConfirmPage(v *Visit) (*confirmPage, error) {
	fields, err := d.proof(v)
	if err != nil {
		return nil, err
	}
	page := &confirmPage{Nothing: len(fields) == 0}
	page.Fields, page.Hidden = fields, map[string]string{"next": d.next(v.Value("next"))}
	return page, nil
}

func (d *Dashboard) showConfirm(v *Visit) error {
	page, err := d.newConfirmPage(v)
	if err != nil {
		return err
	}
	return v.Show(http.StatusOK, page)
}

func (d *Dashboard) confirm(v *Visit) error {
	page, err := d.newConfirmPage(v)
	if err != nil {
		return err
	}
	if page.Nothing {
		return api.Errorf(api.CodeForbidden, "Sign out and in again, and then do this within ten minutes.")
	}
	if err := d.prove(v); err != nil {
		if status := page.explain(v.Writer, err); status != 0 {
			return v.Show(status, page)
		}
		return err
	}
	d.proofs.Put(v.Session.ID, v.Caller.UserID, struct{}{})
	http.Redirect(v.Writer, v.Request, d.next(v.Value("next")), http.StatusSeeOther)
	return nil
}
