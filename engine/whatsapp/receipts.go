package whatsapp

import (
	"context"
	"sync"

	"go.mau.fi/whatsmeow/types"
	"go.mau.fi/whatsmeow/types/events"

	"wpengine/engine/store"
)

// maxEarly is how many receipts are remembered that came before their message.
const maxEarly = 1000

// early is what receipts have said of messages that are not stored: the answer to a message may be faster than the
// goroutine that has sent it. It also orders the storing of messages and receipts.
type early struct {
	mu     sync.Mutex
	status map[types.MessageID]store.MessageStatus
}

// receipt moves the status of messages of the account, or notes what the account has read elsewhere.
func (r *run) receipt(ctx context.Context, evt *events.Receipt) error {
	chat, _, err := r.source(ctx, evt.MessageSource)
	if err != nil {
		return err
	}
	if evt.IsFromMe {
		if evt.Type != types.ReceiptTypeRead && evt.Type != types.ReceiptTypeReadSelf {
			return nil
		}
		return r.client.clients.chats.Read(ctx, r.client.id, chat.jid.String(), evt.MessageIDs)
	}
	status := statusOf(evt.Type)
	if status == store.StatusNone {
		return nil
	}
	r.early.mu.Lock()
	defer r.early.mu.Unlock()
	for _, id := range evt.MessageIDs {
		known, err := r.client.clients.messages.Advance(ctx, r.client.id, chat.jid.String(), id, status)
		if err != nil {
			return err
		}
		if known {
			continue
		}
		if r.early.status == nil || len(r.early.status) >= maxEarly { // of messages that are long gone
			r.early.status = map[types.MessageID]store.MessageStatus{}
		}
		r.early.status[id] = max(r.early.status[id], status)
	}
	return nil
}

func statusOf(receipt types.ReceiptType) store.MessageStatus {
	switch receipt {
	case types.ReceiptTypeDelivered, types.ReceiptTypeInactive:
		return store.StatusDelivered
	case types.ReceiptTypeRead:
		return store.StatusRead
	case types.ReceiptTypePlayed:
		return store.StatusPlayed
	}
	return store.StatusNone
}
