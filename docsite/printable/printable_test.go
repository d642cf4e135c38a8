package printable

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

func TestWhatIsHiddenIsMarked(t *testing.T) {
	for _, tt := range []struct{ text, shown, line string }{
		{"", "", ""},
		{"plain – “ünïcödé” 日本語 …", "plain – “ünïcödé” 日本語 …", "plain – “ünïcödé” 日本語 …"},
		{"a\x1b[31mb\x00", "a�[31mb�", "a�[31mb�"},
		{"\u202Efdp.exe\u202C \u2066x\u2069", "�fdp.exe� �x�", "�fdp.exe� �x�"},
		{"\u0085\u009b\x7f\u00a0", "���\u00a0", "���\u00a0"},
		{"a\r\nb\tc\u2028d", "a\r\nb\tc�d", "a b c d"},
		{"\xe2\x80", "\xe2\x80", "\xe2\x80"},
	} {
		if got := Text(tt.text); got != tt.shown {
			t.Errorf("%q is shown as %q, want %q", tt.text, got, tt.shown)
		}
		if got := Line(tt.text); got != tt.line {
			t.Errorf("%q in a line is %q, want %q", tt.text, got, tt.line)
		}
	}
}

func TestHiddenAreControlsAndWhatTurnsAround(t *testing.T) {
	for r := range rune(0x3000) {
		want := unicode.IsControl(r) && r != '\t' && r != '\n' && r != '\r' || unicode.Is(unicode.Bidi_Control, r) && r >= 0x202A || r == 0x2028 || r == 0x2029
		n := Hidden(string(r), 0)
		if n > 0 != want || n > 0 && n != utf8.RuneLen(r) {
			t.Errorf("%U: %d bytes", r, n)
		}
	}
}

func TestTitlesEnd(t *testing.T) {
	for text, want := range map[string]string{
		"Short":                       "Short",
		strings.Repeat("long ", 1000): strings.Repeat("long ", 39) + "long…",
		strings.Repeat("長", 1000):     strings.Repeat("長", 200) + "…",
		strings.Repeat("é", 150):      strings.Repeat("é", 150),
	} {
		if got := Title(text); got != want {
			t.Errorf("got %q", got)
		}
	}
}
