package sandboxtest

import (
	"bytes"
	"context"
	"maps"
	"time"

	"go.mau.fi/whatsmeow/store"
	"go.mau.fi/whatsmeow/types"
)

// appVersion is how far a collection of app state was read.
type appVersion struct {
	version uint64
	hash    [128]byte
}

// PutAppStateSyncKey implements store.AppStateSyncKeyStore.
func (m *memory) PutAppStateSyncKey(_ context.Context, id []byte, key store.AppStateSyncKey) error {
	return m.change(func() { m.appKeys[string(id)] = key })
}

// GetAppStateSyncKey implements store.AppStateSyncKeyStore.
func (m *memory) GetAppStateSyncKey(_ context.Context, id []byte) (*store.AppStateSyncKey, error) {
	return locked(m, func() *store.AppStateSyncKey {
		if key, ok := m.appKeys[string(id)]; ok {
			return &key
		}
		return nil
	})
}

// GetLatestAppStateSyncKeyID implements store.AppStateSyncKeyStore.
func (m *memory) GetLatestAppStateSyncKeyID(context.Context) ([]byte, error) {
	return locked(m, func() (latest []byte) {
		var at int64
		for id, key := range m.appKeys {
			if latest == nil || key.Timestamp > at {
				latest, at = []byte(id), key.Timestamp
			}
		}
		return latest
	})
}

// GetAllAppStateSyncKeys implements store.AppStateSyncKeyStore.
func (m *memory) GetAllAppStateSyncKeys(context.Context) ([]*store.AppStateSyncKey, error) {
	return locked(m, func() (all []*store.AppStateSyncKey) {
		for _, key := range m.appKeys {
			all = append(all, &key)
		}
		return all
	})
}

// PutAppStateVersion implements store.AppStateStore.
func (m *memory) PutAppStateVersion(_ context.Context, name string, version uint64, hash [128]byte) error {
	return m.change(func() { m.appVersions[name] = appVersion{version, hash} })
}

// GetAppStateVersion implements store.AppStateStore.
func (m *memory) GetAppStateVersion(_ context.Context, name string) (uint64, [128]byte, error) {
	v, err := locked(m, func() appVersion { return m.appVersions[name] })
	return v.version, v.hash, err
}

// DeleteAppStateVersion implements store.AppStateStore.
func (m *memory) DeleteAppStateVersion(_ context.Context, name string) error {
	return m.change(func() { delete(m.appVersions, name) })
}

// PutAppStateMutationMACs implements store.AppStateStore.
func (m *memory) PutAppStateMutationMACs(_ context.Context, name string, _ uint64, mutations []store.AppStateMutationMAC) error {
	return m.change(func() {
		for _, mutation := range mutations {
			m.appMACs[name+" "+string(mutation.IndexMAC)] = bytes.Clone(mutation.ValueMAC)
		}
	})
}

// DeleteAppStateMutationMACs implements store.AppStateStore.
func (m *memory) DeleteAppStateMutationMACs(_ context.Context, name string, indexMACs [][]byte) error {
	return m.change(func() {
		for _, index := range indexMACs {
			delete(m.appMACs, name+" "+string(index))
		}
	})
}

// GetAppStateMutationMAC implements store.AppStateStore.
func (m *memory) GetAppStateMutationMAC(_ context.Context, name string, indexMAC []byte) ([]byte, error) {
	return locked(m, func() []byte { return m.appMACs[name+" "+string(indexMAC)] })
}

// contact changes what is known of somebody.
func (m *memory) contact(user types.JID, change func(*types.ContactInfo)) {
	c := m.contacts[user]
	c.Found = true
	change(&c)
	m.contacts[user] = c
}

// PutPushName implements store.ContactStore.
func (m *memory) PutPushName(_ context.Context, user types.JID, name string) (changed bool, before string, err error) {
	err = m.change(func() {
		before = m.contacts[user].PushName
		m.contact(user, func(c *types.ContactInfo) { c.PushName = name })
	})
	return before != name, before, err
}

// PutBusinessName implements store.ContactStore.
func (m *memory) PutBusinessName(_ context.Context, user types.JID, name string) (changed bool, before string, err error) {
	err = m.change(func() {
		before = m.contacts[user].BusinessName
		m.contact(user, func(c *types.ContactInfo) { c.BusinessName = name })
	})
	return before != name, before, err
}

// PutContactName implements store.ContactStore.
func (m *memory) PutContactName(ctx context.Context, user types.JID, fullName, firstName string) error {
	return m.PutAllContactNames(ctx, []store.ContactEntry{{JID: user, FirstName: firstName, FullName: fullName}})
}

// PutAllContactNames implements store.ContactStore.
func (m *memory) PutAllContactNames(_ context.Context, contacts []store.ContactEntry) error {
	return m.change(func() {
		for _, entry := range contacts {
			m.contact(entry.JID, func(c *types.ContactInfo) { c.FullName, c.FirstName = entry.FullName, entry.FirstName })
		}
	})
}

// GetContact implements store.ContactStore.
func (m *memory) GetContact(_ context.Context, user types.JID) (types.ContactInfo, error) {
	return locked(m, func() types.ContactInfo { return m.contacts[user] })
}

// GetAllContacts implements store.ContactStore.
func (m *memory) GetAllContacts(context.Context) (map[types.JID]types.ContactInfo, error) {
	return locked(m, func() map[types.JID]types.ContactInfo { return maps.Clone(m.contacts) })
}

// chat changes the settings of a chat.
func (m *memory) chat(jid types.JID, set func(*types.LocalChatSettings)) error {
	return m.change(func() {
		c := m.chats[jid]
		c.Found = true
		set(&c)
		m.chats[jid] = c
	})
}

// PutMutedUntil implements store.ChatSettingsStore.
func (m *memory) PutMutedUntil(_ context.Context, chat types.JID, until time.Time) error {
	return m.chat(chat, func(c *types.LocalChatSettings) { c.MutedUntil = until })
}

// PutPinned implements store.ChatSettingsStore.
func (m *memory) PutPinned(_ context.Context, chat types.JID, pinned bool) error {
	return m.chat(chat, func(c *types.LocalChatSettings) { c.Pinned = pinned })
}

// PutArchived implements store.ChatSettingsStore.
func (m *memory) PutArchived(_ context.Context, chat types.JID, archived bool) error {
	return m.chat(chat, func(c *types.LocalChatSettings) { c.Archived = archived })
}

// GetChatSettings implements store.ChatSettingsStore.
func (m *memory) GetChatSettings(_ context.Context, chat types.JID) (types.LocalChatSettings, error) {
	return locked(m, func() types.LocalChatSettings { return m.chats[chat] })
}

// messageSecret is what a later message, such as a vote, that refers to this one is encrypted with.
type messageSecret struct {
	sender types.JID
	secret []byte
}

// PutMessageSecret implements store.MsgSecretStore.
func (m *memory) PutMessageSecret(ctx context.Context, chat, sender types.JID, id types.MessageID, secret []byte) error {
	return m.PutMessageSecrets(ctx, []store.MessageSecretInsert{{Chat: chat, Sender: sender, ID: id, Secret: secret}})
}

// PutMessageSecrets implements store.MsgSecretStore.
func (m *memory) PutMessageSecrets(_ context.Context, inserts []store.MessageSecretInsert) error {
	return m.change(func() {
		for _, i := range inserts {
			m.secrets[i.ID] = messageSecret{i.Sender.ToNonAD(), i.Secret}
		}
	})
}

// GetMessageSecret implements store.MsgSecretStore. The ids of messages are unique, and people have two addresses, so
// the id is what counts.
func (m *memory) GetMessageSecret(_ context.Context, _, _ types.JID, id types.MessageID) ([]byte, types.JID, error) {
	s, err := locked(m, func() messageSecret { return m.secrets[id] })
	return s.secret, s.sender, err
}

// PutPrivacyTokens implements store.PrivacyTokenStore.
func (m *memory) PutPrivacyTokens(_ context.Context, tokens ...store.PrivacyToken) error {
	return m.change(func() {
		for _, token := range tokens {
			m.tokens[token.User.ToNonAD()] = token
		}
	})
}

// GetPrivacyToken implements store.PrivacyTokenStore.
func (m *memory) GetPrivacyToken(_ context.Context, user types.JID) (*store.PrivacyToken, error) {
	return locked(m, func() *store.PrivacyToken {
		if token, ok := m.tokens[user.ToNonAD()]; ok {
			return &token
		}
		return nil
	})
}
