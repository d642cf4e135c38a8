package sandbox

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Shape is what a stanza looks like without what it says: its elements with the names of their attributes, and
// those values that belong to the protocol. Options.Observe gets one for each stanza.
type Shape string

// telling are the attributes whose values say what kind of stanza it is.
var telling = map[string]bool{
	"type": true, "xmlns": true, "class": true, "stage": true, "category": true, "edit": true, "mode": true,
	"context": true, "v": true, "mediatype": true, "polltype": true, "addressing_mode": true, "action": true, "name": true,
}

// shapeOf describes a stanza. Children that look alike are described once, and an attribute that could name a
// person stands without its value.
func shapeOf(s *stanza) Shape {
	var b strings.Builder
	writeShape(&b, *s, s.Tag)
	return Shape(b.String())
}

func writeShape(b *strings.Builder, s stanza, root string) {
	b.WriteString("<" + s.Tag)
	for _, name := range slices.Sorted(maps.Keys(s.Attrs)) {
		b.WriteString(" " + name)
		text, isText := s.Attrs[name].(string)
		// The name in a presence is somebody's; elsewhere it is that of a setting or a collection.
		if isText && telling[name] && (name != "name" || root == "iq") {
			fmt.Fprintf(b, "=%s", text)
		}
	}
	b.WriteString(">")
	seen := map[string]bool{}
	for _, child := range s.GetChildren() {
		var inner strings.Builder
		writeShape(&inner, child, root)
		if text := inner.String(); !seen[text] {
			seen[text] = true
			b.WriteString(text)
		}
	}
	if len(seen) == 0 && s.Content != nil {
		b.WriteString("…")
	}
	b.WriteString("</" + s.Tag + ">")
}

// observe tells whoever watches the network what a client has sent.
func (n *Network) observe(s *stanza) {
	if n.observer != nil {
		n.observer(shapeOf(s))
	}
}
