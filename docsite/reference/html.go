package reference

import (
	"strconv"
	"strings"

	"wpengine/docsite/printable"
	"wpengine/docsite/schema"
	"wpengine/openapi/document"
)

// writer writes one page. Everything that isn't ours goes through text, so nothing of it can be taken for HTML; all it
// escapes may stand between quotes as well.
type writer struct {
	b        []byte
	r        *Reference
	page     *Page
	ids      map[string]bool
	again    map[string]int // how often an id was wanted again
	headings []Heading
	mode     schema.Mode
	room     int                         // how long the page may be before nested schemas are only linked to
	open     []*document.Schema          // the named schemas that are being shown
	shown    map[*document.Schema]string // where on the page one is shown
	headers  map[*document.Node]string   // where a response's header is shown
}

func (w *writer) reset(r *Reference, p *Page) {
	clear(w.ids)
	clear(w.again)
	*w = writer{b: w.b[:0], r: r, page: p, ids: w.ids, again: w.again, room: pageRoom}
	if w.ids == nil {
		w.ids, w.again = map[string]bool{}, map[string]int{}
	}
}

// raw writes HTML of ours.
func (w *writer) raw(parts ...string) {
	for _, part := range parts {
		w.b = append(w.b, part...)
	}
}

// text writes something that isn't ours.
func (w *writer) text(s string) {
	start := 0
	for i := range len(s) {
		var escaped string
		switch s[i] {
		case '&':
			escaped = "&amp;"
		case '<':
			escaped = "&lt;"
		case '>':
			escaped = "&gt;"
		case '"':
			escaped = "&#34;"
		case '\'':
			escaped = "&#39;"
		default:
			n := printable.Hidden(s, i)
			if n == 0 {
				continue
			}
			w.b = append(append(w.b, s[start:i]...), printable.Mark...)
			start = i + n
			continue
		}
		w.b = append(append(w.b, s[start:i]...), escaped...)
		start = i + 1
	}
	w.b = append(w.b, s[start:]...)
}

// element writes text in an element: element(`<code>`, text, `</code>`).
func (w *writer) element(open, text, end string) {
	w.raw(open)
	w.text(text)
	w.raw(end)
}

// link is the address of a page as it stands on this one.
func (w *writer) link(to string) string {
	if w.r.opts.Link == nil {
		return "/" + to
	}
	return w.r.opts.Link(w.page.Path, to)
}

// href writes a link's address as an attribute.
func (w *writer) href(to string) { w.element(` href="`, w.link(to), `"`) }

// external writes an address of somebody else's as an attribute, if it is one that is safe to follow.
func (w *writer) external(address string) bool {
	lower := strings.ToLower(strings.TrimSpace(address))
	if !strings.HasPrefix(lower, "http://") && !strings.HasPrefix(lower, "https://") && !strings.HasPrefix(lower, "mailto:") {
		return false
	}
	w.element(` href="`, strings.TrimSpace(address), `" rel="external"`)
	return true
}

// outward writes a link to somebody else's page, or only the words.
func (w *writer) outward(address, words string) {
	mark := len(w.b)
	w.raw("<a")
	if !w.external(address) {
		w.b = w.b[:mark]
		w.text(words)
		return
	}
	w.element(">", words, "</a>")
}

// markdown writes a description, in an element of the class.
func (w *writer) markdown(class, source string, at document.Position) {
	if strings.TrimSpace(source) == "" {
		return
	}
	w.raw(`<div class="`, class, `">`, w.r.opts.Markdown(source, w.page.Path, at), "</div>\n")
}

// heading writes one that can be linked to, and lists it.
func (w *writer) heading(level int, id, words string) {
	w.headings = append(w.headings, Heading{level, id, words})
	tag := "h" + strconv.Itoa(level)
	w.raw("<", tag, ` id="`)
	w.text(id)
	w.element(`">`, words, "</"+tag+">\n")
}

// id makes an id of a path that no other thing on the page has.
func (w *writer) id(path string) string {
	clean := anchor(path)
	id := clean
	for n := w.again[clean]; w.ids[id]; n++ {
		id = clean + "~" + strconv.Itoa(n+2)
		w.again[clean] = n + 1
	}
	w.ids[id] = true
	return id
}

// longestAnchor is how long an id may be, in bytes, before what tells it apart from others of its kind.
const longestAnchor = 300

// anchor is a path as an id has it. White space may not be in one, a percent sign would be read as the start of an escape,
// and what nobody sees has no place in an address.
func anchor(path string) string {
	for i := range len(path) {
		if c := path[i]; c <= ' ' || c == '%' || printable.Hidden(path, i) > 0 {
			path = strings.NewReplacer("%", "", printable.Mark, "").Replace(printable.Line(path))
			path = strings.Join(strings.Fields(path), "-")
			break
		}
	}
	if len(path) > longestAnchor {
		path = strings.ToValidUTF8(path[:longestAnchor], "")
	}
	return path
}

// plainCode is a code block without colours.
func plainCode(_, code string) string {
	var w writer
	w.element("<pre><code>", code, "</code></pre>")
	return string(w.b)
}

func plainMarkdown(source, _ string, _ document.Position) string {
	var w writer
	w.element("<p>", source, "</p>")
	return string(w.b)
}

// plainText is a description as one line without the marks of Markdown, cut at the end of its first sentence or
// paragraph: search engines and cards show it.
func plainText(source string) string {
	paragraph, _, _ := strings.Cut(strings.TrimSpace(source), "\n\n")
	if len(paragraph) > 2000 {
		paragraph = strings.ToValidUTF8(paragraph[:2000], "")
	}
	line := strings.Join(strings.Fields(untagged(strings.NewReplacer("`", "", "**", "", "[", "", "](", " (").Replace(paragraph))), " ")
	if first, _, more := strings.Cut(line, ". "); more {
		line = first + "."
	}
	if runes := []rune(line); len(runes) > 200 {
		line = strings.TrimSpace(string(runes[:199])) + "…"
	}
	return line
}

// untagged leaves out what is between angle brackets.
func untagged(s string) string {
	if !strings.Contains(s, "<") {
		return s
	}
	var out strings.Builder
	for {
		before, rest, found := strings.Cut(s, "<")
		out.WriteString(before)
		if !found {
			return out.String()
		}
		_, after, closed := strings.Cut(rest, ">")
		if !closed {
			return out.String()
		}
		s = after
	}
}
