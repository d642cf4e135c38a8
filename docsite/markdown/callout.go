package markdown

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// callouts are GitHub's alerts: a quote whose first line is [!NOTE], [!TIP],
// [!IMPORTANT], [!WARNING] or [!CAUTION], here with an optional title after it. As in
// Obsidian, [!NOTE]- is closed until the reader opens it, and [!NOTE]+ open.
type callouts struct{}

// callout is what a quote or a container is.
type callout struct {
	kind  string // the class: one of the five
	title string
	fold  byte // '-' closed, '+' open, 0 for no fold
}

var calloutAttribute = []byte("callout")

// Transform implements [parser.ParagraphTransformer]: it takes the mark off the
// first paragraph of a quote and hangs it on the quote. The node stays a quote,
// because its block is still open.
func (callouts) Transform(p *ast.Paragraph, reader text.Reader, pc parser.Context) {
	quote, ok := p.Parent().(*ast.Blockquote)
	if !ok || quote.FirstChild() != ast.Node(p) || p.Lines().Len() == 0 {
		return
	}
	first := p.Lines().At(0)
	line := bytes.TrimSpace(first.Value(reader.Source()))
	end := bytes.IndexByte(line, ']')
	if !bytes.HasPrefix(line, []byte("[!")) || end < 3 {
		return
	}
	word := string(line[2:end])
	for i := range len(word) {
		if !letter(word[i]) {
			return
		}
	}
	rest := string(line[end+1:])
	if strings.HasPrefix(rest, "(") || strings.HasPrefix(rest, "[") || strings.HasPrefix(rest, ":") {
		return // a link with odd words
	}
	c, known := calloutOf(word)
	if !known {
		findingsOf(pc).add(first.Start, "unknown callout [!"+word+"]; it can be NOTE, TIP, IMPORTANT, WARNING or CAUTION")
	}
	if rest != "" && (rest[0] == '-' || rest[0] == '+') {
		c.fold, rest = rest[0], rest[1:]
	}
	if rest = strings.TrimSpace(rest); rest != "" {
		c.title = rest
	}
	quote.SetAttribute(calloutAttribute, c)
	lines := text.NewSegments()
	lines.AppendAll(p.Lines().Sliced(1, p.Lines().Len()))
	p.SetLines(lines)
	if lines.Len() == 0 {
		quote.RemoveChild(quote, p)
	}
}

// calloutOf is the callout of a name, as it is called here or elsewhere. One that
// nobody knows is a note that is called so.
func calloutOf(name string) (c callout, known bool) {
	name = strings.ToLower(name)
	c.title = capitalised(name)
	switch name {
	case "note", "tip", "important", "warning", "caution":
		c.kind = name
	case "info", "abstract", "summary", "tldr", "todo", "example", "quote", "cite", "question", "faq", "secondary", "seealso", "details":
		c.kind = "note"
	case "success", "check", "done", "hint":
		c.kind = "tip"
	case "attention", "warn":
		c.kind = "warning"
	case "danger", "error", "failure", "fail", "missing", "bug":
		c.kind = "caution"
	default:
		c.kind = "note"
		return c, false
	}
	return c, true
}

func capitalised(word string) string {
	first, size := utf8.DecodeRuneInString(word)
	return strings.ToUpper(string(first)) + word[size:]
}

func (w *writer) quote(n *ast.Blockquote) {
	if v, ok := n.Attribute(calloutAttribute); ok {
		w.callout(v.(callout), n)
		return
	}
	w.element("blockquote", n)
}

// callout writes a callout and what is in it.
func (w *writer) callout(c callout, n ast.Node) {
	if c.fold == 0 {
		w.write(`<div class="callout callout-` + c.kind + `" role="note">` + "\n" + `<p class="callout-title">`)
		w.label(w.r.say(c.title))
		w.write("</p>\n")
		w.container(n)
		w.write("</div>\n")
		return
	}
	w.write(`<details class="callout callout-` + c.kind + `"`)
	if c.fold == '+' {
		w.write(" open")
	}
	w.write(`><summary class="callout-title">`)
	w.label(w.r.say(c.title))
	w.write("</summary>\n")
	w.container(n)
	w.write("</details>\n")
}

// label writes a title that stands on a line of ours, in which `code` is code.
func (w *writer) label(title string) {
	for title != "" {
		before, rest, found := strings.Cut(title, "`")
		code, after, closed := strings.Cut(rest, "`")
		if !found || !closed {
			w.words([]byte(title))
			break
		}
		w.words([]byte(before))
		w.write("<code>")
		w.rawWords([]byte(code))
		w.write("</code>")
		title = after
	}
	w.plain = append(w.plain, '\n')
}
