// Package source reads the text of a guide before it is parsed.
//
// Guides come from other generators too: MDX with its imports and components,
// Hugo with shortcodes, Jekyll and GitBook with Liquid tags, DocFX and MkDocs
// with directives. [Read] rewrites what they have and CommonMark has not into
// our own Markdown, where there is something like it, and else leaves the words:
//
//	{{< tabpane >}}, <Tabs>, {% tabs %}, === "Tab"   become  :::tabs
//	{{% alert %}}, <Admonition>, {% hint %}, !!! note  become  :::note
//	import x from "y", {/* a comment */}               become  nothing
//
// It also puts included files in their place. What stands in code is never
// touched. Each line of the result knows the file and line it was written on.
package source

import (
	"path"
	"slices"
	"sort"
)

// Text is Markdown as the parser is to read it.
type Text struct {
	Bytes  []byte
	pieces []piece // in the order of their offsets
}

// piece is a run of lines that were written one after the other.
type piece struct {
	at   int // offset in the text
	file string
	line int
}

// Problem is something that was left out or could not be read.
type Problem struct {
	File    string
	Line    int
	Message string
	Advice  bool // nobody misses what is left out
}

// Cursor tells where a text was written. It is made for questions in the order of
// the text: each is answered from where the last one was.
type Cursor struct {
	text   *Text
	piece  int
	offset int // of the last question
	line   int // there
}

// Cursor is at the text's beginning.
func (t *Text) Cursor() *Cursor {
	return &Cursor{text: t, offset: t.pieces[0].at, line: t.pieces[0].line}
}

// At is the file and line of an offset.
func (c *Cursor) At(offset int) (file string, line int) {
	offset = min(max(offset, 0), len(c.text.Bytes))
	pieces := c.text.pieces
	end := len(c.text.Bytes) + 1
	if c.piece+1 < len(pieces) {
		end = pieces[c.piece+1].at
	}
	if offset < pieces[c.piece].at || offset >= end {
		c.piece = sort.Search(len(pieces), func(i int) bool { return pieces[i].at > offset }) - 1
		c.offset, c.line = pieces[c.piece].at, pieces[c.piece].line
	}
	switch {
	case offset >= c.offset:
		c.line += countLines(c.text.Bytes[c.offset:offset])
	default:
		c.line -= countLines(c.text.Bytes[offset:c.offset])
	}
	c.offset = offset
	return pieces[c.piece].file, c.line
}

// Read rewrites and completes the text of a file. The body begins on the given
// line of it: behind the front matter. The reader of included files may be nil.
func Read(name string, body []byte, line int, open func(name string) ([]byte, error)) (*Text, []Problem) {
	if !foreign(body, path.Ext(name) == ".mdx") {
		return &Text{Bytes: body, pieces: []piece{{file: name, line: line}}}, nil
	}
	r := &reader{open: open, room: max(len(body), 1<<20) * 4, seen: map[string]bool{}}
	r.read(name, string(body), line, "")
	if len(r.pieces) == 0 {
		r.pieces = []piece{{file: name, line: line}}
	}
	r.pieces[0].at = 0
	slices.SortStableFunc(r.problems, func(a, b Problem) int { return a.Line - b.Line })
	return &Text{Bytes: r.out, pieces: r.pieces}, r.problems
}

// Plain is a text that is to be parsed as it is, and whose file nobody asks for.
func Plain(body []byte) *Text {
	return &Text{Bytes: body, pieces: []piece{{line: 1}}}
}
