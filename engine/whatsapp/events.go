package whatsapp

import (
	"context"
	"errors"
	"time"

	"go.mau.fi/whatsmeow"
	"go.mau.fi/whatsmeow/appstate"
	"go.mau.fi/whatsmeow/types"
	"go.mau.fi/whatsmeow/types/events"

	"wpengine/engine/store"
)

// receiver handles an incoming message. If it fails, WhatsApp keeps the message and delivers it again with
// the next connection, which is made at once.
type receiver func(ctx context.Context, r *run, message *events.Message) error

// handle is told everything by the library, and answers whether it has been dealt with.
func (r *run) handle(evt any) bool {
	switch evt := evt.(type) {
	case *events.Message:
		return r.handleMessage(evt)
	case *events.OfflineSyncPreview:
		r.behind.CompareAndSwap(behindDialing, behindNothing)
	case *events.Receipt:
		if err := r.receipt(r.line, evt); err != nil {
			r.client.log.Warn("a receipt could not be handled and will come again", "error", err)
			return false
		}
	case *events.HistorySync:
		r.history(evt.Data)
	case *events.JoinedGroup:
		r.rename(evt.JID, evt.Name)
	case *events.GroupInfo:
		if evt.Name != nil {
			r.rename(evt.JID, evt.Name.Name)
		}
	case *events.MarkChatAsRead:
		if evt.Action.GetRead() {
			r.readElsewhere(evt.JID)
		}
	case *events.MediaRetry:
		r.reuploads.answered(evt)
	case *events.PushNameSetting:
		r.named(evt.Action.GetName())
	case *events.AppStateSyncComplete:
		// The first sync has no PushNameSetting of its own. This is the goroutine that has just set the name.
		if evt.Name == appstate.WAPatchCriticalBlock {
			r.named(r.wa.Store.PushName)
		}
	case *events.QR, *events.PairSuccess, *events.PairError, *events.PairPasskeyRequest, *events.ManualLoginReconnect,
		*events.Connected, *events.Disconnected, *events.LoggedOut, *events.StreamReplaced, *events.TemporaryBan,
		*events.ClientOutdated, *events.ConnectFailure, *events.StreamError, *events.KeepAliveTimeout, *events.KeepAliveRestored:
		if _, is := evt.(*events.Connected); is { // should nothing have waited
			r.behind.CompareAndSwap(behindDialing, behindNothing)
		}
		r.tell(evt)
	}
	return true
}

// tell hands an event to the goroutine of the run.
func (r *run) tell(evt any) {
	select {
	case r.events <- evt:
	case <-r.ctx.Done():
	}
}

// unhandled is the event that a message could not be handled.
type unhandled struct{}

// After a message that could not be handled, none is until it comes again with the next connection: an edit must not
// overtake what it edits. The library may still have messages of the old connection at hand while the new one
// is being made, so that has begun only when WhatsApp says what has waited for it.
const (
	behindNothing int32 = iota
	behindFailed        // a message could not be handled
	behindDialing       // and the connection with which it comes again is being made
)

// handleMessage answers whether a message has been dealt with.
func (r *run) handleMessage(evt *events.Message) bool {
	if r.behind.Load() != behindNothing {
		return false
	}
	err := r.client.clients.received(r.line, r, evt)
	if err == nil {
		return true
	}
	r.client.log.Warn("a message could not be handled and will come again", "message", evt.Info.ID, "error", err)
	r.behind.Store(behindFailed)
	r.tell(unhandled{})
	return false
}

// readElsewhere notes that the account has read a chat on another device.
func (r *run) readElsewhere(jid types.JID) {
	chat, err := r.client.clients.party(r.line, jid, types.EmptyJID)
	if err == nil {
		err = r.client.clients.chats.ReadAll(r.line, r.client.id, chat.jid.String())
	}
	if err != nil && r.ctx.Err() == nil {
		r.client.log.Warn("a chat stays unread", "error", err)
	}
}

// named keeps the name that others see, and tells it to WhatsApp, which wants it with the presence.
func (r *run) named(name string) {
	if name == "" {
		return
	}
	if r.client.snapshot().row.PushName != name {
		r.client.note(func(row *store.Client) { row.PushName = name }, nil)
	}
	r.announce()
}

// presenceTimeout bounds the writing of a presence to a connection that takes nothing any more.
const presenceTimeout = 5 * time.Second

// announce tells WhatsApp whether the account shows as online. It is told so at least once a connection, or
// others see no name. Before the name is known there is nothing to tell.
func (r *run) announce() {
	s := r.client.snapshot()
	if s.row.PushName == "" {
		return // asking the library would race with the sync that is about to tell it
	}
	presence := types.PresenceUnavailable
	if s.settings.AlwaysOnline {
		presence = types.PresenceAvailable
	}
	ctx, cancel := context.WithTimeout(r.line, presenceTimeout)
	defer cancel()
	err := r.wa.SendPresence(ctx, presence)
	if err != nil && !errors.Is(err, whatsmeow.ErrNoPushName) && !errors.Is(err, whatsmeow.ErrNotConnected) && r.ctx.Err() == nil {
		r.client.log.Warn("the client's presence is not set", "error", err)
	}
}
