package document

import "strings"

// lines reads a block of text: literal (|), or folded (>), where lines are put together.
func (p *quickYAML) lines(parent int) (*Node, bool) {
	n := p.here(String)
	literal := p.src[p.pos] == '|'
	p.pos++
	keep, given := byte(0), 0
	for range 2 {
		if p.pos == len(p.src) {
			break
		}
		switch c := p.src[p.pos]; {
		case (c == '+' || c == '-') && keep == 0:
			keep = c
			p.pos++
		case c >= '1' && c <= '9' && given == 0:
			given = int(c - '0')
			p.pos++
		}
	}
	if !p.restIsEmpty() {
		return nil, false
	}
	i := p.lineEnd(p.pos)
	if i == len(p.src) {
		p.pos, p.indent = i, -1
		return n, true
	}
	p.line++
	indent := max(parent, 0) + given
	if given == 0 {
		var ok bool
		if indent, ok = p.textIndent(i+1, max(parent+1, 1)); !ok {
			return nil, false
		}
	}
	t := textBlock{literal: literal}
	next, ok := p.textLines(i+1, indent, &t)
	if !ok {
		return nil, false
	}
	n.text = t.end(keep)
	return n, p.toContent(next)
}

// textIndent is how far in a block of text stands: as far as its first line, at least so far. Lines of spaces before
// it that are longer are a trap that package yaml may explain.
func (p *quickYAML) textIndent(i, least int) (int, bool) {
	longest := 0
	for i < len(p.src) {
		end := p.skipSpaces(i)
		width := end - i
		switch {
		case end == len(p.src), p.src[end] == '\n':
			longest = max(longest, width)
			i = end + 1
			continue
		case p.src[end] == '\t':
			return 0, false
		case width < least: // it is no part of the text, which has only empty lines
			return max(longest, least), true
		}
		return width, longest <= width
	}
	return max(longest, least), longest <= least
}

// textLines reads the lines from i on that are as far in, and returns where the first one begins that isn't.
func (p *quickYAML) textLines(i, indent int, t *textBlock) (int, bool) {
	for i < len(p.src) {
		from := i
		for from < len(p.src) && from-i < indent && p.src[from] == ' ' {
			from++
		}
		switch {
		case from == len(p.src):
			return i, true
		case p.src[from] == '\n':
			t.empty++
		case from-i < indent:
			return i, p.src[from] != '\t'
		default:
			end := p.lineEnd(from)
			t.add(p.src[from:end], end < len(p.src))
			from = end
		}
		if from == len(p.src) {
			return from, true
		}
		i = from + 1
		p.line++
	}
	return i, true
}

// textBlock puts the lines of a block of text together.
type textBlock struct {
	literal bool
	text    strings.Builder
	broken  bool // the last line had an end, which isn't written yet
	blank   bool // and began with a blank
	empty   int  // lines since then
}

func (t *textBlock) add(line string, ended bool) {
	blank := line[0] == ' ' || line[0] == '\t'
	switch {
	case !t.broken:
	case t.literal || t.blank || blank:
		t.text.WriteByte('\n')
	case t.empty == 0:
		t.text.WriteByte(' ')
	}
	for range t.empty {
		t.text.WriteByte('\n')
	}
	t.text.WriteString(line)
	t.broken, t.blank, t.empty = ended, blank, 0
}

// end is the text. By keep, the line breaks at its end are all kept (+), all left out (-), or are one.
func (t *textBlock) end(keep byte) string {
	if t.broken && keep != '-' {
		t.text.WriteByte('\n')
	}
	if keep == '+' {
		for range t.empty {
			t.text.WriteByte('\n')
		}
	}
	return t.text.String()
}
