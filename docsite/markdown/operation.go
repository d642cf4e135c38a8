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

// operationLinks adds the short form: [[whatsapp/sendMessage]], which shows the
// operation's name, and [[whatsapp/sendMessage|other words]].
type operationLinks struct{}

func (o operationLinks) Extend(md goldmark.Markdown) {
	// Before goldmark's links (200), which see the same bracket.
	md.Parser().AddOptions(parser.WithInlineParsers(util.Prioritized(o, 190)))
}

var operationLink = regexp.MustCompile(`^\[\[([A-Za-z][A-Za-z0-9_-]*)[./]([A-Za-z][A-Za-z0-9_-]*)(?:\|([^\]\n]+))?\]\]`)

// Trigger implements [parser.InlineParser].
func (operationLinks) Trigger() []byte { return []byte{'['} }

// Parse implements [parser.InlineParser].
func (operationLinks) Parse(_ ast.Node, block text.Reader, _ parser.Context) ast.Node {
	rest, segment := block.PeekLine()
	m := operationLink.FindSubmatchIndex(rest)
	if m == nil {
		return nil
	}
	group, name := rest[m[2]:m[3]], rest[m[4]:m[5]]
	link := ast.NewLink()
	link.Destination = []byte(OperationScheme + ":" + string(group) + "." + string(name))
	link.SetPos(segment.Start)
	at := func(i int) ast.Node {
		return ast.NewTextSegment(text.NewSegment(segment.Start+m[i], segment.Start+m[i+1]))
	}
	if m[6] >= 0 {
		link.AppendChild(link, at(6))
	} else {
		code := ast.NewCodeSpan()
		code.AppendChild(code, ast.NewTextSegment(text.NewSegment(segment.Start+m[2], segment.Start+m[5])))
		link.AppendChild(link, code)
	}
	block.Advance(m[1])
	return link
}
