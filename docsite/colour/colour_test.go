package colour_test

import (
	"math"
	"testing"

	"wpengine/docsite/colour"
)

func TestParseReadsColoursAsStyleSheetsWriteThem(t *testing.T) {
	for text, want := range map[string]string{
		"#0b6e4f":                   "#0b6e4f",
		" #0B6E4F ":                 "#0b6e4f",
		"#08f":                      "#0088ff",
		"rgb(11 110 79)":            "#0b6e4f",
		"rgb(11, 110, 79)":          "#0b6e4f",
		"rgb(100% 0% 50%)":          "#ff0080",
		"hsl(0 100% 50%)":           "#ff0000",
		"hsl(120deg, 50%,25%)":      "#206020",
		"hsl(-120 100% 50%)":        "#0000ff",
		"oklch(100% 0 0)":           "#ffffff",
		"oklch(0 0 0)":              "#000000",
		"oklch(62.8% 0.2577 29.23)": "#ff0000",
		"oklch(0.5 25% 150)":        "#337344", "oklch(46% 0.105 160)": "#006943", "oklch(27% 0.035 165)": "#152c22", // as Chromium paints them
	} {
		got, err := colour.Parse(text)
		if err != nil || got.Hex() != want {
			t.Errorf("Parse(%q) = %s, %v; want %s", text, got.Hex(), err, want)
		}
	}
}

func TestParseRefusesWhatIsNoColour(t *testing.T) {
	for _, text := range []string{
		"", "green", "#", "#12", "#12345", "#1234567", "#ggg", "0b6e4f", "rgb(1 2)", "rgb(1 2 3 4)", "rgb(1 2 300)", "rgb(-1 2 3)",
		"rgb(1 2 3 / 50%)", "hsl(1 200% 3%)", "oklch(200% 0 0)", "oklch(NaN 0 0)", "oklch(Inf 0 0)", "url(x)", "#fff;}body{",
	} {
		if got, err := colour.Parse(text); err == nil {
			t.Errorf("Parse(%q) = %s, want an error", text, got.Hex())
		}
	}
}

func TestContrastIsThatOfWCAG(t *testing.T) {
	white := colour.Colour{R: 255, G: 255, B: 255}
	for text, want := range map[string]float64{"#000": 21, "#fff": 1, "#777": 4.48, "#767676": 4.54, "#0000ff": 8.59, "#ff0000": 4.00} {
		c, err := colour.Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		if got := colour.Contrast(c, white); math.Abs(got-want) > 0.005 {
			t.Errorf("%s on white has %.3f, want %.2f", text, got, want)
		}
		if colour.Contrast(c, white) != colour.Contrast(white, c) {
			t.Errorf("%s: contrast has a direction", text)
		}
	}
}

func TestOKLCHThereAndBackIsTheSameColour(t *testing.T) {
	for r := 0; r < 256; r += 17 {
		for g := 0; g < 256; g += 17 {
			for b := 0; b < 256; b += 17 {
				c := colour.Colour{R: uint8(r), G: uint8(g), B: uint8(b)}
				if back := colour.OKLCH(c.OKLCH()); back != c {
					t.Fatalf("%s came back as %s", c.Hex(), back.Hex())
				}
			}
		}
	}
}

func TestNearestFitsAndKeepsItsHue(t *testing.T) {
	white, dark := colour.Colour{R: 255, G: 255, B: 255}, colour.Colour{R: 16, G: 20, B: 18}
	for _, ground := range []colour.Colour{white, dark} {
		readable := func(c colour.Colour) bool { return colour.Contrast(c, ground) >= colour.AA }
		for _, text := range []string{"#ffd400", "#00ff88", "#ff7a00", "#3344ff", "#7f7f7f", "#000", "#fff"} {
			c, err := colour.Parse(text)
			if err != nil {
				t.Fatal(err)
			}
			got, ok := colour.Nearest(c, readable)
			if !ok || !readable(got) {
				t.Errorf("%s for %s can't be read on %s", got.Hex(), text, ground.Hex())
			}
			if readable(c) && got != c {
				t.Errorf("%s can be read on %s as it is, and became %s", text, ground.Hex(), got.Hex())
			}
			_, chroma, hue := c.OKLCH()
			_, after, became := got.OKLCH()
			if turn := math.Abs(hue - became); chroma > 0.05 && after > 0.05 && min(turn, 360-turn) > 4 {
				t.Errorf("%s became %s: its hue went from %.0f to %.0f", text, got.Hex(), hue, became)
			}
		}
	}
}

func TestNearestSaysThatThereIsNone(t *testing.T) {
	red := colour.Colour{R: 200}
	got, ok := colour.Nearest(red, func(c colour.Colour) bool {
		return colour.Least(c, []colour.Colour{{R: 255, G: 255, B: 255}, {}, {R: 127, G: 127, B: 127}}) >= colour.AA
	})
	if ok || got != red {
		t.Errorf("got %s, %t", got.Hex(), ok)
	}
}
