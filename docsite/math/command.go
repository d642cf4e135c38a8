package math

import (
	"fmt"
	"html"
	"strconv"
	"strings"
)

// command reads a command, whose name has been read.
func (p *parser) command(name string) (node, error) {
	if m, ok := p.macros[name]; ok {
		return p.expand(name, m)
	}
	if n, ok := symbol(name); ok {
		return n, nil
	}
	if font, ok := fonts()[name]; ok {
		text, err := p.source()
		return inFont(text, font), err
	}
	if mark, ok := accents()[name]; ok {
		base, err := p.argument()
		return node{xml: accent(mark, base), limits: bracesLimits(name)}, err
	}
	switch name {
	case "frac", "dfrac", "tfrac", "cfrac", "binom", "dbinom", "tbinom":
		return p.fraction(name)
	case "sqrt":
		return p.root()
	case "text", "textrm", "textnormal", "mbox", "textit", "textbf", "texttt", "textsf":
		return p.text(name)
	case "operatorname":
		text, err := p.source()
		return node{xml: "<mi mathvariant=\"normal\">" + html.EscapeString(text) + "</mi>", limits: movable}, err
	case "left":
		return p.fence()
	case "big", "Big", "bigg", "Bigg", "bigl", "bigr", "Bigl", "Bigr", "biggl", "biggr", "Biggl", "Biggr", "bigm", "Bigm", "middle":
		return p.sized(name)
	case "begin":
		return p.environment()
	case "overset", "stackrel", "underset":
		return p.stacked(name)
	case "pmod", "bmod", "mod":
		return p.modulus(name)
	case "not":
		n, err := p.argument()
		return node{xml: `<menclose notation="updiagonalstrike">` + n + "</menclose>"}, err
	case "boxed", "fbox":
		n, err := p.argument()
		return node{xml: `<menclose notation="box">` + n + "</menclose>"}, err
	case "phantom", "hphantom", "vphantom":
		n, err := p.argument()
		return node{xml: "<mphantom>" + n + "</mphantom>"}, err
	case "newcommand", "renewcommand", "def":
		return node{}, p.define()
	case "color", "label", "tag", "hspace", "vspace", "textcolor", "mspace":
		if _, err := p.source(); err != nil || name != "textcolor" {
			return node{}, err
		}
		n, err := p.argument()
		return node{xml: n}, err
	case "displaystyle", "textstyle", "scriptstyle", "scriptscriptstyle", "nonumber", "notag", "mathstrut", "strut", "relax":
		return node{}, nil
	}
	return node{}, fmt.Errorf(`the command \%s is not known`, name)
}

func (p *parser) fraction(name string) (node, error) {
	above, err := p.argument()
	if err != nil {
		return node{}, err
	}
	below, err := p.argument()
	if err != nil {
		return node{}, err
	}
	if strings.HasSuffix(name, "binom") {
		return node{xml: `<mrow><mo>(</mo><mfrac linethickness="0">` + above + below + "</mfrac><mo>)</mo></mrow>"}, nil
	}
	return node{xml: "<mfrac>" + above + below + "</mfrac>"}, nil
}

func (p *parser) root() (node, error) {
	index := ""
	if t := p.peek(); t.kind == character && t.text == "[" {
		p.next()
		row, err := p.row(func(t token) bool { return t.kind == character && t.text == "]" })
		if err != nil {
			return node{}, err
		}
		p.next()
		index = asRow(row)
	}
	inside, err := p.argument()
	if index != "" {
		return node{xml: "<mroot>" + inside + index + "</mroot>"}, err
	}
	return node{xml: "<msqrt>" + inside + "</msqrt>"}, err
}

func (p *parser) text(name string) (node, error) {
	text, err := p.source()
	text = strings.NewReplacer("$", "", `\_`, "_", `\%`, "%", `\&`, "&", `\#`, "#", "~", "\u00A0", `\ `, " ").Replace(text)
	if strings.HasPrefix(text, " ") || strings.HasSuffix(text, " ") {
		text = strings.ReplaceAll(text, " ", "\u00A0")
	}
	switch name {
	case "textbf":
		return inFont(text, bold), err
	case "texttt":
		return inFont(text, monospace), err
	}
	return node{xml: "<mtext>" + html.EscapeString(text) + "</mtext>"}, err
}

// fence reads \left … \right, whose brackets grow with what they hold.
func (p *parser) fence() (node, error) {
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
	if err != nil {
		return node{}, err
	}
	return node{xml: "<mrow>" + fenceMark(open, "prefix") + strings.TrimSuffix(strings.TrimPrefix(asRow(row), "<mrow>"), "</mrow>") + fenceMark(end, "postfix") + "</mrow>"}, nil
}

func fenceMark(text, form string) string {
	if text == "" {
		return ""
	}
	return `<mo fence="true" form="` + form + `">` + html.EscapeString(text) + "</mo>"
}

// delimiter reads a bracket; a dot is none.
func (p *parser) delimiter() (string, error) {
	t := p.next()
	switch {
	case t.kind == character && t.text == ".":
		return "", nil
	case t.kind == character:
		return t.text, nil
	case t.kind == command:
		if text, ok := delimiters()[t.text]; ok {
			return text, nil
		}
	}
	return "", fmt.Errorf("%q is no bracket", t.source)
}

func (p *parser) sized(name string) (node, error) {
	text, err := p.delimiter()
	size := map[string]string{"big": "1.2em", "Big": "1.8em", "bigg": "2.4em", "Bigg": "3em"}[strings.TrimRight(name, "lrm")]
	if name == "middle" {
		return node{xml: `<mo fence="true" stretchy="true">` + html.EscapeString(text) + "</mo>"}, err
	}
	return node{xml: fmt.Sprintf(`<mo stretchy="true" minsize="%s" maxsize="%[1]s">%s</mo>`, size, html.EscapeString(text))}, err
}

func (p *parser) stacked(name string) (node, error) {
	first, err := p.argument()
	if err != nil {
		return node{}, err
	}
	base, err := p.argument()
	if name == "underset" {
		return node{xml: "<munder>" + base + first + "</munder>"}, err
	}
	return node{xml: "<mover>" + base + first + "</mover>"}, err
}

func (p *parser) modulus(name string) (node, error) {
	if name == "bmod" {
		return node{xml: `<mo lspace="0.22em" rspace="0.22em">mod</mo>`}, nil
	}
	n, err := p.argument()
	inside := `<mi mathvariant="normal">mod</mi><mspace width="0.333em"></mspace>` + n
	if name == "pmod" {
		inside = `<mo stretchy="false">(</mo>` + inside + `<mo stretchy="false">)</mo>`
	}
	return node{xml: `<mrow><mspace width="0.444em"></mspace>` + inside + "</mrow>"}, err
}

// define reads \newcommand{\name}[2]{…}.
func (p *parser) define() error {
	braced := p.peek().kind == openBrace
	if braced {
		p.next()
	}
	t := p.next()
	if t.kind != command {
		return fmt.Errorf("%q is no name of a command", t.source)
	}
	if braced {
		if p.next().kind != closeBrace {
			return fmt.Errorf(`the name \%s is not closed`, t.text)
		}
	}
	m := macro{}
	if n := p.peek(); n.kind == character && n.text == "[" {
		p.next()
		m.arguments, _ = strconv.Atoi(p.next().text)
		p.next()
	}
	if p.next().kind != openBrace {
		return fmt.Errorf(`what \%s stands for has to be in braces`, t.text)
	}
	for depth := 1; ; {
		inner := p.next()
		switch inner.kind {
		case endOfSource:
			return fmt.Errorf(`what \%s stands for is not closed`, t.text)
		case openBrace:
			depth++
		case closeBrace:
			depth--
		}
		if depth == 0 {
			p.macros[t.text] = m
			return nil
		}
		m.body = append(m.body, inner)
	}
}

// expand puts what a macro stands for in its place.
func (p *parser) expand(name string, m macro) (node, error) {
	if p.used++; p.used > maxMacros {
		return node{}, fmt.Errorf(`\%s stands for itself, or for too much`, name)
	}
	var arguments [][]token
	for range m.arguments {
		start := p.pos
		if _, err := p.source(); err != nil {
			return node{}, err
		}
		taken := p.tokens[start:p.pos]
		if len(taken) > 1 {
			taken = taken[1 : len(taken)-1]
		}
		arguments = append(arguments, taken)
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
	if len(p.tokens)+len(body) > maxSource {
		return node{}, fmt.Errorf(`\%s stands for too much`, name)
	}
	p.tokens = append(body, p.tokens[p.pos:]...)
	p.pos = 0
	return p.atom()
}

// accents are the marks above or below, by their commands; those below begin with "_".
func accents() map[string]string {
	return map[string]string{
		"hat": "^", "widehat": "^", "bar": "¯", "overline": "‾", "vec": "→", "overrightarrow": "→", "overleftarrow": "←", "tilde": "~", "widetilde": "~",
		"dot": "˙", "ddot": "¨", "acute": "´", "grave": "`", "breve": "˘", "check": "ˇ", "mathring": "˚", "overbrace": "⏞", "underline": "_‾", "underbrace": "_⏟",
	}
}

func accent(mark, base string) string {
	if below, ok := strings.CutPrefix(mark, "_"); ok {
		return `<munder>` + base + `<mo stretchy="true">` + below + "</mo></munder>"
	}
	return `<mover accent="true">` + base + `<mo stretchy="true">` + mark + "</mo></mover>"
}

func bracesLimits(name string) limits {
	if strings.HasSuffix(name, "brace") {
		return always
	}
	return beside
}
