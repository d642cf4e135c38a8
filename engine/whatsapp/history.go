package whatsapp

import (
	"context"
	"time"

	"go.mau.fi/whatsmeow/proto/waHistorySync"
	"go.mau.fi/whatsmeow/proto/waWeb"
	wastore "go.mau.fi/whatsmeow/store"
	"go.mau.fi/whatsmeow/types"

	"wpengine/engine/store"
)

// historyBatch is how many messages of a history are stored at once: others wait for the only writer meanwhile.
const historyBatch = 200

// historyTries is how often it is tried to store a piece of history. WhatsApp does not send it again.
const historyTries = 6

// history stores what the phone hands over of the time before the client was linked. The library has a goroutine of
// its own for that, which nothing waits for.
func (r *run) history(data *waHistorySync.HistorySync) {
	if err := r.learnIDs(data); err != nil {
		r.client.log.Warn("the hidden ids of a history are not saved", "error", err)
	}
	for _, conversation := range data.GetConversations() {
		for try := 1; ; try++ {
			err := r.conversation(r.line, conversation, data.GetSyncType() == waHistorySync.HistorySync_INITIAL_BOOTSTRAP)
			if err == nil || r.line.Err() != nil {
				break
			}
			if try == historyTries {
				r.client.log.Error("the history of a chat is not stored", "error", err)
				break
			}
			select {
			case <-time.After(time.Second << (try - 1)):
			case <-r.line.Done():
			}
		}
	}
	r.client.news.ring()
}

// learnIDs saves who is behind which hidden id. The library does so as well, but later.
func (r *run) learnIDs(data *waHistorySync.HistorySync) error {
	var pairs []wastore.LIDMapping
	add := func(pn, lid string) {
		p, errPN := types.ParseJID(pn)
		l, errLID := types.ParseJID(lid)
		if errPN == nil && errLID == nil && p.Server == types.DefaultUserServer && l.Server == types.HiddenUserServer {
			pairs = append(pairs, wastore.LIDMapping{LID: l.ToNonAD(), PN: p.ToNonAD()})
		}
	}
	for _, m := range data.GetPhoneNumberToLidMappings() {
		add(m.GetPnJID(), m.GetLidJID())
	}
	for _, c := range data.GetConversations() {
		add(c.GetPnJID(), c.GetLidJID())
	}
	return r.client.clients.devices.LIDMap.PutManyLIDMappings(r.line, pairs)
}

// conversation stores the messages of one chat.
func (r *run) conversation(ctx context.Context, c *waHistorySync.Conversation, first bool) error {
	jid, err := types.ParseJID(c.GetID())
	if err != nil {
		return nil // whatever it is, it is no chat
	}
	who, err := r.client.clients.party(ctx, jid, types.EmptyJID)
	if err != nil {
		return err
	}
	chat := store.Chat{ClientID: r.client.id, JID: who.jid.String(), Name: c.GetName()}
	if chat.Name == "" {
		chat.Name = c.GetDisplayName()
	}
	if !who.lid.IsEmpty() {
		chat.LID = who.lid.String()
	}
	var rows []store.Message
	for _, item := range c.GetMessages() {
		row, err := r.past(ctx, jid, who, item.GetMessage())
		if err != nil {
			return err
		}
		if row.Kind != "" {
			rows = append(rows, row)
		}
	}
	unread := -1
	if first {
		unread = int(c.GetUnreadCount())
	}
	for len(rows) > historyBatch {
		if _, err := r.client.clients.messages.AddHistory(ctx, chat, rows[:historyBatch], -1, time.Now()); err != nil {
			return err
		}
		rows = rows[historyBatch:]
	}
	_, err = r.client.clients.messages.AddHistory(ctx, chat, rows, unread, time.Now())
	return err
}

// past is the row of a message of the history. Its kind is empty if it says nothing, or is too old to be kept.
func (r *run) past(ctx context.Context, jid types.JID, chat party, web *waWeb.WebMessageInfo) (store.Message, error) {
	evt, err := r.wa.ParseWebMessage(jid, web)
	if err != nil || evt.Message == nil || evt.Info.ID == "" || time.Since(evt.Info.Timestamp) > r.client.clients.keepFor {
		return store.Message{}, nil
	}
	_, sender, err := r.source(ctx, evt.Info.MessageSource)
	if err != nil {
		return store.Message{}, err
	}
	row, err := r.messageRow(ctx, evt, chat, sender)
	if err != nil || row.Kind == "" {
		return row, err
	}
	row.SentAt = plausible(row.SentAt)
	if row.FromMe {
		row.Status = pastStatus(web.GetStatus())
	}
	for _, reaction := range web.GetReactions() {
		if reaction.GetText() == "" {
			continue
		}
		from, err := r.reactor(ctx, jid, reaction)
		if err != nil {
			return row, err
		}
		row.Reactions = append(row.Reactions, store.Reaction{
			Sender: from.jid.String(), Emoji: reaction.GetText(), At: plausible(time.UnixMilli(reaction.GetSenderTimestampMS())),
		})
	}
	return row, nil
}

// plausible is a time of the history. Whoever has reacted has said when, and may have said anything: a time that can't be
// is now.
func plausible(t time.Time) time.Time {
	now := time.Now().UTC()
	if t.Before(firstMessage) || t.After(now) {
		return now
	}
	return t.UTC()
}

// firstMessage is when WhatsApp began.
var firstMessage = time.Date(2009, 1, 1, 0, 0, 0, 0, time.UTC)

// reactor says whose a reaction of the history is.
func (r *run) reactor(ctx context.Context, chat types.JID, reaction *waWeb.Reaction) (party, error) {
	key := reaction.GetKey()
	if key.GetFromMe() {
		return r.self(ctx)
	}
	if participant, err := types.ParseJID(key.GetParticipant()); err == nil && !participant.IsEmpty() {
		chat = participant
	}
	return r.client.clients.party(ctx, chat, types.EmptyJID)
}

func pastStatus(status waWeb.WebMessageInfo_Status) store.MessageStatus {
	switch status {
	case waWeb.WebMessageInfo_DELIVERY_ACK:
		return store.StatusDelivered
	case waWeb.WebMessageInfo_READ:
		return store.StatusRead
	case waWeb.WebMessageInfo_PLAYED:
		return store.StatusPlayed
	}
	return store.StatusSent
}
