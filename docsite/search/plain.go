package search

import "strings"

// plain takes off of a text in Markdown what isn't words: the addresses of links, tags, marks of emphasis and code, of
// quotes, headings and notes.
func plain(text string) string {
	if !strings.ContainsAny(text, "`*[<>#") {
		return text
	}
	var out strings.Builder
	out.Grow(len(text))
	lineStart := true
	for i := 0; i < len(text); i++ {
		c := text[i]
		switch {
		case lineStart && (c == '>' || c == '#' || c == ' '):
			continue
		case c == '`', c == '*':
		case c == '[' && lineStart && strings.HasPrefix(text[i:], "[!"):
			i += max(strings.IndexByte(text[i:], ']'), 0) // "[!NOTE]"
		case c == '[':
		case c == ']' && strings.HasPrefix(text[i:], "]("):
			end := strings.IndexByte(text[i:], ')')
			if end < 0 {
				return out.String()
			}
			i += end
		case c == ']':
		case c == '<' && tagEnd(text[i:]) > 0:
			i += tagEnd(text[i:])
			out.WriteByte(' ')
		default:
			out.WriteByte(c)
		}
		lineStart = c == '\n'
	}
	return out.String()
}

// tagEnd is where the tag ends that a text begins with; 0 if it is none.
func tagEnd(text string) int {
	if len(text) < 3 || text[1] != '/' && classOf(rune(text[1])) != lower {
		return 0
	}
	end := strings.IndexAny(text[1:], "<>") + 1
	if end == 0 || text[end] == '<' {
		return 0
	}
	return end
}
