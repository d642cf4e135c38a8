package whatsapp

import (
	"context"
	"errors"
	"sync"
	"time"

	"go.mau.fi/whatsmeow"
	"go.mau.fi/whatsmeow/proto/waMmsRetry"
	"go.mau.fi/whatsmeow/types"
	"go.mau.fi/whatsmeow/types/events"

	"wpengine/engine/store"
)

// reuploads are the files that the phone was asked to upload once more, by message, and who waits for each.
type reuploads struct {
	mu      sync.Mutex
	waiting map[types.MessageID][]chan *events.MediaRetry
}

// expect returns where the phone's answer about a message will come, and what ends the waiting.
func (u *reuploads) expect(id types.MessageID) (answer <-chan *events.MediaRetry, done func()) {
	c := make(chan *events.MediaRetry, 1)
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.waiting == nil {
		u.waiting = map[types.MessageID][]chan *events.MediaRetry{}
	}
	u.waiting[id] = append(u.waiting[id], c)
	return c, func() {
		u.mu.Lock()
		defer u.mu.Unlock()
		rest := u.waiting[id][:0]
		for _, other := range u.waiting[id] {
			if other != c {
				rest = append(rest, other)
			}
		}
		if u.waiting[id] = rest; len(rest) == 0 {
			delete(u.waiting, id)
		}
	}
}

// answered passes the phone's answer on to all who wait for it.
func (u *reuploads) answered(evt *events.MediaRetry) {
	u.mu.Lock()
	defer u.mu.Unlock()
	for _, c := range u.waiting[evt.MessageID] {
		select {
		case c <- evt:
		default: // it has one already
		}
	}
}

// fetchAgain asks the phone to upload a file that the servers have forgotten, and gets it from there. gone is the error
// that stands if the phone doesn't answer in time.
func (r *run) fetchAgain(ctx context.Context, row store.Message, file whatsmeow.DownloadableMessage, gone error) ([]byte, error) {
	info, err := infoOf(row)
	if err != nil {
		return nil, err
	}
	answer, done := r.reuploads.expect(row.ID)
	defer done()
	if err := r.wa.SendMediaRetryReceipt(ctx, info, file.GetMediaKey()); err != nil {
		return nil, err
	}
	late := time.NewTimer(r.client.clients.timing.reupload)
	defer late.Stop()
	var evt *events.MediaRetry
	select {
	case evt = <-answer:
	case <-late.C: // the phone is off
		return nil, gone
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	found, err := whatsmeow.DecryptMediaRetryNotification(evt, file.GetMediaKey())
	switch {
	case err != nil && !errors.Is(err, whatsmeow.ErrMediaNotAvailableOnPhone):
		return nil, errors.Join(gone, err)
	case err != nil:
		return nil, err
	case found.GetResult() != waMmsRetry.MediaRetryNotification_SUCCESS:
		return nil, whatsmeow.ErrMediaNotAvailableOnPhone
	}
	return r.wa.DownloadMediaWithPath(ctx, found.GetDirectPath(), file.GetFileEncSHA256(), file.GetFileSHA256(), file.GetMediaKey(), whatsmeow.GetMediaType(file), "", false)
}

// infoOf says of a stored message what names it among the account's devices.
func infoOf(row store.Message) (*types.MessageInfo, error) {
	chat, err := types.ParseJID(row.Chat)
	if err != nil {
		return nil, err
	}
	sender, err := types.ParseJID(row.Sender)
	if err != nil {
		return nil, err
	}
	return &types.MessageInfo{ID: row.ID, MessageSource: types.MessageSource{
		Chat: chat, Sender: sender, IsFromMe: row.FromMe, IsGroup: chat.Server == types.GroupServer || chat.Server == types.BroadcastServer,
	}}, nil
}
