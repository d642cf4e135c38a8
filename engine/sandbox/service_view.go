package sandbox

import (
	"errors"
	"strings"
	"time"

	"go.mau.fi/whatsmeow/types"

	"wpengine/engine/api"
)

func phoneView(p *Phone) api.Phone {
	info := p.Info()
	view := api.Phone{
		Phone: info.Phone, JID: info.JID.String(), LID: info.LID.String(), Name: info.Name, About: info.About,
		Persona: api.Persona(info.Persona), DelaySeconds: info.DelaySeconds, Script: rulesView(info.Script),
		Linked: []string{}, CreatedAt: info.CreatedAt.UTC(),
	}
	for _, d := range info.Linked {
		view.Linked = append(view.Linked, d.JID.String())
	}
	return view
}

// linkedView links a client and describes its device.
func linkedView(p *Phone, link func() (types.JID, error)) (*api.LinkedDevice, error) {
	jid, err := link()
	if err != nil {
		return nil, problem(err)
	}
	lid := p.account.lid()
	lid.Device = jid.Device
	return &api.LinkedDevice{JID: jid.String(), LID: lid.String()}, nil
}

func messageView(m Message) api.SandboxMessage {
	view := api.SandboxMessage{
		MessageID: m.ID, Direction: api.SandboxMessageDirection(m.Direction),
		From: identityView(m.From), To: identityView(m.To), Timestamp: m.Time.UTC(), Text: m.Text,
	}
	if m.Direction == DirectionOut {
		status := api.SandboxMessageStatus(m.Progress)
		view.Status = &status
	}
	if m.Unread {
		view.Unread = &m.Unread
	}
	return view
}

func identityView(i Identity) api.Identity {
	view := api.Identity{JID: i.JID.String()}
	for member, text := range map[**string]string{&view.LID: i.LID.String(), &view.Phone: i.Phone, &view.Name: i.Name} {
		if text != "" { // a group has no number
			*member = &text
		}
	}
	return view
}

// parseRecipient reads whom a phone writes to: a JID of a person, or a number.
func parseRecipient(text string) (types.JID, error) {
	if !strings.Contains(text, "@") {
		number, err := parseNumber(text)
		if err != nil {
			return types.JID{}, api.Invalid("/jid", "is neither a JID nor a phone number in E.164, such as +15551234567")
		}
		return types.NewJID(number, types.DefaultUserServer), nil
	}
	jid, err := types.ParseJID(text)
	if err != nil || jid.User == "" {
		return types.JID{}, api.Invalid("/jid", "is not a JID, such as 15551234567@s.whatsapp.net")
	}
	if jid.Server != types.DefaultUserServer && jid.Server != types.HiddenUserServer {
		return types.JID{}, api.Invalid("/jid", "must end with @s.whatsapp.net or @lid: virtual phones write to people")
	}
	return jid.ToNonAD(), nil
}

// problem says a network's error in the words of the API.
func problem(err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, ErrBadNumber):
		return api.Invalid("/phone", "is not a number for a virtual phone: "+err.Error())
	case errors.Is(err, ErrBadPersona):
		return api.Invalid("/persona", "is none that a phone can have: "+err.Error())
	case errors.Is(err, ErrBadScript):
		return api.Invalid("/script", "can't be used: "+strings.TrimPrefix(err.Error(), ErrBadScript.Error()+": "))
	case errors.Is(err, ErrBadDelay):
		return api.Invalid("/delaySeconds", "is out of bounds: "+err.Error())
	case errors.Is(err, ErrBadName):
		return api.Invalid("/name", "has the wrong length: "+err.Error())
	case errors.Is(err, ErrBadAbout):
		return api.Invalid("/about", "is too long: "+err.Error())
	case errors.Is(err, ErrBadSubject):
		return api.Invalid("/subject", "has the wrong length: "+err.Error())
	case errors.Is(err, ErrBadMembers):
		return api.Invalid("/members", "are too many: "+err.Error())
	case errors.Is(err, ErrBadTyping):
		return api.Invalid("/state", "is wrong: "+err.Error())
	case errors.Is(err, ErrNoChat):
		return api.Errorf(api.CodeNotFound, "The phone is in no such group.")
	case errors.Is(err, ErrSwitchedOff):
		return api.Errorf(api.CodeConflict, "The phone is switched off: its persona is unreachable. Give it another one with sandbox.updatePhone.")
	case errors.Is(err, ErrUnregistered):
		return api.Errorf(api.CodeConflict, "The phone's number is not on WhatsApp: its persona is unregistered. Give it another one with sandbox.updatePhone.")
	case errors.Is(err, ErrNotQR), errors.Is(err, ErrQRForged):
		return api.Invalid("/qr", "is not the text of a code from clients.getQr: "+err.Error())
	case errors.Is(err, ErrPhoneExists):
		return api.Errorf(api.CodeConflict, "There is a virtual phone with this number already. Take another.")
	case errors.Is(err, ErrNoPhone):
		return api.Errorf(api.CodeNotFound, "You have no virtual phone with this number.")
	case errors.Is(err, ErrNoDevice):
		return api.Errorf(api.CodeNotFound, "The client is not linked to a virtual phone, or to another one.")
	case errors.Is(err, ErrQRExpired), errors.Is(err, ErrNoCode), errors.Is(err, ErrWrongCode), errors.Is(err, ErrBusy),
		errors.Is(err, ErrTooManyDevices), errors.Is(err, ErrRefused), errors.Is(err, ErrNoAnswer):
		return api.Errorf(api.CodeConflict, "The phone can't link the client: %s.", err.Error())
	case errors.Is(err, ErrNotOnWhatsApp):
		return api.Errorf(api.CodeRecipientNotOnWhatsapp, "Nobody on the simulated network has this number. Create a virtual phone for it first.")
	case errors.Is(err, ErrQueueFull):
		return &api.Error{Code: api.CodeUnavailable, Detail: "Too many messages wait for the recipient.", RetryAfter: time.Minute}
	case errors.Is(err, ErrClosed):
		return &api.Error{Code: api.CodeUnavailable, Detail: "The engine is shutting down.", RetryAfter: time.Second, Err: err}
	}
	return err
}
