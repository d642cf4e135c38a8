package markdown

import "strings"

// element is what becomes of an element of raw HTML.
type element struct {
	name  string // that is written; it may be another
	block bool   // it ends a paragraph
	void  bool   // it has no end
}

// elementOf is the list of what raw HTML may consist of: what is read, not what runs,
// loads, sends or looks like a part of the page's frame.
func elementOf(name string) (element, bool) {
	e := element{name: name}
	switch name {
	case "a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "del", "dfn", "em", "i", "ins", "kbd", "mark", "q", "rp", "rt", "ruby",
		"s", "samp", "small", "span", "strong", "sub", "sup", "time", "u", "var":
	case "strike":
		e.name = "s"
	case "tt":
		e.name = "code"
	case "font", "big", "label", "nobr", "acronym", "blink":
		e.name = "span"
	case "br", "wbr", "img":
		e.void = true
	case "hr", "col":
		e.void, e.block = true, true
	case "blockquote", "caption", "colgroup", "dd", "details", "div", "dl", "dt", "figcaption", "figure", "h2", "h3", "h4", "h5", "h6",
		"li", "ol", "p", "pre", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul":
		e.block = true
	case "h1":
		e.name, e.block = "h2", true
	case "section", "article", "aside", "header", "footer", "main", "nav", "center", "address", "hgroup", "fieldset", "form", "search":
		e.name, e.block = "div", true
	default:
		return e, false
	}
	return e, true
}

// dropped reports whether an element of HTML is left out, and if so whether with all
// that is in it.
func dropped(name string) (ok, content bool) {
	switch name {
	case "script", "style", "template", "noscript", "svg", "math", "head", "title", "select", "textarea", "canvas", "map", "noframes", "frameset", "applet", "datalist":
		return true, true
	case "html", "body", "meta", "link", "base", "input", "button", "picture", "source", "track", "object", "param", "area", "optgroup", "option",
		"legend", "output", "progress", "meter", "dialog", "menu", "slot", "frame", "marquee", "dir", "xmp", "listing", "plaintext":
		return true, false
	case "iframe", "video", "audio", "embed":
		return true, true // a link to what they show takes their place
	}
	return false, false
}

// blockTag reports whether a tag is one that ends a paragraph.
func blockTag(raw []byte) bool {
	e, ok := elementOf(strings.ToLower(tagName(raw)))
	return ok && e.block
}

// tagName is the name in a tag.
func tagName(raw []byte) string {
	i := 1
	if len(raw) > 1 && raw[1] == '/' {
		i++
	}
	end := i
	for end < len(raw) && (letter(raw[end]) || end > i && (digit(raw[end]) || raw[end] == '-')) {
		end++
	}
	return string(raw[i:end])
}

// endsImplied are the open elements that an element ends, as HTML lets authors leave
// their ends out; it looks for them as far as the container named.
func endsImplied(name string) (ends, within string) {
	switch name {
	case "li":
		return "li", "ul ol"
	case "dt", "dd":
		return "dt dd", "dl"
	case "td", "th":
		return "td th", "tr table"
	case "tr":
		return "tr", "table"
	case "tbody", "thead", "tfoot":
		return "tbody thead tfoot", "table"
	}
	return "", ""
}

// endOptional reports whether authors may leave an element's end out, or have it
// where something else has ended it.
func endOptional(name string) bool {
	switch name {
	case "p", "li", "dt", "dd", "td", "th", "tr", "tbody", "thead", "tfoot", "colgroup", "caption", "rt", "rp", "a":
		return true
	}
	return false
}

// classOf is the class for an alignment, which the style sheet knows for tables.
func classOf(align string) string {
	switch align = strings.ToLower(align); align {
	case "left", "right", "center":
		return "align-" + align
	}
	return ""
}
