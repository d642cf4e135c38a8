package source

import (
	"bytes"
	"strings"
)

// marks are what a line of another generator's has, wherever on it. That a text
// has one says only that it is worth a closer look.
var marks = [][]byte{
	[]byte(":::"), []byte("import "), []byte("export "), []byte("[!INCLUDE"), []byte("[!include"), []byte("[!code"),
	[]byte("!!! "), []byte("??? "), []byte("???+"), []byte(`=== "`),
}

// foreign reports whether a text may have anything that is to be rewritten. Most
// have not, and the question must cost next to nothing.
func foreign(body []byte, mdx bool) bool {
	for i := 0; ; i++ {
		n := bytes.IndexByte(body[i:], '{')
		if n < 0 {
			break
		}
		i += n
		if mdx || i > 0 && body[i-1] == '=' {
			return true
		}
		if i+2 < len(body) && bytes.IndexByte([]byte("{%/'\"`"), body[i+1]) >= 0 && (body[i+1] != '{' || body[i+2] == '<' || body[i+2] == '%') {
			return true
		}
	}
	for i := 0; ; i++ {
		n := bytes.IndexByte(body[i:], '<')
		if n < 0 {
			break
		}
		i += n
		rest := bytes.TrimLeft(body[i+1:min(len(body), i+3)], "/")
		if len(rest) > 0 && (upper(rest[0]) || rest[0] == '<' || rest[0] == '>') {
			return true
		}
	}
	for _, mark := range marks {
		if bytes.Contains(body, mark) {
			return true
		}
	}
	return false
}

func upper(c byte) bool { return c >= 'A' && c <= 'Z' }

func lower(c byte) bool { return c >= 'a' && c <= 'z' }

func digit(c byte) bool { return c >= '0' && c <= '9' }

func white(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' }

func countLines(b []byte) int { return bytes.Count(b, []byte("\n")) }

// lineEnd is where the line at i ends, before its line feed.
func lineEnd(s string, i int) int {
	if n := strings.IndexByte(s[i:], '\n'); n >= 0 {
		return i + n
	}
	return len(s)
}

// indentOf is how much white space a line begins with.
func indentOf(line string) int { return len(line) - len(strings.TrimLeft(line, " \t")) }

// prefixOf is the length of what a line owes to the quotes and lists it is in, and
// what a further line of the same place begins with: there the markers of list
// items are white space.
func prefixOf(line string) (length int, continuation string) {
	i := 0
	for i < len(line) {
		n := i + 1
		switch c := line[i]; {
		case c == ' ' || c == '\t' || c == '>':
		case (c == '-' || c == '*' || c == '+') && n < len(line) && line[n] == ' ':
			n++
		case digit(c):
			for n < len(line) && digit(line[n]) {
				n++
			}
			if n-i > 9 || n+1 >= len(line) || line[n] != '.' && line[n] != ')' || line[n+1] != ' ' {
				return i, blanked(line[:i])
			}
			n += 2
		default:
			return i, blanked(line[:i])
		}
		i = n
	}
	return i, blanked(line[:i])
}

// blanked is a prefix with white space for the markers of its list items.
func blanked(prefix string) string {
	return strings.Map(func(r rune) rune {
		if r == '>' || r == '\t' {
			return r
		}
		return ' '
	}, prefix)
}
