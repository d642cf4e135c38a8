package outline

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"wpengine/openapi/document"
)

// textLength is how much of a description stands in a list.
const textLength = 300

// writer writes Markdown.
type writer struct {
	out     bytes.Buffer
	inList  bool
	fields  int // how many there are
	levels  int // how many may be in each other
	written map[*document.Schema]bool
}

func (w *writer) bytes() []byte {
	w.end()
	return w.out.Bytes()
}

// end closes a list.
func (w *writer) end() {
	if w.inList {
		w.out.WriteByte('\n')
	}
	w.inList = false
}

func (w *writer) heading(level int, text string) {
	w.end()
	w.out.WriteString(strings.Repeat("#", level) + " " + line(text, textLength) + "\n\n")
}

func (w *writer) paragraph(text string) {
	if text = strings.TrimSpace(text); text == "" {
		return
	}
	w.end()
	w.out.WriteString(text + "\n\n")
}

// item is a line of a list.
func (w *writer) item(depth int, name, text string) {
	w.inList = true
	for range depth {
		w.out.WriteString("  ")
	}
	w.out.WriteString("- " + name)
	if text != "" {
		w.out.WriteString(": " + text)
	}
	w.out.WriteByte('\n')
}

func named(name string, facts []string) string {
	return "`" + code(name) + "` (" + strings.Join(facts, ", ") + ")"
}

// code is a text that stands between backticks.
func code(text string) string { return strings.ReplaceAll(line(text, textLength), "`", "'") }

// line is a text on one line, its end left out where it is too long.
func line(text string, most int) string {
	if strings.IndexFunc(text, odd) >= 0 || strings.Contains(text, "  ") {
		text = strings.Join(strings.Fields(text), " ")
	}
	if len(text) <= most {
		return text
	}
	for most > 0 && !utf8.RuneStart(text[most]) {
		most--
	}
	return strings.TrimRight(text[:most], " ") + "…"
}

// summary is the first paragraph of a description, on one line.
func summary(text string) string {
	text = strings.TrimSpace(text)
	if end := strings.Index(text, "\n\n"); end > 0 {
		text = text[:end]
	}
	return line(text, textLength)
}

func odd(r rune) bool { return r < ' ' || r == 0x85 || r == 0xa0 || r > 0x2000 && r < 0x2100 }

func first(texts ...string) string {
	for _, text := range texts {
		if strings.TrimSpace(text) != "" {
			return text
		}
	}
	return ""
}

// nested is a description whose headings are of a level, or deeper, so that they don't look like the page's own.
func nested(text string, level int) string {
	text = strings.TrimSpace(text)
	if !strings.Contains(text, "#") {
		return text
	}
	lines, fence := strings.Split(text, "\n"), ""
	for i, l := range lines {
		trimmed := strings.TrimLeft(l, " ")
		switch {
		case fence != "":
			if strings.HasPrefix(trimmed, fence) {
				fence = ""
			}
		case strings.HasPrefix(trimmed, "```"), strings.HasPrefix(trimmed, "~~~"):
			fence = trimmed[:3]
		case strings.HasPrefix(l, "#"):
			lines[i] = strings.Repeat("#", level) + l
		}
	}
	return strings.Join(lines, "\n")
}
