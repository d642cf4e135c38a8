package printable

import "strings"

// Sentence is a description as one line without the marks of Markdown, cut at the end of its first sentence or
// paragraph: search engines and cards show it.
func Sentence(source string) string {
	paragraph, _, _ := strings.Cut(strings.TrimSpace(source), "\n\n")
	const enough = 2000
	if len(paragraph) > enough {
		paragraph = strings.ToValidUTF8(paragraph[:enough], "")
	}
	if strings.ContainsAny(paragraph, "<`*[") {
		paragraph = unstarred(marks.Replace(untagged(paragraph)))
	}
	line := strings.Join(strings.Fields(paragraph), " ")
	if first, _, more := strings.Cut(line, ". "); more {
		line = first + "."
	}
	const longest = 200
	if len(line) > longest {
		if runes := []rune(line); len(runes) > longest {
			line = strings.TrimSpace(string(runes[:longest-1])) + "…"
		}
	}
	return line
}

// marks takes Markdown's marks away.
var marks = strings.NewReplacer("`", "", "**", "", "[", "", "](", " (")

// unstarred leaves out the stars that stand at a word.
func unstarred(s string) string {
	out := make([]byte, 0, len(s))
	for i := range len(s) {
		apart := (i == 0 || s[i-1] == ' ') && (i == len(s)-1 || s[i+1] == ' ')
		if s[i] != '*' || apart {
			out = append(out, s[i])
		}
	}
	return string(out)
}

// untagged leaves out what is between angle brackets.
func untagged(s string) string {
	if !strings.Contains(s, "<") {
		return s
	}
	var out strings.Builder
	for {
		before, rest, found := strings.Cut(s, "<")
		out.WriteString(before)
		if !found {
			return out.String()
		}
		_, after, closed := strings.Cut(rest, ">")
		if !closed {
			return out.String()
		}
		s = after
	}
}
