package math

import (
	"errors"
	"fmt"
	"strings"
)

// row reads atoms with their scripts until one that ends it, which it leaves.
func (p *parser) row(ends func(token) bool) ([]node, error) {
	if p.depth++; p.depth > maxDepth {
		return nil, fmt.Errorf("things stand more than %d deep in each other", maxDepth)
	}
	font := p.font
	defer func() { p.depth--; p.font = font }()
	var row []node
	for {
		t := p.peek()
		if ends(t) {
			return row, nil
		}
		if t.kind == endOfSource {
			return nil, errors.New("something is not closed")
		}
		if t.kind == command {
			if rest, ok, err := p.takesRow(t.text, row, ends); ok {
				return rest, err
			}
			if f, ok := switches[t.text]; ok {
				p.next()
				p.font = f
				continue
			}
		}
		n, err := p.scripted()
		if err != nil {
			return nil, err
		}
		if n.xml != "" {
			row = append(row, n)
		}
	}
}

// takesRow reads a command that means the whole row: \over has what is before it above what
// follows, and \displaystyle is about all that follows.
func (p *parser) takesRow(name string, before []node, ends func(token) bool) (row []node, ok bool, err error) {
	var write func(rest []node) []node
	switch name {
	case "over":
		write = func(rest []node) []node { return []node{{xml: "<mfrac>" + join(before) + join(rest) + "</mfrac>"}} }
	case "atop":
		write = func(rest []node) []node { return []node{{xml: stacked(join(before), join(rest))}} }
	case "choose", "brace", "brack":
		marks := map[string][2]string{"choose": {"(", ")"}, "brace": {"{", "}"}, "brack": {"[", "]"}}[name]
		write = func(rest []node) []node {
			return []node{fenced(marks[0], []node{{xml: stacked(join(before), join(rest))}}, marks[1])}
		}
	case "displaystyle", "textstyle", "scriptstyle", "scriptscriptstyle":
		write = func(rest []node) []node { return append(before, node{xml: styled(name, join(rest))}) }
	default:
		return nil, false, nil
	}
	p.next()
	rest, err := p.row(ends)
	return write(rest), true, err
}

func stacked(above, below string) string {
	return `<mfrac linethickness="0">` + above + below + "</mfrac>"
}

func styled(style, xml string) string {
	attributes := map[string]string{
		"displaystyle": `displaystyle="true" scriptlevel="0"`, "textstyle": `displaystyle="false" scriptlevel="0"`,
		"scriptstyle": `displaystyle="false" scriptlevel="1"`, "scriptscriptstyle": `displaystyle="false" scriptlevel="2"`,
	}[style]
	return "<mstyle " + attributes + ">" + xml + "</mstyle>"
}

// scripted reads an atom and what stands below and above behind it.
func (p *parser) scripted() (node, error) {
	base := node{xml: "<mrow></mrow>"}
	if t := p.peek(); t.kind != subscript && t.kind != superscript && t.kind != prime {
		var err error
		if base, err = p.atom(); err != nil {
			return base, err
		}
	}
	var below, above, primes string
	for {
		switch t := p.peek(); {
		case t.kind == command && (t.text == "limits" || t.text == "nolimits"):
			p.next()
			base.move(t.text == "limits")
		case t.kind == prime:
			primes += p.primes()
		case t.kind == subscript && below == "" || t.kind == superscript && above == "":
			p.next()
			s, err := p.argument()
			if err != nil {
				return base, err
			}
			if t.kind == subscript {
				below = s
			} else {
				above = s
			}
		case t.kind == subscript || t.kind == superscript:
			return base, fmt.Errorf("there are two %s one after the other; put the first with what it is of in braces", map[tokenKind]string{
				subscript: "subscripts", superscript: "superscripts",
			}[t.kind])
		default:
			if primes != "" && above != "" {
				above = "<mrow>" + primes + above + "</mrow>"
			}
			if below == "" && primes == "" && above == "" {
				return base, nil
			}
			return base.with(below, primes, above), nil
		}
	}
}

// move puts the scripts of an operator above and below, or beside it.
func (n *node) move(vertical bool) {
	n.limits = beside
	if vertical {
		n.limits = always
	}
	if n.large != "" {
		n.xml = `<mo movablelimits="false">` + escape(n.large) + "</mo>"
	}
}

func (p *parser) primes() string {
	n := 0
	for p.peek().kind == prime {
		p.next()
		n++
	}
	sign := []string{"′", "″", "‴", "⁗"}
	if n <= len(sign) {
		return "<mo>" + sign[n-1] + "</mo>"
	}
	return "<mo>" + strings.Repeat("′", n) + "</mo>"
}

// with is a part with some scripts; primes are above if nothing else is.
func (n node) with(below, primes, above string) node {
	if above == "" {
		above = primes
	}
	n.xml = filled(n.xml)
	name := ""
	switch under := n.limits != beside; {
	case below == "" && under:
		name = "mover"
	case below == "":
		name = "msup"
	case above == "" && under:
		name = "munder"
	case above == "":
		name = "msub"
	case under:
		name = "munderover"
	default:
		name = "msubsup"
	}
	return node{xml: "<" + name + ">" + n.xml + below + above + "</" + name + ">", class: n.class}
}

// join is a list of parts as one.
func join(row []node) string {
	if len(row) == 1 {
		return row[0].xml
	}
	return "<mrow>" + inner(row) + "</mrow>"
}

// thin is the space between a function and what it is applied to, unless that is in brackets.
const thin = `<mspace width="0.167em"></mspace>`

// inner is a list of parts without an element around them.
func inner(row []node) string {
	var b strings.Builder
	for i, n := range row {
		if n.class == function && i > 0 && (row[i-1].class == ordinary || row[i-1].class == closing) {
			b.WriteString(thin)
		}
		b.WriteString(n.xml)
		if n.class == function && i+1 < len(row) {
			switch row[i+1].class {
			case ordinary, function:
				b.WriteString("<mo>\u2061</mo>" + thin)
			case opening:
				b.WriteString("<mo>\u2061</mo>")
			case closing, operator, blank:
			}
		}
	}
	return b.String()
}

// argument reads what a command or a script takes: a group, or one atom.
func (p *parser) argument() (string, error) {
	switch t := p.peek(); t.kind {
	case endOfSource, closeBrace, ampersand, newLine:
		return "", errors.New("something is missing at the end")
	case openBrace:
		row, err := p.group()
		return join(row), err
	case number:
		if len(t.text) > 1 { // of \frac12, each digit is one
			p.tokens[p.pos] = token{kind: number, text: t.text[1:], source: t.text[1:]}
			return numberIn(t.text[:1], p.font), nil
		}
	}
	n, err := p.atom()
	return filled(n.xml), err
}

// filled is a part, or an empty one in place of nothing: elements have to have all their parts.
func filled(xml string) string {
	if xml == "" {
		return "<mrow></mrow>"
	}
	return xml
}

// group reads what is in braces.
func (p *parser) group() ([]node, error) {
	p.next()
	row, err := p.row(func(t token) bool { return t.kind == closeBrace })
	if err != nil {
		return nil, err
	}
	p.next()
	return row, nil
}

// optional reads an argument in brackets, if there is one.
func (p *parser) optional() (string, bool, error) {
	if !p.is("[") {
		return "", false, nil
	}
	p.next()
	row, err := p.row(func(t token) bool { return t.kind == character && t.text == "]" })
	if err != nil {
		return "", false, err
	}
	p.next()
	return join(row), true, nil
}

// source reads a group as it is written, for texts and names.
func (p *parser) source() (string, error) {
	if p.peek().kind != openBrace {
		return p.next().source, nil
	}
	p.next()
	var b strings.Builder
	for depth := 1; ; {
		t := p.next()
		if t.spaced {
			b.WriteByte(' ')
		}
		switch t.kind {
		case endOfSource:
			return "", errors.New("a brace is not closed")
		case openBrace:
			depth++
		case closeBrace:
			if depth--; depth == 0 {
				return b.String(), nil
			}
		}
		b.WriteString(t.source)
	}
}
