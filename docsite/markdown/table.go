package markdown

import (
	"fmt"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/util"
)

// tables renders GitHub's tables and task lists for our pages: a table scrolls
// in its own box, a column's alignment is a class (a style attribute would be
// against the content security policy), and a task's mark is a picture with a
// name, not a form control without one.
type tables struct{}

func (t tables) Extend(md goldmark.Markdown) { renderers(md, t) }

// RegisterFuncs implements [renderer.NodeRenderer].
func (tables) RegisterFuncs(reg renderer.NodeRendererFuncRegisterer) {
	reg.Register(extast.KindTable, func(w util.BufWriter, _ []byte, _ ast.Node, entering bool) (ast.WalkStatus, error) {
		if entering {
			_, _ = w.WriteString("<div class=\"table-scroll\"><table>\n")
		} else {
			_, _ = w.WriteString("</table></div>\n")
		}
		return ast.WalkContinue, nil
	})
	reg.Register(extast.KindTableCell, renderCell)
	reg.Register(extast.KindTaskCheckBox, func(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		if n.(*extast.TaskCheckBox).IsChecked {
			_, _ = w.WriteString(`<span class="task task-done" role="img" aria-label="Done"></span> `)
		} else {
			_, _ = w.WriteString(`<span class="task" role="img" aria-label="To do"></span> `)
		}
		return ast.WalkContinue, nil
	})
}

func renderCell(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	cell := n.(*extast.TableCell)
	tag, scope := "td", ""
	if cell.Parent().Kind() == extast.KindTableHeader {
		tag, scope = "th", ` scope="col"`
	}
	if !entering {
		fmt.Fprintf(w, "</%s>\n", tag)
		return ast.WalkContinue, nil
	}
	align := ""
	if cell.Alignment != extast.AlignNone {
		align = fmt.Sprintf(` class="align-%s"`, cell.Alignment)
	}
	fmt.Fprintf(w, "<%s%s%s>", tag, scope, align)
	return ast.WalkContinue, nil
}
