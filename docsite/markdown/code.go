package markdown

import (
	"bytes"
	"errors"
	"fmt"
	"html/template"
	"io/fs"
	"slices"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"

	"wpengine/docsite/highlight"
	"wpengine/docsite/markdown/source"
	"wpengine/docsite/printable"
)

// Code is a code block as it is shown.
type Code struct {
	Language string // as the author named it: "ts", "sh", "" for plain text
	Source   string
	Title    string // a file name, as a rule
	Numbers  int    // number of the first line, 0 for none
	Marked   []int  // lines to stress, counted from 1
	Added    []int
	Removed  []int
	Wrap     bool // long lines go on below
	Whole    bool // shown as a whole, however long

	words *Renderer // what the block itself says; in English without
}

// A block of more than foldFrom lines is folded: a reader scrolls past what is
// rarely read from top to bottom.
const foldFrom = 40

// HTML is the block with its colours.
func (c Code) HTML() template.HTML { return template.HTML(c.Append(nil)) }

// Append appends the block with its colours.
func (c Code) Append(out []byte) []byte {
	lines := strings.Count(strings.TrimRight(c.Source, "\n"), "\n") + 1
	long := lines > foldFrom && !c.Whole
	out = append(out, `<div class="code`...)
	if c.Title == "" && lines == 1 {
		out = append(out, " code-line"...) // the button has its place beside it
	}
	if c.Wrap {
		out = append(out, " code-wrap"...)
	}
	if long {
		out = append(out, " code-long"...)
	}
	out = append(out, `">`...)
	if c.Title != "" {
		out = appendEscaped(append(out, `<div class="code-title">`...), c.Title, "</div>")
	}
	out = append(out, `<button type="button" class="copy needs-js"`...)
	if copied := c.words.say("Copied"); copied != "Copied" {
		out = appendAttribute(out, "data-copy", copied)
		out = appendAttribute(out, "data-copy-by-key", c.words.say("Press Ctrl+C"))
	} else {
		out = append(out, " data-copy"...) // the script says it by itself
	}
	out = appendEscaped(append(out, '>'), c.words.say("Copy"), `</button><pre><code`)
	if words := strings.Fields(printable.Text(c.Language)); len(words) > 0 { // a second word would be another class
		out = appendAttribute(out, "class", "language-"+words[0])
	}
	out = append(out, '>')
	if c.Numbers == 0 && len(c.Marked)+len(c.Added)+len(c.Removed) == 0 {
		out = highlight.Append(out, c.Language, c.Source)
	} else {
		out = c.appendLines(out, lines)
	}
	out = append(out, "</code></pre>"...)
	if long {
		// A check box needs no script; what is folded is there for those who search.
		out = fmt.Appendf(out, `<label class="code-fold"><input type="checkbox">`+c.words.say("Show all %d lines")+"</label>", lines)
	}
	return append(out, "</div>\n"...)
}

// appendLines appends the lines, each in an element of its own.
func (c Code) appendLines(out []byte, lines int) []byte {
	width := len(strconv.Itoa(c.Numbers + lines - 1))
	painted := highlight.Append(nil, c.Language, c.Source)
	n := 0
	for line := range bytes.Lines(painted) {
		n++
		class := "line"
		switch {
		case slices.Contains(c.Added, n):
			class += " line-added"
		case slices.Contains(c.Removed, n):
			class += " line-removed"
		case slices.Contains(c.Marked, n):
			class += " line-marked"
		}
		out = append(append(append(out, `<span class="`...), class...), `">`...)
		if c.Numbers > 0 {
			// The text has an element of its own: tabs count from where that starts.
			out = fmt.Appendf(out, `<span class="line-number" aria-hidden="true">%*d</span><span class="line-text">`, width, c.Numbers+n-1)
			out = append(append(out, line...), "</span>"...)
		} else {
			out = append(out, line...)
		}
		out = append(out, "</span>"...)
	}
	return out
}

// fence writes fenced code: a diagram, a formula, or code.
func (w *writer) fence(n *ast.FencedCodeBlock) {
	w.fenced(n, w.infoOf(n))
}

func (w *writer) fenced(n *ast.FencedCodeBlock, info info) {
	if w.r.options.KeepCode {
		file, line := w.cursor.At(info.at)
		w.d.Blocks = append(w.d.Blocks, Block{info.Code, file, line})
	}
	switch {
	case info.Language == "mermaid" && w.r.options.Diagram != nil:
		if w.diagram(info) {
			return
		}
	case info.Language == "math" && w.r.options.Math != nil:
		w.formulaBlock(info.Source, n.Pos())
		return
	}
	w.code(info.Code)
}

// code writes a code block.
func (w *writer) code(c Code) {
	c.words = w.r
	w.out = c.Append(w.out)
	w.plain = append(w.plain, c.Source...)
}

// diagram draws a diagram and reports whether it could.
func (w *writer) diagram(i info) bool {
	svg, err := w.r.options.Diagram(i.Source)
	if err != nil {
		w.warn(i.at, "diagram: %v; its source is shown", err)
		return false
	}
	w.write(`<figure class="diagram">` + svg)
	if i.Title != "" {
		w.out = appendEscaped(append(w.out, "<figcaption>"...), i.Title, "</figcaption>")
	}
	w.write("</figure>\n")
	return true
}

// infoOf reads the line after a fence, and the file that it may name.
func (w *writer) infoOf(n *ast.FencedCodeBlock) info {
	i := info{at: n.Pos()}
	if n.Info != nil {
		i.at = n.Info.Segment.Start
		i.parse(string(appendPlain(nil, n.Info.Segment.Value(w.src))))
	}
	i.Source = string(linesOf(n, w.src))
	switch {
	case i.file != "" && strings.TrimSpace(i.Source) == "":
		w.readCode(&i)
	case i.file != "" && i.Title == "":
		i.Title = i.file
	}
	if !highlight.Known(i.Language) {
		i.wrong(`no colours for language %q; name another or use "text"`, i.Language)
	}
	if len(i.problems) > 0 && !w.fragment {
		for _, message := range i.problems {
			w.warn(i.at, "code block: %s", message)
		}
	}
	return i
}

// readCode puts a file's text, or a part of it, in place of the block's own.
func (w *writer) readCode(i *info) {
	from, _ := w.cursor.At(i.at)
	name, err := source.Resolve(from, i.file)
	read := w.r.reader(w.d)
	if err == nil && read == nil {
		err = fmt.Errorf("cannot show %q: there are no files to read", i.file)
	}
	if err != nil {
		i.wrong("%v", err)
		return
	}
	file, err := read(name)
	if errors.Is(err, fs.ErrNotExist) {
		i.wrong("cannot show %q: there is no file %s in the content", i.file, name)
		return
	}
	if err != nil {
		i.wrong("cannot show %q: %v", i.file, err)
		return
	}
	text := strings.ToValidUTF8(strings.ReplaceAll(string(file), "\r\n", "\n"), "\uFFFD")
	if i.region != "" {
		text, err = source.Region(text, i.region)
	}
	if err == nil && i.lines != "" {
		text, err = source.Lines(text, i.lines)
	}
	if err != nil {
		i.wrong("%s: %v", name, err)
		return
	}
	i.Source = text
}
