package markdown

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
)

// deepestInline is how many emphases and links may stand in each other. Beyond it
// only their words are written.
const deepestInline = 50

// inlines writes what is in a paragraph, a heading, a cell. Raw HTML that is opened
// in it is closed in it.
func (w *writer) inlines(parent ast.Node) {
	floor := w.floor
	w.floor = len(w.tags)
	for c := parent.FirstChild(); c != nil; c = c.NextSibling() {
		switch n := c.(type) {
		case *ast.Text:
			c = w.text(n)
		case *ast.RawHTML:
			c = w.rawHTML(n)
		default:
			w.span(c)
		}
	}
	if len(w.tags) > w.floor {
		w.closeRest()
	}
	w.floor = floor
}

// span writes an inline element.
func (w *writer) span(n ast.Node) {
	switch n := n.(type) {
	case *ast.CodeSpan:
		w.codeSpan(n)
	case *ast.Link:
		w.link(n)
	case *ast.Emphasis:
		if n.Level == 2 {
			w.within("strong", n)
		} else {
			w.within("em", n)
		}
	case *ast.AutoLink:
		w.autoLink(n)
	case *ast.Image:
		w.image(n)
	case *ast.String:
		w.words(n.Value)
	case *operationLink:
		w.operation(n)
	case *mathSpan:
		w.formula(n)
	case *extast.Strikethrough:
		w.within("del", n)
	case *extast.TaskCheckBox:
		if n.IsChecked {
			w.write(`<span class="task task-done" role="img" aria-label="Done"></span> `)
		} else {
			w.write(`<span class="task" role="img" aria-label="To do"></span> `)
		}
	case *extast.FootnoteLink:
		w.footnoteLink(n)
	case *extast.FootnoteBacklink:
		w.footnoteBacklink(n)
	default:
		w.inlines(n)
	}
}

func (w *writer) within(name string, n ast.Node) {
	w.inline++
	if w.inline <= deepestInline {
		w.write("<" + name + ">")
		w.inlines(n)
		w.write("</" + name + ">")
	} else {
		w.inlines(n)
	}
	w.inline--
}

// text writes words, and returns the last of the nodes it took: what parsers cut
// apart and did not use stands together in the source.
func (w *writer) text(n *ast.Text) ast.Node {
	segment := n.Segment
	for !n.SoftLineBreak() && !n.HardLineBreak() && segment.Padding == 0 {
		next, ok := n.NextSibling().(*ast.Text)
		if !ok || next.Segment.Start != segment.Stop || next.Segment.Padding != 0 || next.IsRaw() != n.IsRaw() {
			break
		}
		segment.Stop = next.Segment.Stop
		n = next
	}
	value := segment.Value(w.src)
	if n.IsRaw() {
		w.rawWords(value)
	} else {
		w.words(value)
	}
	switch {
	case n.HardLineBreak():
		w.write("<br>\n")
		w.plain = append(w.plain, '\n')
	case n.SoftLineBreak():
		if next, ok := n.NextSibling().(*ast.Text); ok && len(value) > 0 && value[len(value)-1] >= 0x80 && joined(value, next.Segment.Value(w.src)) {
			break // Chinese and Japanese have no spaces between words
		}
		w.write("\n")
		w.plain = append(w.plain, ' ')
	}
	return n
}

func (w *writer) codeSpan(n *ast.CodeSpan) {
	w.write("<code>")
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		t, ok := c.(*ast.Text)
		if !ok {
			continue
		}
		value := t.Segment.Value(w.src)
		if line, cut := bytes.CutSuffix(value, []byte("\n")); cut {
			w.rawWords(line)
			w.write(" ")
			w.plain = append(w.plain, ' ')
		} else {
			w.rawWords(value)
		}
	}
	w.write("</code>")
}

// wordsOf is what a node says, without its markup.
func (w *writer) wordsOf(n ast.Node) []byte {
	return w.appendWords(nil, n, 0)
}

func (w *writer) appendWords(out []byte, parent ast.Node, depth int) []byte {
	for c := parent.FirstChild(); c != nil; c = c.NextSibling() {
		switch n := c.(type) {
		case *ast.Text:
			if n.IsRaw() || parent.Kind() == ast.KindCodeSpan {
				out = append(out, n.Segment.Value(w.src)...)
			} else {
				out = appendWords(out, n.Segment.Value(w.src))
			}
			if n.SoftLineBreak() || n.HardLineBreak() {
				out = append(out, ' ')
			}
		case *ast.String:
			out = appendWords(out, n.Value)
		case *ast.AutoLink:
			out = append(out, n.Label(w.src)...)
		case *operationLink:
			out = append(out, n.words(w.src)...)
		case *mathSpan:
			out = append(out, n.tex(w.src)...)
		default:
			if depth < 1000 {
				out = w.appendWords(out, n, depth+1)
			}
		}
	}
	return out
}
