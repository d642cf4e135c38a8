package whatsapp

import (
	"encoding/base64"
	"fmt"
	"strconv"
	"strings"

	"rsc.io/qr"

	"wpengine/engine/api"
)

// quietZone is the white border around a QR code, in modules, that readers need.
const quietZone = 4

// drawQR renders a code's text in the format that was asked for.
func drawQR(text string, format api.GetQRRequestFormat) (string, error) {
	if format == api.GetQRRequestFormatText {
		return text, nil
	}
	code, err := qr.Encode(text, qr.L) // a screen is clean: the fewer modules the better
	if err != nil {
		return "", fmt.Errorf("whatsapp: draw a QR code: %w", err)
	}
	if format == api.GetQRRequestFormatSvg {
		return svg(code), nil
	}
	return "data:image/png;base64," + base64.StdEncoding.EncodeToString(code.PNG()), nil
}

// svg draws one path of horizontal runs on white. It has no size of its own, only a viewBox, so that the page
// decides.
func svg(code *qr.Code) string {
	side := code.Size + 2*quietZone
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" shape-rendering="crispEdges" role="img" aria-label="QR code">`, side, side)
	b.WriteString(`<path fill="#fff" d="M0 0h` + strconv.Itoa(side) + `v` + strconv.Itoa(side) + `H0z"/><path d="`)
	for y := range code.Size {
		for x := 0; x < code.Size; x++ {
			from := x
			for x < code.Size && code.Black(x, y) {
				x++
			}
			if x > from {
				fmt.Fprintf(&b, "M%d %dh%dv1h-%dz", from+quietZone, y+quietZone, x-from, x-from)
			}
		}
	}
	b.WriteString(`"/></svg>`)
	return b.String()
}
