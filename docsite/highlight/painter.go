package highlight

import "wpengine/docsite/printable"

// painter writes painted text. Neighbours of one colour share an element, white
// space takes the colour before it, and every element ends with its line.
type painter struct {
	out  []byte
	open string // class of the element that is open
}

// paint writes text in a class, "" for none.
func (p *painter) paint(class, text string) {
	for text != "" {
		line, end := text, false
		for i := range len(text) {
			if text[i] == '\n' {
				line, end = text[:i], true
				break
			}
		}
		p.paintLine(class, line)
		if !end {
			return
		}
		p.close()
		p.out = append(p.out, '\n')
		text = text[len(line)+1:]
	}
}

func (p *painter) paintLine(class, line string) {
	if line == "" {
		return
	}
	if class != p.open && !blank(line) {
		p.close()
		if class != "" {
			p.out = append(p.out, `<span class="`...)
			p.out = append(p.out, class...)
			p.out = append(p.out, `">`...)
			p.open = class
		}
	}
	p.out = appendEscaped(p.out, line)
}

func (p *painter) close() {
	if p.open != "" {
		p.out = append(p.out, "</span>"...)
		p.open = ""
	}
}

func blank(s string) bool {
	for i := range len(s) {
		if s[i] != ' ' && s[i] != '\t' {
			return false
		}
	}
	return true
}

// appendEscaped escapes text between tags, where a quote is a quote.
func appendEscaped(dst []byte, s string) []byte {
	from := 0
	for i := range len(s) {
		if printable.Plain(s[i]) {
			continue
		}
		var entity string
		switch s[i] {
		case '<':
			entity = "&lt;"
		case '>':
			entity = "&gt;"
		case '&':
			entity = "&amp;"
		default:
			if n := printable.Hidden(s, i); n > 0 {
				dst = append(append(dst, s[from:i]...), printable.Mark...)
				from = i + n
			}
			continue
		}
		dst = append(dst, s[from:i]...)
		dst = append(dst, entity...)
		from = i + 1
	}
	return append(dst, s[from:]...)
}
