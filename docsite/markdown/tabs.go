package markdown

import (
	"bytes"
	"strconv"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// tabPanes are the panes of a :::tabs container, each from a line "== Name" to the
// next.
//
// They come out as radio buttons with their labels and panes side by side: style
// sheets alone show the chosen one, so tabs work without a script and with the arrow
// keys. The script only keeps groups that offer the same names in step, and
// remembers the choice.
type tabPanes struct{}

type tabPane struct {
	ast.BaseBlock
	label string
	begin text.Segment
}

var kindTabPane = ast.NewNodeKind("TabPane")

// Kind implements [ast.Node].
func (*tabPane) Kind() ast.NodeKind { return kindTabPane }

// Dump implements [ast.Node].
func (n *tabPane) Dump(source []byte, level int) {
	ast.DumpHelper(n, source, level, map[string]string{"label": n.label}, nil)
}

// paneLabel is the name on a "== Name" line, "" on any other.
func paneLabel(line []byte) string {
	label, ok := bytes.CutPrefix(bytes.TrimSpace(line), []byte("== "))
	if !ok {
		return ""
	}
	return string(bytes.TrimSpace(label))
}

// Trigger implements [parser.BlockParser].
func (tabPanes) Trigger() []byte { return []byte{'='} }

// Open implements [parser.BlockParser].
func (tabPanes) Open(parent ast.Node, reader text.Reader, _ parser.Context) (ast.Node, parser.State) {
	tabs, ok := parent.(*directive)
	if !ok || tabs.name != "tabs" {
		return nil, parser.NoChildren
	}
	line, segment := reader.PeekLine()
	label := paneLabel(line)
	if label == "" {
		return nil, parser.NoChildren
	}
	reader.AdvanceToEOL()
	return &tabPane{label: label, begin: segment}, parser.HasChildren
}

// Continue implements [parser.BlockParser].
func (tabPanes) Continue(node ast.Node, reader text.Reader, pc parser.Context) parser.State {
	line, _ := reader.PeekLine()
	if paneLabel(line) == "" || inCode(pc) || innermostPane(pc) != node {
		return parser.Continue | parser.HasChildren
	}
	return parser.Close
}

// innermostPane is the pane the line is in: a "== Name" line ends that one, not the
// pane that holds a whole :::tabs of its own.
func innermostPane(pc parser.Context) ast.Node {
	blocks := pc.OpenedBlocks()
	for i := len(blocks) - 1; i >= 0; i-- {
		switch n := blocks[i].Node.(type) {
		case *tabPane:
			return n
		case *directive:
			if n.name == "tabs" {
				return nil // before its first pane
			}
		}
	}
	return nil
}

// Close implements [parser.BlockParser].
func (tabPanes) Close(ast.Node, text.Reader, parser.Context) {}

// CanInterruptParagraph implements [parser.BlockParser].
func (tabPanes) CanInterruptParagraph() bool { return true }

// CanAcceptIndentedLine implements [parser.BlockParser].
func (tabPanes) CanAcceptIndentedLine() bool { return false }

// tabGroup writes tabs. They need two panes or more, each with its own name, and no
// words outside of them.
func (w *writer) tabGroup(n *directive) {
	w.tabs++
	group := strconv.Itoa(w.tabs)
	w.write("<div class=\"tabs\" role=\"radiogroup\" aria-label=\"Variants\">\n")
	seen, panes := map[string]bool{}, 0
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		label, at := w.paneOf(n, c)
		if label == "" {
			w.warn(offsetOf(c), ":::tabs has text before its first \"== Name\" line; readers would not know which tab it is in")
			w.write(`<div class="tabs-head">` + "\n")
			w.block(c)
			w.write("</div>\n")
			continue
		}
		slug := Slug(label)
		if seen[slug] {
			w.warn(at, "two tabs are named %q", label)
		}
		panes++
		w.openPane(group, panes, slug, label)
		seen[slug] = true
		if pane, ok := c.(*tabPane); ok {
			w.d.edits = append(w.d.edits, edit{from: pane.begin.Start, to: pane.begin.Stop, words: "**" + label + "**\n"})
			w.container(c)
		} else if fence, ok := c.(*ast.FencedCodeBlock); ok {
			i := w.infoOf(fence)
			i.Title = ""
			w.fenced(fence, i)
		}
		w.write("</div>\n")
	}
	if len(seen) < 2 {
		w.warn(n.begin.Start, ":::%s needs two tabs or more, each begun by %s", n.name, map[string]string{"tabs": `a line "== Name"`, "code-group": "a code block with a title"}[n.name])
	}
	w.write("</div>\n")
}

// paneOf is the label of a pane, "" for what is none.
func (w *writer) paneOf(n *directive, c ast.Node) (label string, at int) {
	switch c := c.(type) {
	case *tabPane:
		return c.label, c.begin.Start
	case *ast.FencedCodeBlock:
		if n.name != "code-group" || c.Info == nil {
			return "", 0
		}
		var i info
		i.parse(string(appendPlain(nil, c.Info.Segment.Value(w.src))))
		if i.Title == "" {
			i.Title = i.Language
		}
		return i.Title, c.Pos()
	}
	return "", 0
}

// openPane writes what a pane begins with. Ids have a colon, which no heading's has.
func (w *writer) openPane(group string, n int, slug, label string) {
	id := "tab:" + group + ":" + strconv.Itoa(n)
	w.write(`<input type="radio" class="tab-input"`)
	w.out = appendAttribute(w.out, "name", "tab:"+group)
	w.out = appendAttribute(w.out, "id", id)
	w.out = appendAttribute(w.out, "value", slug)
	if n == 1 {
		w.write(" checked")
	}
	w.write(`><label class="tab"`)
	w.out = appendAttribute(w.out, "for", id)
	w.write(">")
	w.label(label)
	w.write("</label>\n<div class=\"tab-pane\">\n")
}
