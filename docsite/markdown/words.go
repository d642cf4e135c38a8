package markdown

import (
	"bytes"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark-emoji/definition"
	"github.com/yuin/goldmark/util"

	"wpengine/docsite/printable"
)

// special marks the bytes that text does not simply consist of: to Markdown, to
// HTML, or as the beginning of an emoji's name.
var special = func() (t [256]bool) {
	for _, c := range []byte("\\&<>:\x7F") {
		t[c] = true
	}
	for c := range byte(' ') {
		t[c] = c != '\t' && c != '\n' && c != '\r'
	}
	return t
}()

// words writes text of the source: escapes and entities resolved, emoji in place of
// their names.
func (w *writer) words(value []byte) {
	for i, c := range value {
		if special[c] {
			from := len(w.plain)
			w.plain = append(w.plain, value[:i]...)
			w.plain = appendWords(w.plain, value[i:])
			w.out = appendEscaped(w.out, bytesOf(w.plain[from:]), "")
			return
		}
	}
	w.out = append(w.out, value...)
	w.plain = append(w.plain, value...)
}

// rawWords writes text as it is.
func (w *writer) rawWords(value []byte) {
	w.out = appendEscaped(w.out, bytesOf(value), "")
	w.plain = append(w.plain, value...)
}

// bytesOf is a view of bytes that are only read.
func bytesOf(b []byte) string { return util.BytesToReadOnlyString(b) }

// appendWords appends text of the source with its escapes, entities and names of
// emoji resolved.
func appendWords(dst, value []byte) []byte {
	for i := 0; i < len(value); {
		c := value[i]
		if !special[c] {
			n := i + 1
			for n < len(value) && !special[value[n]] {
				n++
			}
			dst = append(dst, value[i:n]...)
			i = n
			continue
		}
		n := 0
		switch c {
		case '\\':
			if i+1 < len(value) && util.IsPunct(value[i+1]) {
				dst = append(dst, value[i+1])
				i += 2
				continue
			}
		case '&':
			dst, n = appendEntity(dst, value[i:])
		case ':':
			dst, n = appendEmoji(dst, value[i:])
		case '<', '>':
		default: // what nobody sees
			dst, n = append(dst, printable.Mark...), 1
		}
		if n == 0 {
			dst, n = append(dst, c), 1
		}
		i += n
	}
	return dst
}

// appendEntity appends the character that value begins with the name or number of;
// n is the length of that, 0 if it is none.
func appendEntity(dst, value []byte) (out []byte, n int) {
	end := bytes.IndexByte(value[:min(len(value), 40)], ';')
	if end < 2 {
		return dst, 0
	}
	name := bytesOf(value[1:end])
	if name[0] != '#' {
		entity, ok := util.LookUpHTML5EntityByName(name)
		if !ok {
			return dst, 0
		}
		return append(dst, entity.Characters...), end + 1
	}
	digits, base, longest := name[1:], 10, 7
	if len(digits) > 0 && (digits[0] == 'x' || digits[0] == 'X') {
		digits, base, longest = digits[1:], 16, 6
	}
	code, err := strconv.ParseUint(digits, base, 32)
	if err != nil || len(digits) > longest {
		return dst, 0
	}
	character := string(util.ToValidRune(rune(code)))
	if hidden(character, 0) > 0 {
		character = printable.Mark
	}
	return append(dst, character...), end + 1
}

// hidden is how many bytes the character at i has, if no text may have it. What embeds words of another direction is
// an author's right; what overrides it only deceives.
func hidden(s string, i int) int {
	n := printable.Hidden(s, i)
	if n == 3 && s[i+2] != 0xAD && s[i+2] != 0xAE {
		return 0
	}
	return n
}

// withoutOverrides leaves a mark of the same length where a text overrides the direction of what follows, and where it has a
// control character of two bytes.
func withoutOverrides(text []byte) []byte {
	for _, override := range []string{"\u202D", "\u202E"} {
		if bytes.Contains(text, []byte(override)) {
			text = bytes.ReplaceAll(text, []byte(override), []byte(printable.Mark))
		}
	}
	for i := bytes.IndexByte(text, 0xC2); i >= 0; {
		if i+1 < len(text) && text[i+1] < 0xA0 { // a control character
			text = bytes.Clone(text)
			for ; i+1 < len(text); i++ {
				if text[i] == 0xC2 && text[i+1] < 0xA0 {
					text[i+1] = 0xBF
				}
			}
			break
		}
		next := bytes.IndexByte(text[i+1:], 0xC2)
		if next < 0 {
			break
		}
		i += 1 + next
	}
	return text
}

// appendEmoji appends the emoji that value begins with the name of, as in :tada:.
func appendEmoji(dst, value []byte) (out []byte, n int) {
	for n = 1; n < len(value) && n < 45; n++ {
		c := value[n]
		if c == ':' {
			break
		}
		if !emojiLetter(c) {
			return dst, 0
		}
	}
	if n < 3 || n >= len(value) || value[n] != ':' {
		return dst, 0
	}
	emoji, ok := definition.Github().Get(bytesOf(value[1:n]))
	if !ok || !emoji.IsUnicode() {
		return dst, 0
	}
	return append(dst, string(emoji.Unicode)...), n + 1
}

func emojiLetter(c byte) bool {
	return c >= 'a' && c <= 'z' || digit(c) || c == '_' || c == '-' || c == '+'
}

// appendEscaped appends text between tags, and what stands behind it.
func appendEscaped(dst []byte, s, behind string) []byte {
	from := 0
	for i := range len(s) {
		if printable.Plain(s[i]) {
			continue
		}
		var entity string
		switch s[i] {
		case '<':
			entity = "&lt;"
		case '>':
			entity = "&gt;"
		case '&':
			entity = "&amp;"
		default:
			if n := hidden(s, i); n > 0 {
				dst = append(append(dst, s[from:i]...), printable.Mark...)
				from = i + n
			}
			continue
		}
		dst = append(dst, s[from:i]...)
		dst = append(dst, entity...)
		from = i + 1
	}
	dst = append(dst, s[from:]...)
	return append(dst, behind...)
}

// appendAttribute appends an attribute with its value.
func appendAttribute(dst []byte, name, value string) []byte {
	dst = append(append(append(dst, ' '), name...), `="`...)
	for i := 0; i < len(value); i++ {
		switch c := value[i]; c {
		case '"':
			dst = append(dst, "&#34;"...)
		case '<':
			dst = append(dst, "&lt;"...)
		case '>':
			dst = append(dst, "&gt;"...)
		case '&':
			dst = append(dst, "&amp;"...)
		default:
			if n := hidden(value, i); n > 0 {
				dst = append(dst, printable.Mark...)
				i += n - 1
				continue
			}
			dst = append(dst, c)
		}
	}
	return append(dst, '"')
}

// appendURL appends an address within quotes: what an address can't contain as
// escapes of an address, the rest as escapes of HTML.
func appendURL(dst []byte, address string) []byte {
	const hex = "0123456789ABCDEF"
	brackets := strings.Contains(address, "://[") // of an IPv6 address
	for i := range len(address) {
		switch c := address[i]; {
		case c == '&':
			dst = append(dst, "&amp;"...)
		case c == '\'':
			dst = append(dst, "&#39;"...)
		case c == '%' && i+2 < len(address) && isHex(address[i+1]) && isHex(address[i+2]):
			dst = append(dst, c)
		case c == '%':
			dst = append(dst, "%25"...)
		case c <= ' ' || c >= 0x7F || c == '"' || c == '<' || c == '>' || c == '\\' || c == '`' || c == '{' || c == '}' || c == '|' || c == '^' || (c == '[' || c == ']') && !brackets:
			dst = append(dst, '%', hex[c>>4], hex[c&15])
		default:
			dst = append(dst, c)
		}
	}
	return dst
}

func isHex(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F'
}

// joined reports whether two lines of Chinese or Japanese are to be joined without
// a space.
func joined(line, next []byte) bool {
	last, _ := utf8.DecodeLastRune(line)
	first, _ := utf8.DecodeRune(next)
	return wide(last) && wide(first)
}

func wide(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana) || r >= 0x3000 && r <= 0x303F || r >= 0xFF00 && r <= 0xFF60
}
