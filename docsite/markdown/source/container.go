package source

import "strings"

// family is whose tag it is: an end ends only what its own family began.
type family int

const (
	shortcode family = iota // of Hugo: {{< x >}}
	component               // of MDX: <X>
	liquid                  // of Jekyll and GitBook: {% x %}
	mkdocs                  // !!! x
)

// deepest is how many containers may stand in each other.
const deepest = 40

// push opens a container. Its end becomes the text given.
func (r *reader) push(t tag, shut string) *container {
	r.stack = append(r.stack, container{
		family: t.family, name: t.name, shut: shut, prefix: blanked(r.prefix), open: r.indent, inner: -1,
	})
	return &r.stack[len(r.stack)-1]
}

// pop closes the innermost container where the reader is.
func (r *reader) pop() {
	c := r.stack[len(r.stack)-1]
	r.stack = r.stack[:len(r.stack)-1]
	switch {
	case c.shut == "":
	case c.inline:
		r.write(c.shut)
	default:
		if !r.fresh && !r.ended {
			r.newLine()
		}
		if r.fresh {
			r.prefix = c.prefix
		}
		r.block(c.shut)
	}
}

// shutLine closes the innermost container on a line of its own.
func (r *reader) shutLine() {
	c := r.stack[len(r.stack)-1]
	r.startLine(c.prefix)
	r.pop()
	if r.ended || !r.fresh {
		r.newLine()
	}
}

// closeTag ends what a closing tag names, and all that was opened in it since.
func (r *reader) closeTag(t tag) {
	for i := len(r.stack) - 1; i >= 0; i-- {
		if r.stack[i].family == t.family && r.stack[i].name == t.name {
			for len(r.stack) > i {
				r.pop()
			}
			return
		}
	}
}

// leaveIndented closes what the line is no longer indented for.
func (r *reader) leaveIndented(line string) {
	for len(r.stack) > 0 {
		c := r.stack[len(r.stack)-1]
		indent := indentOf(line)
		if !c.python || indent > c.open || c.name == "tab-group" && indent == c.open && strings.HasPrefix(strings.TrimSpace(line), `=== "`) {
			return
		}
		r.shutLine()
	}
}

// dedent takes off a line what it is indented by for the containers it is in:
// there it may be four spaces and more, which would be code to CommonMark.
func (r *reader) dedent(line string) string {
	if len(r.stack) == 0 {
		return line
	}
	indent, total := indentOf(line), 0
	if indent == len(line) {
		return ""
	}
	for i := range r.stack {
		c := &r.stack[i]
		if c.inner < 0 {
			c.inner = max(0, indent-total-c.open)
		}
		total += min(c.inner, indent-total)
	}
	return line[total:]
}

// lifted moves a line into the list item that its container is in: shortcodes are read
// before Markdown elsewhere, and authors need not mind where in a list they are. What
// is in a fence moves with it.
func (r *reader) lifted(line string) string {
	if len(r.stack) == 0 || line == "" {
		return line
	}
	if r.code.fence == "" {
		c := r.stack[len(r.stack)-1]
		r.lift = ""
		if n := c.open - indentOf(line); n > 0 && strings.TrimLeft(c.prefix, " ") == "" {
			r.lift = strings.Repeat(" ", n)
		}
	}
	return r.lift + line
}

// shift is what the lines of the containers are to be indented by.
func (r *reader) shift() string {
	n := 0
	for _, c := range r.stack {
		n += c.shift
	}
	return strings.Repeat(" ", n)
}

// paired reports whether a closing tag follows an opening one.
func (r *reader) paired(t tag) bool {
	if r.closers == nil {
		r.closers = closersIn(r.s)
	}
	return r.closers[closer{t.family, t.name}] >= t.end && len(r.stack) < deepest
}

// closer is a closing tag.
type closer struct {
	family family
	name   string // in lower case
}

// closersIn finds the last closing tag of each name.
func closersIn(s string) map[closer]int {
	last := map[closer]int{}
	for i := 0; i+2 < len(s); i++ {
		n := strings.IndexAny(s[i:], "{<")
		if n < 0 {
			break
		}
		i += n
		rest := s[i:min(len(s), i+100)]
		of, ok := shortcode, false
		switch {
		case strings.HasPrefix(rest, "</"):
			of, rest, ok = component, rest[2:], true
		case strings.HasPrefix(rest, "{{<"), strings.HasPrefix(rest, "{{%"):
			rest, ok = strings.CutPrefix(strings.TrimLeft(rest[3:], " \t\n"), "/")
		case strings.HasPrefix(rest, "{%"):
			of = liquid
			rest, ok = strings.CutPrefix(strings.TrimLeft(rest[2:], "- \t\n"), "end")
		}
		if ok {
			rest = strings.TrimLeft(rest, " \t\n")
			end := 0
			for end < len(rest) && !white(rest[end]) && strings.IndexByte(">%}", rest[end]) < 0 {
				end++
			}
			last[closer{of, strings.ToLower(rest[:end])}] = i
		}
	}
	return last
}
