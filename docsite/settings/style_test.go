package settings_test

import (
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"

	"wpengine/docsite/colour"
	"wpengine/docsite/settings"
)

// tokens are the colours of our style sheet, "bg light" for example.
func tokens(t *testing.T) map[string]colour.Colour {
	t.Helper()
	css, err := os.ReadFile("../../assets/css/tokens.css")
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]colour.Colour{}
	for _, m := range regexp.MustCompile(`--([a-z-]+): light-dark\((oklch\([^()/]*\)), (oklch\([^()/]*\))\);`).FindAllStringSubmatch(string(css), -1) {
		for i, ground := range []string{"light", "dark"} {
			if all[m[1]+" "+ground], err = colour.Parse(m[2+i]); err != nil {
				t.Fatal(err)
			}
		}
	}
	return all
}

// TestTheGroundsAreThoseOfTheStyleSheet sets colours at the border of what is allowed on each.
func TestTheGroundsAreThoseOfTheStyleSheet(t *testing.T) {
	tokens := tokens(t)
	for _, ground := range []string{"light", "dark"} {
		var least []colour.Colour
		for _, name := range []string{"bg", "surface", "raised", "hover"} {
			c, ok := tokens[name+" "+ground]
			if !ok {
				t.Fatalf("tokens.css has no --%s", name)
			}
			least = append(least, c)
		}
		grey, _ := colour.Nearest(colour.Colour{R: 128, G: 128, B: 128}, func(c colour.Colour) bool { return colour.Least(c, least) >= colour.AA })
		darker, lighter := grey, grey
		for colour.Least(darker, least) >= colour.AA && darker.R > 0 {
			darker = colour.Colour{R: darker.R - 1, G: darker.G - 1, B: darker.B - 1}
		}
		for colour.Least(lighter, least) >= colour.AA && lighter.R < 255 {
			lighter = colour.Colour{R: lighter.R + 1, G: lighter.G + 1, B: lighter.B + 1}
		}
		bad := darker
		if ground == "light" {
			bad = lighter
		}
		_, problems := settings.Load(site(fmt.Sprintf("colours: {accent: {%s: '%s'}}", ground, bad.Hex())), settings.Name)
		if want := fmt.Sprintf("contrast is %.2f:1", colour.Least(bad, least)); len(problems) == 0 {
			t.Errorf("%s is taken on a %s ground", bad.Hex(), ground)
		} else if ground == "light" && !strings.Contains(problems[0].Message, want) {
			t.Errorf("%s, want %q", problems[0], want)
		}
	}
}

var suggested = regexp.MustCompile(`that has it is (#[0-9a-f]{6})$`)

func TestTheSuggestedAccentIsTaken(t *testing.T) {
	for r := 0; r < 256; r += 51 {
		for g := 0; g < 256; g += 51 {
			for b := 0; b < 256; b += 51 {
				for _, ground := range []string{"light", "dark"} {
					c := colour.Colour{R: uint8(r), G: uint8(g), B: uint8(b)}.Hex()
					_, problems := settings.Load(site(fmt.Sprintf("colours: {accent: {%s: '%s'}}", ground, c)), settings.Name)
					if len(problems) == 0 {
						continue
					}
					m := suggested.FindStringSubmatch(problems[0].Message)
					if m == nil || len(problems) > 1 {
						t.Fatalf("%s: %v", c, problems)
					}
					got, problems := settings.Load(site(fmt.Sprintf("colours: {accent: {%s: '%s'}}", ground, m[1])), settings.Name)
					if len(problems) > 0 {
						t.Errorf("%s for %s: %v", m[1], c, problems)
					}
					isReadable(t, got.Stylesheet())
				}
			}
		}
	}
}

var rule = regexp.MustCompile(`--(accent[a-z-]*): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);`)

// isReadable checks the contrast of everything in a style sheet of settings.
func isReadable(t *testing.T, css string) {
	t.Helper()
	found := map[string][2]colour.Colour{}
	for _, m := range rule.FindAllStringSubmatch(css, -1) {
		light, _ := colour.Parse(m[2])
		dark, _ := colour.Parse(m[3])
		found[m[1]] = [2]colour.Colour{light, dark}
	}
	for i, ground := range []string{"light", "dark"} {
		for _, on := range []string{"accent-text", "accent-soft"} {
			if ratio := colour.Contrast(found["accent"][i], found[on][i]); ratio < colour.AA {
				t.Errorf("--accent and --%s have a contrast of %.2f on a %s ground in\n%s", on, ratio, ground, css)
			}
		}
	}
}

func TestOneAccentIsEnough(t *testing.T) {
	got, problems := settings.Load(site("colours: {accent: '#3b3bd1'}"), settings.Name)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	want := ":root {\n\t--accent: light-dark(#3b3bd1, #a0b2ff);\n\t--accent-text: light-dark(#ffffff, #0f1321);\n\t--accent-soft: light-dark(#edf1ff, #212538);\n}\n"
	if css := got.Stylesheet(); css != want {
		t.Errorf("got %q, want %q", css, want)
	}
	if css := settings.Default().Stylesheet(); css != "" {
		t.Errorf("without colours the style sheet is %q", css)
	}
}
