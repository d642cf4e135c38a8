package sandbox

import (
	"bytes"
	"cmp"
	"compress/zlib"
	"context"
	"slices"

	"go.mau.fi/whatsmeow"
	"go.mau.fi/whatsmeow/proto/waCommon"
	"go.mau.fi/whatsmeow/proto/waE2E"
	"go.mau.fi/whatsmeow/proto/waHistorySync"
	"go.mau.fi/whatsmeow/proto/waWeb"
	"go.mau.fi/whatsmeow/types"
	"google.golang.org/protobuf/proto"
)

// How much of a phone's history a device gets that is linked to it.
const (
	historyChats    = 100 // those with the newest messages
	historyMessages = 50  // the newest of each
	// historyInline is up to how many bytes it comes along with its notification. A longer one is a file.
	historyInline = 32 << 10
)

// pastChat is a chat as it goes into the history.
type pastChat struct {
	key, me  types.JID
	who      Identity
	messages []Message // the last of them, oldest first
	unread   int
}

// histories are what a phone sends to a device that it has just linked: its chats with who is in them, and
// the names of people.
func (p *Phone) histories(ctx context.Context) ([]*waHistorySync.HistorySync, error) {
	chats, err := p.pastChats(ctx)
	if err != nil {
		return nil, err
	}
	settings, contacts, starred, err := p.settingsNow(ctx)
	if err != nil {
		p.net.log.Info("a phone sends its history without how it keeps its chats", "phone", p.account.Number, "error", err)
	}
	bootstrap := &waHistorySync.HistorySync{
		SyncType: waHistorySync.HistorySync_INITIAL_BOOTSTRAP.Enum(), ChunkOrder: proto.Uint32(1), Progress: proto.Uint32(100),
	}
	names := &waHistorySync.HistorySync{
		SyncType: waHistorySync.HistorySync_PUSH_NAME.Enum(), ChunkOrder: proto.Uint32(2), Progress: proto.Uint32(100),
	}
	people := map[types.JID]Identity{}
	for _, c := range chats {
		conversation := c.conversation(settings[c.key], starred)
		if name := contacts[c.key]; name != "" {
			conversation.Name = &name
		}
		for _, who := range p.participants(c) {
			people[who.LID] = who
		}
		bootstrap.Conversations = append(bootstrap.Conversations, conversation)
	}
	for key := range contacts {
		if who := p.net.who(key); !who.LID.IsEmpty() {
			people[who.LID] = who
		}
	}
	for _, who := range sortedPeople(people) {
		bootstrap.PhoneNumberToLidMappings = append(bootstrap.PhoneNumberToLidMappings, &waHistorySync.PhoneNumberToLIDMapping{
			PnJID: proto.String(who.JID.String()), LidJID: proto.String(who.LID.String()),
		})
		names.Pushnames = append(names.Pushnames, &waHistorySync.Pushname{ID: proto.String(who.JID.String()), Pushname: proto.String(who.Name)})
	}
	if len(names.Pushnames) == 0 {
		return []*waHistorySync.HistorySync{bootstrap}, nil
	}
	return []*waHistorySync.HistorySync{bootstrap, names}, nil
}

// pastChats reads the phone's newest chats from its transcript, and adds the groups that nobody has written in.
func (p *Phone) pastChats(ctx context.Context) ([]*pastChat, error) {
	read := p.readUpTo()
	byKey := map[types.JID]*pastChat{}
	if err := p.eachMessage(ctx, "", func(m Message) {
		key := m.chatKey()
		if key == StatusJID {
			return // histories have chats
		}
		c := byKey[key]
		if c == nil {
			c = &pastChat{key: key, me: p.account.lid()}
			byKey[key] = c
		}
		c.who = m.chat()
		if m.Direction == DirectionIn && m.Cursor > read[key] {
			c.unread++
		}
		if len(c.messages) == historyMessages {
			c.messages = append(c.messages[:0], c.messages[1:]...)
		}
		c.messages = append(c.messages, m)
	}); err != nil {
		return nil, err
	}
	for _, g := range p.Groups() {
		if byKey[g.JID] == nil {
			byKey[g.JID] = &pastChat{key: g.JID, who: Identity{JID: g.JID, Name: g.Subject}}
		}
	}
	chats := make([]*pastChat, 0, len(byKey))
	for _, c := range byKey {
		chats = append(chats, c)
	}
	slices.SortFunc(chats, func(x, y *pastChat) int {
		return cmp.Or(cmp.Compare(y.newest(), x.newest()), cmp.Compare(x.key.User, y.key.User))
	})
	return chats[:min(len(chats), historyChats)], nil
}

func (c *pastChat) newest() string {
	if len(c.messages) == 0 {
		return ""
	}
	return c.messages[len(c.messages)-1].Cursor
}

// participants gives the people of a chat.
func (p *Phone) participants(c *pastChat) []Identity {
	if c.key.Server != types.GroupServer {
		return []Identity{c.who}
	}
	var people []Identity
	p.net.among(nil, func(t *tx) {
		if g := t.groups[c.key.User]; g != nil {
			people = t.groupOf(g).Members
		}
	})
	return people
}

// who tells whom an address names.
func (n *Network) who(jid types.JID) Identity {
	n.mu.RLock()
	defer n.mu.RUnlock()
	return n.identity(jid)
}

func sortedPeople(people map[types.JID]Identity) []Identity {
	list := make([]Identity, 0, len(people))
	for _, who := range people {
		list = append(list, who)
	}
	slices.SortFunc(list, func(x, y Identity) int { return cmp.Compare(x.Phone, y.Phone) })
	return list
}

// conversation is a chat as devices get it, the newest message first.
func (c *pastChat) conversation(s chatSettings, starred map[types.MessageID]bool) *waHistorySync.Conversation {
	done := waHistorySync.Conversation_COMPLETE_AND_NO_MORE_MESSAGE_REMAIN_ON_PRIMARY
	conversation := &waHistorySync.Conversation{
		ID: proto.String(c.key.String()), UnreadCount: proto.Uint32(uint32(c.unread)), Archived: &s.archived,
		EndOfHistoryTransfer: proto.Bool(true), EndOfHistoryTransferType: &done,
	}
	if c.who.Name != "" {
		conversation.Name = proto.String(c.who.Name)
	}
	if c.key.Server == types.HiddenUserServer {
		conversation.PnJID, conversation.LidJID = proto.String(c.who.JID.String()), proto.String(c.key.String())
	}
	if s.pinned {
		conversation.Pinned = proto.Uint32(1)
	}
	if !s.mutedUntil.IsZero() {
		conversation.MuteEndTime = proto.Uint64(uint64(s.mutedUntil.UnixMilli()))
	}
	for i := len(c.messages) - 1; i >= 0; i-- {
		m := &c.messages[i]
		content := m.past()
		if content == nil {
			continue
		}
		if conversation.LastMsgTimestamp == nil {
			at := proto.Uint64(uint64(m.Time.Unix()))
			conversation.LastMsgTimestamp, conversation.ConversationTimestamp = at, at
		}
		conversation.Messages = append(conversation.Messages, &waHistorySync.HistorySyncMsg{
			Message: c.webMessage(m, content, starred[m.ID]), MsgOrderID: proto.Uint64(uint64(i + 1)),
		})
	}
	return conversation
}

// webMessage is a message as histories have it.
func (c *pastChat) webMessage(m *Message, content *waE2E.Message, starred bool) *waWeb.WebMessageInfo {
	out := m.Direction == DirectionOut
	info := &waWeb.WebMessageInfo{
		Key:     &waCommon.MessageKey{RemoteJID: proto.String(c.key.String()), FromMe: &out, ID: &m.ID},
		Message: content, MessageTimestamp: proto.Uint64(uint64(m.Time.Unix())), Status: waWeb.WebMessageInfo_DELIVERY_ACK.Enum(),
	}
	if secret := content.GetMessageContextInfo().GetMessageSecret(); secret != nil {
		info.MessageSecret = secret // with which votes and the like are read
	}
	switch {
	case !out:
		info.PushName = &m.From.Name
		if c.key.Server == types.GroupServer {
			info.Participant = proto.String(m.From.LID.String())
			info.Key.Participant = info.Participant
		}
	case m.Progress == ProgressRead:
		info.Status = waWeb.WebMessageInfo_READ.Enum()
	case m.Progress == ProgressSent:
		info.Status = waWeb.WebMessageInfo_SERVER_ACK.Enum()
	}
	for _, r := range m.Reactions {
		info.Reactions = append(info.Reactions, c.webReaction(r))
	}
	info.MessageSecret = m.secret() // without it nobody could vote in a poll
	if starred {
		info.Starred = &starred
	}
	return info
}

// webReaction is a reaction as histories have it.
func (c *pastChat) webReaction(r ReactionView) *waWeb.Reaction {
	mine := r.From.LID == c.me
	key := &waCommon.MessageKey{RemoteJID: proto.String(c.key.String()), FromMe: &mine}
	if !mine && many(c.key) {
		key.Participant = proto.String(r.From.LID.String())
	}
	return &waWeb.Reaction{Key: key, Text: &r.Emoji, SenderTimestampMS: proto.Int64(r.Time.UnixMilli())}
}

// past gives the content of a message for a history, or nil if it isn't one of its own.
func (m *Message) past() *waE2E.Message {
	if m.aboutAnother() {
		return nil
	}
	return m.message()
}

// announce makes the notification of a history. One that is small comes along with it, as with WhatsApp; else
// it is a file that only the device can read.
func (p *Phone) announce(ctx context.Context, history *waHistorySync.HistorySync) (*waE2E.ProtocolMessage, error) {
	raw, err := proto.Marshal(history)
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
	kind := waE2E.HistorySyncType(history.GetSyncType())
	n := &waE2E.HistorySyncNotification{SyncType: &kind, ChunkOrder: history.ChunkOrder, Progress: history.Progress}
	if packed.Len() <= historyInline {
		n.InitialHistBootstrapInlinePayload = packed.Bytes()
	} else if err := p.net.uploadHistory(ctx, n, packed.Bytes()); err != nil {
		return nil, err
	}
	return &waE2E.ProtocolMessage{
		Type: waE2E.ProtocolMessage_HISTORY_SYNC_NOTIFICATION.Enum(), HistorySyncNotification: n,
	}, nil
}

// uploadHistory keeps a history as a file that is encrypted for whoever has the notification.
func (n *Network) uploadHistory(ctx context.Context, notification *waE2E.HistorySyncNotification, packed []byte) error {
	f, err := n.sealFile(ctx, whatsmeow.MediaHistory, "md-msg-hist", packed)
	if err != nil {
		return err
	}
	notification.MediaKey, notification.DirectPath = f.key, &f.path
	notification.FileSHA256, notification.FileEncSHA256, notification.FileLength = f.clear, f.sealed, &f.length
	return nil
}
