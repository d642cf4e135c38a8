package sandboxtest

import (
	"context"
	"crypto/rand"
	"encoding/binary"
	"sync"

	"go.mau.fi/whatsmeow/store"
	"go.mau.fi/whatsmeow/types"
	"go.mau.fi/whatsmeow/util/keys"
	waLog "go.mau.fi/whatsmeow/util/log"
)

// NewDevice makes the keys of a client that is not linked yet, with all its stores in memory: a database is not
// needed, and nothing is left behind. The device may be attached again after its client has disconnected.
func NewDevice() *store.Device {
	seed := make([]byte, 36)
	_, _ = rand.Read(seed) // never fails
	identity := keys.NewKeyPair()
	return &store.Device{
		Log: waLog.Noop, Container: container{}, NoiseKey: keys.NewKeyPair(), IdentityKey: identity,
		SignedPreKey: identity.CreateSignedPreKey(1), RegistrationID: binary.BigEndian.Uint32(seed), AdvSecretKey: seed[4:],
	}
}

// container holds no more than what is in the devices themselves.
type container struct{}

// PutDevice implements store.DeviceContainer. The first call is the end of the pairing: from then on the device has
// stores.
func (container) PutDevice(_ context.Context, d *store.Device) error {
	if !d.Initialized {
		d.SetAllStores(newMemory())
		d.LIDs = &lidMap{lids: map[string]string{}, numbers: map[string]string{}}
		d.Initialized = true
	}
	return nil
}

// DeleteDevice implements store.DeviceContainer.
func (container) DeleteDevice(context.Context, *store.Device) error { return nil }

// lidMap knows which phone number has which hidden id.
type lidMap struct {
	mu            sync.RWMutex
	lids, numbers map[string]string // by number, and by hidden id
}

// PutLIDMapping implements store.LIDStore.
func (m *lidMap) PutLIDMapping(_ context.Context, lid, pn types.JID) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.put(lid, pn)
	return nil
}

// PutManyLIDMappings implements store.LIDStore.
func (m *lidMap) PutManyLIDMappings(_ context.Context, mappings []store.LIDMapping) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, p := range mappings {
		m.put(p.LID, p.PN)
	}
	return nil
}

func (m *lidMap) put(lid, pn types.JID) {
	if lid.Server == types.HiddenUserServer && pn.Server == types.DefaultUserServer {
		m.lids[pn.User], m.numbers[lid.User] = lid.User, pn.User
	}
}

// GetPNForLID implements store.LIDStore.
func (m *lidMap) GetPNForLID(_ context.Context, lid types.JID) (types.JID, error) {
	return m.other(m.numbers, lid, types.DefaultUserServer), nil
}

// GetLIDForPN implements store.LIDStore.
func (m *lidMap) GetLIDForPN(_ context.Context, pn types.JID) (types.JID, error) {
	return m.other(m.lids, pn, types.HiddenUserServer), nil
}

// GetManyLIDsForPNs implements store.LIDStore.
func (m *lidMap) GetManyLIDsForPNs(_ context.Context, pns []types.JID) (map[types.JID]types.JID, error) {
	found := map[types.JID]types.JID{}
	for _, pn := range pns {
		if lid := m.other(m.lids, pn, types.HiddenUserServer); !lid.IsEmpty() {
			found[pn] = lid
		}
	}
	return found, nil
}

func (m *lidMap) other(users map[string]string, jid types.JID, server string) types.JID {
	m.mu.RLock()
	defer m.mu.RUnlock()
	user := users[jid.User]
	if user == "" {
		return types.JID{}
	}
	return types.JID{User: user, Device: jid.Device, Server: server}
}
