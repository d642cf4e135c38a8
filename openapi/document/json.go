package document

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// maxDepth is how deep values may stand in each other. Nobody writes more; what does would cost a stack.
const maxDepth = 1000

// syntaxError is a place where a text stops being what it should be.
type syntaxError struct {
	line, column int
	message      string
	final        bool // it is too much, whatever else it may be read as
}

func (e *syntaxError) Error() string {
	return fmt.Sprintf("%d:%d: %s", e.line, e.column, e.message)
}

// warner is told of a defect of a text that doesn't keep it from being read.
type warner func(line, column int, message string)

// jsonParser reads JSON (RFC 8259), and with a warning what people take for JSON: comments, a comma too many.
// Strings are parts of the source wherever they have no escapes, and nodes come in slabs, so that a document of a
// million values takes a few thousand allocations.
type jsonParser struct {
	slabs
	src       string
	pos, line int
	lineStart int
	depth     int
	commented bool // there was a comment
	warn      warner
}

func parseJSON(src string, file int32, warn warner) (*Node, error) {
	p := &jsonParser{slabs: slabsFor(src, file), src: strings.TrimPrefix(src, "\uFEFF"), line: 1, warn: warn}
	root, err := p.value()
	if err != nil {
		return nil, err
	}
	if p.space(); p.pos < len(p.src) {
		return nil, p.errorf("there is more after the end of the document")
	}
	return root, nil
}

func (p *jsonParser) errorf(format string, args ...any) error {
	return &syntaxError{line: p.line, column: p.column(), message: fmt.Sprintf(format, args...)}
}

func tooDeep(line, column int) *syntaxError {
	return &syntaxError{line, column, fmt.Sprintf("values stand more than %d deep in each other", maxDepth), true}
}

func tooMany(line, column int) *syntaxError {
	return &syntaxError{line, column, fmt.Sprintf("the document has more than %d values", maxValues), true}
}

func (p *jsonParser) column() int { return p.pos - p.lineStart + 1 }

// space skips white space, and comments.
func (p *jsonParser) space() {
	for p.pos < len(p.src) {
		switch p.src[p.pos] {
		case '\n':
			p.line++
			p.lineStart = p.pos + 1
		case ' ', '\t', '\r':
		case '/':
			if !p.comment() {
				return
			}
			continue
		default:
			return
		}
		p.pos++
	}
}

// comment skips a comment, of which only the first is a warning.
func (p *jsonParser) comment() bool {
	end := ""
	switch rest := p.src[p.pos:]; {
	case strings.HasPrefix(rest, "//"):
		end = "\n"
	case strings.HasPrefix(rest, "/*"):
		end = "*/"
	default:
		return false
	}
	if !p.commented {
		p.commented = true
		p.warn(p.line, p.column(), "JSON has no comments; other programs may refuse the document")
	}
	text, _, _ := strings.Cut(p.src[p.pos:], end)
	p.pos += len(text)
	if end == "*/" {
		if breaks := strings.Count(text, "\n"); breaks > 0 {
			p.line += breaks
			p.lineStart = p.pos - len(text) + strings.LastIndexByte(text, '\n') + 1
		}
		p.pos = min(p.pos+len(end), len(p.src))
	}
	return true
}

func (p *jsonParser) node(kind Kind) *Node { return p.slabs.node(kind, p.line, p.column()) }

func (p *jsonParser) value() (*Node, error) {
	p.space()
	if p.pos >= len(p.src) {
		return nil, p.errorf("the document ends where a value should be")
	}
	switch c := p.src[p.pos]; {
	case c == '{':
		return p.container(Object, '}')
	case c == '[':
		return p.container(Array, ']')
	case c == '"':
		n := p.node(String)
		var err error
		n.text, err = p.text()
		return n, err
	case c == '-' || c >= '0' && c <= '9':
		return p.number()
	}
	for _, word := range [...]struct {
		text string
		kind Kind
	}{{"true", Bool}, {"false", Bool}, {"null", Null}} {
		if strings.HasPrefix(p.src[p.pos:], word.text) {
			n := p.node(word.kind)
			if word.kind == Bool {
				n.text = word.text
			}
			p.pos += len(word.text)
			return n, nil
		}
	}
	r, _ := utf8.DecodeRuneInString(p.src[p.pos:])
	return nil, p.errorf("%q is no JSON value", r)
}

// container reads an object or an array. A member's place is that of its name.
func (p *jsonParser) container(kind Kind, end byte) (*Node, error) {
	if p.depth++; p.depth > maxDepth {
		return nil, tooDeep(p.line, p.column())
	}
	n := p.node(kind)
	base := len(p.stack)
	p.pos++
	for {
		p.space()
		if p.pos < len(p.src) && p.src[p.pos] == end {
			if len(p.stack) > base {
				p.warn(p.line, p.column(), "JSON has no comma after the last value")
			}
			break
		}
		m, err := p.member(kind)
		if err != nil {
			return nil, err
		}
		p.stack = append(p.stack, m)
		p.space()
		if p.pos < len(p.src) && p.src[p.pos] == ',' {
			p.pos++
			continue
		}
		if p.pos < len(p.src) && p.src[p.pos] == end {
			break
		}
		return nil, p.errorf("a comma or %q is missing", end)
	}
	p.pos++
	n.list = p.keep(base)
	if kind == Object {
		warnTwice(n, p.warn)
	}
	p.depth--
	return n, nil
}

// member reads an item, or a name and a value.
func (p *jsonParser) member(kind Kind) (m member, err error) {
	if p.made > maxValues {
		return m, tooMany(p.line, p.column())
	}
	line, column := p.line, p.column()
	if kind == Object {
		if m.key, err = p.key(); err != nil {
			return m, err
		}
	}
	if m.value, err = p.value(); err == nil && kind == Object {
		m.value.line, m.value.column = int32(line), int32(column)
	}
	return m, err
}

func (p *jsonParser) key() (string, error) {
	if p.pos >= len(p.src) || p.src[p.pos] != '"' {
		return "", p.errorf("a name in double quotes should be here")
	}
	key, err := p.text()
	if err != nil {
		return "", err
	}
	p.space()
	if p.pos >= len(p.src) || p.src[p.pos] != ':' {
		return "", p.errorf("a colon is missing after %q", key)
	}
	p.pos++
	return key, nil
}

// text reads a string, from its first quote to its last.
func (p *jsonParser) text() (string, error) {
	start := p.pos + 1
	for i := start; i < len(p.src); i++ {
		switch p.src[i] {
		case '"':
			p.pos = i + 1
			return p.src[start:i], nil
		case '\\':
			return p.escaped(start, i)
		case '\n':
			return "", p.errorf("a line break in a string has to be written \\n")
		}
	}
	return "", p.errorf("a string has no end")
}

// escaped reads a string with escapes, the first of which is at i.
func (p *jsonParser) escaped(start, i int) (string, error) {
	var out strings.Builder
	out.WriteString(p.src[start:i])
	for i < len(p.src) {
		switch p.src[i] {
		case '"':
			p.pos = i + 1
			return out.String(), nil
		case '\n':
			return "", p.errorf("a line break in a string has to be written \\n")
		case '\\':
			size, err := p.escape(&out, p.src[i:])
			if err != nil {
				return "", err
			}
			i += size
		default:
			next := strings.IndexAny(p.src[i:], "\"\\\n")
			if next < 0 {
				return "", p.errorf("a string has no end")
			}
			out.WriteString(p.src[i : i+next])
			i += next
		}
	}
	return "", p.errorf("a string has no end")
}

// escape writes what an escape at the start of s stands for, and returns its length.
func (p *jsonParser) escape(out *strings.Builder, s string) (int, error) {
	if len(s) < 2 {
		return 0, p.errorf("a string has no end")
	}
	if i := strings.IndexByte(`"\/bfnrt`, s[1]); i >= 0 {
		out.WriteByte("\"\\/\b\f\n\r\t"[i])
		return 2, nil
	}
	r, ok := hexRune(s)
	if !ok {
		p.warn(p.line, p.column(), fmt.Sprintf("%q is no escape of JSON, and is taken as it is written", s[:2]))
		out.WriteByte(s[0])
		return 1, nil
	}
	if low, ok := hexRune(s[6:]); utf16.IsSurrogate(r) && ok {
		if pair := utf16.DecodeRune(r, low); pair != utf8.RuneError {
			out.WriteRune(pair)
			return 12, nil
		}
	}
	out.WriteRune(r) // half a pair becomes U+FFFD
	return 6, nil
}

// hexRune reads \uXXXX.
func hexRune(s string) (rune, bool) {
	if len(s) < 6 || s[0] != '\\' || s[1] != 'u' {
		return 0, false
	}
	n, err := strconv.ParseUint(s[2:6], 16, 32)
	return rune(n), err == nil
}

func (p *jsonParser) number() (*Node, error) {
	n := p.node(Number)
	start := p.pos
	for p.pos < len(p.src) && strings.IndexByte("+-.0123456789eE", p.src[p.pos]) >= 0 {
		p.pos++
	}
	n.text = p.src[start:p.pos]
	if !isNumber(n.text) {
		p.warn(int(n.line), int(n.column), fmt.Sprintf("%s is no number of JSON, and is taken as a text", n.text))
		n.kind = String
	}
	return n, nil
}

// isNumber reports a number as JSON writes it.
func isNumber(s string) bool {
	s = strings.TrimPrefix(s, "-")
	whole, rest := digits(s)
	if whole == 0 || whole > 1 && s[0] == '0' {
		return false
	}
	if fraction, ok := strings.CutPrefix(rest, "."); ok {
		n, after := digits(fraction)
		if n == 0 {
			return false
		}
		rest = after
	}
	if rest != "" && (rest[0] == 'e' || rest[0] == 'E') {
		exponent := rest[1:]
		if exponent != "" && (exponent[0] == '+' || exponent[0] == '-') {
			exponent = exponent[1:]
		}
		n, after := digits(exponent)
		return n > 0 && after == ""
	}
	return rest == ""
}

// digits counts the digits at the start, and returns what follows them.
func digits(s string) (int, string) {
	n := 0
	for n < len(s) && s[n] >= '0' && s[n] <= '9' {
		n++
	}
	return n, s[n:]
}
