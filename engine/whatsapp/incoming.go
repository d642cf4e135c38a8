package whatsapp

import (
	"context"
	"fmt"
	"sync"
	"time"

	"go.mau.fi/whatsmeow"
	"go.mau.fi/whatsmeow/proto/waE2E"
	"go.mau.fi/whatsmeow/types"
	"go.mau.fi/whatsmeow/types/events"
	"google.golang.org/protobuf/proto"

	"wpengine/engine/api"
	"wpengine/engine/store"
)

// party is somebody to talk with: a person, by phone number if it is known and by hidden id, or a group.
type party struct {
	jid types.JID // what chats go by: of a person the phone number where it is known
	lid types.JID // of a person, where it is known
}

// addresses are the forms in which the table may have a person.
func (p party) addresses() [2]string {
	if p.lid.IsEmpty() {
		return [2]string{p.jid.String(), p.jid.String()}
	}
	return [2]string{p.jid.String(), p.lid.String()}
}

// party finds out who an address is of, by what came with it and by the library's map of phone numbers and hidden ids.
func (c *Clients) party(ctx context.Context, jid, other types.JID) (party, error) {
	jid, other = jid.ToNonAD(), other.ToNonAD()
	var err error
	switch jid.Server {
	case types.LegacyUserServer:
		jid.Server = types.DefaultUserServer
		fallthrough
	case types.DefaultUserServer:
		if other.Server != types.HiddenUserServer {
			other, err = c.devices.LIDMap.GetLIDForPN(ctx, jid)
		}
		return party{jid, other}, err
	case types.HiddenUserServer:
		if other.Server != types.DefaultUserServer {
			other, err = c.devices.LIDMap.GetPNForLID(ctx, jid)
		}
		if other.IsEmpty() {
			return party{jid, jid}, err
		}
		return party{other, jid}, err
	}
	return party{jid: jid}, nil
}

// self is the account that the client is linked to.
func (r *run) self(ctx context.Context) (party, error) {
	jid, err := types.ParseJID(r.client.snapshot().row.JID)
	if err != nil {
		return party{}, err
	}
	return r.client.clients.party(ctx, jid, types.EmptyJID)
}

// source says in which chat a message was said, and by whom.
func (r *run) source(ctx context.Context, s types.MessageSource) (chat, sender party, err error) {
	if s.IsFromMe {
		sender, err = r.self(ctx)
	} else {
		sender, err = r.client.clients.party(ctx, s.Sender, s.SenderAlt)
	}
	if err != nil {
		return chat, sender, err
	}
	switch {
	case s.IsIncomingBroadcast(): // to many people at once, each of whom sees it in the chat with the sender
		return sender, sender, nil
	case s.IsGroup:
		return party{jid: s.Chat.ToNonAD()}, sender, nil
	case s.IsFromMe:
		chat, err = r.client.clients.party(ctx, s.Chat, s.RecipientAlt)
	default:
		chat, err = r.client.clients.party(ctx, s.Chat, s.SenderAlt)
	}
	return chat, sender, err
}

// receive is what a client does with a message by itself. It is stored before WhatsApp is told that it has
// arrived, and once however often it comes.
func (c *Clients) receive(ctx context.Context, r *run, message *events.Message) error {
	if err := r.record(ctx, message); err != nil {
		return err
	}
	info := message.Info
	if info.IsFromMe || info.Chat.Server == types.BroadcastServer || !r.client.snapshot().settings.ReadMessages {
		return nil
	}
	if err := r.wa.MarkRead(ctx, []types.MessageID{info.ID}, time.Now(), info.Chat, info.Sender); err != nil {
		return err
	}
	chat, _, err := r.source(ctx, info.MessageSource)
	if err != nil {
		return err
	}
	return c.chats.Read(ctx, r.client.id, chat.jid.String(), []string{info.ID})
}

// record stores what a message says, or makes the change that it is of another.
func (r *run) record(ctx context.Context, evt *events.Message) error { return r.recordAt(ctx, evt, 0) }

// recordAt is record for a message whose position was reserved; 0: behind all others.
func (r *run) recordAt(ctx context.Context, evt *events.Message, position int64) error {
	info := &evt.Info
	if info.Category == "peer" {
		return nil // between the devices of the account
	}
	chat, sender, err := r.source(ctx, info.MessageSource)
	if err != nil {
		return err
	}
	done, err := r.amend(ctx, evt, chat, sender)
	if done || err != nil {
		return err
	}
	row, err := r.messageRow(ctx, evt, chat, sender)
	if err != nil || row.Kind == "" {
		return err
	}
	row.Position = position
	name := ""
	if !info.IsFromMe && !info.IsGroup {
		name = row.SenderName
	}
	if err := r.add(ctx, row, chat, name); err != nil {
		return err
	}
	if info.Chat.Server == types.GroupServer {
		r.learnName(ctx, chat.jid)
	}
	return nil
}

// add stores a message behind all others and tells whoever waits for one.
func (r *run) add(ctx context.Context, row store.Message, chat party, name string) error {
	lid := ""
	if !chat.lid.IsEmpty() {
		lid = chat.lid.String()
	}
	r.early.mu.Lock()
	defer r.early.mu.Unlock()
	if row.FromMe {
		row.Status = max(row.Status, r.early.status[row.ID])
	}
	added, err := r.client.clients.messages.Add(ctx, row, lid, name, time.Now())
	if err != nil {
		return err
	}
	delete(r.early.status, row.ID)
	if added {
		r.client.news.ring()
	}
	return nil
}

// messageRow is the message as the table has it. Its kind is empty if it says nothing.
func (r *run) messageRow(ctx context.Context, evt *events.Message, chat, sender party) (store.Message, error) {
	content := contentOf(evt.Message)
	row := store.Message{
		ClientID: r.client.id, Chat: chat.jid.String(), ID: evt.Info.ID, FromMe: evt.Info.IsFromMe, Sender: sender.jid.String(),
		SentAt: evt.Info.Timestamp, Kind: string(content.kind), Text: content.text,
	}
	if content.kind == "" {
		return row, nil
	}
	if content.kind == api.ConversationKindVote {
		row.Text = r.voted(ctx, evt, row.Chat)
	}
	if row.FromMe {
		row.Status = store.StatusSent
	} else if evt.Info.PushName != "-" {
		row.SenderName = evt.Info.PushName
	}
	var err error
	if row.Content, err = proto.Marshal(evt.Message); err != nil {
		return row, fmt.Errorf("whatsapp: message %s: %w", row.ID, err)
	}
	return row, nil
}

// voted names the options that a vote is for. A vote that can't be read, because its poll is not known, has none.
func (r *run) voted(ctx context.Context, evt *events.Message, chat string) string {
	vote, err := r.wa.DecryptPollVote(ctx, evt)
	if err != nil {
		r.client.log.Info("a vote cannot be read", "message", evt.Info.ID, "error", err)
		return ""
	}
	row, err := r.client.clients.messages.Find(ctx, r.client.id, chat, evt.Message.GetPollUpdateMessage().GetPollCreationMessageKey().GetID())
	if err != nil {
		return ""
	}
	poll := &waE2E.Message{}
	if err := proto.Unmarshal(row.Content, poll); err != nil {
		return ""
	}
	return chosen(pollOf(poll), vote)
}

// amend makes the change of another message that a message is: an edit, a revocation, a reaction. It reports whether
// it was one.
func (r *run) amend(ctx context.Context, evt *events.Message, chat, sender party) (bool, error) {
	m := evt.Message
	if m.GetSecretEncryptedMessage().GetSecretEncType() == waE2E.SecretEncryptedMessage_MESSAGE_EDIT {
		id := m.GetSecretEncryptedMessage().GetTargetMessageKey().GetID()
		edited, err := r.wa.DecryptSecretEncryptedMessage(ctx, evt)
		if err != nil {
			r.client.log.Warn("an edit cannot be read", "message", evt.Info.ID, "error", err)
			return true, nil
		}
		if inner := edited.GetProtocolMessage().GetEditedMessage(); inner != nil {
			edited = inner
		}
		return true, r.edit(ctx, chat, sender, id, edited)
	}
	if m.GetEncReactionMessage() != nil {
		reaction, err := r.wa.DecryptReaction(ctx, evt)
		if err != nil {
			r.client.log.Warn("a reaction cannot be read", "message", evt.Info.ID, "error", err)
			return true, nil
		}
		return true, r.react(ctx, evt, chat, sender, m.GetEncReactionMessage().GetTargetMessageKey().GetID(), reaction.GetText())
	}
	if reaction := m.GetReactionMessage(); reaction != nil {
		return true, r.react(ctx, evt, chat, sender, reaction.GetKey().GetID(), reaction.GetText())
	}
	change := m.GetProtocolMessage()
	if change == nil {
		return false, nil
	}
	switch change.GetType() {
	case waE2E.ProtocolMessage_MESSAGE_EDIT:
		return true, r.edit(ctx, chat, sender, change.GetKey().GetID(), change.GetEditedMessage())
	case waE2E.ProtocolMessage_REVOKE:
		return true, r.revoke(ctx, evt, chat, sender, change.GetKey().GetID())
	}
	return true, nil // something between devices
}

func (r *run) edit(ctx context.Context, chat, sender party, id string, edited *waE2E.Message) error {
	_, err := r.client.clients.messages.Edit(ctx, r.client.id, chat.jid.String(), id, sender.addresses(), contentOf(edited).text)
	return err
}

// revoke forgets a message. In a group the admins may revoke what others said; WhatsApp marks that, and lets nobody
// else.
func (r *run) revoke(ctx context.Context, evt *events.Message, chat, sender party, id string) error {
	messages := r.client.clients.messages
	done, err := messages.Revoke(ctx, r.client.id, chat.jid.String(), id, sender.addresses())
	if err == nil && !done && evt.Info.IsGroup && evt.Info.Edit == types.EditAttributeAdminRevoke {
		_, err = messages.RevokeAny(ctx, r.client.id, chat.jid.String(), id)
	}
	return err
}

func (r *run) react(ctx context.Context, evt *events.Message, chat, sender party, id, emoji string) error {
	_, err := r.client.clients.messages.React(ctx, r.client.id, chat.jid.String(), id, store.Reaction{
		Sender: sender.jid.String(), Name: evt.Info.PushName, Emoji: emoji, At: evt.Info.Timestamp.UTC(),
	})
	return err
}

// keepSent stores a message that the API has sent. It is out by then, so that it can't be stored is no reason to call
// the sending a failure.
func (r *run) keepSent(to string, sent whatsmeow.SendResponse, message *waE2E.Message, position int64) {
	ctx, cancel := context.WithTimeout(context.Background(), saveTimeout)
	defer cancel()
	chat, err := types.ParseJID(to)
	if err == nil {
		evt := &events.Message{RawMessage: message, Info: types.MessageInfo{
			MessageSource: types.MessageSource{
				Chat: chat, Sender: sent.Sender, IsFromMe: true, IsGroup: chat.Server == types.GroupServer || chat.Server == types.BroadcastServer,
			},
			ID: sent.ID, Timestamp: sent.Timestamp,
		}}
		err = r.recordAt(ctx, evt.UnwrapRaw(), position)
	}
	if err != nil && !r.client.snapshot().deleted {
		r.client.log.Error("a message that was sent is not stored", "message", sent.ID, "error", err)
	}
}

// nameTimeout is how long a client waits for the name of a group.
const nameTimeout = 5 * time.Second

// learnName asks for the name of a group that has none yet, once. Later changes are told.
func (r *run) learnName(ctx context.Context, group types.JID) {
	if r.groups.has(group) {
		return
	}
	r.groups.add(group)
	if chat, err := r.client.clients.chats.Get(ctx, r.client.id, group.String()); err != nil || chat.Name != "" {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, nameTimeout)
	defer cancel()
	info, err := r.wa.GetGroupInfo(ctx, group)
	if err != nil {
		r.client.log.Info("the name of a group is not known", "group", group.String(), "error", err)
		return
	}
	r.rename(group, info.Name)
}

// rename keeps the name that a group has now.
func (r *run) rename(group types.JID, name string) {
	ctx, cancel := context.WithTimeout(context.Background(), saveTimeout)
	defer cancel()
	if err := r.client.clients.chats.Rename(ctx, r.client.id, group.String(), name); err != nil {
		r.client.log.Warn("the name of a group is not saved", "group", group.String(), "error", err)
	}
}

// bell wakes whoever waits for messages.
type bell struct {
	mu   sync.Mutex
	rung chan struct{}
}

// next returns a channel that is closed when the bell is next rung.
func (b *bell) next() <-chan struct{} {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.rung == nil {
		b.rung = make(chan struct{})
	}
	return b.rung
}

func (b *bell) ring() {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.rung != nil {
		close(b.rung)
		b.rung = nil
	}
}
