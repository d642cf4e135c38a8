package math

import "strings"

// font is an alphabet of Unicode's mathematical ones.
type font int

const (
	usual font = iota
	upright
	bold
	italic
	boldItalic
	script
	fraktur
	doubleStruck
	sans
	monospace
)

// fonts are the commands that set their argument in one.
var fonts = map[string]font{
	"mathrm": upright, "mathup": upright, "mathnormal": usual, "mathbf": bold, "boldsymbol": boldItalic, "bm": boldItalic, "pmb": boldItalic, "mathit": italic,
	"mathcal": script, "mathscr": script, "mathfrak": fraktur, "mathbb": doubleStruck, "Bbb": doubleStruck, "mathsf": sans, "mathtt": monospace,
	"mathbfit": boldItalic, "symbf": bold, "symup": upright,
}

// switches are the commands that set all that follows in one.
var switches = map[string]font{"rm": upright, "bf": bold, "it": italic, "cal": script, "sf": sans, "tt": monospace, "mit": usual}

// starts are where an alphabet's capitals, small letters, digits, and Greek capitals and small letters
// begin; 0 for none.
var starts = map[font][5]rune{
	bold:         {0x1D400, 0x1D41A, 0x1D7CE, 0x1D6A8, 0x1D6C2},
	italic:       {0x1D434, 0x1D44E, 0, 0x1D6E2, 0x1D6FC},
	boldItalic:   {0x1D468, 0x1D482, 0x1D7CE, 0x1D71C, 0x1D736},
	script:       {0x1D49C, 0x1D4B6},
	fraktur:      {0x1D504, 0x1D51E},
	doubleStruck: {0x1D538, 0x1D552, 0x1D7D8},
	sans:         {0x1D5A0, 0x1D5BA, 0x1D7E2},
	monospace:    {0x1D670, 0x1D68A, 0x1D7F6},
}

// older are the letters that Unicode had before the alphabets, each after the one it is.
var older = map[font]string{
	script:       "BℬEℰFℱHℋIℐLℒMℳRℛeℯgℊoℴ",
	fraktur:      "CℭHℌIℑRℜZℨ",
	doubleStruck: "CℂHℍNℕPℙQℚRℝZℤ",
	italic:       "hℎ",
}

// in is a letter or digit in the font.
func (f font) in(r rune) rune {
	letters := []rune(older[f])
	for i := 0; i+1 < len(letters); i += 2 {
		if letters[i] == r {
			return letters[i+1]
		}
	}
	begin := starts[f]
	for k, first := range []rune{'A', 'a', '0', 'Α', 'α'} {
		last := first + 25
		if k == 2 {
			last = '9'
		}
		if begin[k] != 0 && r >= first && r <= last {
			return begin[k] + r - first
		}
	}
	return r
}

func (f font) words(text string) string {
	if f == usual || f == upright {
		return text
	}
	return strings.Map(f.in, text)
}

// letterNode is a letter. One alone is italic unless something says otherwise.
func letterNode(text string, f font) node {
	if f == upright {
		return node{xml: `<mi mathvariant="normal">` + escape(text) + "</mi>"}
	}
	return node{xml: "<mi>" + escape(f.words(text)) + "</mi>"}
}

func numberIn(text string, f font) string { return "<mn>" + f.words(text) + "</mn>" }

// inFont reads the argument of a font's command. Several letters are a name.
func (p *parser) inFont(f font) (node, error) {
	if name, ok := p.letters(); ok {
		if len([]rune(name)) == 1 {
			return letterNode(name, f), nil
		}
		if f == upright {
			return node{xml: `<mi mathvariant="normal">` + escape(name) + "</mi>"}, nil
		}
		return node{xml: "<mi>" + escape(f.words(name)) + "</mi>"}, nil
	}
	before := p.font
	p.font = f
	n, err := p.argument()
	p.font = before
	return node{xml: n}, err
}

// letters reads a group of letters alone.
func (p *parser) letters() (string, bool) {
	if p.peek().kind != openBrace {
		return "", false
	}
	var b strings.Builder
	for i := p.pos + 1; i < len(p.tokens); i++ {
		switch t := p.tokens[i]; t.kind {
		case letter:
			b.WriteString(t.text)
		case closeBrace:
			if b.Len() == 0 {
				return "", false
			}
			p.pos = i + 1
			return b.String(), true
		default:
			return "", false
		}
	}
	return "", false
}
