package handset

import (
	"cmp"
	"context"
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
	Open      bool
}

// message is a message as a page shows it.
type message struct {
	Out        bool
	From       string // in a chat of more than two
	Text, Kind string
	Time       time.Time
	Status     string // of one's own: sent, delivered or read
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
		with := chatOf(&all[i])
		at, known := places[with.JID]
		if !known {
			at = len(p.Chats)
			places[with.JID] = at
			p.Chats = append(p.Chats, chat{JID: with.JID, Open: with.JID == open})
		}
		p.Chats[at].Name, p.Chats[at].Last = nameOf(with), messageOf(&all[i])
		if with.JID == open {
			p.Messages = append(p.Messages, messageOf(&all[i]))
		}
	}
	if len(p.Messages) > shown {
		p.Messages = p.Messages[len(p.Messages)-shown:]
	}
	slices.SortStableFunc(p.Chats, func(a, b chat) int { return b.Last.Time.Compare(a.Last.Time) })
	for i := range p.Chats {
		if p.Chats[i].Open {
			p.Chat = &p.Chats[i]
		}
	}
}

// chatOf is the chat that a message is in: that with the other one, or a group.
func chatOf(m *api.SandboxMessage) api.Identity {
	if m.Direction == api.SandboxMessageDirectionOut || m.To.Phone == nil {
		return m.To
	}
	return m.From
}

func nameOf(i api.Identity) string {
	var name, phone string
	if i.Name != nil {
		name = *i.Name
	}
	if i.Phone != nil {
		phone = *i.Phone
	}
	return cmp.Or(name, phone, i.JID)
}

func messageOf(m *api.SandboxMessage) message {
	out := message{Out: m.Direction == api.SandboxMessageDirectionOut, Text: m.Text, Time: m.Timestamp}
	if m.To.Phone == nil && !out.Out {
		out.From = nameOf(m.From)
	}
	if m.Status != nil {
		out.Status = string(*m.Status)
	}
	return out
}
