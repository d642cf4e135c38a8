package sandbox

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"go.mau.fi/whatsmeow/appstate"
	"go.mau.fi/whatsmeow/proto/waSyncAction"
	"go.mau.fi/whatsmeow/types"
	"google.golang.org/protobuf/proto"
)

// ErrNoMessage is returned for a message that the phone doesn't have.
var ErrNoMessage = errors.New("the phone has no such message")

// MuteChat mutes a chat until a time, or for ever if that is the zero time.
func (p *Phone) MuteChat(ctx context.Context, chat types.JID, until time.Time) error {
	return p.setChat(ctx, chat, func(key types.JID) appstate.PatchInfo {
		if until.IsZero() {
			return appstate.BuildMuteAbs(key, true, nil)
		}
		return appstate.BuildMuteAbs(key, true, proto.Int64(until.UnixMilli()))
	})
}

// UnmuteChat ends that a chat is muted.
func (p *Phone) UnmuteChat(ctx context.Context, chat types.JID) error {
	return p.setChat(ctx, chat, func(key types.JID) appstate.PatchInfo { return appstate.BuildMuteAbs(key, false, nil) })
}

// PinChat keeps a chat on top, or doesn't any more.
func (p *Phone) PinChat(ctx context.Context, chat types.JID, pinned bool) error {
	return p.setChat(ctx, chat, func(key types.JID) appstate.PatchInfo { return appstate.BuildPin(key, pinned) })
}

// ArchiveChat puts a chat away, which also unpins it, or brings it back.
func (p *Phone) ArchiveChat(ctx context.Context, chat types.JID, archived bool) error {
	return p.setChat(ctx, chat, func(key types.JID) appstate.PatchInfo {
		return appstate.BuildArchive(key, archived, time.Time{}, nil)
	})
}

// setChat changes how the phone keeps a chat.
func (p *Phone) setChat(ctx context.Context, chat types.JID, change func(key types.JID) appstate.PatchInfo) error {
	key, _, err := p.opened(chat)
	if err != nil {
		return err
	}
	return p.changeAppState(ctx, change(key))
}

// StarMessage gives a message of the phone's transcript a star, or takes it away.
func (p *Phone) StarMessage(ctx context.Context, id types.MessageID, starred bool) error {
	var found *Message
	if err := p.eachMessage(ctx, "", func(m Message) {
		if m.ID == id {
			found = &m
		}
	}); err != nil {
		return err
	}
	if found == nil {
		return ErrNoMessage
	}
	return p.changeAppState(ctx, appstate.BuildStar(found.chatKey(), found.From.LID, id, found.Direction == DirectionOut, starred))
}

// SetName gives the phone another name, which its linked devices and those it writes to see.
func (p *Phone) SetName(ctx context.Context, name string) error {
	return p.Update(ctx, PhoneChange{Name: &name})
}

// Contact is somebody in the address book of a phone.
type Contact struct {
	JID  types.JID // by number
	Name string
}

// ErrBadContact says what a contact needs.
var ErrBadContact = errors.New("a contact has a number and a name of 1 to 100 characters")

// AddContacts writes people into the phone's address book, from which its linked devices know their names.
func (p *Phone) AddContacts(ctx context.Context, contacts ...Contact) error {
	info := appstate.PatchInfo{Type: appstate.WAPatchCriticalUnblockLow}
	for _, c := range contacts {
		if c.JID.Server != types.DefaultUserServer || c.Name == "" || utf8.RuneCountInString(c.Name) > 100 {
			return ErrBadContact
		}
		action := &waSyncAction.ContactAction{FullName: proto.String(c.Name), SaveOnPrimaryAddressbook: proto.Bool(true)}
		if lid := p.net.canonical(c.JID); lid.Server == types.HiddenUserServer {
			action.LidJID = proto.String(lid.String())
		}
		info.Mutations = append(info.Mutations, appstate.MutationInfo{
			Index: []string{appstate.IndexContact, c.JID.ToNonAD().String()}, Version: 2,
			Value: &waSyncAction.SyncActionValue{ContactAction: action},
		})
	}
	if len(info.Mutations) == 0 {
		return nil
	}
	return p.changeAppState(ctx, info)
}

// Chat is a chat of a phone.
type Chat struct {
	Identity             // a person, by the name in the address book if there is one, or a group
	Last       Message   // the newest message
	Unread     int       // messages of others that were not read
	MutedUntil time.Time // zero if the chat isn't muted
	Pinned     bool
	Archived   bool
}

// Chats lists the phone's chats: the pinned ones first, then by the newest message.
func (p *Phone) Chats(ctx context.Context) ([]Chat, error) {
	settings, contacts, _, err := p.settingsNow(ctx)
	if err != nil {
		return nil, err
	}
	read := p.readUpTo()
	byKey := map[types.JID]*Chat{}
	if err := p.eachMessage(ctx, "", func(m Message) {
		key := m.chatKey()
		c := byKey[key]
		if c == nil {
			c = &Chat{}
			byKey[key] = c
		}
		c.Identity, c.Last = m.chat(), m
		if m.Direction == DirectionIn && m.Cursor > read[key] {
			c.Unread++
		}
	}); err != nil {
		return nil, err
	}
	chats := make([]Chat, 0, len(byKey))
	for key, c := range byKey {
		s := settings[key]
		c.MutedUntil, c.Pinned, c.Archived = s.mutedUntil, s.pinned, s.archived
		if name := contacts[key]; name != "" {
			c.Name = name
		}
		chats = append(chats, *c)
	}
	slices.SortFunc(chats, func(x, y Chat) int {
		if x.Pinned != y.Pinned {
			return map[bool]int{true: -1, false: 1}[x.Pinned]
		}
		return strings.Compare(y.Last.Cursor, x.Last.Cursor)
	})
	return chats, nil
}
