package reference

import (
	"strconv"
	"strings"
	"unicode"

	"wpengine/docsite/printable"
	"wpengine/openapi/document"
)

// writer writes one page. Everything that isn't ours goes through text or attr, so nothing of it can be taken for HTML;
// all they escape may stand between quotes as well.
type writer struct {
	b        []byte
	said     int // how much of it is text
	painted  int // how much of it is HTML of others: code and descriptions
	r        *Reference
	page     *Page
	ids      map[string]bool
	repeats  map[string]int // how often an id was wanted again
	headings []Heading
	scratch  []byte
	limit    int                         // how much the page may weigh before what is nested is only linked to
	awaited  int                         // about what the fields weigh that are still to come
	open     []opened                    // the schemas that are being shown
	shown    map[*document.Schema]string // where on the page a named schema is shown
	headers  map[*document.Node]string   // where a response's header is shown
}

func (w *writer) reset(r *Reference, p *Page) {
	clear(w.ids)
	clear(w.shown)
	clear(w.headers)
	clear(w.repeats)
	*w = writer{b: w.b[:0], r: r, page: p, ids: w.ids, repeats: w.repeats, limit: pageWeight, open: w.open[:0], shown: w.shown, headers: w.headers, scratch: w.scratch}
	if w.ids == nil {
		w.ids, w.repeats = map[string]bool{}, map[string]int{}
		w.shown, w.headers = map[*document.Schema]string{}, map[*document.Node]string{}
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
	w.said += len(s)
	w.b = appendEscaped(w.b, s)
}

// attr writes an attribute. Its name is ours.
func (w *writer) attr(name, value string) {
	w.raw(" ", name, `="`)
	w.b = append(appendEscaped(w.b, value), '"')
}

func appendEscaped(b []byte, s string) []byte {
	start := 0
	for i := range len(s) {
		if printable.Plain(s[i]) {
			continue
		}
		var escaped string
		switch c := s[i]; c {
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
			if c >= ' ' && c < 0x7F {
				continue
			}
			n := printable.Hidden(s, i)
			if n > 0 {
				b = append(append(b, s[start:i]...), printable.Mark...)
				start = i + n
			}
			continue
		}
		b = append(append(b, s[start:i]...), escaped...)
		start = i + 1
	}
	return append(b, s[start:]...)
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
func (w *writer) href(to string) { w.attr("href", w.link(to)) }

// outward writes a link to somebody else's page, or only the words if the address is none that is safe to follow.
func (w *writer) outward(address, words string) {
	address = strings.TrimSpace(address)
	lower := strings.ToLower(address)
	strange := strings.ContainsFunc(lower, func(r rune) bool { // no address has these
		return r <= ' ' || strings.ContainsRune("<>\"`{}\uFFFD", r) || !unicode.IsPrint(r)
	})
	if strange || !strings.HasPrefix(lower, "http://") && !strings.HasPrefix(lower, "https://") && !strings.HasPrefix(lower, "mailto:") {
		w.text(words)
		return
	}
	w.raw("<a")
	w.attr("href", address)
	w.element(` rel="external">`, words, "</a>")
}

// markdown writes a description, in an element of the class.
func (w *writer) markdown(class, source string, at document.Position) {
	if strings.TrimSpace(source) == "" {
		return
	}
	html := w.r.opts.Markdown(source, w.page.Path, at)
	w.said += len(html)
	w.painted += len(html)
	w.raw(`<div class="`, class, `">`, html, "</div>\n")
}

// code writes a block of code. It repeats itself, or what the page says elsewhere, more than words do.
func (w *writer) code(language, source string) {
	start := len(w.b)
	w.b = w.r.opts.Code(w.b, language, source)
	w.said += len(source) / 2
	w.painted += len(w.b) - start
}

// heading writes one that can be linked to, and lists it. The id is one that [writer.id] made.
func (w *writer) heading(level int, id, words string) {
	w.headings = append(w.headings, Heading{level, id, words})
	tag := "h" + strconv.Itoa(level)
	w.raw("<", tag)
	w.attr("id", id)
	w.element(">", words, "</"+tag+">\n")
}

// id makes an id of a path that no other thing on the page has.
func (w *writer) id(path string) string {
	clean := anchor(path)
	id := clean
	for n := w.repeats[clean]; w.ids[id]; n++ {
		id = clean + "~" + strconv.Itoa(n+2)
		w.repeats[clean] = n + 1
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
		if c := path[i]; c <= ' ' || c == '%' || c >= 0x7F && printable.Hidden(path, i) > 0 {
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
func plainCode(to []byte, _, code string) []byte {
	return append(appendEscaped(append(to, "<pre><code>"...), code), "</code></pre>"...)
}

func plainMarkdown(source, _ string, _ document.Position) string {
	return "<p>" + string(appendEscaped(nil, source)) + "</p>"
}
