package markdown

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// directives are containers of other blocks, from a line of colons with a name to a
// line of as many colons:
//
//	:::tabs            one pane of several is shown; see tabs.go
//	:::code-group      the same, of code blocks with titles
//	:::steps           a numbered list as the stages of a procedure
//	:::details A title closed until the reader opens it
//	:::note A title    a callout, as in a quote: note, tip, important, warning, caution
//
// and parts of the spec, which need no end:
//
//	:::operation pets/addPet
//	:::samples pets/addPet
//	:::schema Pet
//
// A line of colons ends the innermost container that began with as many.
type directives struct{}

// directive is a container in the tree.
type directive struct {
	ast.BaseBlock
	name   string
	title  string
	open   bool // details that are open from the start
	colons int
	closed bool
	begin  text.Segment // its first line
	end    text.Segment // its last
}

var kindDirective = ast.NewNodeKind("Directive")

// Kind implements [ast.Node].
func (*directive) Kind() ast.NodeKind { return kindDirective }

// Dump implements [ast.Node].
func (n *directive) Dump(source []byte, level int) {
	ast.DumpHelper(n, source, level, map[string]string{"name": n.name, "title": n.title}, nil)
}

// Trigger implements [parser.BlockParser].
func (directives) Trigger() []byte { return []byte{':'} }

// Open implements [parser.BlockParser].
func (directives) Open(_ ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	line, segment := reader.PeekLine()
	n := parseDirective(string(bytes.TrimSpace(line)))
	if n == nil {
		stray(bytes.TrimSpace(line), segment.Start, pc)
		return nil, parser.NoChildren
	}
	n.begin = segment
	reader.AdvanceToEOL()
	if n.part() != "" {
		n.closed = true
		return n, parser.NoChildren
	}
	return n, parser.HasChildren
}

// stray tells of a line of colons that is only shown, since no container begins with it or ends.
func stray(line []byte, at int, pc parser.Context) {
	rest := bytes.TrimLeft(line, ":")
	switch colons := len(line) - len(rest); {
	case colons < 3:
	case len(rest) == 0:
		findingsOf(pc).add(at, fmt.Sprintf("no container with %d colons is open here, so that %s ends nothing and is shown; remove it", colons, line))
	default:
		findingsOf(pc).add(at, fmt.Sprintf("%s begins no container and is shown; its name follows the colons, as in :::note", clipped(string(line))))
	}
}

// parseDirective reads ":::name Title", ":::name[Title]" or `:::name{title="Title"}`.
func parseDirective(line string) *directive {
	rest := strings.TrimLeft(line, ":")
	n := &directive{colons: len(line) - len(rest)}
	rest = strings.TrimLeft(rest, " \t")
	end := 0
	for end < len(rest) && (letter(rest[end]) || end > 0 && (rest[end] == '-' || digit(rest[end]))) {
		end++
	}
	if n.colons < 3 || end == 0 {
		return nil
	}
	n.name, rest = strings.ToLower(rest[:end]), rest[end:]
	if rest != "" && strings.IndexByte(" \t[{", rest[0]) < 0 {
		return nil
	}
	rest = strings.TrimSpace(rest)
	switch {
	case strings.HasPrefix(rest, "[") && strings.Contains(rest, "]"):
		rest = rest[1:strings.LastIndexByte(rest, ']')]
	case strings.HasPrefix(rest, "{") && strings.HasSuffix(rest, "}"):
		_, title, _ := strings.Cut(rest, `title="`)
		n.open = strings.Contains(rest, "open")
		rest, _, _ = strings.Cut(title, `"`)
	}
	n.title = strings.TrimSpace(strings.TrimRight(rest, ":"))
	return n
}

// part is the part of the spec that the directive shows, "" if it is a container.
func (n *directive) part() PartKind {
	switch kind := PartKind(n.name); kind {
	case OperationCard, SchemaTable, Samples:
		return kind
	}
	return ""
}

// Continue implements [parser.BlockParser].
func (directives) Continue(node ast.Node, reader text.Reader, pc parser.Context) parser.State {
	n := node.(*directive)
	line, segment := reader.PeekLine()
	text := bytes.TrimSpace(line)
	ends := len(text) == n.colons && len(bytes.TrimLeft(text, ":")) == 0
	switch {
	case n.part() != "" && (!ends || n.within(pc)):
		return parser.Close
	case n.part() == "" && (!ends || inCode(pc) || !n.innermost(pc)):
		return parser.Continue | parser.HasChildren
	}
	n.closed, n.end = true, segment
	reader.AdvanceToEOL()
	return parser.Close
}

// innermost reports whether no container within has as many colons.
func (n *directive) innermost(pc parser.Context) bool {
	blocks := pc.OpenedBlocks()
	for i := len(blocks) - 1; i >= 0 && blocks[i].Node != ast.Node(n); i-- {
		if d, ok := blocks[i].Node.(*directive); ok && d.colons == n.colons && !d.closed {
			return false
		}
	}
	return true
}

// within reports whether a container that the end of this one would end is around it.
func (n *directive) within(pc parser.Context) bool {
	return slices.ContainsFunc(pc.OpenedBlocks(), func(b parser.Block) bool {
		d, ok := b.Node.(*directive)
		return ok && d != n && d.colons == n.colons
	})
}

// inCode reports whether the line belongs to a fence, whose text is not ours.
func inCode(pc parser.Context) bool {
	return pc.LastOpenedBlock().Node != nil && pc.LastOpenedBlock().Node.Kind() == ast.KindFencedCodeBlock
}

// Close implements [parser.BlockParser].
func (directives) Close(ast.Node, text.Reader, parser.Context) {}

// CanInterruptParagraph implements [parser.BlockParser].
func (directives) CanInterruptParagraph() bool { return true }

// CanAcceptIndentedLine implements [parser.BlockParser].
func (directives) CanAcceptIndentedLine() bool { return false }

// directive writes a container.
func (w *writer) directive(n *directive) {
	if !n.closed {
		w.warn(n.begin.Start, ":::%s is never closed; end it with a line of %d colons", n.name, n.colons)
	}
	if kind := n.part(); kind != "" {
		w.part(kind, n)
		return
	}
	title := n.title
	switch n.name {
	case "tabs", "code-group":
		if title != "" {
			w.warn(n.begin.Start, ":::%s takes no title; remove %q", n.name, title)
			title = ""
		}
		w.tabGroup(n)
	case "steps":
		if list, ok := n.FirstChild().(*ast.List); !ok || !list.IsOrdered() || n.ChildCount() != 1 {
			w.warn(n.begin.Start, ":::steps holds one numbered list and nothing else")
		}
		w.write("<div class=\"steps\">\n")
		w.container(n)
		w.write("</div>\n")
	case "details":
		w.details(n)
	default:
		c, known := calloutOf(n.name)
		if !known {
			w.warnOnce(n.name, n.begin.Start, "unknown container :::%s; it can be tabs, code-group, steps, details, note, tip, important, warning, caution, operation, schema, samples or include", n.name)
			w.write("<div>\n")
			w.container(n)
			w.write("</div>\n")
			break
		}
		if title != "" {
			c.title = title
		}
		title = c.title
		w.callout(c, n)
	}
	w.editDirective(n, title)
}

func (w *writer) details(n *directive) {
	title := n.title
	if title == "" {
		w.warn(n.begin.Start, ":::details needs a title, what the reader clicks: \":::details A title\"")
		title = "Details"
	}
	w.write(`<details class="details"`)
	if n.open {
		w.write(" open")
	}
	w.write("><summary>")
	w.label(title)
	w.write("</summary>\n<div class=\"details-body\">\n")
	w.container(n)
	w.write("</div></details>\n")
}

// part leaves a hole for a part of the spec.
func (w *writer) part(kind PartKind, n *directive) {
	if n.title == "" {
		w.warn(n.begin.Start, ":::%s needs a name: \":::operation pets/addPet\", \":::schema Pet\"", n.name)
		return
	}
	file, line := w.cursor.At(n.begin.Start)
	w.d.edits = append(w.d.edits, edit{from: n.begin.Start, to: n.begin.Stop, kind: partEdit, link: len(w.d.parts)})
	w.d.holes = append(w.d.holes, hole{at: len(w.out), kind: partHole, n: len(w.d.parts)})
	if n.end.Len() > 0 {
		w.d.edits = append(w.d.edits, edit{from: n.end.Start, to: n.end.Stop})
	}
	w.d.parts = append(w.d.parts, Part{Kind: kind, Name: n.title, File: file, Line: line})
	w.plain = append(w.plain, n.title...)
}
