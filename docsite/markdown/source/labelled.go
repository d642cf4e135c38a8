package source

import "strings"

// labelled is a tag whose attributes have words of their own, which stand before what is in it: a field of an API, an
// entry of a changelog, a picture's frame.
func (r *reader) labelled(t tag, of role, paired bool) {
	switch of {
	case field:
		r.block(fieldHead(t))
		r.newLine()
	case entry:
		label, more := bracketed(t.attr("label", "date", "title")), oneLine(t.attr("description"))
		r.block(strings.TrimSpace("## " + label + " " + more))
		r.newLine()
	case frame:
		if caption := oneLine(t.attr("caption", "title")); caption != "" {
			r.block("*" + caption + "*")
			r.newLine()
		}
	case words:
		r.write(oneLine(t.attr("text", "label", "title", "headline", "children")))
		if after := oneLine(t.attr("tip", "hint", "content")); after != "" && paired {
			r.push(t, " ("+after+")").inline = true
			return
		}
	}
	if paired {
		r.push(t, "")
	}
}

// fieldHead is what is known of a field: its name, where it stands, its type, and whether it is needed.
func fieldHead(t tag) string {
	name, facts := t.attr("name"), []string{}
	for _, place := range []string{"path", "query", "header", "cookie", "body"} {
		if v := t.attr(place); v != "" {
			name, facts = v, append(facts, place)
			break
		}
	}
	if kind := oneLine(t.attr("type")); kind != "" {
		facts = append([]string{kind}, facts...)
	}
	for _, state := range []string{"required", "deprecated"} {
		if v := t.attr(state); v != "" && v != "false" || v == "" && t.has(state) {
			facts = append(facts, state)
		}
	}
	if v := oneLine(t.attr("default")); v != "" {
		facts = append(facts, "default "+codeSpan(v))
	}
	return strings.TrimSpace("**" + codeSpan(orElse(oneLine(name), "field")) + "** " + strings.Join(facts, ", "))
}

// has reports an attribute without a value.
func (t tag) has(name string) bool {
	for _, arg := range t.args {
		if strings.EqualFold(arg, name) {
			return true
		}
	}
	return false
}

// codeSpan is a text as code in a line.
func codeSpan(s string) string { return "`" + strings.ReplaceAll(s, "`", "'") + "`" }

// item is the next name of the tabs that the reader is in, where they and not the tabs have the names.
func (r *reader) item() string {
	for i := len(r.stack) - 1; i >= 0; i-- {
		if c := &r.stack[i]; roles[strings.Fields(c.name)[0]] == tabs && len(c.items) > 0 {
			name := c.items[0]
			c.items = c.items[1:]
			return oneLine(name)
		}
	}
	return ""
}
