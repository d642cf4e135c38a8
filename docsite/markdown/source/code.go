package source

import "strings"

// codeState follows which lines are code. It sees them as they are written,
// without the tree that a parser has; where the two disagree, in code that is
// indented within lists, it takes words for code rather than code for words.
type codeState struct {
	fence    string // that is open
	quoted   bool   // it is in a quote, and ends with that
	blank    bool   // the line before was blank
	list     bool   // a list is open
	indented bool   // the line before was indented code
}

// takes reports whether the line is code. Within containers nothing is code by its
// indentation.
func (c *codeState) takes(line string, stack []container) bool {
	text := strings.TrimLeft(line, " \t>")
	if c.fence != "" && (!c.quoted || strings.HasPrefix(strings.TrimLeft(line, " \t"), ">")) {
		if fence := fenceOf(text); len(fence) >= len(c.fence) && fence[0] == c.fence[0] && strings.TrimSpace(text) == fence {
			c.fence = ""
		}
		return true
	}
	c.fence = ""
	if text == "" {
		c.blank = true
		return false
	}
	if n := len(stack); n > 0 && stack[n-1].raw {
		return !strings.Contains(line, "/"+stack[n-1].name) && !strings.Contains(line, "end"+stack[n-1].name)
	}
	n, _ := prefixOf(line)
	text = line[n:]
	if fence := fenceOf(text); fence != "" && (fence[0] == '~' || !strings.Contains(text[len(fence):], "`")) {
		c.fence, c.quoted = fence, strings.Contains(line[:n], ">")
		c.blank, c.indented = false, false
		return true
	}
	indent := strings.HasPrefix(line, "    ") || strings.HasPrefix(line, "\t")
	switch {
	case strings.TrimLeft(line[:n], " \t>") != "":
		c.list = true
	case c.blank && indentOf(line) == 0:
		c.list = false
	}
	c.indented = indent && !c.list && len(stack) == 0 && (c.blank || c.indented)
	c.blank = false
	return c.indented
}

// fenceOf is the fence a line begins with, or "".
func fenceOf(text string) string {
	for _, sign := range []string{"`", "~"} {
		if n := len(text) - len(strings.TrimLeft(text, sign)); n >= 3 {
			return text[:n]
		}
	}
	return ""
}

// spanLength is the length of the code span a line begins with; of its backticks,
// if nothing closes it.
func spanLength(rest string) int {
	ticks := len(rest) - len(strings.TrimLeft(rest, "`"))
	for i := ticks; i < len(rest); {
		n := strings.IndexByte(rest[i:], '`')
		if n < 0 {
			break
		}
		i += n
		run := len(rest[i:]) - len(strings.TrimLeft(rest[i:], "`"))
		i += run
		if run == ticks {
			return i
		}
	}
	return ticks
}

// unescaped takes the comment signs out of {{</* x */>}}: that is how Hugo's authors
// write about shortcodes, in code too.
func unescaped(code string) string {
	if !strings.Contains(code, "{{</*") && !strings.Contains(code, "{{%/*") {
		return code
	}
	return shortcodeComments.Replace(code)
}

var shortcodeComments = strings.NewReplacer("{{</*", "{{<", "*/>}}", ">}}", "{{%/*", "{{%", "*/%}}", "%}}")
