package dashboard

import (
	"fmt"
	"html/template"
	"net/http"
	"net/url"
	"strings"
	"time"

	"wpengine/engine/account/factor"
	"wpengine/engine/api"
	"wpengine/engine/qrcode"
)

const factorPath = "/account/security/factor"

// factorPage is where an authenticator app is set up.
type factorPage struct {
	form
	State  factor.State
	QR     template.HTML // drawn by ourselves
	Secret []string      // in fours, to be typed
	App    template.URL  // opens an app on the device that shows the page
}

// showFactor shows what an app is to be given.
func (d *Dashboard) showFactor(v *Visit) error {
	page, err := d.newFactorPage(v)
	if err != nil {
		return err
	}
	return v.Show(http.StatusOK, page)
}

func (d *Dashboard) newFactorPage(v *Visit) (*factorPage, error) {
	ctx := v.Request.Context()
	state, err := d.Factors.State(ctx, v.Caller.UserID)
	if err != nil {
		return nil, err
	}
	page := &factorPage{State: state}
	if state.On {
		return page, nil
	}
	setup := d.Factors.Begin(ctx, v.Session.ID)
	drawn, err := qrcode.SVG(setup.Address)
	if err != nil {
		return nil, err
	}
	page.QR, page.App = template.HTML(drawn), template.URL(setup.Address)
	for rest := setup.Secret; rest != ""; rest = rest[min(4, len(rest)):] {
		page.Secret = append(page.Secret, rest[:min(4, len(rest))])
	}
	page.Fields = []*field{newCodeField(false)}
	return page, nil
}

// confirmFactor sets the app up if it shows the right code, and shows the recovery codes, this once.
func (d *Dashboard) confirmFactor(v *Visit) error {
	codes, err := d.Factors.Confirm(v.Request.Context(), v.Session.ID, v.Request.PostFormValue("code"))
	if err != nil {
		page, pageErr := d.newFactorPage(v)
		if pageErr != nil {
			return pageErr
		}
		if status := page.explain(v.Writer, err); status != 0 && !page.State.On {
			return v.Show(status, page)
		}
		return err
	}
	return d.showCodes(v, codes, "The app is set up. All other sessions are signed out.")
}

// codesPage makes other recovery codes, or shows those that were made.
type codesPage struct {
	form
	Said  string
	Email string // whose codes they are
	Codes []string
	File  template.URL // with the codes, to be kept
	Left  int
}

func (d *Dashboard) showCodes(v *Visit, codes []string, said string) error {
	v.Other(factorPath + "/codes")
	return v.Show(http.StatusOK, &codesPage{Codes: codes, Said: said, Email: v.Caller.Email, File: d.codesFile(v, codes)})
}

// codesFile is the address of a text with recovery codes. The address is the text: the codes can't be asked for again.
func (d *Dashboard) codesFile(v *Visit, codes []string) template.URL {
	text := fmt.Sprintf("Recovery codes of %s for WP Engine%s\nMade on %s. Each signs in once, in place of the app's code.\n\n%s\n",
		v.Caller.Email, strings.TrimSuffix(" at "+d.PublicURL, " at "), time.Now().UTC().Format("2 January 2006"), strings.Join(codes, "\n"))
	return template.URL("data:text/plain;charset=utf-8," + url.PathEscape(text))
}

func (d *Dashboard) newCodesPage(v *Visit) (*codesPage, error) {
	state, err := d.Factors.State(v.Request.Context(), v.Caller.UserID)
	if err != nil {
		return nil, err
	}
	if !state.On {
		return nil, api.Errorf(api.CodeConflict, "The account has no second factor.")
	}
	page := &codesPage{Left: state.Codes}
	page.Fields, err = d.proof(v)
	return page, err
}

// askForProof asks for what the page needs before it changes the second factor.
func (d *Dashboard) askForProof(v *Visit) error {
	page, err := d.newCodesPage(v)
	if err != nil {
		return err
	}
	return v.Show(http.StatusOK, page)
}

// withProof changes the second factor for whoever shows that they have both, and else says on the page what is wrong.
func (d *Dashboard) withProof(v *Visit, change func() error) error {
	page, err := d.newCodesPage(v)
	if err != nil {
		return err
	}
	if err := d.proveAll(v); err != nil {
		if status := page.explain(v.Writer, err); status != 0 {
			return v.Show(status, page)
		}
		return err
	}
	return change()
}

func (d *Dashboard) makeCodes(v *Visit) error {
	return d.withProof(v, func() error {
		codes, err := d.Factors.NewCodes(v.Request.Context())
		if err != nil {
			return err
		}
		return d.showCodes(v, codes, "The codes before are good no more.")
	})
}

func (d *Dashboard) turnOff(v *Visit) error {
	return d.withProof(v, func() error {
		if err := d.Factors.TurnOff(v.Request.Context()); err != nil {
			return err
		}
		return v.Done("/account/security", "The second factor is off. A sign-in asks for the password alone.")
	})
}
