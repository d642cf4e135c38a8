package whatsapp

import (
	"context"
	"strings"
	"time"

	"go.mau.fi/whatsmeow"
	"go.mau.fi/whatsmeow/proto/waCommon"
	"go.mau.fi/whatsmeow/proto/waE2E"
	"go.mau.fi/whatsmeow/types"
	"google.golang.org/protobuf/proto"

	"wpengine/engine/api"
	"wpengine/engine/store"
)

// draft is a message that is checked and has its file, before there is a connection to send it through.
type draft struct {
	client   *client
	to       types.JID
	message  *api.Message
	member   string // that has the file, or ""
	file     *file
	quoted   *store.Message
	about    *store.Message // what a reaction is to
	mentions []types.JID
}

// compose checks a request and gets its file, which may take a while.
func (m *Messages) compose(ctx context.Context, cl *client, to types.JID, req *api.SendMessageRequest) (*draft, error) {
	d := &draft{client: cl, to: to, message: &req.Message}
	if err := d.choose(ctx, req.Options); err != nil {
		return nil, err
	}
	s, ok := sourceOf(&req.Message)
	if !ok {
		return d, nil
	}
	var err error
	d.member = s.member
	d.file, err = s.load(ctx, m.clients.fetcher, cl.tunnel())
	return d, err
}

// sourceOf says where the file of a message is, if it has one.
func sourceOf(m *api.Message) (source, bool) {
	switch {
	case m.Image != nil:
		return source{"image", m.Image.URL, m.Image.Data, m.Image.Mimetype}, true
	case m.Video != nil:
		return source{"video", m.Video.URL, m.Video.Data, m.Video.Mimetype}, true
	case m.Audio != nil:
		return source{"audio", m.Audio.URL, m.Audio.Data, m.Audio.Mimetype}, true
	case m.Document != nil:
		return source{"document", m.Document.URL, m.Document.Data, m.Document.Mimetype}, true
	case m.Sticker != nil:
		return source{"sticker", m.Sticker.URL, m.Sticker.Data, m.Sticker.Mimetype}, true
	}
	return source{}, false
}

// choose looks up the messages that the request refers to, and the people.
func (d *draft) choose(ctx context.Context, o *api.SendOptions) error {
	if m := d.message; m.Contact != nil {
		for _, c := range m.Contact.Contacts {
			if !strings.HasPrefix(strings.ToUpper(strings.TrimSpace(c.Vcard)), "BEGIN:VCARD") {
				return api.Invalid("/message/contact/contacts", "must be vCards, which begin with BEGIN:VCARD")
			}
		}
	}
	if p := d.message.Poll; p != nil && p.SelectableCount != nil && *p.SelectableCount > len(p.Options) {
		return api.Invalid("/message/poll/selectableCount", "is more than there are options")
	}
	var err error
	if r := d.message.Reaction; r != nil {
		if o != nil {
			return api.Invalid("/options", "is not for reactions")
		}
		d.about, err = d.find(ctx, r.MessageID)
		return err
	}
	if o == nil {
		return nil
	}
	for _, text := range o.Mentions {
		jid, err := parseAddress(text, "/options/mentions")
		if err != nil {
			return err
		}
		if jid.Server == types.GroupServer {
			return api.Invalid("/options/mentions", "must be people")
		}
		d.mentions = append(d.mentions, jid)
	}
	if o.Quoted != nil {
		d.quoted, err = d.find(ctx, *o.Quoted)
	}
	return err
}

// find gets a message of the chat.
func (d *draft) find(ctx context.Context, id string) (*store.Message, error) {
	address := d.to.String()
	chat, err := d.client.chatOf(ctx, &address)
	if err != nil {
		return nil, err
	}
	row, err := d.client.clients.messages.Find(ctx, d.client.id, chat, id)
	switch {
	case err != nil:
		return nil, noMessage(id, err)
	case row.Revoked:
		return nil, api.Errorf(api.CodeConflict, "Message %s was taken back by its sender.", id)
	}
	return &row, nil
}

// build makes WhatsApp's message of the draft, and uploads its file.
func (d *draft) build(ctx context.Context, r *run) (*waE2E.Message, error) {
	quote, err := d.context(ctx, r)
	if err != nil {
		return nil, err
	}
	m := d.message
	switch {
	case d.file != nil:
		up, err := r.wa.Upload(ctx, d.file.data, mediaTypes[d.member])
		if err != nil {
			return nil, err
		}
		return d.media(up, quote), nil
	case m.Location != nil:
		return &waE2E.Message{LocationMessage: &waE2E.LocationMessage{
			DegreesLatitude: &m.Location.DegreesLatitude, DegreesLongitude: &m.Location.DegreesLongitude,
			Name: m.Location.Name, Address: m.Location.Address, ContextInfo: quote,
		}}, nil
	case m.Contact != nil:
		return contacts(m.Contact, quote), nil
	case m.Poll != nil:
		return poll(r.wa, m.Poll, quote), nil
	case m.Reaction != nil:
		return d.reaction(ctx, r)
	case m.Text != nil && quote != nil:
		return &waE2E.Message{ExtendedTextMessage: &waE2E.ExtendedTextMessage{Text: m.Text, ContextInfo: quote}}, nil
	case m.Text != nil:
		return &waE2E.Message{Conversation: m.Text}, nil
	}
	return nil, api.Invalid("/message", "must have a member that says what to send")
}

// context is what a message says beside itself, or nil.
func (d *draft) context(ctx context.Context, r *run) (*waE2E.ContextInfo, error) {
	if d.quoted == nil && len(d.mentions) == 0 {
		return nil, nil
	}
	c := &waE2E.ContextInfo{}
	for _, jid := range d.mentions {
		mentioned, err := r.hidden(ctx, jid)
		if err != nil {
			return nil, err
		}
		c.MentionedJID = append(c.MentionedJID, mentioned)
	}
	if q := d.quoted; q != nil {
		author, err := d.author(ctx, r, q)
		if err != nil {
			return nil, err
		}
		c.StanzaID, c.Participant, c.QuotedMessage = &q.ID, &author, &waE2E.Message{}
		if err := proto.Unmarshal(q.Content, c.QuotedMessage); err != nil {
			return nil, err
		}
		c.QuotedMessage.MessageContextInfo = nil
	}
	return c, nil
}

// media describes a file that was uploaded.
func (d *draft) media(up whatsmeow.UploadResponse, quote *waE2E.ContextInfo) *waE2E.Message {
	f := d.file
	length := &up.FileLength
	var width, height *uint32
	if f.width > 0 {
		width, height = &f.width, &f.height
	}
	switch m := d.message; d.member {
	case "image":
		return once(m.Image.ViewOnce, &waE2E.Message{ImageMessage: &waE2E.ImageMessage{
			Mimetype: &f.mimetype, Caption: m.Image.Caption, Width: width, Height: height, JPEGThumbnail: f.thumbnail, ViewOnce: m.Image.ViewOnce,
			ContextInfo: quote, URL: &up.URL, DirectPath: &up.DirectPath, MediaKey: up.MediaKey,
			FileSHA256: up.FileSHA256, FileEncSHA256: up.FileEncSHA256, FileLength: length,
		}})
	case "video":
		return once(m.Video.ViewOnce, &waE2E.Message{VideoMessage: &waE2E.VideoMessage{
			Mimetype: &f.mimetype, Caption: m.Video.Caption, Seconds: seconds(m.Video.Seconds), ViewOnce: m.Video.ViewOnce,
			ContextInfo: quote, URL: &up.URL, DirectPath: &up.DirectPath, MediaKey: up.MediaKey,
			FileSHA256: up.FileSHA256, FileEncSHA256: up.FileEncSHA256, FileLength: length,
		}})
	case "audio":
		return &waE2E.Message{AudioMessage: &waE2E.AudioMessage{
			Mimetype: &f.mimetype, Seconds: seconds(m.Audio.Seconds), PTT: m.Audio.Ptt,
			ContextInfo: quote, URL: &up.URL, DirectPath: &up.DirectPath, MediaKey: up.MediaKey,
			FileSHA256: up.FileSHA256, FileEncSHA256: up.FileEncSHA256, FileLength: length,
		}}
	case "sticker":
		return &waE2E.Message{StickerMessage: &waE2E.StickerMessage{
			Mimetype: &f.mimetype, Width: width, Height: height,
			ContextInfo: quote, URL: &up.URL, DirectPath: &up.DirectPath, MediaKey: up.MediaKey,
			FileSHA256: up.FileSHA256, FileEncSHA256: up.FileEncSHA256, FileLength: length,
		}}
	}
	doc := d.message.Document
	name := doc.FileName
	if name == nil && f.name != "" {
		name = &f.name
	}
	message := &waE2E.Message{DocumentMessage: &waE2E.DocumentMessage{
		Mimetype: &f.mimetype, FileName: name, Title: name, Caption: doc.Caption,
		ContextInfo: quote, URL: &up.URL, DirectPath: &up.DirectPath, MediaKey: up.MediaKey,
		FileSHA256: up.FileSHA256, FileEncSHA256: up.FileEncSHA256, FileLength: length,
	}}
	if doc.Caption != nil && *doc.Caption != "" { // phones show the caption of a document only if it comes like this
		return &waE2E.Message{DocumentWithCaptionMessage: &waE2E.FutureProofMessage{Message: message}}
	}
	return message
}

// once wraps what is to be seen once.
func once(viewOnce *bool, message *waE2E.Message) *waE2E.Message {
	if viewOnce == nil || !*viewOnce {
		return message
	}
	return &waE2E.Message{ViewOnceMessageV2: &waE2E.FutureProofMessage{Message: message}}
}

func seconds(n *int) *uint32 {
	if n == nil {
		return nil
	}
	return proto.Uint32(uint32(*n))
}

func contacts(c *api.ContactCard, quote *waE2E.ContextInfo) *waE2E.Message {
	if len(c.Contacts) == 1 {
		return &waE2E.Message{ContactMessage: &waE2E.ContactMessage{DisplayName: &c.DisplayName, Vcard: &c.Contacts[0].Vcard, ContextInfo: quote}}
	}
	all := &waE2E.ContactsArrayMessage{DisplayName: &c.DisplayName, ContextInfo: quote}
	for i := range c.Contacts {
		card := &c.Contacts[i].Vcard
		all.Contacts = append(all.Contacts, &waE2E.ContactMessage{DisplayName: formattedName(*card), Vcard: card})
	}
	return &waE2E.Message{ContactsArrayMessage: all}
}

// formattedName is the FN property of a vCard (RFC 6350, 6.2.1), or nil.
func formattedName(vcard string) *string {
	for line := range strings.Lines(vcard) {
		property, value, _ := strings.Cut(strings.TrimSpace(line), ":")
		if name, _, _ := strings.Cut(property, ";"); strings.EqualFold(name, "FN") {
			return &value
		}
	}
	return nil
}

func poll(wa *whatsmeow.Client, p *api.Poll, quote *waE2E.ContextInfo) *waE2E.Message {
	count := 0
	if p.SelectableCount != nil {
		count = *p.SelectableCount
	}
	message := wa.BuildPollCreation(p.Name, p.Options, count)
	message.PollCreationMessage.ContextInfo = quote
	return message
}

// reaction names the message that it is to as those in the chat know it.
func (d *draft) reaction(ctx context.Context, r *run) (*waE2E.Message, error) {
	chat, err := r.hidden(ctx, d.to)
	if err != nil {
		return nil, err
	}
	key := &waCommon.MessageKey{RemoteJID: &chat, FromMe: &d.about.FromMe, ID: &d.about.ID}
	if d.to.Server == types.GroupServer && !d.about.FromMe {
		author, err := d.author(ctx, r, d.about)
		if err != nil {
			return nil, err
		}
		key.Participant = &author
	}
	return &waE2E.Message{ReactionMessage: &waE2E.ReactionMessage{
		Key: key, Text: &d.message.Reaction.Emoji, SenderTimestampMS: proto.Int64(time.Now().UnixMilli()),
	}}, nil
}

// author is who has sent a message, as the others in the chat know them.
func (d *draft) author(ctx context.Context, r *run, m *store.Message) (string, error) {
	jid, err := types.ParseJID(m.Sender)
	if err != nil {
		return "", err
	}
	return r.hidden(ctx, jid)
}

// hidden is an address in the form that messages name it in: by hidden id where that is known.
func (r *run) hidden(ctx context.Context, jid types.JID) (string, error) {
	p, err := r.client.clients.party(ctx, jid, types.EmptyJID)
	if err != nil || p.lid.IsEmpty() {
		return jid.String(), err
	}
	return p.lid.String(), nil
}
