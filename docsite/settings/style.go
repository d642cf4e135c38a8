package settings

import (
	"fmt"
	"strings"

	"wpengine/docsite/colour"
)

// grounds are what text in the accent colour stands on: --bg, --surface, --raised and --hover of
// assets/css/tokens.css. A test compares them.
func grounds(dark bool) []colour.Colour {
	if dark {
		return []colour.Colour{
			colour.OKLCH(0.175, 0.007, 170), colour.OKLCH(0.205, 0.008, 170), colour.OKLCH(0.235, 0.009, 170), colour.OKLCH(0.255, 0.01, 170),
		}
	}
	return []colour.Colour{
		colour.OKLCH(1, 0, 0), colour.OKLCH(0.982, 0.003, 165), colour.OKLCH(1, 0, 0), colour.OKLCH(0.958, 0.005, 165),
	}
}

// shades are an accent colour with what is made of it.
type shades struct{ accent, text, soft colour.Colour }

// shadesOf makes the ground of marked entries (soft) and the text on buttons.
func shadesOf(accent colour.Colour, dark bool) shades {
	_, chroma, hue := accent.OKLCH()
	if dark {
		s := shades{accent, colour.OKLCH(0.19, min(chroma, 0.03), hue), colour.OKLCH(0.27, min(chroma, 0.035), hue)}
		if colour.Contrast(s.text, accent) < colour.AA {
			s.text = colour.Colour{}
		}
		return s
	}
	return shades{accent, colour.Colour{R: 255, G: 255, B: 255}, colour.OKLCH(0.96, min(chroma, 0.024), hue)}
}

// contrast is that of text in an accent colour, on the worst of its grounds.
func contrast(accent colour.Colour, dark bool) float64 {
	return colour.Least(accent, append(grounds(dark), shadesOf(accent, dark).soft))
}

// readable is the nearest accent colour that can be read. Every hue has one: at its end it is
// black or white.
func readable(accent colour.Colour, dark bool) colour.Colour {
	near, _ := colour.Nearest(accent, func(c colour.Colour) bool { return contrast(c, dark) >= colour.AA })
	return near
}

// checkAccent wants colours that can be read, and finds the one that isn't said: of the same hue,
// about as light as our own.
func (r *reader) checkAccent() {
	accent := &r.set.Colours.Accent
	r.checkContrast("light", &accent.Light, false)
	r.checkContrast("dark", &accent.Dark, true)
	switch {
	case accent.Dark == "" && accent.Light != "":
		accent.Dark = counterpart(accent.Light, 0.78, true)
	case accent.Light == "" && accent.Dark != "":
		accent.Light = counterpart(accent.Dark, 0.46, false)
	}
}

func (r *reader) checkContrast(name string, text *string, dark bool) {
	if *text == "" {
		return
	}
	c, _ := colour.Parse(*text) // it has been checked
	*text = c.Hex()
	ratio := contrast(c, dark)
	if ratio >= colour.AA {
		return
	}
	key := "colours.accent." + name
	n := r.written[key]
	if n == nil {
		key, n = "colours.accent", r.written["colours.accent"]
	}
	r.wrong(n, "%s %q can't be read well on a %s ground: its contrast is %.2f:1 and must be at least 4.5:1; the nearest colour that has it is %s",
		key, n.Value, name, ratio, readable(c, dark).Hex())
}

// counterpart is a colour's shade for the other ground.
func counterpart(text string, lightness float64, dark bool) string {
	c, _ := colour.Parse(text) // it has been checked
	_, chroma, hue := c.OKLCH()
	return readable(colour.OKLCH(lightness, chroma, hue), dark).Hex()
}

// Stylesheet is what the settings change of our style sheet, to be loaded after it; "" for nothing.
func (s *Settings) Stylesheet() string {
	accent := s.Colours.Accent
	if accent.Light == "" || accent.Dark == "" {
		return ""
	}
	l, _ := colour.Parse(accent.Light) // both have been checked
	d, _ := colour.Parse(accent.Dark)
	light, dark := shadesOf(l, false), shadesOf(d, true)
	var out strings.Builder
	out.WriteString(":root {\n")
	for _, token := range []struct {
		name        string
		light, dark colour.Colour
	}{
		{"accent", light.accent, dark.accent}, {"accent-text", light.text, dark.text}, {"accent-soft", light.soft, dark.soft},
	} {
		fmt.Fprintf(&out, "\t--%s: light-dark(%s, %s);\n", token.name, token.light.Hex(), token.dark.Hex())
	}
	out.WriteString("}\n")
	return out.String()
}
