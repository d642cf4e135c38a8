package math

import (
	"fmt"
	"strconv"
)

// macro is what \newcommand defines.
type macro struct {
	arguments int
	preset    []token // the first argument, where it can be left out
	optional  bool
	body      []token
}

// define reads \newcommand{\name}[2]{…}, \def\name#1#2{…} or \DeclareMathOperator{\name}{…}.
func (p *parser) define(kind string) error {
	braced := p.peek().kind == openBrace
	if braced {
		p.next()
	}
	t := p.next()
	if t.kind != command {
		return fmt.Errorf("%q is no name of a command", t.source)
	}
	if braced && p.next().kind != closeBrace {
		return fmt.Errorf(`the name \%s is not closed`, t.text)
	}
	var m macro
	for kind == "def" && p.is("#") {
		p.next()
		p.next()
		m.arguments++
	}
	if kind != "def" && p.is("[") {
		count := p.bracketed()
		if len(count) == 1 {
			m.arguments, _ = strconv.Atoi(count[0].text)
		}
		if p.is("[") {
			m.preset, m.optional = p.bracketed(), true
		}
	}
	if m.arguments > 9 {
		return fmt.Errorf(`\%s has %d arguments; 9 are the most`, t.text, m.arguments)
	}
	body, ok := p.braced()
	if !ok {
		return fmt.Errorf(`what \%s stands for has to be in braces, and they closed`, t.text)
	}
	if kind == "DeclareMathOperator" || kind == "DeclareMathOperator*" {
		name := "operatorname" + kind[len("DeclareMathOperator"):]
		open, shut := token{kind: openBrace, text: "{", source: "{"}, token{kind: closeBrace, text: "}", source: "}"}
		body = append(append([]token{{kind: command, text: name, source: `\` + name}, open}, body...), shut)
	}
	m.body = body
	p.macros[t.text] = m
	return nil
}

// bracketed is what stands in brackets.
func (p *parser) bracketed() (inside []token) {
	p.next()
	for !p.is("]") && p.peek().kind != endOfSource {
		inside = append(inside, p.next())
	}
	p.next()
	return inside
}

// braced is what stands in braces, and whether they are closed.
func (p *parser) braced() (inside []token, ok bool) {
	if p.next().kind != openBrace {
		return nil, false
	}
	for depth := 1; ; {
		t := p.next()
		switch t.kind {
		case endOfSource:
			return nil, false
		case openBrace:
			depth++
		case closeBrace:
			if depth--; depth == 0 {
				return inside, true
			}
		}
		inside = append(inside, t)
	}
}

// expand puts what a macro stands for in its place, as a group of its own.
func (p *parser) expand(name string, m macro) (node, error) {
	if p.used++; p.used > maxMacros {
		return node{}, fmt.Errorf(`\%s stands for itself, or for too much`, name)
	}
	var arguments [][]token
	for i := range m.arguments {
		switch {
		case i == 0 && m.optional && p.is("["):
			arguments = append(arguments, p.bracketed())
		case i == 0 && m.optional:
			arguments = append(arguments, m.preset)
		case p.peek().kind == openBrace:
			inside, ok := p.braced()
			if !ok {
				return node{}, fmt.Errorf(`an argument of \%s is not closed`, name)
			}
			arguments = append(arguments, inside)
		case p.peek().kind == endOfSource:
			return node{}, fmt.Errorf(`\%s lacks an argument`, name)
		default:
			arguments = append(arguments, []token{p.next()})
		}
	}
	body := []token{{kind: openBrace, text: "{", source: "{"}}
	for i := 0; i < len(m.body); i++ {
		t := m.body[i]
		if t.kind == character && t.text == "#" && i+1 < len(m.body) {
			if n, err := strconv.Atoi(m.body[i+1].text); err == nil && n >= 1 && n <= len(arguments) {
				body = append(body, arguments[n-1]...)
				i++
				continue
			}
		}
		body = append(body, t)
	}
	body = append(body, token{kind: closeBrace, text: "}", source: "}"})
	if len(p.tokens)+len(body) > 2*maxSource {
		return node{}, fmt.Errorf(`\%s stands for too much`, name)
	}
	p.tokens, p.pos = append(body, p.tokens[min(p.pos, len(p.tokens)-1):]...), 0
	// What stands for one thing, such as an operator, is that.
	row, err := p.group()
	if len(row) == 1 {
		return row[0], err
	}
	return node{xml: join(row)}, err
}
