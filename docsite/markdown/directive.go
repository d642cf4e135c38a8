package markdown

import (
	"bytes"
	"fmt"
	"regexp"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// directives are containers of other blocks, from a line of colons with a name
// to a line of as many colons:
//
//	:::tabs            one pane of several is shown; see tabs.go
//	:::steps           a numbered list as the stages of a procedure
//	:::details A title closed until the reader opens it
//
// A container within another takes a different number of colons.
type directives struct{}

func (d directives) Extend(md goldmark.Markdown) {
	md.Parser().AddOptions(
		parser.WithBlockParsers(util.Prioritized(d, 650), util.Prioritized(tabPanes{}, 50)),
		parser.WithASTTransformers(util.Prioritized(d, 300)),
	)
	renderers(md, d)
}

// directive is a container in the tree.
type directive struct {
	ast.BaseBlock
	name   string
	title  string
	colons int
	closed bool
	number int // among the tabs of the page
}

var kindDirective = ast.NewNodeKind("Directive")

// Kind implements [ast.Node].
func (*directive) Kind() ast.NodeKind { return kindDirective }

// Dump implements [ast.Node].
func (n *directive) Dump(source []byte, level int) {
	ast.DumpHelper(n, source, level, map[string]string{"name": n.name, "title": n.title}, nil)
}

var (
	directiveOpen  = regexp.MustCompile(`^(:{3,})[ \t]*([a-z]+)[ \t]*(.*?)[ \t]*$`)
	directiveClose = regexp.MustCompile(`^[ \t]*(:{3,})[ \t]*$`)
)

// Trigger implements [parser.BlockParser].
func (directives) Trigger() []byte { return []byte{':'} }

// Open implements [parser.BlockParser].
func (directives) Open(_ ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	line, segment := reader.PeekLine()
	m := directiveOpen.FindSubmatch(bytes.TrimSpace(line))
	if m == nil {
		return nil, parser.NoChildren
	}
	n := &directive{name: string(m[2]), title: string(m[3]), colons: len(m[1])}
	n.SetPos(segment.Start)
	switch found := findingsOf(pc); n.name {
	case "tabs", "steps":
		if n.title != "" {
			found.add(segment.Start, ":::%s takes no title; remove %q", n.name, n.title)
		}
	case "details":
		if n.title == "" {
			found.add(segment.Start, ":::details needs a title, what the reader clicks: \":::details A title\"")
		}
	default:
		found.add(segment.Start, "unknown container :::%s; it can be tabs, steps or details", n.name)
	}
	reader.AdvanceToEOL()
	return n, parser.HasChildren
}

// Continue implements [parser.BlockParser].
func (directives) Continue(node ast.Node, reader text.Reader, pc parser.Context) parser.State {
	n := node.(*directive)
	line, _ := reader.PeekLine()
	m := directiveClose.FindSubmatch(bytes.TrimRight(line, "\r\n"))
	if m != nil && len(m[1]) == n.colons && !inCode(pc) {
		n.closed = true
		reader.AdvanceToEOL()
		return parser.Close
	}
	return parser.Continue | parser.HasChildren
}

// inCode reports whether the line belongs to a fence, whose text is not ours.
func inCode(pc parser.Context) bool {
	return pc.LastOpenedBlock().Node != nil && pc.LastOpenedBlock().Node.Kind() == ast.KindFencedCodeBlock
}

// Close implements [parser.BlockParser].
func (directives) Close(node ast.Node, _ text.Reader, pc parser.Context) {
	if n := node.(*directive); !n.closed {
		findingsOf(pc).add(n.Pos(), ":::%s is never closed; end it with a line of %d colons", n.name, n.colons)
	}
}

// CanInterruptParagraph implements [parser.BlockParser].
func (directives) CanInterruptParagraph() bool { return true }

// CanAcceptIndentedLine implements [parser.BlockParser].
func (directives) CanAcceptIndentedLine() bool { return false }

// Transform implements [parser.ASTTransformer].
func (directives) Transform(doc *ast.Document, _ text.Reader, pc parser.Context) {
	found, groups := findingsOf(pc), 0
	_ = ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		d, ok := n.(*directive)
		if !ok || !entering {
			return ast.WalkContinue, nil
		}
		switch d.name {
		case "tabs":
			groups++
			d.number = groups
			checkPanes(d, found)
		case "steps":
			if list, ok := d.FirstChild().(*ast.List); !ok || !list.IsOrdered() || d.ChildCount() != 1 {
				found.add(d.Pos(), ":::steps holds one numbered list and nothing else")
			}
		}
		return ast.WalkContinue, nil
	})
}

// RegisterFuncs implements [renderer.NodeRenderer].
func (directives) RegisterFuncs(reg renderer.NodeRendererFuncRegisterer) {
	reg.Register(kindTabPane, renderPane)
	reg.Register(kindDirective, func(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
		n := node.(*directive)
		switch {
		case n.name == "tabs" && entering:
			_, _ = w.WriteString("<div class=\"tabs\" role=\"radiogroup\" aria-label=\"Variants\">\n")
		case n.name == "steps" && entering:
			_, _ = w.WriteString("<div class=\"steps\">\n")
		case n.name == "details" && entering:
			fmt.Fprintf(w, "<details class=\"details\"><summary>%s</summary>\n<div class=\"details-body\">\n", util.EscapeHTML([]byte(n.title)))
		case n.name == "details":
			_, _ = w.WriteString("</div></details>\n")
		case !entering:
			_, _ = w.WriteString("</div>\n")
		default:
			_, _ = w.WriteString("<div>\n")
		}
		return ast.WalkContinue, nil
	})
}
