package whatsapp

import (
	"context"
	"errors"
	"sync"
	"time"

	"go.mau.fi/whatsmeow/types"

	"wpengine/engine/api"
)

// peer is a person to write to, by phone number and by hidden id, as far as they are known. At least one is.
type peer struct{ pn, lid types.JID }

// address is where the library is to send: it looks up what is missing better from the phone number.
func (p peer) address() types.JID {
	if p.pn.IsEmpty() {
		return p.lid
	}
	return p.pn
}

// look finds out who an address is, and that they are on WhatsApp. WhatsApp is asked once: whoever was found
// is in the library's map of phone numbers and hidden ids from then on.
func (r *run) look(ctx context.Context, to types.JID) (p peer, err error) {
	known := r.client.clients.devices.LIDMap
	if to.Server == types.HiddenUserServer {
		p.lid = to
		if p.pn, err = known.GetPNForLID(ctx, to); err != nil {
			return p, err
		}
	} else {
		p.pn = to
		if p.lid, err = known.GetLIDForPN(ctx, to); err != nil {
			return p, err
		}
		if p.lid.IsEmpty() {
			if p.lid, err = r.ask(ctx, to); err != nil {
				return p, err
			}
			if p.lid.IsEmpty() { // the library would not send without
				return p, api.Errorf(api.CodeWhatsappError, "WhatsApp has not told the hidden id of %s, without which nobody can write to it. Nothing was sent; try again.", phoneOf(to))
			}
		}
	}
	if p.lid.IsEmpty() || r.reached.has(p.lid) {
		return p, nil
	}
	// The library needs the list of devices next, and has it then.
	devices, err := r.wa.GetUserDevices(ctx, []types.JID{p.lid})
	if err != nil {
		return p, err
	}
	if len(devices) == 0 {
		return p, notOnWhatsApp(to)
	}
	return p, nil
}

// ask asks WhatsApp whether a phone number has an account, and for its hidden id, which should not be missing.
func (r *run) ask(ctx context.Context, pn types.JID) (types.JID, error) {
	answers, err := r.wa.IsOnWhatsApp(ctx, []string{phoneOf(pn)})
	if err != nil {
		return types.JID{}, err
	}
	for _, a := range answers {
		if a.IsIn && a.JID.Server == types.HiddenUserServer {
			return a.JID.ToNonAD(), nil
		} else if a.IsIn {
			return types.JID{}, nil
		}
	}
	return types.JID{}, notOnWhatsApp(pn)
}

func notOnWhatsApp(to types.JID) *api.Error {
	who := to.String()
	if to.Server == types.DefaultUserServer {
		who = phoneOf(to)
	}
	return api.Errorf(api.CodeRecipientNotOnWhatsapp, "%s is not on WhatsApp.", who)
}

// errUnreadable is a message that WhatsApp took and nobody can read.
var errUnreadable = errors.New("no device of the recipient has keys")

// checkReached makes sure, once for each recipient, that the message was encrypted for somebody: the library
// leaves out a device that it finds no keys for, and calls a message for no device at all a success.
func (r *run) checkReached(ctx context.Context, p peer) error {
	if p.lid.IsEmpty() || r.reached.has(p.lid) {
		return nil
	}
	devices, err := r.wa.GetUserDevices(ctx, []types.JID{p.lid})
	if err != nil {
		return nil // sent it is; the next message asks again
	}
	addresses := make([]string, len(devices))
	for i, d := range devices {
		addresses[i] = d.SignalAddress().String()
	}
	sessions, err := r.sessions.GetManySessions(ctx, addresses)
	if err != nil {
		return nil
	}
	for _, session := range sessions {
		if session != nil {
			r.reached.add(p.lid)
			return nil
		}
	}
	return api.Errorf(api.CodeWhatsappError, "WhatsApp took the message, but no device of %s has keys to encrypt it for, so nobody can read it. Try again later.", p.address()).Because(errUnreadable)
}

// identity describes a recipient.
func (r *run) identity(ctx context.Context, p peer) api.Identity {
	who := api.Identity{JID: p.address().String()}
	if !p.lid.IsEmpty() {
		lid := p.lid.String()
		who.LID = &lid
	}
	if !p.pn.IsEmpty() {
		phone := phoneOf(p.pn)
		who.Phone = &phone
	}
	who.Name = optional(contactName(ctx, r.contacts, p.pn, p.lid))
	return who
}

// recipients remembers, for a while, to whom messages have been encrypted.
type recipients struct {
	mu    sync.Mutex
	until map[types.JID]time.Time
}

const (
	maxRecipients = 10_000
	recipientLife = 12 * time.Hour
)

func (k *recipients) has(jid types.JID) bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	return time.Now().Before(k.until[jid])
}

func (k *recipients) add(jid types.JID) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.until == nil || len(k.until) >= maxRecipients { // rather ask everybody again than keep an order
		k.until = map[types.JID]time.Time{}
	}
	k.until[jid] = time.Now().Add(recipientLife)
}
