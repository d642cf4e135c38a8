package math

import (
	"errors"
	"fmt"
	"strings"
)

// delimiters are the brackets that commands stand for.
var delimiters = map[string]string{
	"{": "{", "}": "}", "lbrace": "{", "rbrace": "}", "langle": "⟨", "rangle": "⟩", "lfloor": "⌊", "rfloor": "⌋", "lceil": "⌈", "rceil": "⌉",
	"vert": "|", "Vert": "‖", "|": "‖", "lvert": "|", "rvert": "|", "lVert": "‖", "rVert": "‖", "lbrack": "[", "rbrack": "]", "llbracket": "⟦", "rrbracket": "⟧",
	"uparrow": "↑", "downarrow": "↓", "updownarrow": "↕", "Uparrow": "⇑", "Downarrow": "⇓", "backslash": `\`, "lgroup": "⟮", "rgroup": "⟯", "ulcorner": "⌜", "urcorner": "⌝",
}

// delimiter reads a bracket; a dot is none.
func (p *parser) delimiter() (string, error) {
	t := p.next()
	switch {
	case t.kind == character && t.text == ".":
		return "", nil
	case t.kind == character && t.text == "<":
		return "⟨", nil
	case t.kind == character && t.text == ">":
		return "⟩", nil
	case t.kind == character && strings.Contains("()[]|/⟨⟩⌊⌋⌈⌉‖", t.text):
		return t.text, nil
	case t.kind == command:
		if text, ok := delimiters[t.text]; ok {
			return text, nil
		}
	case t.kind == endOfSource:
		return "", errors.New("a bracket is missing at the end")
	}
	return "", fmt.Errorf("%q is no bracket", t.source)
}

// leftRight reads \left … \right, whose brackets grow with what they hold.
func (p *parser) leftRight() (node, error) {
	open, err := p.delimiter()
	if err != nil {
		return node{}, err
	}
	row, err := p.row(func(t token) bool { return t.kind == command && t.text == "right" })
	if err != nil {
		return node{}, fmt.Errorf(`\left has no \right: %w`, err)
	}
	p.next()
	end, err := p.delimiter()
	return fenced(open, row, end), err
}

// fenced is a row in brackets, either of which may be none.
func fenced(open string, row []node, end string) node {
	return node{xml: "<mrow>" + bracket(open, "prefix") + inner(row) + bracket(end, "postfix") + "</mrow>", class: opening}
}

func bracket(text, form string) string {
	if text == "" {
		return ""
	}
	return `<mo fence="true" stretchy="true" form="` + form + `">` + escape(text) + "</mo>"
}

// sized reads a bracket of a size that its command says.
func (p *parser) sized(name string) (node, error) {
	text, err := p.delimiter()
	if err != nil || text == "" {
		return node{}, err
	}
	if name == "middle" {
		return node{xml: `<mo fence="true" stretchy="true" lspace="0.05em" rspace="0.05em">` + escape(text) + "</mo>", class: operator}, nil
	}
	size := map[string]string{"big": "1.2em", "Big": "1.8em", "bigg": "2.4em", "Bigg": "3em"}[strings.TrimRight(name, "lrm")]
	n := node{class: ordinary}
	switch {
	case strings.HasSuffix(name, "l") || strings.Contains("([{⟨⌊⌈⟦", text):
		n.class = opening
	case strings.HasSuffix(name, "r") || strings.Contains(")]}⟩⌋⌉⟧", text):
		n.class = closing
	}
	n.xml = `<mo stretchy="true" symmetric="true" lspace="0" rspace="0" minsize="` + size + `" maxsize="` + size + `">` + escape(text) + "</mo>"
	return n, nil
}
