package docsite

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"image"
	"sync"

	"wpengine/docsite/card"
	"wpengine/docsite/colour"
)

// social draws the pictures that link previews show. They need the address of the site, so without one there are none.
type social struct {
	painter *card.Painter
	names   map[*page]string
}

// ourAccent is the accent of our own style sheet on a light ground, for a site that sets none.
const ourAccent = "#0b6e4f"

// addPictures makes a picture for each guide, for the reference and for each of its groups; operations and schemas show
// that of their group.
func (b *builder) addPictures() error {
	if b.config.BaseURL == "" || !b.config.Settings.SocialPictures {
		return nil
	}
	accent, err := colour.Parse(ourAccent)
	if text := b.config.Settings.Colours.Accent.Light; text != "" {
		accent, err = colour.Parse(text)
	}
	if err != nil {
		return err
	}
	s := &social{names: map[*page]string{}}
	start := sync.OnceFunc(func() {
		s.painter = card.New(card.Options{Site: b.config.Title, Accent: accent, Logo: b.logoPicture()})
	})
	for _, p := range b.pages {
		if p.made != nil && p.made.Operation() == nil && p.made.Schema() == nil || p.guide != nil || p.layout == layoutListing {
			says := card.Page{Title: p.title}
			if above := b.above(p); len(above) > 0 {
				says.Section = above[len(above)-1].title
			}
			sum := sha256.Sum256([]byte(says.Title + "\x00" + says.Section + "\x00" + b.config.Title + accent.Hex()))
			name := "assets/preview." + hex.EncodeToString(sum[:6]) + ".png"
			s.names[p] = name
			if b.files[name] == nil {
				b.files[name] = b.lazyFile(name, func() ([]byte, error) {
					start()
					return s.painter.PNG(says), nil
				})
			}
		}
	}
	b.social = s
	return nil
}

// logoPicture is the author's logo, if it is a picture and no drawing.
func (b *builder) logoPicture() image.Image {
	f := b.files[b.look.logo.Light]
	if f == nil {
		return nil
	}
	body, err := f.make()
	if err != nil {
		return nil
	}
	logo, _, err := image.Decode(bytes.NewReader(body))
	if err != nil {
		return nil
	}
	return logo
}

// pictureURL is the address of the page's picture, or of the nearest page's above; "" for none.
func (b *builder) pictureURL(p *page) string {
	if b.social == nil {
		return ""
	}
	if name := b.social.names[p]; name != "" {
		return b.absoluteURL(name)
	}
	above := b.above(p)
	for i := len(above) - 1; i >= 0; i-- {
		if name := b.social.names[above[i].page]; name != "" {
			return b.absoluteURL(name)
		}
	}
	return ""
}
