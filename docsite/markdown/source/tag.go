package source

import (
	"path"
	"strconv"
	"strings"

	"golang.org/x/net/html/atom"
)

// tag is a tag of another generator's.
type tag struct {
	family  family
	raw     string // name as written
	name    string // in lower case
	args    []string
	attrs   map[string]string
	closing bool
	single  bool // it says itself that it has no end
	end     int  // offset behind it
}

// attr is the first of the attributes that is there.
func (t tag) attr(names ...string) string {
	for _, name := range names {
		if v := t.attrs[name]; v != "" {
			return v
		}
	}
	return ""
}

// arg is an argument by its place, or "".
func (t tag) arg(i int) string {
	if i < len(t.args) {
		return t.args[i]
	}
	return ""
}

func (t *tag) set(key, value string) {
	if t.attrs == nil {
		t.attrs = map[string]string{}
	}
	t.attrs[strings.ToLower(key)] = value
}

// A tag has to end within so many bytes, and so many may be read in vain before
// what looks like tags is no longer read.
const (
	longestTag = 8 << 10
	mostInVain = 1 << 20
)

// inVain notes that what began as a tag was none, and always reports false.
func (r *reader) inVain(read int) bool {
	r.wasted += read
	return false
}

// brace handles what begins with a brace, and reports whether it did.
func (r *reader) brace() bool {
	if r.wasted > mostInVain {
		return false
	}
	rest := r.s[r.i:min(len(r.s), r.i+longestTag)]
	switch {
	case strings.HasPrefix(rest, "{{<"), strings.HasPrefix(rest, "{{%"):
		return r.shortcode(rest)
	case strings.HasPrefix(rest, "{%"):
		return r.liquid(rest)
	case strings.HasPrefix(rest, "{/*"):
		if n := strings.Index(r.s[r.i:], "*/}"); n > 0 {
			r.skipTo(r.i + n + 3)
			return true
		}
		return r.inVain(len(r.s) - r.i)
	}
	if len(rest) > 1 && (upper(rest[1]) || lower(rest[1])) && path.Ext(r.file()) == ".mdx" {
		r.warn("expression", "expressions of MDX in braces are not computed here; they are shown as they are written")
	}
	// {" "} is a space that JSX would not keep.
	if len(rest) > 2 && strings.IndexByte("'\"`", rest[1]) >= 0 {
		if n := strings.IndexByte(rest[2:], rest[1]); n >= 0 && n < 200 && strings.HasPrefix(rest[2+n+1:], "}") && !strings.Contains(rest[:n+2], "\n") {
			r.write(rest[2 : 2+n])
			r.i += n + 4
			return true
		}
	}
	return false
}

func (r *reader) shortcode(rest string) bool {
	shut := map[byte]string{'<': ">}}", '%': "%}}"}[rest[2]]
	if strings.HasPrefix(rest[3:], "/*") {
		n := strings.Index(rest, "*/"+shut)
		if n < 0 {
			return r.inVain(len(rest))
		}
		r.write(unescaped(rest[:n+5]))
		r.skipTo(r.i + n + 5)
		return true
	}
	t, ok := parseTag(rest[3:], shut, shortcode)
	if !ok {
		return r.inVain(t.end)
	}
	t.end += r.i + 3
	r.element(t)
	return true
}

func (r *reader) liquid(rest string) bool {
	body := strings.TrimPrefix(rest[2:], "-")
	t, ok := parseTag(body, "%}", liquid)
	if !ok {
		return r.inVain(t.end)
	}
	t.end += r.i + len(rest) - len(body)
	if name, ends := strings.CutPrefix(t.name, "end"); ends && name != "" {
		t.name, t.closing = name, true
	}
	r.element(t)
	return true
}

// parseTag reads "name arg key=value" up to what ends it. Without that, its end is
// how far it was read.
func parseTag(s, shut string, of family) (tag, bool) {
	t := tag{family: of}
	for i := 0; i < len(s); {
		t.end = i
		switch {
		case white(s[i]):
			i++
		case strings.HasPrefix(s[i:], shut) || strings.HasPrefix(s[i:], "-"+shut):
			t.end = i + strings.Index(s[i:], shut) + len(shut)
			return t, t.name != ""
		case s[i] == '/' && t.name == "":
			t.closing = true
			i++
		case strings.HasPrefix(s[i:], "/"+shut):
			t.single = true
			i++
		default:
			n := word(s, i, shut)
			if n == i {
				return t, false
			}
			text := s[i:n]
			i = n
			switch {
			case t.name == "":
				t.raw, t.name = text, strings.ToLower(text)
				if !upper(text[0]) && !lower(text[0]) && text[0] != '_' {
					return t, false
				}
			case i < len(s) && (s[i] == '=' || of == liquid && s[i] == ':') && strings.IndexByte("\"'`", text[0]) < 0:
				n = word(s, i+1, shut)
				t.set(text, unquoted(s[i+1:n]))
				i = n
			default:
				t.args = append(t.args, strings.TrimSuffix(unquoted(text), ","))
			}
		}
	}
	return t, false
}

// word is the end of a quoted text, or of letters up to white space.
func word(s string, i int, shut string) int {
	if i < len(s) && strings.IndexByte("\"'`", s[i]) >= 0 {
		for n := i + 1; n < len(s); n++ {
			switch {
			case s[n] == '\\' && s[i] == '"':
				n++
			case s[n] == s[i]:
				return n + 1
			}
		}
		return len(s)
	}
	for i < len(s) && !white(s[i]) && s[i] != '=' && !strings.HasPrefix(s[i:], shut) && !strings.HasPrefix(s[i:], "/"+shut) {
		if s[i] == ':' && i+1 < len(s) && strings.IndexByte("\"' ", s[i+1]) >= 0 {
			break
		}
		i++
	}
	return i
}

func unquoted(s string) string {
	if len(s) < 2 || s[0] != s[len(s)-1] || strings.IndexByte("\"'`", s[0]) < 0 {
		return s
	}
	if s[0] == '"' {
		if text, err := strconv.Unquote(s); err == nil {
			return text
		}
	}
	return s[1 : len(s)-1]
}

// html reports whether a name is one of HTML's elements.
func html(name string) bool { return atom.Lookup([]byte(strings.ToLower(name))) != 0 }
