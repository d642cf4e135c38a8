package math

import (
	"fmt"
	"strings"
)

// command reads a command, whose name has been read.
func (p *parser) command(name string) (node, error) {
	if m, ok := p.macros[name]; ok {
		return p.expand(name, m)
	}
	if n, ok := symbols()[name]; ok {
		return n.in(p.font), nil
	}
	if f, ok := fonts[name]; ok {
		return p.inFont(f)
	}
	if a, ok := accents[name]; ok {
		return p.accent(a)
	}
	switch name {
	case "frac", "dfrac", "tfrac", "cfrac", "binom", "dbinom", "tbinom":
		return p.fraction(name)
	case "sqrt":
		return p.root()
	case "left":
		return p.leftRight()
	case "middle", "big", "Big", "bigg", "Bigg", "bigl", "bigr", "Bigl", "Bigr", "biggl", "biggr", "Biggl", "Biggr", "bigm", "Bigm", "biggm", "Biggm":
		return p.sized(name)
	case "begin":
		return p.environment()
	case "overset", "stackrel", "underset":
		return p.over(name)
	case "substack":
		return p.substack()
	case "text", "textrm", "textnormal", "textup", "mbox", "hbox", "textit", "emph", "textbf", "texttt", "textsf":
		return p.text(name)
	case "operatorname", "operatorname*":
		return p.operatorName(name)
	case "pmod", "bmod", "mod", "pod":
		return p.modulus(name)
	case "not":
		return p.not()
	case "newcommand", "renewcommand", "providecommand", "def", "DeclareMathOperator", "DeclareMathOperator*":
		return node{}, p.define(name)
	case "hspace", "hspace*", "hskip", "kern", "mkern", "mskip", "mspace":
		return p.width()
	}
	if n, ok, err := p.wrapped(name); ok {
		return n, err
	}
	return p.ignored(name)
}

// wrapped reads commands that put one element around their argument, or change what it is to its
// neighbours.
func (p *parser) wrapped(name string) (n node, ok bool, err error) {
	open, shut := "", ""
	switch name {
	case "boxed", "fbox":
		open, shut = `<mrow class="math-boxed">`, "</mrow>"
	case "overline":
		open, shut = `<mrow class="math-overline">`, "</mrow>" // few faces have a line that grows
	case "underline", "underbar":
		open, shut = `<mrow class="math-underline">`, "</mrow>"
	case "cancel", "bcancel", "xcancel", "sout":
		open, shut = `<mrow class="math-cancelled">`, "</mrow>"
	case "phantom", "hphantom", "vphantom":
		open, shut = "<mphantom>", "</mphantom>"
	case "smash", "llap", "rlap", "mathclap", "mathllap", "mathrlap":
		open, shut = "<mpadded>", "</mpadded>"
	case "mathop":
		n.class, n.limits = function, always
	case "mathbin", "mathrel", "mathpunct":
		n.class = operator
	case "mathopen":
		n.class = opening
	case "mathclose":
		n.class = closing
	case "mathord", "mathinner", "ensuremath":
	default:
		return n, false, nil
	}
	inside, err := p.argument()
	n.xml = open + inside + shut
	return n, true, err
}

// ignored reads commands that say nothing here: about colours, sizes and page breaks.
func (p *parser) ignored(name string) (node, error) {
	switch name {
	case "textcolor", "colorbox", "href", "class", "cssId", "style", "htmlClass":
		if _, err := p.source(); err != nil {
			return node{}, err
		}
		n, err := p.argument()
		return node{xml: n}, err
	case "color", "label", "vspace", "vskip", "rule", "raisebox":
		_, err := p.source()
		return node{}, err
	case "tag", "tag*":
		words, err := p.source()
		if name == "tag" {
			words = "(" + words + ")"
		}
		return node{xml: `<mspace width="2em"></mspace><mtext>` + escape(words) + "</mtext>", class: blank}, err
	case "nonumber", "notag", "mathstrut", "strut", "relax", "allowbreak", "nobreak", "displaylimits", "null", "/",
		"tiny", "small", "normalsize", "large", "Large", "LARGE", "huge", "Huge", "centering":
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
	n := node{xml: "<mfrac>" + above + below + "</mfrac>"}
	if strings.HasSuffix(name, "binom") {
		n = fenced("(", []node{{xml: stacked(above, below)}}, ")")
		n.class = ordinary
	}
	switch name[0] {
	case 'd', 'c':
		n.xml = styled("displaystyle", n.xml)
	case 't':
		n.xml = styled("textstyle", n.xml)
	}
	return n, nil
}

func (p *parser) root() (node, error) {
	index, indexed, err := p.optional()
	if err != nil {
		return node{}, err
	}
	inside, err := p.argument()
	if indexed {
		return node{xml: "<mroot>" + inside + index + "</mroot>"}, err
	}
	return node{xml: "<msqrt>" + inside + "</msqrt>"}, err
}

// over reads commands that put their first argument above or below their second.
func (p *parser) over(name string) (node, error) {
	first, err := p.argument()
	if err != nil {
		return node{}, err
	}
	base, err := p.scripted()
	if err != nil {
		return node{}, err
	}
	if name == "underset" {
		return node{xml: "<munder>" + filled(base.xml) + first + "</munder>", class: base.class}, nil
	}
	return node{xml: "<mover>" + filled(base.xml) + first + "</mover>", class: base.class}, nil
}

// accent is a mark above or below its argument, as wide as it if it can be.
type accent struct {
	mark    string
	below   bool
	narrow  bool
	limits  bool // further scripts are above or below the mark
	isArrow bool
}

var accents = map[string]accent{
	"hat": {mark: "^", narrow: true}, "widehat": {mark: "^"}, "bar": {mark: "¯", narrow: true}, "vec": {mark: "→", narrow: true},
	"overrightarrow": {mark: "→"}, "overleftarrow": {mark: "←"}, "overleftrightarrow": {mark: "↔"}, "tilde": {mark: "~", narrow: true}, "widetilde": {mark: "~"},
	"dot": {mark: "˙", narrow: true}, "ddot": {mark: "¨", narrow: true}, "dddot": {mark: "⃛", narrow: true}, "acute": {mark: "´", narrow: true}, "grave": {mark: "`", narrow: true},
	"breve": {mark: "˘", narrow: true}, "check": {mark: "ˇ", narrow: true}, "widecheck": {mark: "ˇ"}, "mathring": {mark: "˚", narrow: true},
	"overbrace": {mark: "⏞", limits: true}, "overbracket": {mark: "⎴", limits: true}, "overparen": {mark: "⏜"},
	"underbrace": {mark: "⏟", below: true, limits: true}, "underbracket": {mark: "⎵", below: true, limits: true},
	"underrightarrow": {mark: "→", below: true}, "underleftarrow": {mark: "←", below: true}, "utilde": {mark: "~", below: true},
	"xrightarrow": {mark: "→", isArrow: true}, "xleftarrow": {mark: "←", isArrow: true}, "xleftrightarrow": {mark: "↔", isArrow: true}, "xRightarrow": {mark: "⇒", isArrow: true},
	"xLeftarrow": {mark: "⇐", isArrow: true}, "xLeftrightarrow": {mark: "⇔", isArrow: true}, "xmapsto": {mark: "↦", isArrow: true}, "xlongequal": {mark: "=", isArrow: true},
	"xhookrightarrow": {mark: "↪", isArrow: true}, "xhookleftarrow": {mark: "↩", isArrow: true}, "xrightleftharpoons": {mark: "⇌", isArrow: true},
}

func (p *parser) accent(a accent) (node, error) {
	if a.isArrow {
		return p.longArrow(a.mark)
	}
	base, err := p.argument()
	stretchy := `stretchy="true"`
	if a.narrow {
		stretchy = `stretchy="false"`
	}
	n := node{xml: `<mover accent="true">` + base + "<mo " + stretchy + ">" + a.mark + "</mo></mover>"}
	if a.below {
		n.xml = `<munder accentunder="true">` + base + "<mo " + stretchy + ">" + a.mark + "</mo></munder>"
	}
	if a.limits {
		n.limits = always
	}
	return n, err
}

// longArrow reads \xrightarrow[below]{above}: an arrow as long as the words at it.
func (p *parser) longArrow(mark string) (node, error) {
	below, hasBelow, err := p.optional()
	if err != nil {
		return node{}, err
	}
	above, err := p.argument()
	pad := func(s string) string {
		return `<mrow><mspace width="0.4em"></mspace>` + s + `<mspace width="0.4em"></mspace></mrow>`
	}
	base := `<mo stretchy="true">` + mark + "</mo>"
	if hasBelow {
		return node{xml: "<munderover>" + base + pad(below) + pad(above) + "</munderover>", class: operator}, err
	}
	return node{xml: "<mover>" + base + pad(above) + "</mover>", class: operator}, err
}

// not strikes through what follows. Of most signs Unicode knows how that looks.
func (p *parser) not() (node, error) {
	t := p.peek()
	known := map[string]string{"=": "≠", "<": "≮", ">": "≯", "in": "∉", "ni": "∌", "exists": "∄", "subset": "⊄", "supset": "⊅", "subseteq": "⊈", "supseteq": "⊉", "equiv": "≢", "approx": "≉", "sim": "≁", "cong": "≇", "mid": "∤", "parallel": "∦", "le": "≰", "leq": "≰", "ge": "≱", "geq": "≱"}
	if sign, ok := known[t.text]; ok && (t.kind == command || t.kind == character) {
		p.next()
		return node{xml: "<mo>" + sign + "</mo>", class: operator}, nil
	}
	n, err := p.argument()
	if i := strings.LastIndex(n, "</m"); err == nil && i > 0 && strings.Count(n, "</") == 1 {
		return node{xml: n[:i] + "\u0338" + n[i:], class: operator}, nil
	}
	return node{xml: `<mrow class="math-cancelled">` + n + "</mrow>"}, err
}
