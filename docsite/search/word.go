package search

import (
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// maxTerm is how many characters of a word count.
const maxTerm = 32

// splitter takes texts apart into terms. The browser does the same with what a reader types (assets/ts/search-words.ts):
// testdata/words.txt holds both to it.
//
// A term is a word in lower case and without accents. A name such as sendMessage, send_message or send-message is the
// words in it and also itself, sendmessage. Scripts that put no spaces between words come as pairs of characters.
type splitter struct {
	name []byte // the name that is being read, folded and without what joins its words
	ends []int  // of the words in it
	last class  // of the rune before, in the word
	two  []byte // a pair of an unspaced script
	// emit is given each term. One that is only a part of a name is no word of its own.
	emit func(term []byte, part bool)
}

// class is what a rune is for a splitter.
type class uint8

const (
	other class = iota
	lower       // a letter, but not an upper case one; or a mark
	upper
	digit
	unspaced // of a script without spaces between words
	hyphen   // joins the words of a name
	quote    // is left out of a word: client's
)

// split emits the terms of a text.
func (s *splitter) split(text string) {
	text = fold(text)
	for i := 0; i < len(text); {
		r, size := rune(text[i]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRuneInString(text[i:])
		}
		i += size
		c := classOf(r)
		switch c {
		case other:
			s.end()
		case hyphen, quote:
			if s.last == other || s.last == unspaced || !startsWord(text[i:]) {
				s.end()
			} else if c == hyphen {
				s.cut()
			}
		case unspaced:
			i += s.pairs(text[i-size:]) - size
		default:
			s.add(r, c, text[i:])
		}
	}
	s.end()
}

// add takes one more rune of a name. A new word starts where the case says so: send|Message, HTTP|Server, but IDs.
func (s *splitter) add(r rune, c class, rest string) {
	if c == upper && (s.last == lower || s.last == digit || s.last == upper && lowersAhead(rest)) {
		s.cut()
	}
	s.last = c
	if c == upper {
		r = unicode.ToLower(r)
	}
	if r < utf8.RuneSelf {
		s.name = append(s.name, byte(r))
	} else if spelled, ok := spelling[r]; ok {
		s.name = append(s.name, spelled...)
	} else {
		s.name = utf8.AppendRune(s.name, r)
	}
}

// spelling is how letters are typed by those who don't have them, where Unicode doesn't say.
var spelling = map[rune]string{'ß': "ss", 'æ': "ae", 'œ': "oe", 'ø': "o", 'đ': "d", 'ł': "l", 'ı': "i", 'ς': "\u03c3"}

// lowersAhead reports whether a word in lower case goes on, which the last capital before it then starts. A lone s is a plural's.
func lowersAhead(rest string) bool {
	r, size := utf8.DecodeRuneInString(rest)
	return classOf(r) == lower && (r != 's' || startsLower(rest[size:]))
}

func startsLower(rest string) bool {
	r, _ := utf8.DecodeRuneInString(rest)
	return classOf(r) == lower
}

func startsWord(rest string) bool {
	r, _ := utf8.DecodeRuneInString(rest)
	c := classOf(r)
	return c == lower || c == upper || c == digit
}

// cut ends a word within a name.
func (s *splitter) cut() {
	if n := len(s.ends); len(s.name) > 0 && (n == 0 || s.ends[n-1] < len(s.name)) {
		s.ends = append(s.ends, len(s.name))
	}
	s.last = other
}

// end emits the name that was read, if any.
func (s *splitter) end() {
	s.last = other
	if len(s.name) == 0 {
		return
	}
	if len(s.ends) > 0 {
		start := 0
		for _, end := range append(s.ends, len(s.name)) {
			if word := s.name[start:end]; len(word) > 1 {
				s.emit(shorten(word), true)
			}
			start = end
		}
	}
	s.emit(shorten(s.name), false)
	s.name, s.ends = s.name[:0], s.ends[:0]
}

// pairs emits what a run of an unspaced script holds, and tells its length: each two characters that follow each other,
// or the one there is.
func (s *splitter) pairs(text string) (read int) {
	s.end()
	start := 0
	for read < len(text) {
		r, size := utf8.DecodeRuneInString(text[read:])
		if c := classOf(r); c != unspaced && (c != lower || !unicode.IsMark(r)) {
			break
		}
		before := start
		start = read
		read += size
		if start > 0 {
			s.two = append(s.two[:0], text[before:read]...)
			s.emit(s.two, false)
		}
	}
	if start == 0 {
		s.two = append(s.two[:0], text[:read]...)
		s.emit(s.two, false)
	}
	return read
}

// shorten cuts a word that is too long.
func shorten(word []byte) []byte {
	if len(word) <= maxTerm {
		return word
	}
	n := 0
	for i := range string(word) {
		if n++; n > maxTerm {
			return word[:i]
		}
	}
	return word
}

// ascii is the class of each of the first characters.
var ascii = func() (table [utf8.RuneSelf]class) {
	for c := 'a'; c <= 'z'; c++ {
		table[c], table[c-'a'+'A'] = lower, upper
	}
	for c := '0'; c <= '9'; c++ {
		table[c] = digit
	}
	table['_'], table['-'], table['\''] = hyphen, hyphen, quote
	return table
}()

func classOf(r rune) class {
	switch {
	case r < utf8.RuneSelf:
		return ascii[r]
	case r == '’':
		return quote
	case r >= 0x0e00 && (r >= 0x4e00 && r <= 0x9fff || r >= 0x3041 && r <= 0x3096 || r == 'ー' || unicode.In(r, scripts...)):
		return unspaced
	case unicode.IsUpper(r):
		return upper
	case unicode.IsLetter(r) || unicode.IsMark(r):
		return lower
	case unicode.IsNumber(r):
		return digit
	}
	return other
}

// scripts are those whose words are not told apart by spaces, or not well.
var scripts = []*unicode.RangeTable{unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar}

// fold takes the accents off and makes one character of those that differ only in how they look. Case stays.
func fold(text string) string {
	at := 0
	for at < len(text) && text[at] < utf8.RuneSelf {
		at++
	}
	for _, r := range text[at:] {
		if !unchanged(r) {
			return folded(text)
		}
	}
	return text
}

// folded is fold for any text.
func folded(text string) string {
	apart := norm.NFKD.String(text)
	bare := make([]byte, 0, len(apart))
	for _, r := range apart {
		if r < 0x300 || r > 0x36f {
			bare = utf8.AppendRune(bare, r)
		}
	}
	return string(norm.NFKC.Bytes(bare))
}

// unchanged reports a rune that folding surely leaves as it is, as far as words go: those of English, Chinese and
// Japanese, which make up nearly all texts.
func unchanged(r rune) bool {
	return r < utf8.RuneSelf || r >= 0x2010 && r <= 0x2027 || r >= 0x3001 && r <= 0x3030 || r >= 0x3041 && r <= 0x3096 || r >= 0x30a1 && r <= 0x30fe || r >= 0x4e00 && r <= 0x9fff
}

// pathTerm is a path, or a name with slashes in it, as one term, so that it can be typed from its start: letters and
// digits, "/repos/owner/repo". It is nil for anything else.
func pathTerm(path string) []byte {
	term := []byte{'/'}
	n := 1
	for _, r := range fold(path) {
		c := classOf(r)
		switch {
		case r == '/' && term[len(term)-1] != '/':
			term = append(term, '/')
		case r == '/', c == other, c == hyphen, c == quote:
			continue
		default:
			term = utf8.AppendRune(term, unicode.ToLower(r))
		}
		if n++; n >= maxPath {
			break
		}
	}
	if last := len(term) - 1; last > 0 && term[last] == '/' {
		term = term[:last]
	}
	if len(term) < 2 {
		return nil
	}
	return term
}

// maxPath is how many characters of a path count.
const maxPath = 120
