package markdown

import (
	"fmt"
	"strconv"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"

	"wpengine/docsite/markdown/source"
)

// writer goes through the tree once, from top to bottom. It writes the HTML and the
// words alone, gives ids, and notes headings, links and problems on the way.
type writer struct {
	r        *Renderer
	d        *Document
	whole    *source.Text
	src      []byte
	cursor   *source.Cursor
	fragment bool
	findings findings
	root     ast.Node

	buffers *buffers
	out     []byte
	plain   []byte

	taken   map[string]int // ids, and whose they are
	repeats map[string]int // how often an id was wanted again
	title   string         // the first heading's
	lead    string         // the first paragraph's
	level   int            // of the last heading
	seen    int            // headings
	images  int
	tabs    int
	warned  map[string]bool // kinds of problems

	endless map[string]ast.Node // elements that are left out and have no end in a container

	tags   []rawTag // elements of raw HTML that are open
	floor  int      // those above it were opened in the block that is written
	inline int      // how many inline elements stand in each other
	linked bool     // within a link, where there may be no other
	phrase bool     // within a heading, where there may be no blocks
}

func newWriter(r *Renderer, d *Document, whole *source.Text) *writer {
	b := r.buffers.Get().(*buffers)
	return &writer{r: r, d: d, whole: whole, src: whole.Bytes, cursor: whole.Cursor(), buffers: b, out: b.out, plain: b.plain, level: 1}
}

func (w *writer) write(s string) { w.out = append(w.out, s...) }

// warn notes a problem at an offset of the text.
func (w *writer) warn(at int, format string, args ...any) {
	file, line := w.cursor.At(at)
	w.d.problem(file, line, fmt.Sprintf(format, args...))
}

// warnOnce notes the first of a kind.
func (w *writer) warnOnce(kind string, at int, format string, args ...any) {
	if w.warned[kind] {
		return
	}
	if w.warned == nil {
		w.warned = map[string]bool{}
	}
	w.warned[kind] = true
	w.warn(at, format, args...)
}

// container writes the blocks in a node. Raw HTML that is opened in it is closed in
// it.
func (w *writer) container(parent ast.Node) {
	floor := w.floor
	w.floor = len(w.tags)
	for c := parent.FirstChild(); c != nil; c = c.NextSibling() {
		if raw, ok := c.(*ast.HTMLBlock); ok {
			c = w.htmlBlock(raw)
			continue
		}
		w.block(c)
	}
	if len(w.tags) > w.floor {
		w.closeRest()
	}
	w.floor = floor
}

// block writes one block.
func (w *writer) block(n ast.Node) {
	if len(w.tags) > w.floor && w.tags[len(w.tags)-1].name == "p" {
		w.closeTags(len(w.tags) - 1) // as a browser would
	}
	switch n := n.(type) {
	case *ast.Paragraph:
		w.paragraph(n)
	case *ast.TextBlock:
		w.inlines(n)
		if n.NextSibling() != nil && n.FirstChild() != nil {
			w.write("\n")
		}
	case *ast.Heading:
		w.heading(n)
	case *ast.FencedCodeBlock:
		w.fence(n)
	case *ast.CodeBlock:
		w.code(Code{Source: string(linesOf(n, w.src))})
	case *ast.List:
		w.list(n)
	case *ast.ListItem:
		w.write("<li>")
		if first := n.FirstChild(); first != nil && first.Kind() != ast.KindTextBlock {
			w.write("\n")
		}
		w.container(n)
		w.write("</li>\n")
	case *ast.Blockquote:
		w.quote(n)
	case *ast.ThematicBreak:
		w.write("<hr>\n")
	case *extast.Table:
		w.table(n)
	case *directive:
		w.directive(n)
	case *tabPane:
		w.container(n) // outside of tabs
	case *mathBlock:
		w.formulaBlock(string(linesOf(n, w.src)), n.Pos())
	case *extast.DefinitionList:
		w.element("dl", n)
	case *extast.DefinitionTerm:
		w.write("<dt>")
		w.inlines(n)
		w.write("</dt>\n")
	case *extast.DefinitionDescription:
		w.write("<dd>")
		if !n.IsTight {
			w.write("\n")
		}
		w.container(n)
		w.write("</dd>\n")
	case *extast.FootnoteList:
		w.footnotes(n)
	case *ast.LinkReferenceDefinition:
	default:
		w.container(n)
	}
	if len(w.plain) > 0 && w.plain[len(w.plain)-1] != '\n' {
		w.plain = append(w.plain, '\n')
	}
}

func (w *writer) element(name string, n ast.Node) {
	w.write("<" + name + ">\n")
	w.container(n)
	w.write("</" + name + ">\n")
}

func (w *writer) list(n *ast.List) {
	if !n.IsOrdered() {
		w.element("ul", n)
		return
	}
	w.write("<ol")
	if n.Start != 1 {
		w.write(` start="` + strconv.Itoa(n.Start) + `"`)
	}
	w.write(">\n")
	w.container(n)
	w.write("</ol>\n")
}

// paragraph writes a paragraph. One that holds a block of raw HTML is a division: a
// browser would end the paragraph there.
func (w *writer) paragraph(n *ast.Paragraph) {
	if n.FirstChild() == nil {
		return
	}
	if image, ok := n.FirstChild().(*ast.Image); ok && w.figure(image) {
		return
	}
	from := len(w.plain)
	name := "p"
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if raw, ok := c.(*ast.RawHTML); ok && blockTag(raw.Segments.Value(w.src)) {
			name = "div"
			break
		}
	}
	w.write("<" + name + ">")
	w.inlines(n)
	w.write("</" + name + ">\n")
	if w.lead == "" && n.Parent() == w.root {
		w.lead = string(w.plain[from:])
	}
}

// linesOf is the text of a block's lines: the source's own bytes, if they stand
// together in it.
func linesOf(n ast.Node, src []byte) []byte {
	lines := n.Lines()
	if lines.Len() == 0 {
		return nil
	}
	first, last := lines.At(0), lines.At(lines.Len()-1)
	at := first.Start
	for i := range lines.Len() {
		line := lines.At(i)
		if line.Padding != 0 || line.Start != at || line.ForceNewline && line.Stop > line.Start && src[line.Stop-1] != '\n' {
			return lines.Value(src)
		}
		at = line.Stop
	}
	return src[first.Start:last.Stop]
}

// offsetOf is where a node starts in the source. Not every inline node knows; the
// nearest one that does is on the same line or close to it.
func offsetOf(n ast.Node) int {
	if n.Type() == ast.TypeInline {
		for c := n.FirstChild(); c != nil; c = c.FirstChild() {
			if c.Pos() >= 0 {
				return c.Pos()
			}
		}
	}
	for ; n != nil; n = n.Parent() {
		if n.Pos() >= 0 {
			return n.Pos()
		}
		if n.Type() == ast.TypeBlock && n.Lines().Len() > 0 {
			return n.Lines().At(0).Start
		}
	}
	return 0
}
