package diagram

import (
	"strconv"
	"strings"

	"golang.org/x/image/colornames"

	"wpengine/docsite/colour"
)

// styles are the style sheets within a diagram.
type styles struct {
	classes map[string]string // declarations by class
	pending []pendingStyle
}

// pendingStyle is a style for what may not have been met yet.
type pendingStyle struct {
	id string
	do func(classes *[]string, css *string)
}

// What styles may be, at most. People write dozens of characters and two classes; more would be work and nothing else.
const (
	longestStyle = 1000
	mostClasses  = 10
)

// define sets the declarations of classes.
func (s *styles) define(names, css string) {
	for _, name := range strings.Split(names, ",") {
		if len(css) <= longestStyle {
			s.classes[strings.TrimSpace(name)] = css
		}
	}
}

// extend adds declarations to others.
func extend(css *string, more string) {
	if len(*css)+len(more) < longestStyle {
		*css += "," + more
	}
}

// classify adds classes to others.
func classify(classes *[]string, more ...string) {
	if len(*classes)+len(more) <= mostClasses {
		*classes = append(*classes, more...)
	}
}

// paint is what becomes of a style. Authors choose colours for a white page; on a dark one most of
// theirs would glare or vanish. So a colour of a line becomes the nearest of the theme's hues, a
// pale ground the pale ground of that hue, and grey what such things are anyway. A strong
// ground stays as it is, under black or white.
type paint struct {
	class  string // of the shape
	fill   string // its ground, if it stays as it is
	ink    string // the colour of words on that
	ground string // the hue of its ground
	hue    string // of its line
	bold   bool
	thick  bool
	dashed bool
	hidden bool // has neither ground nor line
}

// of is the paint that classes and declarations make.
func (s *styles) of(classes []string, css string) paint {
	if len(classes) == 0 && css == "" && s.classes["default"] == "" {
		return paint{}
	}
	all := make(map[string]string)
	declare(all, s.classes["default"])
	for _, c := range classes {
		declare(all, s.classes[c])
	}
	declare(all, css)
	return paintOf(all)
}

// declare adds declarations as CSS has them, commas in place of semicolons.
func declare(all map[string]string, css string) {
	if css == "" {
		return
	}
	depth, start := 0, 0
	for i := 0; i <= len(css); i++ {
		if i < len(css) {
			switch css[i] {
			case '(':
				depth++
				continue
			case ')':
				depth--
				continue
			case ',', ';':
				if depth > 0 || i > 0 && css[i-1] == '\\' {
					continue
				}
			default:
				continue
			}
		}
		if name, value, ok := strings.Cut(css[start:i], ":"); ok {
			value, _, _ = strings.Cut(value, "!important")
			all[strings.ToLower(strings.TrimSpace(name))] = strings.ToLower(strings.TrimSpace(value))
		}
		start = i + 1
	}
}

func paintOf(css map[string]string) paint {
	var p paint
	fill, line := css["fill"], css["stroke"]
	if fill == "" {
		fill = css["background-color"]
	}
	if c, ok := colourOf(fill); ok {
		p.setGround(c, css["color"])
	} else if empty(fill) {
		p.class = "d-bare"
	}
	if c, ok := colourOf(line); ok {
		p.hue = hueOf(c)
		if p.hue != "" {
			p.class = strings.TrimSpace(p.class + " d-line-" + p.hue)
		}
	}
	lineless := empty(line) || strings.HasPrefix(css["stroke-width"], "0")
	p.hidden = lineless && fill != "" && (p.class == "" || p.class == "d-bare") && p.fill == ""
	width := leadingNumber(css["stroke-width"])
	switch {
	case lineless:
		p.class = strings.TrimSpace(p.class + " d-lineless")
	case width >= 3 && width < 20:
		p.thick = true
	}
	dash := css["stroke-dasharray"]
	p.dashed = dash != "" && dash != "none" && dash != "0"
	weight := css["font-weight"]
	p.bold = weight == "bold" || weight == "bolder" || leadingNumber(weight) >= 600
	return p
}

// empty reports a colour that is none.
func empty(s string) bool { return s == "none" || s == "transparent" }

func leadingNumber(s string) int {
	n := 0
	for n < len(s) && n < 6 && s[n] >= '0' && s[n] <= '9' {
		n++
	}
	v, _ := strconv.Atoi(s[:n])
	return v
}

// natural is a whole number that is not negative.
func natural(s string) (int, bool) {
	n, err := strconv.Atoi(strings.TrimSpace(s))
	return n, err == nil && n >= 0
}

// colourOf reads a colour by name or number. Transparency is left out.
func colourOf(s string) (colour.Colour, bool) {
	if s == "" {
		return colour.Colour{}, false
	}
	if c, ok := colornames.Map[s]; ok {
		return colour.Colour{R: c.R, G: c.G, B: c.B}, true
	}
	if s[0] == '#' && (len(s) == 9 || len(s) == 5) {
		s = s[:1+(len(s)-1)*3/4]
	}
	if inside, ok := strings.CutPrefix(s, "rgba("); ok {
		if parts := strings.Split(inside, ","); len(parts) == 4 {
			s = "rgb(" + strings.Join(parts[:3], ",") + ")"
		}
	}
	c, err := colour.Parse(s)
	return c, err == nil
}

// grey is the most chroma that still is no colour; of what is nearly white, white.
const (
	grey  = 0.028
	white = 0.012
)

// hueOf is the theme's hue that is nearest to a colour; grey has none.
func hueOf(c colour.Colour) string {
	lightness, chroma, hue := c.OKLCH()
	switch {
	case chroma < white, chroma < grey && lightness < 0.86:
		return ""
	case hue < 50 || hue >= 345:
		return "red"
	case hue < 118:
		return "yellow"
	case hue < 188:
		return "green"
	case hue < 278:
		return "blue"
	}
	return "purple"
}

// setGround takes the ground that a colour becomes.
func (p *paint) setGround(c colour.Colour, ink string) {
	lightness, chroma, _ := c.OKLCH()
	hue := hueOf(c)
	switch {
	case lightness > 0.86 && hue == "":
		// White, or nearly: what all shapes have.
	case lightness > 0.86 && chroma < 0.12:
		p.class, p.ground = "d-pale-"+hue, hue
	case lightness < 0.35 && hue == "":
		p.class, p.ink = "d-dark", "d-on-dark"
	default:
		black, bright := colour.Colour{}, colour.Colour{R: 255, G: 255, B: 255}
		best := black
		if colour.Contrast(bright, c) > colour.Contrast(black, c) {
			best = bright
		}
		if own, ok := colourOf(ink); ok && colour.Contrast(own, c) >= colour.AA {
			best = own
		}
		p.fill, p.ink, p.ground = c.Hex(), best.Hex(), hue
	}
}

// soften makes a strong ground pale: lines and words on a box have the colours of the page.
func (p *paint) soften() {
	if p.fill == "" {
		return
	}
	p.fill, p.ink = "", ""
	if p.ground != "" {
		p.class = strings.TrimSpace("d-pale-" + p.ground + " " + p.class)
	}
}

// attributes are the markup for a shape.
func (p *paint) attributes() string {
	a := ""
	if p.class != "" {
		a = ` class="` + p.class + `"`
	}
	if p.fill != "" {
		a += ` fill="` + p.fill + `"`
	}
	if p.thick {
		a += ` stroke-width="2.5"`
	}
	if p.dashed {
		a += ` stroke-dasharray="5 4"`
	}
	return a
}

// inkAttributes are the markup for words on a shape.
func (p *paint) inkAttributes() string {
	switch {
	case p.ink == "":
		return ""
	case p.ink[0] == '#':
		return ` fill="` + p.ink + `"`
	}
	return ` class="` + p.ink + `"`
}
