package sandbox

import (
	"bytes"
	"context"
	"image"
	_ "image/gif" // to know how large a picture is
	_ "image/jpeg"
	_ "image/png"
	"net/http"
	"slices"
	"strings"

	"go.mau.fi/whatsmeow"
	"go.mau.fi/whatsmeow/proto/waCommon"
	"go.mau.fi/whatsmeow/proto/waE2E"
	"go.mau.fi/whatsmeow/types"
	"google.golang.org/protobuf/proto"
)

// compose writes content as a message for a chat. The caller holds the crypto lock.
func (p *Phone) compose(ctx context.Context, chat types.JID, c Content, o SendOptions) (*waE2E.Message, error) {
	quote, err := p.quote(ctx, chat, o.Quoted)
	if err != nil {
		return nil, err
	}
	switch {
	case c.Media != nil:
		return p.composeMedia(ctx, c.Media, quote)
	case c.Location != nil:
		l := c.Location
		return &waE2E.Message{LocationMessage: &waE2E.LocationMessage{
			DegreesLatitude: &l.Latitude, DegreesLongitude: &l.Longitude, Name: text(l.Name), Address: text(l.Address), ContextInfo: quote,
		}}, nil
	case c.Contact != nil:
		return c.Contact.message(quote), nil
	case c.Poll != nil:
		return c.Poll.message(quote), nil
	case c.Text != "" && quote == nil:
		return textMessage(c.Text), nil
	case c.Text != "":
		return &waE2E.Message{ExtendedTextMessage: &waE2E.ExtendedTextMessage{Text: &c.Text, ContextInfo: quote}}, nil
	case quote != nil:
		return nil, &ContentError{"/options/quoted", "is not for this kind of message"}
	case c.Vote != nil:
		return p.composeVote(ctx, chat, c.Vote)
	case c.Reaction != nil:
		m, err := p.target(ctx, chat, c.Reaction.MessageID)
		if err != nil {
			return nil, err
		}
		return &waE2E.Message{ReactionMessage: &waE2E.ReactionMessage{
			Key: m.key(), Text: &c.Reaction.Emoji, SenderTimestampMS: proto.Int64(p.net.now().UnixMilli()),
		}}, nil
	case c.Edit != nil:
		return p.composeEdit(ctx, chat, c.Edit)
	}
	return p.composeRevoke(ctx, chat, c.Revoke)
}

// text is a member of a message that is left out when it is empty.
func text(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

// target finds the message that another is about, in the same chat.
func (p *Phone) target(ctx context.Context, chat types.JID, id string) (Message, error) {
	m, err := p.find(ctx, id)
	switch {
	case err != nil:
		return m, err
	case m.chatKey() != chat:
		return m, ErrNoMessage
	case m.Revoked:
		return m, ErrTaken
	}
	return m, nil
}

// key names a message for those in its chat.
func (m *Message) key() *waCommon.MessageKey {
	own := m.Direction == DirectionOut
	key := &waCommon.MessageKey{RemoteJID: proto.String(m.chatKey().String()), FromMe: &own, ID: &m.ID}
	if !own && many(m.chatKey()) {
		key.Participant = proto.String(m.From.LID.String())
	}
	return key
}

// quote shows the message that is answered.
func (p *Phone) quote(ctx context.Context, chat types.JID, id string) (*waE2E.ContextInfo, error) {
	if id == "" {
		return nil, nil
	}
	m, err := p.target(ctx, chat, id)
	if err != nil {
		return nil, err
	}
	quoted := m.message()
	if inner := contextOf(quoted); inner != nil { // quotes don't nest
		inner.QuotedMessage, inner.StanzaID, inner.Participant = nil, nil, nil
	}
	return &waE2E.ContextInfo{StanzaID: &m.ID, Participant: proto.String(m.From.LID.String()), QuotedMessage: quoted}, nil
}

func (c *ContactCard) message(quote *waE2E.ContextInfo) *waE2E.Message {
	if len(c.VCards) == 1 {
		return &waE2E.Message{ContactMessage: &waE2E.ContactMessage{DisplayName: &c.Name, Vcard: &c.VCards[0], ContextInfo: quote}}
	}
	cards := &waE2E.ContactsArrayMessage{DisplayName: &c.Name, ContextInfo: quote}
	for i := range c.VCards {
		cards.Contacts = append(cards.Contacts, &waE2E.ContactMessage{DisplayName: text(cardName(c.VCards[i])), Vcard: &c.VCards[i]})
	}
	return &waE2E.Message{ContactsArrayMessage: cards}
}

// cardName gives the name in a vCard.
func cardName(card string) string {
	for line := range strings.Lines(card) {
		if name, value, found := strings.Cut(strings.TrimSpace(line), ":"); found && strings.EqualFold(name, "FN") {
			return value
		}
	}
	return ""
}

func (p *Poll) message(quote *waE2E.ContextInfo) *waE2E.Message {
	poll := &waE2E.PollCreationMessage{Name: &p.Name, SelectableOptionsCount: proto.Uint32(uint32(p.Selectable)), ContextInfo: quote}
	for i := range p.Options {
		poll.Options = append(poll.Options, &waE2E.PollCreationMessage_Option{OptionName: &p.Options[i]})
	}
	return &waE2E.Message{
		PollCreationMessage: poll, MessageContextInfo: &waE2E.MessageContextInfo{MessageSecret: randomBytes(32)},
	}
}

func (p *Phone) composeVote(ctx context.Context, chat types.JID, v *Vote) (*waE2E.Message, error) {
	m, err := p.target(ctx, chat, v.MessageID)
	switch {
	case err != nil:
		return nil, err
	case m.Poll == nil || m.secret() == nil:
		return nil, ErrNoPoll
	case m.Poll.Selectable > 0 && len(v.Options) > m.Poll.Selectable:
		return nil, &ContentError{"/message/vote/options", "are more than the poll lets anybody choose"}
	}
	for _, option := range v.Options {
		if !slices.Contains(m.Poll.names(), option) {
			return nil, &ContentError{"/message/vote/options", "must be options of the poll, word for word"}
		}
	}
	sealed, err := sealVote(&m, p.account, v.Options)
	if err != nil {
		return nil, err
	}
	return &waE2E.Message{PollUpdateMessage: &waE2E.PollUpdateMessage{
		PollCreationMessageKey: m.key(), Vote: sealed, SenderTimestampMS: proto.Int64(p.net.now().UnixMilli()),
	}}, nil
}

func (p *Phone) composeEdit(ctx context.Context, chat types.JID, e *Edit) (*waE2E.Message, error) {
	m, err := p.target(ctx, chat, e.MessageID)
	if err != nil {
		return nil, err
	}
	content := m.message()
	switch {
	case m.Direction != DirectionOut:
		return nil, ErrNotYours
	case !setText(content, e.Text):
		return nil, ErrNoText
	case p.net.now().Sub(m.Time) > whatsmeow.EditWindow:
		return nil, ErrTooLate
	}
	return &waE2E.Message{EditedMessage: &waE2E.FutureProofMessage{Message: &waE2E.Message{ProtocolMessage: &waE2E.ProtocolMessage{
		Key: m.key(), Type: waE2E.ProtocolMessage_MESSAGE_EDIT.Enum(), EditedMessage: content,
		TimestampMS: proto.Int64(p.net.now().UnixMilli()),
	}}}}, nil
}

func (p *Phone) composeRevoke(ctx context.Context, chat types.JID, r *Revoke) (*waE2E.Message, error) {
	m, err := p.target(ctx, chat, r.MessageID)
	switch {
	case err != nil:
		return nil, err
	case m.Direction != DirectionOut && !p.net.isAdmin(chat, p.account):
		return nil, ErrNotYours
	}
	return &waE2E.Message{ProtocolMessage: &waE2E.ProtocolMessage{
		Key: m.key(), Type: waE2E.ProtocolMessage_REVOKE.Enum(),
	}}, nil
}

// composeMedia encrypts a file for whoever gets the message, and leaves it at the network.
func (p *Phone) composeMedia(ctx context.Context, m *Media, quote *waE2E.ContextInfo) (*waE2E.Message, error) {
	mimetype := m.mimetype()
	kind := mediaTypes[m.Kind]
	f, err := p.net.sealFile(ctx, kind.app, kind.name, m.Data)
	if err != nil {
		return nil, err
	}
	var width, height *uint32
	if shape, _, err := image.DecodeConfig(bytes.NewReader(m.Data)); err == nil {
		width, height = proto.Uint32(uint32(shape.Width)), proto.Uint32(uint32(shape.Height))
	}
	var seconds *uint32
	if m.Seconds > 0 {
		seconds = proto.Uint32(uint32(m.Seconds))
	}
	once := m.ViewOnce
	message := &waE2E.Message{}
	switch m.Kind {
	case KindImage:
		message.ImageMessage = &waE2E.ImageMessage{
			Mimetype: &mimetype, Caption: text(m.Caption), Width: width, Height: height, ViewOnce: &once, ContextInfo: quote,
			URL: &f.url, DirectPath: &f.path, MediaKey: f.key, FileSHA256: f.clear, FileEncSHA256: f.sealed, FileLength: &f.length,
		}
	case KindVideo:
		message.VideoMessage = &waE2E.VideoMessage{
			Mimetype: &mimetype, Caption: text(m.Caption), Seconds: seconds, ViewOnce: &once, ContextInfo: quote,
			URL: &f.url, DirectPath: &f.path, MediaKey: f.key, FileSHA256: f.clear, FileEncSHA256: f.sealed, FileLength: &f.length,
		}
	case KindAudio:
		message.AudioMessage = &waE2E.AudioMessage{
			Mimetype: &mimetype, Seconds: seconds, PTT: &m.Voice, ViewOnce: &once, ContextInfo: quote,
			URL: &f.url, DirectPath: &f.path, MediaKey: f.key, FileSHA256: f.clear, FileEncSHA256: f.sealed, FileLength: &f.length,
		}
	case KindSticker:
		message.StickerMessage = &waE2E.StickerMessage{
			Mimetype: &mimetype, Width: width, Height: height, ContextInfo: quote,
			URL: &f.url, DirectPath: &f.path, MediaKey: f.key, FileSHA256: f.clear, FileEncSHA256: f.sealed, FileLength: &f.length,
		}
	case KindDocument:
		message.DocumentMessage = &waE2E.DocumentMessage{
			Mimetype: &mimetype, FileName: text(m.FileName), Title: text(m.FileName), Caption: text(m.Caption), ContextInfo: quote,
			URL: &f.url, DirectPath: &f.path, MediaKey: f.key, FileSHA256: f.clear, FileEncSHA256: f.sealed, FileLength: &f.length,
		}
	}
	return m.wrap(message), nil
}

// wrap puts a message into what phones put it into.
func (m *Media) wrap(message *waE2E.Message) *waE2E.Message {
	wrapped := &waE2E.FutureProofMessage{Message: message}
	switch {
	case m.ViewOnce && m.Kind == KindAudio:
		return &waE2E.Message{ViewOnceMessageV2Extension: wrapped}
	case m.ViewOnce:
		return &waE2E.Message{ViewOnceMessageV2: wrapped}
	case m.Kind == KindDocument && m.Caption != "":
		return &waE2E.Message{DocumentWithCaptionMessage: wrapped}
	}
	return message
}

// mimetype says what a file is: as it was given, or else as its first bytes look, if that fits the kind of message.
func (m *Media) mimetype() string {
	if m.Mimetype != "" {
		return m.Mimetype
	}
	seen := http.DetectContentType(m.Data)
	if m.Kind == KindAudio && seen == "application/ogg" {
		seen = "audio/ogg; codecs=opus" // what phones record
	}
	if m.Kind == KindDocument || strings.HasPrefix(seen, m.Kind+"/") {
		return seen
	}
	return mediaTypes[m.Kind].mimetype
}
