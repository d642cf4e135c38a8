package document

import (
	"strings"
	"unicode/utf8"
)

// inline reads a value that isn't a block: its further lines stand further in than the indent.
func (p *quickYAML) inline(indent int) (*Node, bool) {
	switch p.src[p.pos] {
	case '|', '>':
		return p.lines(indent)
	case '"', '\'':
		n := p.here(String)
		var ok bool
		n.text, ok = p.quoted()
		return n, ok && p.nextLine()
	case '[', '{':
		n, ok := p.flow()
		return n, ok && p.nextLine()
	}
	if !p.plainStart(p.pos) {
		return nil, false
	}
	return p.plain(indent)
}

// plain reads a scalar without quotes. Its lines are put together with spaces, and an empty line is a line break.
func (p *quickYAML) plain(indent int) (*Node, bool) {
	n := p.here(String)
	end, ok := p.plainEnd(p.pos)
	if !ok {
		return nil, false
	}
	text := p.src[p.pos:end]
	var joined []byte
	for {
		p.pos = end
		next, breaks := p.continued(indent)
		if breaks == 0 {
			break
		}
		if end, ok = p.plainEnd(next); !ok {
			return nil, false
		}
		if joined == nil {
			joined = append(joined, text...)
		}
		joined = append(appendFolded(joined, breaks), p.src[next:end]...)
	}
	if joined != nil {
		text = string(joined)
	}
	n.kind, n.text = plainScalar(text)
	return n, p.nextLine()
}

// plainEnd is where a line of a scalar without quotes ends. It reports false for what looks like another value inside.
func (p *quickYAML) plainEnd(from int) (int, bool) {
	i := from
scan:
	for ; i < len(p.src); i++ {
		switch p.src[i] {
		case '\n':
			break scan
		case ':':
			if p.blankAt(i + 1) {
				return 0, false
			}
		case '#':
			if p.src[i-1] == ' ' {
				break scan
			}
		case '\t':
			return 0, false
		}
	}
	for i > from && p.src[i-1] == ' ' {
		i--
	}
	return i, true
}

// continued finds the next line of a scalar, and goes there: how many line breaks are before it, or 0 if it has none.
func (p *quickYAML) continued(indent int) (at, breaks int) {
	i := p.skipSpaces(p.pos)
	start := p.start
	for i < len(p.src) && p.src[i] == '\n' {
		breaks++
		start = i + 1
		i = p.skipSpaces(start)
	}
	if i == len(p.src) || breaks == 0 || p.src[i] == '#' || p.src[i] == '\t' || i-start <= indent {
		return 0, 0
	}
	if was := p.start; i == start {
		p.start = start
		if p.marker(i) {
			p.start = was
			return 0, 0
		}
	}
	p.start = start
	p.line += breaks
	return i, breaks
}

// appendFolded writes what line breaks mean in a text whose lines are put together.
func appendFolded(b []byte, breaks int) []byte {
	if breaks == 1 {
		return append(b, ' ')
	}
	for range breaks - 1 {
		b = append(b, '\n')
	}
	return b
}

// quoted reads a scalar in quotes.
func (p *quickYAML) quoted() (text string, ok bool) {
	from, start, line := p.pos, p.start, p.line
	if text, ok = p.quotedText(); !ok {
		p.pos, p.start, p.line = from, start, line // of this, the end may be missing
	}
	return text, ok
}

func (p *quickYAML) quotedText() (string, bool) {
	quote := p.src[p.pos]
	for i := p.pos + 1; i < len(p.src); i++ {
		switch c := p.src[i]; {
		case c == quote:
			if c == '\'' && i+1 < len(p.src) && p.src[i+1] == c {
				return p.quotedLines(quote)
			}
			text := p.src[p.pos+1 : i]
			p.pos = i + 1
			return text, true
		case c == '\n', c == '\\' && quote == '"':
			return p.quotedLines(quote)
		}
	}
	return "", false
}

// quotedLines reads a scalar in quotes with escapes or of several lines.
func (p *quickYAML) quotedLines(quote byte) (string, bool) {
	var b []byte
	i := p.pos + 1
	for i < len(p.src) {
		c := p.src[i]
		switch {
		case c == quote && quote == '\'' && i+1 < len(p.src) && p.src[i+1] == quote:
			b = append(b, quote)
			i += 2
		case c == quote:
			p.pos = i + 1
			return string(b), true
		case c == ' ', c == '\n', c == '\t':
			var ok bool
			if b, i, ok = p.fold(b, i, false); !ok {
				return "", false
			}
		case c == '\\' && quote == '"':
			if i+1 < len(p.src) && p.src[i+1] == '\n' {
				var ok bool
				if b, i, ok = p.fold(b, i+1, true); !ok {
					return "", false
				}
				continue
			}
			var size int
			if b, size = appendEscaped(b, p.src[i:]); size == 0 {
				return "", false
			}
			i += size
		default:
			b = append(b, c)
			i++
		}
	}
	return "", false
}

// fold reads the white space at i in a scalar in quotes: spaces are themselves, and what line breaks mean is written.
// An escaped one means nothing.
func (p *quickYAML) fold(b []byte, i int, escaped bool) ([]byte, int, bool) {
	from, breaks := i, 0
	for ; i < len(p.src); i++ {
		switch p.src[i] {
		case '\n':
			breaks++
			p.line++
			p.start = i + 1
			if p.marker(i + 1) {
				return nil, 0, false
			}
		case '\t':
			if breaks > 0 {
				return nil, 0, false
			}
		case ' ':
		default:
			return appendBlank(b, p.src[from:i], breaks, escaped), i, true
		}
	}
	return nil, 0, false // the quote at the end is missing
}

func appendBlank(b []byte, blank string, breaks int, escaped bool) []byte {
	switch {
	case breaks == 0:
		return append(b, blank...)
	case escaped && breaks == 1:
		return b
	}
	return appendFolded(b, breaks)
}

// appendEscaped writes what an escape at the start of s stands for; its size is 0 if it is none that is known here.
func appendEscaped(b []byte, s string) ([]byte, int) {
	if len(s) < 2 {
		return b, 0
	}
	const from, to = `0abtnvfe "/\`, "\x00\a\b\t\n\v\f\x1B \"/\\"
	if i := strings.IndexByte(from, s[1]); i >= 0 {
		return append(b, to[i]), 2
	}
	size := 0
	switch s[1] {
	case 'N':
		return append(b, "\u0085"...), 2
	case '_':
		return append(b, "\u00A0"...), 2
	case 'L':
		return append(b, "\u2028"...), 2
	case 'P':
		return append(b, "\u2029"...), 2
	case 'x':
		size = 2
	case 'u':
		size = 4
	case 'U':
		size = 8
	}
	if size == 0 || len(s) < 2+size {
		return b, 0
	}
	value := rune(0)
	for _, c := range []byte(s[2 : 2+size]) {
		digit := strings.IndexByte("0123456789abcdef", c|0x20)
		if digit < 0 || c < '0' || value > utf8.MaxRune {
			return b, 0
		}
		value = value<<4 | rune(digit)
	}
	if !utf8.ValidRune(value) {
		return b, 0
	}
	return utf8.AppendRune(b, value), 2 + size
}
