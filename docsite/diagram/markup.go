package diagram

import (
	"html"
	"strings"
	"unicode/utf8"
)

// markup reads the text of a label into atoms: words that are not broken, each in its style.
type markup struct {
	base  look
	lines [][]atom
	atoms []atom
	word  []byte
	now   look
	space bool
}

// atom is a word, or a part of one that has a style of its own.
type atom struct {
	text   string
	look   look
	spaced bool // white space is before it
	loose  bool // a line may be broken before it though there is none
}

// read reads a label. In `"backticks"` it is Markdown; everywhere it may have a few of HTML's
// elements, and characters written by number or name.
func (m *markup) read(s string, plain bool) {
	m.now = m.base
	s = strings.TrimSpace(s)
	markdown := len(s) > 1 && s[0] == '`' && s[len(s)-1] == '`'
	if markdown {
		s = s[1 : len(s)-1]
	}
	for len(s) > 0 {
		n := 0
		if !plain {
			n = m.mark(s, markdown)
		}
		if n == 0 {
			n = m.char(s)
		}
		s = s[n:]
	}
	m.endLine()
}

// mark reads what isn't a character and returns its length, or 0.
func (m *markup) mark(s string, markdown bool) int {
	switch s[0] {
	case '\n':
		m.endLine()
		return 1
	case '\\':
		if len(s) > 1 && s[1] == 'n' {
			m.endLine()
			return 2
		}
		if len(s) > 1 && strings.IndexByte("\\`*_{}[]()#+-.!<>|~\"'", s[1]) >= 0 {
			m.word = append(m.word, s[1])
			return 2
		}
	case '<':
		return m.tag(s)
	case '*', '_', '`':
		if markdown {
			return m.emphasis(s)
		}
	case 'f':
		return icon(s)
	}
	return 0
}

// tag reads an element of HTML that changes the style or ends the line, or one that says nothing here.
func (m *markup) tag(s string) int {
	end := strings.IndexByte(s, '>')
	if end < 0 {
		return 0
	}
	name := strings.TrimPrefix(s[1:end], "/")
	opens := name == s[1:end]
	if i := strings.IndexAny(name, " \t\n/"); i >= 0 {
		name = name[:i]
	}
	switch strings.ToLower(name) {
	case "br", "hr", "p", "div", "li", "tr":
		if opens || len(m.atoms)+len(m.word) > 0 {
			m.endLine()
		}
	case "b", "strong":
		m.style(look{opens || m.base.bold, m.now.italic, m.now.code})
	case "i", "em":
		m.style(look{m.now.bold, opens, m.now.code})
	case "code", "kbd", "tt", "samp":
		m.style(look{m.now.bold, m.now.italic, opens})
	case "a", "u", "s", "span", "small", "big", "sub", "sup", "font", "center", "img", "ul", "ol", "pre", "h1", "h2", "h3",
		"h4", "h5", "h6", "table", "tbody", "td", "th", "del", "ins", "mark", "strike", "svg", "wbr":
	default:
		return 0
	}
	return end + 1
}

// emphasis reads the signs of Markdown.
func (m *markup) emphasis(s string) int {
	double := len(s) > 1 && s[1] == s[0]
	switch {
	case s[0] == '`':
		m.style(look{m.now.bold, m.now.italic, !m.now.code})
		return 1
	case m.now.code:
		return 0
	case s[0] == '_' && len(m.word) > 0 && len(s) > 1 && letterOrDigit(s[1]):
		return 0 // snake_case
	case double:
		m.style(look{!m.now.bold, m.now.italic, m.now.code})
		return 2
	}
	m.style(look{m.now.bold, !m.now.italic, m.now.code})
	return 1
}

func letterOrDigit(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
}

// icon reads the name of a picture in an icon font, which a page without that font can't show.
func icon(s string) int {
	colon := strings.IndexByte(s, ':')
	if colon < 2 || colon > 3 || s[1] != 'a' || !strings.HasPrefix(s[colon+1:], "fa-") {
		return 0
	}
	n := colon + 1
	for n < len(s) && (letterOrDigit(s[n]) || s[n] == '-') {
		n++
	}
	return n
}

// char reads a character, which may be written by number or name.
func (m *markup) char(s string) int {
	switch c := s[0]; {
	case c == ' ' || c == '\t' || c == '\n':
		m.endWord()
		m.space = true
		return 1
	case c == '#' || c == '&':
		if n := reference(s); n > 0 {
			name := s[1:n]
			if c == '#' && name[0] >= '0' && name[0] <= '9' {
				name = "#" + name
			}
			m.word = append(m.word, html.UnescapeString("&"+name)...)
			return n
		}
	case c >= utf8.RuneSelf:
		r, n := utf8.DecodeRuneInString(s)
		// A line may end before and after these, but not before what ends a sentence.
		if wide(r) && !strings.ContainsRune("、。，．）」』】〕！？：；ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ", r) {
			loose := len(m.word) > 0 || len(m.atoms) > 0 && !m.space
			m.endWord()
			m.word = append(m.word, s[:n]...)
			if loose {
				m.loosen()
			}
			return n
		}
		m.word = append(m.word, s[:n]...)
		return n
	}
	m.word = append(m.word, s[0])
	return 1
}

// reference is the length of "#name;", "#123;", "&name;" or "&#123;" at the start of s, or 0. Browsers
// don't insist on the semicolon after a number, and so don't people.
func reference(s string) int {
	n := 1
	if s[0] == '&' && len(s) > 1 && s[1] == '#' {
		n = 2
	}
	start := n
	for n < len(s) && n < 32 && letterOrDigit(s[n]) {
		n++
	}
	switch {
	case n > start && n < len(s) && s[n] == ';':
		return n + 1
	case s[0] == '&' && start == 2:
		for n = start; n < len(s) && n < 9 && s[n] >= '0' && s[n] <= '9'; {
			n++
		}
		if n > start {
			return n
		}
	}
	return 0
}

// loosen says that a line may be broken before the word that begins.
func (m *markup) loosen() {
	word := string(m.word)
	m.word = m.word[:0]
	m.atoms = append(m.atoms, atom{word, m.now, false, true})
}

func (m *markup) style(k look) {
	m.endWord()
	m.now = k
}

func (m *markup) endWord() {
	if len(m.word) == 0 {
		return
	}
	a := atom{string(m.word), m.now, m.space, false}
	if n := len(m.atoms); n > 0 && !m.space {
		last, _ := utf8.DecodeLastRuneInString(m.atoms[n-1].text)
		first, _ := utf8.DecodeRuneInString(a.text)
		a.loose = wide(last) && !wide(first)
	}
	m.atoms = append(m.atoms, a)
	m.word, m.space = m.word[:0], false
}

func (m *markup) endLine() {
	m.endWord()
	if len(m.atoms) == 1 && strings.Trim(m.atoms[0].text, "\u00a0\u200b") == "" {
		m.atoms = nil // "&nbsp;" is how people write nothing
	}
	m.lines = append(m.lines, m.atoms)
	m.atoms, m.space = nil, false
}
