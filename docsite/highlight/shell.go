package highlight

import "strings"

// shellWords are the shell's own; whatever else stands where a command does is one.
var shellWords = words("k case do done elif else esac export fi for function if in local readonly return select set source then time unset until while", "nf alias cd echo eval exec exit printf read shift test trap")

// paintShell paints commands, options, variables and strings. A line that begins
// with a prompt shows it as such.
func paintShell(p *painter, s string) {
	command := true // whether a word here is a command
	for i := 0; i < len(s); {
		c, n := s[i], i+1
		class := ""
		switch {
		case c == '\n':
			command = i == 0 || s[i-1] != '\\'
		case c == ' ' || c == '\t' || c == '\r':
		case lineStart(s, i) && (c == '$' || c == '%') && n < len(s) && s[n] == ' ':
			class = "gp"
			command = true
		case c == '#' && (i == 0 || white(s[i-1])):
			class, n = "c", lineEnd(s, i)
		case c == '\'':
			class, n = "s", after(s, n, "'")
			command = false
		case c == '"':
			n = doubleQuoted(p, s, i)
			i, command = n, false
			continue
		case c == '$' && n < len(s) && s[n] == '(':
			n, command = n+1, true
		case c == '$':
			class, n = "nv", shellVariable(s, i)
			command = false
		case c == '\\' && n < len(s) && s[n] != '\n':
			class, n = "se", n+1
		case strings.HasPrefix(s[i:], "<<") && !strings.HasPrefix(s[i:], "<<<"):
			n = hereDocument(p, s, i)
			i, command = n, true
			continue
		case strings.IndexByte("|&;({`", c) >= 0:
			command = true
		case strings.IndexByte("<>", c) >= 0:
			command = false
		case strings.IndexByte(")}=[]!", c) >= 0:
		default:
			i, command = shellWord(p, s, i, command)
			continue
		}
		p.paint(class, s[i:n])
		i = n
	}
}

// shellWord paints a word and reports whether a command may follow it.
func shellWord(p *painter, s string, i int, command bool) (end int, next bool) {
	end = i
	for end < len(s) && strings.IndexByte(" \t\r\n|&;()<>\"'$`\\=", s[end]) < 0 {
		end++
	}
	end = max(end, i+1)
	word, class := s[i:end], ""
	switch known := shellWords[word]; {
	case command && end < len(s) && s[end] == '=':
		p.paint("nv", word)
		p.paint("", "=")
		return end + 1, true
	case known == "k" && command:
		class = "k"
		next = word != "for" && word != "case" && word != "in" && word != "export" && word != "set" && word != "unset"
	case word == "in" || word == "do" || word == "then":
		class, next = "k", word != "in"
	case command:
		class = "nf"
		next = word == "sudo" || word == "env"
	case word[0] == '-' && len(word) > 1:
		class = "na"
	case digit(word[0]) && number(word, 0) == len(word):
		class = "m"
	}
	p.paint(class, word)
	return end, next
}

// doubleQuoted paints a string with its variables and returns its end.
func doubleQuoted(p *painter, s string, i int) int {
	from := i
	for n := i + 1; n < len(s); n++ {
		switch s[n] {
		case '\\':
			n++
		case '$':
			if end := shellVariable(s, n); end > n+1 {
				p.paint("s", s[from:n])
				p.paint("nv", s[n:end])
				from, n = end, end-1
			}
		case '"':
			p.paint("s", s[from:n+1])
			return n + 1
		}
	}
	p.paint("s", s[from:])
	return len(s)
}

// shellVariable is the end of $name, ${name}, $1, $?.
func shellVariable(s string, i int) int {
	if end := variableEnd(s, i); end > i {
		return end
	}
	if i+1 < len(s) && strings.IndexByte("?#@*!$-0123456789", s[i+1]) >= 0 {
		return i + 2
	}
	return i + 1
}

// hereDocument paints "<<EOF", the rest of its line and the text up to EOF.
func hereDocument(p *painter, s string, i int) int {
	n := i + 2
	for n < len(s) && strings.IndexByte("-~ ", s[n]) >= 0 {
		n++
	}
	quote := ""
	if n < len(s) && (s[n] == '\'' || s[n] == '"') {
		quote = s[n : n+1]
		n++
	}
	word := s[n:nameEnd(s, n)]
	end := lineEnd(s, n)
	if word == "" {
		p.paint("", s[i:i+2])
		return i + 2
	}
	n += len(word) + len(quote)
	p.paint("k", s[i:min(n, len(s))])
	if n < end {
		paintShell(p, s[n:end])
	}
	for at := end; at < len(s); {
		p.paint("", "\n")
		next := lineEnd(s, at+1)
		line := s[at+1 : next]
		if strings.TrimSpace(line) == word {
			p.paint("k", line)
			return next
		}
		p.paint("s", line)
		at = next
	}
	return len(s)
}

// paintSession is a terminal's: prompts with their commands, and what came back.
func paintSession(p *painter, s string) {
	continued := false
	for i := 0; i < len(s); {
		end := lineEnd(s, i)
		line := s[i:end]
		prompt := promptLength(line)
		switch {
		case prompt > 0:
			p.paint("gp", line[:prompt])
			paintShell(p, line[prompt:])
		case continued:
			paintShell(p, line)
		default:
			p.paint("go", line)
		}
		continued = (prompt > 0 || continued) && strings.HasSuffix(line, `\`)
		if end < len(s) {
			p.paint("", "\n")
		}
		i = end + 1
	}
}

// promptLength is the length of "$ ", "# ", "user@host:~$ " and the like.
func promptLength(line string) int {
	for n := 0; n < len(line) && n < 60; n++ {
		if strings.IndexByte("$#%>", line[n]) >= 0 && n+1 < len(line) && line[n+1] == ' ' {
			if n == 0 || strings.ContainsAny(line[:n], "@~:)") || strings.HasPrefix(line, "PS") || strings.HasPrefix(line, "C:") {
				return n + 2
			}
			return 0
		}
	}
	return 0
}
