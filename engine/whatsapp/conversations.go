package whatsapp

import (
	"context"
	"errors"
	"strconv"
	"strings"
	"time"

	"go.mau.fi/whatsmeow/types"

	"wpengine/engine/api"
	"wpengine/engine/store"
)

// FetchChats implements api.WhatsappService.
func (m *Messages) FetchChats(ctx context.Context, req *api.FetchChatsRequest) (*api.FetchChatsResponse, error) {
	cl, err := m.clients.find(ctx, req.ClientID)
	if err != nil {
		return nil, err
	}
	behind := store.End
	if req.Cursor != nil {
		if behind, err = parsePlace(*req.Cursor); err != nil {
			return nil, err
		}
	}
	chats, err := m.clients.chats.List(ctx, cl.id, behind, req.Limit+1)
	if err != nil {
		return nil, err
	}
	merged, err := cl.mergeKnown(ctx, chats)
	if err != nil {
		return nil, err
	}
	if merged {
		if chats, err = m.clients.chats.List(ctx, cl.id, behind, req.Limit+1); err != nil {
			return nil, err
		}
	}
	page, next := api.Page(chats, req.Limit, func(c store.Chat) string { return cursorOf(store.Place{Position: c.Position, ID: c.JID}) })
	response := &api.FetchChatsResponse{Items: make([]api.Chat, len(page)), NextCursor: next}
	for i, c := range page {
		if response.Items[i], err = cl.chatView(ctx, c); err != nil {
			return nil, err
		}
	}
	return response, nil
}

// mergeKnown puts chats that are kept by hidden id where they belong, if the phone number has become known.
func (cl *client) mergeKnown(ctx context.Context, chats []store.Chat) (merged bool, err error) {
	for _, c := range chats {
		jid, err := types.ParseJID(c.JID)
		if err != nil || jid.Server != types.HiddenUserServer {
			continue
		}
		who, err := cl.clients.party(ctx, jid, types.EmptyJID)
		if err != nil {
			return merged, err
		}
		if who.jid == jid {
			continue
		}
		moved, err := cl.clients.chats.Merge(ctx, cl.id, c.JID, who.jid.String())
		if err != nil {
			return merged, err
		}
		merged = merged || moved
	}
	return merged, nil
}

// GetConversationMessages implements api.WhatsappService.
func (m *Messages) GetConversationMessages(ctx context.Context, req *api.GetConversationMessagesRequest) (*api.GetConversationMessagesResponse, error) {
	cl, err := m.clients.find(ctx, req.ClientID)
	if err != nil {
		return nil, err
	}
	query, err := cl.query(ctx, req)
	if err != nil {
		return nil, err
	}
	rows, err := cl.awaitMessages(ctx, query, time.Duration(req.WaitSeconds)*time.Second)
	if err != nil {
		return nil, err
	}
	page, next := api.Page(rows, req.Limit, func(row store.Message) string { return cursorOf(row.Place()) })
	response := &api.GetConversationMessagesResponse{Items: make([]api.ConversationMessage, len(page)), NextCursor: next}
	for i, row := range page {
		response.Items[i] = cl.messageView(ctx, row)
	}
	return response, nil
}

// query says which messages a request is for, and one more, which tells whether there is a next page.
func (cl *client) query(ctx context.Context, req *api.GetConversationMessagesRequest) (store.MessageQuery, error) {
	q := store.MessageQuery{ClientID: cl.id, After: store.Beginning, Before: store.End, Limit: req.Limit + 1}
	var err error
	if q.Chat, err = cl.chatOf(ctx, req.JID); err != nil {
		return q, err
	}
	if req.AfterMessageID != nil {
		known, err := cl.clients.messages.Find(ctx, cl.id, q.Chat, *req.AfterMessageID)
		if err != nil {
			return q, noMessage(*req.AfterMessageID, err)
		}
		q.After, q.OldestFirst = known.Place(), true
	}
	if req.Order != nil {
		q.OldestFirst = *req.Order == api.GetConversationMessagesRequestOrderOldest
	}
	if req.Cursor == nil {
		return q, nil
	}
	place, err := parsePlace(*req.Cursor)
	if q.OldestFirst {
		q.After = place
	} else {
		q.Before = place
	}
	return q, err
}

// awaitMessages lists messages, and waits for one if there is none.
func (cl *client) awaitMessages(ctx context.Context, q store.MessageQuery, patience time.Duration) ([]store.Message, error) {
	var late <-chan time.Time
	for {
		news := cl.news.next() // before looking, so that what comes in between rings
		s, changed := cl.watch()
		if s.deleted {
			return nil, noClient(cl.id)
		}
		rows, err := cl.clients.messages.List(ctx, q)
		if err != nil || len(rows) > 0 || patience <= 0 || q.Before != store.End {
			return rows, err
		}
		if late == nil {
			timer := time.NewTimer(patience)
			defer timer.Stop()
			late = timer.C
		}
		select {
		case <-news:
		case <-changed:
		case <-late:
			patience = 0
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-cl.clients.ctx.Done():
			return nil, errClosing()
		}
	}
}

// GetMessage implements api.WhatsappService.
func (m *Messages) GetMessage(ctx context.Context, req *api.GetMessageRequest) (*api.ConversationMessage, error) {
	cl, row, err := m.find(ctx, req.ClientID, req.JID, req.MessageID)
	if err != nil {
		return nil, err
	}
	view := cl.messageView(ctx, row)
	return &view, nil
}

// find finds a client of the caller's and a message of it, in any chat if none is named.
func (m *Messages) find(ctx context.Context, clientID string, chat *string, id string) (*client, store.Message, error) {
	cl, err := m.clients.find(ctx, clientID)
	if err != nil {
		return nil, store.Message{}, err
	}
	jid, err := cl.chatOf(ctx, chat)
	if err != nil {
		return nil, store.Message{}, err
	}
	row, err := m.clients.messages.Find(ctx, cl.id, jid, id)
	if err != nil {
		return nil, store.Message{}, noMessage(id, err)
	}
	return cl, row, nil
}

func noMessage(id string, err error) error {
	if !errors.Is(err, store.ErrNotFound) {
		return err
	}
	return api.Errorf(api.CodeNotFound, "No message %s. It was never in this chat of this client, or is no longer kept.", id)
}

// chatOf reads which chat a caller means: "" for none. What is kept of a person under the hidden id alone is first
// put where it belongs, if the phone number has become known.
func (cl *client) chatOf(ctx context.Context, address *string) (string, error) {
	if address == nil {
		return "", nil
	}
	jid, err := parseChat(*address)
	if err != nil {
		return "", err
	}
	who, err := cl.clients.party(ctx, jid, types.EmptyJID)
	if err != nil {
		return "", err
	}
	if !who.lid.IsEmpty() && who.lid != who.jid {
		lid := who.lid.String()
		_, err := cl.clients.chats.Get(ctx, cl.id, lid)
		if err == nil {
			_, err = cl.clients.chats.Merge(ctx, cl.id, lid, who.jid.String())
		}
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return "", err
		}
	}
	return who.jid.String(), nil
}

// parseChat reads the address of a chat: what a message can be sent to, and what is only published.
func parseChat(text string) (types.JID, error) {
	if jid, err := types.ParseJID(text); err == nil && (jid == types.StatusBroadcastJID || jid.Server == types.NewsletterServer && jid.User != "") {
		return jid, nil
	}
	return parseAddress(text, "/jid")
}

// cursorOf writes down a place for a caller, who brings it back.
func cursorOf(p store.Place) string { return strconv.FormatInt(p.Position, 10) + "." + p.ID }

func parsePlace(cursor string) (store.Place, error) {
	position, id, ok := strings.Cut(cursor, ".")
	n, err := strconv.ParseInt(position, 10, 64)
	if !ok || err != nil || id == "" {
		return store.Place{}, api.Invalid("/cursor", "is not the nextCursor of a page")
	}
	return store.Place{Position: n, ID: id}, nil
}
