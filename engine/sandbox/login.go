package sandbox

import (
	"strconv"

	"go.mau.fi/whatsmeow/types"
)

// greet goes on after the handshake: with codes to scan, or with a login.
func (t *tx) greet(c *conn) {
	if c.payload.GetDevicePairingData() != nil {
		t.showCodes(c)
		return
	}
	number := strconv.FormatUint(c.payload.GetUsername(), 10)
	d := t.device(types.JID{User: number, Device: uint16(c.payload.GetDevice()), Server: types.DefaultUserServer})
	if d == nil || string(d.NoiseKey) != string(c.noiseKey[:]) {
		t.hangUp(c, failure("401", nil))
		return
	}
	if answer, refused := d.faults.refusal(); refused {
		t.hangUp(c, answer)
		return
	}
	t.login(c, d)
}

// login makes c the connection of its device, in place of the one it had.
func (t *tx) login(c *conn, d *device) {
	if old := d.conn; old != nil {
		old.device = nil
		t.hangUp(old, conflict("", "replaced"))
	}
	d.conn, c.device = c, d
	d.queue.rewind()
	d.faults.mute, d.faults.held = false, 0
	c.slow.Store(d.faults.left[FaultSlow] > 0)
	t.send(c, node("success", attrs{
		"t": t.unix(), "lid": d.lid(), "display_name": d.owner.Name,
		"props": "27", "abprops": "1", "group_abprops": "1", "location": "sbx",
	}))
}

// activate starts the delivery of stanzas: a client is logged in before it can take them, and says when
// it can. The first time, its phone welcomes it.
func (t *tx) activate(c *conn) {
	d := c.device
	if c.active {
		return
	}
	c.active = true
	t.resume(d)
	if !d.Welcomed {
		t.spawn(func() { d.owner.phone.welcome(d) })
	}
}
