package whatsapp

import (
	"bytes"
	"strings"

	"go.mau.fi/whatsmeow"
	"go.mau.fi/whatsmeow/proto/waE2E"
	"google.golang.org/protobuf/reflect/protoreflect"

	"wpengine/engine/api"
)

// said is what a message says, as far as the API has words for it.
type said struct {
	kind    api.ConversationKind // empty: nothing that a person has said
	text    string
	context *waE2E.ContextInfo // what it answers
	file    whatsmeow.DownloadableMessage
	media   *api.ConversationMedia
}

// contentOf reads a message that has been taken out of its wrappers.
func contentOf(m *waE2E.Message) said {
	if s := textOf(m); s.kind != "" {
		return s
	}
	if s := fileOf(m); s.kind != "" {
		return s
	}
	if poll := pollOf(m); poll != nil {
		return said{kind: api.ConversationKindPoll, text: poll.GetName(), context: poll.GetContextInfo()}
	}
	switch {
	case m.GetLocationMessage() != nil:
		l := m.GetLocationMessage()
		return said{kind: api.ConversationKindLocation, text: lines(l.GetName(), l.GetAddress()), context: l.GetContextInfo()}
	case m.GetLiveLocationMessage() != nil:
		l := m.GetLiveLocationMessage()
		return said{kind: api.ConversationKindLocation, text: l.GetCaption(), context: l.GetContextInfo()}
	case m.GetContactMessage() != nil:
		c := m.GetContactMessage()
		return said{kind: api.ConversationKindContact, text: c.GetDisplayName(), context: c.GetContextInfo()}
	case m.GetContactsArrayMessage() != nil:
		c := m.GetContactsArrayMessage()
		return said{kind: api.ConversationKindContact, text: c.GetDisplayName(), context: c.GetContextInfo()}
	case m.GetPollUpdateMessage() != nil:
		return said{kind: api.ConversationKindVote}
	case hasContent(m):
		return said{kind: api.ConversationKindOther}
	}
	return said{}
}

// textOf reads a text, also one that somebody wrote by pressing a button.
func textOf(m *waE2E.Message) said {
	s := said{kind: api.ConversationKindText}
	switch {
	case m.GetConversation() != "":
		s.text = m.GetConversation()
	case m.GetExtendedTextMessage() != nil:
		s.text, s.context = m.GetExtendedTextMessage().GetText(), m.GetExtendedTextMessage().GetContextInfo()
	case m.GetButtonsResponseMessage() != nil:
		s.text, s.context = m.GetButtonsResponseMessage().GetSelectedDisplayText(), m.GetButtonsResponseMessage().GetContextInfo()
	case m.GetTemplateButtonReplyMessage() != nil:
		s.text, s.context = m.GetTemplateButtonReplyMessage().GetSelectedDisplayText(), m.GetTemplateButtonReplyMessage().GetContextInfo()
	case m.GetListResponseMessage() != nil:
		s.text, s.context = m.GetListResponseMessage().GetTitle(), m.GetListResponseMessage().GetContextInfo()
	case m.GetInteractiveResponseMessage() != nil:
		s.text, s.context = m.GetInteractiveResponseMessage().GetBody().GetText(), m.GetInteractiveResponseMessage().GetContextInfo()
	default:
		return said{}
	}
	return s
}

// fileOf reads a message that comes with a file.
func fileOf(m *waE2E.Message) said {
	video := m.GetVideoMessage()
	if video == nil {
		video = m.GetPtvMessage()
	}
	switch {
	case m.GetImageMessage() != nil:
		f := m.GetImageMessage()
		return said{api.ConversationKindImage, f.GetCaption(), f.GetContextInfo(), f, media(f.GetMimetype(), f.GetFileLength())}
	case video != nil:
		s := said{api.ConversationKindVideo, video.GetCaption(), video.GetContextInfo(), video, media(video.GetMimetype(), video.GetFileLength())}
		s.media.Seconds = count(video.GetSeconds())
		return s
	case m.GetAudioMessage() != nil:
		f := m.GetAudioMessage()
		s := said{api.ConversationKindAudio, "", f.GetContextInfo(), f, media(f.GetMimetype(), f.GetFileLength())}
		s.media.Seconds, s.media.Voice = count(f.GetSeconds()), flag(f.GetPTT())
		return s
	case m.GetDocumentMessage() != nil:
		f := m.GetDocumentMessage()
		s := said{api.ConversationKindDocument, f.GetCaption(), f.GetContextInfo(), f, media(f.GetMimetype(), f.GetFileLength())}
		s.media.FileName = optional(f.GetFileName())
		return s
	case m.GetStickerMessage() != nil:
		f := m.GetStickerMessage()
		return said{api.ConversationKindSticker, "", f.GetContextInfo(), f, media(f.GetMimetype(), f.GetFileLength())}
	}
	return said{}
}

func media(mimetype string, size uint64) *api.ConversationMedia {
	if mimetype == "" {
		mimetype = "application/octet-stream"
	}
	return &api.ConversationMedia{Mimetype: mimetype, Size: count(size)}
}

func count[N uint32 | uint64](n N) *int {
	if n == 0 {
		return nil
	}
	value := int(min(uint64(n), 1<<62)) // whatever the sender says
	return &value
}

func flag(is bool) *bool {
	if !is {
		return nil
	}
	return &is
}

func lines(parts ...string) string {
	var kept []string
	for _, part := range parts {
		if part != "" {
			kept = append(kept, part)
		}
	}
	return strings.Join(kept, "\n")
}

// pollOf returns the poll that a message is, in any of the versions that WhatsApp has.
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

// chosen names the options of a poll that a vote, which has only their hashes, is for, one a line.
func chosen(poll *waE2E.PollCreationMessage, vote *waE2E.PollVoteMessage) string {
	var names []string
	for _, option := range poll.GetOptions() {
		names = append(names, option.GetOptionName())
	}
	var picked []string
	for i, hash := range whatsmeow.HashPollOptions(names) {
		for _, selected := range vote.GetSelectedOptions() {
			if bytes.Equal(hash, selected) {
				picked = append(picked, names[i])
			}
		}
	}
	return strings.Join(picked, "\n")
}

// hasContent reports whether a message has any member besides those by which devices help each other.
func hasContent(m *waE2E.Message) (has bool) {
	m.ProtoReflect().Range(func(field protoreflect.FieldDescriptor, _ protoreflect.Value) bool {
		switch field.Name() {
		case "conversation", "senderKeyDistributionMessage", "fastRatchetKeySenderKeyDistributionMessage", "messageContextInfo",
			"protocolMessage", "placeholderMessage", "stickerSyncRmrMessage", "messageHistoryBundle", "messageHistoryNotice",
			"keepInChatMessage", "pinInChatMessage", "secretEncryptedMessage":
			return true
		}
		has = true
		return false
	})
	return has
}
