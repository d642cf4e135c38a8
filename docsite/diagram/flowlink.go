package diagram

import "strings"

// link is how a line between two nodes looks, and its text.
type link struct {
	label    string
	from, to head
	dotted   bool
	thick    bool
	hidden   bool
	span     int
}

// head is what a line ends with.
type head uint8

const (
	plain head = iota
	arrow
	dot
	cross
	openArrow     // of an asynchronous message
	triangle      // of a class that another one extends
	filledDiamond // of a whole that owns its parts
	hollowDiamond
	lollipop
	one // of entities
	maybeOne
	maybeMany
	oneOrMany
)

var headOf = map[byte]head{'>': arrow, '<': arrow, 'x': cross, 'o': dot}

// link reads a line: "-->", "-- text -->", "-.->|text|", with an id before it perhaps.
func (f *flowchart) link() (l link, ok bool, err error) {
	f.linkID()
	start := f.pos
	if c := f.peek(0); (c == 'x' || c == 'o' || c == '<') && strings.IndexByte("-=.", f.peek(1)) >= 0 {
		l.from = headOf[c]
		f.pos++
	}
	switch {
	case strings.HasPrefix(f.rest(), "~~~"):
		for f.peek(0) == '~' {
			l.span++
			f.pos++
		}
		l.span -= 2
		l.hidden = true
	case f.peek(0) == '-' && f.peek(1) == '.', f.peek(0) == '.' && f.peek(1) == '-':
		l.dotted = true
		err = f.dottedLine(&l, start)
	case f.peek(0) == '-' && f.peek(1) == '-':
		err = f.solidLine(&l, start, '-')
	case f.peek(0) == '=' && f.peek(1) == '=':
		l.thick = true
		err = f.solidLine(&l, start, '=')
	default:
		return l, false, nil
	}
	if err != nil {
		return l, false, err
	}
	l.span = max(1, min(l.span, 10))
	f.blanks()
	if f.take("|") {
		at := f.pos
		text, closed := f.label("|")
		if !closed {
			return l, false, f.fail(at, `the text that begins with %q is not closed by "|"`, shown(firstLine(f.text[at:])))
		}
		l.label = text
	}
	return l, true, nil
}

// linkID passes "name@" before a line.
func (f *flowchart) linkID() {
	n := 0
	for c := f.peek(n); letterOrDigit(c) || c == '_' || c == '-' || c == '.'; c = f.peek(n) {
		n++
	}
	if n > 0 && f.peek(n) == '@' && f.peek(n+1) != '{' {
		f.edgeIDs[f.text[f.pos:f.pos+n]] = true
		f.pos += n + 1
	}
}

// run passes a sign as often as it comes, and counts it.
func (f *flowchart) run(sign byte) (n int) {
	for f.peek(0) == sign {
		f.pos++
		n++
	}
	return n
}

// lineHead passes the head of a line, if it has one.
func (f *flowchart) lineHead() head {
	c := f.peek(0)
	h := headOf[c]
	if c == '<' || h == plain {
		return plain
	}
	f.pos++
	return h
}

// solidLine reads a line of dashes or equals signs. Two of them without a head begin a text.
func (f *flowchart) solidLine(l *link, start int, sign byte) error {
	n := f.run(sign)
	if l.to = f.lineHead(); l.to != plain {
		l.span = n - 1
		return nil
	}
	if n >= 3 {
		l.span = n - 2
		return nil
	}
	at := f.pos
	for f.skipQuoted(); f.pos < len(f.text) && f.text[f.pos] != '\n'; f.pos++ {
		if f.peek(0) != sign || f.peek(1) != sign {
			continue
		}
		end := f.pos
		n = f.run(sign)
		if l.to = f.lineHead(); l.to != plain {
			l.span = n - 1
		} else if n >= 3 {
			l.span = n - 2
		} else {
			f.pos--
			continue
		}
		l.label = lineText(f.text[at:end])
		return nil
	}
	return f.fail(start, "the line that begins with %q has no end such as %q", shown(firstLine(f.text[start:])), strings.Repeat(string(sign), 2)+">")
}

// dottedLine reads a line of dots between dashes. A dot without a dash after it begins a text.
func (f *flowchart) dottedLine(l *link, start int) error {
	f.run('-')
	dots := f.run('.')
	if f.peek(0) == '-' {
		f.pos++
		l.to, l.span = f.lineHead(), dots
		return nil
	}
	at := f.pos
	for f.skipQuoted(); f.pos < len(f.text) && f.text[f.pos] != '\n'; f.pos++ {
		if f.peek(0) != '.' {
			continue
		}
		end := f.pos
		dots = f.run('.')
		if f.peek(0) != '-' {
			f.pos--
			continue
		}
		f.pos++
		l.to, l.span = f.lineHead(), dots
		l.label = lineText(f.text[at:end])
		return nil
	}
	return f.fail(start, "the line that begins with %q has no end such as %q", shown(firstLine(f.text[start:])), ".->")
}

func (f *flowchart) skipQuoted() {
	at := f.pos
	f.blanks()
	if f.peek(0) == '"' {
		if _, err := f.quoted(); err == nil {
			return
		}
	}
	f.pos = at
}

func lineText(s string) string { return unquoted(strings.TrimSpace(s)) }
