package diagram

import "unicode"

// advances are the widths of ASCII's characters from the space on, in hundredths of the size of the
// type. Which face a reader has is not known when the site is built: these lie between Helvetica
// and Arial, which are narrow, and Verdana and DejaVu, which are wide; what is left over or
// lacking, the room around words makes up for.
var advances = [95]uint8{
	30, 34, 41, 68, 60, 92, 72, 24, 36, 36, 45, 71, 30, 35, 30, 31, // space to /
	60, 60, 60, 60, 60, 60, 60, 60, 60, 60, 31, 31, 71, 71, 71, 55, // 0 to ?
	101, 68, 68, 71, 75, 65, 59, 78, 74, 29, 40, 67, 56, 85, 74, 79, // @ to O
	64, 79, 71, 66, 62, 73, 68, 97, 68, 64, 65, 34, 31, 34, 65, 53, // P to _
	40, 59, 60, 53, 60, 59, 32, 60, 60, 25, 26, 54, 25, 90, 60, 59, // ` to o
	60, 60, 38, 51, 34, 60, 55, 77, 55, 55, 52, 42, 30, 42, 71, // p to ~
}

// advanceOf is the width of a character in hundredths of the size of the type.
func advanceOf(r rune) int {
	switch {
	case r < ' ' || r == 0x7f:
		return 0
	case r < 0x7f:
		return int(advances[r-' '])
	case r == '\u00a0':
		return int(advances[0])
	case unicode.Is(unicode.Mn, r) || r == '\u200d' || r >= 0xfe00 && r <= 0xfe0f:
		return 0
	case wide(r):
		return 100
	case r >= 0x1f000 || r >= 0x2600 && r <= 0x27bf:
		return 125
	}
	return 64
}

// wide reports the characters of East Asia that are as wide as they are high.
func wide(r rune) bool {
	return r >= 0x1100 && (r <= 0x115f || r >= 0x2e80 && r <= 0xa4cf || r >= 0xac00 && r <= 0xd7a3 ||
		r >= 0xf900 && r <= 0xfaff || r >= 0xfe30 && r <= 0xfe6f || r >= 0xff00 && r <= 0xff60 ||
		r >= 0xffe0 && r <= 0xffe6 || r >= 0x20000 && r <= 0x3ffff)
}

// widthOf is the width of text in hundredths of the size of the type.
func widthOf(s string, bold, code bool) int {
	w := 0
	for _, r := range s {
		if code && r < 0x2000 {
			w += 60
		} else {
			w += advanceOf(r)
		}
	}
	if bold {
		w += w / 8
	}
	return w
}
