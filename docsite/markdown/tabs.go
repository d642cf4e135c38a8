package markdown

import (
	"bytes"
	"fmt"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// tabPanes are the panes of a :::tabs container, each from a line "== Name" to
// the next.
//
// They come out as radio buttons with their labels and panes side by side:
// style sheets alone show the chosen one, so tabs work without a script and
// with the arrow keys. The script only keeps groups that offer the same names
// in step, and remembers the choice.
type tabPanes struct{}

type tabPane struct {
	ast.BaseBlock
	label string
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
	line, segment := reader.PeekLine()
	tabs, ok := parent.(*directive)
	if label := paneLabel(line); ok && tabs.name == "tabs" && label != "" {
		pane := &tabPane{label: label}
		pane.SetPos(segment.Start)
		reader.AdvanceToEOL()
		return pane, parser.HasChildren
	}
	return nil, parser.NoChildren
}

// Continue implements [parser.BlockParser].
func (tabPanes) Continue(node ast.Node, reader text.Reader, pc parser.Context) parser.State {
	line, _ := reader.PeekLine()
	if paneLabel(line) == "" || inCode(pc) || innermostPane(pc) != node {
		return parser.Continue | parser.HasChildren
	}
	return parser.Close
}

// innermostPane is the pane the line is in: a "== Name" line ends that one, not
// the pane that holds a whole :::tabs of its own.
func innermostPane(pc parser.Context) ast.Node {
	blocks := pc.OpenedBlocks()
	for i := len(blocks) - 1; i >= 0; i-- {
		if blocks[i].Node.Kind() == kindTabPane {
			return blocks[i].Node
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

// checkPanes wants two panes or more, each with its own name, and no words
// outside of them.
func checkPanes(tabs *directive, found *findings) {
	seen := map[string]bool{}
	for c := tabs.FirstChild(); c != nil; c = c.NextSibling() {
		pane, ok := c.(*tabPane)
		switch {
		case !ok:
			found.add(offsetOf(c), ":::tabs has text before its first \"== Name\" line; readers would not know which tab it is in")
		case seen[Slug(pane.label)]:
			found.add(pane.Pos(), "two tabs are named %q", pane.label)
		default:
			seen[Slug(pane.label)] = true
		}
	}
	if len(seen) < 2 {
		found.add(tabs.Pos(), ":::tabs needs two tabs or more, each begun by a line \"== Name\"")
	}
}

func renderPane(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	pane := node.(*tabPane)
	tabs, ok := pane.Parent().(*directive)
	if !ok || !entering {
		_, _ = w.WriteString("</div>\n")
		return ast.WalkContinue, nil
	}
	checked := ""
	if pane.PreviousSibling() == nil {
		checked = " checked"
	}
	slug := Slug(pane.label)
	id := fmt.Sprintf("tab-%d-%s", tabs.number, slug)
	fmt.Fprintf(w, `<input type="radio" class="tab-input" name="tab-%d" id="%s" value="%s"%s><label class="tab" for="%s">%s</label>`,
		tabs.number, id, slug, checked, id, util.EscapeHTML([]byte(pane.label)))
	_, _ = w.WriteString("\n<div class=\"tab-pane\">\n")
	return ast.WalkContinue, nil
}
