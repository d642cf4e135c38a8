// Package printable keeps characters out of pages and messages that nobody sees and that programs obey: a terminal's
// escapes, the ends of lines and paragraphs that only some programs know, and those that turn what follows around, so that
// a reader sees another text than there is.
package printable

import (
	"strings"
	"unicode/utf8"
)

// Mark stands in the place of a character that is left out.
const Mark = "\uFFFD"

// Plain reports a byte that stands for itself, in a text and in HTML: what writes much text need not look at it again.
func Plain(c byte) bool { return plain[c] }

var plain = func() (t [256]bool) {
	for c := range t {
		t[c] = c >= ' ' && c != 0x7F && c != 0xC2 && c != 0xE2 && !strings.ContainsRune(`<>&"'`, rune(c))
	}
	return t
}()

// Hidden is how many bytes the character at i has, if it is one to keep out; else 0. Tabs and line ends are none.
func Hidden(s string, i int) int {
	switch c := s[i]; {
	case c < ' ' && c != '\t' && c != '\n' && c != '\r', c == 0x7F:
		return 1
	case c == 0xC2 && i+1 < len(s) && s[i+1] < 0xA0: // U+0080 to U+009F
		return 2
	case c == 0xE2 && i+2 < len(s) && (s[i+1] == 0x80 && s[i+2] >= 0xA8 && s[i+2] <= 0xAE || // U+2028 to U+202E
		s[i+1] == 0x81 && s[i+2] >= 0xA6 && s[i+2] <= 0xA9): // U+2066 to U+2069
		return 3
	}
	return 0
}

// Text is s with marks in the place of what is hidden.
func Text(s string) string {
	for i := range len(s) {
		if Hidden(s, i) > 0 {
			return marked(s, i)
		}
	}
	return s
}

// marked is s, which is plain up to i.
func marked(s string, i int) string {
	var out strings.Builder
	start := 0
	for i < len(s) {
		n := Hidden(s, i)
		if n == 0 {
			i++
			continue
		}
		out.WriteString(s[start:i])
		out.WriteString(Mark)
		i += n
		start = i
	}
	out.WriteString(s[start:])
	return out.String()
}

// Line is the text in one line, as messages and titles are.
func Line(s string) string {
	if strings.ContainsAny(s, "\t\n\r\u2028\u2029") {
		s = strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r == '\t' || r == '\n' || r == '\r' || r == '\u2028' || r == '\u2029' }), " ")
	}
	return Text(s)
}

// titleLength is how many characters a title may have: it stands in the sidebar and the head of every page.
const titleLength = 200

// Title is the text in one line, cut where nobody reads on.
func Title(s string) string {
	if len(s) > titleLength {
		if runes := []rune(s[:min(len(s), titleLength*utf8.UTFMax)]); len(runes) > titleLength {
			s = strings.TrimSpace(string(runes[:titleLength])) + "…"
		}
	}
	return Line(s)
}
