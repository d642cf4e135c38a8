package dashboard

import (
	"net/http"
	"net/url"
)

const confirmPath = "/account/confirm"

// confirmPage asks who is at the keyboard.
type confirmPage struct {
	form
	Action  string   // where the proof is sent
	Carried []hidden // and what goes with it
	Passkey bool     // one may show a passkey
	Service string   // by which one may sign in anew, "" for none
	Next    string   // where to go then
	Back    string   // where to go without a proof
}

// Nothing reports whether there is nothing to ask for: a sign-in is the proof.
func (p *confirmPage) Nothing() bool { return len(p.Fields) == 0 && !p.Passkey }

// Anew is where one signs in by the service once more.
func (p *confirmPage) Anew() string {
	return "/sign-in/oidc?" + url.Values{"next": {p.Next}}.Encode()
}

func (d *Dashboard) newConfirmPage(v *Visit, action string, with []hidden) (*confirmPage, error) {
	page := &confirmPage{Action: action, Carried: with, Back: Home}
	var err error
	if page.Fields, err = d.proof(v); err != nil {
		return nil, err
	}
	for _, f := range page.Fields {
		if !f.Fixed {
			f.Focus = true
			break
		}
	}
	passkeys, err := d.Passkeys.List(v.Request.Context(), v.Caller.UserID)
	if err != nil {
		return nil, err
	}
	page.Passkey = len(passkeys) > 0 && d.Passkeys.Problem() == ""
	switch linked, err := d.identityOf(v); {
	case err != nil:
		return nil, err
	case linked.Linked:
		page.Service = linked.Service
	}
	if page.Next = v.here(); action == confirmPath {
		page.Next = d.next(v.Value("next"))
	}
	if p := d.above(page.Next); p != nil {
		page.Back = p.Path
	}
	return page, nil
}

// showProof asks for a proof, on whatever page it is needed, and says what was wrong with the one before.
func (d *Dashboard) showProof(v *Visit, page *confirmPage, wrong error) error {
	v.Other(confirmPath)
	status := http.StatusOK
	if v.Request.Method == http.MethodPost {
		status = http.StatusForbidden // what was sent is not done yet
	}
	if wrong != nil {
		if status = page.explain(v.Writer, wrong); status == 0 {
			return wrong
		}
	}
	return v.Show(status, page)
}

func (d *Dashboard) showConfirm(v *Visit) error { return d.askToConfirm(v, nil) }

func (d *Dashboard) askToConfirm(v *Visit, wrong error) error {
	page, err := d.newConfirmPage(v, confirmPath, []hidden{{"next", d.next(v.Value("next"))}})
	if err != nil {
		return err
	}
	return d.showProof(v, page, wrong)
}

func (d *Dashboard) confirm(v *Visit) error {
	if err := d.prove(v); err != nil {
		return d.askToConfirm(v, err)
	}
	http.Redirect(v.Writer, v.Request, d.next(v.Value("next")), http.StatusSeeOther)
	return nil
}

// askToProve tells the script what to ask the device for.
func (d *Dashboard) askToProve(v *Visit) error {
	options, err := d.Passkeys.AskToProve(v.Request.Context(), v.Session.ID)
	return answerScript(v.Writer, options, d.orProblem(v.Request, err))
}
