package colour

import (
	"errors"
	"math"
	"regexp"
	"strconv"
	"strings"
)

var errForm = errors.New("not a colour; write it as #0b6e4f, rgb(11 110 79), hsl(161 82% 24%) or oklch(48% 0.1 165)")

// function is "name(a b c)": with commas as people used to, percent signs, and degrees.
var function = regexp.MustCompile(`^(rgb|hsl|oklch)\(\s*([^,\s/()]+)\s*[,\s]\s*([^,\s/()]+)\s*[,\s]\s*([^,\s/()]+)\s*\)$`)

// Parse reads an opaque colour in one of the ways style sheets write it.
func Parse(text string) (Colour, error) {
	text = strings.ToLower(strings.TrimSpace(text))
	if digits, ok := strings.CutPrefix(text, "#"); ok {
		return parseHex(digits)
	}
	m := function.FindStringSubmatch(text)
	if m == nil {
		return Colour{}, errForm
	}
	var parts [3]float64
	var percent [3]bool
	for i, s := range m[2:] {
		s, percent[i] = strings.CutSuffix(s, "%")
		n, err := strconv.ParseFloat(strings.TrimSuffix(s, "deg"), 64)
		if err != nil || math.IsNaN(n) || math.Abs(n) > 1000 {
			return Colour{}, errForm
		}
		parts[i] = n
	}
	switch m[1] {
	case "rgb":
		return parseRGB(parts, percent)
	case "hsl":
		return parseHSL(parts, percent)
	}
	return parseOKLCH(parts, percent)
}

func parseHex(digits string) (Colour, error) {
	if len(digits) == 3 {
		digits = string([]byte{digits[0], digits[0], digits[1], digits[1], digits[2], digits[2]})
	}
	n, err := strconv.ParseUint(digits, 16, 32)
	if err != nil || len(digits) != 6 {
		return Colour{}, errForm
	}
	return Colour{uint8(n >> 16), uint8(n >> 8), uint8(n)}, nil
}

func parseRGB(parts [3]float64, percent [3]bool) (Colour, error) {
	for i := range parts {
		if percent[i] {
			parts[i] = parts[i] * 255 / 100
		}
		if parts[i] < 0 || parts[i] > 255 {
			return Colour{}, errForm
		}
	}
	return Colour{byteOf(parts[0] / 255), byteOf(parts[1] / 255), byteOf(parts[2] / 255)}, nil
}

func parseHSL(parts [3]float64, percent [3]bool) (Colour, error) {
	h, s, l := math.Mod(math.Mod(parts[0], 360)+360, 360), parts[1]/100, parts[2]/100
	if percent[0] || s < 0 || s > 1 || l < 0 || l > 1 {
		return Colour{}, errForm
	}
	part := func(n float64) uint8 {
		k := math.Mod(n+h/30, 12)
		return byteOf(l - s*min(l, 1-l)*max(-1, min(k-3, 9-k, 1)))
	}
	return Colour{part(0), part(8), part(4)}, nil
}

func parseOKLCH(parts [3]float64, percent [3]bool) (Colour, error) {
	l, c := parts[0], parts[1]
	if percent[0] {
		l /= 100
	}
	if percent[1] {
		c *= 0.4 / 100
	}
	if percent[2] || l < 0 || l > 1 || c < 0 || c > 1 {
		return Colour{}, errForm
	}
	return OKLCH(l, c, parts[2]), nil
}
