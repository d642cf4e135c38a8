package source

import (
	"bytes"
	"regexp"
)

// Front is a file's text in two: its front matter and what follows.
type Front struct {
	Matter []byte // without the lines around it
	TOML   bool   // else YAML
	Body   []byte
	Line   int    // of the body's beginning
	Open   string // the line that would close what begins as front matter does; "" unless it is missing
}

// key is how a line of front matter begins, and no line after a rule.
var key = regexp.MustCompile(`^[A-Za-z_][\w-]*(:[ \n]|[ \t]*=)`)

var byteOrderMark = []byte("\uFEFF")

// SplitFront finds the front matter of a file: between two lines "---" for YAML, "+++"
// for TOML, the first of them the file's first.
func SplitFront(text []byte) Front {
	text = bytes.TrimPrefix(text, byteOrderMark)
	whole := Front{Body: text, Line: 1}
	var fence []byte
	switch {
	case bytes.HasPrefix(text, []byte("---")):
		fence = text[:3]
	case bytes.HasPrefix(text, []byte("+++")):
		fence = text[:3]
	default:
		return whole
	}
	first := bytes.IndexByte(text, '\n')
	if first < 0 || len(bytes.TrimSpace(text[3:first])) > 0 {
		return whole
	}
	line := 2
	for i := first + 1; i < len(text); line++ {
		end := bytes.IndexByte(text[i:], '\n')
		next := i + end + 1
		if end < 0 {
			end, next = len(text)-i, len(text)
		}
		if bytes.HasPrefix(text[i:], fence) && len(bytes.TrimSpace(text[i+3:i+end])) == 0 {
			return Front{Matter: text[first+1 : i], TOML: fence[0] == '+', Body: text[next:], Line: line + 1}
		}
		i = next
	}
	if key.Match(text[first+1:]) {
		whole.Open = string(fence)
	}
	return whole
}
