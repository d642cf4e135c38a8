package markdown

import (
	"regexp"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// OperationScheme marks a link to an operation of the spec by its id, as in
// [send it](op:whatsapp.sendMessage).
const OperationScheme = "op"

// operationLinks adds the short form: [[addPet]] or [[whatsapp/sendMessage]], which
// shows the operation's name, and [[whatsapp/sendMessage|other words]]. What a
// reader of CommonMark sees as another link stays that: [[text]](address), and
// [[text]] where the text has an address further down.
type operationLinks struct{}

func (o operationLinks) Extend(md goldmark.Markdown) {
	// Before goldmark's links (200), which see the same bracket.
	md.Parser().AddOptions(parser.WithInlineParsers(util.Prioritized(o, 190)))
}

var operationLink = regexp.MustCompile(`^\[\[([A-Za-z][A-Za-z0-9_./-]*)(?:\|([^\]\n]+))?\]\](\()?`)

// Trigger implements [parser.InlineParser].
func (operationLinks) Trigger() []byte { return []byte{'['} }

// Parse implements [parser.InlineParser].
func (operationLinks) Parse(_ ast.Node, block text.Reader, pc parser.Context) ast.Node {
	rest, segment := block.PeekLine()
	m := operationLink.FindSubmatchIndex(rest)
	if m == nil || m[6] >= 0 {
		return nil
	}
	id := rest[m[2]:m[3]]
	if _, other := pc.Reference(util.ToLinkReference(id)); other || !findingsOf(pc).operation(string(id)) {
		return nil
	}
	link := ast.NewLink()
	link.Destination = []byte(OperationScheme + ":" + string(id))
	link.SetPos(segment.Start)
	at := func(i int) ast.Node {
		return ast.NewTextSegment(text.NewSegment(segment.Start+m[i], segment.Start+m[i+1]))
	}
	if m[4] >= 0 {
		link.AppendChild(link, at(4))
	} else {
		code := ast.NewCodeSpan()
		code.AppendChild(code, at(2))
		link.AppendChild(link, code)
	}
	block.Advance(m[1])
	return link
}
