package sandbox

import (
	"context"

	"go.mau.fi/whatsmeow/appstate"
	"go.mau.fi/whatsmeow/proto/waE2E"
	"go.mau.fi/whatsmeow/proto/waSyncAction"
	waLog "go.mau.fi/whatsmeow/util/log"
	"google.golang.org/protobuf/proto"
)

// welcome is what a phone does when a device that it has linked is there for the first time: it shares
// the key of the app state, and sends its history.
func (p *Phone) welcome(d *device) {
	greetings, err := p.greetings(p.net.ctx)
	if err != nil {
		if p.net.ctx.Err() == nil {
			p.net.log.Error("a phone can't make its history", "phone", p.account.Number, "error", err)
		}
		return
	}
	p.crypto.Lock()
	defer p.crypto.Unlock()
	var letters []peerLetter
	for _, m := range greetings {
		letter, err := p.sealPeer(&waE2E.Message{ProtocolMessage: m}, d)
		if err != nil {
			p.net.log.Warn("a phone can't welcome a device", "phone", p.account.Number, "error", err)
			return
		}
		letters = append(letters, letter)
	}
	p.net.among([]*account{p.account}, func(t *tx) {
		if p.account.gone {
			return
		}
		p.ring.save(t)
		if p.account.devices[d.ID] != d || d.Welcomed || p.account.off() != nil {
			return
		}
		d.Welcomed = true
		t.saveDevice(d)
		for _, letter := range letters {
			p.tellPeer(t, d, letter)
		}
	})
}

// peerLetter is a message for one of the phone's own devices.
type peerLetter struct {
	sent    sentMessage
	content []byte
	enc     stanza
}

func (p *Phone) sealPeer(message *waE2E.Message, d *device) (letter peerLetter, err error) {
	letter.sent = sentMessage{ID: newMessageID(), Time: p.net.now(), To: p.account.lid(), Peer: true}
	if letter.content, err = proto.Marshal(message); err != nil {
		return letter, err
	}
	letter.enc, err = p.sealFor(message, d.lid(), false)
	return letter, err
}

// greetings are what a new device is told first.
func (p *Phone) greetings(ctx context.Context) ([]*waE2E.ProtocolMessage, error) {
	histories, err := p.histories(ctx)
	if err != nil {
		return nil, err
	}
	greetings := []*waE2E.ProtocolMessage{p.keyShare()}
	for _, history := range histories {
		m, err := p.announce(ctx, history)
		if err != nil {
			return nil, err
		}
		greetings = append(greetings, m)
	}
	return greetings, nil
}

func (p *Phone) keyShare() *waE2E.ProtocolMessage {
	a := p.account
	return &waE2E.ProtocolMessage{
		Type: waE2E.ProtocolMessage_APP_STATE_SYNC_KEY_SHARE.Enum(),
		AppStateSyncKeyShare: &waE2E.AppStateSyncKeyShare{Keys: []*waE2E.AppStateSyncKey{{
			KeyID: &waE2E.AppStateSyncKeyId{KeyID: a.AppKeyID},
			KeyData: &waE2E.AppStateSyncKeyData{
				KeyData: a.AppKey, Timestamp: &a.AppKeyTime,
				Fingerprint: &waE2E.AppStateSyncKeyFingerprint{RawID: &a.RawID, CurrentIndex: proto.Uint32(0), DeviceIndexes: []uint32{0}},
			},
		}}},
	}
}

// firstPatch is the first patch of a collection of app state.
type firstPatch struct {
	collection string
	patch      []byte
}

// firstPatches gives every collection of app state a first version. A client takes what it gets from
// version 0 for a full sync, of which it emits no events. The push name among them is what lets a client
// send presence.
func firstPatches(ctx context.Context, p *Phone) ([]firstPatch, error) {
	encoder := appstate.NewProcessor(p.ring.device, waLog.Noop)
	var patches []firstPatch
	for _, collection := range appstate.AllPatchNames {
		info := appstate.BuildSettingPushName(p.account.Name)
		if info.Type != collection {
			info = appstate.PatchInfo{Type: collection, Mutations: []appstate.MutationInfo{{
				Index: []string{"sandbox_seed"}, Version: 1,
				Value: &waSyncAction.SyncActionValue{LocaleSetting: &waSyncAction.LocaleSetting{Locale: proto.String("en_US")}},
			}}}
		}
		patch, err := encoder.EncodePatch(ctx, p.account.AppKeyID, appstate.HashState{}, info)
		if err != nil {
			return nil, err
		}
		patches = append(patches, firstPatch{string(collection), patch})
	}
	return patches, nil
}
