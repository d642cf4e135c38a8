package markdown

import (
	"fmt"
	"regexp"
	"strconv"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// footnotes writes the notes at the end. Their ids have a colon, which no heading's
// has.
func (w *writer) footnotes(n *extast.FootnoteList) {
	w.write("<div class=\"footnotes\" role=\"doc-endnotes\">\n<hr>\n<ol>\n")
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		note, ok := c.(*extast.Footnote)
		if !ok {
			continue
		}
		id := "fn:" + strconv.Itoa(note.Index)
		w.d.IDs = append(w.d.IDs, id)
		w.write(`<li id="` + id + "\">\n")
		w.container(note)
		w.write("</li>\n")
	}
	w.write("</ol>\n</div>\n")
}

// strayNotes tells of references to notes that there aren't. The parser of references is asked first, and leaves those as
// they are written.
type strayNotes struct{}

var noteReference = regexp.MustCompile(`^\[\^([\p{L}\p{N}][\p{L}\p{N}_.-]*)\](?:[^(]|$)`)

// Trigger implements [parser.InlineParser].
func (strayNotes) Trigger() []byte { return []byte{'['} }

// Parse implements [parser.InlineParser].
func (strayNotes) Parse(_ ast.Node, block text.Reader, pc parser.Context) ast.Node {
	line, segment := block.PeekLine()
	if len(line) < 4 || line[1] != '^' {
		return nil
	}
	if m := noteReference.FindSubmatch(line); m != nil {
		name := clipped(string(m[1]))
		findingsOf(pc).add(segment.Start, fmt.Sprintf("the footnote [^%s] has no text and is shown as it is written; say it in a line \"[^%s]: …\", or write \\[^%s] if it is none", name, name, name))
	}
	return nil
}

// referenceID is the id of a place that refers to a note.
func referenceID(index, n int) string {
	id := "fnref:" + strconv.Itoa(index)
	if n > 0 {
		id = "fnref" + strconv.Itoa(n) + ":" + strconv.Itoa(index)
	}
	return id
}

func (w *writer) footnoteLink(n *extast.FootnoteLink) {
	id, index := referenceID(n.Index, n.RefIndex), strconv.Itoa(n.Index)
	w.d.IDs = append(w.d.IDs, id)
	w.write(`<sup id="` + id + `">`)
	if w.inLink() {
		w.write(index)
	} else {
		w.write(`<a href="#fn:` + index + `" class="footnote-ref" role="doc-noteref">` + index + `</a>`)
	}
	w.write("</sup>")
}

func (w *writer) footnoteBacklink(n *extast.FootnoteBacklink) {
	w.write(`&#160;<a href="#` + referenceID(n.Index, n.RefIndex) + `" class="footnote-backref"`)
	w.out = appendAttribute(w.out, "title", w.r.say("Back to the text"))
	w.write(` role="doc-backlink">&#x21a9;&#xfe0e;</a>`)
}
