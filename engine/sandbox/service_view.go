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

func identityView(i Identity) api.Identity {
	view := api.Identity{JID: i.JID.String()}
	for member, text := range map[**string]string{&view.LID: i.LID.String(), &view.Phone: i.Phone, &view.Name: i.Name} {
		if text != "" { // a group has no number
			*member = &text
		}
	}
	return view
}

// problem says a network's error in the words of the API.
func problem(err error) error {
	var content *ContentError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &content):
		return api.Invalid(content.Pointer, content.Reason)
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
	case errors.Is(err, ErrNoCall):
		return api.Errorf(api.CodeNotFound, "The phone has made or got no such call, or it was too long ago.")
	case errors.Is(err, ErrInCall):
		return api.Errorf(api.CodeConflict, "The phone is in a call already. End that one with sandbox.endCall.")
	case errors.Is(err, ErrCallSelf):
		return api.Invalid("/jid", "names nobody but the phone itself: a call needs somebody else")
	case errors.Is(err, ErrNoChat):
		return api.Errorf(api.CodeNotFound, "The phone is in no such group.")
	case errors.Is(err, ErrNoMessage):
		return api.Errorf(api.CodeNotFound, "The phone has no such message, or not in this chat. sandbox.listMessages lists what it has.")
	case errors.Is(err, ErrOnlyAdmins):
		return api.Errorf(api.CodeForbidden, "Only admins may write in this group, and the phone is none.")
	case errors.Is(err, ErrTaken), errors.Is(err, ErrNotYours), errors.Is(err, ErrTooLate), errors.Is(err, ErrNoText), errors.Is(err, ErrNoPoll):
		return api.Errorf(api.CodeConflict, "That can't be done with this message: %s.", err.Error())
	case errors.Is(err, ErrNoFile):
		return api.Invalid("/messageId", "names a message without a file")
	case errors.Is(err, ErrMediaGone):
		return api.Errorf(api.CodeMediaUnavailable, "The simulated network doesn't have the file any more. It keeps files for 30 days.")
	case errors.Is(err, ErrMediaBroken):
		return api.Errorf(api.CodeMediaUnavailable, "The file can't be decrypted: it doesn't fit the keys that its sender has sent along.")
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
