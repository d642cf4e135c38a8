package sandbox

import (
	"slices"

	"go.mau.fi/whatsmeow/types"
)

// shows tells whether an account lets somebody see what a privacy setting is about. Nobody sees anything of who has
// blocked them.
func (a *account) shows(name types.PrivacySettingType, viewer *account) bool {
	return viewer == a || !a.blocks(viewer) && a.trusts(name, viewer)
}

// trusts tells whether somebody is among those that a privacy setting lets.
func (a *account) trusts(name types.PrivacySettingType, other *account) bool {
	switch types.PrivacySetting(a.Privacy[string(name)]) {
	case types.PrivacySettingNone:
		return false
	case types.PrivacySettingContacts, types.PrivacySettingContactBlacklist, types.PrivacySettingKnown:
		return a.knows(other)
	case types.PrivacySettingMatchLastSeen:
		return a.trusts(types.PrivacySettingTypeLastSeen, other)
	}
	return true
}

// knows tells whether somebody is in the address book of an account's phone.
func (a *account) knows(other *account) bool {
	return slices.Contains(a.Contacts, other.lid().String()) || slices.Contains(a.Contacts, other.pn().String())
}

// seeEachOther tells whether an account shows somebody when it is there. Who hides it doesn't see it of others either.
func (a *account) seeEachOther(name types.PrivacySettingType, viewer *account) bool {
	return a.shows(name, viewer) && viewer.shows(name, a)
}

// shareContacts tells the network whom the phone has in its address book, as phones do: privacy settings are about
// them. The caller holds the lock of the app state.
func (s *appState) shareContacts() {
	var contacts []string
	for jid, name := range s.contacts {
		if name != "" {
			contacts = append(contacts, jid.String())
		}
	}
	slices.Sort(contacts)
	a := s.phone.account
	s.phone.net.update(func(t *tx) {
		if !a.gone && !slices.Equal(contacts, a.Contacts) {
			a.Contacts = contacts
			t.saveAccount(a)
		}
	})
}
