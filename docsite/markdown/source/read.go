package source

import (
	"fmt"
	"slices"
	"strings"
)

// reader rewrites one file, and those it includes.
type reader struct {
	open func(name string) ([]byte, error)
	place
	problems []Problem
	seen     map[string]bool // kinds of problems that were noted, by file

	out      []byte
	pieces   []piece
	included int    // files
	wasted   int    // bytes read in vain for tags
	room     int    // bytes that may still be written
	expect   int    // the line that is next, if nothing is amiss
	prefix   string // what the line that is written begins with
	fresh    bool   // nothing is on that line yet
	ended    bool   // a block stands on it: what follows needs one of its own
}

// place is where in which file the reader is.
type place struct {
	files  []string // each included by the one before
	margin string   // what stands before each line of the result
	s      string   // the file's text
	i      int      // offset in it
	line   int
	indent int    // of the line, in its container
	lift   string // what it is moved by for that

	code    codeState
	stack   []container
	closers map[closer]int // where the last closing tag of a name is; nil before that is asked
	between bool           // the line before was blank, or a statement of MDX
}

func (p *place) file() string { return p.files[len(p.files)-1] }

// container is something of another generator's that has been opened.
type container struct {
	family family
	name   string
	shut   string   // what its end becomes
	prefix string   // what the line of its end begins with
	inline bool     // its end stands within a line
	open   int      // indentation of its tag
	inner  int      // what its lines are indented by beyond that, -1 as long as there is none
	shift  int      // what they are to be indented by
	python bool     // it ends with its indentation
	raw    bool     // its lines are code
	items  []string // names of its tabs that are still to come
}

// read appends a file's text. The margin stands before each of its lines.
func (r *reader) read(name, s string, line int, margin string) {
	outer := r.place
	r.place = place{files: append(slices.Clip(outer.files), name), margin: margin, s: s, line: line, between: true}
	for r.i < len(r.s) {
		r.readLine()
	}
	for len(r.stack) > 0 {
		r.shutLine()
	}
	r.place = outer
}

// readLine reads one line, or as many as a tag goes over.
func (r *reader) readLine() {
	end := lineEnd(r.s, r.i)
	line := strings.TrimSuffix(r.s[r.i:end], "\r")
	blank := strings.TrimSpace(line) == ""
	if !blank && r.code.fence == "" {
		r.leaveIndented(line)
	}
	inner := r.lifted(r.dedent(line))
	margin := r.margin + r.shift()
	r.indent = indentOf(inner)
	if r.code.takes(line, r.stack) {
		r.startLine(margin)
		r.write(unescaped(inner))
		r.skipTo(end)
		r.endLine()
		return
	}
	n, _ := prefixOf(inner)
	r.startLine(margin + inner[:n])
	switch {
	case blank:
		r.skipTo(end)
	case r.statement(inner):
		blank = true
	case r.directive(inner[n:]):
		r.skipTo(max(r.i, end))
	default:
		r.i += max(0, len(line)-len(inner)+n)
		r.rewrite()
	}
	r.between = blank
	r.endLine()
}

// rewrite copies the rest of the line, tags rewritten. A tag may go over several.
func (r *reader) rewrite() {
	for end := -1; r.i < len(r.s); {
		if end < r.i {
			end = lineEnd(r.s, r.i)
		}
		rest := r.s[r.i:end]
		n := strings.IndexAny(rest, "`\\{<")
		if n < 0 {
			r.write(strings.TrimSuffix(rest, "\r"))
			r.i = end
			return
		}
		r.write(rest[:n])
		r.i += n
		rest = rest[n:]
		length := 1
		switch rest[0] {
		case '`':
			length = spanLength(rest)
		case '\\':
			length = min(2, len(rest))
		case '{':
			if r.brace() {
				continue
			}
		case '<':
			if r.angle() {
				continue
			}
		}
		r.write(unescaped(rest[:length]))
		r.i += length
	}
}

// skipTo goes on at an offset, as a rule on a later line.
func (r *reader) skipTo(offset int) {
	offset = min(offset, len(r.s))
	r.line += strings.Count(r.s[r.i:offset], "\n")
	r.i = offset
}

// startLine begins a line of the result.
func (r *reader) startLine(prefix string) {
	r.prefix, r.fresh, r.ended = prefix, true, false
}

// endLine ends the line of the result and of the source.
func (r *reader) endLine() {
	if r.fresh {
		r.mark()
		r.out = append(r.out, strings.TrimRight(r.prefix, " \t")...)
	}
	r.newLine()
	if r.i < len(r.s) {
		r.i++ // the line feed
		r.line++
	}
}

func (r *reader) newLine() {
	r.out = append(r.out, '\n')
	r.expect++
	r.fresh, r.ended = true, false
}

// mark notes where the line that begins was written.
func (r *reader) mark() {
	if n := len(r.pieces); n > 0 && r.expect == r.line && r.pieces[n-1].file == r.file() {
		return
	}
	r.pieces = append(r.pieces, piece{at: len(r.out), file: r.file(), line: r.line})
	r.expect = r.line
}

// write appends text to the line.
func (r *reader) write(text string) {
	if text == "" || (r.fresh || r.ended) && strings.TrimSpace(text) == "" {
		return
	}
	if len(text) > r.room {
		r.warn("size", "the text becomes too long with all it includes; the rest is left out")
		return
	}
	if r.ended {
		text = strings.TrimLeft(text, " \t")
		r.newLine()
	}
	if r.fresh {
		r.mark()
		r.out = append(r.out, r.prefix...)
		r.prefix, r.fresh = blanked(r.prefix), false
	}
	r.room -= len(text)
	r.out = append(r.out, text...)
}

// block writes text on a line of its own.
func (r *reader) block(text string) {
	if !r.fresh && !r.ended {
		r.newLine()
	}
	r.write(text)
	r.ended = true
}

// warn notes a problem of the current line, one of a kind for each file.
func (r *reader) warn(kind, format string, args ...any) {
	r.note(kind, Problem{Message: fmt.Sprintf(format, args...)})
}

func (r *reader) note(kind string, p Problem) {
	if key := r.file() + "\x00" + kind; !r.seen[key] {
		r.seen[key] = true
		p.File, p.Line = r.file(), r.line
		r.problems = append(r.problems, p)
	}
}
