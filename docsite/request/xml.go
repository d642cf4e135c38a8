package request

import (
	"encoding/xml"
	"strings"
	"unicode"

	"wpengine/docsite/schema"
	"wpengine/openapi/document"
)

// IsXML reports application/xml, text/xml and everything that is XML by its suffix.
func IsXML(mediaType string) bool {
	kind := base(mediaType)
	return kind == "application/xml" || kind == "text/xml" || strings.HasSuffix(kind, "+xml")
}

// xmlEncode writes a value as XML, as the schema's member xml says.
func xmlEncode(s *document.Schema, value *document.Node) string {
	w := &xmlWriter{}
	w.b.WriteString(xml.Header)
	as := xmlOf(s)
	if as.name == "" {
		as.name = "root"
	}
	if value.Kind() == document.Array {
		as.wrapped = true // there is but one root
	}
	w.value(as, s, value, 0)
	return strings.TrimSuffix(w.b.String(), "\n")
}

// xmlAs is how a value is written.
type xmlAs struct {
	name, prefix, namespace  string
	attribute, wrapped, text bool
}

// xmlOf reads a schema's member xml. Without a name there, a named schema's is its own.
func xmlOf(s *document.Schema) xmlAs {
	as := xmlAs{}
	for depth := 0; s != nil && depth < 4; depth++ {
		node := s.Node.Get("xml")
		if as.name == "" {
			as.name = node.Get("name").Text()
		}
		if as.name == "" {
			as.name = s.Name
		}
		if node != nil {
			as.prefix, as.namespace = node.Get("prefix").Text(), node.Get("namespace").Text()
			kind := node.Get("nodeType").Text() // OpenAPI 3.2's word for the next ones
			as.attribute = node.Get("attribute").Text() == "true" || kind == "attribute"
			as.wrapped = node.Get("wrapped").Text() == "true" || kind == "element"
			as.text = kind == "text" || kind == "cdata"
			return as
		}
		s = s.Ref
	}
	return as
}

// member is how the member of an object is written: under its own name, unless the schema gives another.
func member(name string, s *document.Schema) xmlAs {
	as := xmlOf(s)
	if s == nil || s.Node.Get("xml").Get("name") == nil && (s.Ref == nil || s.Ref.Node.Get("xml").Get("name") == nil) {
		as.name = name
	}
	return as
}

type xmlWriter struct{ b strings.Builder }

// maxXMLDepth is how deep elements stand in each other.
const maxXMLDepth = 50

func (w *xmlWriter) value(as xmlAs, s *document.Schema, value *document.Node, depth int) {
	if depth > maxXMLDepth {
		return
	}
	if value.Kind() != document.Array {
		w.element(as, s, value, depth)
		return
	}
	items := schema.Of(s).Items
	item := member(as.name, items)
	if !as.wrapped {
		for one := range value.Items() {
			w.element(item, items, one, depth)
		}
		return
	}
	w.open(as, depth)
	w.b.WriteString(">\n")
	for one := range value.Items() {
		w.element(item, items, one, depth+1)
	}
	w.close(as, depth)
}

func (w *xmlWriter) element(as xmlAs, s *document.Schema, value *document.Node, depth int) {
	if value.Kind() == document.Array {
		as.wrapped = true
		w.value(as, s, value, depth)
		return
	}
	w.open(as, depth)
	if value.Kind() != document.Object {
		if text := Text(value); text != "" {
			w.b.WriteString(">")
			w.text(text)
			w.b.WriteString("</" + as.tag() + ">\n")
		} else {
			w.b.WriteString("/>\n")
		}
		return
	}
	shape := schema.Of(s)
	of := func(name string) *document.Schema {
		if f := shape.Field(name); f != nil {
			return f.Schema
		}
		return shape.MapValues()
	}
	inside, text := 0, ""
	for name, one := range value.Members() {
		switch as := member(name, of(name)); {
		case as.attribute:
			w.b.WriteString(" " + as.tag() + `="`)
			w.text(Text(one))
			w.b.WriteString(`"`)
		case as.text:
			text += Text(one)
		default:
			inside++
		}
	}
	if inside == 0 {
		w.b.WriteString(">")
		w.text(text)
		w.b.WriteString("</" + as.tag() + ">\n")
		return
	}
	w.b.WriteString(">\n")
	for name, one := range value.Members() {
		if as := member(name, of(name)); !as.attribute && !as.text {
			w.value(as, of(name), one, depth+1)
		}
	}
	w.close(as, depth)
}

// open writes the beginning of an element, but for its end.
func (w *xmlWriter) open(as xmlAs, depth int) {
	w.b.WriteString(strings.Repeat("  ", depth) + "<" + as.tag())
	if as.namespace != "" {
		name := " xmlns"
		if as.prefix != "" {
			name += ":" + xmlName(as.prefix)
		}
		w.b.WriteString(name + `="`)
		w.text(as.namespace)
		w.b.WriteString(`"`)
	}
}

func (w *xmlWriter) close(as xmlAs, depth int) {
	w.b.WriteString(strings.Repeat("  ", depth) + "</" + as.tag() + ">\n")
}

func (w *xmlWriter) text(s string) { _ = xml.EscapeText(&w.b, []byte(s)) } // into memory

func (as xmlAs) tag() string {
	if as.prefix != "" {
		return xmlName(as.prefix) + ":" + xmlName(as.name)
	}
	return xmlName(as.name)
}

// xmlName is a name as XML allows it.
func xmlName(s string) string {
	name := strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || r == '_' || r == '-' || r == '.' {
			return r
		}
		return '_'
	}, s)
	if name == "" || !unicode.IsLetter([]rune(name)[0]) && name[0] != '_' {
		name = "_" + name
	}
	return name
}
