package highlight

import "strings"

// syntax is a language of words, strings and comments, which is most of them.
type syntax struct {
	line       []string          // what begins a comment that ends with the line
	block      [2]string         // what encloses a comment over several lines
	quotes     string            // what encloses a string on one line
	long       []string          // what encloses one over several; longest first
	noEscape   bool              // a backslash in a string is a backslash
	characters bool              // ' encloses one character, or begins a lifetime
	regex      bool              // between slashes, where a value may begin
	words      map[string]string // word to class
	anyCase    bool              // words are words in any case; those of the map are lower
	types      bool              // a name in capitals is a type
	letters    string            // what a name consists of beside letters, digits and "_"
	variables  string            // what begins the name of a variable
	decorators bool              // @name is one
	directives bool              // a line from # is for a preprocessor
}

// paint implements [scanner].
func (x *syntax) paint(p *painter, s string) {
	value := true // whether a value may begin here, rather than an operator: for regex
	for i := 0; i < len(s); {
		c := s[i]
		switch {
		case c == ' ' || c == '\t' || c == '\n' || c == '\r':
			n := i + 1
			for n < len(s) && (s[n] == ' ' || s[n] == '\t' || s[n] == '\n' || s[n] == '\r') {
				n++
			}
			p.paint("", s[i:n])
			i = n
			continue
		case letter(c) || strings.IndexByte(x.letters, c) >= 0:
			i, value = x.word(p, s, i)
			continue
		case c >= '0' && c <= '9':
			n := number(s, i)
			p.paint("m", s[i:n])
			i, value = n, false
			continue
		}
		if class, n := x.mark(s, i, value); n > i {
			p.paint(class, s[i:n])
			i, value = n, class == "c"
			continue
		}
		p.paint("", s[i:i+1])
		value = c != ')' && c != ']' && c != '}'
		i++
	}
}

// mark is what begins with a sign: a comment, a string, a variable. It returns
// where that ends, i if there is none.
func (x *syntax) mark(s string, i int, value bool) (class string, end int) {
	rest := s[i:]
	for _, open := range x.line {
		if strings.HasPrefix(rest, open) && (open != "#" || i == 0 || white(s[i-1])) {
			return "c", lineEnd(s, i)
		}
	}
	if x.block[0] != "" && strings.HasPrefix(rest, x.block[0]) {
		return "c", after(s, i+len(x.block[0]), x.block[1])
	}
	for _, quote := range x.long {
		if strings.HasPrefix(rest, quote) {
			return "s", x.longString(s, i+len(quote), quote)
		}
	}
	c := s[i]
	switch {
	case c == '\'' && x.characters:
		return character(s, i)
	case strings.IndexByte(x.quotes, c) >= 0:
		return "s", x.shortString(s, i)
	case c == '/' && x.regex && value:
		return "se", regexEnd(s, i)
	case strings.IndexByte(x.variables, c) >= 0:
		return "nv", variableEnd(s, i)
	case c == '@' && x.decorators:
		if n := nameEnd(s, i+1); n > i+1 {
			return "nf", n
		}
	case c == '#' && x.directives && lineStart(s, i):
		return "k", nameEnd(s, i+1)
	}
	return "", i
}

// word paints a name and reports whether a value may follow it.
func (x *syntax) word(p *painter, s string, i int) (end int, value bool) {
	end = i
	for end < len(s) && (letter(s[end]) || digit(s[end]) || strings.IndexByte(x.letters, s[end]) >= 0) {
		end++
	}
	word := s[i:end]
	key := word
	if x.anyCase {
		key = strings.ToLower(word)
	}
	class, known := x.words[key]
	switch {
	case known && (i == 0 || s[i-1] != '.'):
		value = class == "k"
	case end < len(s) && s[end] == '(':
		class = "nf"
	case x.types && word[0] >= 'A' && word[0] <= 'Z':
		class = "nc"
	default:
		class = ""
	}
	p.paint(class, word)
	return end, value
}

// shortString is the end of a string on one line, i if it has none: a quote that
// nobody closes is an apostrophe.
func (x *syntax) shortString(s string, i int) int {
	for n := i + 1; n < len(s) && s[n] != '\n'; n++ {
		switch {
		case s[n] == '\\' && !x.noEscape:
			n++
		case s[n] == s[i]:
			return n + 1
		}
	}
	return i
}

func (x *syntax) longString(s string, i int, quote string) int {
	for n := i; n < len(s); n++ {
		if s[n] == '\\' && !x.noEscape {
			n++
		} else if strings.HasPrefix(s[n:], quote) {
			return n + len(quote)
		}
	}
	return len(s)
}

// character is 'a' or '\n'; or a lifetime such as 'static.
func character(s string, i int) (string, int) {
	if i+2 < len(s) && s[i+1] == '\\' {
		if n := strings.IndexByte(s[i+3:min(len(s), i+14)], '\''); n >= 0 {
			return "s", i + 3 + n + 1
		}
	}
	for n := 2; n <= 5 && i+n < len(s); n++ { // up to four bytes are one character
		if s[i+n] == '\'' {
			return "s", i + n + 1
		}
		if s[i+1] < 0x80 {
			break
		}
	}
	if n := nameEnd(s, i+1); n > i+1 {
		return "nv", n
	}
	return "", i
}

// regexEnd is the end of /a pattern/, i if that is a division.
func regexEnd(s string, i int) int {
	set := false
	for n := i + 1; n < len(s) && s[n] != '\n'; n++ {
		switch s[n] {
		case '\\':
			n++
		case '[':
			set = true
		case ']':
			set = false
		case '/':
			if !set {
				return nameEnd(s, n+1)
			}
		}
	}
	return i
}

// variableEnd is the end of $name, ${name}, @name and the like, i if it is none.
func variableEnd(s string, i int) int {
	n := i + 1
	for n < len(s) && s[n] == s[i] {
		n++
	}
	if n < len(s) && s[n] == '{' {
		if end := strings.IndexAny(s[n:], "}\n"); end > 0 && s[n+end] == '}' {
			return n + end + 1
		}
	}
	if end := nameEnd(s, n); end > n {
		return end
	}
	return i
}

func letter(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' || c >= 0x80
}

func digit(c byte) bool { return c >= '0' && c <= '9' }

func white(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' }

func nameEnd(s string, i int) int {
	for i < len(s) && (letter(s[i]) || digit(s[i])) {
		i++
	}
	return i
}

// number is the end of a number, its unit or suffix included: 0x1F, 1_000, 2.5e-3, 10px.
func number(s string, i int) int {
	for i < len(s) {
		c := s[i]
		switch {
		case digit(c) || letter(c) && c < 0x80:
			if (c == 'e' || c == 'E') && i+2 < len(s) && (s[i+1] == '-' || s[i+1] == '+') && digit(s[i+2]) {
				i++
			}
		case c == '.' && i+1 < len(s) && digit(s[i+1]):
		default:
			return i
		}
		i++
	}
	return i
}

// lineEnd is where the line at i ends, before its line feed.
func lineEnd(s string, i int) int {
	if n := strings.IndexByte(s[i:], '\n'); n >= 0 {
		return i + n
	}
	return len(s)
}

// lineStart reports whether only white space stands before i on its line.
func lineStart(s string, i int) bool {
	for i--; i >= 0 && (s[i] == ' ' || s[i] == '\t'); i-- {
	}
	return i < 0 || s[i] == '\n'
}

// after is the place behind the next end, or the end of everything.
func after(s string, i int, end string) int {
	if n := strings.Index(s[i:], end); n >= 0 {
		return i + n + len(end)
	}
	return len(s)
}
