package sandbox

import (
	"context"

	"go.mau.fi/libsignal/protocol"
	"go.mau.fi/libsignal/state/record"
	"go.mau.fi/whatsmeow/store"
	"go.mau.fi/whatsmeow/types"
)

// maxDecoded is how many sessions of a phone are kept as libsignal uses them. To read one anew costs as much as to
// decrypt with it.
const maxDecoded = 64

// signalStore is a keyring for libsignal's sessions. What is stored is encoded and noted as changed, as ever; only
// reading is spared.
type signalStore struct {
	*store.Device
	ring *keyring
}

// LoadSession implements libsignal's store.Session.
func (s signalStore) LoadSession(ctx context.Context, address *protocol.SignalAddress) (*record.Session, error) {
	key := address.String()
	if r := s.ring.decoded[key]; r != nil {
		return r, nil
	}
	r, err := s.Device.LoadSession(ctx, address)
	if err == nil {
		s.ring.keepDecoded(key, r)
	}
	return r, err
}

// StoreSession implements libsignal's store.Session.
func (s signalStore) StoreSession(ctx context.Context, address *protocol.SignalAddress, r *record.Session) error {
	s.ring.keepDecoded(address.String(), r)
	return s.Device.StoreSession(ctx, address, r)
}

func (r *keyring) signalStore() signalStore { return signalStore{r.device, r} }

func (r *keyring) keepDecoded(address string, session *record.Session) {
	if len(r.decoded) >= maxDecoded {
		clear(r.decoded)
	}
	r.decoded[address] = session
}

// forget drops a decoded session that something has gone wrong with: it may have been changed halfway.
func (r *keyring) forget(with types.JID) { delete(r.decoded, with.SignalAddress().String()) }
