package sandbox

import (
	"context"
	"encoding/base32"
	"errors"
)

// Where the links lead that a phone gives away.
const (
	contactLink = "https://wa.me/qr/"
	messageLink = "https://wa.me/message/"
)

// maxLinks is how many links to a message a business has at a time. With one more the oldest is of no use.
const maxLinks = 100

// ErrNoBusiness is returned when a phone is to do what only that of a business can.
var ErrNoBusiness = errors.New("only the phone of a business has links to a message: give it a business profile first")

// shortLink is a link to a business, with what its reader is going to write.
type shortLink struct{ Code, Text string }

func newLinkCode() string { return base32.StdEncoding.EncodeToString(randomBytes(10)) }

// ContactLink gives the link that stands in the phone's contact QR code. There is a new one after revoke.
func (p *Phone) ContactLink(ctx context.Context, revoke bool) (link string, err error) {
	err = p.act(ctx, func(t *tx) error {
		link = contactLink + t.contactCode(p.account, revoke)
		return nil
	})
	return link, err
}

func (t *tx) contactCode(a *account, revoke bool) string {
	if a.ContactCode == "" || revoke {
		a.ContactCode = newLinkCode()
		t.saveAccount(a)
	}
	return a.ContactCode
}

// MessageLink makes a link that opens a chat with the business whose phone this is, with a text to send.
func (p *Phone) MessageLink(ctx context.Context, text string) (link string, err error) {
	err = p.act(ctx, func(t *tx) error {
		a := p.account
		if a.Business == nil {
			return ErrNoBusiness
		}
		code := newLinkCode()
		a.Links = append(a.Links, shortLink{code, text})
		a.Links = a.Links[max(len(a.Links)-maxLinks, 0):]
		t.saveAccount(a)
		link = messageLink + code
		return nil
	})
	return link, err
}

// handleLinks tells where a link leads, and makes the client's own.
func (t *tx) handleLinks(c *conn, s *stanza) {
	qr, _ := child(s, "qr")
	if attrText(*s, "type") == "get" {
		if target, ok := t.behindCode(attrText(qr, "code")); ok {
			t.send(c, iqResult(s, target))
		} else {
			t.send(c, iqError(s, 404, "item-not-found"))
		}
		return
	}
	action := attrText(qr, "action")
	if attrText(qr, "type") != "contact" || action != "get" && action != "revoke" {
		t.send(c, iqError(s, 400, "bad-request"))
		return
	}
	t.send(c, iqResult(s, node("qr", attrs{"type": "contact", "code": t.contactCode(c.device.owner, action == "revoke")})))
}

// behindCode describes whom the code in a link is of.
func (t *tx) behindCode(code string) (target stanza, found bool) {
	for _, a := range t.accounts {
		if code == "" || !a.registered() {
			continue
		}
		target = node("qr", attrs{"jid": a.pn(), "notify": a.Name, "type": "contact"})
		if a.ContactCode == code {
			return target, true
		}
		for _, link := range a.Links {
			if link.Code == code && a.Business != nil {
				target.Attrs["type"] = "message"
				target.Content = []stanza{
					leaf("message", []byte(link.Text)),
					node("business", attrs{"is_signed": "true", "verified_name": a.Business.Name, "verified_level": "unknown"}),
				}
				return target, true
			}
		}
	}
	return stanza{}, false
}
