// Package math writes formulas in LaTeX as MathML, which browsers draw by themselves.
//
// It knows what documentation has of LaTeX: scripts, fractions, roots, sums with their limits, Greek and operators, fonts,
// accents, brackets that grow, matrices and aligned lines, macros. A command that it doesn't know is an error that names it, so
// that whoever asks can show the source instead. What it writes is MathML Core, as browsers have agreed on it; what
// Core leaves to style sheets has classes that begin with "math-".
//
//	math.go      a formula -> MathML
//	scan.go      source -> tokens
//	row.go       what stands beside each other: scripts, spaces around functions
//	atom.go      what stands for itself
//	command.go   commands, and those with arguments
//	fence.go     brackets
//	text.go      words, names of functions, lengths
//	table.go     environments: matrices, cases, aligned lines
//	macro.go     \newcommand
//	symbol.go    what commands without arguments stand for
//	font.go      letters in other fonts
package math

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"wpengine/docsite/printable"
)

// What a formula may be, at most.
const (
	maxSource = 16 << 10
	maxDepth  = 100
	maxMacros = 1000 // uses of macros in one formula
)

// Render writes a formula. A display formula has a line of its own, and sums have their limits above and below.
func Render(tex string, display bool) (string, error) {
	if len(tex) > maxSource {
		return "", fmt.Errorf("the formula has more than %d characters", maxSource)
	}
	p := &parser{tokens: scan(tex), macros: map[string]macro{}}
	row, err := p.row(func(t token) bool { return t.kind == endOfSource })
	if err != nil {
		return "", err
	}
	mode := ""
	if display {
		mode = ` display="block"`
	}
	return `<math xmlns="http://www.w3.org/1998/Math/MathML"` + mode + "><semantics>" + join(row) +
		`<annotation encoding="application/x-tex">` + escape(strings.TrimSpace(tex)) + "</annotation></semantics></math>", nil
}

// parser reads tokens.
type parser struct {
	tokens []token
	pos    int
	depth  int
	font   font
	macros map[string]macro
	used   int
}

func (p *parser) peek() token { return p.tokens[min(p.pos, len(p.tokens)-1)] }

func (p *parser) next() token {
	t := p.peek()
	if p.pos < len(p.tokens) {
		p.pos++
	}
	return t
}

// is reports that a character is next.
func (p *parser) is(text string) bool {
	t := p.peek()
	return t.kind == character && t.text == text
}

// node is a part of a formula.
type node struct {
	xml    string
	class  class
	limits limits // where its scripts go
	large  string // the operator that it is, if its scripts can be elsewhere
}

// class says what a part is to its neighbours.
type class int

const (
	ordinary class = iota
	opening
	closing
	operator
	function // a name such as sin, which stands off from what it is applied to
	blank
)

// limits say where the scripts of an operator go.
type limits int

const (
	beside  limits = iota // as everywhere
	movable               // below and above in a display, else beside: browsers know
	always                // below and above
)

// escape writes text for MathML. What a page can't have is marked, and what XML can't have left out.
func escape(text string) string {
	var b strings.Builder
	text = printable.Text(text)
	for i, r := range text {
		switch {
		case r == '<':
			b.WriteString("&lt;")
		case r == '>':
			b.WriteString("&gt;")
		case r == '&':
			b.WriteString("&amp;")
		case r == '"':
			b.WriteString("&#34;")
		case r == utf8.RuneError && !strings.HasPrefix(text[i:], "\uFFFD"), r == 0xFFFE, r == 0xFFFF, r == '\r':
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}
