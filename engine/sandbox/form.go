package sandbox

import (
	"maps"

	"go.mau.fi/whatsmeow/proto/waE2E"
	"go.mau.fi/whatsmeow/types"
	"go.mau.fi/whatsmeow/types/events"
)

// form is what a message shows of itself to the network although it is encrypted. It is what the library shows of the
// messages that it sends; its functions for it aren't exported.
type form struct {
	kind  string // type of the message
	edit  types.EditAttribute
	meta  []stanza
	media string // mediatype of what is encrypted
	quiet bool   // who can't decrypt it need not show that there was something
}

func formOf(message *waE2E.Message) form {
	m, _ := unwrap(message)
	f := form{kind: "text", media: mediaTypeOf(m)}
	protocol := m.GetProtocolMessage()
	switch {
	case m.GetReactionMessage() != nil:
		f.kind, f.quiet = "reaction", true
		if m.ReactionMessage.GetText() == "" {
			f.edit = types.EditAttributeSenderRevoke
		}
	case m.GetPollUpdateMessage() != nil:
		f.kind, f.quiet = "poll", true
		f.meta = []stanza{node("meta", attrs{"polltype": "vote"})}
	case pollOf(m) != nil:
		f.kind = "poll"
		f.meta = []stanza{node("meta", attrs{"polltype": "creation"})}
	case protocol.GetEditedMessage() != nil:
		f.edit = types.EditAttributeMessageEdit
	case protocol.GetKey() != nil && protocol.GetType() == waE2E.ProtocolMessage_REVOKE:
		f.edit = types.EditAttributeAdminRevoke
		if protocol.GetKey().GetFromMe() {
			f.edit = types.EditAttributeSenderRevoke
		}
	case f.media != "":
		f.kind = "media"
	}
	f.quiet = f.quiet || f.edit != ""
	return f
}

func mediaTypeOf(m *waE2E.Message) string {
	switch {
	case m.GetImageMessage() != nil:
		return "image"
	case m.GetStickerMessage() != nil:
		return "sticker"
	case m.GetDocumentMessage() != nil:
		return "document"
	case m.GetAudioMessage() != nil && m.AudioMessage.GetPTT():
		return "ptt"
	case m.GetAudioMessage() != nil:
		return "audio"
	case m.GetVideoMessage() != nil:
		return "video"
	case m.GetContactMessage() != nil:
		return "vcard"
	case m.GetContactsArrayMessage() != nil:
		return "contact_array"
	}
	return ""
}

// address gives the attributes of a message.
func (f form) address(id string, to types.JID) attrs {
	at := attrs{"id": id, "type": f.kind, "to": to}
	if f.edit != "" {
		at["edit"] = string(f.edit)
	}
	if to.Server == types.GroupServer {
		at["addressing_mode"] = string(types.AddressingModeLID)
	}
	return at
}

// mark completes what is encrypted.
func (f form) mark(enc stanza) stanza {
	enc.Attrs = maps.Clone(enc.Attrs)
	if f.media != "" {
		enc.Attrs["mediatype"] = f.media
	}
	if f.quiet {
		enc.Attrs["decrypt-fail"] = string(events.DecryptFailHide)
	}
	return enc
}
