package sandbox

import (
	"go.mau.fi/whatsmeow"
	"go.mau.fi/whatsmeow/proto/waE2E"
	"go.mau.fi/whatsmeow/types"
	"go.mau.fi/whatsmeow/types/events"
)

// MediaView describes the file of a message, as its sender does.
type MediaView struct {
	Kind          string
	Mimetype      string
	FileName      string `json:",omitempty"`
	Size          int    `json:",omitempty"`
	Seconds       int    `json:",omitempty"`
	Voice         bool   `json:",omitempty"`
	ViewOnce      bool   `json:",omitempty"`
	Width, Height int    `json:",omitempty"` // where the sender says them
}

// Quote is the message that another one answers, or is about.
type Quote struct {
	ID   string
	From Identity // empty where it isn't said
	Text string   `json:",omitempty"`
}

// unwrap takes a message out of what it was put into on the way, or because it is to be seen once.
func unwrap(m *waE2E.Message) (inner *waE2E.Message, viewOnce bool) {
	e := (&events.Message{RawMessage: m}).UnwrapRaw()
	return e.Message, e.IsViewOnce
}

// textOf gives the text of a message, or its caption, and what kind of message it is.
func textOf(message *waE2E.Message) (text, kind string) {
	m, _ := unwrap(message)
	if m == nil {
		return "", KindOther
	}
	if poll := pollOf(m); poll != nil {
		return poll.GetName(), KindPoll
	}
	if e, ok := effectOf(m); ok {
		return e.text, e.kind
	}
	switch {
	case m.Conversation != nil:
		return m.GetConversation(), KindText
	case m.ExtendedTextMessage != nil:
		return m.GetExtendedTextMessage().GetText(), KindText
	case m.ImageMessage != nil:
		return m.GetImageMessage().GetCaption(), KindImage
	case videoOf(m) != nil:
		return videoOf(m).GetCaption(), KindVideo
	case m.AudioMessage != nil:
		return "", KindAudio
	case m.StickerMessage != nil:
		return "", KindSticker
	case m.DocumentMessage != nil:
		return m.GetDocumentMessage().GetCaption(), KindDocument
	case m.LocationMessage != nil:
		return m.GetLocationMessage().GetName(), KindLocation
	case m.LiveLocationMessage != nil:
		return m.GetLiveLocationMessage().GetCaption(), KindLocation
	case m.ContactMessage != nil:
		return m.GetContactMessage().GetDisplayName(), KindContact
	case m.ContactsArrayMessage != nil:
		return m.GetContactsArrayMessage().GetDisplayName(), KindContact
	}
	return "", KindOther
}

// videoOf gives a video, also one that is shown in a circle.
func videoOf(m *waE2E.Message) *waE2E.VideoMessage {
	if m.VideoMessage != nil {
		return m.VideoMessage
	}
	return m.PtvMessage
}

// pollOf gives a poll, in any of the forms that there are.
func pollOf(m *waE2E.Message) *waE2E.PollCreationMessage {
	for _, poll := range []*waE2E.PollCreationMessage{
		m.GetPollCreationMessage(), m.GetPollCreationMessageV2(), m.GetPollCreationMessageV3(),
		m.GetPollCreationMessageV5(), m.GetPollCreationMessageV6(),
	} {
		if poll != nil {
			return poll
		}
	}
	return nil
}

// describe fills in what a message says.
func (m *Message) describe(n *Network, content *waE2E.Message) {
	m.Text, m.Kind = textOf(content)
	inner, viewOnce := unwrap(content)
	if inner == nil {
		return
	}
	if _, view := fileOf(inner); view != nil {
		view.Kind, view.ViewOnce = m.Kind, viewOnce
		m.Media = view
	}
	m.Location, m.Contact = locationOf(inner), cardOf(inner)
	if poll := pollOf(inner); poll != nil {
		m.Poll = newPollView(poll)
	}
	if c := contextOf(inner); c.GetStanzaID() != "" {
		m.Quoted = &Quote{ID: c.GetStanzaID()}
		if from, err := types.ParseJID(c.GetParticipant()); err == nil && !from.IsEmpty() {
			m.Quoted.From = n.identity(from)
		}
		if c.QuotedMessage != nil {
			m.Quoted.Text, _ = textOf(c.QuotedMessage)
		}
	} else if e, ok := effectOf(inner); ok {
		m.Quoted = &Quote{ID: e.target}
	}
}

// fileOf gives the file of a message, and what its sender says of it. Both are nil if it has none.
func fileOf(m *waE2E.Message) (file whatsmeow.DownloadableMessage, view *MediaView) {
	switch {
	case m.ImageMessage != nil:
		f := m.ImageMessage
		return f, &MediaView{Mimetype: f.GetMimetype(), Size: size(f.GetFileLength()), Width: int(f.GetWidth()), Height: int(f.GetHeight())}
	case videoOf(m) != nil:
		f := videoOf(m)
		return f, &MediaView{
			Mimetype: f.GetMimetype(), Size: size(f.GetFileLength()), Seconds: int(f.GetSeconds()),
			Width: int(f.GetWidth()), Height: int(f.GetHeight()),
		}
	case m.AudioMessage != nil:
		f := m.AudioMessage
		return f, &MediaView{Mimetype: f.GetMimetype(), Size: size(f.GetFileLength()), Seconds: int(f.GetSeconds()), Voice: f.GetPTT()}
	case m.DocumentMessage != nil:
		f := m.DocumentMessage
		return f, &MediaView{Mimetype: f.GetMimetype(), Size: size(f.GetFileLength()), FileName: f.GetFileName()}
	case m.StickerMessage != nil:
		f := m.StickerMessage
		return f, &MediaView{Mimetype: f.GetMimetype(), Size: size(f.GetFileLength()), Width: int(f.GetWidth()), Height: int(f.GetHeight())}
	}
	return nil, nil
}

// size is a length, whatever the sender says.
func size(length uint64) int { return int(min(length, 1<<62)) }

// locationOf gives the place that a message is. One that is nowhere on Earth is none: the sender may say
// anything, also what is not a number, and that could not be written down.
func locationOf(m *waE2E.Message) *Location {
	var place Location
	switch {
	case m.LocationMessage != nil:
		l := m.LocationMessage
		place = Location{l.GetDegreesLatitude(), l.GetDegreesLongitude(), l.GetName(), l.GetAddress()}
	case m.LiveLocationMessage != nil:
		l := m.LiveLocationMessage
		place = Location{Latitude: l.GetDegreesLatitude(), Longitude: l.GetDegreesLongitude()}
	default:
		return nil
	}
	if !place.exists() {
		return nil
	}
	return &place
}

func (l *Location) exists() bool {
	return l.Latitude >= -90 && l.Latitude <= 90 && l.Longitude >= -180 && l.Longitude <= 180
}

func cardOf(m *waE2E.Message) *ContactCard {
	switch {
	case m.ContactMessage != nil:
		return &ContactCard{m.ContactMessage.GetDisplayName(), []string{m.ContactMessage.GetVcard()}}
	case m.ContactsArrayMessage != nil:
		card := &ContactCard{Name: m.ContactsArrayMessage.GetDisplayName()}
		for _, c := range m.ContactsArrayMessage.GetContacts() {
			card.VCards = append(card.VCards, c.GetVcard())
		}
		return card
	}
	return nil
}

// contextOf gives what a message answers, of those that can answer another.
func contextOf(m *waE2E.Message) *waE2E.ContextInfo {
	for _, c := range []*waE2E.ContextInfo{
		m.GetExtendedTextMessage().GetContextInfo(), m.GetImageMessage().GetContextInfo(), videoOf(m).GetContextInfo(),
		m.GetAudioMessage().GetContextInfo(), m.GetDocumentMessage().GetContextInfo(), m.GetStickerMessage().GetContextInfo(),
		m.GetLocationMessage().GetContextInfo(), m.GetLiveLocationMessage().GetContextInfo(), m.GetContactMessage().GetContextInfo(),
		m.GetContactsArrayMessage().GetContextInfo(), pollOf(m).GetContextInfo(),
	} {
		if c != nil {
			return c
		}
	}
	return nil
}
