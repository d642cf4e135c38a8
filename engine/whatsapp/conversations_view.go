package whatsapp

import (
	"context"
	"math"

	"go.mau.fi/whatsmeow/proto/waE2E"
	wastore "go.mau.fi/whatsmeow/store"
	"go.mau.fi/whatsmeow/types"
	"google.golang.org/protobuf/proto"

	"wpengine/engine/api"
	"wpengine/engine/store"
)

// statuses are the words for how far a message has come.
var statuses = map[store.MessageStatus]api.ConversationStatus{
	store.StatusSent: api.ConversationStatusSent, store.StatusDelivered: api.ConversationStatusDelivered,
	store.StatusRead: api.ConversationStatusRead, store.StatusPlayed: api.ConversationStatusPlayed,
}

// chatView is a chat as callers see it.
func (cl *client) chatView(ctx context.Context, c store.Chat) (api.Chat, error) {
	view := api.Chat{Chat: cl.identity(ctx, c.JID, c.Name), UnreadCount: c.Unread, UpdatedAt: store.Message{Position: c.Position}.ReceivedAt()}
	last, err := cl.clients.messages.List(ctx, store.MessageQuery{ClientID: cl.id, Chat: c.JID, After: store.Beginning, Before: store.End, Limit: 1})
	if err != nil {
		return view, err
	}
	if len(last) > 0 {
		message := cl.messageView(ctx, last[0])
		message.Chat = view.Chat
		view.LastMessage = &message
	}
	return view, nil
}

// messageView is a message as callers see it.
func (cl *client) messageView(ctx context.Context, row store.Message) api.ConversationMessage {
	view := api.ConversationMessage{
		MessageID: row.ID, FromMe: row.FromMe, Timestamp: row.SentAt.UTC(), Kind: api.ConversationKind(row.Kind), Text: optional(row.Text),
		Edited: flag(row.Edited), Revoked: flag(row.Revoked), Chat: cl.chatIdentity(ctx, row),
	}
	if row.FromMe {
		view.From = cl.identity(ctx, row.Sender, cl.snapshot().row.PushName)
	} else {
		view.From = cl.identity(ctx, row.Sender, row.SenderName)
	}
	if status, ok := statuses[row.Status]; ok && row.FromMe {
		view.Status = &status
	}
	for _, r := range row.Reactions {
		view.Reactions = append(view.Reactions, api.ConversationReaction{
			From: cl.identity(ctx, r.Sender, r.Name), Emoji: r.Emoji, Timestamp: r.At,
		})
	}
	if content, ok := decoded(row); ok {
		view.Media, view.Location, view.Contacts, view.Poll = contentOf(content).media, locationView(content), contactViews(content), pollView(content)
		view.Quoted = cl.quoteView(ctx, content)
	}
	return view
}

// chatIdentity says which chat a message is in.
func (cl *client) chatIdentity(ctx context.Context, row store.Message) api.Identity {
	if row.Chat == row.Sender && !row.FromMe {
		return cl.identity(ctx, row.Chat, row.SenderName)
	}
	name := ""
	if chat, err := cl.clients.chats.Get(ctx, cl.id, row.Chat); err == nil {
		name = chat.Name
	}
	return cl.identity(ctx, row.Chat, name)
}

// decoded is WhatsApp's own form of a message, if it is still there.
func decoded(row store.Message) (*waE2E.Message, bool) {
	content := &waE2E.Message{}
	if len(row.Content) == 0 || proto.Unmarshal(row.Content, content) != nil {
		return nil, false
	}
	return content, true
}

// locationView is the place that a message is. One that is nowhere on Earth is none: the sender may say anything, also
// what is not a number, and no answer that has it could be written.
func locationView(m *waE2E.Message) *api.ConversationLocation {
	var view api.ConversationLocation
	if l := m.GetLocationMessage(); l != nil {
		view = api.ConversationLocation{
			DegreesLatitude: l.GetDegreesLatitude(), DegreesLongitude: l.GetDegreesLongitude(),
			Name: optional(l.GetName()), Address: optional(l.GetAddress()),
		}
	} else if l := m.GetLiveLocationMessage(); l != nil {
		view = api.ConversationLocation{DegreesLatitude: l.GetDegreesLatitude(), DegreesLongitude: l.GetDegreesLongitude()}
	} else {
		return nil
	}
	if latitude, longitude := view.DegreesLatitude, view.DegreesLongitude; !(math.Abs(latitude) <= 90 && math.Abs(longitude) <= 180) {
		return nil
	}
	return &view
}

func contactViews(m *waE2E.Message) []api.ConversationContact {
	contacts := m.GetContactsArrayMessage().GetContacts()
	if one := m.GetContactMessage(); one != nil {
		contacts = []*waE2E.ContactMessage{one}
	}
	var views []api.ConversationContact
	for _, c := range contacts {
		views = append(views, api.ConversationContact{DisplayName: c.GetDisplayName(), Vcard: c.GetVcard()})
	}
	return views
}

func pollView(m *waE2E.Message) *api.ConversationPoll {
	poll := pollOf(m)
	if poll == nil {
		return nil
	}
	view := &api.ConversationPoll{Name: poll.GetName(), Options: []string{}, SelectableCount: count(poll.GetSelectableOptionsCount())}
	for _, option := range poll.GetOptions() {
		view.Options = append(view.Options, option.GetOptionName())
	}
	return view
}

// quoteView is what a message answers.
func (cl *client) quoteView(ctx context.Context, content *waE2E.Message) *api.ConversationQuote {
	if vote := content.GetPollUpdateMessage(); vote != nil {
		return &api.ConversationQuote{MessageID: vote.GetPollCreationMessageKey().GetID()}
	}
	answered := contentOf(content).context
	if answered.GetStanzaID() == "" {
		return nil
	}
	quote := &api.ConversationQuote{MessageID: answered.GetStanzaID(), Text: optional(contentOf(answered.GetQuotedMessage()).text)}
	if jid, err := types.ParseJID(answered.GetParticipant()); err == nil && !jid.IsEmpty() {
		from := cl.identity(ctx, jid.String(), "")
		quote.From = &from
	}
	return quote
}

// identity says who is behind a JID that the table has. name is what they were called then, in case they are no
// contact.
func (cl *client) identity(ctx context.Context, text, name string) api.Identity {
	jid, err := types.ParseJID(text)
	if err != nil {
		return api.Identity{JID: text, Name: optional(name)}
	}
	who, err := cl.clients.party(ctx, jid, types.EmptyJID)
	if err != nil {
		who = party{jid: jid}
	}
	view := api.Identity{JID: who.jid.String(), Name: optional(name)}
	if !who.lid.IsEmpty() {
		view.LID = optional(who.lid.String())
	}
	if who.jid.Server == types.DefaultUserServer {
		view.Phone = optional(phoneOf(who.jid))
	}
	if s := cl.snapshot(); s.state == api.ClientStateConnected && s.run != nil && who.jid.Server != types.GroupServer {
		if known := contactName(ctx, s.run.contacts, who.jid, who.lid); known != "" {
			view.Name = &known
		}
	}
	return view
}

// contactName is what the account calls somebody, or what they call themselves. The library keeps the contacts that
// it has read in memory.
func contactName(ctx context.Context, contacts wastore.ContactStore, addresses ...types.JID) string {
	for _, jid := range addresses {
		if jid.IsEmpty() {
			continue
		}
		contact, err := contacts.GetContact(ctx, jid)
		if err != nil || !contact.Found {
			continue
		}
		for _, name := range []string{contact.FullName, contact.BusinessName, contact.PushName} {
			if name != "" {
				return name
			}
		}
	}
	return ""
}
