package sandbox

import (
	"context"
	"fmt"
	"time"

	waBinary "go.mau.fi/whatsmeow/binary"
	"go.mau.fi/whatsmeow/types"
)

// Fault is something that goes wrong for one device. What is armed for later is forgotten when the
// process ends.
type Fault string

// The faults of a connection.
const (
	FaultKick        Fault = "kick"        // the connection is cut
	FaultMute        Fault = "mute"        // nothing is answered until the device logs in again
	FaultSlow        Fault = "slow"        // the next stanzas of the device are answered late; see Slow
	FaultRestart     Fault = "restart"     // stream error 515: the device is to log in again
	FaultUnavailable Fault = "unavailable" // stream error 503, and the next logins are refused with it
	FaultZombie      Fault = "zombie"      // a stream error about a lost ack, after which the line stays open and silent
	FaultMalformed   Fault = "malformed"   // a stanza that ends the process of a whatsmeow client
)

// The faults of an account.
const (
	FaultReplaced       Fault = "replaced"       // another connection of the device takes over
	FaultLoggedOut      Fault = "loggedOut"      // the phone unlinks the device
	FaultBan            Fault = "ban"            // the next logins are refused: banned for an hour
	FaultOutdated       Fault = "outdated"       // the next logins are refused: the client is too old
	FaultTimelock       Fault = "timelock"       // the next messages are refused with 463: not to people who don't know the account
	FaultExhaustPreKeys Fault = "exhaustPreKeys" // others have used up its one-time pre-keys
)

// The faults of messages.
const (
	FaultLostAck       Fault = "lostAck"       // the next messages arrive, but the line is cut before the ack
	FaultDuplicate     Fault = "duplicate"     // the next messages for the device come twice
	FaultReorder       Fault = "reorder"       // each of the next messages for the device comes after the one behind it
	FaultUndecryptable Fault = "undecryptable" // the next messages for the device are damaged on the way
	FaultExpireMedia   Fault = "expireMedia"   // the files of all messages so far are no longer there to download
	FaultMissingLID    Fault = "missingLid"    // the next messages for the device, and look-ups by it, lack the other address
)

// Faults lists all there are.
func Faults() []Fault {
	return []Fault{
		FaultKick, FaultMute, FaultSlow, FaultRestart, FaultUnavailable, FaultZombie, FaultMalformed,
		FaultReplaced, FaultLoggedOut, FaultBan, FaultOutdated, FaultTimelock, FaultExhaustPreKeys,
		FaultLostAck, FaultDuplicate, FaultReorder, FaultUndecryptable, FaultExpireMedia, FaultMissingLID,
	}
}

// slowness is how late an answer is, unless Slow says otherwise.
const slowness = 2 * time.Second

// faults is what is armed for a device.
type faults struct {
	mute   bool
	left   map[Fault]int // how often each is still to happen
	held   uint64        // sequence of the message that waits to be overtaken; 0: none
	paused time.Duration // of FaultSlow
}

// arm makes a fault happen so many times more.
func (f *faults) arm(fault Fault, count int) {
	if f.left == nil {
		f.left = map[Fault]int{}
	}
	f.left[fault] += count
}

// take uses up one occurrence of a fault, if any is left.
func (f *faults) take(fault Fault) bool {
	if f.left[fault] == 0 {
		return false
	}
	f.left[fault]--
	return true
}

// refusal takes one refused login, if any is left.
func (f *faults) refusal() (answer stanza, refused bool) {
	switch {
	case f.take(FaultBan):
		return failure("402", attrs{"code": "101", "expire": "3600"}), true
	case f.take(FaultOutdated):
		return failure("405", nil), true
	case f.take(FaultUnavailable):
		return failure("503", nil), true
	}
	return stanza{}, false
}

// Fault makes something go wrong for a linked device. count says how many messages, answers or logins it is
// to happen to; faults of another kind happen once. Refused logins begin with the end of the connection.
func (n *Network) Fault(ctx context.Context, linked types.JID, fault Fault, count int) error {
	if fault == FaultExpireMedia {
		if err := n.strike(ctx, linked, func(*tx, *device) error { return nil }); err != nil {
			return err
		}
		return n.ExpireMedia(ctx, linked, "")
	}
	return n.strike(ctx, linked, func(t *tx, d *device) error { return t.strike(d, fault, max(count, 1)) })
}

// Slow makes the next stanzas that a device sends wait for so long before the network looks at them.
func (n *Network) Slow(ctx context.Context, linked types.JID, pause time.Duration, count int) error {
	return n.strike(ctx, linked, func(t *tx, d *device) error {
		t.slow(d, pause, max(count, 1))
		return nil
	})
}

func (n *Network) strike(ctx context.Context, jid types.JID, blow func(*tx, *device) error) error {
	err := ErrNoDevice
	position := n.update(func(t *tx) {
		if d := t.device(jid); d != nil {
			err = blow(t, d)
		}
	})
	if err != nil {
		return err
	}
	return n.journal.wait(ctx, position)
}

func (t *tx) strike(d *device, fault Fault, count int) error {
	switch fault {
	case FaultKick:
		t.cutLine(d)
	case FaultMute:
		d.faults.mute = true
	case FaultSlow:
		t.slow(d, slowness, count)
	case FaultRestart:
		t.endStream(d, node("stream:error", attrs{"code": "515"}))
	case FaultUnavailable:
		d.faults.arm(fault, count)
		t.endStream(d, node("stream:error", attrs{"code": "503"}))
	case FaultZombie:
		d.faults.mute = true
		t.sendTo(d, node("stream:error", nil, node("ack", attrs{"class": "message", "id": newMessageID()})))
	case FaultMalformed:
		t.tellMalformed(d)
	case FaultReplaced:
		if c := d.conn; c != nil {
			c.device = nil
			t.disconnect(d)
			t.hangUp(c, conflict("", "replaced"))
		}
	case FaultLoggedOut:
		t.unlink(d, conflict("401", "deviceremoved"))
	case FaultBan, FaultOutdated:
		d.faults.arm(fault, count)
		t.cutLine(d)
	case FaultExhaustPreKeys:
		d.PreKeysUsed += len(d.preKeys)
		d.preKeys = nil
		t.saveDevice(d)
		t.askPreKeys(d)
	case FaultTimelock, FaultLostAck, FaultDuplicate, FaultReorder, FaultUndecryptable, FaultMissingLID:
		d.faults.arm(fault, count)
	default:
		return fmt.Errorf("sandbox: no fault %q", fault)
	}
	return nil
}

// cutLine ends a device's connection at once, whatever is still to be said.
func (t *tx) cutLine(d *device) {
	if d.conn != nil {
		t.spawn(d.conn.cut)
	}
}

// sendTo says something to a device that is connected.
func (t *tx) sendTo(d *device, s stanza) {
	if d.conn != nil {
		t.send(d.conn, s)
	}
}

// endStream says why to a device that is connected, and hangs up.
func (t *tx) endStream(d *device, why stanza) {
	if d.conn != nil {
		t.hangUp(d.conn, why)
	}
}

// tellMalformed sends what encode would keep back: a request without an id, which the library answers on a
// goroutine that nothing recovers.
func (t *tx) tellMalformed(d *device) {
	frame, err := waBinary.Marshal(node("iq", attrs{"from": types.ServerJID, "type": "set", "xmlns": "md"}, node("pair-success", nil)))
	if err == nil && d.conn != nil {
		t.parts = append(t.parts, outgoing{conn: d.conn, frame: frame})
	}
}

// slow arms FaultSlow. The connection's reader, which has no lock, looks at the connection alone.
func (t *tx) slow(d *device, pause time.Duration, count int) {
	d.faults.arm(FaultSlow, count)
	d.faults.paused = pause
	if d.conn != nil {
		d.conn.slow.Store(true)
	}
}

// lag holds a connection's reader up as long as its device is slow.
func (c *conn) lag() error {
	if !c.slow.Load() {
		return nil
	}
	pause := time.Duration(0)
	c.net.update(func(*tx) {
		if d := c.device; d != nil && d.faults.take(FaultSlow) {
			pause = d.faults.paused
		} else {
			c.slow.Store(false)
		}
	})
	timer := time.NewTimer(pause)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-c.ctx.Done():
		return c.ctx.Err()
	}
}
