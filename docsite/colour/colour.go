// Package colour reads colours as style sheets write them and says whether text in one can be
// read on another, by the measure of WCAG 2.
package colour

import (
	"fmt"
	"math"
)

// Colour is an opaque colour in sRGB.
type Colour struct{ R, G, B uint8 }

// Hex is the colour as "#0b6e4f".
func (c Colour) Hex() string { return fmt.Sprintf("#%02x%02x%02x", c.R, c.G, c.B) }

// AA is the least contrast that WCAG asks of text at level AA.
const AA = 4.5

// Contrast is the ratio of two colours' luminances, from 1 to 21.
func Contrast(a, b Colour) float64 {
	x, y := a.luminance(), b.luminance()
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

// Least is the contrast of text in a colour on the worst of some grounds.
func Least(text Colour, grounds []Colour) float64 {
	least := 21.0
	for _, ground := range grounds {
		least = min(least, Contrast(text, ground))
	}
	return least
}

// Nearest is the colour of the same hue that fits and is nearest in lightness, and whether there is
// one.
func Nearest(c Colour, fits func(Colour) bool) (Colour, bool) {
	lightness, chroma, hue := c.OKLCH()
	for step := 0.0; step <= 1; step += 0.0025 {
		for _, l := range []float64{lightness - step, lightness + step} {
			if l < 0 || l > 1 {
				continue
			}
			if near := OKLCH(l, chroma, hue); fits(near) {
				return near, true
			}
		}
	}
	return c, false
}

// luminance is the relative luminance of WCAG. It takes 0.04045 as the border of the straight
// part; WCAG's own 0.03928 makes no difference to 8-bit colours.
func (c Colour) luminance() float64 {
	return 0.2126*linear(c.R) + 0.7152*linear(c.G) + 0.0722*linear(c.B)
}

// linear undoes sRGB's curve: light is added up as it is, not as it is written.
func linear(v uint8) float64 {
	x := float64(v) / 255
	if x <= 0.04045 {
		return x / 12.92
	}
	return math.Pow((x+0.055)/1.055, 2.4)
}

// curved puts sRGB's curve on; what is out of range comes out of range.
func curved(x float64) float64 {
	if x <= 0.0031308 {
		return x * 12.92
	}
	return 1.055*math.Pow(x, 1/2.4) - 0.055
}
