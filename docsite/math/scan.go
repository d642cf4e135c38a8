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
	kind        tokenKind
	text        string
	source      string
	spaceBefore string // white space, which means something in texts alone
}

func scan(src string) []token {
	var tokens []token
	space := ""
	for src != "" {
		r, size := utf8.DecodeRuneInString(src)
		switch {
		case unicode.IsSpace(r):
			space, src = " ", src[size:]
			continue
		case r == '%':
			_, rest, found := strings.Cut(src, "\n")
			if !found {
				rest = ""
			}
			src = rest
			continue
		}
		t := one(src, r, size)
		t.spaceBefore, space = space, ""
		tokens = append(tokens, t)
		src = src[len(t.source):]
	}
	return append(tokens, token{})
}

// one is the token at the start of the source.
func one(src string, r rune, size int) token {
	single := map[rune]tokenKind{
		'{': openBrace, '}': closeBrace, '_': subscript, '^': superscript, '\'': prime, '’': prime, '&': ampersand, '~': tilde,
	}
	switch {
	case r == '\\':
		return escape(src)
	case single[r] != 0:
		return token{kind: single[r], text: src[:size], source: src[:size]}
	case r >= '0' && r <= '9' || r == '.' && len(src) > 1 && src[1] >= '0' && src[1] <= '9':
		end := 0
		for end < len(src) && (src[end] >= '0' && src[end] <= '9' || src[end] == '.' && end+1 < len(src) && src[end+1] >= '0' && src[end+1] <= '9') {
			end++
		}
		return token{kind: number, text: src[:end], source: src[:end]}
	case unicode.IsLetter(r):
		return token{kind: letter, text: src[:size], source: src[:size]}
	}
	return token{kind: character, text: src[:size], source: src[:size]}
}

// escape is a command.
func escape(src string) token {
	end := 1
	for end < len(src) && (src[end] >= 'a' && src[end] <= 'z' || src[end] >= 'A' && src[end] <= 'Z') {
		end++
	}
	if end > 1 {
		if end < len(src) && src[end] == '*' && (src[1:end] == "operatorname" || src[1:end] == "hspace") {
			end++
		}
		return token{kind: command, text: strings.TrimSuffix(src[1:end], "*"), source: src[:end]}
	}
	if len(src) == 1 {
		return token{kind: character, text: `\`, source: src}
	}
	_, size := utf8.DecodeRuneInString(src[1:])
	text := src[1 : 1+size]
	if text == `\` {
		return token{kind: newLine, text: text, source: src[:2]}
	}
	return token{kind: command, text: text, source: src[:1+size]}
}
