package markdown

import (
	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
)

// table writes one of GitHub's tables for our pages: it scrolls in its own box, and
// a column's alignment is a class, as a style attribute would be against the content
// security policy.
func (w *writer) table(n *extast.Table) {
	w.write("<div class=\"table-scroll\"><table>\n")
	body := false
	for row := n.FirstChild(); row != nil; row = row.NextSibling() {
		if row.Kind() == extast.KindTableHeader {
			w.write("<thead>\n<tr>\n")
			w.cells(row, "th", ` scope="col"`)
			w.write("</tr>\n</thead>\n")
			continue
		}
		if !body {
			w.write("<tbody>\n")
			body = true
		}
		w.write("<tr>\n")
		w.cells(row, "td", "")
		w.write("</tr>\n")
	}
	if body {
		w.write("</tbody>\n")
	}
	w.write("</table></div>\n")
}

func (w *writer) cells(row ast.Node, name, attributes string) {
	for c := row.FirstChild(); c != nil; c = c.NextSibling() {
		cell, ok := c.(*extast.TableCell)
		if !ok {
			continue
		}
		w.write("<" + name + attributes)
		if cell.Alignment != extast.AlignNone {
			w.write(` class="align-` + cell.Alignment.String() + `"`)
		}
		w.write(">")
		w.inlines(cell)
		w.write("</" + name + ">\n")
		w.plain = append(w.plain, ' ')
	}
	if n := len(w.plain); n > 0 {
		w.plain[n-1] = '\n'
	}
}
