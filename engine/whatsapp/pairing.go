package whatsapp

import (
	"context"
	"time"

	"go.mau.fi/whatsmeow/types"
	"go.mau.fi/whatsmeow/types/events"

	"wpengine/engine/api"
	"wpengine/engine/store"
)

// pairing is the codes that a client which is being linked shows one after the other. It doesn't change: which
// code is on display is a matter of the time.
type pairing struct {
	codes []code
}

type code struct {
	text    string
	expires time.Time
}

// newPairing lays the codes out in time, as WhatsApp counts: the first for longer, if there are all six.
func newPairing(texts []string, now time.Time, t timing) *pairing {
	p := &pairing{codes: make([]code, len(texts))}
	for i, text := range texts {
		life := t.nextCode
		if i == 0 && len(texts) >= 6 {
			life = t.firstCode
		}
		now = now.Add(life)
		// To the millisecond, because callers send the time back to name the code.
		p.codes[i] = code{text, now.Truncate(time.Millisecond).UTC()}
	}
	return p
}

// shown returns the code on display.
func (p *pairing) shown(now time.Time) (code, bool) {
	if p != nil {
		for _, c := range p.codes {
			if c.expires.After(now) {
				return c, true
			}
		}
	}
	return code{}, false
}

// ends returns when the last code expires, and with it WhatsApp's patience.
func (p *pairing) ends() time.Time {
	if p == nil || len(p.codes) == 0 {
		return time.Time{}
	}
	return p.codes[len(p.codes)-1].expires
}

// pair links the client to a phone, and reports whether it now is.
func (r *run) pair() bool {
	timing := r.client.clients.timing
	r.former = r.client.snapshot().row
	if err := r.dial(); err != nil {
		if r.ctx.Err() == nil {
			r.client.log.Warn("the client cannot connect", "error", err)
			r.unpaired(api.ClientErrorCodeConnectFailed, connectDetail(err))
		}
		return false
	}
	deadline := time.NewTimer(timing.firstAnswer)
	defer deadline.Stop()
	// WhatsApp's wish that the client logs in may overtake the library's word that it is linked.
	var linked, login, late bool
	for !linked || !login {
		select {
		case <-r.ctx.Done():
			r.undoPair()
			return false
		case <-deadline.C:
			if !late && r.client.snapshot().linked() { // the phone was just in time
				late = true
				deadline.Reset(timing.linking)
				continue
			}
			return r.timeout()
		case evt := <-r.events:
			switch evt := evt.(type) {
			case *events.QR:
				p := newPairing(evt.Codes, time.Now(), timing)
				r.client.update(func(s *snapshot) { s.pairing = p })
				deadline.Reset(time.Until(p.ends()))
			case *events.PairSuccess:
				r.paired(evt)
				linked = true
				deadline.Reset(timing.linking)
			case *events.ManualLoginReconnect:
				login = true
				deadline.Reset(timing.linking)
			case *events.Disconnected:
				if !r.client.snapshot().linked() {
					r.unpaired(api.ClientErrorCodePairingFailed, "WhatsApp closed the connection before a phone was linked. Try again.")
					return false
				}
				login = true
				deadline.Reset(timing.linking)
			default:
				if r.pairingFailed(evt) {
					return false
				}
			}
		}
	}
	r.wa.Disconnect()
	return true
}

// pairingFailed says whether an event ends the pairing without a link, and if so, leaves.
func (r *run) pairingFailed(evt any) bool {
	switch evt := evt.(type) {
	case *events.PairError:
		r.client.log.Warn("the pairing failed", "error", evt.Error)
		r.unpaired(api.ClientErrorCodePairingFailed, "The phone and the engine could not agree on the link. Try again.")
	case *events.PairPasskeyRequest:
		r.unpaired(api.ClientErrorCodePairingFailed, "The phone asks for a passkey, which this engine doesn't support yet. Link with another phone.")
	default:
		e, over := r.judge(evt)
		if !over {
			return false
		}
		r.leaveUnpaired(e.change)
	}
	return true
}

// timeout is when nothing more comes: no codes, no scan of the codes, or no end of the pairing after the scan.
// It reports whether the client is linked all the same.
func (r *run) timeout() bool {
	s := r.client.snapshot()
	switch {
	case s.linked() && r.stored():
		r.wa.Disconnect()
		return true
	case s.linked():
		r.unpaired(api.ClientErrorCodePairingFailed, "WhatsApp did not confirm the link. Try again.")
	case s.pairing == nil:
		r.unpaired(api.ClientErrorCodeConnectFailed, "WhatsApp did not answer.")
	default:
		r.unpaired(api.ClientErrorCodePairingExpired, "No phone scanned the codes in time. Call clients.connect or clients.getQr for new ones.")
	}
	return false
}

// beforePair writes down whose device the client is about to become, before the library stores the device's
// keys: a crash in between leaves a client without keys, which is logged out, and never keys without a client.
func (r *run) beforePair(jid types.JID, _, _ string) bool {
	ctx, cancel := context.WithTimeout(r.ctx, saveTimeout)
	defer cancel()
	err := r.client.edit(ctx, func(row *store.Client) {
		row.JID, row.LID, row.Phone, row.PushName = jid.String(), "", phoneOf(jid), ""
		row.UpdatedAt = time.Now().UTC()
	}, nil)
	if err != nil {
		r.client.log.Error("the link is refused because it cannot be saved", "error", err)
	}
	return err == nil
}

// paired takes the codes off the display. The client is linked, but WhatsApp wants it to log in anew.
func (r *run) paired(evt *events.PairSuccess) {
	r.client.note(func(row *store.Client) {
		row.JID, row.LID, row.Phone = evt.ID.String(), "", phoneOf(evt.ID)
		if !evt.LID.IsEmpty() {
			row.LID = evt.LID.String()
		}
		row.UpdatedAt = time.Now().UTC()
	}, func(s *snapshot) { s.pairing = nil })
	r.client.log.Info("the client is linked", "device", evt.ID.String())
	if r.former.Phone != "" && r.former.Phone != phoneOf(evt.ID) {
		r.forgetMessages()
	}
}

// forgetMessages is for a client that is linked to another account than before: what was said there is nothing to
// those who read here.
func (r *run) forgetMessages() {
	ctx, cancel := context.WithTimeout(context.Background(), saveTimeout)
	defer cancel()
	if err := r.client.clients.messages.Forget(ctx, r.client.id); err != nil {
		r.client.log.Error("the messages of the account that the client was linked to before remain", "error", err)
	}
}

// undoPair is for a pairing that is stopped: the row may name a device by now that will never have keys.
func (r *run) undoPair() {
	if s := r.client.snapshot(); s.linked() && !r.stored() {
		r.client.note(r.unpairRow, nil)
	}
}

// unpairRow makes a row again what it was before the pairing, but for the link that it may have had then.
func (r *run) unpairRow(row *store.Client) {
	unlinkRow(row)
	row.Phone, row.PushName = r.former.Phone, r.former.PushName
}

// stored reports whether the library has stored the keys of the device that the row names.
func (r *run) stored() bool {
	ctx, cancel := context.WithTimeout(context.Background(), saveTimeout)
	defer cancel()
	jid, err := types.ParseJID(r.client.snapshot().row.JID)
	if err != nil {
		return false
	}
	device, err := r.client.clients.devices.GetDevice(ctx, jid)
	return err != nil || device != nil
}

// unpaired ends a pairing that came to nothing.
func (r *run) unpaired(code api.ClientErrorCode, detail string) {
	r.leaveUnpaired(failed(code, detail))
}

func (r *run) leaveUnpaired(change func(*store.Client)) {
	state := api.ClientStateUnpaired
	if r.former.Phone != "" {
		state = api.ClientStateLoggedOut
	}
	r.client.forgetDevice()
	r.leave(state, both(r.unpairRow, change))
}
