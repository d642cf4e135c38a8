package math

import (
	_ "embed"
	"html"
	"strings"
	"sync"
)

// symbolText lists commands and what they stand for, a kind a line.
//
//go:embed symbols.txt
var symbolText string

// symbols are the parts of a formula that commands without arguments stand for.
var symbols = sync.OnceValue(func() map[string]node {
	all := map[string]node{}
	for line := range strings.Lines(symbolText) {
		kind, rest, ok := strings.Cut(strings.TrimSpace(line), ":")
		if !ok || strings.HasPrefix(kind, "#") {
			continue
		}
		fields := strings.Fields(rest)
		if kind == "function" || kind == "limit" {
			for _, name := range fields {
				words := strings.ReplaceAll(name, "_", "\u2009")
				all[strings.ReplaceAll(name, "_", "")] = node{xml: `<mi mathvariant="normal">` + words + "</mi>", limits: map[string]limits{"limit": movable}[kind]}
			}
			continue
		}
		for i := 0; i+1 < len(fields); i += 2 {
			all[fields[i]] = symbolOf(kind, fields[i+1])
		}
	}
	all[" "] = space("0.333em")
	return all
})

func symbolOf(kind, text string) node {
	switch kind {
	case "letter":
		return node{xml: "<mi>" + html.EscapeString(text) + "</mi>"}
	case "capital", "name":
		return node{xml: `<mi mathvariant="normal">` + html.EscapeString(text) + "</mi>"}
	case "large":
		return node{xml: `<mo movablelimits="false">` + html.EscapeString(text) + "</mo>", limits: movable}
	case "fence":
		return node{xml: `<mo stretchy="false">` + html.EscapeString(text) + "</mo>"}
	case "space":
		return space(text)
	}
	return node{xml: "<mo>" + html.EscapeString(text) + "</mo>"}
}

func symbol(name string) (node, bool) {
	n, ok := symbols()[name]
	return n, ok
}

// delimiters are the brackets that commands stand for.
func delimiters() map[string]string {
	return map[string]string{
		"{": "{", "}": "}", "lbrace": "{", "rbrace": "}", "langle": "⟨", "rangle": "⟩", "lfloor": "⌊", "rfloor": "⌋", "lceil": "⌈", "rceil": "⌉",
		"vert": "|", "Vert": "‖", "|": "‖", "lvert": "|", "rvert": "|", "lVert": "‖", "rVert": "‖", "lbrack": "[", "rbrack": "]", "uparrow": "↑", "downarrow": "↓", "backslash": `\`,
	}
}
