package card

import (
	"bytes"
	"image"
	"image/png"
	"math/rand/v2"
	"testing"

	"wpengine/docsite/colour"
)

// TestEveryPictureCanBeRead draws rectangles, noise and runs of every length, and reads them again.
func TestEveryPictureCanBeRead(t *testing.T) {
	palette := make([]colour.Colour, 256)
	for i := range palette {
		palette[i] = colour.Colour{R: uint8(i), G: uint8(255 - i)}
	}
	noise := rand.New(rand.NewPCG(1, 2))
	for name, draw := range map[string]func(pix []uint8){
		"blank":            func([]uint8) {},
		"full":             func(pix []uint8) { fill(pix, 255) },
		"noise":            func(pix []uint8) { each(pix, func(int) uint8 { return uint8(noise.UintN(256)) }) },
		"pixels":           func(pix []uint8) { pix[0], pix[Width-1], pix[len(pix)-1] = 1, 200, 3 },
		"one row":          func(pix []uint8) { fill(pix[300*Width:301*Width], 9) },
		"last row":         func(pix []uint8) { fill(pix[629*Width:], 9) },
		"second last row":  func(pix []uint8) { fill(pix[628*Width:629*Width], 9) },
		"growing runs":     func(pix []uint8) { each(pix, func(i int) uint8 { return uint8(i % Width * (i / Width) / 300) }) },
		"stripes":          func(pix []uint8) { each(pix, func(i int) uint8 { return uint8(i % 2 * 255) }) },
		"alternating rows": func(pix []uint8) { each(pix, func(i int) uint8 { return uint8(i / Width % 2 * 144) }) },
		"runs": func(pix []uint8) {
			for at, n := 0, 1; at < len(pix); at, n = at+n, n%600+1 {
				fill(pix[at:min(at+n, len(pix))], uint8(noise.UintN(256)))
			}
		},
	} {
		pix := make([]uint8, Width*Height)
		draw(pix)
		got, err := png.Decode(bytes.NewReader(encode(pix, palette)))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if !bytes.Equal(got.(*image.Paletted).Pix, pix) {
			t.Errorf("%s: another picture came back", name)
		}
	}
}

func fill(pix []uint8, value uint8) { each(pix, func(int) uint8 { return value }) }

func each(pix []uint8, value func(i int) uint8) {
	for i := range pix {
		pix[i] = value(i)
	}
}
