package sandbox

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"

	"go.mau.fi/whatsmeow/types"

	"wpengine/engine/api"
)

// SendMessage sends something as the person who holds the phone.
func (s *Service) SendMessage(ctx context.Context, r *api.SendSandboxMessageRequest) (*api.SendSandboxMessageResponse, error) {
	p, err := s.phone(ctx, r.Phone)
	if err != nil {
		return nil, err
	}
	to, err := parseAddress("/jid", r.JID)
	if err != nil {
		return nil, err
	}
	content, err := readContent(&r.Message)
	if err != nil {
		return nil, problem(err)
	}
	var o SendOptions
	if r.Options != nil && r.Options.Quoted != nil {
		o.Quoted = *r.Options.Quoted
	}
	if o.ID, err = messageID(ctx, p, to, r); err != nil {
		return nil, err
	}
	m, err := p.Send(ctx, to, content, o)
	if err != nil {
		return nil, problem(err)
	}
	return &api.SendSandboxMessageResponse{MessageID: m.ID, Timestamp: m.Time}, nil
}

// messageID derives the id of a message from the request's Idempotency-Key and all that is to be sent, so that a
// request that is repeated after a crash is the same message.
func messageID(ctx context.Context, p *Phone, to types.JID, r *api.SendSandboxMessageRequest) (string, error) {
	key := api.IdempotencyKeyFrom(ctx)
	if key == "" {
		return newMessageID(), nil
	}
	sum := sha256.New()
	fmt.Fprintf(sum, "sandbox message\x00%s\x00%s\x00%s\x00", p.account.Number, key, to)
	if err := json.NewEncoder(sum).Encode([]any{r.Message, r.Options}); err != nil {
		return "", fmt.Errorf("sandbox: the id of a message: %w", err)
	}
	return "3EB0" + strings.ToUpper(hex.EncodeToString(sum.Sum(nil)[:9])), nil
}

// readContent reads what is to be sent. That it has exactly one member is seen to by the spec, and by Content.
func readContent(r *api.SandboxContent) (c Content, err error) {
	if r.Text != nil {
		c.Text = *r.Text
	}
	if c.Media, err = readMedia(r); err != nil {
		return c, err
	}
	if l := r.Location; l != nil {
		c.Location = &Location{l.DegreesLatitude, l.DegreesLongitude, value(l.Name), value(l.Address)}
	}
	if r.Contact != nil {
		c.Contact = &ContactCard{Name: r.Contact.DisplayName}
		for _, card := range r.Contact.Contacts {
			c.Contact.VCards = append(c.Contact.VCards, card.Vcard)
		}
	}
	if r.Poll != nil {
		c.Poll = &Poll{r.Poll.Name, r.Poll.Options, value(r.Poll.SelectableCount)}
	}
	if r.Vote != nil {
		c.Vote = &Vote{r.Vote.MessageID, r.Vote.Options}
	}
	if r.Reaction != nil {
		c.Reaction = &Reaction{r.Reaction.MessageID, r.Reaction.Emoji}
	}
	if r.Edit != nil {
		c.Edit = &Edit{r.Edit.MessageID, r.Edit.Text}
	}
	if r.Revoke != nil {
		c.Revoke = &Revoke{r.Revoke.MessageID}
	}
	return c, nil
}

func readMedia(r *api.SandboxContent) (*Media, error) {
	var m *Media
	var data string
	switch {
	case r.Image != nil:
		f := r.Image
		m, data = &Media{Kind: KindImage, Mimetype: value(f.Mimetype), Caption: value(f.Caption), ViewOnce: value(f.ViewOnce)}, f.Data
	case r.Video != nil:
		f := r.Video
		m, data = &Media{
			Kind: KindVideo, Mimetype: value(f.Mimetype), Caption: value(f.Caption), Seconds: value(f.Seconds), ViewOnce: value(f.ViewOnce),
		}, f.Data
	case r.Audio != nil:
		f := r.Audio
		m, data = &Media{
			Kind: KindAudio, Mimetype: value(f.Mimetype), Seconds: value(f.Seconds), Voice: value(f.Ptt), ViewOnce: value(f.ViewOnce),
		}, f.Data
	case r.Document != nil:
		f := r.Document
		m, data = &Media{Kind: KindDocument, Mimetype: value(f.Mimetype), FileName: value(f.FileName), Caption: value(f.Caption)}, f.Data
	case r.Sticker != nil:
		m, data = &Media{Kind: KindSticker, Mimetype: value(r.Sticker.Mimetype)}, r.Sticker.Data
	default:
		return nil, nil
	}
	var err error
	if m.Data, err = base64.StdEncoding.DecodeString(data); err != nil {
		return nil, &ContentError{"/message/" + m.Kind + "/data", "is not base64 with padding: " + strings.TrimPrefix(err.Error(), "illegal base64 data ")}
	}
	return m, nil
}

// value is an optional member of a request, or the zero value.
func value[T any](v *T) (zero T) {
	if v == nil {
		return zero
	}
	return *v
}

// given is a member of an answer that is left out when it says nothing.
func given[T comparable](v T) *T {
	var zero T
	if v == zero {
		return nil
	}
	return &v
}

// messageView is a message in the words of the API.
func messageView(m Message) api.SandboxMessage {
	view := api.SandboxMessage{
		MessageID: m.ID, Direction: api.SandboxMessageDirection(m.Direction), Chat: identityView(m.chat()),
		From: identityView(m.From), To: identityView(m.To), Timestamp: m.Time.UTC(), Kind: api.SandboxMessageKind(m.Kind), Text: m.Text,
		Edited: given(m.Edited), Revoked: given(m.Revoked), Unread: given(m.Unread),
	}
	if m.Direction == DirectionOut {
		status := api.SandboxMessageStatus(m.Progress)
		view.Status = &status
	}
	if f := m.Media; f != nil {
		view.Media = &api.SandboxMedia{
			Kind: api.SandboxMediaKind(f.Kind), Mimetype: f.Mimetype, FileName: given(f.FileName), Size: given(f.Size), Seconds: given(f.Seconds),
			Voice: given(f.Voice), ViewOnce: given(f.ViewOnce), Width: given(f.Width), Height: given(f.Height),
		}
	}
	if l := m.Location; l != nil {
		view.Location = &api.SandboxLocation{
			DegreesLatitude: l.Latitude, DegreesLongitude: l.Longitude, Name: given(l.Name), Address: given(l.Address),
		}
	}
	if c := m.Contact; c != nil {
		view.Contact = &api.SandboxContact{DisplayName: c.Name, Contacts: []api.SandboxVcard{}}
		for _, card := range c.VCards {
			view.Contact.Contacts = append(view.Contact.Contacts, api.SandboxVcard{Vcard: card})
		}
	}
	if q := m.Quoted; q != nil {
		view.Quoted = &api.SandboxQuote{MessageID: q.ID, Text: given(q.Text)}
		if !q.From.JID.IsEmpty() {
			from := identityView(q.From)
			view.Quoted.From = &from
		}
	}
	for _, r := range m.Reactions {
		view.Reactions = append(view.Reactions, api.SandboxReactionView{From: identityView(r.From), Emoji: r.Emoji, Timestamp: r.Time.UTC()})
	}
	view.Poll = pollView(m.Poll)
	return view
}

func pollView(p *PollView) *api.SandboxPollView {
	if p == nil {
		return nil
	}
	view := &api.SandboxPollView{Name: p.Name, SelectableCount: p.Selectable, Options: []api.SandboxPollOption{}}
	for _, o := range p.Options {
		option := api.SandboxPollOption{Name: o.Name, Voters: []api.Identity{}}
		for _, who := range o.Voters {
			option.Voters = append(option.Voters, identityView(who))
		}
		view.Options = append(view.Options, option)
	}
	return view
}
