package sandbox

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"go.mau.fi/whatsmeow/types"
)

// maxDevices is how many devices WhatsApp lets one link to a phone.
const maxDevices = 4

// device is a linked device: one whatsmeow client.
type device struct {
	deviceRecord
	owner *account
	conn  *conn // the connection it is logged in with, or nil

	available bool // has said that its user is there

	// Guarded by the owner's lock, as are the pre-keys in the record.
	queue    queue
	preKeys  []publicPreKey // one-time keys nobody has got yet
	recent   recentIDs
	watching map[*account]struct{} // whose list of devices it knows
	asked    bool                  // has asked for the number of its pre-keys
	warned   bool                  // was told that few are left
	faults   faults
}

// deviceRecord is the part of a device that survives a restart.
type deviceRecord struct {
	ID        uint16
	KeyIndex  uint32
	LinkedAt  time.Time
	NoiseKey  []byte
	Identity  []byte
	Signature []byte // ADVSignedDeviceIdentity with the account's key

	Registration    []byte
	SignedID        []byte
	SignedKey       []byte
	SignedSignature []byte

	PreKeysUsed int  // of the last upload
	Welcomed    bool // has got its app state key and history
}

func (d *device) rowID() string { return deviceID(d.owner.Number, d.ID) }
func (d *device) pn() types.JID {
	jid, _, _ := d.owner.address(types.DefaultUserServer, d.ID)
	return jid
}
func (d *device) lid() types.JID {
	jid, _, _ := d.owner.address(types.HiddenUserServer, d.ID)
	return jid
}

func (t *tx) saveDevice(d *device) { t.put(kindDevice, d.rowID(), d.deviceRecord) }

// link makes a device part of its account.
func (t *tx) link(d *device) {
	d.init(d.owner)
	d.owner.devices[d.ID] = d
	t.saveDevice(d)
	t.tellDevices(d.owner, "add", d)
	t.tellDevice(d, EventLinked)
}

// init sets up what isn't in the record.
func (d *device) init(owner *account) {
	d.owner = owner
	d.queue.owner = d.rowID()
	d.recent.owner = d.rowID()
	d.watching = map[*account]struct{}{}
}

// unlink ends a device: it can't log in again, and everybody who knows it is told. A live connection
// hears the last stanza, if there is one, and is closed.
func (t *tx) unlink(d *device, last ...stanza) {
	delete(d.owner.devices, d.ID)
	t.drop(kindDevice, d.rowID())
	t.drop(kindPreKeys, d.rowID())
	t.dropQueue(&d.queue)
	d.recent.forget(t)
	for a := range d.watching {
		t.unwatch(a, d)
	}
	for _, a := range t.accounts {
		delete(a.subscribers, d)
	}
	t.tellDevices(d.owner, "remove", d)
	t.tellDevice(d, EventUnlinked)
	if c := d.conn; c != nil {
		c.device = nil
		t.disconnect(d)
		for _, s := range last {
			t.hangUp(c, s)
		}
	}
}

// disconnect takes a device's connection from it. Nobody is there any more who could have said so.
func (t *tx) disconnect(d *device) {
	d.conn = nil
	d.queue.rewind()
	if d.available {
		d.available = false
		t.tellPresence(d.owner)
	}
}

// watch remembers that a device knows an account's list of devices, and must hear when it changes.
func (t *tx) watch(a *account, d *device) {
	t.insist(a)
	t.insist(d.owner)
	if _, known := a.watchers[d]; known {
		return
	}
	a.watchers[d] = struct{}{}
	d.watching[a] = struct{}{}
	t.putRaw(kindWatcher, watcherID(a, d), []byte("1"))
}

func (t *tx) unwatch(a *account, d *device) {
	delete(a.watchers, d)
	delete(d.watching, a)
	t.drop(kindWatcher, watcherID(a, d))
}

func watcherID(a *account, d *device) string { return a.Number + "/" + d.rowID() }

// sortedWatchers makes the order of notifications the same every time.
func sortedWatchers(a *account) []*device {
	return slices.SortedFunc(maps.Keys(a.watchers), func(x, y *device) int {
		return strings.Compare(x.rowID(), y.rowID())
	})
}

// tellDevices tells everybody who knows the account's list of devices that d came or went. Clients keep
// the list for ever, so this is all that makes them look again.
func (t *tx) tellDevices(a *account, change string, d *device) {
	pnHash := participantHash(a.deviceJIDs(types.DefaultUserServer))
	lidHash := participantHash(a.deviceJIDs(types.HiddenUserServer))
	for _, w := range sortedWatchers(a) {
		switch {
		case w == d:
			continue
		case w.owner == a:
			var list []stanza
			for _, jid := range a.deviceJIDs(types.DefaultUserServer) {
				list = append(list, node("device", attrs{"jid": jid}))
			}
			t.deliver(w, t.notification("account_sync", a.pn(), nil, node("devices", attrs{"dhash": pnHash}, list...)))
		default:
			t.deliver(w, t.notification("devices", a.pn(), attrs{"lid": a.lid()},
				node(change, attrs{"device_hash": pnHash, "device_lid_hash": lidHash},
					node("device", attrs{"jid": d.pn(), "lid": d.lid(), "key-index": int(d.KeyIndex)}))))
		}
		// The library ignores the notification for a list it has under the LID alone, which is how it
		// has all lists it chats with. This one makes it drop that.
		t.deliver(w, t.notification("devices", a.lid(), nil,
			node("update", attrs{"device_hash": lidHash}, node("device", attrs{"jid": d.lid()}))))
	}
}

func (d *device) String() string { return fmt.Sprintf("device %d of %s", d.ID, d.owner.Number) }
