package source

import (
	"regexp"
	"strings"
)

// angle handles a tag of MDX, and reports whether it was one. Much else begins
// with "<" and a capital: Promise<String>, <YOUR NAME>. It is a component if it has
// attributes with values, or an end.
func (r *reader) angle() bool {
	if r.wasted > mostInVain {
		return false
	}
	rest := r.s[r.i:min(len(r.s), r.i+longestTag)]
	if r.fragment(rest) {
		r.i += strings.IndexByte(rest, '>') + 1
		return true
	}
	if r.i > 0 && rest[min(1, len(rest)-1)] != '/' && (upper(r.s[r.i-1]) || lower(r.s[r.i-1]) || digit(r.s[r.i-1])) {
		return false
	}
	t, expressions, ok := parseComponent(rest)
	if !ok {
		return r.inVain(t.end)
	}
	t.end += r.i
	if html(t.raw) && (!upper(t.raw[0]) || t.raw == strings.ToUpper(t.raw)) {
		if !expressions {
			return false
		}
		r.write(plainTag(t))
		r.skipTo(t.end)
		return true
	}
	if !upper(t.raw[0]) && !expressions && !strings.Contains(t.raw, ".") {
		return false
	}
	if t.closing && !r.opened(t) || !t.closing && !t.single && len(t.attrs) == 0 && !r.paired(t) {
		return false
	}
	r.element(t)
	return true
}

// fragment reports whether a line is "<>" and its end is there, or is that.
func (r *reader) fragment(rest string) bool {
	line := strings.TrimRight(rest[:lineEnd(rest, 0)], " \t\r")
	return r.fresh && (line == "<>" && strings.Contains(r.s[r.i:], "</>") || line == "</>" && strings.Contains(r.s[:r.i], "<>"))
}

func (r *reader) opened(t tag) bool {
	for _, c := range r.stack {
		if c.family == t.family && c.name == t.name {
			return true
		}
	}
	return false
}

// parseComponent reads a tag whose attributes may be expressions. If it is none, its
// end is how far it was read.
func parseComponent(s string) (t tag, expressions, ok bool) {
	t = tag{family: component}
	i := 1
	if strings.HasPrefix(s, "</") {
		t.closing = true
		i++
	}
	start := i
	for i < len(s) && (upper(s[i]) || lower(s[i]) || i > start && (digit(s[i]) || strings.IndexByte("._-", s[i]) >= 0)) {
		i++
	}
	t.raw, t.name = s[start:i], strings.ToLower(s[start:i])
	if i == start {
		return t, false, false
	}
	for i < len(s) {
		t.end = i
		switch c := s[i]; {
		case white(c):
			i++
		case c == '>':
			t.end = i + 1
			return t, expressions, true
		case strings.HasPrefix(s[i:], "/>"):
			t.single, t.end = true, i+2
			return t, expressions, true
		case c == '{':
			n := braces(s, i)
			if n < 0 {
				t.end = len(s)
				return t, false, false
			}
			t.set("...", s[i:n])
			expressions, i = true, n
		case upper(c) || lower(c) || c == '_' || c == ':' || c == '@':
			n := i
			for n < len(s) && (upper(s[n]) || lower(s[n]) || digit(s[n]) || strings.IndexByte("_-:.@", s[n]) >= 0) {
				n++
			}
			key := s[i:n]
			if n >= len(s) || s[n] != '=' {
				if i = n; t.attrs != nil || !upper(key[0]) {
					t.args = append(t.args, key)
				}
				continue
			}
			value, end, expression := attributeValue(s, n+1)
			if end < 0 {
				t.end = len(s)
				return t, false, false
			}
			t.set(key, value)
			expressions, i = expressions || expression, end
		default:
			return t, false, false
		}
	}
	return t, false, false
}

// attributeValue reads a value; end is -1 if there is none.
func attributeValue(s string, i int) (value string, end int, expression bool) {
	if i >= len(s) {
		return "", -1, false
	}
	switch s[i] {
	case '"', '\'':
		n := strings.IndexByte(s[i+1:], s[i])
		if n < 0 {
			return "", -1, false
		}
		return s[i+1 : i+1+n], i + n + 2, false
	case '{':
		n := braces(s, i)
		if n < 0 {
			return "", -1, true
		}
		return expressionValue(s[i+1 : n-1]), n, true
	}
	n := i
	for n < len(s) && !white(s[n]) && s[n] != '>' && s[n] != '"' && s[n] != '<' {
		n++
	}
	if n == i {
		return "", -1, false
	}
	return s[i:n], n, false
}

var (
	stringLiteral = regexp.MustCompile("^\\s*(?:\"([^\"]*)\"|'([^']*)'|`([^`$]*)`|(\\d+|true|false))\\s*$")
	stringList    = regexp.MustCompile(`^\s*\[\s*(?:(?:"[^"]*"|'[^']*')\s*,?\s*)+\]\s*$`)
	stringInList  = regexp.MustCompile(`"([^"]*)"|'([^']*)'`)
	quotedPath    = regexp.MustCompile(`['"]([^'"\s]+\.(?:png|jpe?g|gif|svg|webp|avif))['"]`)
)

// expressionValue is the value of an expression, as far as it can be told.
func expressionValue(expression string) string {
	if m := stringLiteral.FindStringSubmatch(expression); m != nil {
		return m[1] + m[2] + m[3] + m[4]
	}
	if stringList.MatchString(expression) {
		var all []string
		for _, m := range stringInList.FindAllStringSubmatch(expression, -1) {
			all = append(all, m[1]+m[2])
		}
		return strings.Join(all, ",") // as Hugo's themes have it
	}
	if m := quotedPath.FindStringSubmatch(expression); m != nil {
		return m[1] // require("./a.png").default, useBaseUrl("/a.png")
	}
	return ""
}

// braces is the end of what stands in braces, -1 if nothing closes them.
func braces(s string, i int) int {
	depth := 0
	for ; i < len(s); i++ {
		switch s[i] {
		case '{':
			depth++
		case '}':
			depth--
			if depth == 0 {
				return i + 1
			}
		case '"', '\'', '`':
			n := strings.IndexByte(s[i+1:], s[i])
			if n < 0 {
				return -1
			}
			i += n + 1
		}
	}
	return -1
}

// plainTag is a tag of HTML without its expressions.
func plainTag(t tag) string {
	if t.closing {
		return "</" + t.raw + ">"
	}
	out := "<" + t.raw
	for _, key := range []string{"href", "src", "alt", "title", "id", "width", "height", "align", "colspan", "rowspan"} {
		if v := t.attrs[key]; v != "" && !strings.ContainsAny(v, "\"<>\n") {
			out += " " + key + `="` + v + `"`
		}
	}
	if t.single {
		out += " /"
	}
	return out + ">"
}

var (
	importStatement = regexp.MustCompile(`^import\s+(?:[\w$*{][^'"]*\sfrom\s*)?['"][^'"]+['"]\s*;?\s*$`)
	importBegin     = regexp.MustCompile(`^import\s+[\w$,\s]*\{[^}'"]*$`)
	importEnd       = regexp.MustCompile(`\}\s*from\s*['"][^'"]+['"]\s*;?[ \t]*(?:\n|$)`)
	exportStatement = regexp.MustCompile(`^export\s+(?:default|const|let|var|function|class|async|type|interface|\*|\{)`)
)

// statement leaves out an import or export of MDX, which stands between blocks.
func (r *reader) statement(line string) bool {
	if !r.between || len(line) == 0 || line[0] != 'i' && line[0] != 'e' {
		return false
	}
	rest := r.s[r.i:min(len(r.s), r.i+longestTag)]
	end := 0
	switch {
	case importStatement.MatchString(line):
		end = len(line)
	case importBegin.MatchString(line):
		if m := importEnd.FindStringIndex(rest); m != nil {
			end = m[1] - 1
		}
	case exportStatement.MatchString(line):
		end = exportEnd(rest)
	}
	if end == 0 {
		return false
	}
	r.note("statement", Problem{Message: "import and export of MDX do nothing here; they are left out", Advice: true})
	r.skipTo(r.i + lineEnd(rest, end))
	return true
}

// exportEnd is where a statement ends: with the line on which its brackets are closed.
func exportEnd(s string) int {
	depth := 0
	for i := range len(s) {
		switch s[i] {
		case '{', '(', '[':
			depth++
		case '}', ')', ']':
			depth--
		case '\n':
			if depth <= 0 {
				return i
			}
		}
	}
	return len(s)
}
