package sandbox

import (
	"context"
	"fmt"

	"go.mau.fi/whatsmeow/types"
)

// Fault is something that goes wrong for one device. What is armed for later is forgotten when the
// process ends.
type Fault string

// The faults.
const (
	FaultKick           Fault = "kick"           // the connection is cut
	FaultMute           Fault = "mute"           // nothing is answered until the device logs in again
	FaultLostAck        Fault = "lostAck"        // the next messages arrive, but the line is cut before the ack
	FaultBan            Fault = "ban"            // the next logins are refused: banned for an hour
	FaultOutdated       Fault = "outdated"       // the next logins are refused: the client is too old
	FaultReplaced       Fault = "replaced"       // another connection of the device takes over
	FaultLoggedOut      Fault = "loggedOut"      // the phone unlinks the device
	FaultExhaustPreKeys Fault = "exhaustPreKeys" // others have used up its one-time pre-keys
)

// faults is what is armed for a device.
type faults struct {
	mute     bool
	lostAcks int
	reason   string // with which logins are refused
	extra    attrs
	refusals int
}

// refusal takes one refused login, if any is left.
func (f *faults) refusal() (reason string, extra attrs, refused bool) {
	if f.refusals == 0 {
		return "", nil, false
	}
	f.refusals--
	return f.reason, f.extra, true
}

func (f *faults) takeLostAck() bool {
	if f.lostAcks == 0 {
		return false
	}
	f.lostAcks--
	return true
}

// Fault makes something go wrong for a linked device. count says how many messages lose their
// acknowledgement, or how many logins are refused; other faults happen once. Refused logins begin with
// the connection being cut.
func (n *Network) Fault(ctx context.Context, device types.JID, fault Fault, count int) error {
	var err error
	position := n.update(func(t *tx) {
		d := t.device(device)
		if d == nil {
			err = ErrNoDevice
			return
		}
		err = t.strike(d, fault, max(count, 1))
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
	case FaultLostAck:
		d.faults.lostAcks += count
	case FaultBan:
		d.faults.refuse("402", attrs{"code": "101", "expire": "3600"}, count)
		t.cutLine(d)
	case FaultOutdated:
		d.faults.refuse("405", nil, count)
		t.cutLine(d)
	case FaultReplaced:
		if c := d.conn; c != nil {
			d.conn, c.device = nil, nil
			d.queue.rewind()
			t.hangUp(c, conflict("", "replaced"))
		}
	case FaultLoggedOut:
		t.unlink(d, conflict("401", "device_removed"))
	case FaultExhaustPreKeys:
		d.PreKeysUsed += len(d.preKeys)
		d.preKeys = nil
		t.saveDevice(d)
		t.askPreKeys(d)
	default:
		return fmt.Errorf("sandbox: no fault %q", fault)
	}
	return nil
}

func (f *faults) refuse(reason string, extra attrs, count int) {
	f.reason, f.extra, f.refusals = reason, extra, count
}

// cutLine ends a device's connection at once, whatever is still to be said.
func (t *tx) cutLine(d *device) {
	if d.conn != nil {
		t.spawn(d.conn.cut)
	}
}
