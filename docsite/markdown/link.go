package markdown

import (
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// link writes a link. Where it leads within the site is known when the page is
// rendered.
func (w *writer) link(n *ast.Link) {
	if w.inLink() || w.inline >= deepestInline {
		w.inlines(n)
		return
	}
	w.write("<a")
	w.address(Hyperlink, string(appendPlain(nil, n.Destination)), offsetOf(n))
	if n.Title != nil {
		w.out = appendAttribute(w.out, "title", string(appendWords(nil, n.Title)))
	}
	w.write(">")
	w.linked = true
	w.inline++
	w.inlines(n)
	w.inline--
	w.linked = false
	w.write("</a>")
}

func (w *writer) autoLink(n *ast.AutoLink) {
	label := n.Label(w.src)
	to := string(n.URL(w.src))
	if n.AutoLinkType == ast.AutoLinkEmail && !strings.HasPrefix(strings.ToLower(to), "mailto:") {
		to = "mailto:" + to
	}
	if w.inLink() {
		w.rawWords(label)
		return
	}
	w.write("<a")
	w.address(Hyperlink, to, n.Pos())
	w.write(">")
	w.rawWords(label)
	w.write("</a>")
}

// inLink reports whether a link is open already: there may be no other in it.
func (w *writer) inLink() bool { return w.linked || len(w.tags) > 0 && w.openTag("a") >= 0 }

// address writes where a link or a picture leads: at once if that is elsewhere, as a
// hole if it is in this site, and not at all if it could run a script.
func (w *writer) address(kind LinkKind, to string, at int) {
	name, hole := " href", linkHole
	if kind == Image {
		name, hole = " src", imageHole
	}
	switch scheme := schemeOf(to); {
	case to == "":
		w.out = appendAddress(w.out, name, "", true)
	case scheme == OperationScheme && kind == Hyperlink:
		w.hole(linkHole, Operation, to[len(OperationScheme)+1:], at)
	case scheme == "" && !strings.HasPrefix(to, "//"):
		w.hole(hole, kind, to, at)
	case scheme == "" || allowedScheme(scheme):
		w.out = appendAddress(w.out, name, to, true)
	default:
		w.warn(at, "link %q: scheme %q is not allowed; it can be http, https, mailto, tel, sms, ftp, irc, xmpp or op", clipped(to), scheme)
	}
}

// hole notes that a link is to be filled in here.
func (w *writer) hole(kind holeKind, of LinkKind, to string, at int) {
	file, line := w.cursor.At(at)
	w.d.holes = append(w.d.holes, hole{at: len(w.out), kind: kind, n: len(w.d.Links)})
	w.d.Links = append(w.d.Links, Link{Kind: of, To: to, File: file, Line: line})
}

// schemeOf is the scheme of an address in lower case, "" if it has none. Browsers
// overlook control characters and white space in one, so they are no way around.
func schemeOf(to string) string {
	end := strings.IndexAny(to, ":/?#")
	if end < 0 || to[end] != ':' {
		return ""
	}
	var scheme strings.Builder
	for i := range end {
		switch c := to[i]; {
		case c <= ' ' || c == 0x7F:
		case letter(c), scheme.Len() > 0 && (digit(c) || c == '+' || c == '-' || c == '.'):
			scheme.WriteByte(c)
		default:
			return "" // a browser takes it for a path
		}
	}
	return strings.ToLower(scheme.String())
}

// allowedScheme reports whether a documentation page has a use for a scheme:
// "javascript:" would run as the site.
func allowedScheme(scheme string) bool {
	switch scheme {
	case "http", "https", "mailto", "tel", "sms", "ftp", "irc", "ircs", "xmpp":
		return true
	}
	return false
}

// appendPlain resolves escapes and entities, but no emoji: of addresses.
func appendPlain(dst, value []byte) []byte {
	for i := 0; i < len(value); {
		n := 0
		switch c := value[i]; {
		case c == '&':
			dst, n = appendEntity(dst, value[i:])
		case c == '\\' && i+1 < len(value) && punctuation(value[i+1]):
			i++
		}
		if n == 0 {
			dst, n = append(dst, value[i]), 1
		}
		i += n
	}
	return dst
}

func punctuation(c byte) bool {
	return c >= '!' && c <= '/' || c >= ':' && c <= '@' || c >= '[' && c <= '`' || c >= '{' && c <= '~'
}

// clipped is a text that is short enough for a message.
func clipped(s string) string {
	if len(s) > 80 {
		return strings.ToValidUTF8(s[:80], "") + "…"
	}
	return s
}

// OperationScheme marks a link to an operation of the spec by its id, as in
// [send it](op:whatsapp.sendMessage).
const OperationScheme = "op"

// operationLinks adds the short form: [[addPet]] or [[whatsapp/sendMessage]], which
// shows the operation's name, and [[whatsapp/sendMessage|other words]]. What a
// reader of CommonMark sees as another link stays that: [[text]](address), and
// [[text]] where the text has an address further down.
type operationLinks struct{}

// operationLink is such a link in the tree.
type operationLink struct {
	ast.BaseInline
	id, label text.Segment
	end       int
}

var kindOperationLink = ast.NewNodeKind("OperationLink")

// Kind implements [ast.Node].
func (*operationLink) Kind() ast.NodeKind { return kindOperationLink }

// Dump implements [ast.Node].
func (n *operationLink) Dump(source []byte, level int) { ast.DumpHelper(n, source, level, nil, nil) }

// mostBrackets is how many may be open in a paragraph before they are only brackets:
// the time that links take grows with the square of their number.
const mostBrackets = 200

// bracket counts the brackets that are open in a paragraph.
func (f *findings) bracket(parent ast.Node, sign byte) int {
	if f.parent != parent {
		f.parent, f.brackets = parent, 0
	}
	if sign == '[' {
		f.brackets++
	} else {
		f.brackets--
	}
	return f.brackets
}

// words are what the link shows.
func (n *operationLink) words(src []byte) []byte {
	if n.label.Len() > 0 {
		return n.label.Value(src)
	}
	return n.id.Value(src)
}

// Trigger implements [parser.InlineParser].
func (operationLinks) Trigger() []byte { return []byte{'[', ']'} }

// Parse implements [parser.InlineParser].
func (operationLinks) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	rest, segment := block.PeekLine()
	switch open := findingsOf(pc).bracket(parent, rest[0]); {
	case rest[0] == ']':
		return nil
	case open > mostBrackets:
		block.Advance(1)
		return ast.NewTextSegment(segment.WithStop(segment.Start + 1))
	}
	if len(rest) < 5 || rest[1] != '[' || !letter(rest[2]) {
		return nil
	}
	n := 3
	for n < len(rest) && (letter(rest[n]) || digit(rest[n]) || strings.IndexByte("_./-", rest[n]) >= 0) {
		n++
	}
	link := &operationLink{id: text.NewSegment(segment.Start+2, segment.Start+n)}
	if n < len(rest) && rest[n] == '|' {
		from := n + 1
		for n = from; n < len(rest) && rest[n] != ']' && rest[n] != '\n'; n++ {
		}
		link.label = text.NewSegment(segment.Start+from, segment.Start+n)
	}
	if n+1 >= len(rest) || rest[n] != ']' || rest[n+1] != ']' || n+2 < len(rest) && rest[n+2] == '(' {
		return nil
	}
	if _, other := pc.Reference(strings.ToLower(string(rest[2:n]))); other {
		return nil
	}
	link.end = segment.Start + n + 2
	block.Advance(n + 2)
	return link
}

func letter(c byte) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' }

func digit(c byte) bool { return c >= '0' && c <= '9' }

// operation writes a link to an operation.
func (w *writer) operation(n *operationLink) {
	id, at := string(n.id.Value(w.src)), n.id.Start
	change := edit{from: at - 2, to: n.end, link: len(w.d.Links), words: string(n.words(w.src)), kind: linkEdit}
	if w.inLink() {
		change.link = -1
	}
	w.d.edits = append(w.d.edits, change)
	if change.link < 0 {
		w.rawWords(n.words(w.src))
		return
	}
	if n.label.Len() > 0 {
		w.write("<a")
		w.hole(linkHole, Operation, id, at)
		w.write(">")
		w.rawWords(n.label.Value(w.src))
		w.write("</a>")
		return
	}
	kind := nameHole
	if w.fragment && !strings.ContainsAny(id, "./") {
		kind = wordHole
	}
	w.hole(kind, Operation, id, at)
	w.plain = append(w.plain, id...)
}

// number is a decimal number of a tag's attribute, "" if it is none.
func number(s string) string {
	if n, err := strconv.Atoi(strings.TrimSuffix(s, "px")); err == nil && n >= 0 && n <= 10_000 {
		return strconv.Itoa(n)
	}
	return ""
}
