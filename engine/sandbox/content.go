package sandbox

import (
	"errors"
	"fmt"
	"mime"
	"strings"
	"unicode/utf8"
)

// The kinds of messages, besides those of Media.
const (
	KindText     = "text"
	KindLocation = "location"
	KindContact  = "contact"
	KindPoll     = "poll"

	// These change an earlier message. One stands in the transcript for itself only if the phone doesn't have the
	// message that it is about, or may not change it.
	KindVote     = "vote"
	KindReaction = "reaction"
	KindEdit     = "edit"
	KindRevoke   = "revoke"

	KindOther = "other" // what the network has no word for
)

// The kinds of media.
const (
	KindImage    = "image"
	KindVideo    = "video"
	KindAudio    = "audio"
	KindDocument = "document"
	KindSticker  = "sticker"
)

// Content is what a person says with a phone. Exactly one member is set.
type Content struct {
	Text     string
	Media    *Media
	Location *Location
	Contact  *ContactCard
	Poll     *Poll
	Vote     *Vote
	Reaction *Reaction
	Edit     *Edit
	Revoke   *Revoke
}

// Media is a file.
type Media struct {
	Kind     string // required: image, video, audio, document or sticker
	Data     []byte // required
	Mimetype string // default: what the data look like
	FileName string // of a document
	Caption  string // of an image, a video or a document
	Seconds  int    // of a video or a recording
	Voice    bool   // of audio: it is a voice message
	ViewOnce bool   // of an image, a video or audio
}

// Location is a place.
type Location struct {
	Latitude, Longitude float64
	Name, Address       string `json:",omitempty"`
}

// ContactCard is one or several people from somebody's address book, each as a vCard.
type ContactCard struct {
	Name   string
	VCards []string
}

// Poll asks a question.
type Poll struct {
	Name       string
	Options    []string
	Selectable int // how many of them somebody may choose; 0: any number
}

// Vote answers a poll, in place of an earlier answer. Without options it only takes that back.
type Vote struct {
	MessageID string
	Options   []string
}

// Reaction comments on a message with an emoji, in place of an earlier one. Without one it only takes that back.
type Reaction struct{ MessageID, Emoji string }

// Edit gives an own message another text.
type Edit struct{ MessageID, Text string }

// Revoke takes a message back for everybody: an own one, or, from an admin of a group, anybody's.
type Revoke struct{ MessageID string }

// Bounds of what is said, in characters unless it says otherwise.
const (
	maxText    = 65536
	maxTitle   = 255
	maxOption  = 100
	maxOptions = 12 // of a poll
	maxEmoji   = 16
	maxCards   = 50
	maxCard    = 65536
)

// ContentError says what is wrong with what a phone is to send.
type ContentError struct {
	Pointer string // the member, as it is called in the API: /message/poll/options/1
	Reason  string // goes on from there: "is there twice"
}

func (e *ContentError) Error() string { return e.Pointer + " " + e.Reason }

// What a phone can't do with a message.
var (
	ErrNotYours = errors.New("the message is somebody else's")
	ErrTaken    = errors.New("the message was taken back")
	ErrTooLate  = errors.New("a message can be edited for 20 minutes")
	ErrNoText   = errors.New("a message of this kind has no text that could be edited")
	ErrNoPoll   = errors.New("the message is not a poll")
)

// kind names the member that is set, as in the API.
func (c *Content) kind() (kind string, err error) {
	var set []string
	if c.Media != nil {
		set = append(set, c.Media.Kind)
	}
	for name, is := range map[string]bool{
		KindText: c.Text != "", KindLocation: c.Location != nil, KindContact: c.Contact != nil, KindPoll: c.Poll != nil,
		KindVote: c.Vote != nil, KindReaction: c.Reaction != nil, KindEdit: c.Edit != nil, KindRevoke: c.Revoke != nil,
	} {
		if is {
			set = append(set, name)
		}
	}
	if len(set) != 1 {
		return "", &ContentError{"/message", "must have exactly one member, and that not empty"}
	}
	return set[0], nil
}

// check says what is wrong with content, whoever it is for.
func (c *Content) check() error {
	kind, err := c.kind()
	if err != nil {
		return err
	}
	at := "/message/" + kind
	switch {
	case c.Media != nil:
		return c.Media.check(at)
	case c.Text != "":
		return bounded(at, c.Text, maxText)
	case c.Location != nil:
		return c.Location.check(at)
	case c.Contact != nil:
		return c.Contact.check(at)
	case c.Poll != nil:
		return c.Poll.check(at)
	case c.Reaction != nil:
		return limited(at+"/emoji", c.Reaction.Emoji, maxEmoji)
	case c.Edit != nil:
		return bounded(at+"/text", c.Edit.Text, maxText)
	}
	return nil
}

// bounded insists on a text that isn't empty.
func bounded(pointer, text string, most int) error {
	if strings.TrimSpace(text) == "" {
		return &ContentError{pointer, "must not be empty"}
	}
	return limited(pointer, text, most)
}

func limited(pointer, text string, most int) error {
	switch {
	case !utf8.ValidString(text):
		return &ContentError{pointer, "is not UTF-8"}
	case utf8.RuneCountInString(text) > most:
		return &ContentError{pointer, fmt.Sprintf("must have at most %d characters", most)}
	}
	return nil
}

func (m *Media) check(at string) error {
	captioned := m.Kind == KindImage || m.Kind == KindVideo || m.Kind == KindDocument
	timed := m.Kind == KindVideo || m.Kind == KindAudio
	switch m.Kind {
	case KindImage, KindVideo, KindAudio, KindDocument, KindSticker:
	default:
		return &ContentError{"/message", "has media of no kind there is"}
	}
	switch {
	case len(m.Data) == 0:
		return &ContentError{at + "/data", "must not be empty"}
	case len(m.Data) > maxMedia-1024: // encryption adds a little
		return &ContentError{at + "/data", fmt.Sprintf("must have less than %d MiB", maxMedia>>20)}
	case m.Caption != "" && !captioned:
		return &ContentError{at + "/caption", "is not for this kind of message"}
	case m.FileName != "" && m.Kind != KindDocument:
		return &ContentError{at + "/fileName", "is for documents"}
	case m.Voice && m.Kind != KindAudio:
		return &ContentError{at + "/ptt", "is for audio"}
	case m.Seconds != 0 && !timed, m.Seconds < 0, m.Seconds > 1<<24:
		return &ContentError{at + "/seconds", "is not how long such a message can be"}
	case m.ViewOnce && (m.Kind == KindDocument || m.Kind == KindSticker):
		return &ContentError{at + "/viewOnce", "is not for this kind of message"}
	}
	if m.Mimetype != "" {
		if _, _, err := mime.ParseMediaType(m.Mimetype); err != nil || !strings.Contains(m.Mimetype, "/") {
			return &ContentError{at + "/mimetype", "is not a media type, such as image/jpeg"}
		}
	}
	if err := limited(at+"/fileName", m.FileName, maxTitle); err != nil {
		return err
	}
	return limited(at+"/caption", m.Caption, maxText)
}

func (l *Location) check(at string) error {
	switch {
	case !(l.Latitude >= -90 && l.Latitude <= 90):
		return &ContentError{at + "/degreesLatitude", "must be from -90 to 90"}
	case !(l.Longitude >= -180 && l.Longitude <= 180):
		return &ContentError{at + "/degreesLongitude", "must be from -180 to 180"}
	}
	if err := limited(at+"/name", l.Name, maxText); err != nil {
		return err
	}
	return limited(at+"/address", l.Address, maxText)
}

func (c *ContactCard) check(at string) error {
	if len(c.VCards) == 0 || len(c.VCards) > maxCards {
		return &ContentError{at + "/contacts", fmt.Sprintf("must be 1 to %d", maxCards)}
	}
	for i, card := range c.VCards {
		pointer := fmt.Sprintf("%s/contacts/%d/vcard", at, i)
		if err := bounded(pointer, card, maxCard); err != nil {
			return err
		}
		if !strings.HasPrefix(strings.ToUpper(strings.TrimSpace(card)), "BEGIN:VCARD") {
			return &ContentError{pointer, "is not a vCard: it doesn't begin with BEGIN:VCARD"}
		}
	}
	return bounded(at+"/displayName", c.Name, maxTitle)
}

func (p *Poll) check(at string) error {
	if err := bounded(at+"/name", p.Name, maxTitle); err != nil {
		return err
	}
	if len(p.Options) < 2 || len(p.Options) > maxOptions {
		return &ContentError{at + "/options", fmt.Sprintf("must be 2 to %d", maxOptions)}
	}
	seen := map[string]bool{}
	for i, option := range p.Options {
		pointer := fmt.Sprintf("%s/options/%d", at, i)
		if err := bounded(pointer, option, maxOption); err != nil {
			return err
		}
		if seen[option] {
			return &ContentError{pointer, "is there twice"}
		}
		seen[option] = true
	}
	if p.Selectable < 0 || p.Selectable > len(p.Options) {
		return &ContentError{at + "/selectableCount", "must be from 0 to the number of options"}
	}
	return nil
}
