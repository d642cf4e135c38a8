package whatsapp

import (
	"regexp"
	"strings"

	"go.mau.fi/whatsmeow/types"

	"wpengine/engine/api"
)

var (
	phonePattern = regexp.MustCompile(`^\+?[1-9][0-9]{6,14}$`)
	userPattern  = regexp.MustCompile(`^[1-9][0-9]{4,19}$`)
	groupPattern = regexp.MustCompile(`^[0-9]{5,20}(-[0-9]{5,20})?$`)
)

// parseAddress reads the recipient of a message: a JID, or a phone number in E.164 with or without the plus
// sign. The device of a JID is dropped, because a message goes to all devices of a person. pointer names the
// member of the request in the error.
func parseAddress(text, pointer string) (types.JID, error) {
	if !strings.Contains(text, "@") {
		if !phonePattern.MatchString(text) {
			return types.JID{}, api.Invalid(pointer, "is neither a JID nor a phone number in E.164, such as +15551234567 without spaces or dashes")
		}
		return person(strings.TrimPrefix(text, "+"), types.DefaultUserServer, pointer)
	}
	jid, err := types.ParseJID(text)
	if err != nil || strings.Count(text, "@") > 1 {
		return types.JID{}, api.Invalid(pointer, "is not a JID, such as 15551234567@s.whatsapp.net")
	}
	switch jid.Server {
	case types.DefaultUserServer, types.LegacyUserServer:
		if !phonePattern.MatchString(jid.User) || jid.User[0] == '+' {
			return types.JID{}, api.Invalid(pointer, "must have a phone number in digits before the @, such as 15551234567@s.whatsapp.net")
		}
		return person(jid.User, types.DefaultUserServer, pointer)
	case types.HiddenUserServer:
		if !userPattern.MatchString(jid.User) {
			return types.JID{}, api.Invalid(pointer, "must have digits before the @lid")
		}
		return person(jid.User, types.HiddenUserServer, pointer)
	case types.GroupServer:
		if !groupPattern.MatchString(jid.User) {
			return types.JID{}, api.Invalid(pointer, "must have the digits of a group's id before the @g.us")
		}
		return types.NewJID(jid.User, types.GroupServer), nil
	case types.BroadcastServer, types.NewsletterServer:
		return types.JID{}, api.Invalid(pointer, "is a "+jid.Server+" address; messages go to people (@s.whatsapp.net, @lid) and groups (@g.us)")
	}
	return types.JID{}, api.Invalid(pointer, "must end with @s.whatsapp.net, @lid or @g.us")
}

func person(user, server, pointer string) (types.JID, error) {
	jid := types.NewJID(user, server)
	if jid.IsBot() {
		return types.JID{}, api.Invalid(pointer, "is one of WhatsApp's bots, which this engine can't write to")
	}
	return jid, nil
}

// phoneOf is the phone number of a person's JID in E.164.
func phoneOf(jid types.JID) string { return "+" + jid.User }
