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
	var ends []string
	switch t.family {
	case shortcode:
		ends = []string{"{{< /" + t.raw, "{{</" + t.raw, "{{% /" + t.raw, "{{%/" + t.raw}
	case component:
		ends = []string{"</" + t.raw}
	case liquid:
		ends = []string{"{% end" + t.raw, "{%end" + t.raw, "{%- end" + t.raw}
	}
	key := ends[0]
	last, known := r.closers[key]
	if !known {
		if len(r.closers) > 200 { // names that somebody made up to keep us busy
			return false
		}
		last = -1
		for _, end := range ends {
			last = max(last, strings.LastIndex(r.s, end))
		}
		r.closers[key] = last
	}
	return last >= t.end && len(r.stack) < deepest
}
