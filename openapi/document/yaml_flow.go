package document

import "strings"

// flow reads a list or a mapping in brackets.
func (p *quickYAML) flow() (*Node, bool) {
	if !p.enter() {
		return nil, false
	}
	kind, end := Array, byte(']')
	if p.src[p.pos] == '{' {
		kind, end = Object, '}'
	}
	n, base := p.here(kind), len(p.stack)
	p.pos++
	for {
		if !p.flowSpace() {
			return nil, false
		}
		if p.src[p.pos] == end {
			break
		}
		m, ok := p.flowMember(kind)
		if !ok || !p.flowSpace() || !p.roomLeft() {
			return nil, false
		}
		p.stack = append(p.stack, m)
		if p.src[p.pos] == ',' {
			p.pos++
		} else if p.src[p.pos] != end {
			return nil, false
		}
	}
	p.pos++
	n.list = p.keep(base)
	if kind == Object {
		warnTwice(n, p.warn)
	}
	p.depth--
	return n, true
}

// flowSpace skips spaces and line breaks; there has to be more.
func (p *quickYAML) flowSpace() bool {
	for ; p.pos < len(p.src); p.pos++ {
		switch p.src[p.pos] {
		case '\n':
			p.line++
			p.start = p.pos + 1
			if p.marker(p.start) {
				return false
			}
		case ' ':
		case '\t', '#':
			return false
		default:
			return true
		}
	}
	return false
}

// flowMember reads an item, or a name and a value, which may be missing.
func (p *quickYAML) flowMember(kind Kind) (m member, ok bool) {
	if kind == Array {
		m.value, ok = p.flowValue()
		return m, ok
	}
	line, column := p.line, p.pos-p.start+1
	if m.key, ok = p.flowKey(); !ok || !p.flowSpace() {
		return m, false
	}
	if c := p.src[p.pos]; c == ',' || c == '}' {
		m.value = p.here(Null)
	} else if m.value, ok = p.flowValue(); !ok {
		return m, false
	}
	m.value.line, m.value.column = int32(line), int32(column)
	return m, true
}

// flowKey reads a name and the colon after it, which stand on one line.
func (p *quickYAML) flowKey() (key string, ok bool) {
	const longest = 1024
	line, from := p.line, p.pos
	quoted := p.src[p.pos] == '"' || p.src[p.pos] == '\''
	if quoted {
		key, ok = p.quoted()
	} else {
		key, ok = p.flowPlain()
		ok = ok && key != "<<"
	}
	p.pos = p.skipSpaces(p.pos)
	if !ok || p.line != line || p.pos-from > longest || p.pos == len(p.src) || p.src[p.pos] != ':' || !quoted && !p.blankAt(p.pos+1) {
		return "", false
	}
	p.pos++
	return key, true
}

func (p *quickYAML) flowValue() (*Node, bool) {
	switch p.src[p.pos] {
	case '"', '\'':
		n := p.here(String)
		var ok bool
		n.text, ok = p.quoted()
		return n, ok
	case '[', '{':
		return p.flow()
	}
	n := p.here(String)
	text, ok := p.flowPlain()
	n.kind, n.text = plainScalar(text)
	return n, ok
}

// flowPlain reads a scalar without quotes, of one line.
func (p *quickYAML) flowPlain() (string, bool) {
	if !p.plainStart(p.pos) {
		return "", false
	}
	i := p.pos
scan:
	for ; i < len(p.src); i++ {
		switch p.src[i] {
		case ',', ']', '}', '\n':
			break scan
		case ':':
			if p.blankAt(i + 1) {
				break scan
			}
			if strings.IndexByte(",[]{}", p.src[i+1]) >= 0 {
				return "", false
			}
		case '[', '{', '?', '\t', '#':
			return "", false
		}
	}
	text := strings.TrimRight(p.src[p.pos:i], " ")
	p.pos = i
	return text, true
}
