package docsite

import (
	"bytes"
	"image"
	_ "image/gif"  // to read their sizes
	_ "image/jpeg" // to read their sizes
	_ "image/png"  // to read their sizes
)

// pictureSize is the width and height of a picture of ours: the browser then keeps its place free and the text does
// not jump when it arrives. They are 0 for a drawing (SVG), which knows its own.
func (b *builder) pictureSize(name string) (width, height int) {
	f := b.files[name]
	if f == nil {
		return 0, 0
	}
	body, err := f.make()
	if err != nil {
		return 0, 0 // said when the file itself is written
	}
	size, _, err := image.DecodeConfig(bytes.NewReader(body))
	if err != nil {
		return 0, 0
	}
	return size.Width, size.Height
}
