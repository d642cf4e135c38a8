package sandbox

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"sync"

	"github.com/google/btree"

	"wpengine/engine/store"
)

// State is where a network keeps what must survive a restart: rows that only the network understands.
//
// They hold secret keys in the clear, the phones' and the network's own. That is fine for a simulated
// network, whose messages are nobody's.
type State interface {
	// Apply writes all rows in one transaction. A row without data is deleted.
	Apply(ctx context.Context, rows []store.SandboxRow) error
	// List gives the rows of a kind whose id starts with prefix and is greater than afterID, by id.
	List(ctx context.Context, kind, afterID string, limit int, prefix string) ([]store.SandboxRow, error)
}

// The kinds of rows, and how their ids are made.
const (
	kindKeys      = "keys"      // "network": root and static key
	kindAccount   = "account"   // NUMBER
	kindDevice    = "device"    // NUMBER/DEVICE
	kindPreKeys   = "prekeys"   // NUMBER/DEVICE: the one-time keys of the last upload
	kindQueue     = "queue"     // NUMBER/DEVICE/SEQUENCE: a stanza not yet confirmed; device 0 is the phone
	kindRecent    = "recent"    // NUMBER/DEVICE/SLOT: a message id the device has sent lately
	kindWatcher   = "watcher"   // NUMBER/WATCHER'S NUMBER/DEVICE: knows NUMBER's list of devices
	kindPatch     = "patch"     // NUMBER/COLLECTION/VERSION: app state
	kindSession   = "session"   // NUMBER/ADDRESS: a Signal session of the phone
	kindGroup     = "group"     // GROUP
	kindChannel   = "channel"   // CHANNEL
	kindFollower  = "follower"  // CHANNEL/NUMBER
	kindPost      = "post"      // CHANNEL/SERVER ID: a message in a channel
	kindResponse  = "response"  // CHANNEL/SERVER ID/NUMBER: what somebody makes of it
	kindCall      = "call"      // NUMBER/CALL: a call that was made from it
	kindAvatar    = "avatar"    // FILE: a picture of a person or a group
	kindSender    = "sender"    // NUMBER/GROUP/ADDRESS: the key a sender uses in a group, as the phone has it
	kindShared    = "shared"    // NUMBER/CHAT: the devices that have the phone's own key in a group
	kindSent      = "sent"      // NUMBER/SLOT: a message the phone may have to encrypt again
	kindSentData  = "sentdata"  // NUMBER/SLOT: what it says
	kindAsked     = "asked"     // NUMBER/MESSAGE: a message the phone can't read and has asked for
	kindMedia     = "media"     // TIME-HASH: a file somebody has uploaded
	kindMediaData = "mediadata" // TIME-HASH: its content
	kindMessage   = "message"   // TRANSCRIPT/TIME: a message the phone has
	kindPast      = "past"      // TRANSCRIPT/MESSAGE: the phone has this message of the history of a world
	kindRead      = "read"      // NUMBER/CHAT: up to where in the transcript the phone has read it
	kindReaction  = "reaction"  // NUMBER/ORDER: what a phone is going to do by itself
	kindLost      = "lost"      // TRANSCRIPT/MESSAGE: the phone has deleted the file of this message
	kindProgress  = "progress"  // TRANSCRIPT/TIME: how far an outgoing message has come
)

// pageSize is how many rows are read at once while a network starts.
const pageSize = 500

// eachRow reads all rows of a kind, page by page.
func eachRow(ctx context.Context, s State, kind, prefix string, do func(id string, data []byte) error) error {
	after := ""
	for {
		rows, err := s.List(ctx, kind, after, pageSize, prefix)
		if err != nil {
			return fmt.Errorf("sandbox: read %s rows: %w", kind, err)
		}
		for _, row := range rows {
			if err := do(row.ID, row.Data); err != nil {
				return fmt.Errorf("sandbox: %s row %q: %w", kind, row.ID, err)
			}
			after = row.ID
		}
		if len(rows) < pageSize {
			return nil
		}
	}
}

// eachJSON reads all rows of a kind whose data is JSON.
func eachJSON[T any](ctx context.Context, s State, kind string, do func(id string, value T) error) error {
	return eachRow(ctx, s, kind, "", func(id string, data []byte) error {
		var value T
		if err := json.Unmarshal(data, &value); err != nil {
			return err
		}
		return do(id, value)
	})
}

// memory is a State that ends with the process.
type memory struct {
	mu    sync.Mutex
	kinds map[string]*btree.BTreeG[store.SandboxRow] // by id
}

// branches is how many children a node of the trees has at the most, halved.
const branches = 32

func newMemory() *memory { return &memory{kinds: map[string]*btree.BTreeG[store.SandboxRow]{}} }

func (m *memory) Apply(_ context.Context, rows []store.SandboxRow) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, row := range rows {
		k := m.kinds[row.Kind]
		if k == nil {
			k = btree.NewG(branches, func(a, b store.SandboxRow) bool { return a.ID < b.ID })
			m.kinds[row.Kind] = k
		}
		if row.Data == nil {
			k.Delete(row)
		} else {
			k.ReplaceOrInsert(row)
		}
	}
	return nil
}

func (m *memory) List(_ context.Context, kind, afterID string, limit int, prefix string) (rows []store.SandboxRow, err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	k := m.kinds[kind]
	if k == nil {
		return nil, nil
	}
	k.AscendGreaterOrEqual(store.SandboxRow{ID: max(afterID, prefix)}, func(row store.SandboxRow) bool {
		if len(rows) == limit || !strings.HasPrefix(row.ID, prefix) {
			return false
		}
		if row.ID != afterID {
			rows = append(rows, row)
		}
		return true
	})
	return rows, nil
}
