package colour

import "math"

// OKLCH makes a colour of its lightness (0 to 1), chroma and hue in degrees. Screens can't show
// every one: the chroma is then as large as they can.
func OKLCH(l, c, h float64) Colour {
	r, g, b := rgb(l, c, h)
	if !shown(r, g, b) {
		low, high := 0.0, c
		for range 24 {
			middle := (low + high) / 2
			if shown(rgb(l, middle, h)) {
				low = middle
			} else {
				high = middle
			}
		}
		r, g, b = rgb(l, low, h)
	}
	return Colour{byteOf(r), byteOf(g), byteOf(b)}
}

// OKLCH is the colour's lightness, chroma and hue.
func (c Colour) OKLCH() (lightness, chroma, hue float64) {
	r, g, b := linear(c.R), linear(c.G), linear(c.B)
	l := math.Cbrt(0.4122214708*r + 0.5363325363*g + 0.0514459929*b)
	m := math.Cbrt(0.2119034982*r + 0.6806995451*g + 0.1073969566*b)
	s := math.Cbrt(0.0883024619*r + 0.2817188376*g + 0.6299787005*b)
	lightness = 0.2104542553*l + 0.7936177850*m - 0.0040720468*s
	x := 1.9779984951*l - 2.4285922050*m + 0.4505937099*s
	y := 0.0259040371*l + 0.7827717662*m - 0.8086757660*s
	hue = math.Atan2(y, x) * 180 / math.Pi
	if hue < 0 {
		hue += 360
	}
	return lightness, math.Hypot(x, y), hue
}

// rgb is a colour in sRGB, each part from 0 to 1 if a screen can show it.
func rgb(lightness, chroma, hue float64) (r, g, b float64) {
	x, y := chroma*math.Cos(hue*math.Pi/180), chroma*math.Sin(hue*math.Pi/180)
	l := cube(lightness + 0.3963377774*x + 0.2158037573*y)
	m := cube(lightness - 0.1055613458*x - 0.0638541728*y)
	s := cube(lightness - 0.0894841775*x - 1.2914855480*y)
	return curved(4.0767416621*l - 3.3077115913*m + 0.2309699292*s),
		curved(-1.2684380046*l + 2.6097574011*m - 0.3413193965*s),
		curved(-0.0041960863*l - 0.7034186147*m + 1.7076147010*s)
}

func cube(x float64) float64 { return x * x * x }

// shown reports a colour that a screen can show, give or take what rounding takes.
func shown(r, g, b float64) bool {
	const slack = 0.0005
	return min(r, g, b) >= -slack && max(r, g, b) <= 1+slack
}

func byteOf(x float64) uint8 { return uint8(math.Round(255 * max(0, min(1, x)))) }
