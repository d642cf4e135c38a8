// Package math writes formulas in LaTeX as MathML, which browsers draw by themselves.
//
// It knows what documentation has of LaTeX: scripts, fractions, roots, sums with their limits, Greek and operators, fonts,
// accents, brackets that grow, matrices and aligned lines. A command that it doesn't know is an error that names it, so
// that whoever asks can show the source instead.
//
//	math.go     a formula -> MathML
//	scan.go     source -> tokens
//	atom.go     what stands for itself
//	command.go  commands with arguments
//	table.go    environments: matrices, cases, aligned lines
//	symbol.go   what commands without arguments stand for
//	font.go     letters in other fonts
package math

import (
	"fmt"
	"html"
	"strings"
)

// What a formula may be, at most.
const (
	maxSource = 16 << 10
	maxDepth  = 100
	maxMacros = 2000 // uses of macros in one formula
)

// Render writes a formula. A display formula has a line of its own, and sums have their limits above and below.
func Render(tex string, display bool) (string, error) {
	if len(tex) > maxSource {
		return "", fmt.Errorf("the formula has more than %d characters", maxSource)
	}
	p := &parser{tokens: scan(tex), display: display, macros: map[string]macro{}}
	row, err := p.row(func(t token) bool { return t.kind == endOfSource })
	if err != nil {
		return "", err
	}
	mode := ""
	if display {
		mode = ` display="block"`
	}
	return fmt.Sprintf(`<math xmlns="http://www.w3.org/1998/Math/MathML"%s><semantics>%s<annotation encoding="application/x-tex">%s</annotation></semantics></math>`,
		mode, asRow(row), html.EscapeString(strings.TrimSpace(tex))), nil
}

// node is a part of a formula.
type node struct {
	xml    string
	limits limits // where its scripts go
	space  bool   // it is nothing but space
}

// limits say where the scripts of an operator go.
type limits int

const (
	beside  limits = iota // as everywhere
	movable               // below and above in a display, else beside
	always                // below and above
)

// parser reads tokens.
type parser struct {
	tokens  []token
	pos     int
	depth   int
	display bool
	macros  map[string]macro
	used    int
}

// macro is what \newcommand defines.
type macro struct {
	arguments int
	body      []token
}

func (p *parser) peek() token { return p.tokens[min(p.pos, len(p.tokens)-1)] }

func (p *parser) next() token {
	t := p.peek()
	if p.pos < len(p.tokens) {
		p.pos++
	}
	return t
}

// row reads atoms with their scripts until one that ends it, which it leaves.
func (p *parser) row(ends func(token) bool) ([]node, error) {
	if p.depth++; p.depth > maxDepth {
		return nil, fmt.Errorf("things stand more than %d deep in each other", maxDepth)
	}
	defer func() { p.depth-- }()
	var row []node
	for {
		t := p.peek()
		if ends(t) {
			return row, nil
		}
		if t.kind == endOfSource {
			return nil, fmt.Errorf("something is not closed")
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

// scripted reads an atom and what stands below and above behind it.
func (p *parser) scripted() (node, error) {
	base := node{xml: "<mrow></mrow>"}
	if t := p.peek(); t.kind != subscript && t.kind != superscript && t.kind != prime {
		var err error
		if base, err = p.atom(); err != nil {
			return base, err
		}
	}
	var below, above string
	for {
		switch t := p.peek(); {
		case t.kind == command && (t.text == "limits" || t.text == "nolimits"):
			p.next()
			base.limits = beside
			if t.text == "limits" {
				base.limits = always
			}
			continue
		case t.kind == prime:
			above += primes(p)
			continue
		case t.kind == subscript && below == "":
			p.next()
			s, err := p.argument()
			if err != nil {
				return base, err
			}
			below = s
			continue
		case t.kind == superscript:
			p.next()
			s, err := p.argument()
			if err != nil {
				return base, err
			}
			if above != "" {
				s = "<mrow>" + above + s + "</mrow>"
			}
			above = s
			continue
		case t.kind == subscript:
			return base, fmt.Errorf("there are two subscripts; put the first in braces")
		}
		break
	}
	return p.withScripts(base, below, above), nil
}

func primes(p *parser) string {
	n := 0
	for p.peek().kind == prime {
		p.next()
		n++
	}
	return "<mo>" + strings.Repeat("′", n) + "</mo>"
}

func (p *parser) withScripts(base node, below, above string) node {
	if below == "" && above == "" {
		return base
	}
	under := base.limits == always || base.limits == movable && p.display
	name := map[[3]bool]string{
		{false, true, false}: "msub", {false, false, true}: "msup", {false, true, true}: "msubsup",
		{true, true, false}: "munder", {true, false, true}: "mover", {true, true, true}: "munderover",
	}[[3]bool{under, below != "", above != ""}]
	return node{xml: "<" + name + ">" + base.xml + below + above + "</" + name + ">"}
}

// asRow is a list of parts as one.
func asRow(row []node) string {
	if len(row) == 1 {
		return row[0].xml
	}
	var out strings.Builder
	out.WriteString("<mrow>")
	for _, n := range row {
		out.WriteString(n.xml)
	}
	out.WriteString("</mrow>")
	return out.String()
}

// argument reads what a command or a script takes: a group, or one atom.
func (p *parser) argument() (string, error) {
	switch t := p.peek(); t.kind {
	case endOfSource, closeBrace, ampersand, newLine:
		return "", fmt.Errorf("something is missing at the end")
	case openBrace:
		p.next()
		row, err := p.row(func(t token) bool { return t.kind == closeBrace })
		if err != nil {
			return "", err
		}
		p.next()
		return asRow(row), nil
	case number:
		if len(t.text) > 1 { // of \frac12, each digit is one
			rest := t
			rest.text, rest.source = t.text[1:], t.source[1:]
			p.tokens = append(append(p.tokens[:p.pos:p.pos], rest), p.tokens[p.pos+1:]...)
			return "<mn>" + t.text[:1] + "</mn>", nil
		}
	}
	n, err := p.atom()
	return n.xml, err
}

// source reads a group as it is written, for text and names.
func (p *parser) source() (string, error) {
	if p.peek().kind != openBrace {
		return p.next().source, nil
	}
	p.next()
	var out strings.Builder
	for depth := 1; ; {
		t := p.next()
		switch t.kind {
		case endOfSource:
			return "", fmt.Errorf("a brace is not closed")
		case openBrace:
			depth++
		case closeBrace:
			if depth--; depth == 0 {
				return out.String() + t.spaceBefore, nil
			}
		}
		out.WriteString(t.spaceBefore + t.source)
	}
}
