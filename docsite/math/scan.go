package math

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

type tokenKind int

const (
	endOfSource tokenKind = iota
	command               // \frac: text is "frac"; of \, it is ","
	letter
	number
	character // any other
	openBrace
	closeBrace
	subscript
	superscript
	prime
	ampersand
	newLine // \\
	tilde
)

// token is a part of the source.
type token struct {
	kind   tokenKind
	text   string
	source string
	spaced bool // white space is before it, which means something in texts alone
}

func scan(src string) []token {
	tokens := make([]token, 0, len(src)/2+1)
	spaced := false
	for src != "" {
		r, size := utf8.DecodeRuneInString(src)
		switch {
		case unicode.IsSpace(r):
			spaced, src = true, src[size:]
			continue
		case r == '%':
			_, src, _ = strings.Cut(src, "\n")
			continue
		}
		t := first(src, r, size)
		t.spaced, spaced = spaced, false
		tokens = append(tokens, t)
		src = src[len(t.source):]
	}
	return append(tokens, token{})
}

// first is the token at the start of the source.
func first(src string, r rune, size int) token {
	t := token{kind: character, text: src[:size], source: src[:size]}
	switch {
	case r == '\\':
		return commandAt(src)
	case r == '{':
		t.kind = openBrace
	case r == '}':
		t.kind = closeBrace
	case r == '_':
		t.kind = subscript
	case r == '^':
		t.kind = superscript
	case r == '\'' || r == '’':
		t.kind = prime
	case r == '&':
		t.kind = ampersand
	case r == '~':
		t.kind = tilde
	case numeral(src):
		end := 0
		for end < len(src) && numeral(src[end:]) {
			end++
		}
		t.kind, t.text = number, src[:end]
		t.source = t.text
	case unicode.IsLetter(r):
		t.kind = letter
	}
	return t
}

// numeral reports a digit, or a point before one.
func numeral(s string) bool {
	return s[0] >= '0' && s[0] <= '9' || s[0] == '.' && len(s) > 1 && s[1] >= '0' && s[1] <= '9'
}

func commandAt(src string) token {
	end := 1
	for end < len(src) && (src[end] >= 'a' && src[end] <= 'z' || src[end] >= 'A' && src[end] <= 'Z') {
		end++
	}
	if end > 1 {
		if end < len(src) && src[end] == '*' && starred[src[1:end]] {
			end++
		}
		return token{kind: command, text: src[1:end], source: src[:end]}
	}
	if len(src) == 1 {
		return token{kind: character, text: `\`, source: src}
	}
	_, size := utf8.DecodeRuneInString(src[1:])
	t := token{kind: command, text: src[1 : 1+size], source: src[:1+size]}
	if t.text == `\` {
		t.kind = newLine
	}
	return t
}

// starred are the commands that may end in a star.
var starred = map[string]bool{"operatorname": true, "hspace": true, "tag": true, "DeclareMathOperator": true}
