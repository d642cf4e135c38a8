package sandbox

import (
	"bytes"
	"compress/zlib"
	"context"

	"go.mau.fi/whatsmeow/appstate"
	"go.mau.fi/whatsmeow/proto/waE2E"
	"go.mau.fi/whatsmeow/proto/waHistorySync"
	"go.mau.fi/whatsmeow/proto/waSyncAction"
	waLog "go.mau.fi/whatsmeow/util/log"
	"google.golang.org/protobuf/proto"
)

// welcome is what a phone does when a device that it has linked is there for the first time: it shares
// the key of the app state, and sends the chats there are so far, which is none.
func (p *Phone) welcome(d *device) {
	history, err := p.historyNotification()
	if err != nil {
		p.net.log.Error("a phone can't make its history", "phone", p.account.Number, "error", err)
		return
	}
	p.crypto.Lock()
	defer p.crypto.Unlock()
	var encs []stanza
	for _, m := range []*waE2E.ProtocolMessage{p.keyShare(), history} {
		enc, err := p.sealFor(&waE2E.Message{ProtocolMessage: m}, d.lid(), false)
		if err != nil {
			p.net.log.Warn("a phone can't welcome a device", "phone", p.account.Number, "error", err)
			return
		}
		encs = append(encs, enc)
	}
	p.net.among([]*account{p.account}, func(t *tx) {
		p.ring.save(t)
		if p.account.devices[d.ID] != d || d.Welcomed || p.account.off() != nil {
			return
		}
		d.Welcomed = true
		t.saveDevice(d)
		for _, enc := range encs {
			t.deliver(d, node("message", attrs{
				"id": newMessageID(), "type": "text", "category": "peer", "from": p.account.pn(),
				"t": t.unix(), "notify": p.account.Name,
			}, enc))
		}
	})
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

// historyNotification announces a history that is small enough to come along with it.
func (p *Phone) historyNotification() (*waE2E.ProtocolMessage, error) {
	raw, err := proto.Marshal(&waHistorySync.HistorySync{
		SyncType: waHistorySync.HistorySync_INITIAL_BOOTSTRAP.Enum(), ChunkOrder: proto.Uint32(1), Progress: proto.Uint32(100),
	})
	if err != nil {
		return nil, err
	}
	var packed bytes.Buffer
	w := zlib.NewWriter(&packed)
	if _, err := w.Write(raw); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return &waE2E.ProtocolMessage{
		Type: waE2E.ProtocolMessage_HISTORY_SYNC_NOTIFICATION.Enum(),
		HistorySyncNotification: &waE2E.HistorySyncNotification{
			SyncType: waE2E.HistorySyncType_INITIAL_BOOTSTRAP.Enum(), ChunkOrder: proto.Uint32(1),
			Progress: proto.Uint32(100), InitialHistBootstrapInlinePayload: packed.Bytes(),
		},
	}, nil
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
