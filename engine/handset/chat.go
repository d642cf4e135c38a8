package handset

import (
	"cmp"
	"context"
	"net/url"
	"slices"
	"time"

	"wpengine/engine/api"
)

const (
	pageSize = 200 // of what is read at once
	shown    = 50  // messages of a chat, in a page whose script doesn't run
)

// chat is a row in the list of a phone's chats.
type chat struct {
	JID, Name string
	Last      message
	newest    int // place of the last message: times are of whole seconds
	Open      bool
}

// message is a message as a page shows it.
type message struct {
	Out    bool
	From   string // in a group
	Text   string
	Kind   string // what it is, if it is no text
	File   string // the address of its file
	Edited bool
	Time   time.Time
	Status string // of one's own: sent, delivered or read
}

// Line is the message in one line.
func (m message) Line() string {
	if m.Kind != "" && m.Text != "" {
		return m.Kind + ": " + m.Text
	}
	return cmp.Or(m.Text, m.Kind)
}

// Clock is the time of day.
func (m message) Clock() string { return m.Time.Format("15:04") }

// Exact is the time for programs.
func (m message) Exact() string { return m.Time.Format(time.RFC3339) }

// history reads all that a phone has, oldest first.
func (h *Handset) history(ctx context.Context, phone string) (all []api.SandboxMessage, err error) {
	request := &api.ListSandboxMessagesRequest{Phone: phone, Limit: pageSize}
	for {
		list, err := h.phones.ListMessages(ctx, request)
		if err != nil {
			return nil, err
		}
		all = append(all, list.Items...)
		if request.Cursor = list.NextCursor; request.Cursor == nil {
			return all, nil
		}
	}
}

// show fills a pane with the chats that the messages are of, newest first, and with the newest messages of the open one.
func (p *pane) show(all []api.SandboxMessage, open string) {
	places := map[string]int{}
	for i := range all {
		with := all[i].Chat
		at, known := places[with.JID]
		if !known {
			at = len(p.Chats)
			places[with.JID] = at
			p.Chats = append(p.Chats, chat{JID: with.JID, Open: with.JID == open})
		}
		p.Chats[at].Name, p.Chats[at].Last, p.Chats[at].newest = nameOf(with), messageOf(p.Phone.Phone, &all[i]), i
		if with.JID == open {
			p.Messages = append(p.Messages, messageOf(p.Phone.Phone, &all[i]))
		}
	}
	if len(p.Messages) > shown {
		p.Messages = p.Messages[len(p.Messages)-shown:]
	}
	slices.SortFunc(p.Chats, func(a, b chat) int { return b.newest - a.newest })
	for i := range p.Chats {
		if p.Chats[i].Open {
			p.Chat = &p.Chats[i]
		}
	}
}

func nameOf(i api.Identity) string {
	if i.JID == "status@broadcast" {
		return "Status"
	}
	var name, phone string
	if i.Name != nil {
		name = *i.Name
	}
	if i.Phone != nil {
		phone = *i.Phone
	}
	return cmp.Or(name, phone, i.JID)
}

// kinds are what messages are called that are no texts.
var kinds = map[api.SandboxMessageKind]string{
	api.SandboxMessageKindImage: "Photo", api.SandboxMessageKindVideo: "Video", api.SandboxMessageKindAudio: "Audio",
	api.SandboxMessageKindDocument: "Document", api.SandboxMessageKindSticker: "Sticker", api.SandboxMessageKindLocation: "Location",
	api.SandboxMessageKindContact: "Contact", api.SandboxMessageKindPoll: "Poll",
}

func messageOf(phone string, m *api.SandboxMessage) message {
	out := message{
		Out: m.Direction == api.SandboxMessageDirectionOut, Text: m.Text, Time: m.Timestamp, Edited: m.Edited != nil && *m.Edited,
	}
	if m.To.Phone == nil && !out.Out {
		out.From = nameOf(m.From)
	}
	if m.Status != nil {
		out.Status = string(*m.Status)
	}
	switch {
	case m.Revoked != nil && *m.Revoked:
		return message{Out: out.Out, From: out.From, Time: out.Time, Kind: "This message was deleted"}
	case m.Kind != api.SandboxMessageKindText:
		out.Kind = cmp.Or(kinds[m.Kind], "A message that this page can't show")
	}
	if m.Media != nil {
		out.File = Path + "/media?" + url.Values{"phone": {phone}, "messageId": {m.MessageID}}.Encode()
		if m.Media.Voice != nil && *m.Media.Voice {
			out.Kind = "Voice message"
		}
	}
	return out
}
