package highlight

import "strings"

// paintJSON tells keys from values; comments are those of JSONC.
func paintJSON(p *painter, s string) {
	for i := 0; i < len(s); {
		c, n := s[i], i+1
		switch {
		case c == '"':
			n = stringEnd(s, i)
			class := "s"
			if rest := strings.TrimLeft(s[n:min(len(s), n+64)], " \t\r\n"); rest != "" && rest[0] == ':' {
				class = "nt"
			}
			p.paint(class, s[i:n])
		case digit(c) || c == '-' && n < len(s) && digit(s[n]):
			n = number(s, n)
			p.paint("m", s[i:n])
		case letter(c):
			n = nameEnd(s, i)
			p.paint(constant(s[i:n]), s[i:n])
		case c == '/' && strings.HasPrefix(s[i:], "//"):
			n = lineEnd(s, i)
			p.paint("c", s[i:n])
		case c == '/' && strings.HasPrefix(s[i:], "/*"):
			n = after(s, i+2, "*/")
			p.paint("c", s[i:n])
		default:
			for n < len(s) && strings.IndexByte(" \t\r\n{}[],:", s[n]) >= 0 {
				n++
			}
			p.paint("", s[i:n])
		}
		i = n
	}
}

// stringEnd is where a string ends that began at i; at its line's end if nothing
// closes it.
func stringEnd(s string, i int) int {
	for n := i + 1; n < len(s) && s[n] != '\n'; n++ {
		switch s[n] {
		case '\\':
			n++
		case s[i]:
			return n + 1
		}
	}
	return lineEnd(s, i)
}

// constant is the class of a word in data.
func constant(word string) string {
	switch strings.ToLower(word) {
	case "true", "false", "null", "yes", "no", "on", "off", "nan", "inf":
		return "kc"
	}
	return ""
}

// paintYAML goes line by line, as YAML does.
func paintYAML(p *painter, s string) {
	block := -1 // indentation of the key whose text follows on deeper lines
	for i := 0; i < len(s); {
		end := lineEnd(s, i)
		line := s[i:end]
		indent := len(line) - len(strings.TrimLeft(line, " "))
		switch {
		case block >= 0 && (strings.TrimSpace(line) == "" || indent > block):
			p.paint("s", line)
		default:
			block = -1
			if paintYAMLLine(p, line) {
				block = indent
			}
		}
		if end < len(s) {
			p.paint("", "\n")
		}
		i = end + 1
	}
}

// paintYAMLLine reports whether the line begins a block of text.
func paintYAMLLine(p *painter, line string) (text bool) {
	rest := strings.TrimLeft(line, " \t")
	for strings.HasPrefix(rest, "- ") {
		rest = strings.TrimLeft(rest[2:], " ")
	}
	p.paint("", line[:len(line)-len(rest)])
	if n := yamlKey(rest); n > 0 {
		p.paint("nt", rest[:n])
		p.paint("", ":")
		rest = rest[n+1:]
	}
	if value := strings.TrimSpace(rest); value != "" && (value[0] == '|' || value[0] == '>') && len(value) < 4 {
		p.paint("k", rest)
		return true
	}
	paintYAMLValue(p, rest)
	return false
}

// yamlKey is the length of the key a line begins with, 0 if it has none.
func yamlKey(s string) int {
	if s == "" || s[0] == '#' {
		return 0
	}
	n := 0
	if s[0] == '"' || s[0] == '\'' {
		n = stringEnd(s, 0)
	} else {
		for n < len(s) && s[n] != ':' && s[n] != '#' && s[n] != '{' && s[n] != '[' {
			n++
		}
		for n+1 < len(s) && s[n] == ':' && s[n+1] != ' ' { // a:b is one word
			for n++; n < len(s) && s[n] != ':'; n++ {
			}
		}
	}
	if n < len(s) && s[n] == ':' {
		return n
	}
	return 0
}

func paintYAMLValue(p *painter, s string) {
	for i := 0; i < len(s); {
		c, n := s[i], i+1
		class := ""
		switch {
		case c == ' ' || strings.IndexByte("[]{},:", c) >= 0:
		case c == '#' && (i == 0 || s[i-1] == ' '):
			class, n = "c", len(s)
		case c == '"' || c == '\'':
			class, n = "s", stringEnd(s, i)
		case c == '&' || c == '*' || c == '!':
			class, n = "nv", wordEnd(s, i)
		default:
			n = wordEnd(s, i)
			if word := s[i:n]; number(word, 0) == len(word) && digit(c) || c == '-' && n > i+1 && number(word, 1) == len(word) {
				class = "m"
			} else {
				class = constant(word)
			}
		}
		p.paint(class, s[i:n])
		i = n
	}
}

// wordEnd is where white space or a bracket follows.
func wordEnd(s string, i int) int {
	for i++; i < len(s) && strings.IndexByte(" ,[]{}", s[i]) < 0; i++ {
	}
	return i
}

// settings is what stands on the right of a setting.
var settings = syntax{line: []string{"#", ";"}, quotes: `"'`, long: []string{`"""`, "'''"}, words: words("kc true false null yes no on off"), variables: "$"}

// paintSettings is TOML, INI, properties: sections, and keys with their values.
func paintSettings(p *painter, s string) {
	for i := 0; i < len(s); {
		end := lineEnd(s, i)
		line := s[i:end]
		rest := strings.TrimLeft(line, " \t")
		p.paint("", line[:len(line)-len(rest)])
		switch n := strings.IndexAny(rest, "=:"); {
		case rest == "":
		case rest[0] == '#' || rest[0] == ';' || rest[0] == '!':
			p.paint("c", rest)
		case rest[0] == '[':
			p.paint("nt", rest)
		case n > 0 && !strings.ContainsAny(rest[:n], `"'([{`):
			p.paint("na", rest[:n])
			p.paint("", rest[n:n+1])
			// A text over several lines is the rest of the source's, not this line's.
			if value := strings.TrimSpace(rest[n+1:]); strings.HasPrefix(value, `"""`) || strings.HasPrefix(value, "'''") {
				end = after(s, i+strings.Index(line, value[:3])+3, value[:3])
				p.paint("s", s[i+len(line)-len(rest)+n+1:end])
				break
			}
			settings.paint(p, rest[n+1:])
		default:
			settings.paint(p, rest)
		}
		if end < len(s) && s[end] == '\n' {
			p.paint("", "\n")
			end++
		}
		i = end
	}
}
