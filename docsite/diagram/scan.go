package diagram

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// scanner reads a source whose statements don't end with their lines.
type scanner struct {
	text string
	pos  int
}

// scan is a scanner of what follows the kind of the diagram.
func (s *source) scan() *scanner {
	lines := s.lines
	if s.at >= len(lines) {
		return &scanner{}
	}
	first := lines[s.at]
	lines[s.at] = strings.Repeat(" ", max(0, len(first)-len(s.rest))) + s.rest
	for i := range s.at {
		lines[i] = ""
	}
	return &scanner{text: strings.Join(lines, "\n")}
}

// fail is an error at a place in the text.
func (s *scanner) fail(pos int, format string, args ...any) error {
	return &Error{1 + strings.Count(s.text[:min(pos, len(s.text))], "\n"), fmt.Sprintf(format, args...)}
}

func (s *scanner) rest() string { return s.text[s.pos:] }

// peek is the byte so far ahead, or 0.
func (s *scanner) peek(ahead int) byte {
	if s.pos+ahead < len(s.text) {
		return s.text[s.pos+ahead]
	}
	return 0
}

// spaces passes white space within a line.
func (s *scanner) spaces() {
	for c := s.peek(0); c == ' ' || c == '\t'; c = s.peek(0) {
		s.pos++
	}
}

// blanks passes white space, line ends included.
func (s *scanner) blanks() {
	for c := s.peek(0); c == ' ' || c == '\t' || c == '\n'; c = s.peek(0) {
		s.pos++
	}
}

// gaps passes what is between statements.
func (s *scanner) gaps() {
	for c := s.peek(0); c == ' ' || c == '\t' || c == '\n' || c == ';'; c = s.peek(0) {
		s.pos++
	}
}

// take passes a word if it is next.
func (s *scanner) take(word string) bool {
	if strings.HasPrefix(s.rest(), word) {
		s.pos += len(word)
		return true
	}
	return false
}

// keyword is the word that is next, of letters only, if white space or the end of a statement follows it.
func (s *scanner) keyword() string {
	n := 0
	for letter(s.peek(n)) {
		n++
	}
	switch s.peek(n) {
	case ' ', '\t', '\n', ';', 0:
		return s.text[s.pos : s.pos+n]
	}
	return ""
}

func letter(c byte) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' }

// toEnd is the rest of the line.
func (s *scanner) toEnd() string {
	rest := s.rest()
	if i := strings.IndexByte(rest, '\n'); i >= 0 {
		rest = rest[:i]
	}
	s.pos += len(rest)
	return strings.TrimSpace(strings.TrimRight(strings.TrimSpace(rest), ";"))
}

// quoted reads a text in quotation marks, which may have several lines.
func (s *scanner) quoted() (string, error) {
	start := s.pos
	end := strings.IndexByte(s.text[start+1:], '"')
	if end < 0 {
		return "", s.fail(start, "the text that begins with %s has no closing quotation mark", shown(s.text[start:]))
	}
	s.pos = start + end + 2
	return s.text[start+1 : start+1+end], nil
}

// rune is the character that is next, and its length.
func (s *scanner) rune() (rune, int) { return utf8.DecodeRuneInString(s.rest()) }
