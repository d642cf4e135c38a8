package math

import (
	"errors"
	"strings"
)

// atom reads what stands for itself: a letter, a number, an operator, a group or a command.
func (p *parser) atom() (node, error) {
	switch t := p.peek(); t.kind {
	case openBrace:
		row, err := p.group()
		if len(row) == 1 {
			return node{xml: unspaced(row[0])}, err
		}
		return node{xml: join(row)}, err
	case letter:
		p.next()
		return letterNode(t.text, p.font), nil
	case number:
		p.next()
		return node{xml: numberIn(t.text, p.font)}, nil
	case tilde:
		p.next()
		return space("0.333em"), nil
	case character:
		p.next()
		return sign(t.text), nil
	case command:
		p.next()
		return p.command(t.text)
	case closeBrace:
		return node{}, errors.New("a brace closes nothing")
	case ampersand:
		return node{}, errors.New("an & stands outside of a table")
	case newLine:
		return node{}, errors.New(`a \\ stands outside of a table`)
	case endOfSource, subscript, superscript, prime:
	}
	return node{}, errors.New("something is missing")
}

// unspaced is a part in braces, which make an operator an ordinary one: there is no space in 1{,}000.
func unspaced(n node) string {
	if n.class == operator && n.large == "" && strings.HasPrefix(n.xml, "<mo") && strings.Count(n.xml, "<mo") == 1 && !strings.Contains(n.xml, "lspace") {
		return `<mo lspace="0" rspace="0"` + strings.TrimPrefix(strings.Replace(n.xml, ` separator="true"`, "", 1), "<mo")
	}
	return n.xml
}

// sign is a character that is neither letter nor digit.
func sign(text string) node {
	switch text {
	case "-":
		return node{xml: "<mo>−</mo>", class: operator}
	case "*":
		return node{xml: "<mo>∗</mo>", class: operator}
	case "(", "[":
		return node{xml: `<mo stretchy="false">` + text + "</mo>", class: opening}
	case ")", "]":
		return node{xml: `<mo stretchy="false">` + text + "</mo>", class: closing}
	case "|":
		return node{xml: `<mo stretchy="false" lspace="0" rspace="0">|</mo>`}
	case "/", "!":
		return node{xml: `<mo lspace="0" rspace="0">` + text + "</mo>", class: closing}
	case ",", ";":
		return node{xml: `<mo separator="true">` + text + "</mo>", class: operator}
	case ".", "?", `"`, "`", "@", "#", "$", `\`:
		return node{xml: "<mtext>" + escape(text) + "</mtext>"}
	}
	if strings.Contains("∑∏∐⋃⋂⋁⋀⨁⨂⨀⨆", text) {
		return largeOperator(text)
	}
	return node{xml: "<mo>" + escape(text) + "</mo>", class: operator}
}

func space(width string) node {
	return node{xml: `<mspace width="` + width + `"></mspace>`, class: blank}
}
