package sandbox

import (
	"context"

	"go.mau.fi/whatsmeow/types"
)

// SetAbout changes the phone's about text. Those who have looked the phone up, and may see it, are told.
func (p *Phone) SetAbout(ctx context.Context, text string) error {
	return p.Update(ctx, PhoneChange{About: &text})
}

// setAbout changes an account's about text, and tells others. Its own phone is told by tellProfile.
func (t *tx) setAbout(a *account, text string) {
	if text == a.About {
		return
	}
	a.About, a.AboutAt = text, t.unix()
	t.saveAccount(a)
	for _, w := range t.onlookers(a, types.PrivacySettingTypeStatus) {
		t.deliver(w, t.notification("status", a.lid(), nil, leaf("set", []byte(text))))
	}
}

// about answers a look-up of an account's about text.
func (a *account) about(viewer *account) stanza {
	if !a.shows(types.PrivacySettingTypeStatus, viewer) {
		return node("status", attrs{"code": "401", "type": "fail"})
	}
	return stanza{Tag: "status", Attrs: attrs{"t": a.AboutAt}, Content: []byte(a.About)}
}
