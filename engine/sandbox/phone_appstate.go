package sandbox

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"maps"
	"sync"
	"time"

	"go.mau.fi/whatsmeow/appstate"
	"go.mau.fi/whatsmeow/proto/waServerSync"
	"go.mau.fi/whatsmeow/store"
	"go.mau.fi/whatsmeow/types"
	waLog "go.mau.fi/whatsmeow/util/log"
	"google.golang.org/protobuf/proto"
)

// appState is what a phone makes of the app state that it shares with its linked devices: which chats are
// muted, pinned or archived, which messages have a star, who is in the address book. It is nothing but the
// patches of the account, decoded, so it isn't kept anywhere; it is read when it is wanted.
//
// It plays the store of a whatsmeow device, because that is what the library's decoder works on. Its lock is
// taken before the network's, never after.
type appState struct {
	store.NoopStore
	phone *Phone

	mu       sync.Mutex
	decoder  *appstate.Processor // nil until somebody wants to know
	states   map[appstate.WAPatchName]appstate.HashState
	macs     map[string][]byte // of values, by collection and index
	chats    map[types.JID]chatSettings
	contacts map[types.JID]string // names in the address book, by LID where that is known
	starred  map[types.MessageID]bool
}

// chatSettings is how a phone keeps a chat.
type chatSettings struct {
	mutedUntil time.Time // always, if it is muted for ever
	pinned     bool
	archived   bool
}

// always is until when something lasts that doesn't end.
var always = store.MutedForever

// ErrAppState is returned when a linked device has written app state that its phone can't read.
var ErrAppState = errors.New("the app state of the phone can't be read")

// GetAppStateSyncKey implements store.AppStateSyncKeyStore.
func (s *appState) GetAppStateSyncKey(context.Context, []byte) (*store.AppStateSyncKey, error) {
	a := s.phone.account
	return &store.AppStateSyncKey{Data: a.AppKey, Timestamp: a.AppKeyTime}, nil
}

// PutAppStateMutationMACs implements store.AppStateStore.
func (s *appState) PutAppStateMutationMACs(_ context.Context, name string, _ uint64, macs []store.AppStateMutationMAC) error {
	for _, m := range macs {
		s.macs[macKey(name, m.IndexMAC)] = m.ValueMAC
	}
	return nil
}

// DeleteAppStateMutationMACs implements store.AppStateStore.
func (s *appState) DeleteAppStateMutationMACs(_ context.Context, name string, indexes [][]byte) error {
	for _, index := range indexes {
		delete(s.macs, macKey(name, index))
	}
	return nil
}

// GetAppStateMutationMAC implements store.AppStateStore.
func (s *appState) GetAppStateMutationMAC(_ context.Context, name string, index []byte) ([]byte, error) {
	return s.macs[macKey(name, index)], nil
}

func macKey(name string, index []byte) string { return name + "/" + hex.EncodeToString(index) }

func (s *appState) init() {
	if s.decoder != nil {
		return
	}
	device := &store.Device{Log: waLog.Noop, Initialized: true}
	device.SetAllStores(s)
	s.decoder = appstate.NewProcessor(device, waLog.Noop)
	s.states, s.macs = map[appstate.WAPatchName]appstate.HashState{}, map[string][]byte{}
	s.chats, s.contacts, s.starred = map[types.JID]chatSettings{}, map[types.JID]string{}, map[types.MessageID]bool{}
}

// follow decodes the patches that are new. The caller holds the lock.
func (s *appState) follow(ctx context.Context) error {
	s.init()
	for _, name := range appstate.AllPatchNames {
		list, since, err := s.news(name)
		if err != nil {
			return err
		}
		if len(list.Patches) == 0 {
			continue
		}
		mutations, err := s.decode(ctx, list)
		if err != nil {
			return err
		}
		for _, m := range mutations {
			s.apply(m, since > 0 && m.PatchVersion >= since)
		}
		if name == appstate.WAPatchCriticalUnblockLow {
			s.shareContacts()
		}
	}
	return nil
}

// news gives the patches of a collection that were not decoded yet, and from which version on they are of
// linked devices and have not had their effect on the network.
func (s *appState) news(name appstate.WAPatchName) (list *appstate.PatchList, since uint64, err error) {
	list = &appstate.PatchList{Name: name}
	a := s.phone.account
	s.phone.net.among([]*account{a}, func(*tx) {
		since = s.phone.fresh[string(name)]
		delete(s.phone.fresh, string(name))
		for _, raw := range a.patches[string(name)][s.states[name].Version:] {
			patch := &waServerSync.SyncdPatch{}
			if err = proto.Unmarshal(raw, patch); err != nil {
				return
			}
			list.Patches = append(list.Patches, patch)
		}
	})
	return list, since, err
}

func (s *appState) decode(ctx context.Context, list *appstate.PatchList) (mutations []appstate.Mutation, err error) {
	defer func() {
		if p := recover(); p != nil { // the library trusts lengths in what it is sent
			err = fmt.Errorf("%w: %v", ErrAppState, p)
		}
	}()
	mutations, state, err := s.decoder.DecodePatches(ctx, list, s.states[list.Name], true)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrAppState, err)
	}
	s.states[list.Name] = state
	return mutations, nil
}

// apply takes one setting. Some of those that a linked device has just made mean something to the network.
func (s *appState) apply(m appstate.Mutation, fresh bool) {
	if m.Operation != waServerSync.SyncdMutation_SET || len(m.Index) == 0 {
		return
	}
	var jid types.JID
	if len(m.Index) > 1 {
		if parsed, err := types.ParseJID(m.Index[1]); err == nil {
			jid = s.phone.net.canonical(parsed)
		}
	}
	chat := s.chats[jid]
	switch m.Index[0] {
	case appstate.IndexMute:
		chat.mutedUntil = time.Time{}
		if act := m.Action.GetMuteAction(); act.GetMuted() {
			chat.mutedUntil = always
			if until := act.GetMuteEndTimestamp(); until > 0 {
				chat.mutedUntil = time.UnixMilli(until).UTC()
			}
		}
	case appstate.IndexPin:
		chat.pinned = m.Action.GetPinAction().GetPinned()
	case appstate.IndexArchive:
		chat.archived = m.Action.GetArchiveChatAction().GetArchived()
	case appstate.IndexStar:
		if len(m.Index) > 2 {
			s.starred[m.Index[2]] = m.Action.GetStarAction().GetStarred()
		}
		return
	case appstate.IndexContact:
		s.contacts[jid] = m.Action.GetContactAction().GetFullName()
		return
	case appstate.IndexSettingPushName, appstate.IndexMarkChatAsRead:
		if fresh {
			s.carryOut(m, jid)
		}
		return
	default:
		return
	}
	s.chats[jid] = chat
}

// carryOut does on the network what a linked device has set.
func (s *appState) carryOut(m appstate.Mutation, chat types.JID) {
	p := s.phone
	p.net.update(func(t *tx) {
		name := m.Action.GetPushNameSetting().GetName()
		switch {
		case p.account.gone:
		case m.Index[0] == appstate.IndexMarkChatAsRead && m.Action.GetMarkChatAsReadAction().GetRead():
			p.noteRead(t, chat)
		case m.Index[0] == appstate.IndexSettingPushName && name != "" && name != p.account.Name:
			p.account.Name = name
			t.saveAccount(p.account)
			t.tellProfile(p.account)
		}
	})
}

// noteFresh remembers that a linked device has written a version of a collection, and has the phone read it.
func (p *Phone) noteFresh(t *tx, name string, version int) {
	if p.fresh == nil {
		p.fresh = map[string]uint64{}
	}
	if p.fresh[name] == 0 {
		p.fresh[name] = uint64(version)
	}
	t.spawn(func() {
		p.settings.mu.Lock()
		defer p.settings.mu.Unlock()
		if err := p.settings.follow(p.net.ctx); err != nil {
			p.net.log.Info("a phone can't read the app state of a linked device", "phone", p.account.Number, "error", err)
		}
	})
}

// canonical gives the address that a phone has somebody under: the LID of who is on the network.
func (n *Network) canonical(jid types.JID) types.JID {
	n.mu.RLock()
	defer n.mu.RUnlock()
	if a := n.account(jid); a != nil {
		return a.lid()
	}
	return jid.ToNonAD()
}

// changeAppState changes a setting at the phone. Linked devices get it as from any phone.
func (p *Phone) changeAppState(ctx context.Context, info appstate.PatchInfo) error {
	if err := p.net.journal.room(ctx); err != nil {
		return err
	}
	s := &p.settings
	s.mu.Lock()
	defer s.mu.Unlock()
	info.Timestamp = p.net.now()
	for {
		if err := s.follow(ctx); err != nil {
			return err
		}
		state := s.states[info.Type]
		patch, err := s.decoder.EncodePatch(ctx, p.account.AppKeyID, state, info)
		if err != nil {
			return fmt.Errorf("sandbox: app state: %w", err)
		}
		written := false
		position := p.net.among([]*account{p.account}, func(t *tx) {
			name := string(info.Type)
			if err = p.account.off(); err != nil || len(p.account.patches[name]) != int(state.Version) {
				return // a linked device was quicker
			}
			written, err = true, t.addPatch(p.account, name, patch, nil)
		})
		switch {
		case err != nil:
			return err
		case written:
			return errors.Join(s.follow(ctx), p.net.journal.wait(ctx, position))
		}
	}
}

// settingsNow gives how the phone keeps its chats, whom it has in the address book and what has a star.
func (p *Phone) settingsNow(ctx context.Context) (chats map[types.JID]chatSettings, contacts map[types.JID]string, starred map[types.MessageID]bool, err error) {
	s := &p.settings
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.follow(ctx); err != nil {
		return nil, nil, nil, err
	}
	return maps.Clone(s.chats), maps.Clone(s.contacts), maps.Clone(s.starred), nil
}
