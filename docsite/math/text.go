package math

import (
	"fmt"
	"strconv"
	"strings"
)

// plainText are the signs that a text has as commands.
var plainText = strings.NewReplacer(`\_`, "_", `\%`, "%", `\&`, "&", `\#`, "#", `\$`, "$", `\{`, "{", `\}`, "}", "~", "\u00A0", `\ `, "\u00A0", `\,`, "\u2009",
	`\textbackslash`, `\`, `\ldots`, "…", `\dots`, "…", "``", "“", "''", "”", "---", "—", "--", "–", "{", "", "}", "")

// text reads words, which can have formulas between dollars in them.
func (p *parser) text(name string) (node, error) {
	source, err := p.source()
	if err != nil {
		return node{}, err
	}
	// A dollar that is written as one doesn't begin a formula.
	source = strings.ReplaceAll(source, `\$`, "\x00")
	parts := strings.Split(source, "$")
	if len(parts)%2 == 0 {
		return node{}, fmt.Errorf("a formula within the text %q is not closed", source)
	}
	var row []node
	for i, part := range parts {
		part = strings.ReplaceAll(part, "\x00", `\$`)
		if i%2 == 1 {
			within := &parser{tokens: scan(part), depth: p.depth + 1, macros: p.macros, used: p.used}
			formula, err := within.row(func(t token) bool { return t.kind == endOfSource })
			if err != nil {
				return node{}, err
			}
			p.used = within.used
			row = append(row, node{xml: join(formula)})
		} else if part != "" || len(parts) == 1 {
			row = append(row, node{xml: textIn(name, plainText.Replace(part))})
		}
	}
	return node{xml: join(row)}, nil
}

// textIn writes words as the command of a font wants them. White space at their ends would get lost.
func textIn(name, words string) string {
	if trimmed := strings.TrimLeft(words, " "); len(trimmed) < len(words) {
		words = "\u00A0" + trimmed
	}
	if trimmed := strings.TrimRight(words, " "); len(trimmed) < len(words) {
		words = trimmed + "\u00A0"
	}
	class := map[string]string{"textbf": "math-bold", "textit": "math-italic", "emph": "math-italic", "texttt": "math-mono", "textsf": "math-sans"}[name]
	if class != "" {
		class = ` class="` + class + `"`
	}
	return "<mtext" + class + ">" + escape(words) + "</mtext>"
}

// operatorName reads \operatorname{name}; with a star its scripts are below and above.
func (p *parser) operatorName(name string) (node, error) {
	words, err := p.source()
	if err != nil {
		return node{}, err
	}
	return named(plainText.Replace(strings.ReplaceAll(words, `\,`, "\u2009")), strings.HasSuffix(name, "*")), nil
}

// named is the name of a function.
func named(name string, limits bool) node {
	if limits {
		return node{xml: `<mo lspace="0" rspace="0" movablelimits="true">` + escape(name) + "</mo>", class: function, limits: movable}
	}
	return node{xml: `<mi mathvariant="normal">` + escape(name) + "</mi>", class: function}
}

func (p *parser) modulus(name string) (node, error) {
	if name == "bmod" {
		return node{xml: `<mo lspace="0.222em" rspace="0.222em">mod</mo>`, class: operator}, nil
	}
	inside, err := p.argument()
	if name != "pod" {
		inside = `<mi mathvariant="normal">mod</mi><mspace width="0.333em"></mspace>` + inside
	}
	if name != "mod" {
		inside = `<mo stretchy="false">(</mo>` + inside + `<mo stretchy="false">)</mo>`
	}
	return node{xml: `<mrow><mspace width="0.444em"></mspace>` + inside + "</mrow>", class: blank}, err
}

// units are lengths in em.
var units = map[string]float64{"em": 1, "ex": 0.45, "mu": 1.0 / 18, "pt": 0.1, "pc": 1.2, "px": 0.075, "cm": 2.85, "mm": 0.285, "in": 7.23}

// width reads a length: in braces, or as TeX has it, a number and letters.
func (p *parser) width() (node, error) {
	var words string
	if p.peek().kind == openBrace {
		source, err := p.source()
		if err != nil {
			return node{}, err
		}
		words = source
	} else {
		for t := p.peek(); t.kind == number || p.is("-"); t = p.peek() {
			words += p.next().text
		}
		for range 2 {
			if p.peek().kind == letter {
				words += p.next().text
			}
		}
	}
	words = strings.ReplaceAll(words, " ", "")
	if len(words) < 3 {
		return node{}, fmt.Errorf("%q is no length; 1em is one", words)
	}
	n, err := strconv.ParseFloat(words[:len(words)-2], 64)
	unit, ok := units[words[len(words)-2:]]
	if err != nil || !ok || n < -100 || n > 100 {
		return node{}, fmt.Errorf("%q is no length; 1em is one", words)
	}
	return space(strconv.FormatFloat(n*unit, 'f', 3, 64) + "em"), nil
}
