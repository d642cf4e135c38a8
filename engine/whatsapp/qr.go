package whatsapp

import (
	"encoding/base64"

	"wpengine/engine/api"
	"wpengine/engine/qrcode"
)

// drawQR renders a code's text in the format that was asked for.
func drawQR(text string, format api.GetQRRequestFormat) (string, error) {
	switch format {
	case api.GetQRRequestFormatText:
		return text, nil
	case api.GetQRRequestFormatSvg:
		return qrcode.SVG(text)
	}
	picture, err := qrcode.PNG(text)
	return "data:image/png;base64," + base64.StdEncoding.EncodeToString(picture), err
}
