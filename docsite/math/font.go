package math

import (
	"html"
	"strings"
)

// font is an alphabet of Unicode's mathematical ones.
type font int

const (
	upright font = iota
	bold
	italic
	boldItalic
	script
	fraktur
	doubleStruck
	sans
	monospace
)

// fonts are the commands that set one.
func fonts() map[string]font {
	return map[string]font{
		"mathrm": upright, "mathup": upright, "mathbf": bold, "boldsymbol": boldItalic, "bm": boldItalic, "mathit": italic, "mathcal": script, "mathscr": script,
		"mathfrak": fraktur, "mathbb": doubleStruck, "mathsf": sans, "mathtt": monospace,
	}
}

// starts are where an alphabet's capitals, small letters and digits begin; 0 for none.
func starts(f font) (capital, small, digit rune) {
	switch f {
	case bold:
		return 0x1D400, 0x1D41A, 0x1D7CE
	case italic:
		return 0x1D434, 0x1D44E, 0
	case boldItalic:
		return 0x1D468, 0x1D482, 0x1D7CE
	case script:
		return 0x1D49C, 0x1D4B6, 0
	case fraktur:
		return 0x1D504, 0x1D51E, 0
	case doubleStruck:
		return 0x1D538, 0x1D552, 0x1D7D8
	case sans:
		return 0x1D5A0, 0x1D5BA, 0x1D7E2
	case monospace:
		return 0x1D670, 0x1D68A, 0x1D7F6
	case upright:
	}
	return 0, 0, 0
}

// elsewhere are the letters that Unicode had before the alphabets.
func elsewhere(f font, r rune) (rune, bool) {
	older := map[font]string{
		script:       "BℬEℰFℱHℋIℐLℒMℳRℛeℯgℊoℴ",
		fraktur:      "CℭHℌIℑRℜZℨ",
		doubleStruck: "CℂHℍNℕPℙQℚRℝZℤ",
		italic:       "hℎ",
	}
	letters := []rune(older[f])
	for i := 0; i+1 < len(letters); i += 2 {
		if letters[i] == r {
			return letters[i+1], true
		}
	}
	return 0, false
}

// inFont writes letters and digits in a font. Commands in it are read as Greek letters.
func inFont(text string, f font) node {
	var out strings.Builder
	for _, t := range scan(text) {
		if t.kind == command {
			if n, ok := symbol(t.text); ok {
				return node{xml: n.xml}
			}
			continue
		}
		if t.kind == openBrace || t.kind == closeBrace {
			continue
		}
		for _, r := range t.text {
			out.WriteRune(letterIn(r, f))
		}
	}
	words := html.EscapeString(out.String())
	if f == upright {
		return node{xml: `<mi mathvariant="normal">` + words + "</mi>"}
	}
	return node{xml: "<mi>" + words + "</mi>"}
}

func letterIn(r rune, f font) rune {
	if old, ok := elsewhere(f, r); ok {
		return old
	}
	capital, small, digit := starts(f)
	switch {
	case r >= 'A' && r <= 'Z' && capital != 0:
		return capital + r - 'A'
	case r >= 'a' && r <= 'z' && small != 0:
		return small + r - 'a'
	case r >= '0' && r <= '9' && digit != 0:
		return digit + r - '0'
	}
	return r
}
