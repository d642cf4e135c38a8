package dashboard

import (
	"cmp"
	"net/http"
	"net/url"
	"strings"

	"wpengine/engine/api"
)

// When a page asks its visitor to show once more who they are, if they have not done so for a while: whoever has found
// the browser open must get nothing that lasts.
const (
	proofToSend = "to send" // only what changes something
	proofToSee  = "to see"  // whatever is asked of the page
)

// carried begins the names of what was sent to a page that asks for a proof first. It goes on when that is given, so that
// nobody types a form twice.
const carried = "carried-"

// hidden is something that a form sends along.
type hidden struct{ Name, Value string }

// proved reports whether the visitor may go on with what takes a proof of who they are. It leads those who may not yet to
// where they can give one, with what they have sent.
func (d *Dashboard) proved(v *Visit) (bool, error) {
	posted := v.Request.Method == http.MethodPost
	if v.page.Proof == "" || v.page.Proof == proofToSend && !posted {
		return true, nil
	}
	proof := v.Request.PostFormValue(carried) != ""
	if proof && v.Caller.Unproved {
		if err := d.prove(v); err != nil {
			page, pageErr := d.newConfirmPage(v, v.Request.URL.Path, still(v.Request.PostForm))
			if pageErr != nil {
				return false, pageErr
			}
			return false, d.showProof(v, page, err)
		}
	}
	if proof {
		v.Request.PostForm = uncarried(v.Request.PostForm)
		v.Request.Form = v.Request.PostForm
	}
	switch {
	case !v.Caller.Unproved:
		return true, nil
	case !posted:
		to := url.URL{Path: confirmPath, RawQuery: url.Values{"next": {v.here()}}.Encode()}
		http.Redirect(v.Writer, v.Request, to.String(), http.StatusSeeOther)
		return false, nil
	case byScript(v.Request):
		return false, answerScript(v.Writer, nil, api.Errorf(api.CodeForbidden, "Load this page again: it has to ask once more who you are."))
	}
	page, err := d.newConfirmPage(v, v.Request.URL.Path, carry(v.Request.PostForm))
	if err != nil {
		return false, err
	}
	return false, d.showProof(v, page, nil)
}

// here is the page that is asked for, of the thing that it is about.
func (v *Visit) here() string {
	if id := cmp.Or(v.Value("id"), v.Value(carried+"id")); id != "" {
		return at(v.page.Path, id)
	}
	return v.page.Path
}

// carry is a form as it is sent along.
func carry(form url.Values) []hidden {
	all := []hidden{{carried, "yes"}}
	for name, values := range form {
		for _, value := range values {
			all = append(all, hidden{carried + name, value})
		}
	}
	return all
}

// still is what a form has carried, to be carried once more.
func still(form url.Values) (all []hidden) {
	for name, values := range form {
		for _, value := range values {
			if strings.HasPrefix(name, carried) {
				all = append(all, hidden{name, value})
			}
		}
	}
	return all
}

// uncarried is the form that was sent in the first place.
func uncarried(form url.Values) url.Values {
	first := url.Values{}
	for name, values := range form {
		if name, is := strings.CutPrefix(name, carried); is && name != "" {
			first[name] = values
		}
	}
	return first
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

// proveAll insists on what proof asks for.
func (d *Dashboard) proveAll(v *Visit) error {
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
	if len(fields) == 0 {
		return api.Errorf(api.CodeForbidden, "Sign out and in again, and then do this within ten minutes.")
	}
	return nil
}

// prove takes what proves who the visitor is, a passkey or what proof asks for, and remembers it for a while.
func (d *Dashboard) prove(v *Visit) (err error) {
	if answer := v.Request.PostFormValue("answer"); answer != "" {
		err = d.Passkeys.Prove(v.Request.Context(), v.Session.ID, answer)
	} else {
		err = d.proveAll(v)
	}
	if err != nil {
		return err
	}
	d.proofs.Put(v.Session.ID, v.Caller.UserID, struct{}{})
	v.Caller.Unproved = false
	v.Request = v.Request.WithContext(api.WithCaller(v.Request.Context(), v.Caller))
	return nil
}
