package search

import (
	"encoding/json"
	"unicode/utf8"
)

// part is a file of an index.
type part struct {
	name   string
	script []byte
}

// head is what a browser reads first.
type head struct {
	Folder string            `json:"folder,omitempty"` // of the other parts; "" if they are in the same file
	Kinds  []int             `json:"kinds"`            // how many entries there are of each kind: they go by kind
	Terms  string            `json:"terms"`            // where each part of terms begins, as words
	Shown  string            `json:"shown"`            // how many entries each of their parts has, as numbers
	Words  map[string]string `json:"words,omitempty"`
}

func (h head) script() []byte {
	values, err := json.Marshal(h)
	if err != nil {
		panic(err) // it is numbers and texts
	}
	return appendClosing(append(appendOpening(nil, "head"), values...))
}

// appendOpening begins a script that hands a part to the search, whether its own script is there already or comes later.
func appendOpening(out []byte, name string) []byte {
	return appendQuoted(append(out, "(self.docsiteSearch||=[]).push(["...), name, ',')
}

func appendClosing(out []byte) []byte { return append(out, "]);\n"...) }

// appendQuoted writes a text as JSON, and then what follows it. What is no text is left out.
func appendQuoted(out []byte, text string, then ...byte) []byte {
	const hex = "0123456789abcdef"
	out = append(out, '"')
	from := 0
	for i := 0; i < len(text); {
		b := text[i]
		if b >= ' ' && b < utf8.RuneSelf && b != '"' && b != '\\' {
			i++
			continue
		}
		size := 1
		if b >= utf8.RuneSelf {
			var r rune
			if r, size = utf8.DecodeRuneInString(text[i:]); r != utf8.RuneError || size > 1 {
				i += size
				continue
			}
		}
		out = append(out, text[from:i]...)
		if b < utf8.RuneSelf {
			out = append(out, '\\', 'u', '0', '0', hex[b>>4], hex[b&15])
		}
		i += size
		from = i
	}
	out = append(out, text[from:]...)
	return append(append(out, '"'), then...)
}

// digits are those of numbers in a part: of each, five bits are the number's, the lowest first, and the sixth says
// that another digit follows. Most numbers are one or two characters, and compression makes less than that of them.
const digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"

func appendNumber(out []byte, n uint32) []byte {
	for ; n >= 32; n >>= 5 {
		out = append(out, digits[n&31|32])
	}
	return append(out, digits[n])
}

// sorted is a list of words in order. Of each it has how many characters are those of the word before, as a digit, and the
// others; a space ends it.
type sorted struct {
	out  []byte
	last string
}

func (s *sorted) add(word string) {
	same := common(s.last, word)
	count := 0
	for i, r := range word[:same] {
		if count += units(r); count >= len(digits) {
			same, count = i, count-units(r)
			break
		}
	}
	s.out = append(s.out, digits[count])
	s.out = append(s.out, word[same:]...)
	s.out = append(s.out, ' ')
	s.last = word
}

// common is how many bytes two words have in common at their start, whole characters only.
func common(a, b string) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	for n > 0 && n < len(b) && !utf8.RuneStart(b[n]) {
		n--
	}
	return n
}

// units is as how many characters a browser counts one.
func units(r rune) int {
	if r > 0xffff {
		return 2
	}
	return 1
}

// between is the shortest start of next that comes after last.
func between(last, next string) string {
	same := common(last, next)
	_, size := utf8.DecodeRuneInString(next[same:])
	return next[:same+size]
}
