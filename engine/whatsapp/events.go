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
// the next connection.
type receiver func(ctx context.Context, r *run, message *events.Message) error

// handle is told everything by the library, and answers whether it has been dealt with.
func (r *run) handle(evt any) bool {
	switch evt := evt.(type) {
	case *events.Message:
		if err := r.client.clients.received(r.line, r, evt); err != nil {
			r.client.log.Warn("a message could not be handled and will come again", "message", evt.Info.ID, "error", err)
			return false
		}
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
		select {
		case r.events <- evt:
		case <-r.ctx.Done():
		}
	}
	return true
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

// receive is what a client does with a message by itself.
func (c *Clients) receive(ctx context.Context, r *run, message *events.Message) error {
	info := message.Info
	if info.IsFromMe || info.Chat.Server == types.BroadcastServer || !r.client.snapshot().settings.ReadMessages {
		return nil
	}
	return r.wa.MarkRead(ctx, []types.MessageID{info.ID}, time.Now(), info.Chat, info.Sender)
}
