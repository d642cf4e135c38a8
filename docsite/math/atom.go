package math

import (
	"fmt"
	"html"
	"strings"
)

// atom reads what stands for itself: a letter, a number, an operator, a group or a command.
func (p *parser) atom() (node, error) {
	t := p.next()
	switch t.kind {
	case letter:
		return node{xml: "<mi>" + html.EscapeString(t.text) + "</mi>"}, nil
	case number:
		return node{xml: "<mn>" + t.text + "</mn>"}, nil
	case tilde:
		return space("0.333em"), nil
	case openBrace:
		row, err := p.row(func(t token) bool { return t.kind == closeBrace })
		if err != nil {
			return node{}, err
		}
		p.next()
		return node{xml: "<mrow>" + strings.TrimSuffix(strings.TrimPrefix(asRow(row), "<mrow>"), "</mrow>") + "</mrow>"}, nil
	case character:
		return operator(t.text), nil
	case command:
		return p.command(t.text)
	case closeBrace:
		return node{}, fmt.Errorf("a brace closes nothing")
	case ampersand:
		return node{}, fmt.Errorf("an & stands outside of a table")
	case newLine:
		return node{}, fmt.Errorf(`a \\ stands outside of a table`)
	case endOfSource, subscript, superscript, prime:
	}
	return node{}, fmt.Errorf("something is missing")
}

func operator(text string) node {
	switch text {
	case "-":
		text = "−"
	case "*":
		text = "∗"
	case ":":
		return node{xml: "<mo>:</mo>"}
	case "(", ")", "[", "]", "|":
		return node{xml: `<mo stretchy="false">` + text + "</mo>"}
	case ",", ";":
		return node{xml: `<mo separator="true">` + text + "</mo>"}
	}
	return node{xml: "<mo>" + html.EscapeString(text) + "</mo>"}
}

func space(width string) node {
	return node{xml: `<mspace width="` + width + `"></mspace>`, space: true}
}
