package docsite

import (
	"bytes"
	"image"
	_ "image/gif"  // to read their sizes
	_ "image/jpeg" // to read their sizes
	_ "image/png"  // to read their sizes
	"net/url"
	"strconv"

	nethtml "golang.org/x/net/html"
)

// pictureSize is the width and height of a picture of ours as attributes: the
// browser then keeps its place free and the text does not jump when it arrives.
func (b *builder) pictureSize(p *page, link string) []nethtml.Attribute {
	u, err := url.Parse(link)
	if err != nil || u.Host != "" || u.Scheme != "" {
		return nil
	}
	f := b.files[b.fileNamed(p, u)]
	if f == nil {
		return nil
	}
	size, _, err := image.DecodeConfig(bytes.NewReader(f.body))
	if err != nil {
		return nil // a drawing (SVG) knows its own
	}
	return []nethtml.Attribute{
		{Key: "width", Val: strconv.Itoa(size.Width)},
		{Key: "height", Val: strconv.Itoa(size.Height)},
	}
}
