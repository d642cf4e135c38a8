package document

import "strings"

// quickYAML reads the YAML that API descriptions are written in, several times as fast as package yaml: block
// mappings and lists, plain and quoted scalars, blocks of text, and flow collections.
//
// It gives up on everything else (anchors, tags, several documents, complex keys, tabs between tokens) and on
// everything that is wrong: its methods report false, and the text is left to package yaml, which also knows what to
// say of a mistake. A test compares the two.
type quickYAML struct {
	slabs
	src    string
	pos    int // of the next byte
	start  int // of the line
	line   int // from 1
	indent int // of the line, once pos is at its first character; -1 at the end of the text
	depth  int
	warn   warner
	rare   bool // it gave up at what may well be right
	tooBig *syntaxError
}

// parseQuickYAML reports false for a text that it doesn't understand. If it is wrong, it is where it gave up.
func parseQuickYAML(src string, file int32, warn warner) (n *Node, gaveUp *syntaxError, ok bool) {
	p := &quickYAML{slabs: slabsFor(src, file), src: src, line: 1, warn: warn}
	if !plainCharacters(src) {
		return nil, nil, false
	}
	n, ok = p.document()
	switch {
	case p.tooBig != nil:
		gaveUp = p.tooBig
	case !ok && !p.rare && p.pos < len(src):
		gaveUp = &syntaxError{line: p.line, column: max(p.pos-p.start+1, 1)}
	}
	return n, gaveUp, ok
}

func (p *quickYAML) document() (*Node, bool) {
	ok := p.toContent(0)
	if !ok && p.marker(p.pos) && p.src[p.pos] == '-' {
		p.pos += len("---")
		ok = p.nextLine()
	}
	if !ok || p.indent < 0 {
		p.rare = true
		return nil, false
	}
	n, ok := p.block(-1)
	return n, ok && p.indent < 0
}

// plainCharacters reports a text without what YAML forbids, and without its rarer line breaks.
func plainCharacters(s string) bool {
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case c >= ' ' && c < 0x7F, c == '\n', c == '\t', c > 0xC2 && c != 0xE2 && c != 0xEF:
		case c < ' ', c == 0x7F:
			return false
		case c == 0xC2 && i+1 < len(s) && s[i+1] < 0xA0:
			return false
		case c == 0xE2 && i+2 < len(s) && s[i+1] == 0x80 && (s[i+2] == 0xA8 || s[i+2] == 0xA9):
			return false
		case c == 0xEF && i+2 < len(s) && (s[i+1] == 0xBB && s[i+2] == 0xBF || s[i+1] == 0xBF && s[i+2] >= 0xBE):
			return false
		}
	}
	return true
}

// toContent goes to the first character of the next line with content, from the start of a line.
func (p *quickYAML) toContent(i int) bool {
	for {
		p.start = i
		for i < len(p.src) && p.src[i] == ' ' {
			i++
		}
		p.pos = i
		if i == len(p.src) {
			p.indent = -1
			return true
		}
		switch p.src[i] {
		case '\n':
		case '\t':
			return false
		case '#':
			if i = p.lineEnd(i); i == len(p.src) {
				continue
			}
		default:
			p.indent = i - p.start
			return !p.marker(i)
		}
		i++
		p.line++
	}
}

// nextLine goes to the next line with content. What is left of this one may only be a comment.
func (p *quickYAML) nextLine() bool {
	i := p.skipSpaces(p.pos)
	if i < len(p.src) && p.src[i] == '#' && i > p.pos {
		i = p.lineEnd(i)
	}
	if i == len(p.src) {
		p.pos, p.indent = i, -1
		return true
	}
	if p.src[i] != '\n' {
		return false
	}
	p.line++
	return p.toContent(i + 1)
}

func (p *quickYAML) skipSpaces(i int) int {
	for i < len(p.src) && p.src[i] == ' ' {
		i++
	}
	return i
}

func (p *quickYAML) lineEnd(i int) int {
	if n := strings.IndexByte(p.src[i:], '\n'); n >= 0 {
		return i + n
	}
	return len(p.src)
}

// marker reports the start or the end of a document.
func (p *quickYAML) marker(i int) bool {
	return i == p.start && (strings.HasPrefix(p.src[i:], "---") || strings.HasPrefix(p.src[i:], "...")) && p.blankAt(i+3)
}

// blankAt reports white space, or the end of the text.
func (p *quickYAML) blankAt(i int) bool {
	return i >= len(p.src) || p.src[i] == ' ' || p.src[i] == '\n' || p.src[i] == '\t'
}

// restIsEmpty reports that the line ends here, but for a comment.
func (p *quickYAML) restIsEmpty() bool {
	i := p.skipSpaces(p.pos)
	return i == len(p.src) || p.src[i] == '\n' || p.src[i] == '#' && i > p.pos
}

func (p *quickYAML) here(kind Kind) *Node { return p.node(kind, p.line, p.pos-p.start+1) }

// block reads the value that begins at the start of this line, further in than its parent.
func (p *quickYAML) block(parent int) (*Node, bool) {
	if p.dash() {
		return p.sequence(p.indent)
	}
	if key, end := p.key(); end > 0 {
		return p.mapping(p.indent, key, end)
	}
	return p.inline(parent)
}

// dash reports the start of an item of a list.
func (p *quickYAML) dash() bool { return p.src[p.pos] == '-' && p.blankAt(p.pos+1) }

// enter goes into a value of others.
func (p *quickYAML) enter() bool {
	if p.depth++; p.depth > maxDepth {
		p.tooBig = tooDeep(p.line, p.pos-p.start+1)
	}
	return p.tooBig == nil
}

// roomLeft reports that there may be more values.
func (p *quickYAML) roomLeft() bool {
	if p.made > maxValues {
		p.tooBig = tooMany(p.line, p.pos-p.start+1)
	}
	return p.tooBig == nil
}

// mapping reads a mapping, from its first name on.
func (p *quickYAML) mapping(indent int, key string, end int) (*Node, bool) {
	if !p.enter() {
		return nil, false
	}
	n, base := p.here(Object), len(p.stack)
	for {
		line, column := p.line, p.pos-p.start+1
		p.pos = end
		value, ok := p.valueOf(indent)
		if !ok || !p.roomLeft() {
			return nil, false
		}
		value.line, value.column = int32(line), int32(column)
		p.stack = append(p.stack, member{key, value})
		if p.indent != indent {
			break
		}
		if key, end = p.key(); end == 0 {
			return nil, false
		}
	}
	n.list = p.keep(base)
	warnTwice(n, p.warn)
	p.depth--
	return n, p.indent < indent
}

// valueOf reads what follows a name.
func (p *quickYAML) valueOf(indent int) (*Node, bool) {
	if !p.restIsEmpty() {
		p.pos = p.skipSpaces(p.pos)
		return p.inline(indent)
	}
	empty := p.here(Null)
	switch {
	case !p.nextLine():
		return nil, false
	case p.indent > indent:
		return p.block(indent)
	case p.indent == indent && p.dash():
		return p.sequence(indent)
	}
	return empty, true
}

// sequence reads a list. One that is a member's value may stand no further in than the member.
func (p *quickYAML) sequence(indent int) (*Node, bool) {
	if !p.enter() {
		return nil, false
	}
	n, base := p.here(Array), len(p.stack)
	for p.indent == indent && p.dash() {
		p.pos++
		value, ok := p.item(indent)
		if !ok || !p.roomLeft() {
			return nil, false
		}
		p.stack = append(p.stack, member{value: value})
	}
	n.list = p.keep(base)
	p.depth--
	return n, p.indent <= indent
}

// item reads what follows a dash: a value on the next lines, or one that begins here and is as far in as this.
func (p *quickYAML) item(indent int) (*Node, bool) {
	if p.restIsEmpty() {
		empty := p.here(Null)
		if !p.nextLine() {
			return nil, false
		}
		if p.indent > indent {
			return p.block(indent)
		}
		return empty, true
	}
	p.pos = p.skipSpaces(p.pos)
	p.indent = p.pos - p.start
	return p.block(indent)
}

// key reads a name and the colon after it; end is 0 if the line doesn't begin with one.
func (p *quickYAML) key() (text string, end int) {
	const longest = 1024 // by YAML, whose readers give up then
	i, from := p.pos, p.pos
	switch c := p.src[i]; {
	case c == '"', c == '\'':
		line, start := p.line, p.start
		text, ok := p.quoted()
		oneLine := p.line == line
		i = p.skipSpaces(p.pos)
		p.pos, p.line, p.start = from, line, start
		if !ok || !oneLine || i >= len(p.src) || p.src[i] != ':' || !p.blankAt(i+1) || i-from > longest {
			return "", 0
		}
		return text, i + 1
	case !p.plainStart(i):
		return "", 0
	}
	for ; i < len(p.src); i++ {
		switch p.src[i] {
		case ':':
			if p.blankAt(i + 1) {
				text = strings.TrimRight(p.src[from:i], " ")
				if text == "<<" || i-from > longest {
					p.rare = true
					return "", 0
				}
				return text, i + 1
			}
		case '#':
			if p.src[i-1] == ' ' {
				return "", 0
			}
		case '\n', '\t':
			return "", 0
		}
	}
	return "", 0
}

// plainStart reports a character that a scalar without quotes can begin with.
func (p *quickYAML) plainStart(i int) bool {
	switch p.src[i] {
	case '-':
		return !p.blankAt(i + 1)
	case '&', '*', '!', '%', '?':
		p.rare = true
		return false
	case ':', ',', '[', ']', '{', '}', '#', '|', '>', '\'', '"', '@', '`', ' ', '\n', '\t':
		return false
	}
	return true
}
