// Package markdown turns a guide's source into HTML that is safe to publish.
//
// The language is CommonMark with GitHub's tables, task lists, strikethrough and
// autolinks, footnotes, definition lists, attributes of headings and emoji by
// name, and with what documentation needs beyond that, one file each: callouts
// (callout.go), titled and marked code (code.go), containers such as tabs and
// steps (directive.go), links to operations (operation.go), formulas (math.go).
// What other generators have is rewritten to that by package source.
//
// It is done in two phases, both for many guides at once. [Renderer.Parse] does all
// that needs no other page: it reads the tree that goldmark makes once, from top to
// bottom, and writes the HTML with holes where links lead. [Document.Render] fills
// them. Between the two nothing is left of the tree, which takes twenty times the
// memory of the text.
//
// Guides may be anybody's. Raw HTML is let through by a list of elements and
// attributes and closed where it was opened (rawhtml.go); addresses that could run
// a script are dropped. What cannot be shown as it was meant stays readable, and is
// a [Problem] with its line.
package markdown

import (
	"bytes"
	"cmp"
	"path"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"

	"wpengine/docsite/markdown/source"
)

// Options is what a site lends to its guides. Each may be left out.
type Options struct {
	// File reads a file that a guide includes, named from the root of the content.
	// A name never leads out of that. It is called from several goroutines.
	File func(name string) ([]byte, error)
	// Diagram draws the source of a diagram (mermaid) as an SVG element. Without it,
	// and if it fails, the source is shown.
	Diagram func(source string) (svg string, err error)
	// Math sets a formula (LaTeX) as a MathML element. Without it a "$" is a "$".
	Math func(tex string, display bool) (mathml string, err error)
	// Words are what is said in a guide besides what its author says, by the English: "Tip", "Copy", "Copied",
	// "Back to the text", "Show all %d lines". It is said in English without them.
	Words map[string]string
	// Reserved are ids that the page's frame has already.
	Reserved []string
	// KeepCode keeps each fenced block of code in [Document.Blocks], for who checks them.
	KeepCode bool
}

// Renderer reads Markdown. It is safe for concurrent use.
type Renderer struct {
	options   Options
	guides    parser.Parser
	fragments parser.Parser
	buffers   sync.Pool // of *buffers
}

// say is a word of our own in the language of the guides; nil says it in English.
func (r *Renderer) say(english string) string {
	if r == nil {
		return english
	}
	return cmp.Or(r.options.Words[english], english)
}

// buffers are what guides are written to before they are cut to size.
type buffers struct{ out, plain []byte }

// New makes a Renderer.
func New(options Options) *Renderer {
	return &Renderer{
		options:   options,
		guides:    newParser(guideParts(options)),
		fragments: newParser(fragmentParts(options)),
		buffers:   sync.Pool{New: func() any { return &buffers{} }},
	}
}

// Parse reads a guide: everything that needs no other page. The name is the file's,
// from the root of the content.
func (r *Renderer) Parse(name string, file []byte) *Document {
	d := &Document{Name: name}
	if !utf8.Valid(file) {
		if slices.Contains(file[:min(len(file), 8<<10)], 0) {
			d.Problems = append(d.Problems, Problem{Line: 1, Message: "this is no text; save the guide as UTF-8", Severity: Error})
			d.Title = titleOf(name)
			return d
		}
		d.Problems = append(d.Problems, Problem{Line: 1, Message: "some letters are not UTF-8; they are shown as \uFFFD"})
		file = []byte(strings.ToValidUTF8(string(file), "\uFFFD"))
	}
	if bytes.IndexByte(file, '\r') >= 0 {
		file = []byte(lineEnds.Replace(string(file)))
	}
	front := source.SplitFront(file)
	d.Front = d.readFront(front)

	whole, problems := source.Read(name, front.Body, front.Line, r.reader(d))
	whole.Bytes = withoutOverrides(whole.Bytes)
	for _, p := range problems {
		d.problem(p.File, p.Line, p.Message)
		if p.Advice {
			d.Problems[len(d.Problems)-1].Severity = Advice
		}
	}
	w := newWriter(r, d, whole)
	w.parse(r.guides)
	w.finish()
	return d
}

// reader reads the files that a guide includes; nil if there are none to read.
func (r *Renderer) reader(d *Document) func(string) ([]byte, error) {
	if r.options.File == nil {
		return nil
	}
	return func(name string) ([]byte, error) {
		d.Includes = true
		return r.options.File(name)
	}
}

// lineEnds makes one of the three kinds of line ends.
var lineEnds = strings.NewReplacer("\r\n", "\n", "\r", "\n")

// Fragment renders a text that stands inside another page, such as a description in
// a spec. Its headings get no ids and start at level 3. A single word in double
// brackets is often just that in such a text: it is a link only if the resolver
// says that it is an operation's id.
func (r *Renderer) Fragment(text string, resolver Resolver) ([]byte, []Problem) {
	if plainParagraph(text) {
		return appendEscaped(append(make([]byte, 0, len(text)+16), "<p>"...), text, "</p>\n"), nil
	}
	d := &Document{}
	text = strings.ToValidUTF8(text, "\uFFFD")
	whole := source.Plain(withoutOverrides([]byte(text)))
	w := newWriter(r, d, whole)
	w.fragment = true
	w.parse(r.fragments)
	w.finish()
	html, problems := d.Render(resolver)
	return html, append(d.Problems, problems...)
}

// parse makes the tree and writes it.
func (w *writer) parse(p parser.Parser) {
	pc := parser.NewContext(parser.WithIDs(noIDs{}))
	pc.Set(findingsKey, &w.findings)
	root := p.Parse(text.NewReader(w.src), parser.WithContext(pc))
	w.root = root
	w.reserve()
	w.container(root)
}

// plainParagraph reports whether a text is one paragraph of words and nothing else,
// as most descriptions in a spec are.
func plainParagraph(text string) bool {
	if text == "" || !letter(text[0]) || len(text) > 10_000 {
		return false
	}
	for i := range len(text) {
		switch c := text[i]; {
		case c >= 0x80, c < ' ', strings.IndexByte("\\`*_{}[]<>()#+|~$@&:!", c) >= 0:
			return false
		case c == '.' && i >= 3 && (text[i-3:i] == "www" || text[i-3:i] == "WWW"):
			return false
		}
	}
	return text[len(text)-1] != ' '
}

// titleOf makes a title of a file's name, where the guide has none: of
// "getting-started.md" "Getting started", of "api/index.md" "Api".
func titleOf(name string) string {
	base := strings.TrimSuffix(path.Base(name), path.Ext(name))
	if dir := path.Base(path.Dir(name)); (base == "index" || base == "_index" || strings.EqualFold(base, "readme")) && dir != "." && dir != "/" {
		base = dir
	}
	words := strings.Join(strings.FieldsFunc(base, func(r rune) bool { return r == '-' || r == '_' || unicode.IsSpace(r) }), " ")
	first, size := utf8.DecodeRuneInString(words)
	if size == 0 {
		return "Untitled"
	}
	return string(unicode.ToUpper(first)) + words[size:]
}

// finish fills in what is known at the end only.
func (w *writer) finish() {
	d := w.d
	if n := len(w.out); n > 0 && w.out[n-1] != '\n' {
		w.write("\n")
	}
	d.html, d.plain, d.text = bytes.Clone(w.out), string(w.plain), w.whole.Bytes
	w.buffers.out, w.buffers.plain = w.out[:0], w.plain[:0]
	w.r.buffers.Put(w.buffers)
	if !w.fragment {
		d.Title = cmp.Or(d.Front.Title, w.title)
		if d.Title == "" {
			d.Title = titleOf(d.Name)
			if !d.unread && !d.Front.Draft { // which a part that others include is
				d.problem("", 1, "no title: start the guide with \"# A heading\" or give a title in its front matter")
			}
		}
		d.Description = cmp.Or(d.Front.Description, shortened(w.lead))
	}
	slices.SortStableFunc(d.Problems, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line))
	})
}

// descriptionLength is what search engines and link previews show.
const descriptionLength = 160

// shortened is a paragraph as a description, cut at a word.
func shortened(paragraph string) string {
	words := strings.Join(strings.Fields(paragraph), " ")
	if utf8.RuneCountInString(words) <= descriptionLength {
		return words
	}
	cut := string([]rune(words)[:descriptionLength-1])
	if i := strings.LastIndexByte(cut, ' '); i > 0 {
		cut = cut[:i]
	}
	return strings.TrimRight(cut, ",;:.") + "…"
}
