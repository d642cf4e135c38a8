package math

import (
	_ "embed"
	"strings"
	"sync"
)

// symbolText lists commands and what they stand for, a kind a line.
//
//go:embed symbols.txt
var symbolText string

// sym is what a command without arguments stands for.
type sym struct {
	node
	letter string // the letter that it is, which can be in a font
}

// in is the symbol in a font.
func (s sym) in(f font) node {
	if s.letter == "" || f != bold && f != boldItalic {
		return s.node
	}
	return node{xml: "<mi>" + f.words(s.letter) + "</mi>"}
}

// symbols are what commands without arguments stand for.
var symbols = sync.OnceValue(func() map[string]sym {
	all := make(map[string]sym, 600)
	for line := range strings.Lines(symbolText) {
		kind, rest, ok := strings.Cut(strings.TrimSpace(line), ":")
		if !ok || strings.HasPrefix(kind, "#") {
			continue
		}
		fields := strings.Fields(rest)
		if kind == "function" || kind == "limit" {
			for _, name := range fields {
				all[strings.ReplaceAll(name, "_", "")] = sym{node: named(strings.ReplaceAll(name, "_", "\u2009"), kind == "limit")}
			}
			continue
		}
		for i := 0; i+1 < len(fields); i += 2 {
			all[fields[i]] = symbolOf(kind, fields[i+1])
		}
	}
	all[" "] = sym{node: space("0.333em")}
	return all
})

func symbolOf(kind, text string) sym {
	switch kind {
	case "letter":
		return sym{node{xml: "<mi>" + escape(text) + "</mi>"}, text}
	case "capital":
		return sym{node{xml: `<mi mathvariant="normal">` + escape(text) + "</mi>"}, text}
	case "name":
		return sym{node: node{xml: `<mi mathvariant="normal">` + escape(text) + "</mi>"}}
	case "large":
		return sym{node: largeOperator(text)}
	case "integral":
		n := largeOperator(text)
		n.limits = beside
		return sym{node: n}
	case "open":
		return sym{node: node{xml: `<mo stretchy="false">` + escape(text) + "</mo>", class: opening}}
	case "close":
		return sym{node: node{xml: `<mo stretchy="false">` + escape(text) + "</mo>", class: closing}}
	case "bar":
		return sym{node: node{xml: `<mo stretchy="false" lspace="0" rspace="0">` + escape(text) + "</mo>"}}
	case "space":
		return sym{node: space(text)}
	case "arrow":
		return sym{node: node{xml: `<mo stretchy="false">` + escape(text) + "</mo>", class: operator}}
	}
	return sym{node: node{xml: "<mo>" + escape(text) + "</mo>", class: operator}}
}

// largeOperator is one that is larger in a display, with its scripts above and below.
func largeOperator(text string) node {
	return node{xml: "<mo>" + escape(text) + "</mo>", class: operator, limits: movable, large: text}
}
