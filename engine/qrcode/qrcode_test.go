package qrcode

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"image/color"
	"image/png"
	"regexp"
	"strings"
	"testing"

	"rsc.io/qr"
)

const qrText = "https://wa.me/settings/linked_devices#2@abcdefgh,AAAA,BBBB,CCCC,9"

func must[T any](v T, err error) func(testing.TB) T {
	return func(t testing.TB) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func TestPNGShowsTheCode(t *testing.T) {
	want := must(qr.Encode(qrText, qr.L))(t)
	drawn := must(PNG(qrText))(t)
	img := must(png.Decode(bytes.NewReader(drawn)))(t)
	scale := img.Bounds().Dx() / (want.Size + 2*quietZone)
	for y := -quietZone; y < want.Size+quietZone; y++ {
		for x := -quietZone; x < want.Size+quietZone; x++ {
			at := img.At((x+quietZone)*scale+scale/2, (y+quietZone)*scale+scale/2)
			if black := color.GrayModel.Convert(at).(color.Gray).Y < 128; black != want.Black(x, y) {
				t.Fatalf("module %d, %d is wrong", x, y)
			}
		}
	}
}

func TestSVGShowsTheCode(t *testing.T) {
	want := must(qr.Encode(qrText, qr.L))(t)
	drawn := must(SVG(qrText))(t)
	if err := xml.Unmarshal([]byte(drawn), new(struct{})); err != nil {
		t.Fatal(err)
	}
	black := map[[2]int]bool{}
	for _, run := range regexp.MustCompile(`M(\d+) (\d+)h(\d+)v1h-\d+z`).FindAllString(drawn, -1) {
		var x, y, width, back int
		if _, err := fmt.Sscanf(run, "M%d %dh%dv1h-%dz", &x, &y, &width, &back); err != nil || width != back {
			t.Fatalf("%q: %v", run, err)
		}
		for i := range width {
			black[[2]int{x + i - quietZone, y - quietZone}] = true
		}
	}
	for y := range want.Size {
		for x := range want.Size {
			if black[[2]int{x, y}] != want.Black(x, y) {
				t.Fatalf("module %d, %d is wrong", x, y)
			}
		}
	}
}

func TestTextThatIsTooLongIsNoCode(t *testing.T) {
	if _, err := PNG(strings.Repeat("x", 5000)); err == nil {
		t.Error("5000 letters in a QR code")
	}
}
