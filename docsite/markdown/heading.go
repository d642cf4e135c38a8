package markdown

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"

	"github.com/yuin/goldmark/ast"

	"wpengine/docsite/printable"
)

// Heading is a heading that can be linked to.
type Heading struct {
	Level int // 2 to 6: level 1 is the page's title
	ID    string
	Text  string
}

// heading writes a heading with an id made from its words and an anchor to copy. The
// first one is the page's title, which the frame shows.
func (w *writer) heading(n *ast.Heading) {
	words := strings.TrimSpace(string(w.wordsOf(n)))
	if w.fragment {
		w.headingText(min(n.Level+2, 6), "", n)
		return
	}
	w.seen++
	level := n.Level
	if level == 1 {
		if w.seen == 1 && n.Parent() == w.root {
			w.title = words
			return
		}
		w.warn(offsetOf(n), "a page has one title; make %q a \"##\" heading", words)
		level = 2
	} else if w.seen == 1 && w.root.FirstChild() == ast.Node(n) {
		w.title = words // it stays in the text: others may link to it
	} else if level > w.level+1 {
		w.warn(offsetOf(n), "heading %q jumps from level %d to %d; screen readers lose their place", words, w.level, level)
	}
	w.level = level
	var id string
	if chosen, ok := n.Attribute(idAttribute); ok {
		id = w.chosen(attributeText(chosen), offsetOf(n))
	} else {
		id = w.unique(Slug(words))
	}
	w.d.IDs = append(w.d.IDs, id)
	w.d.Headings = append(w.d.Headings, Heading{Level: level, ID: id, Text: words})
	w.headingText(level, id, n)
	w.d.sections = append(w.d.sections, section{id: id, heading: words, from: len(w.plain)})
}

func (w *writer) headingText(level int, id string, n ast.Node) {
	name := "h" + strconv.Itoa(level)
	w.write("<" + name)
	if id != "" {
		w.out = appendAttribute(w.out, "id", id)
	}
	w.write(">")
	from := len(w.plain)
	w.phrase = true
	w.inlines(n)
	w.phrase = false
	if id != "" {
		w.write(`<a class="anchor"`)
		w.out = appendAttribute(w.out, "href", "#"+id)
		w.out = appendAttribute(w.out, "aria-label", "Link to “"+strings.TrimSpace(string(w.plain[from:]))+"”")
		w.write("></a>")
		w.plain = w.plain[:from] // the section has it as its heading
	}
	w.write("</" + name + ">\n")
}

// Whose an id is.
const (
	announced = iota + 1 // an author's, for a heading further down
	given
)

// reserve takes the ids that others have: the frame, and authors for headings
// further down.
func (w *writer) reserve() {
	for _, f := range w.findings.problems {
		w.warn(f.at, "%s", f.message)
	}
	if w.fragment {
		return
	}
	w.taken = make(map[string]int, 16)
	for _, id := range w.findings.chosen {
		w.taken[cleanID(id)] = announced
	}
	for _, id := range w.r.options.Reserved {
		w.taken[id] = given
	}
}

func cleanID(id string) string { return strings.Join(strings.Fields(printable.Text(id)), "-") }

// chosen is an id that an author chose, unless somebody else has it.
func (w *writer) chosen(id string, at int) string {
	clean := cleanID(id)
	if clean != "" && w.taken[clean] != given {
		w.taken[clean] = given
		return clean
	}
	made := w.unique(Slug(clean))
	w.warn(at, "the id %q is taken on this page; this one becomes %q", id, made)
	return made
}

// unique is an id that nobody has yet, made as GitHub does: with a number behind it.
func (w *writer) unique(base string) string {
	id := base
	for w.taken[id] != 0 {
		if w.repeats == nil {
			w.repeats = map[string]int{}
		}
		w.repeats[base]++
		id = base + "-" + strconv.Itoa(w.repeats[base])
	}
	w.taken[id] = given
	return id
}

func attributeText(v any) string {
	if b, ok := v.([]byte); ok {
		return string(b)
	}
	return fmt.Sprint(v)
}

// Slug makes an id of words as GitHub does: letters and digits of any script in
// lower case, hyphens for spaces, and nothing of all other signs.
func Slug(words string) string {
	var out strings.Builder
	out.Grow(len(words))
	for _, r := range words {
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '-' || r == '_':
			out.WriteRune(r)
		case r >= 'A' && r <= 'Z':
			out.WriteRune(r + 'a' - 'A')
		case r == ' ':
			out.WriteByte('-')
		case r < 0x80:
		case unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r) || unicode.Is(unicode.Pc, r):
			out.WriteRune(unicode.ToLower(r))
		}
	}
	if out.Len() == 0 {
		return "section"
	}
	return out.String()
}
