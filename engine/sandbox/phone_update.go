package sandbox

import (
	"context"
	"errors"
	"fmt"
	"unicode/utf8"

	"go.mau.fi/whatsmeow/appstate"
)

// Bounds of what a phone shows of itself, in characters.
const (
	MaxName  = 25
	MaxAbout = 139
)

// What is wrong with how a phone is to show itself.
var (
	ErrBadName  = fmt.Errorf("a phone's name has 1 to %d characters", MaxName)
	ErrBadAbout = fmt.Errorf("a phone's about text has at most %d characters", MaxAbout)
)

// PhoneChange says what is to become different about a phone. What is nil stays.
type PhoneChange struct {
	Name         *string
	About        *string
	Persona      *Persona
	DelaySeconds *int
	Script       *[]Rule
}

// Update changes a phone.
//
// One that becomes unreachable is switched off: what is sent to it waits until it is switched on again, by
// giving it another persona. One that becomes unregistered leaves WhatsApp, and its linked devices are logged
// out; but it keeps its number and its messages, and comes back with another persona.
func (p *Phone) Update(ctx context.Context, change PhoneChange) error {
	if change.Name != nil && (*change.Name == "" || utf8.RuneCountInString(*change.Name) > MaxName) {
		return ErrBadName
	}
	if change.About != nil && utf8.RuneCountInString(*change.About) > MaxAbout {
		return ErrBadAbout
	}
	if err := p.net.journal.room(ctx); err != nil {
		return err
	}
	var err error
	renamed := false
	position := p.net.update(func(t *tx) {
		a := p.account
		if a.gone {
			err = ErrNoPhone
			return
		}
		r := a.accountRecord
		set(&r.Name, change.Name)
		set(&r.Persona, change.Persona)
		set(&r.DelaySeconds, change.DelaySeconds)
		set(&r.Script, change.Script)
		if err = checkPersona(r.Persona, r.DelaySeconds, r.Script); err != nil {
			return
		}
		before := a.Persona
		renamed = r.Name != a.Name
		a.accountRecord = r
		t.saveAccount(a)
		t.tellProfile(a)
		if change.About != nil {
			t.setAbout(a, *change.About)
		}
		if before != a.Persona {
			p.becomes(t, a.Persona)
		}
	})
	if err != nil {
		return err
	}
	if renamed {
		err = p.changeAppState(ctx, appstate.BuildSettingPushName(*change.Name))
		if errors.Is(err, ErrSwitchedOff) || errors.Is(err, ErrUnregistered) {
			err = nil
		}
	}
	return errors.Join(err, p.net.journal.wait(ctx, position))
}

// set takes a new value if there is one.
func set[T any](to, from *T) {
	if from != nil {
		*to = *from
	}
}

// becomes is what happens when a phone gets another persona.
func (p *Phone) becomes(t *tx, persona Persona) {
	switch persona {
	case PersonaUnreachable:
		return // it has in mind what it had
	case PersonaUnregistered:
		t.leave(p.account)
		p.forgetReactions(t)
		return
	case PersonaSilent:
		p.forgetReactions(t)
	}
	p.wake(t.Network)
	t.spawn(p.react)
	for _, d := range p.account.sortedDevices() {
		if d.conn != nil && d.conn.active && !d.Welcomed { // it was linked, and then the phone switched off
			t.spawn(func() { p.welcome(d) })
		}
	}
}

// leave takes an account off WhatsApp: its devices are logged out, and it is in no group any more.
func (t *tx) leave(a *account) {
	for _, d := range a.sortedDevices() {
		t.unlink(d, conflict("401", "device_removed"))
	}
	for _, w := range sortedWatchers(a) {
		// Whoever has a session with the phone drops it, so that a new phone with this number is heard.
		t.deliver(w, t.notification("encrypt", a.lid(), nil, node("identity", nil)))
		t.unwatch(a, w)
	}
	for _, g := range t.groups {
		t.forgetGuest(g, a)
		if g.Members[a.Number] != "" {
			t.quitGroup(g, a)
		}
	}
	t.leaveChannels(a)
	t.leaveCalls(a)
	delete(t.offers, a.Number)
	t.dropQueue(&a.phone.inbox)
}
