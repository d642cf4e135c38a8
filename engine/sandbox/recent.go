package sandbox

import "fmt"

// maxRecent is how many of a device's last messages the network knows again.
const maxRecent = 512

// recentIDs is a ring of the messages that a device has sent lately. A client sends the very same
// message again when it has lost the connection before the acknowledgement; it must arrive once.
type recentIDs struct {
	owner string
	slots []recentID
	last  uint64
	index map[string]int // slot by key
}

// recentID is a message and how it was acknowledged.
type recentID struct {
	Order uint64
	Key   string
	Hash  string `json:",omitempty"`
}

func (r *recentIDs) find(key string) (recentID, bool) {
	at, ok := r.index[key]
	if !ok {
		return recentID{}, false
	}
	return r.slots[at], true
}

func (r *recentIDs) add(t *tx, key, hash string) {
	id := recentID{Order: r.last + 1, Key: key, Hash: hash}
	t.put(kindRecent, r.rowID(r.set(id)), id)
}

// set puts an id into the slot that its order gives it, in place of the one that was there.
func (r *recentIDs) set(id recentID) (slot int) {
	if r.index == nil {
		r.index = map[string]int{}
	}
	slot = int(id.Order % maxRecent)
	for len(r.slots) <= slot {
		r.slots = append(r.slots, recentID{})
	}
	if old := r.slots[slot]; old.Key != "" && r.index[old.Key] == slot {
		delete(r.index, old.Key)
	}
	r.slots[slot] = id
	r.index[id.Key] = slot
	r.last = max(r.last, id.Order)
	return slot
}

func (r *recentIDs) forget(t *tx) {
	for slot, id := range r.slots {
		if id.Key != "" {
			t.drop(kindRecent, r.rowID(slot))
		}
	}
	*r = recentIDs{owner: r.owner}
}

func (r *recentIDs) rowID(slot int) string { return fmt.Sprintf("%s/%04d", r.owner, slot) }
