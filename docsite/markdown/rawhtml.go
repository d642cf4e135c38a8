package markdown

import (
	"bytes"
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"
	"golang.org/x/net/html"
)

// rawTag is an element of raw HTML that is open.
type rawTag struct {
	name  string // as it was written
	wrote string // as it is closed
	at    int
}

// htmlBlock writes a block of raw HTML and returns the last node it took.
func (w *writer) htmlBlock(n *ast.HTMLBlock) ast.Node {
	raw := linesOf(n, w.src)
	if n.HasClosure() {
		raw = append(slices.Clip(raw), n.ClosureLine.Value(w.src)...)
	}
	if n.HTMLBlockType == ast.HTMLBlockType2 && bytes.HasSuffix(bytes.TrimSpace(raw), []byte("-->")) && bytes.Count(raw, []byte("-->")) == 1 {
		return n // a comment
	}
	if w.onlyWords(raw) {
		w.write("<div>")
		floor := w.floor
		w.floor = len(w.tags)
		w.raw(raw, offsetOf(n))
		w.closeTags(w.floor)
		w.floor = floor
		w.write("</div>\n")
		return n
	}
	until := w.raw(raw, offsetOf(n))
	if until == "" {
		return n
	}
	// What is left out ends in a later block.
	if w.endless[until] == n.Parent() {
		return n
	}
	for c := n.NextSibling(); c != nil; c = c.NextSibling() {
		if later, ok := c.(*ast.HTMLBlock); ok {
			rest := linesOf(later, w.src)
			if i := endTag(rest, until); i >= 0 {
				w.raw(rest[i:], offsetOf(later))
				return c
			}
		}
	}
	w.noteEndless(until, n.Parent())
	return n
}

// noteEndless remembers that an element has no end in a container, so that its next
// one there is not looked for.
func (w *writer) noteEndless(name string, parent ast.Node) {
	if w.endless == nil {
		w.endless = map[string]ast.Node{}
	}
	w.endless[name] = parent
}

// onlyWords reports whether a block begins with an element that is shown as text.
func (w *writer) onlyWords(raw []byte) bool {
	name := strings.ToLower(tagName(bytes.TrimLeft(raw, " \t")))
	_, ok := elementOf(name)
	known, _ := dropped(name)
	return name != "" && !ok && !known
}

// rawHTML writes a tag within words and returns the last node it took.
func (w *writer) rawHTML(n *ast.RawHTML) ast.Node {
	raw := n.Segments.Value(w.src)
	until := w.raw(raw, n.Pos())
	if until == "" || w.endless[until] == n.Parent() {
		return n
	}
	for c := n.NextSibling(); c != nil; c = c.NextSibling() {
		if later, ok := c.(*ast.RawHTML); ok && endTag(later.Segments.Value(w.src), until) >= 0 {
			return c
		}
	}
	w.noteEndless(until, n.Parent())
	return n
}

// endTag is where the end tag of an element ends, -1 if there is none.
func endTag(raw []byte, name string) int {
	i := bytes.Index(bytes.ToLower(raw), []byte("</"+name))
	if i < 0 {
		return -1
	}
	if end := bytes.IndexByte(raw[i:], '>'); end >= 0 {
		return i + end + 1
	}
	return len(raw)
}

// raw writes raw HTML, as far as it may be. It returns the name of an element that
// is left out and does not end in it.
func (w *writer) raw(raw []byte, at int) (until string) {
	if len(raw) < 3 {
		w.rawText(raw)
		return ""
	}
	if tag := bytes.TrimRight(raw, "\n"); tag[0] == '<' && tag[len(tag)-1] == '>' {
		// <br>, </kbd>: without attributes there is little to read.
		if name := tagName(tag); name != "" && (len(tag) == len(name)+2 || len(tag) == len(name)+3 && tag[1] == '/') {
			until = w.tag(strings.ToLower(name), nil, tag[1] == '/', tag, at)
			if until == "" {
				w.rawText(raw[len(tag):])
			}
			return until
		}
	}
	z := html.NewTokenizer(bytes.NewReader(raw))
	z.SetMaxBuf(len(raw) + 64)
	for {
		kind := z.Next()
		text := z.Raw()
		switch kind {
		case html.ErrorToken:
			return until
		case html.TextToken:
			if until == "" {
				w.rawText(text)
			}
		case html.StartTagToken, html.SelfClosingTagToken, html.EndTagToken:
			text = slices.Clone(text)
			name, more := z.TagName()
			tag := string(name)
			if until != "" {
				if kind == html.EndTagToken && tag == until {
					until = ""
				}
				continue
			}
			var attrs []html.Attribute
			for more {
				var key, value []byte
				key, value, more = z.TagAttr()
				attrs = append(attrs, html.Attribute{Key: string(key), Val: string(value)})
			}
			until = w.tag(tag, attrs, kind == html.EndTagToken, text, at)
			if kind == html.SelfClosingTagToken {
				until = ""
			}
		}
	}
}

// rawText writes the text between tags.
func (w *writer) rawText(text []byte) {
	words := html.UnescapeString(string(text))
	w.out = appendEscaped(w.out, words, "")
	w.plain = append(w.plain, words...)
}

// tag writes a tag, if it may be written. It returns the name of an element that is
// to be left out with all that is in it.
func (w *writer) tag(name string, attrs []html.Attribute, end bool, raw []byte, at int) (until string) {
	e, ok := elementOf(name)
	if !ok {
		return w.refused(name, attrs, end, raw, at)
	}
	switch {
	case end && name == "br":
		w.write("<br>")
	case end:
		w.closeTag(name, at)
	case e.block && (w.phrase || w.inline > 0):
		// A heading or a link can't hold a block; its words stay.
	case name == "a" && w.inLink():
	case name == "img":
		w.rawImage(attrs, at)
	default:
		w.openElement(e, name, attrs, at)
	}
	return ""
}

// refused is for elements that are not let through. What is none of HTML's is words
// that somebody put in angle brackets.
func (w *writer) refused(name string, attrs []html.Attribute, end bool, raw []byte, at int) (until string) {
	known, content := dropped(name)
	switch {
	case !known:
		w.rawWords(raw)
		name = tagName(raw)
		if !w.fragment {
			w.warnOnce("<"+name, at, "<%s> is no element of HTML and is shown as text; write `<%s>` or \\<%s>", name, name, name)
		}
		return ""
	case end:
		return ""
	}
	if !w.fragment {
		w.warnOnce("<"+name, at, "raw HTML <%s> is left out; write Markdown, or `code` to show a tag", name)
	}
	switch name {
	case "iframe", "video", "audio", "embed":
		w.mediaLink(name, attrs, at)
	}
	if content && name != "embed" {
		return name
	}
	return ""
}

// mediaLink links to what an element would load.
func (w *writer) mediaLink(name string, attrs []html.Attribute, at int) {
	to, title := "", map[string]string{"iframe": "Embedded page", "video": "Video", "audio": "Audio", "embed": "Embedded page"}[name]
	for _, a := range attrs {
		switch a.Key {
		case "src":
			to = strings.TrimSpace(a.Val)
		case "title":
			title = a.Val
		}
	}
	if to == "" || w.inLink() {
		return
	}
	w.write("<a")
	w.address(Hyperlink, to, at)
	w.out = appendEscaped(append(w.out, '>'), title, "</a>")
}

// openElement writes a start tag with the attributes that it may have.
func (w *writer) openElement(e element, name string, attrs []html.Attribute, at int) {
	if e.block {
		w.closeParagraph()
	}
	if ends, within := endsImplied(name); ends != "" {
		w.closeImplied(ends, within)
	}
	w.write("<" + e.name)
	for _, a := range attrs {
		w.attribute(name, a.Key, a.Val, at)
	}
	if e.name == "details" {
		w.write(` class="details"`)
	}
	w.write(">")
	if !e.void {
		w.tags = append(w.tags, rawTag{name: name, wrote: e.name, at: at})
		if len(w.tags)-w.floor > deepest {
			w.closeTags(len(w.tags) - 1)
		}
	}
}

// attribute writes an attribute that an element may have.
func (w *writer) attribute(element, key, value string, at int) {
	switch key {
	case "id", "name":
		if value != "" && !w.fragment && (key == "id" || element == "a") {
			id := w.chosen(value, at)
			w.d.IDs = append(w.d.IDs, id)
			w.out = appendAttribute(w.out, "id", id)
		}
	case "href":
		if element == "a" {
			w.address(Hyperlink, strings.TrimSpace(value), at)
		}
	case "title", "lang":
		w.out = appendAttribute(w.out, key, value)
	case "dir":
		if value == "ltr" || value == "rtl" || value == "auto" {
			w.out = appendAttribute(w.out, key, value)
		}
	case "align":
		if class := classOf(value); class != "" {
			w.out = appendAttribute(w.out, "class", class)
		}
	case "colspan", "rowspan", "span", "start", "value":
		if n := number(value); n != "" {
			w.out = appendAttribute(w.out, key, n)
		}
	case "scope", "datetime":
		if element == "th" || element == "time" {
			w.out = appendAttribute(w.out, key, value)
		}
	case "open", "reversed":
		if element == "details" || element == "ol" {
			w.write(" " + key)
		}
	}
}

// rawImage writes an img as Markdown's own would be.
func (w *writer) rawImage(attrs []html.Attribute, at int) {
	p := picture{at: at}
	decorative := false
	for _, a := range attrs {
		switch a.Key {
		case "src":
			p.to = strings.TrimSpace(a.Val)
		case "alt":
			p.alt, decorative = a.Val, a.Val == ""
		case "title":
			p.title = a.Val
		case "width":
			p.width = number(a.Val)
		case "height":
			p.height = number(a.Val)
		}
	}
	if p.to != "" {
		w.pictureElement(p, decorative)
	}
}

// openTag is the place of the innermost open element of a name, -1 if there is none.
func (w *writer) openTag(name string) int {
	for i := len(w.tags) - 1; i >= 0; i-- {
		if w.tags[i].name == name {
			return i
		}
	}
	return -1
}

// closeTag closes an element, and those that were opened in it since. One that was
// not opened here ends nothing.
func (w *writer) closeTag(name string, at int) {
	if i := w.openTag(name); i >= w.floor {
		w.closeTags(i)
	} else if !w.fragment && !endOptional(name) {
		w.warn(at, "</%s> closes nothing", name)
	}
}

// closeRest closes what a block left open.
func (w *writer) closeRest() {
	for _, t := range w.tags[w.floor:] {
		if !w.fragment && !endOptional(t.name) {
			w.warn(t.at, "<%s> is never closed", t.name)
		}
	}
	w.closeTags(w.floor)
}

// closeTags closes what was opened since there were n.
func (w *writer) closeTags(n int) {
	for len(w.tags) > n {
		last := w.tags[len(w.tags)-1]
		w.tags = w.tags[:len(w.tags)-1]
		w.write("</" + last.wrote + ">")
	}
}

// closeParagraph closes a <p> that a block ends.
func (w *writer) closeParagraph() {
	if n := len(w.tags); n > w.floor && w.tags[n-1].name == "p" {
		w.closeTags(n - 1)
	}
}

// closeImplied closes an element whose end was left out.
func (w *writer) closeImplied(ends, within string) {
	for i := len(w.tags) - 1; i >= w.floor; i-- {
		switch name := w.tags[i].name; {
		case slices.Contains(strings.Fields(ends), name):
			w.closeTags(i)
			return
		case slices.Contains(strings.Fields(within), name):
			return
		}
	}
}
