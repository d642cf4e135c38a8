package card_test

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"strings"
	"sync"
	"testing"

	"wpengine/docsite/card"
	"wpengine/docsite/colour"
)

func painter() *card.Painter {
	return card.New(card.Options{Site: "Acme API", Accent: colour.OKLCH(0.46, 0.105, 160)})
}

func decode(t *testing.T, data []byte) image.Image {
	t.Helper()
	picture, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	if size := picture.Bounds().Size(); size != image.Pt(1200, 630) {
		t.Fatalf("it is %v", size)
	}
	return picture
}

// drawn is the smallest box around everything in a part of a picture that is not white.
func drawn(picture image.Image, within image.Rectangle) (box image.Rectangle) {
	for y := within.Min.Y; y < within.Max.Y; y++ {
		for x := within.Min.X; x < within.Max.X; x++ {
			if r, g, b, _ := picture.At(x, y).RGBA(); r+g+b != 3*0xffff {
				box = box.Union(image.Rect(x, y, x+1, y+1))
			}
		}
	}
	return box
}

// The parts of a picture, from the top.
var (
	header = image.Rect(0, 0, 1200, 180)
	above  = image.Rect(0, 180, 1200, 264)
	title  = image.Rect(0, 264, 1200, 610)
)

func TestAPictureHasItsParts(t *testing.T) {
	p := painter()
	whole := decode(t, p.PNG(card.Page{Title: "Send a message", Section: "Messages", Badge: "POST"}))
	for name, part := range map[string]image.Rectangle{"site": header, "section": above, "title": title} {
		if box := drawn(whole, part); box.Dx() < 200 || box.Dy() < 30 {
			t.Errorf("the %s is %v", name, box)
		}
	}
	bare := decode(t, p.PNG(card.Page{Title: "Send a message"}))
	if box := drawn(bare, above); !box.Empty() {
		t.Errorf("without a section and a badge there is something at %v", box)
	}
	if a, b := drawn(whole, title), drawn(bare, title); a != b {
		t.Errorf("the title is at %v and at %v", a, b)
	}
}

func TestWhatIsWrittenStaysOnThePicture(t *testing.T) {
	p := painter()
	for _, text := range []string{
		"Short", "A title of some more words, which need two or three lines of smaller type to be on the picture",
		"getVeryLongOperationNameThatNobodyCanReadBecauseItGoesOnAndOnAndOnAndOnAndOnAndOnAndOnAndOnAndOnAndOn",
		"code-scanning/list-alerts-for-enterprise", strings.Repeat("W", 1000), strings.Repeat("word ", 5000), strings.Repeat("i", 300),
		"\x00\xff\x80 bytes", "a\tb\nc  d", "Ünïcödé und Ελληνικά и русский",
	} {
		picture := decode(t, p.PNG(card.Page{Title: text, Section: text, Badge: text}))
		for name, part := range map[string]image.Rectangle{"section": above, "title": title} {
			box := drawn(picture, part)
			if box.Empty() || box.Min.X < 60 || box.Max.X > 1200-60 || box.Max.Y > 580 {
				t.Errorf("%.20q: the %s is at %v", text, name, box)
			}
		}
	}
}

func TestATitleWithoutGlyphsIsLeftOut(t *testing.T) {
	p := painter()
	section := p.PNG(card.Page{Title: "Guides"})
	for name, test := range map[string]struct {
		page card.Page
		want []byte
	}{
		"Chinese":                  {card.Page{Title: "发送消息", Section: "Guides"}, section},
		"Arabic":                   {card.Page{Title: "إرسال رسالة API", Section: "Guides"}, section},
		"no section either":        {card.Page{Title: "发送消息", Section: "指南"}, p.PNG(card.Page{Title: "Acme API"})},
		"pictures are passed over": {card.Page{Title: "🚀 Guides ❤️", Section: ""}, section},
		"combined accents":         {card.Page{Title: "Ide\u0301e"}, p.PNG(card.Page{Title: "Idée"})},
	} {
		if !bytes.Equal(p.PNG(test.page), test.want) {
			t.Errorf("%s: another picture", name)
		}
	}
	nameless := card.New(card.Options{Site: "项目", Accent: colour.Colour{B: 200}})
	decode(t, nameless.PNG(card.Page{Title: "发送消息"}))
}

func TestMethodsHaveTheirColours(t *testing.T) {
	p := painter()
	seen := map[color.Color]string{}
	for _, method := range []string{"GET", "POST", "PUT", "DELETE"} {
		picture := decode(t, p.PNG(card.Page{Title: "x", Badge: method}))
		box := drawn(picture, above)
		ground := picture.At(box.Min.X+box.Dx()/2, box.Min.Y+2)
		if other := seen[ground]; other != "" {
			t.Errorf("%s has the colour of %s", method, other)
		}
		seen[ground] = method
		r, g, b, _ := ground.RGBA()
		c := colour.Colour{R: uint8(r >> 8), G: uint8(g >> 8), B: uint8(b >> 8)}
		if ratio := colour.Contrast(c, colour.Colour{R: 255, G: 255, B: 255}); ratio < colour.AA {
			t.Errorf("white on the colour of %s has a contrast of %.2f", method, ratio)
		}
	}
}

func TestTheLogoIsInThePicture(t *testing.T) {
	for name, size := range map[string]image.Point{"wide": {600, 100}, "high": {10, 500}, "one pixel": {1, 1}} {
		logo := image.NewRGBA(image.Rectangle{Max: size})
		for y := range size.Y {
			for x := range size.X {
				logo.Set(x, y, color.RGBA{uint8(255 * x / size.X), 0, uint8(255 - 255*x/size.X), 255})
			}
		}
		p := card.New(card.Options{Site: "Acme", Accent: colour.Colour{R: 100}, Logo: logo})
		picture := decode(t, p.PNG(card.Page{Title: "Logo"}))
		box := drawn(picture, header)
		r, _, b, _ := picture.At(box.Min.X+1, 72+36).RGBA()
		if name == "wide" && b < 3*r {
			t.Errorf("%s: its left is red %d, blue %d", name, r>>8, b>>8)
		}
	}
	none := card.New(card.Options{Site: "Acme", Accent: colour.Colour{R: 100}, Logo: image.NewRGBA(image.Rectangle{})})
	if !bytes.Equal(none.PNG(card.Page{Title: "x"}), card.New(card.Options{Site: "Acme", Accent: colour.Colour{R: 100}}).PNG(card.Page{Title: "x"})) {
		t.Error("an empty logo is not like none")
	}
}

func TestTheSamePageHasTheSamePicture(t *testing.T) {
	pages := []card.Page{{Title: "Send a message", Section: "Messages", Badge: "POST"}, {Title: "Errors", Section: "Guides"}, {Title: "Delete"}}
	var want [][]byte
	for _, page := range pages {
		want = append(want, painter().PNG(page))
	}
	p := painter()
	var wait sync.WaitGroup
	for range 4 {
		wait.Go(func() {
			for i := range 30 {
				if k := i % len(pages); !bytes.Equal(p.PNG(pages[k]), want[k]) {
					t.Errorf("%s has another picture", pages[k].Title)
				}
			}
		})
	}
	wait.Wait()
}

func BenchmarkPNG(b *testing.B) {
	p := painter()
	b.ReportAllocs()
	n := 0
	for b.Loop() {
		n = len(p.PNG(card.Page{Title: "List all the payment intents that a customer has and how they went", Section: "Payments", Badge: "GET"}))
	}
	b.ReportMetric(float64(n), "bytes")
}
