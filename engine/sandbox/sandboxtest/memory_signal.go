package sandboxtest

import (
	"context"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"go.mau.fi/whatsmeow/store"
	"go.mau.fi/whatsmeow/types"
	"go.mau.fi/whatsmeow/util/keys"
)

// memory is what a linked device knows. It embeds the stores that a test has no use for; those answer that they have
// nothing.
type memory struct {
	store.NoopStore

	mu         sync.Mutex
	identities map[string][32]byte
	sessions   map[string][]byte
	preKeys    map[uint32]preKey
	lastPreKey uint32
	senderKeys map[string][]byte
	migrated   map[string]bool // phone numbers whose sessions go by the hidden id

	appKeys     map[string]store.AppStateSyncKey
	appVersions map[string]appVersion
	appMACs     map[string][]byte
	contacts    map[types.JID]types.ContactInfo
	chats       map[types.JID]types.LocalChatSettings
	secrets     map[types.MessageID]messageSecret
	tokens      map[types.JID]store.PrivacyToken
	buffered    map[[32]byte]store.BufferedEvent
}

type preKey struct {
	*keys.PreKey
	uploaded bool
}

var _ store.AllSessionSpecificStores = (*memory)(nil)

func newMemory() *memory {
	return &memory{
		identities: map[string][32]byte{}, sessions: map[string][]byte{}, preKeys: map[uint32]preKey{},
		senderKeys: map[string][]byte{}, migrated: map[string]bool{},
		appKeys: map[string]store.AppStateSyncKey{}, appVersions: map[string]appVersion{}, appMACs: map[string][]byte{},
		contacts: map[types.JID]types.ContactInfo{}, chats: map[types.JID]types.LocalChatSettings{}, secrets: map[types.MessageID]messageSecret{},
		tokens: map[types.JID]store.PrivacyToken{}, buffered: map[[32]byte]store.BufferedEvent{},
	}
}

// locked runs f under the lock of a memory.
func locked[T any](m *memory, f func() T) (T, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return f(), nil
}

// change is locked for what gives nothing back.
func (m *memory) change(f func()) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	f()
	return nil
}

// PutIdentity implements store.IdentityStore.
func (m *memory) PutIdentity(_ context.Context, address string, key [32]byte) error {
	return m.change(func() { m.identities[address] = key })
}

// DeleteIdentity implements store.IdentityStore.
func (m *memory) DeleteIdentity(_ context.Context, address string) error {
	return m.change(func() { delete(m.identities, address) })
}

// DeleteAllIdentities implements store.IdentityStore.
func (m *memory) DeleteAllIdentities(_ context.Context, user string) error {
	return m.change(func() { maps.DeleteFunc(m.identities, func(a string, _ [32]byte) bool { return ofUser(a, user) }) })
}

// IsTrustedIdentity implements store.IdentityStore: the first key of an address is trusted, and no other.
func (m *memory) IsTrustedIdentity(_ context.Context, address string, key [32]byte) (bool, error) {
	return locked(m, func() bool {
		known, ok := m.identities[address]
		return !ok || known == key
	})
}

// GetSession implements store.SessionStore.
func (m *memory) GetSession(_ context.Context, address string) ([]byte, error) {
	return locked(m, func() []byte { return m.sessions[address] })
}

// HasSession implements store.SessionStore.
func (m *memory) HasSession(_ context.Context, address string) (bool, error) {
	return locked(m, func() bool { return m.sessions[address] != nil })
}

// GetManySessions implements store.SessionStore. An address without a session is there with nil.
func (m *memory) GetManySessions(_ context.Context, addresses []string) (map[string][]byte, error) {
	return locked(m, func() map[string][]byte {
		found := make(map[string][]byte, len(addresses))
		for _, a := range addresses {
			found[a] = m.sessions[a]
		}
		return found
	})
}

// PutSession implements store.SessionStore.
func (m *memory) PutSession(_ context.Context, address string, session []byte) error {
	return m.change(func() { m.sessions[address] = session })
}

// PutManySessions implements store.SessionStore.
func (m *memory) PutManySessions(_ context.Context, sessions map[string][]byte) error {
	return m.change(func() { maps.Copy(m.sessions, sessions) })
}

// DeleteSession implements store.SessionStore.
func (m *memory) DeleteSession(_ context.Context, address string) error {
	return m.change(func() { delete(m.sessions, address) })
}

// DeleteAllSessions implements store.SessionStore.
func (m *memory) DeleteAllSessions(_ context.Context, user string) error {
	return m.change(func() { maps.DeleteFunc(m.sessions, func(a string, _ []byte) bool { return ofUser(a, user) }) })
}

// MigratePNToLID implements store.SessionStore: once for each number, everything under it goes to the hidden id.
func (m *memory) MigratePNToLID(_ context.Context, pn, lid types.JID) error {
	return m.change(func() {
		from, to := pn.SignalAddressUser(), lid.SignalAddressUser()
		if !m.migrated[from] {
			m.migrated[from] = true
			rename(m.sessions, from, to)
			rename(m.identities, from, to)
		}
	})
}

// ofUser tells whether a Signal address, USER:DEVICE, is one of a user's.
func ofUser(address, user string) bool { return strings.HasPrefix(address, user+":") }

func rename[T any](entries map[string]T, from, to string) {
	for _, address := range slices.Collect(maps.Keys(entries)) {
		if device, ok := strings.CutPrefix(address, from+":"); ok {
			entries[to+":"+device] = entries[address]
			delete(entries, address)
		}
	}
}

// GetOrGenPreKeys implements store.PreKeyStore.
func (m *memory) GetOrGenPreKeys(_ context.Context, count uint32) ([]*keys.PreKey, error) {
	return locked(m, func() (made []*keys.PreKey) {
		for _, id := range slices.Sorted(maps.Keys(m.preKeys)) {
			if k := m.preKeys[id]; !k.uploaded && len(made) < int(count) {
				made = append(made, k.PreKey)
			}
		}
		for len(made) < int(count) {
			made = append(made, m.newPreKey(false))
		}
		return made
	})
}

// GenOnePreKey implements store.PreKeyStore.
func (m *memory) GenOnePreKey(context.Context) (*keys.PreKey, error) {
	return locked(m, func() *keys.PreKey { return m.newPreKey(true) })
}

func (m *memory) newPreKey(uploaded bool) *keys.PreKey {
	m.lastPreKey++
	k := keys.NewPreKey(m.lastPreKey)
	m.preKeys[m.lastPreKey] = preKey{k, uploaded}
	return k
}

// GetPreKey implements store.PreKeyStore.
func (m *memory) GetPreKey(_ context.Context, id uint32) (*keys.PreKey, error) {
	return locked(m, func() *keys.PreKey { return m.preKeys[id].PreKey })
}

// RemovePreKey implements store.PreKeyStore.
func (m *memory) RemovePreKey(_ context.Context, id uint32) error {
	return m.change(func() { delete(m.preKeys, id) })
}

// MarkPreKeysAsUploaded implements store.PreKeyStore.
func (m *memory) MarkPreKeysAsUploaded(_ context.Context, upToID uint32) error {
	return m.change(func() {
		for id, k := range m.preKeys {
			if id <= upToID {
				m.preKeys[id] = preKey{k.PreKey, true}
			}
		}
	})
}

// UploadedPreKeyCount implements store.PreKeyStore.
func (m *memory) UploadedPreKeyCount(context.Context) (int, error) {
	return locked(m, func() (n int) {
		for _, k := range m.preKeys {
			if k.uploaded {
				n++
			}
		}
		return n
	})
}

// PutSenderKey implements store.SenderKeyStore.
func (m *memory) PutSenderKey(_ context.Context, group, user string, key []byte) error {
	return m.change(func() { m.senderKeys[group+" "+user] = key })
}

// GetSenderKey implements store.SenderKeyStore.
func (m *memory) GetSenderKey(_ context.Context, group, user string) ([]byte, error) {
	return locked(m, func() []byte { return m.senderKeys[group+" "+user] })
}

// GetBufferedEvent implements store.EventBuffer.
func (m *memory) GetBufferedEvent(_ context.Context, hash [32]byte) (*store.BufferedEvent, error) {
	return locked(m, func() *store.BufferedEvent {
		if e, ok := m.buffered[hash]; ok {
			return &e
		}
		return nil
	})
}

// PutBufferedEvent implements store.EventBuffer.
func (m *memory) PutBufferedEvent(_ context.Context, hash [32]byte, plaintext []byte, at time.Time) error {
	return m.change(func() {
		m.buffered[hash] = store.BufferedEvent{Plaintext: plaintext, InsertTime: time.Now(), ServerTime: at}
	})
}

// ClearBufferedEventPlaintext implements store.EventBuffer.
func (m *memory) ClearBufferedEventPlaintext(_ context.Context, hash [32]byte) error {
	return m.change(func() {
		if e, ok := m.buffered[hash]; ok {
			e.Plaintext = nil
			m.buffered[hash] = e
		}
	})
}

// DoDecryptionTxn implements store.EventBuffer. Memory has nothing to roll back.
func (m *memory) DoDecryptionTxn(ctx context.Context, decrypt func(context.Context) error) error {
	return decrypt(ctx)
}
