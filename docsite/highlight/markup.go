package highlight

import "strings"

// template is what stands in the braces of a page: Go's, Jinja's, Liquid's.
var template = syntax{
	quotes: `"'`, long: []string{"`"}, variables: "$", block: [2]string{"/*", "*/"}, letters: ".",
	words: words("k and assign block break continue define else elseif elsif end endblock endcapture endfor endif endraw endunless extends for if import in include layout not or partial raw render range return set template unless when with", "kc true false nil null nop"),
}

// paintMarkup is HTML and XML, with the scripts, styles and templates in them.
func paintMarkup(p *painter, s string) {
	for i := 0; i < len(s); {
		var n int
		switch {
		case strings.HasPrefix(s[i:], "{{") || strings.HasPrefix(s[i:], "{%"):
			n = paintTemplate(p, s, i)
		case strings.HasPrefix(s[i:], "<!--"):
			n = after(s, i+4, "-->")
			p.paint("c", s[i:n])
		case strings.HasPrefix(s[i:], "<![CDATA["):
			n = after(s, i, "]]>")
			p.paint("s", s[i:n])
		case s[i] == '<' && i+1 < len(s) && (letter(s[i+1]) || strings.IndexByte("/!?", s[i+1]) >= 0):
			n = paintTag(p, s, i)
		case s[i] == '&':
			if end := strings.IndexAny(s[i:min(len(s), i+12)], "; \n"); end > 1 && s[i+end] == ';' {
				n = i + end + 1
				p.paint("se", s[i:n])
				break
			}
			n = i + 1
			p.paint("", "&")
		default:
			n = i + 1
			for n < len(s) && s[n] != '<' && s[n] != '&' && s[n] != '{' {
				n++
			}
			p.paint("", s[i:n])
		}
		i = n
	}
}

// paintTag paints a tag, and what is in a script or style; it returns the end.
func paintTag(p *painter, s string, i int) int {
	n := i + 1
	for n < len(s) && strings.IndexByte("/!?", s[n]) >= 0 {
		n++
	}
	name := n
	for n < len(s) && (letter(s[n]) || digit(s[n]) || strings.IndexByte("-:.", s[n]) >= 0) {
		n++
	}
	p.paint("nt", s[i:n])
	element := strings.ToLower(s[name:n])
	opens := name == i+1
	for n < len(s) && s[n] != '>' {
		from := n
		switch c := s[n]; {
		case strings.HasPrefix(s[n:], "{{") || strings.HasPrefix(s[n:], "{%"):
			n = paintTemplate(p, s, n)
			continue
		case c == '"' || c == '\'':
			n = after(s, n+1, s[n:n+1])
			p.paint("s", s[from:n])
			continue
		case letter(c) || c == '@' || c == ':' || c == '#':
			for n++; n < len(s) && (letter(s[n]) || digit(s[n]) || strings.IndexByte("-:.@", s[n]) >= 0); n++ {
			}
			p.paint("na", s[from:n])
			continue
		case c == '<':
			return n // it never was a tag
		case c == '/' || c == '?':
			p.paint("nt", s[n:n+1])
		default:
			p.paint("", s[n:n+1])
		}
		n++
	}
	if n < len(s) {
		p.paint("nt", ">")
		n++
	}
	if !opens || element != "script" && element != "style" {
		return n
	}
	end := strings.Index(s[n:], "</"+element)
	if end < 0 {
		return n
	}
	if element == "style" {
		paintCSS(p, s[n:n+end])
	} else {
		javascript.paint(p, s[n:n+end])
	}
	return n + end
}

// paintTemplate paints "{{ … }}" or "{% … %}" and returns its end.
func paintTemplate(p *painter, s string, i int) int {
	shut := "}}"
	if s[i+1] == '%' {
		shut = "%}"
	}
	end := strings.Index(s[i+2:], shut)
	if end < 0 {
		p.paint("", s[i:i+2])
		return i + 2
	}
	inside := s[i+2 : i+2+end]
	p.paint("nt", s[i:i+2])
	template.paint(p, inside)
	p.paint("nt", shut)
	return i + 4 + end
}

// paintCSS is style sheets: selectors outside of braces, properties within.
func paintCSS(p *painter, s string) {
	depth := 0
	for i := 0; i < len(s); {
		c, n := s[i], i+1
		class := ""
		switch {
		case strings.HasPrefix(s[i:], "/*"):
			class, n = "c", after(s, i+2, "*/")
		case strings.HasPrefix(s[i:], "//"):
			class, n = "c", lineEnd(s, i)
		case c == '"' || c == '\'':
			class, n = "s", stringEnd(s, i)
		case c == '{':
			depth++
		case c == '}':
			depth = max(0, depth-1)
		case c == '@':
			class, n = "k", cssName(s, n)
		case c == '$' || strings.HasPrefix(s[i:], "--"):
			class, n = "nv", cssName(s, n)
		case digit(c) || c == '#' && depth > 0 && n < len(s) && digit(s[n]):
			class, n = "m", number(s, n)
		case (c == '.' || c == '#' || c == '&') && n < len(s) && letter(s[n]):
			class, n = "nc", cssName(s, n)
		case letter(c) || c == '-' && n < len(s) && letter(s[n]):
			n = cssName(s, n)
			class = cssWord(s, n, depth)
		case c == '!':
			class, n = "k", cssName(s, n)
		}
		p.paint(class, s[i:n])
		i = n
	}
}

// cssWord is the class of the name that ends at i.
func cssWord(s string, i, depth int) string {
	rest := strings.TrimLeft(s[i:min(len(s), i+16)], " ")
	switch {
	case strings.HasPrefix(rest, "("):
		return "nf"
	case depth > 0 && strings.HasPrefix(rest, ":"):
		return "na"
	case depth == 0:
		return "nt"
	}
	return ""
}

func cssName(s string, i int) int {
	for i < len(s) && (letter(s[i]) || digit(s[i]) || s[i] == '-') {
		i++
	}
	return i
}
