package markdown

import (
	"bytes"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// mathSpans are formulas within words: $x$ and \(x\), or $$x$$ and \[x\] for one that
// stands out. The rules are GitHub's, so that prices stay prices: no white space
// within the signs, no digit behind them, no letter before.
type mathSpans struct{}

// mathSpan is a formula in the tree.
type mathSpan struct {
	ast.BaseInline
	segments []text.Segment
	display  bool
}

var kindMathSpan = ast.NewNodeKind("MathSpan")

// Kind implements [ast.Node].
func (*mathSpan) Kind() ast.NodeKind { return kindMathSpan }

// Dump implements [ast.Node].
func (n *mathSpan) Dump(source []byte, level int) { ast.DumpHelper(n, source, level, nil, nil) }

func (n *mathSpan) tex(src []byte) []byte {
	var out []byte
	for _, s := range n.segments {
		out = append(out, s.Value(src)...)
	}
	return out
}

// A formula within words may have so many lines, and so many bytes on each.
const (
	longestFormula = 40
	longestLine    = 2000
)

// Trigger implements [parser.InlineParser].
func (mathSpans) Trigger() []byte { return []byte{'$', '\\'} }

// Parse implements [parser.InlineParser].
func (mathSpans) Parse(_ ast.Node, block text.Reader, _ parser.Context) ast.Node {
	line, _ := block.PeekLine()
	before := block.PrecendingCharacter()
	var shut string
	n := &mathSpan{}
	switch {
	case bytes.HasPrefix(line, []byte("$$")):
		shut, n.display = "$$", true
	case line[0] == '$':
		if before < 0x80 && (letter(byte(before)) || digit(byte(before))) || len(line) < 3 || util.IsSpace(line[1]) {
			return nil
		}
		shut = "$"
	case bytes.HasPrefix(line, []byte(`\(`)):
		shut = `\)`
	case bytes.HasPrefix(line, []byte(`\[`)):
		shut, n.display = `\]`, true
	default:
		return nil
	}
	block.Advance(len(shut))
	for range longestFormula {
		line, segment := block.PeekLine()
		if line == nil {
			return nil
		}
		end := formulaEnd(line, shut)
		if end < 0 {
			n.segments = append(n.segments, segment)
			block.AdvanceLine()
			continue
		}
		n.segments = append(n.segments, segment.WithStop(segment.Start+end))
		after := byte(' ')
		if rest := line[end+len(shut):]; len(rest) > 0 {
			after = rest[0]
		}
		tex := n.tex(block.Source())
		switch {
		case len(bytes.TrimSpace(tex)) == 0:
			return nil
		case shut == "$" && (util.IsSpace(tex[len(tex)-1]) || letter(after) || digit(after)):
			return nil
		case shut[0] == '\\' && !formulaLike(tex):
			return nil // brackets that were escaped for caution
		}
		block.Advance(end + len(shut))
		return n
	}
	return nil
}

// formulaEnd is where a formula ends on the line, -1 if it doesn't.
func formulaEnd(line []byte, shut string) int {
	line = line[:min(len(line), longestLine)]
	if !bytes.Contains(line, []byte(shut)) {
		return -1
	}
	for i := 0; i < len(line); i++ {
		switch {
		case bytes.HasPrefix(line[i:], []byte(shut)):
			return i
		case line[i] == '\\':
			i++
		}
	}
	return -1
}

// formulaLike reports whether what stands in escaped brackets is a formula.
func formulaLike(tex []byte) bool {
	for i := 1; i < len(tex); i++ {
		if tex[i-1] == '\\' && letter(tex[i]) {
			return true
		}
	}
	return len(bytes.TrimSpace(tex)) == 1 && letter(bytes.TrimSpace(tex)[0]) || bytes.ContainsAny(tex, "^_={}")
}

// mathBlocks are formulas between two lines "$$".
type mathBlocks struct{}

type mathBlock struct{ ast.BaseBlock }

var kindMathBlock = ast.NewNodeKind("MathBlock")

// Kind implements [ast.Node].
func (*mathBlock) Kind() ast.NodeKind { return kindMathBlock }

// IsRaw implements [ast.Node].
func (*mathBlock) IsRaw() bool { return true }

// Dump implements [ast.Node].
func (n *mathBlock) Dump(source []byte, level int) { ast.DumpHelper(n, source, level, nil, nil) }

// Trigger implements [parser.BlockParser].
func (mathBlocks) Trigger() []byte { return []byte{'$'} }

// Open implements [parser.BlockParser].
func (mathBlocks) Open(_ ast.Node, reader text.Reader, _ parser.Context) (ast.Node, parser.State) {
	line, _ := reader.PeekLine()
	if string(bytes.TrimSpace(line)) != "$$" {
		return nil, parser.NoChildren
	}
	reader.AdvanceToEOL()
	return &mathBlock{}, parser.NoChildren
}

// Continue implements [parser.BlockParser].
func (mathBlocks) Continue(node ast.Node, reader text.Reader, _ parser.Context) parser.State {
	line, segment := reader.PeekLine()
	if util.IsBlank(line) {
		return parser.Close // a formula has no blank lines; a forgotten end must not swallow the page
	}
	reader.AdvanceToEOL()
	if string(bytes.TrimSpace(line)) == "$$" {
		return parser.Close
	}
	node.Lines().Append(segment)
	return parser.Continue | parser.NoChildren
}

// Close implements [parser.BlockParser].
func (mathBlocks) Close(ast.Node, text.Reader, parser.Context) {}

// CanInterruptParagraph implements [parser.BlockParser].
func (mathBlocks) CanInterruptParagraph() bool { return true }

// CanAcceptIndentedLine implements [parser.BlockParser].
func (mathBlocks) CanAcceptIndentedLine() bool { return false }

// formula writes a formula within words.
func (w *writer) formula(n *mathSpan) {
	tex := strings.TrimSpace(string(n.tex(w.src)))
	set, ok := w.set(tex, n.display, n.Pos())
	switch {
	case !ok:
		w.out = appendEscaped(append(w.out, "<code>"...), tex, "</code>")
	case n.display:
		w.write(`<span class="math">` + set + "</span>")
	default:
		w.write(set)
	}
	w.plain = append(w.plain, tex...)
}

// formulaBlock writes a formula that is a block: between "$$" or in a fence.
func (w *writer) formulaBlock(tex string, at int) {
	set, ok := w.set(strings.TrimSpace(tex), true, at)
	if !ok {
		w.code(Code{Source: tex})
		return
	}
	w.write(`<div class="math">` + set + "</div>\n")
	w.plain = append(w.plain, tex...)
}

// set sets a formula; ok is false if its source is to be shown.
func (w *writer) set(tex string, display bool, at int) (mathml string, ok bool) {
	if w.r.options.Math == nil {
		return "", false
	}
	mathml, err := w.r.options.Math(tex, display)
	if err != nil {
		w.warn(at, "formula: %v; its source is shown", err)
		return "", false
	}
	return mathml, true
}
