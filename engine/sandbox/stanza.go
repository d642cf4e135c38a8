package sandbox

import (
	"errors"
	"fmt"
	"strconv"

	waBinary "go.mau.fi/whatsmeow/binary"
	"go.mau.fi/whatsmeow/types"
)

type (
	stanza = waBinary.Node
	attrs  = waBinary.Attrs
)

// marshal encodes a stanza that a client can read without harm. It catches the encoder's panic over a
// value it doesn't know, and refuses what the library's handlers take for granted and don't check.
func marshal(s stanza) (frame []byte, err error) {
	defer func() {
		if p := recover(); p != nil {
			frame, err = nil, fmt.Errorf("encode: %v", p)
		}
	}()
	if err := check(s); err != nil {
		return nil, err
	}
	return waBinary.Marshal(s)
}

// unmarshal decodes what marshal has made.
func unmarshal(frame []byte) (*stanza, error) {
	raw, err := waBinary.Unpack(frame)
	if err != nil {
		return nil, err
	}
	return waBinary.Unmarshal(raw)
}

// check says what is wrong with the attributes of a stanza for a client. A missing id of an iq ends the
// client's process; most of the others make it drop the stanza without a word.
func check(s stanza) error {
	var texts, jids []string
	switch s.Tag {
	case "iq":
		texts, jids = []string{"id", "type"}, []string{"from"}
	case "message":
		texts, jids = []string{"id", "type", "t"}, []string{"from"}
	case "notification":
		texts, jids = []string{"id", "type", "t"}, []string{"from"}
	case "receipt":
		texts, jids = []string{"id", "t"}, []string{"from"}
	case "call":
		texts, jids = []string{"id", "t"}, []string{"from"}
	case "ack":
		texts, jids = []string{"id", "class"}, []string{"from"}
	case "presence", "chatstate":
		jids = []string{"from"}
	case "success":
		texts, jids = []string{"t"}, []string{"lid"}
	case "failure":
		texts = []string{"reason"}
	case "ib", "stream:error":
	default:
		return fmt.Errorf("<%s> isn't a stanza for clients", s.Tag)
	}
	for _, name := range texts {
		if attrText(s, name) == "" {
			return fmt.Errorf("<%s> has no %s", s.Tag, name)
		}
	}
	for _, name := range jids {
		if jid := attrJID(s, name); jid.IsEmpty() {
			return fmt.Errorf("<%s> has no address in %s", s.Tag, name)
		}
	}
	return checkContent(s)
}

// checkContent wants bytes or children everywhere: strings reach the client in a form it can't cast.
func checkContent(s stanza) error {
	switch content := s.Content.(type) {
	case nil, []byte:
		return nil
	case []stanza:
		for _, child := range content {
			if child.Tag == "" {
				return errors.New("a child without a tag")
			}
			if err := checkContent(child); err != nil {
				return err
			}
		}
		return nil
	default:
		return fmt.Errorf("<%s> has content of type %T", s.Tag, content)
	}
}

// attrText gives an attribute as text, or "".
func attrText(s stanza, name string) string {
	switch v := s.Attrs[name].(type) {
	case string:
		return v
	case int:
		return strconv.Itoa(v)
	case int64:
		return strconv.FormatInt(v, 10)
	case uint32:
		return strconv.FormatUint(uint64(v), 10)
	case types.JID:
		return v.String()
	}
	return ""
}

// attrJID gives an attribute that must be an address, or the empty JID.
func attrJID(s stanza, name string) types.JID {
	jid, _ := s.Attrs[name].(types.JID)
	return jid
}

// child finds a child, following the tags downwards. Never use the library's GetChildByTag for this:
// when nothing matches it returns the node itself.
func child(s *stanza, tags ...string) (stanza, bool) {
	found, ok := s.GetOptionalChildByTag(tags...)
	if !ok {
		return stanza{}, false
	}
	return found, true
}

func has(s *stanza, tags ...string) bool {
	_, ok := child(s, tags...)
	return ok
}

// childBytes gives the content of a child, or nil.
func childBytes(s *stanza, tags ...string) []byte {
	found, _ := child(s, tags...)
	return contentBytes(found)
}

// contentBytes gives the content of a node. What the client wrote as a string may come out of the
// decoder as one.
func contentBytes(s stanza) []byte {
	switch v := s.Content.(type) {
	case []byte:
		return v
	case string:
		return []byte(v)
	}
	return nil
}

// plain turns text content into bytes, all the way down, so that what one client has sent can be passed
// on to another.
func plain(content any) any {
	switch v := content.(type) {
	case string:
		return []byte(v)
	case []stanza:
		children := make([]stanza, len(v))
		for i, c := range v {
			children[i] = stanza{Tag: c.Tag, Attrs: c.Attrs, Content: plain(c.Content)}
		}
		return children
	}
	return content
}

// node makes an element with children.
func node(tag string, a attrs, children ...stanza) stanza {
	s := stanza{Tag: tag, Attrs: a}
	if len(children) > 0 {
		s.Content = children
	}
	return s
}

// leaf makes an element with bytes.
func leaf(tag string, content []byte) stanza { return stanza{Tag: tag, Content: content} }

// iqResult answers a request.
func iqResult(request *stanza, children ...stanza) stanza {
	from := attrJID(*request, "to")
	if from.IsEmpty() {
		from = types.ServerJID
	}
	return node("iq", attrs{"type": "result", "id": attrText(*request, "id"), "from": from}, children...)
}

// iqError refuses a request.
func iqError(request *stanza, code int, text string) stanza {
	s := iqResult(request, node("error", attrs{"code": code, "text": text}))
	s.Attrs["type"] = "error"
	return s
}

// iqSet is a request of the network to a client.
func (t *tx) iqSet(id string, children ...stanza) stanza {
	return node("iq", attrs{"from": types.ServerJID, "type": "set", "id": id, "xmlns": "md", "t": t.unix()}, children...)
}

// notification makes a notification; extra may be nil.
func (t *tx) notification(kind string, from types.JID, extra attrs, children ...stanza) stanza {
	a := attrs{"type": kind, "from": from, "id": t.newID(), "t": t.unix()}
	for name, value := range extra {
		a[name] = value
	}
	return node("notification", a, children...)
}

// failure refuses a login.
func failure(reason string, extra attrs) stanza {
	a := attrs{"reason": reason, "location": "sbx"}
	for name, value := range extra {
		a[name] = value
	}
	return node("failure", a)
}

// conflict ends a connection because of what happened elsewhere.
func conflict(code, kind string) stanza {
	a := attrs{}
	if code != "" {
		a["code"] = code
	}
	return node("stream:error", a, node("conflict", attrs{"type": kind}))
}
