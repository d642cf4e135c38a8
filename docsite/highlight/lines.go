package highlight

import (
	"regexp"
	"strings"
)

// byLine paints each line on its own.
func byLine(p *painter, s string, paint func(line string)) {
	for i := 0; i < len(s); {
		end := lineEnd(s, i)
		paint(s[i:end])
		if end < len(s) {
			p.paint("", "\n")
		}
		i = end + 1
	}
}

// paintDiff is a patch: lines that come, lines that go, and where.
func paintDiff(p *painter, s string) {
	byLine(p, s, func(line string) {
		class := ""
		switch {
		case line == "":
		case strings.HasPrefix(line, "@@"), strings.HasPrefix(line, "+++ "), strings.HasPrefix(line, "--- "):
			class = "gh"
		case line[0] == '+' || line[0] == '>':
			class = "gi"
		case line[0] == '-' || line[0] == '<':
			class = "gd"
		case strings.HasPrefix(line, "diff "), strings.HasPrefix(line, "index "), strings.HasPrefix(line, "Index: "):
			class = "k"
		}
		p.paint(class, line)
	})
}

// paintHTTP is a request or a response as it goes over the wire.
func paintHTTP(p *painter, s string) {
	head, body, found := strings.Cut(s, "\n\n")
	first := true
	byLine(p, head, func(line string) {
		name, value, ok := strings.Cut(line, ":")
		switch {
		case first:
			method, rest, _ := strings.Cut(line, " ")
			p.paint("k", method)
			p.paint("", line[len(method):len(line)-len(rest)])
			p.paint("s", rest)
		case ok && !strings.ContainsAny(name, " {\""):
			p.paint("na", name)
			p.paint("", ":"+value)
		default:
			p.paint("", line)
		}
		first = false
	})
	if !found {
		return
	}
	p.paint("", "\n\n")
	if text := strings.TrimSpace(body); strings.HasPrefix(text, "{") || strings.HasPrefix(text, "[") {
		paintJSON(p, body)
		return
	}
	p.paint("", body)
}

var markdownMark = regexp.MustCompile("`[^`]+`|\\*\\*[^*]+\\*\\*|!?\\[[^\\]]*\\]\\([^)]*\\)|<!--.*?-->|\\{\\{.*?\\}\\}")

// paintMarkdown is Markdown as its author sees it.
func paintMarkdown(p *painter, s string) {
	fenced := ""
	byLine(p, s, func(line string) {
		text := strings.TrimSpace(line)
		fence := len(text) - len(strings.TrimLeft(text, "`~"))
		switch {
		case fenced == "" && fence >= 3:
			fenced = text[:fence]
			p.paint("k", line)
		case fenced != "" && fence >= len(fenced) && text == text[:fence]:
			fenced = ""
			p.paint("k", line)
		case fenced != "":
			p.paint("s", line)
		case strings.HasPrefix(text, "#"):
			p.paint("gh", line)
		case strings.HasPrefix(text, ":::"):
			p.paint("k", line)
		default:
			paintMarks(p, line)
		}
	})
}

func paintMarks(p *painter, line string) {
	at := 0
	for _, m := range markdownMark.FindAllStringIndex(line, -1) {
		p.paint("", line[at:m[0]])
		class := map[byte]string{'`': "s", '*': "gh", '[': "nt", '!': "nt", '<': "c", '{': "nv"}[line[m[0]]]
		p.paint(class, line[m[0]:m[1]])
		at = m[1]
	}
	p.paint("", line[at:])
}
